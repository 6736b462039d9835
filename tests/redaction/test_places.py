# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages and boxes, and decisions from a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import RulesError
from workbench.documents import Box, Document, Format, Line, Page, Span, TextVersion, Word
from workbench.redaction import Action, Decision, Extent, Term, Unit, load_policy, make_plan, read_decisions
from workbench.redaction.decision_file import Entry
from workbench.redaction.patterns import read_patterns
from workbench.redaction.places import PlaceError, check_places
from workbench.structure import analyse
from workbench.structure.model import Analysis, Kind, Overall, Paragraph


NONE = load_policy("none")
TEXT = (
    "First page, first line.\nFirst page, second line.\fSecond page.\nGoes on\fon the third page.\n"
    "Third page, call 202-555-0147.\n"
)


def paged(kind: Format = Format.PDF) -> Analysis:
    """Three pages; every line a word every 10 points, lines 20 points apart; p3 runs from the second to the third."""
    pages, start = [], 0
    for number, part in enumerate(TEXT.split("\f"), start=1):
        stretch = Span(start, start + len(part) + 1)
        lines = []
        place = start
        for row, text in enumerate(part.split("\n")):
            words, at = [], place
            for column, word in enumerate(text.split(" ")):
                if word:
                    box = Box(number, 10.0 * column, 20.0 * row, 10.0 * column + 9, 20.0 * row + 10)
                    words.append(Word(at, at + len(word), box))
                at += len(word) + 1
            if words:
                box = words[0].box.union(words[-1].box)
                lines.append(Line(Span(place, place + len(text)), box, 10, bold=False, words=tuple(words)))
            place += len(text) + 1
        pages.append(Page(number, stretch, 100.0, 200.0, tuple(lines)))
        start = stretch.end
    document = Document("report.pdf", "a" * 64, kind, TEXT, tuple(pages))
    return Analysis(document, tuple(paragraphs()), (), Overall(None, None, None))


def paragraphs() -> list[Paragraph]:
    def at(words: str) -> Span:
        start = TEXT.index(words)
        return Span(start, start + len(words))

    texts = [["First page, first line.\nFirst page, second line."], ["Second page."], ["Goes on", "on the third page."]]
    found = [tuple(at(words) for words in group) for group in texts]
    return [Paragraph(f"p{n}", Kind.BODY, 1, spans) for n, spans in enumerate(found, start=1)]


def decide(**about: object) -> Decision:
    return Decision(**{"sha256": "a" * 64, "spans": (), "action": Action.WITHHOLD, "code": "(b)(4)", **about})  # type: ignore[arg-type]


def withheld(*decisions: Decision, of: Analysis | None = None) -> list[tuple[str, int, str]]:
    of = of or paged()
    plan = make_plan(of, NONE, decisions=decisions)
    return [(r.label, r.page, "|".join(TEXT[s:e] for s, e in r.spans)) for r in plan.redactions]


def test_a_page_goes_with_all_its_text_and_no_other_page() -> None:
    assert withheld(decide(page=2)) == [("[page withheld (b)(4)]", 2, "Second page.\nGoes on")]
    (redaction,) = make_plan(paged(), NONE, decisions=[decide(page=2)]).redactions
    assert (redaction.unit, redaction.why, redaction.boxes) == (Unit.PAGE, "decision", (Box(2, 0, 0, 100, 200),))
    assert [(label, page) for label, page, _ in withheld(decide(page=3))] == [("[page withheld (b)(4)]", 3)]
    assert withheld(decide(page=2), decide(box=Box(2, 0, 100, 50, 150))) == withheld(decide(page=2))


def test_what_else_was_withheld_on_a_page_goes_with_it() -> None:
    third = paragraphs()[2]
    whole = decide(spans=third.spans, paragraph="p3", code="(b)(5)")
    plan = make_plan(paged(), NONE, [Term("Goes"), Term("third")], [whole, decide(page=2)])
    assert [(r.label, [TEXT[s:e] for s, e in r.spans]) for r in plan.redactions] == [
        ("[page withheld (b)(4)]", ["Second page.\nGoes on"]),
        ("[paragraph withheld (b)(5)]", ["on the third page."]),
        ("[text withheld]", ["Third"]),
    ]


def test_words_released_on_a_page_that_is_withheld_go_with_it() -> None:
    start = TEXT.index("Second")
    assert withheld(decide(page=2), decide(spans=(Span(start, start + 6),), action=Action.RELEASE)) == withheld(
        decide(page=2)
    )


def test_a_box_takes_every_word_it_touches() -> None:
    words = "page, second"
    assert withheld(decide(box=Box(1, 12, 22, 25, 28))) == [("[text withheld (b)(4)]", 1, words)]
    assert withheld(decide(box=Box(1, 12, 5, 15, 25))) == [("[text withheld (b)(4)]", 1, "page,|page,")]
    assert withheld(decide(box=Box(1, 12, 5, 15, 20.9))) == [("[text withheld (b)(4)]", 1, "page,")]  # a hair
    assert withheld(decide(box=Box(1, 9, 10, 10, 20))) == [("[picture withheld (b)(4)]", 1, "")]


def test_the_amount_is_the_share_of_the_lines_in_every_unit() -> None:
    def amounts(*decisions: Decision) -> list[str]:
        return [r.label for r in make_plan(paged(), NONE, decisions=decisions, extent=Extent.LINES).redactions]

    broken = TEXT.index("line.\nFirst")
    assert amounts(decide(spans=(Span(broken, broken + 11),))) == ["[less than 1 line withheld (b)(4)]"]
    assert amounts(decide(spans=(Span(0, 47),))) == ["[2 lines withheld (b)(4)]"]
    assert amounts(decide(box=Box(1, 0, 0, 60, 10))) == ["[1 line withheld (b)(4)]"]
    assert amounts(decide(box=Box(1, 0, 100, 60, 110))) == ["[picture withheld (b)(4)]"]
    assert amounts(decide(page=1)) == ["[1 page withheld (b)(4)]"]
    assert amounts(decide(spans=paragraphs()[0].spans, paragraph="p1")) == ["[2 lines withheld (b)(4)]"]


def test_a_box_without_words_is_withheld_where_it_lies() -> None:
    (redaction,) = make_plan(paged(), NONE, decisions=[decide(box=Box(2, 0, 100, 50, 150))]).redactions
    assert (redaction.page, redaction.area) == (2, Box(2, 0, 100, 50, 150))
    assert redaction.boxes == (redaction.area,)
    assert redaction.as_json()["area"] == {"page": 2, "bbox": [0, 100, 50, 150]}


def test_the_later_of_two_decisions_on_a_page_or_box_holds() -> None:
    box = Box(1, 12, 22, 25, 28)
    assert withheld(decide(page=2), decide(page=2, action=Action.RELEASE)) == []
    assert withheld(decide(box=box), decide(box=box, action=Action.RELEASE)) == []
    assert len(withheld(decide(box=box, action=Action.RELEASE), decide(box=box))) == 1


def test_a_box_that_is_no_redaction_withholds_and_frees_nothing() -> None:
    box = Box(1, 12, 22, 25, 28)
    dismissed = decide(box=box, action=Action.DISMISS)
    assert withheld(decide(box=box), dismissed) == []
    first = paragraphs()[0]
    held = decide(spans=first.spans, paragraph="p1")
    assert withheld(held, dismissed) == withheld(held)


def test_of_two_decisions_on_boxes_that_share_words_each_has_its_own() -> None:
    one, other = Box(1, 0, 22, 25, 28), Box(1, 12, 22, 45, 28)
    both = [decide(box=one), decide(box=other, code="(b)(6)")]
    assert [words for _, _, words in withheld(*both)] == ["First", "page, second line."]
    assert [words for _, _, words in withheld(*both, decide(box=other, action=Action.DISMISS))] == ["First"]


def test_a_page_released_is_open_but_for_what_was_decided_about_it() -> None:
    of = paged()
    closed = replace(of, overall=replace(of.overall, classified=True))
    public = load_policy("public")
    second = paragraphs()[1]
    page = decide(page=2, action=Action.RELEASE)
    held = decide(spans=second.spans, paragraph="p2")

    def shown(*decisions: Decision) -> list[str]:
        plan = make_plan(closed, public, decisions=decisions, patterns=read_patterns("phone"))
        return [TEXT[s:e] for s, e in plan.withheld()]

    assert shown(page) == [TEXT[:48], "on the third page.", "Third page, call 202-555-0147."]
    assert "Second page." in shown(held, page)
    assert "202-555-0147" in shown(decide(page=3, action=Action.RELEASE), page)


def test_a_page_of_text_ends_with_its_form_feed() -> None:
    document = analyse_text()
    decision = Decision(document.document.sha256, (), Action.WITHHOLD, page=2)
    (redaction,) = make_plan(document, NONE, decisions=[decision]).redactions
    assert (redaction.unit, redaction.boxes) == (Unit.PAGE, ())
    assert [TEXT[s:e] for s, e in redaction.spans] == ["Second page.\nGoes on"]


def analyse_text() -> Analysis:
    from workbench.documents import read_document

    return analyse(read_document(TEXT.encode(), "report.txt"))


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (decide(page=4), "about page 4, and there are 3"),
        (decide(box=Box(4, 0, 0, 1, 1)), "about page 4, and there are 3"),
        (decide(box=Box(1, 200, 0, 300, 10)), "about a box that lies outside of page 1"),
        (decide(paragraph="p9"), "about paragraph 'p9', and there is none of that name"),
        (decide(spans=(Span(5, 999),)), "about a stretch of text that lies outside of it"),
        (decide(page=1, action=Action.DISMISS), "other than a box, which alone can be dismissed"),
    ],
)
def test_a_place_that_is_not_there_is_told(decision: Decision, why: str) -> None:
    with pytest.raises(PlaceError, match=why):
        check_places(paged(), [decision])
    make_plan(paged(), NONE, decisions=[decision])  # what a screen shows meanwhile fails on none of them


@pytest.mark.parametrize("kind", [Format.DOCX, Format.HTML])
def test_pages_are_for_formats_that_have_them(kind: Format) -> None:
    with pytest.raises(PlaceError, match="only PDF and text have pages"):
        check_places(paged(kind), [decide(page=1)])
    with pytest.raises(PlaceError, match="only a PDF has places to measure"):
        check_places(paged(kind), [decide(box=Box(1, 0, 0, 9, 9))])


def test_decisions_are_read_from_yaml_and_json(tmp_path: Path) -> None:
    one: dict[str, object] = {"document": "in/report.pdf", "box": [2, 0, 1, 2.5, 3]}
    one |= {"code": "(b)(4)", "reason": "a plan", "text_sha256": "c" * 64}
    for name, text in (("d.json", json.dumps({"decisions": [one]})), ("d.yaml", f"decisions: [{json.dumps(one)}]")):
        (tmp_path / name).write_text(text)
        (entry,) = read_decisions(tmp_path / name)
        assert entry.decision("b" * 64) == Decision(
            "b" * 64,
            (),
            Action.WITHHOLD,
            None,
            "(b)(4)",
            "a plan",
            reading=TextVersion("c" * 64),
            box=Box(2, 0, 1, 2.5, 3),
        )
        assert entry.about(Path("/far/in/report.pdf"), "")
        assert not entry.about(Path("/far/report.pdf"), "")
        assert not entry.about(Path("/far/main/report.pdf"), "")


@pytest.mark.parametrize(
    ("named", "about"),
    [
        ({"document": "report.pdf"}, True),
        ({"document": "report.pdf", "sha256": "b" * 64}, True),
        ({"document": "report.pdf", "sha256": "c" * 64}, False),  # the file is another now
        ({"document": "other.pdf", "sha256": "b" * 64}, False),
        ({"sha256": "b" * 64}, True),
        ({"sha256": "c" * 64}, False),
        ({"document": ""}, False),
        ({"document": "."}, False),
    ],
)
def test_a_decision_that_names_a_file_and_its_bytes_is_about_no_other(named: dict[str, str], about: bool) -> None:
    assert Entry.model_validate({**named, "page": 1}).about(Path("in/report.pdf"), "b" * 64) is about


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("{page: 0}", "decisions.0.page"),
        ("{code: x}", "about one page, box, paragraph or list of spans"),
        ("{page: 1, paragraph: p1}", "about one page, box, paragraph or list of spans"),
        ("{box: [1, 5, 5, 5, 9]}", "x0 < x1"),
        ("{box: [1, 5, 5, .inf, 9]}", "finite"),
        ("{page: 1, code: '[x]'}", "a code has up to 60"),
        ("{page: 1, code: '<b>'}", "a code has up to 60"),
        (f"{{page: 1, code: {'x' * 61}}}", "a code has up to 60"),
        ("{page: 1, action: keep}", "decisions.0.action"),
        ("{page: 1, sha256: abc}", "decisions.0.sha256"),
        ("{page: 1, colour: red}", "decisions.0.colour"),
        ("{page: 1, page: 2}", "d.yaml:1: 'page' stands twice"),
        ("{page: 1}]\ndecisions: [{page: 2}", "d.yaml:2: 'decisions' stands twice"),
        ("{page: 1, action: dismiss}", "only a box can be dismissed as no redaction"),
    ],
)
def test_a_file_of_decisions_is_checked(tmp_path: Path, entry: str, why: str) -> None:
    (tmp_path / "d.yaml").write_text(f"decisions: [{entry}]\n")
    with pytest.raises(RulesError, match=why):
        read_decisions(tmp_path / "d.yaml")
