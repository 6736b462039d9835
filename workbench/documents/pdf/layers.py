# SPDX-License-Identifier: AGPL-3.0-or-later
"""Layers: which are shown, and what of them the memberships of contents say (ISO 32000-2, 8.11.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pymupdf


mupdf = pymupdf.mupdf
_DEEPEST = 32


def layers_shown(pdf: pymupdf.Document) -> dict[int, bool]:
    """The layers by the numbers of their objects, and whether each is shown as the file is opened."""
    found = mupdf.pdf_document_from_fz_document(pdf.this)
    layers = mupdf.pdf_dict_getp(mupdf.pdf_trailer(found), "Root/OCProperties/OCGs")
    each = [mupdf.pdf_array_get(layers, i) for i in range(mupdf.pdf_array_len(layers))]
    # PyMuPDF's get_ocgs asks for no use in particular, and for none every layer is shown.
    hidden = (mupdf.pdf_is_ocg_hidden(found, mupdf.PdfResourceStack(), "View", layer) for layer in each)
    return {mupdf.pdf_to_num(layer): not hides for layer, hides in zip(each, hidden, strict=True)}


def settle_memberships(pdf: pymupdf.Document) -> bool:
    """Say in a way that MuPDF knows what memberships in layers show as the file is opened; whether any changed.

    It passes over their expressions, and takes the policies ``AllOn`` and ``AnyOff`` for each other.
    """
    shown = layers_shown(pdf)
    found = mupdf.pdf_document_from_fz_document(pdf.this)
    memberships = list(_memberships(found)) if shown else []
    off = _layer_off(found) if memberships else None
    for each in memberships:
        if _shows(each, shown):
            mupdf.pdf_dict_dels(each, "OCGs")
        else:
            mupdf.pdf_dict_puts(each, "OCGs", off)
        mupdf.pdf_dict_dels(each, "VE")
        mupdf.pdf_dict_dels(each, "P")
    return bool(memberships)


def _layer_off(pdf: pymupdf.mupdf.PdfDocument) -> pymupdf.mupdf.PdfObj:
    """A new layer that is off."""
    layer = mupdf.pdf_add_object(pdf, mupdf.pdf_new_dict(pdf, 1))
    mupdf.pdf_dict_puts(layer, "Type", mupdf.pdf_new_name("OCG"))
    properties = mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/OCProperties")
    mupdf.pdf_array_push(mupdf.pdf_dict_gets(properties, "OCGs"), layer)
    if not mupdf.pdf_is_array(mupdf.pdf_dict_getp(properties, "D/OFF")):
        mupdf.pdf_dict_putp(properties, "D/OFF", mupdf.pdf_new_array(pdf, 1))
    mupdf.pdf_array_push(mupdf.pdf_dict_getp(properties, "D/OFF"), layer)
    return layer


def _memberships(pdf: pymupdf.mupdf.PdfDocument) -> Iterator[pymupdf.mupdf.PdfObj]:
    """The dictionaries that MuPDF misreads, wherever they stand: as an object, or in one that uses them."""
    for number in range(1, mupdf.pdf_xref_len(pdf)):
        try:
            waiting = [(mupdf.pdf_load_object(pdf, number), 0)]
        except Exception:  # free and damaged objects raise what MuPDF likes; none of them shows anything
            continue
        while waiting:
            each, depth = waiting.pop()
            if mupdf.pdf_is_array(mupdf.pdf_dict_gets(each, "VE")) or _policy(each) in ("AllOn", "AnyOff"):
                yield each
            if mupdf.pdf_is_dict(each) and depth < _DEEPEST:
                inner = (mupdf.pdf_dict_get_val(each, i) for i in range(mupdf.pdf_dict_len(each)))
                waiting += [(value, depth + 1) for value in inner if not mupdf.pdf_is_indirect(value)]


def _policy(membership: pymupdf.mupdf.PdfObj) -> str:
    return str(mupdf.pdf_to_name(mupdf.pdf_dict_gets(membership, "P")))


def _shows(membership: pymupdf.mupdf.PdfObj, shown: Mapping[int, bool]) -> bool:
    """Whether what belongs to it is seen: by its expression, or its policy where it has none."""
    expression = mupdf.pdf_dict_gets(membership, "VE")
    if mupdf.pdf_is_array(expression):
        return _holds(expression, shown)
    layers = mupdf.pdf_dict_gets(membership, "OCGs")
    each = [mupdf.pdf_array_get(layers, i) for i in range(mupdf.pdf_array_len(layers))] or [layers]
    all_on = all(shown.get(mupdf.pdf_to_num(layer), True) for layer in each)
    return all_on == (_policy(membership) == "AllOn") or all(map(mupdf.pdf_is_null, each))


def _holds(expression: pymupdf.mupdf.PdfObj, shown: Mapping[int, bool], depth: int = 0) -> bool:
    """Whether an expression lets its contents be seen; one that says nothing does."""
    if not mupdf.pdf_is_array(expression):
        return shown.get(mupdf.pdf_to_num(expression), True)
    count = mupdf.pdf_array_len(expression) if depth < _DEEPEST else 0
    held = [_holds(mupdf.pdf_array_get(expression, i), shown, depth + 1) for i in range(1, count)]
    sign = mupdf.pdf_to_name(mupdf.pdf_array_get(expression, 0)) if held else ""
    return {"And": all(held), "Or": any(held), "Not": not all(held)}.get(sign, True)
