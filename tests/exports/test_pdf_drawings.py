# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from workbench.exports.pdf.faithful.drawings import simple_shapes


RULE = "72 700 m 300 700 l S"
# What a page draws, how many shapes of it are kept, and how many drawings are not.
DRAWN = {
    "a rule": (RULE, 1, 0),
    "a rule as short as a stroke": ("72 700 m 100 700 l S", 0, 1),
    "a pale ground": (".9 g 72 600 200 40 re f", 1, 0),
    "a ground as small as a letter": ("72 600 9 5 re f", 0, 1),
    "a ground that nobody sees": ("1 g 72 600 200 40 re f", 0, 0),
    "a slanted line": ("72 700 m 300 640 l S", 0, 1),
    "a curve": ("72 700 m 100 750 200 750 300 700 c S", 0, 1),
    "a filled shape of lines": ("72 700 m 300 700 l 300 600 l 72 600 l 72 640 l f", 0, 1),
    "a rule and a slanted line as one": ("72 700 m 300 700 l 72 700 m 300 640 l S", 0, 1),
    "an upright rule by itself": ("72 700 m 72 660 l S", 0, 1),
    "an upright rule as long as a column": ("72 700 m 72 500 l S", 1, 0),
    "an upright rule between two that lie": (f"{RULE} 72 660 m 300 660 l S 150 700 m 150 660 l S", 3, 0),
    "shapes beyond counting": ("72 600 200 40 re f " * 1501, 0, 1501),
}


def drawn(operators: str) -> Any:
    pdf = pymupdf.open()
    page = pdf.new_page()
    pdf.update_object(number := pdf.get_new_xref(), "<<>>")
    pdf.update_stream(number, operators.encode())
    page.set_contents(number)
    return pdf.reload_page(page)


@pytest.mark.parametrize("name", DRAWN)
def test_only_what_is_no_letter_is_kept(name: str) -> None:
    operators, kept, left_out = DRAWN[name]
    page = drawn(operators)
    shapes, dropped = simple_shapes(page, ())
    assert (len(shapes), dropped) == (kept, left_out)
    around = [(0.0, 0.0, 612.0, 842.0)]
    assert simple_shapes(page, around)[0] == []
