# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a kept link may lead, address by address."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.redaction.making import analysis
from workbench.exports.addresses import Addresses, is_open_address
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.redaction.patterns import named_patterns


CASES: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "addresses.yaml").read_text("utf-8")
)
BEFORE, BEHIND = "(U) The harbour has a timetable.", "(U) The lighthouse is open."
WITHHELD = (
    "(S) Agent Wendelin-Oakes met the ox and index 4711 in the tower by the lighthouse at noon, and noted http https"
    " mailto www com org net gov mil edu int html htm pdf."
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = analysis(BEFORE, WITHHELD, BEHIND)
    return make_plan(made, load_policy("public"), [Term("Quillback")], patterns=named_patterns(("email",)))


@pytest.mark.parametrize("name", CASES["goes"])
def test_an_address_that_tells_of_what_is_withheld_goes(plan: Plan, name: str) -> None:
    assert not Addresses(plan).may_stay(CASES["goes"][name])


@pytest.mark.parametrize("name", CASES["stays"])
def test_an_address_that_tells_nothing_stays(plan: Plan, name: str) -> None:
    assert Addresses(plan).may_stay(CASES["stays"][name])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html;base64,AAAA",
        "//example.org/",
        "a.pdf",
        "",
        "http://",
        "http://[::1/",
        "https://user:word@example.org/",
        "https://example.org/\u00e9",
        "https://example.org/a b",
        "https://example.org/" + "a" * 1981,
        "mailto:",
    ],
)
def test_an_address_of_another_kind_goes(address: str) -> None:
    assert not is_open_address(address)


@pytest.mark.parametrize(
    "address", ["HTTP://example.org", "https://example.org/" + "a" * 1980, "mailto:office@example.org"]
)
def test_plain_addresses_are_open(address: str) -> None:
    assert is_open_address(address)
