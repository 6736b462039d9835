# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader is shown otherwise than the file has it: the cases stand in ``cases/half_shown.yaml``."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exports.hiding import spellings
from tests.exports.places.model import BENIGN, SECRET
from workbench.documents import html_looks, html_sights, html_styles, read_document
from workbench.documents.tears import Tears
from workbench.exports import sanitize
from workbench.redaction import Term, hits, load_policy, make_plan
from workbench.structure import analyse


CASES: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "half_shown.yaml").read_text("utf-8")
)
_OFF: dict[str, tuple[Any, str, Any]] = {
    "styles hide": (html_sights.Sights, "is_unseen", False),
    "styles write": (html_styles.Styles, "generated", lambda *_: ""),
    "hidden beside seen": (Tears, "_tell", lambda _: iter(())),
    "read without doubt": (Tears, "_tell_undoubted", lambda _: iter(())),
    "styles hide what is written": (html_sights.Sights, "hides_written", lambda *_: False),
    "grounds of letters": (html_looks, "_INKS", ("color",)),
    "struck": (hits, "_over_struck", lambda *_: iter(())),
    "veils lift": (html_looks, "_VEILS", [(hiding, re.compile("(?!)")) for hiding, _ in html_looks._VEILS]),
    "shown anyway": (html_looks.Looks, "shows_anyway", lambda *_: False),
    "uncertain rules": (
        html_looks.Looks,
        "hides",
        lambda looks, *told, hides=html_looks.Looks.hides, **_: hides(looks, *told),
    ),
}


def _html(case: dict[str, str]) -> bytes:
    page = f"<!doctype html><html><head>{case.get('head', '')}</head><body><p>The {BENIGN} is open.</p>{case['body']}"
    return page.encode()


BUILD: dict[str, Callable[[dict[str, str]], bytes]] = {"html": _html}
NAMES = [(form, name) for form, cases in CASES.items() for name in cases]


def _filled(case: dict[str, str]) -> dict[str, str]:
    words = spellings(case.get("term", SECRET))
    return {key: re.sub(r"\{(T|first|second)\}", lambda m: words[m[1]], text) for key, text in case.items()}


def _shown(form: str, data: bytes, term: str) -> str:
    """The words of the copy, in its text and beside it."""
    plan = make_plan(analyse(read_document(data, f"a.{form}")), load_policy("none"), [Term(term)])
    copy = sanitize(plan, data)
    return unescape(re.sub(r"<[^>]*>", " ", copy.decode())) if form == "html" else read_document(copy, "a").text


@pytest.mark.parametrize(("form", "name"), NAMES)
def test_neither_half_of_a_word_is_in_the_copy_and_other_words_are(
    form: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _filled(CASES[form][name])
    data, term = BUILD[form](case), case.get("term", SECRET)
    halves = term[: len(term) // 2], term[len(term) // 2 :]
    copy, keep = _shown(form, data, term), f"{BENIGN} {case.get('keep', 'there')}".split()
    assert not any(half in copy for half in halves)
    assert [word for word in keep if word not in copy] == []
    monkeypatch.setattr(*_OFF[case["defence"]])
    leaky = _shown(form, data, term)
    assert any(half in leaky for half in halves) or any(word not in leaky for word in keep)
