# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

import pytest

from tests.structure.making import document, found, shown
from workbench.documents import Block, Box, Document, Format, Line, Page, Place, Span, Word, read_document
from workbench.marks.model import MarkType
from workbench.structure import Kind, analyse


PITCH = 12.0


def docx(*blocks: tuple[str, Place]) -> Document:
    """A document whose paragraphs the file itself tells."""
    text = "\n".join(words for words, _ in blocks)
    spans, start = [], 0
    for words, place in blocks:
        spans.append(Block(Span(start, start + len(words)), 1, place))
        start += len(words) + 1
    return replace(document(text, "memo.docx"), format=Format.DOCX, blocks=tuple(spans))


def pdf(*pages: list[tuple[str, float, float]]) -> Document:
    """Pages of lines (text, x in points, y in points), one line of text each, without blank lines between."""
    text, made = "", []
    for number, rows in enumerate(pages, 1):
        begin, lines = len(text), []
        for words, x, y in rows:
            start = len(text)
            text += words + "\n"
            box = Box(number, x, y, x + 5.0 * len(words), y + 10.0)
            span = Span(start, start + len(words))
            lines.append(Line(span, box, 10.0, False, (Word(start, start + len(words), box),)))
        made.append(Page(number, Span(begin, len(text)), 612.0, 792.0, tuple(lines)))
    return Document("memo.pdf", "0" * 64, Format.PDF, text, tuple(made))


def test_a_file_that_tells_its_paragraphs_is_believed() -> None:
    made = docx(
        ("SECRET", Place.HEADER),
        ("The mill", Place.TITLE),
        ("(S) The mill stands still for want of,", Place.BODY),
        ("as it seems, water.", Place.BODY),
        ("(U) first", Place.LIST_ITEM),
        ("Grain", Place.TABLE_CELL),
        ("Page 3", Place.FOOTER),
    )
    analysis = analyse(made, found(made.text, MarkType.PORTION, ["(S)", "(U)"]))
    assert [paragraph.kind for paragraph in analysis.paragraphs] == [
        Kind.FURNITURE,
        Kind.TITLE,
        Kind.BODY,
        Kind.BODY,
        Kind.LIST_ITEM,
        Kind.TABLE_CELL,
        Kind.FURNITURE,
    ]
    assert [paragraph.portion.raw for paragraph in analysis.paragraphs if paragraph.portion] == ["(S)", "(U)"]


def test_a_line_break_inside_a_block_parts_nothing() -> None:
    made = docx(("(S) The mill stands still.\nIt will not turn before May.", Place.BODY))
    made = replace(made, blocks=(Block(Span(0, len(made.text)), 1, Place.BODY),))
    (paragraph,) = analyse(made, found(made.text, MarkType.PORTION, ["(S)"])).paragraphs
    assert len(paragraph.spans) == 1


@pytest.mark.parametrize(
    ("above", "below", "mark"),
    [
        ("1. Heron and Otter", "2. Marten and Stoat (U)", "(U)"),
        ("3. PURPOSE: The boats met at the pier", "(U) REMARKS: The pier was closed.", "(U)"),
        ("Findings: The boats met at the pier", "8. REMARKS (U): The pier was closed", "(U)"),
    ],
)
def test_the_mark_of_an_item_or_field_is_not_that_of_the_one_above_it_in_a_block(
    above: str, below: str, mark: str
) -> None:
    texts = "(S) The mill stands still.", f"{above}\n{below}", "(C) The baker buys of the monks."
    made = docx(*((text, Place.BODY) for text in texts))
    starts = [made.text.index(text) for text in texts]
    blocks = (Block(Span(at, at + len(text)), 1, Place.BODY) for at, text in zip(starts, texts, strict=True))
    analysis = analyse(replace(made, blocks=tuple(blocks)), found(made.text, MarkType.PORTION, ["(S)", mark, "(C)"]))
    held = {made.text[slice(*p.spans[0])]: p.portion and p.portion.raw for p in analysis.paragraphs}
    assert held[above] is None and held[below] == mark


def test_a_page_is_read_by_its_gaps_and_a_break_cuts_a_paragraph_into_two_spans_with_boxes() -> None:
    first = [
        ("(S) The mill stands still, and the miller has gone to the coast", 72.0, 100.0),
        ("with his whole household.", 72.0, 112.0),
        ("(C) The baker, who bought of him, now buys of the monks, whose", 72.0, 142.0),
        ("price is higher. The monks have been told to keep the matter to", 72.0, 154.0),
    ]
    second = [("themselves until the harvest.", 72.0, 72.0), ("(U) It rained.", 72.0, 102.0)]
    made = pdf(first, second)
    analysis = analyse(made, found(made.text, MarkType.PORTION, ["(S)", "(C)", "(U)"]))
    assert [shown(made.text, paragraph) for paragraph in analysis.paragraphs] == [
        "(S) The mill stands still, and the miller has gone to the coast with his whole household.",
        "(C) The baker, who bought of him, now buys of the monks, whose price is higher. The monks have been told to "
        "keep the matter to | themselves until the harvest.",
        "(U) It rained.",
    ]
    broken = analysis.paragraphs[1]
    assert [box.page for box in broken.boxes] == [1, 1, 2]
    told = tuple(box for span in broken.spans for box in made.boxes(span))
    assert broken.boxes == told and broken.boxes[1:] == told[1:] and hash(broken.boxes) == hash(told)


def test_a_second_column_goes_on_with_the_first() -> None:
    left = [(f"The mill stands still and the wheel hangs, row {n}", 72.0, 100.0 + PITCH * n) for n in range(4)]
    right = [("over the water as it did before.", 330.0, 100.0), ("(U) It rained.", 330.0, 130.0)]
    made = pdf([*left, *right])
    analysis = analyse(made, found(made.text, MarkType.PORTION, ["(U)"]))
    assert len(analysis.paragraphs) == 2
    assert len(analysis.paragraphs[0].spans) == 2


@pytest.mark.parametrize(("mark", "goes_on"), [("(U)", False), ("(S)", True)])
def test_an_open_paragraph_goes_on_with_no_capital_of_the_next_column(mark: str, goes_on: bool) -> None:
    """It may be the cell of a table that the page draws no rules of."""
    left = [(f"{mark} The mill stands still and the wheel hangs, row {n}", 72.0, 100.0 + PITCH * n) for n in range(4)]
    right = [(f"Orsa of the weir, row {n}, who is in the pay of the duke", 330.0, 100.0 + PITCH * n) for n in range(4)]
    made = pdf([*left, *right])
    analysis = analyse(made, found(made.text, MarkType.PORTION, [mark] * 4))
    assert (len(analysis.paragraphs[3].spans) == 2) is goes_on


def test_a_marked_cell_does_not_cover_its_neighbours() -> None:
    made = docx(("(S) Men", Place.TABLE_CELL), ("14", Place.TABLE_CELL))
    analysis = analyse(made, found(made.text, MarkType.PORTION, ["(S)"]))
    assert [paragraph.governing is None for paragraph in analysis.paragraphs] == [False, True]


@pytest.mark.parametrize(
    "body",
    [
        "(U) The mill stands still.<br><br>Its owner is known.<br>He left.<br><br>(S) It is mined.",
        "(U) The mill stands still.<br>&nbsp;<br>Its owner is known.<br>He left.<br> <br>(S) It is mined.",
        "<pre>(U) The mill stands still.\n\nIts owner is known.\nHe left.\n\n(S) It is mined.</pre>",
    ],
)
def test_a_blank_line_inside_a_block_ends_a_paragraph(body: str) -> None:
    """Unmarked words behind it must not ride on the mark above."""
    analysis = analyse(read_document(f"<html><body><div>{body}</div></body></html>".encode(), "page.html"))
    text = analysis.document.text
    shown = [" ".join(text[slice(*span)].split()) for p in analysis.paragraphs for span in p.spans]
    assert shown == ["(U) The mill stands still.", "Its owner is known. He left.", "(S) It is mined."]
    assert [p.portion.raw if p.portion else None for p in analysis.paragraphs] == ["(U)", None, "(S)"]


def test_a_blank_line_inside_a_paragraph_of_a_docx_ends_it_too() -> None:
    made = docx(("(U) The mill stands still.\n\nIts owner is known.", Place.BODY), ("(S) It is mined.", Place.BODY))
    analysis = analyse(made, found(made.text, MarkType.PORTION, ["(U)", "(S)"]))
    assert [paragraph.portion is None for paragraph in analysis.paragraphs] == [False, True, False]


def test_a_sentence_that_ends_where_the_next_word_had_room_ends_its_paragraph() -> None:
    words = "(U) The ferry left the northern pier at dusk with the spare parts for the crane of the mill."
    rows = [words, "(U) The mill is closed.", "Its owner has been taken north.", "Two ferries were late."]
    analysis = analyse(made := pdf([(row, 72.0, 100.0 + PITCH * i) for i, row in enumerate(rows)]))
    assert [shown(made.text, paragraph) for paragraph in analysis.paragraphs] == rows
    assert [paragraph.portion is not None for paragraph in analysis.paragraphs] == [True, True, False, False]


def test_ragged_lines_and_sentences_that_fill_their_line_stay_together() -> None:
    rows = [
        "(U) The ferry left the northern pier at dusk.",
        "Nevertheless, the parts came late, and the",
        "mill stood. All",
    ]
    analysis = analyse(
        made := pdf([(row, 72.0, 100.0 + PITCH * i) for i, row in enumerate([*rows, "was well again."])])
    )
    assert [shown(made.text, p) for p in analysis.paragraphs] == [" ".join([*rows, "was well again."])]


def test_a_line_of_its_own_below_an_unclassified_one_is_not_under_its_mark() -> None:
    """A line break of HTML, RTF or DOCX between two sentences; a wrapped line may end with one."""
    parts = read("<p>(U) The mill stands still.<br>Its owner is known.</p><p>(S) It is mined.<br>He left.</p>")
    assert parts == [
        ("(U)", "(U) The mill stands still."),
        (None, "Its owner is known."),
        ("(S)", "(S) It is mined. He left."),
    ]
    listed = read("<p>2 Enclosures<br>1. (U) Pier Survey<br>2. Log of the Guild</p><p>(S) It is mined.</p>")
    assert listed[-3:-1] == [("(U)", "1. (U) Pier Survey"), (None, "2. Log of the Guild")]
    wrapped = "(U) The mill stood still in the spring, and<br>its owner was not to be seen at the ferry.<br>"
    wrapped += "The boats wait at the pier for the tide to<br>turn over, and nobody knows for how long."
    assert read(f"<p>{wrapped}</p><p>(S) It is mined.</p>")[0] == ("(U)", wrapped.replace("<br>", " "))


def test_what_stands_below_a_marked_heading_in_its_paragraph_is_not_under_its_mark() -> None:
    parts = read(
        "<p>(U) Rail Distances<br>Olm to Lund by the mine</p><p>(U) Report of the<br>Ferry Guild</p><p>(S) It</p>"
    )
    assert parts == [
        ("(U)", "(U) Rail Distances"),
        (None, "Olm to Lund by the mine"),
        ("(U)", "(U) Report of the Ferry Guild"),
        ("(S)", "(S) It"),
    ]


def test_a_line_of_a_cell_whose_first_word_had_room_above_is_not_under_its_mark() -> None:
    cells = ["(U) Lund pier<br>Cable head below the church", "(U) The ferry to the<br>Northern Guild of Olm"]
    parts = read("".join(f"<table><tr><td>{cell}</td></tr></table>" for cell in cells) + "<p>(S) It is mined.</p>")
    assert parts[:3] == [
        ("(U)", "(U) Lund pier"),
        (None, "Cable head below the church"),
        ("(U)", "(U) The ferry to the Northern Guild of Olm"),
    ]


def test_a_turn_of_a_talk_in_a_cell_is_not_under_the_mark_of_the_one_above() -> None:
    parts = read(
        "<table><tr><td>(U) Q: Is the pier open?<br>A: The guild shut it.</td></tr></table><p>(S) It is mined.</p>"
    )
    assert parts == [("(U)", "(U) Q: Is the pier open?"), (None, "A: The guild shut it."), ("(S)", "(S) It is mined.")]


def test_a_line_of_its_own_above_an_unclassified_one_is_not_under_its_mark_where_some_marks_trail() -> None:
    led = "<p>(S) It is mined.</p><p>(S) He left.</p><p>(C) The lamp is lit.</p><p>(C) The boats wait.</p>"
    parts = read(f"{led}<p>Its pilot is paid. (C)</p><p>The mill is still.<br>Its owner is known. (U)</p>")
    assert parts[-2:] == [(None, "The mill is still."), ("(U)", "Its owner is known. (U)")]


def test_sentences_and_marked_lines_of_headers_and_footers_are_text() -> None:
    body = "<p>(U) The mill stands still.</p><p>(S) It is mined.</p>"
    told = "The owner of the mill left by night."
    assert read(f"<header>Harbor Study</header>{body}<footer>{told}</footer>")[-1] == (None, told)
    assert read(f"<header>Harbor Study</header>{body}<footer>(C) The owner</footer>")[-1] == ("(C)", "(C) The owner")
    assert read(f"<header>Harbor Study</header>{body}<footer>(S)</footer>") == read(body)


def read(body: str) -> list[tuple[str | None, str]]:
    """The mark and the words of each paragraph of text on a page."""
    analysis = analyse(read_document(f"<html><body>{body}</body></html>".encode(), "page.html"))
    text = analysis.document.text
    return [
        (p.portion.raw if p.portion else None, " ".join(" ".join(text[slice(*span)] for span in p.spans).split()))
        for p in analysis.paragraphs
        if p.kind is not Kind.FURNITURE
    ]
