# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workbench.markings import Book, Marking, compare, parse, roll_up


CASES = Path(__file__).resolve().parents[2].parent / "shared" / "facts" / "marking-cases.jsonl"
pytestmark = pytest.mark.skipif(not CASES.is_file(), reason="the measured cases are not on this machine")

BOOKS = {
    "capco-2016": Book.CAPCO_2016,
    "dod5200.01-v2": Book.DODM_5200_01,
    "legacy": Book.LEGACY,
    "state-cable": Book.LEGACY,
    "cui": Book.CUI,
    "ocr": Book.CAPCO_2016,
}
# By which finding a violation of the case set has to be found: a right verdict for a wrong reason is no success.
REASONS = {
    "banner-not-uppercase": "M105", "classification-abbreviated-in-banner": "M113",
    "single-slash-category-separator": "M106", "token-order-within-category": "M123 M109",
    "comma-between-dissem-controls": "M107", "rel-to-missing-comma": "M112", "rel-to-usa-not-first": "M111",
    "rel-to-trigraph-before-tetragraph": "M111", "fgi-trigraph-before-tetragraph": "M111",
    "fgi-comma-separator": "M112",
    "unregistered-token": "M102 M132", "declassification-value-in-banner": "M117", "repeated-sar-indicator": "M120",
    "sci-systems-not-single-slash": "M109", "non-us-missing-leading-double-slash": "M115",
    "us-and-non-us-classification-mixed": "M131", "banner-form-in-portion": "M114", "category-order": "M110",
    "cui-specified-before-basic": "M301", "cui-missing-control-marking": "M302",
}  # fmt: skip
MODERN = ("capco-2016", "dod5200.01-v2", "cui")
LISTS = ("sci", "sar", "aea", "fgi", "owners", "dissem", "rel_to", "nonic", "nato_controls", "obsolete", "handle_via")


def cases() -> Iterator[dict[str, Any]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] in ("banner", "portion", "rollup") and case["profile"] in BOOKS:
            yield case


def is_met(case: dict[str, Any]) -> bool:
    if case["kind"] == "rollup":
        return rolls_up(case)
    parsed = parse(case["text"], book=BOOKS[case["profile"]])
    wanted = case["expected"]
    if wanted.get("valid") is not None and parsed.valid is not wanted["valid"]:
        return False
    if wanted.get("valid") is False:
        codes = {finding.code for finding in parsed.findings if finding.severity == "error"}
        # What is not a slip of form is a relation between controls: M2xx.
        return all(codes & set(REASONS.get(name, "M201 M202 M203").split()) for name in wanted.get("violations", []))
    return parsed.form == case["kind"] and parsed.marking is not None and says(parsed.marking, wanted)


def rolls_up(case: dict[str, Any]) -> bool:
    markings = [parse(portion).marking for portion in case["portions"]]
    computed = roll_up(m for m in markings if m).marking
    written = parse(case.get("banner", "")).marking
    if computed is None or "consistent" not in case["expected"]:
        return computed is not None and computed.banner == case["expected"]["banner"]
    return written is not None and (compare(written, computed) == 0) is case["expected"]["consistent"]


def says(marking: Marking, wanted: dict[str, Any]) -> bool:
    said = marking.as_json()
    same = all(said[key] == wanted[key] for key in ("system", "level", *LISTS) if key in wanted)
    categories = [f"SP-{name}" for name in wanted.get("specified", [])] + wanted.get("basic", [])
    within = (
        ("dissem", wanted.get("ldc", [])),
        ("cui", categories),
        ("codewords", [wanted["codeword"]] if "codeword" in wanted else []),
        ("nonic", [wanted["agency_caveat"]] if "agency_caveat" in wanted else []),
    )
    same &= all(set(names) <= set(said[key]) for key, names in within)
    same &= wanted.get("declass_in_banner") in (None, marking.declassify)
    same &= "control" not in wanted or marking.system == wanted["control"]
    return same and all(
        wanted[key] in (marking.portion, marking.banner) for key in ("modern", "canonical_portion") if key in wanted
    )


@cache
def outcomes() -> dict[str, dict[str, bool]]:
    """Whether each case is met, by kind and profile."""
    by_group: dict[str, dict[str, bool]] = {}
    for case in cases():
        by_group.setdefault(f"{case['kind']} {case['profile']}", {})[case["id"]] = is_met(case)
    return by_group


@pytest.mark.parametrize("modern", [True, False], ids=["modern", "legacy-cable-ocr"])
def test_cases_of_every_kind_and_profile_come_out_as_their_book_says(modern: bool, record_property: Any) -> None:
    groups = {name: met for name, met in outcomes().items() if name.endswith(MODERN) is modern}
    record_property("met", {name: f"{sum(met.values())}/{len(met)}" for name, met in groups.items()})
    floor = 0.98 if modern else 0.95
    below = {name: [case for case, ok in met.items() if not ok] for name, met in groups.items()}
    assert groups
    assert not {name: lost for name, lost in below.items() if len(lost) > (1 - floor) * len(groups[name])}


def test_no_innocent_text_of_the_cases_is_a_marking() -> None:
    lines = (json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines())
    innocent = [case for case in lines if case["kind"] == "notamarking" and "\n" not in case["text"]]
    taken = [case["id"] for case in innocent if (m := parse(case["text"]).marking) and m.is_classified]
    assert innocent
    assert not taken
