# SPDX-License-Identifier: AGPL-3.0-or-later
"""The last look at a copy, in every format: what a plan forgot is found when the copy is read again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.redaction.making import analysis
from workbench.core.errors import DocumentError
from workbench.documents import Span, open_document, read_document
from workbench.exports import gate, pipeline
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Output
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.exports.pipeline import export_document
from workbench.exports.release import make_release
from workbench.redaction import Action, Decision, Plan, Redaction, Term, Unit, load_policy, read_patterns
from workbench.redaction.planning import make_plan
from workbench.structure import analyse


MEMO = """SECRET//NOFORN

(U) The ferry to Grey Island runs twice a week, on Monday and on Friday, and takes up to forty passengers. In
winter it runs on Monday only.

(S//NF) The ferry carries the survey team to the island on Monday night, with six crates of instruments that the
harbour office does not list.

The survey team sleeps in the lighthouse, which nobody marked here, and leaves before the harbour office opens on
Tuesday morning.

(U) The harbour office keeps the timetable of the ferry and of the pilot boat, and the ledger of what both of them
carried since the first of January.

SECRET//NOFORN
"""
FEW = """(S) Closed words of the memo, which tell at some length that the ferry carries more than its passengers to the
island on Monday night.

Words that nobody marked at all, which tell at the same length that it carries something else on the way back from
the island.
"""
PUBLIC, NONE = load_policy("public"), load_policy("none")
FORMATS = ["txt", "html", "docx", "pdf"]


def made(tmp_path: Path, output: str, text: str = MEMO) -> Path:
    """``text`` as a document of another format, written by ourselves."""
    source = tmp_path / "source" / "memo.txt"
    source.parent.mkdir()
    source.write_text(text)
    if output == "txt":
        return source
    options = ExportOptions(to=tmp_path / "made", policy=NONE, output=Output(output))
    (_, copy), *_ = export_document(source, options).outputs
    return tmp_path / "made" / copy


def export(tmp_path: Path, path: Path, decisions: tuple[Decision, ...] = (), **settings: Any) -> Exported:
    options = ExportOptions(to=tmp_path / "out", **{"policy": PUBLIC, **settings})
    return export_document(path, options, decisions=lambda sha256: [replace(d, sha256=sha256) for d in decisions])


def said(exported: Exported) -> list[str]:
    assert exported.status is Status.REFUSED
    assert {finding.code for finding in exported.findings} == {"gate"}
    assert all(finding.page for finding in exported.findings)
    return [finding.message for finding in exported.findings]


def copies(tmp_path: Path) -> list[Path]:
    return [p for p in (tmp_path / "out").rglob("*") if p.is_file()]


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize(
    ("forgotten", "why"),
    [
        ("carries", "a portion marked (S//NF)"),
        ("sleeps", "unmarked in a classified document"),
    ],
)
def test_what_a_plan_forgot_is_found_in_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, layout: Layout, forgotten: str, why: str
) -> None:
    if output != "pdf" and layout is not Layout.FAITHFUL:
        pytest.skip("only PDF has layouts")
    path = made(tmp_path, output)
    assert export(tmp_path, path, layout=layout).status is Status.EXPORTED

    def forgetful(*arguments: Any, **settings: Any) -> Plan:
        plan = make_plan(*arguments, **settings)
        text = plan.analysis.document.text
        kept = [r for r in plan.redactions if not any(forgotten in text[s:e] for s, e in r.spans)]
        assert len(kept) == len(plan.redactions) - 1
        return replace(plan, redactions=tuple(kept))

    monkeypatch.setattr(pipeline, "make_plan", forgetful)
    (message,) = said(export(tmp_path, path, layout=layout))
    assert re.search(re.escape(why) + r"; paragraph \d on page 1 of the original$", message)
    assert copies(tmp_path) == []


def test_a_stamp_on_a_copy_opens_nothing_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*arguments: Any, **settings: Any) -> Plan:
        plan = make_plan(*arguments, **settings)
        return replace(plan, redactions=plan.redactions[1:])

    path = made(tmp_path, "txt")
    release = make_release(stamp=True, authority="Chief of the Harbour Office", on="2024-05-02", track="mdr")
    assert export(tmp_path, path, release=release).status is Status.EXPORTED
    monkeypatch.setattr(pipeline, "make_plan", forgetful)
    assert len(said(export(tmp_path, path, release=release))) == 1


def test_a_copy_that_cannot_be_read_again_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **settings: Any) -> None:
        raise DocumentError("memo.sanitized.txt", "is damaged")

    monkeypatch.setattr(gate, "read_document", fail)
    exported = export(tmp_path, made(tmp_path, "txt"))
    assert exported.status is Status.REFUSED
    assert [f.message for f in exported.findings] == ["the copy cannot be read again: is damaged"]


def test_what_a_pattern_finds_in_a_copy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, "txt", "The harbour office is called by 202-555-0147 in winter.\n")
    monkeypatch.setattr(pipeline, "make_plan", lambda *told, **more: replace(make_plan(*told, **more), redactions=()))
    (message,) = said(export(tmp_path, path, policy=NONE, patterns=read_patterns("phone")))
    assert message.startswith("pattern phone withholds 12 characters that the copy still shows")


@pytest.mark.parametrize("output", FORMATS)
def test_text_of_a_classified_document_is_judged_as_such_though_no_mark_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    path = made(tmp_path, output, FEW)

    def forgetful(*arguments: Any, **settings: Any) -> Plan:
        plan = make_plan(*arguments, **settings)
        return replace(plan, redactions=plan.redactions[:1])

    monkeypatch.setattr(pipeline, "make_plan", forgetful)
    (message,) = said(export(tmp_path, path))
    assert "unmarked in a classified document; paragraph " in message


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize(
    ("marks", "banner"),
    [
        ("SECRET//RESTRICTED DATA", "a banner with RD"),
        ("SECRET//FORMERLY RESTRICTED DATA", "a banner with FRD"),
        ("TOP SECRET//RD-CNWDI", "a banner with RD-CNWDI"),
    ],
)
def test_restricted_data_in_a_banner_lets_no_copy_out(tmp_path: Path, output: str, marks: str, banner: str) -> None:
    path = made(tmp_path, output, MEMO.replace("SECRET//NOFORN", marks))
    assert {message.partition(" is left")[0] for message in said(export(tmp_path, path))} == {banner}
    assert copies(tmp_path) == []


def test_restricted_data_that_is_only_named_stops_a_classified_document(tmp_path: Path) -> None:
    text = MEMO.replace("timetable of the ferry", "Formerly Restricted\nData of the ferry")
    (message,) = said(export(tmp_path, made(tmp_path, "txt", text)))
    assert message.startswith("a wording of Restricted Data is left")
    start = text.index("Formerly")
    cleared = Decision("", (Span(start, start + 25),), Action.RELEASE)
    assert export(tmp_path, tmp_path / "source" / "memo.txt", (cleared,)).status is Status.EXPORTED


@pytest.mark.parametrize(
    "text",
    [
        "The page explains what Restricted Data is.\n",
        "(U) The database has a restricted data field.\n\n(S) Closed.\n",
        "DECLASSIFIED\nAuthority NND 012345\n\n~~SECRET RESTRICTED DATA~~\n\nOpen words.\n",
    ],
)
def test_words_alike_and_documents_released_before_are_let_out(tmp_path: Path, text: str) -> None:
    assert export(tmp_path, made(tmp_path, "txt", text)).status is Status.EXPORTED


def test_restricted_data_that_a_reviewer_released_is_let_out(tmp_path: Path) -> None:
    text = MEMO.replace("SECRET//NOFORN", "SECRET//RD")
    path = made(tmp_path, "txt", text)
    banners = [p for p in analyse(open_document(path)).paragraphs if p.role == "banner"]
    decisions = tuple(Decision("", p.spans, Action.RELEASE, p.id) for p in banners)
    assert len(said(export(tmp_path, path, decisions[:1]))) == 1
    assert export(tmp_path, path, decisions).status is Status.EXPORTED


@pytest.mark.parametrize("output", FORMATS)
def test_a_proposal_that_nobody_decided_lets_no_copy_out(tmp_path: Path, output: str) -> None:
    path = made(tmp_path, output, MEMO.replace("Monday and", "call 202-555-0147 on"))
    policy = PUBLIC.model_copy(update={"proposals": ("phone",)})
    (message,) = said(export(tmp_path, path, policy=policy))
    assert message == "Telephone or fax number (pattern:phone): a reviewer has to withhold or release it"
    assert copies(tmp_path) == []
    start = open_document(path).text.index("202-")
    for action in (Action.RELEASE, Action.WITHHOLD):
        decision = Decision("", (Span(start, start + 12),), action)
        assert export(tmp_path, path, (decision,), policy=policy).status is Status.EXPORTED


@pytest.mark.parametrize("output", FORMATS)
def test_a_copy_is_searched_for_patterns_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    path = made(tmp_path, output, "The ferry: call 202-555-0147.\n")
    policy = NONE.model_copy(update={"patterns": ("phone",)})
    exported = export(tmp_path, path, policy=policy)
    assert (exported.status, exported.redactions) == (Status.EXPORTED, 1)
    monkeypatch.setattr(pipeline, "make_plan", lambda *a, **s: replace(make_plan(*a, **s), redactions=()))
    (message,) = said(export(tmp_path, path, policy=policy))
    shown = "pattern phone withholds 12 characters that the copy still shows"
    assert message == f"{shown}; paragraph 1 on page 1 of the original"


def test_a_term_may_not_stay_because_it_is_part_of_a_kept_word() -> None:
    text = "(U) The quillwork was sold to the harbour office in May.\n\n(U) Quill was met at noon by the pier.\n"
    plan = make_plan(analyse(read_document(text.encode(), "memo.txt")), PUBLIC, [Term("Quill")])
    assert [finding.line for finding in pass_gate(text.encode(), "memo.txt", plan, PUBLIC)] == [3]


UNMARKED = "The office keeps the ledger of what it carried.\n"
ORIGINALS = {
    "controlled": (f"CUI\n\n(CUI) The crew sleeps in the mill by the lock.\n\n{UNMARKED}", True),
    "classified": (f"SECRET\n\n(S) The crew came.\n\n{UNMARKED}", True),
    "released": (f"DECLASSIFIED\nDate: 2009-08-31\n\n~~SECRET~~\n\n{UNMARKED}", False),
    "never marked": (UNMARKED, False),
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_copy_without_its_marks_is_judged_as_what_it_was_made_of(name: str) -> None:
    original, stopped = ORIGINALS[name]
    plan = make_plan(analyse(read_document(original.encode(), "memo.txt")), PUBLIC)
    copy = f"[paragraph withheld (b)(1)]\n\n{UNMARKED}".encode()
    assert [finding.line for finding in pass_gate(copy, "memo.txt", plan, PUBLIC)] == [3] * stopped


def test_a_copy_that_bears_a_mark_which_its_original_had_not_is_judged_by_it() -> None:
    plan = make_plan(analyse(read_document(UNMARKED.encode(), "memo.txt")), PUBLIC)
    assert plan.redactions == ()
    copy = f"SECRET\n\n{UNMARKED}\nSECRET\n".encode()
    assert [finding.line for finding in pass_gate(copy, "memo.txt", plan, PUBLIC)] == [3]


def test_furniture_that_is_read_as_one_line_in_the_copy_may_stay() -> None:
    heads = ["Harbour Office", "Port Amber Station"]
    plan = make_plan(analysis("SECRET", *heads, "(S) The crab came by night.", furniture=heads), PUBLIC)
    assert pass_gate(b"SECRET\n\nHarbour Office Port Amber Station\n", "memo.txt", plan, PUBLIC) == ()
    assert pass_gate(b"SECRET\n\nHarbour Office and Port Amber Station\n", "memo.txt", plan, PUBLIC)


def test_words_may_not_stay_because_short_furniture_is_a_part_of_them() -> None:
    plan = make_plan(analysis("SECRET", "ab", "(U) The crew left.", "(S) The crab came.", furniture=["ab"]), PUBLIC)
    copy = b"SECRET\n\nab\n\n(U) The crew left.\n\ncrab\n"
    assert [finding.line for finding in pass_gate(copy, "memo.txt", plan, PUBLIC)] == [7]


CALL = "(U) The ferry runs on Monday: call 202-555-0147 before noon.\n"


@pytest.mark.parametrize("cleared", [False, True])
def test_what_is_withheld_inside_of_open_or_released_text_may_not_stay(cleared: bool) -> None:
    text = CALL.replace("(U) ", "(S) ") if cleared else CALL
    read = analyse(read_document(f"SECRET\n\n{text}\n(S) Closed words.\n".encode(), "memo.txt"))
    (marked,) = [p for p in read.paragraphs if "ferry" in read.document.text[p.spans[0].start : p.spans[0].end]]
    policy = PUBLIC.model_copy(update={"patterns": ("phone",)})
    plan = make_plan(
        read, policy, decisions=[Decision(read.document.sha256, marked.spans, Action.RELEASE, marked.id)] * cleared
    )
    number = read.document.text.index("202-")
    inner = Redaction(Unit.TEXT, (Span(number, number + 12),), 1, "[text withheld (b)(6)]", "pattern:phone")
    kept = [
        r for r in plan.redactions if r.why != "pattern:phone" and "ferry" not in read.document.text[slice(*r.spans[0])]
    ]
    plan = replace(plan, redactions=tuple(sorted([*kept, inner], key=lambda r: r.spans)), patterns=plan.patterns)
    sound = f"SECRET\n\n{text.replace('202-555-0147', inner.label)}\n[paragraph withheld (b)(1)]\n".encode()
    leaky = f"SECRET\n\n{text}\n[paragraph withheld (b)(1)]\n".encode()
    assert pass_gate(sound, "memo.txt", plan, policy) == ()
    assert [finding.line for finding in pass_gate(leaky, "memo.txt", plan, policy)] == [3]


def test_restricted_data_that_is_withheld_lets_the_copy_out(tmp_path: Path) -> None:
    path = made(tmp_path, "txt", MEMO.replace("(S//NF)", "(S//RD)"))
    assert export(tmp_path, path).status is Status.EXPORTED


def test_a_sentence_in_brackets_that_a_writer_left_is_no_label() -> None:
    plan = make_plan(analyse(read_document(MEMO.encode(), "memo.txt")), PUBLIC)
    copy = "~~SECRET//NOFORN~~\n\n[paragraph withheld (b)(1)]\n\n{}\n\n~~SECRET//NOFORN~~\n"
    for left, times in (("[picture withheld]", 0), ("[The crew met the envoy.]", 1), ("[one](two) [three]", 1)):
        assert len(pass_gate(copy.format(left).encode(), "memo.txt", plan, PUBLIC)) == times


@pytest.mark.parametrize(
    ("left", "times"), [("[page withheld (b)(6)]", 0), ("[picture withheld]", 0), ("[the page]", 1)]
)
def test_a_term_that_is_a_word_of_a_label_may_stay_in_it_alone(left: str, times: int) -> None:
    text = "(U) Mr. Page withheld the picture.\n"
    none, terms = load_policy("none"), (Term("Page", "(b)(6)"), Term("withheld"), Term("picture"))
    plan = make_plan(analyse(read_document(text.encode(), "memo.txt")), none, terms)
    labels = replace(plan.redactions[0], label="[page withheld (b)(6)]")
    plan = replace(plan, redactions=(labels, *plan.redactions[1:]))
    assert len(pass_gate(f"(U) Mr. {left}\n".encode(), "memo.txt", plan, none)) == times
