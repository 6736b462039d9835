# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.releases.making import release
from workbench.cli import run
from workbench.core.errors import RulesError
from workbench.documents import Span
from workbench.releases import corroborate
from workbench.releases.evidence import Sentence
from workbench.releases.statements import statements, vocabulary


SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CASES = [
    pytest.param(case, id=case["name"])
    for case in yaml.safe_load((Path(__file__).parent / "cases" / "corroborate.yaml").read_text(encoding="utf-8"))
]


def shown(sentence: Sentence) -> str:
    if not sentence.judged:
        return "short"
    if not sentence.found:
        return "none"
    best = sentence.found[0]
    assert sentence.stands == (best.how.value != "partly")
    return f"{best.how.value} {best.path}:{best.line}"


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_stands_in_a_source(case: dict[str, Any]) -> None:
    sources = [release(text, name) for name, text in case["sources"].items()]
    found = corroborate(release(case["document"]), sources)
    assert [shown(s) for paragraph in found.paragraphs for s in paragraph.sentences] == case["stands"]


def test_a_passage_is_the_text_of_its_source() -> None:
    found = corroborate(*_sample())
    evidence = [e for p in found.paragraphs for s in p.sentences for e in s.found]
    assert evidence
    texts = {source.document.path: source.document.text for source in found.sources}
    for each in evidence:
        text = texts[each.path]
        assert each.text == " ".join(" ".join(text[a:b] for a, b in each.spans).split())
        assert each.line == text.count("\n", 0, each.spans[0].start) + 1


def test_the_same_sources_say_the_same() -> None:
    assert corroborate(*_sample()).as_json() == corroborate(*_sample()).as_json()


def test_classified_sources_and_the_document_itself_are_no_public_source() -> None:
    document = release("SECRET\n\n(S) The union has let two ships with medicine leave.\n\nSECRET\n", "memo.txt")
    marked = release("CONFIDENTIAL\n\n(C) The union has let two ships with medicine leave.\n\nCONFIDENTIAL\n", "c.txt")
    found = corroborate(document, [marked, document])
    assert [path for path, _ in found.skipped] == ["c.txt", "memo.txt"]
    assert not found.reports
    public = release("The union has let two ships with medicine leave.\n", "open.txt")
    assert corroborate(public, [public]).skipped == (("open.txt", "is the document itself"),)


def test_a_sentence_too_short_to_be_judged_keeps_no_paragraph_from_standing() -> None:
    (paragraph,) = corroborate(
        release("The union has let two ships with medicine leave. So it did.\n"),
        [release("Last week the union has let two ships with medicine leave.\n", "paper.txt")],
    ).paragraphs
    assert (paragraph.stands, [sentence.judged for sentence in paragraph.sentences]) == ("all", [True, False])


def test_sentences_are_the_stretches_of_a_broken_paragraph() -> None:
    text = "The ship left. Its master\n\n- 2 -\n\nwas paid by Mr. Raske. Nobody saw it."
    spans = [Span(0, 25), Span(34, len(text))]
    found = [[text[a:b] for a, b in s.spans] for s in statements(text, spans)]
    assert found == [["The ship left."], ["Its master", "was paid by Mr. Raske."], ["Nobody saw it."]]


def test_the_command_says_where_and_does_not_print_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["corroborate", str(SAMPLES / "harbor-memo.txt"), "--against"]
    sources = [str(SAMPLES / name) for name in ("ministry-statement.txt", "news-article.txt", "harbor-memo.pdf")]
    assert run([*argv, *sources]) == 1
    captured = capsys.readouterr()
    assert "p3 (C), page 1: some sentences stand" in captured.out
    assert "ministry-statement.txt: p3, page 1, line 5" in captured.out
    assert "third week" not in captured.out  # of the memo
    assert "harbor-memo.pdf: carries classification markings" in captured.err
    assert run([*argv, *sources, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "workbench.corroborate/1"
    assert "third week" not in json.dumps(found)
    (paragraph,) = [p for p in found["paragraphs"] if p["id"] == "p3"]
    assert (paragraph["stands"], paragraph["portion"]) == ("part", "(C)")


def test_nothing_found_exits_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "a.txt").write_text("Nothing of this kind was ever printed in the paper of the island.\n")
    (tmp_path / "memo.txt").write_text("The union has let two ships with medicine leave.\n")
    assert run(["corroborate", str(tmp_path / "memo.txt"), "--against", str(tmp_path / "public")]) == 0
    assert "in public sources: 0 paragraphs, 0 in part, 1 not; 1 source searched" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["a.txt"], ["--against", "a.txt"], ["a.txt", "--against", "-"], []])
def test_wrong_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corroborate", *argv]) == 2
    captured = capsys.readouterr()
    assert (captured.out, len(captured.err.splitlines())) == ("", 1)


def test_a_users_words_are_added_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_RULES", str(tmp_path))
    (tmp_path / "statements.yaml").write_text("denials: bogus\n")
    vocabulary.cache_clear()
    assert {"bogus", "not"} <= vocabulary().denials
    (tmp_path / "statements.yaml").write_text("denial: bogus\n")
    vocabulary.cache_clear()
    with pytest.raises(RulesError, match=r"statements\.yaml:1: denial"):
        vocabulary()
    monkeypatch.delenv("WORKBENCH_RULES")
    vocabulary.cache_clear()


def _sample() -> tuple[Any, list[Any]]:
    read = [release((SAMPLES / f"{n}.txt").read_text("utf-8"), n) for n in ("harbor-memo", "ministry-statement")]
    return read[0], read[1:]
