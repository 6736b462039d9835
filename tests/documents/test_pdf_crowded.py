# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maps, drawings and broken files: twice as much on a page takes twice the work. Calls are counted, not timed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
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


_KINDS: tuple[Callable[[Any, int, random.Random], None], ...] = (_scattered, _in_one_line, _cells)


def _crowded(draw: Callable[[Any, int, random.Random], None], number: int) -> bytes:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=_WIDE, height=3000)
        writer = pymupdf.TextWriter(page.rect)
        draw(writer, number, random.Random(4))
        writer.write_text(page)
        return bytes(pdf.tobytes())


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


@pytest.mark.parametrize("draw", _KINDS, ids=lambda draw: draw.__name__)
def test_twice_as_much_on_a_page_takes_about_twice_the_work(draw: Callable[[Any, int, random.Random], None]) -> None:
    few, many = (_calls(_crowded(draw, number)) for number in (500, 1000))
    assert many < _MOST * few
