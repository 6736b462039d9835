# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page has the means to do, told from its resources and without running it: what is dear is asked only then.

Text too faint to see takes a graphics state with an opacity near 0 (ISO 32000-2, 11.6.4.4), which a page names among
its resources, as do the forms, patterns and annotations that it shows. Text that is cut off takes a clip:
nearly every page clips and nearly none cuts off text. Writers set a clip to the page, or to a picture or rule that they
draw in it. Where the bytes leave any doubt the answer is that nothing is known; strings, comments and pictures inside
the contents can hold any bytes, so only forms that cannot lie half in such a thing are taken for what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import pymupdf

from workbench.documents.pdf.shapes import Rectangle
from workbench.documents.pdf.unsaid import guessed_font, says_letters


mupdf = pymupdf.mupdf
# Below this MuPDF's alpha is under 16 of 255, which is_unpainted takes for clear.
_CLEAR = 0.07
# ISO 32000-2, 8.9.7: the data of a picture in the contents begin after ID and one white space.
_INLINE_PICTURE = re.compile(rb"BI(?<!\w..)\s[^()]{0,300}?\bID\s")
# ISO 32000-2, 8.5.4: W and W* clip to the path before them.
_CLIP = re.compile(rb"W(?<![A-Za-z/#_(<-]W)\*?(?=[\s\[(</%]|\Z)")
# Render modes that clip what follows to the letters (ISO 32000-2, 9.3.6).
_CUTS_OUT = re.compile(rb"[4-7]\s+Tr\b")
# One rectangle, in a graphics state of its own.
_FRAME = re.compile(rb"q\s+([-+.\d]+)\s+([-+.\d]+)\s+([-+.\d]+)\s+([-+.\d]+)\s+re\s+W\*?\s+n(?=\s)")
# To the end of that state: nothing but numbers, names of colours and states, and paths. No text, string or picture.
_TEXTLESS = re.compile(rb"(?:\s+(?:[-+.\d]+|/[\w.+-]+|cm|Do|gs|rg|RG|re|[gGkKmlcvyhwJjMdifFSsBbn]\*?))*\s+Q(?=\s|\Z)")
_COMMENTED = re.compile(rb"%[^\r\n%]*q\s")
_PLACED_PICTURE = re.compile(rb"q\s+(?:[-+.\d]+\s+){6}cm\s+/[\w.+-]+\s+Do\s+Q(?=\s|\Z)")
# Soft hyphens, blanks, tabs, hyphens and bullets, which everyday programs have read aloud for what they draw.
_UNTOLD = re.compile(rb"/ActualText\s*<FEFF(?:00AD|0009|0020|00A0|20[01][0-9A-F]|2022|F0B7)*>", re.IGNORECASE)
_CODE, _CODED = re.compile(rb"#([0-9A-Fa-f]{2})"), re.compile(rb"/[^\s()<>\[\]{}/%]*#[^\s()<>\[\]{}/%]*")
# Ways of blending in which ink on paper is seen (ISO 32000-2, 11.3.5); the others may leave paper.
_SHOWING = ("", "Normal", "Compatible", "Multiply", "Darken")
EVERYWHERE: Rectangle = (-1e9, -1e9, 1e9, 1e9)


class Means(NamedTuple):
    """What a page has to paint with.

    ``may_fade``: text may be fainter than its colour says. ``pictures``: it may have some. ``fills``: it may paint with
    what MuPDF tells of as pictures though no resource is one: pictures in its contents, shadings, patterns.
    ``hides``: it may hide text by what MuPDF does not tell: tiles painted again and again, masks, blends, drawings.
    ``unsaid``: a font does not say what all its codes mean; ``guessed``: the names of those of which MuPDF guesses it.
    ``frames`` clip text (see ``text_frames``); None where that would take long to know and for forms and
    comments. ``contents``: its bytes.
    """

    may_fade: bool
    pictures: bool
    fills: bool
    hides: bool
    unsaid: bool
    guessed: frozenset[str]
    frames: tuple[Rectangle, ...] | None
    contents: bytes


def read_means(page: pymupdf.Page) -> Means:
    """The means of ``page``, by the names of its resources."""
    own = mupdf.pdf_page_from_fz_page(page.this).obj()
    resources = _resources(own)
    objects = list(_values(mupdf.pdf_dict_gets(resources, "XObject")))
    framed = any(_name(mupdf.pdf_dict_gets(found, "Subtype")) != "Image" for found in objects) or _has_notes(page, own)
    tiled, shaded = (bool(mupdf.pdf_dict_len(mupdf.pdf_dict_gets(resources, key))) for key in ("Pattern", "Shading"))
    fade = framed or tiled or any(map(_fades, _values(mupdf.pdf_dict_gets(resources, "ExtGState"))))
    contents = _contents(page, own)
    fills = tiled or shaded or bool(_INLINE_PICTURE.search(contents))
    fonts = list(_all(resources, "Font"))
    drawn = any(_name(mupdf.pdf_dict_gets(font, "Subtype")) == "Type3" for font in fonts)
    named = [resources, *(_appearances(own) if framed else ())]
    hides = drawn or any(any(map(_tiles, _all(n, "Pattern"))) or any(map(_hides, _all(n, "ExtGState"))) for n in named)
    unsaid = not all(map(says_letters, fonts))
    guessed = frozenset(filter(None, map(guessed_font, fonts))) if unsaid else frozenset[str]()
    frames = None if framed else text_frames(contents)
    return Means(fade, bool(objects), fills, hides, unsaid, guessed, frames, contents)


def _contents(page: pymupdf.Page, own: pymupdf.mupdf.PdfObj) -> bytes:
    """The bytes of the contents of a page; what is neither a stream nor several of them paints nothing."""
    told = mupdf.pdf_dict_gets(own, "Contents")
    for each in (told, *(mupdf.pdf_array_get(told, at) for at in range(mupdf.pdf_array_len(told)))):
        if mupdf.pdf_is_indirect(each) and mupdf.pdf_is_null(each):
            mupdf.pdf_load_stream(each)  # named and not there, as where a file was cut off: this raises MuPDF's error
    return bytes(page.read_contents()) if mupdf.pdf_is_stream(told) or mupdf.pdf_is_array(told) else b""


def is_spoken(page: pymupdf.Page, contents: bytes) -> bool:
    """Whether ``page`` or a form of it says aloud something else than stands there."""
    resources = _resources(mupdf.pdf_page_from_fz_page(page.this).obj())
    if any(not mupdf.pdf_is_null(mupdf.pdf_dict_gets(each, "ActualText")) for each in _all(resources, "Properties")):
        return True
    forms = (form for form in _all(resources, "XObject") if _name(mupdf.pdf_dict_gets(form, "Subtype")) == "Form")
    streams = (mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(form)) for form in forms)
    return any(map(says_aloud, chain((contents,), streams)))


def with_names(contents: bytes) -> bytes:
    """``contents`` with its names in letters: some may be written in codes (``/Actual#54ext``)."""
    if b"#" not in contents:
        return contents
    return _CODED.sub(lambda name: _CODE.sub(lambda code: bytes.fromhex(code[1].decode()), name[0]), contents)


def says_aloud(contents: bytes) -> bool:
    """Whether something that may have letters is read aloud instead of what stands there."""
    contents = with_names(contents)
    return contents.count(b"ActualText") > len(_UNTOLD.findall(contents))


def draws_letters(page: pymupdf.Page) -> bool:
    """Whether a font of ``page`` has drawings for letters (Type 3), which may be pictures."""
    return any(_name(mupdf.pdf_dict_gets(font, "Subtype")) == "Type3" for font in fonts_of(page))


def fonts_of(page: pymupdf.Page) -> Iterator[pymupdf.mupdf.PdfObj]:
    """The fonts of ``page`` and of its forms."""
    return _all(_resources(mupdf.pdf_page_from_fz_page(page.this).obj()), "Font")


def _all(resources: pymupdf.mupdf.PdfObj, kind: str) -> Iterator[pymupdf.mupdf.PdfObj]:
    """The fonts (or what else ``kind`` is) that ``resources`` name, and those of the forms among them.

    Hundreds of forms may have the same resources, which name them all.
    """
    waiting, known = [resources], {mupdf.pdf_to_num(resources)}
    while waiting:
        each = waiting.pop()
        yield from _values(mupdf.pdf_dict_gets(each, kind))
        for form in _values(mupdf.pdf_dict_gets(each, "XObject")):
            inner = mupdf.pdf_dict_gets(form, "Resources")
            number = mupdf.pdf_to_num(inner) or mupdf.pdf_to_num(form)
            if number not in known:
                known.add(number)
                waiting.append(inner)


def _resources(own: pymupdf.mupdf.PdfObj) -> pymupdf.mupdf.PdfObj:
    return mupdf.pdf_dict_gets_inheritable(own, "Resources")


def _has_notes(page: pymupdf.Page, own: pymupdf.mupdf.PdfObj) -> bool:
    """Whether annotations other than links lie on the page; each paints itself."""
    if not mupdf.pdf_array_len(mupdf.pdf_dict_gets(own, "Annots")):
        return False
    return any(kind != pymupdf.PDF_ANNOT_LINK for _, kind, _ in page.annot_xrefs())


def _appearances(own: pymupdf.mupdf.PdfObj) -> Iterator[pymupdf.mupdf.PdfObj]:
    """The resources of what annotations of a page look like, in each of their states."""
    notes = mupdf.pdf_dict_gets(own, "Annots")
    for at in range(mupdf.pdf_array_len(notes)):
        look = mupdf.pdf_dict_getp(mupdf.pdf_array_get(notes, at), "AP/N")
        for each in (look,) if mupdf.pdf_is_stream(look) else _values(look):
            yield mupdf.pdf_dict_gets(each, "Resources")


def _values(dictionary: pymupdf.mupdf.PdfObj) -> Iterator[pymupdf.mupdf.PdfObj]:
    for i in range(mupdf.pdf_dict_len(dictionary)):
        yield mupdf.pdf_dict_get_val(dictionary, i)


def _fades(state: pymupdf.mupdf.PdfObj) -> bool:
    """Whether a graphics state sets an opacity near 0, or one that is no number."""
    opacities = [mupdf.pdf_dict_gets(state, key) for key in ("ca", "CA")]
    told = [value for value in opacities if not mupdf.pdf_is_null(value)]
    return any(not mupdf.pdf_is_number(value) or mupdf.pdf_to_real(value) < _CLEAR for value in told)


def _tiles(pattern: pymupdf.mupdf.PdfObj) -> bool:
    return int(mupdf.pdf_to_int(mupdf.pdf_dict_gets(pattern, "PatternType"))) == 1


def _hides(state: pymupdf.mupdf.PdfObj) -> bool:
    """Whether a graphics state fades, masks or blends what is painted so that nothing of it may be seen."""
    blends = _name(mupdf.pdf_dict_gets(state, "BM")) not in _SHOWING or mupdf.pdf_is_array(
        mupdf.pdf_dict_gets(state, "BM")
    )
    return blends or mupdf.pdf_is_dict(mupdf.pdf_dict_gets(state, "SMask")) or _fades(state)


def _name(value: pymupdf.mupdf.PdfObj) -> str:
    return str(mupdf.pdf_to_name(value))


def text_frames(contents: bytes) -> tuple[Rectangle, ...] | None:
    """The rectangles (left, bottom, right, top, in the units of the page's contents) that clip text of the page.

    None where that cannot be told; empty where nothing is clipped at all, ``EVERYWHERE`` where no text is.
    """
    if _CUTS_OUT.search(contents):
        return None
    clips = len(_CLIP.findall(contents))
    if not clips:
        return ()
    frames = list(_FRAME.finditer(contents))
    if len(frames) != clips or _COMMENTED.search(contents):
        return None
    around_text = [frame for frame in frames if not _TEXTLESS.match(contents, frame.end())]
    if around_text and contents.count(b"cm") != (len(_PLACED_PICTURE.findall(contents)) if b"Do" in contents else 0):
        return None
    told = set(map(_rectangle, around_text))
    return None if None in told else (EVERYWHERE, *sorted(filter(None, told)))


def _rectangle(frame: re.Match[bytes]) -> Rectangle | None:
    try:
        x, y, width, height = map(float, frame.groups())
    except ValueError:
        return None
    return min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)
