# SPDX-License-Identifier: AGPL-3.0-or-later
"""The title that a copy has in its metadata, which a screen reader says first (ISO 14289-1, 7.1; docs/decisions/0016).

It is read off what is drawn as a title or heading of the copy itself: never from the original's name or metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape
from typing import Any

import pikepdf

from workbench.documents.bidi import has_rtl
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.grammar import NEUTRAL_TITLE, XMP_HEAD, XMP_TAIL
from workbench.exports.pdf.tag_tree import Tag
from workbench.redaction.folding import skeleton


_HEADINGS = ("H1", "H2")
_LONGEST = 200
_PACKET = re.compile(f"{re.escape(XMP_HEAD)}([^<>]{{1,2000}}){re.escape(XMP_TAIL)}")


def title_of(pages: Sequence[Canvas], tags: Sequence[Tag]) -> str:
    """The first title, else the first heading, of which nothing is withheld; a neutral one where there is none."""
    for kind in _HEADINGS:
        for tag in tags:
            if tag.kind != kind or any(part.spoken for part in tag.parts) or len({p.page for p in tag.parts}) != 1:
                continue
            told = " ".join(" ".join(" ".join(pages[part.page].said[part.number]) for part in tag.parts).split())
            if skeleton(told) and "[" not in told and not has_rtl(told) and len(told) <= _LONGEST:
                return told
    return NEUTRAL_TITLE


def packet(title: str) -> bytes:
    """The metadata of a copy: its title and nothing else."""
    return f"{XMP_HEAD}{escape(title, quote=False)}{XMP_TAIL}".encode()


def told_title(pdf: Any) -> str | None:
    """The title of a file opened with pikepdf whose metadata are as those of a copy; None where they are not."""
    metadata, wishes = pdf.Root.get("/Metadata"), pdf.Root.get("/ViewerPreferences")
    if not (isinstance(metadata, pikepdf.Stream) and isinstance(wishes, pikepdf.Dictionary)):
        return None
    if (
        set(wishes.keys()) != {"/DisplayDocTitle"}
        or not wishes.DisplayDocTitle
        or set(metadata.keys()) - {"/Type", "/Subtype", "/Length", "/Filter"}
    ):
        return None
    match = _PACKET.fullmatch(metadata.read_bytes().decode("utf-8", "replace"))
    return unescape(match[1]) if match else None


def is_read(title: str, pages: Iterable[str]) -> bool:
    """Whether the title stands on one of the ``pages``, as all of a copy but the neutral one do."""
    return title == NEUTRAL_TITLE or any(skeleton(title) in skeleton(page) for page in pages)
