# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maps, drawings and broken files: twice as much on a page takes twice the work. Calls are counted, not timed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pymupdf
import pytest

from workbench.documents.pdf.reading import read_pdf


_WIDE = 14_000.0
_LABELS = ("Ferry", "harbour", "ledger (U)", "tide", "lantern bridge", "(S)")
_MOST = 2.5  # times the calls for twice as much; all pairs are four times


def _scattered(page: Any, number: int, chance: random.Random) -> None:
    """Labels of a map, anywhere."""
    for _ in range(number):
        page.append((chance.uniform(10, 2900), chance.uniform(20, 2900)), chance.choice(_LABELS), fontsize=7)


def _in_one_line(page: Any, number: int, chance: random.Random) -> None:
    """Words far apart, all at one height."""
    for at in range(number):
        page.append((10 + at * _WIDE / number, 100), chance.choice(_LABELS)[:2], fontsize=1)


def _cells(page: Any, number: int, chance: random.Random) -> None:
    """A table without rules, of 20 columns."""
    for at in range(number):
        page.append((20 + at % 20 * 140, 20 + at // 20 * 12), chance.choice(_LABELS), fontsize=9)


def _prose(page: Any, number: int, _chance: random.Random) -> None:
    """One paragraph."""
    for at in range(number):
        page.append((20 + at % 40 * 22, 20 + at // 40 * 11), "tide", fontsize=9)


def _crowded(
    draw: Callable[[Any, int, random.Random], None],
    number: int,
    *,
    beside: Callable[[Any, Any, int], None] = lambda *_: None,
) -> bytes:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=_WIDE, height=3000)
        writer = pymupdf.TextWriter(page.rect)
        draw(writer, number, random.Random(4))
        writer.write_text(page)
        beside(pdf, page, number)
        return bytes(pdf.tobytes())


def _layer_off(pdf: Any, page: Any, _number: int) -> None:
    """A word between the others that another reader is shown."""
    page.insert_text((38, 20), "s", fontsize=9, oc=pdf.add_ocg("notes", on=False))


def _forms(pdf: Any, page: Any, number: int) -> None:
    """Forms that share the resources of the page, which name them all."""
    own = pdf.get_new_xref()
    forms = [pdf.get_new_xref() for _ in range(number)]
    for form in forms:
        pdf.update_object(form, f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources {own} 0 R>>")
        pdf.update_stream(form, b"q Q")
    names = "".join(f"/X{form} {form} 0 R" for form in forms)
    pdf.update_object(own, f"<</Font {pdf.xref_get_key(page.xref, 'Resources/Font')[1]}/XObject<<{names}>>>>")
    pdf.xref_set_key(page.xref, "Resources", f"{own} 0 R")


_KINDS: dict[str, Callable[[int], bytes]] = {
    "a map": partial(_crowded, _scattered),
    "a line": partial(_crowded, _in_one_line),
    "cells": partial(_crowded, _cells),
    "a layer that is off": partial(_crowded, _prose, beside=_layer_off),
    "forms": partial(_crowded, lambda *_: None, beside=_forms),
}


def _calls(data: bytes) -> int:
    count = 0

    def tell(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    read_pdf(data, "map.pdf", "")  # what is read and compiled once
    sys.setprofile(tell)
    try:
        read_pdf(data, "map.pdf", "")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", _KINDS)
def test_twice_as_much_on_a_page_takes_about_twice_the_work(kind: str) -> None:
    few, many = (_calls(_KINDS[kind](number)) for number in (500, 1000))
    assert many < _MOST * few
