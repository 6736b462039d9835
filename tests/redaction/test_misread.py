# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.documents import Box, Document, Format, Line, Page, Recognised, Span, Word
from workbench.redaction import Term, load_policy, make_plan
from workbench.redaction.matching import misread_patterns
from workbench.redaction.misread import misread_terms
from workbench.redaction.patterns import known_patterns
from workbench.structure import analyse


def page_of(text: str, unsure: tuple[str, ...] = (), engine: str = "fake") -> Document:
    """A page that was read by OCR, a line for each line of ``text``."""
    lines, at = [], 0
    for row, printed in enumerate(text.split("\n")):
        words, x = [], 72.0
        for word in printed.split(" "):
            words.append(Word(at, at + len(word), Box(1, x, 72 + 14 * row, x + 6 * len(word), 82 + 14 * row)))
            at, x = at + len(word) + 1, x + 6 * (len(word) + 1)
        span = Span(words[0].start, words[-1].end)
        lines.append(Line(span, words[0].box.union(words[-1].box), 0, False, words))
    page = Page(1, Span(0, len(text)), 612, 792, tuple(lines), Recognised(engine, 0.9) if engine else None)
    spans = tuple(Span(text.index(word), text.index(word) + len(word)) for word in unsure)
    return Document("scan.pdf", "0" * 64, Format.PDF, text, (page,), unsure=spans)


def found(document: Document, term: str) -> list[str]:
    spans = {span for _, span in misread_terms(document, [Term(term)])}
    return sorted(document.text[start:end] for start, end in spans)


@pytest.mark.parametrize("read", ["KESTREL", "KE5TREL", "KESTREI", "KESTRFL", "KES TREL", "Kestre1.", "KESTRE-\nL"])
def test_a_term_is_found_as_ocr_reads_it(read: str) -> None:
    assert read in found(page_of(f"The agent {read} met us."), "Kestrel")


@pytest.mark.parametrize("read", ["the kettle", "a castle", "nestling", "rest real"])
def test_another_word_is_not_a_term(read: str) -> None:
    assert found(page_of(f"By night {read} stood there."), "Kestrel") == []


def test_a_short_term_is_known_by_its_shapes_alone() -> None:
    assert found(page_of("Seen by B0RN at noon"), "Born") == ["B0RN"]
    assert found(page_of("Seen by Burn at noon"), "Born") == []


def test_a_doubtful_word_is_withheld_sooner() -> None:
    text = "The agent KFSTPEL met us."
    assert found(page_of(text), "Kestrel") == []
    assert found(page_of(text, unsure=("KFSTPEL",)), "Kestrel") == ["KFSTPEL"]


def test_live_text_is_searched_to_the_letter() -> None:
    assert found(page_of("The agent KE5TREL met us.", engine=""), "Kestrel") == []


def test_the_plan_withholds_what_may_be_a_term() -> None:
    document = page_of("The agent KE5TREL met us.")
    plan = make_plan(analyse(document), load_policy("none"), [Term("Kestrel")])
    assert [document.text[start:end] for start, end in plan.withheld()] == ["KE5TREL"]


def test_an_open_mark_that_ocr_was_unsure_of_opens_nothing() -> None:
    sure = page_of("SECRET\n1. (U) The ferry left.\n2. (S) The tug stayed.\nSECRET")
    opened = make_plan(analyse(sure), load_policy("public")).withheld()
    closed = make_plan(analyse(replace(sure, unsure=(Span(10, 13),))), load_policy("public")).withheld()
    assert sure.text[10:13] == "(U)"
    assert not any(start <= sure.text.index("ferry") < end for start, end in opened)
    assert any(start <= sure.text.index("ferry") < end for start, end in closed)


@pytest.mark.parametrize("read", ["2l9-O9-98Z1", "219-09-982I", "Z19-09-9B21"])
def test_letters_stand_for_digits_in_what_a_pattern_describes(read: str) -> None:
    wanted = [known_patterns()["ssn"]]
    spans = {span for _, span in misread_patterns(page_of(f"His number {read} is old."), wanted)}
    assert [f"His number {read} is old."[start:end] for start, end in spans] == [read]
    assert not list(misread_patterns(page_of(f"His number {read} is old.", engine=""), wanted))
    assert not list(misread_patterns(page_of("In the 1980s, at Z19 and BOB-09."), wanted))


def test_words_that_a_line_goes_through_are_read_over() -> None:
    text = "The agent KES~~boat~~TREL met us."
    document = replace(page_of(text, engine=""), struck=(Span(13, 21),))
    plan = make_plan(analyse(document), load_policy("none"), [Term("Kestrel")])
    assert [text[start:end] for r in plan.redactions for start, end in r.spans] == ["KES~~boat~~TREL"]


def test_words_that_another_program_set_over_a_scan_are_searched_as_misread_too() -> None:
    document = page_of("The agent KE5TREL met us.", engine="")
    over_a_picture = replace(document, pages=(replace(document.pages[0], layered=True),))
    assert found(over_a_picture, "Kestrel") == ["KE5TREL"]
