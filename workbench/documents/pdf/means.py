# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page has the means to do, told from its resources and without running it: what is dear is asked only then.

Text too faint to see takes a graphics state with an opacity near 0 (ISO 32000-2, 11.6.4.4), which a page names among
its resources, as do the forms, patterns and annotations that it shows. Text that is cut off takes a clip.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pymupdf


_CLIP_OPERATOR = re.compile(rb"[\s\])]W\*?\s")
_REFERENCE = re.compile(r"(\d+) \d+ R")
_OPACITY = re.compile(r"/(?:ca|CA)\s*([-+.\d]+|\d+ \d+ R)")
_BRACKETS = re.compile(r"<<|>>")
# Below this MuPDF's alpha is under 16 of 255, which is_unpainted takes for clear.
_CLEAR = 0.07
_DEEPEST = 3


class Means(NamedTuple):
    """What a page has to paint with; True also where that would take long to know.

    ``may_fade``: text may be fainter than its colour says. ``clips``: text may be cut off by an operator, or by the
    frame of a form or of a comment. ``pictures``: it may have some.
    """

    may_fade: bool
    clips: bool
    pictures: bool


def read_means(page: pymupdf.Page) -> Means:
    """The means of ``page``, by the names of its resources."""
    pdf = page.parent
    kind, resources = pdf.xref_get_key(page.xref, "Resources")
    if kind == "xref":
        resources = pdf.xref_object(int(resources.split()[0]), compressed=True)
    elif kind != "dict":
        return Means(may_fade=True, clips=True, pictures=True)  # inherited
    objects = _entry(pdf, resources, "/XObject")
    framed = _has_forms(pdf, objects) or _has_notes(page)
    fade = framed or "/Pattern" in resources or _fades(pdf, _entry(pdf, resources, "/ExtGState"), _DEEPEST)
    return Means(fade, framed or bool(_CLIP_OPERATOR.search(page.read_contents())), bool(objects))


def _has_notes(page: pymupdf.Page) -> bool:
    """Whether annotations other than links lie on the page; each paints itself."""
    if page.parent.xref_get_key(page.xref, "Annots")[0] == "null":
        return False
    return any(kind != pymupdf.PDF_ANNOT_LINK for _, kind, _ in page.annot_xrefs())


def _entry(pdf: pymupdf.Document, told: str, key: str) -> str:
    """The dictionary under ``key``, as text; empty where there is none."""
    _, found, rest = told.partition(key)
    if not found:
        return ""
    reference = _REFERENCE.match(rest.lstrip())
    if reference:
        return str(pdf.xref_object(int(reference[1]), compressed=True))
    depth = 0
    for bracket in _BRACKETS.finditer(rest):
        depth += 1 if bracket[0] == "<<" else -1
        if depth == 0:
            return rest[: bracket.end()]
    return rest


def _fades(pdf: pymupdf.Document, told: str, deep: int) -> bool:
    for value in _OPACITY.findall(told):
        if not _is_number(value) or float(value) < _CLEAR:
            return True
    references = _REFERENCE.findall(told)
    if references and not deep:
        return True
    return any(_fades(pdf, pdf.xref_object(int(number), compressed=True), deep - 1) for number in references)


def _has_forms(pdf: pymupdf.Document, objects: str) -> bool:
    """Whether there is anything but pictures among the objects that the page can show."""
    return any(pdf.xref_get_key(int(number), "Subtype")[1] != "/Image" for number in _REFERENCE.findall(objects))


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
