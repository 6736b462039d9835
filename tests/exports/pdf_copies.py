# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pypdfium2

from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.redaction import Plan


LAYOUTS = [Layout.FAITHFUL, Layout.IMAGE, Layout.REFLOW]
Draw = Callable[[Any], None]


def made(*draw: Draw, rotation: int = 0) -> bytes:
    """A PDF with a page for each function, which draws on it."""
    pdf = pymupdf.open()
    for each in draw:
        page = pdf.new_page(width=612, height=792)
        each(page)
        page.set_rotation(rotation)
    return bytes(pdf.tobytes(no_new_id=True))


def lines(*texts: str, font: str = "tiro", x: float = 72, size: float = 11) -> Draw:
    def draw(page: Any) -> None:
        for number, text in enumerate(texts):
            page.insert_text((x, 100 + 14 * number), text, fontname=font, fontsize=size)

    return draw


def ledger(name: str, rest: str = "and the ferry left for the island.") -> bytes:
    return made(
        lines(
            "The harbour of Grey Island is open from March to October of the year,",
            f"when {name} keeps the ledger of the boats that come and go, and",
            "every boat is written down with its master and its cargo.",
        ),
        lines("A second sheet tells of the winter.", rest),
    )


def text_of(copy: bytes) -> str:
    pdf = pypdfium2.PdfDocument(copy)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def words_of(copy: bytes, page: int = 0) -> dict[str, tuple[float, ...]]:
    with pymupdf.open("pdf", copy) as pdf:
        return {word[4]: word[:4] for word in pdf[page].get_text("words")}


def copy_of(data: bytes, plan: Plan, layout: Layout = Layout.FAITHFUL) -> bytes:
    return sanitize_pdf(plan, data, layout).data


def codes(data: bytes, plan: Plan) -> set[str]:
    return {finding.code for finding in sanitize_pdf(plan, data, Layout.FAITHFUL).findings}
