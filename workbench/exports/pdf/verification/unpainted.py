# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures, drawings and pages of a file that no page shows though something names them.

Who replaces a picture by a black one, or takes a page out of a document, often leaves the old one among the resources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from workbench.exports.pdf.verification.parts import at, contents_of, inside


_PAINTS = re.compile(rb"/([^\s()<>\[\]{}/%]+)\s+Do\b")


def unpainted(pdf: pikepdf.Pdf) -> Iterator[int]:
    """The number of each object that resources have and nothing paints, and of pages that are none of the file."""
    named = {each.objgen[0]: each for obj in pdf.objects for each in inside(at(at(obj, "/Resources"), "/XObject"))}
    pages = {page.obj.objgen for page in pdf.pages}
    painted: set[int] = set()
    waiting = [(page.obj, page.resources) for page in pdf.pages]
    for obj in pdf.objects:  # appearances, patterns, masks and letters: what is painted by other means
        if isinstance(obj, pikepdf.Stream) and obj.objgen[0] not in named and obj.get("/Subtype") != "/Image":
            waiting.append((obj, at(obj, "/Resources")))
        elif at(obj, "/Type") == "/Page" and obj.objgen not in pages:
            yield obj.objgen[0]
    while waiting:
        holder, resources = waiting.pop()
        for name in _PAINTS.findall(contents_of(holder)):
            shown = at(at(resources, "/XObject"), f"/{name.decode('latin-1')}")
            if shown is not None and shown.objgen[0] not in painted:
                painted.add(shown.objgen[0])
                waiting.append((shown, at(shown, "/Resources") or resources))
    yield from named.keys() - painted - {0}
