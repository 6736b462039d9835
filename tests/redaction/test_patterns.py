# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.redaction.making import analysis
from workbench.core.errors import RulesError, UsageError
from workbench.documents import Span
from workbench.redaction import Action, Decision, Term, load_policy, make_plan
from workbench.redaction.matching import PatternSearcher
from workbench.redaction.patterns import known_patterns, read_patterns


CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "patterns.yaml").read_text("utf-8"))
HITS = [(case["pattern"], text, hits) for case in CASES for text, hits in case["hits"]]
INNOCENT = [(case["pattern"], text) for case in CASES for text in case["innocent"]]
NONE = load_policy("none")


def found(name: str, text: str) -> list[str]:
    return [text[start:end] for start, end in PatternSearcher(text).find(known_patterns()[name])]


@pytest.mark.parametrize(("name", "text", "hits"), HITS)
def test_a_pattern_is_found_however_it_is_broken(name: str, text: str, hits: str) -> None:
    assert found(name, text) == [hit for hit in hits.split("|") if hit]


@pytest.mark.parametrize(("name", "text"), INNOCENT)
def test_what_only_looks_alike_is_left(name: str, text: str) -> None:
    assert found(name, text) == []


def test_every_pattern_that_ships_has_cases_and_says_where_its_form_is_from() -> None:
    assert {case["pattern"] for case in CASES} == set(known_patterns())
    assert all(pattern.source and pattern.code for pattern in known_patterns().values())


@settings(max_examples=60)
@given(st.text(alphabet="0123456789 -.\n@aAN°'\"()+", max_size=60), st.sampled_from(sorted(known_patterns())))
def test_hits_are_in_order_and_inside_the_text(text: str, name: str) -> None:
    spans = PatternSearcher(text).find(known_patterns()[name])
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end < b.start for a, b in pairwise(spans))
    assert spans == PatternSearcher(text).find(known_patterns()[name])


def test_a_hit_is_withheld_under_the_code_of_its_pattern() -> None:
    of = analysis("(U) Call 202-555-0147 about 219-09-9821.", classified=False)
    plan = make_plan(of, NONE, patterns=read_patterns("ssn,phone"))
    assert [(r.label, r.why, r.paragraph) for r in plan.redactions] == [
        ("[text withheld (b)(6)]", "pattern:phone", "p1"),
        ("[text withheld (b)(6)]", "pattern:ssn", "p1"),
    ]


def test_what_a_reviewer_released_or_a_term_names_is_no_hit_of_a_pattern() -> None:
    of = analysis("(U) Call 202-555-0147 or 202-555-0148.")
    start = of.document.text.index("202")
    released = Decision(of.document.sha256, (Span(start, start + 12),), Action.RELEASE)
    plan = make_plan(of, NONE, (Term("202-555-0148", "(b)(3)"),), [released], patterns=read_patterns("phone"))
    assert [(r.why, r.code) for r in plan.redactions] == [("term", "(b)(3)")]


def test_releasing_a_paragraph_does_not_release_what_a_pattern_finds_in_it() -> None:
    of = analysis("(S) Call 202-555-0147.")
    released = Decision(of.document.sha256, of.paragraphs[0].spans, Action.RELEASE, "p1")
    plan = make_plan(of, load_policy("public"), decisions=[released], patterns=read_patterns("all"))
    assert [r.why for r in plan.redactions] == ["pattern:phone"]


def test_names_and_files_are_read_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("patterns: [{name: hull, title: Hull number, pattern: 'hull \\d{3}'}]\n")
    assert [p.name for p in read_patterns(f"ssn, {own}")] == ["ssn", "hull"]
    assert {p.name for p in read_patterns("all")} == set(known_patterns())
    with pytest.raises(UsageError, match="no pattern 'sssn': use all, ssn, phone"):
        read_patterns("sssn")
    with pytest.raises(UsageError, match="names no pattern"):
        read_patterns(" , ")
    with pytest.raises(RulesError, match=r"missing\.yaml"):
        read_patterns(str(tmp_path / "missing.yaml"))


@pytest.mark.parametrize(
    ("pattern", "hits"),
    [("(?<=lamp)$", []), ("(?=lamp)", []), (r"(?P<value>\d*) lamp", [" lamp"]), (r"(?P<value>\d+)? lamp", [" lamp"])],
)
def test_a_pattern_that_matches_where_nothing_stands_withholds_what_else_it_matches(
    tmp_path: Path, pattern: str, hits: list[str]
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"patterns: [{{name: own, title: A lamp, pattern: '{pattern}'}}]\n")
    text = "a lamp"
    assert [text[slice(*span)] for span in PatternSearcher(text).find(read_patterns(str(own))[0])] == hits


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("pattern: '(a'", "own.yaml:1: patterns.0.pattern: .*no regular expression"),
        ("pattern: 'a*'", "matches where nothing stands"),
        ("pattern: a, code: '[x]'", "a code has up to 60"),
        ("pattern: a, check: md5", "luhn"),
        ("pattern: a, colour: red", "colour"),
    ],
)
def test_a_file_of_patterns_is_checked(tmp_path: Path, line: str, why: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f"patterns: [{{name: hull, title: Hull number, {line}}}]\n")
    with pytest.raises(RulesError, match=why):
        read_patterns(str(own))
