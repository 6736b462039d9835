# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader sees of a copy that keeps the look of its pages: words on their ground, labels that can be read."""

from __future__ import annotations

from typing import Any

import pymupdf

from tests.exports.pdf_copies import copy_of
from tests.exports.test_pdf_table_tags import plan
from workbench.exports.model import Layout
from workbench.exports.pdf.faithful.kept import Word
from workbench.exports.pdf.faithful.lines import row_of
from workbench.exports.pdf.fonts import Style, shape
from workbench.exports.pdf.regions import columns


LABEL = "[paragraph withheld (b)(1)]"


def copied(pdf: pymupdf.Document) -> list[dict[str, Any]]:
    """The spans of text of the first page of a copy, with their sizes, places and colours."""
    data = bytes(pdf.tobytes())
    copy = copy_of(data, plan(data, "page.pdf"), Layout.FAITHFUL)
    with pymupdf.open("pdf", copy) as made:
        blocks = made[0].get_text("dict")["blocks"]
    return [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]


def test_a_word_whose_ground_is_left_out_is_seen_beside_words_that_keep_theirs() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((280, 40), "SECRET")
        x = 72.0
        for words in ("(U) Ferries sail", "to", "Grey Island every winter."):
            wide = pymupdf.get_text_length(words, "helv", 11)
            page.draw_rect((x, 90, x + wide, 104), fill=(0.13, 0.19, 0.25), color=None)
            page.insert_text((x, 100), words, fontname="helv", fontsize=11, color=(1, 1, 1))
            x += wide + 3
        page.insert_text((72, 140), "(U) Fares stay as they are.", fontname="helv")
        page.insert_text((72, 180), "(S) Nobody is to hear of this.", fontname="helv")
        spans = copied(pdf)
    seen = {word: span["color"] for span in spans for word in span["text"].split()}
    assert seen["Grey"] == seen["Ferries"] == 0xFFFFFF
    assert seen["to"] == 0


def test_a_page_number_between_two_columns_makes_no_single_one_of_them() -> None:
    left = [(54.0, 100.0 + 12 * n, 297.0, 110.0 + 12 * n) for n in range(20)]
    right = [(315.0, y0, 558.0, y1) for _, y0, _, y1 in left]
    number = [(280.0, 750.0, 332.0, 760.0)]
    assert [tuple(column) for column in columns([*left, *right, *number], 612.0)] == [(54.0, 297.0), (315.0, 558.0)]
    assert len(columns([*left[:4], *number * 4, *right[:4]], 612.0)) == 1


def test_words_of_a_chart_beside_the_text_share_a_box_in_which_their_labels_can_be_read() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=960, height=540)
        page.insert_text((420, 20), "SECRET")
        for number, text in enumerate(("(U) Ferries run on time", "(S) Fares rise", "(U) Winter is near")):
            page.insert_text((85, 150 + 60 * number), text, fontname="helv", fontsize=26)
        page.draw_rect((600, 120, 920, 480), fill=(0.95, 0.95, 0.9), color=(0.5, 0.5, 0.5))
        for number in range(4):
            page.draw_rect((630 + 70 * number, 300, 680 + 70 * number, 460), fill=(0.8, 0.2, 0.2), color=None)
            page.insert_text((635 + 70 * number, 475), f"(S) Q{number}", fontsize=12)
        labels = [span for span in copied(pdf) if LABEL in span["text"]]
    assert len(labels) == 5
    assert all(span["size"] >= 9 for span in labels)


def test_labels_on_a_slide_are_set_large() -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=960, height=540)
        page.insert_text((420, 20), "SECRET")
        for number, mark in enumerate("USU"):
            page.insert_text((85, 150 + 80 * number), f"({mark}) Ferries run on time", fontname="helv", fontsize=26)
        (label,) = [span for span in copied(pdf) if LABEL in span["text"]]
    assert 15 < label["size"] < 17


def test_a_word_that_is_wider_in_our_font_leaves_white_before_the_next_one() -> None:
    look = Word("", 0, 0, 0, 24.0, "F", Style(bold=True), 0, (1.0, 0.0), True, False, True, False)
    texts = ["In", "Memorandum", "it", "is", "told"]
    starts, ends, x = [], [], 0.0
    for text in texts:
        starts.append(x)
        ends.append(x + shape(text, look.style).width * look.size / 1000 * (0.93 if len(text) > 5 else 1.05))
        x = ends[-1] + 6
    row = row_of(look, texts, starts, ends)
    assert row
    drawn_to = starts[1] + row.words[1][1].width * look.size * row.scale / 1000
    assert starts[2] - drawn_to >= 3.9
