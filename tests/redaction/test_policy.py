# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.redaction.making import analysis
from workbench.core.errors import RulesError, UsageError
from workbench.core.rules import rules_folder
from workbench.redaction import Action, Decision, Term, load_policy, make_plan, read_terms
from workbench.redaction.policy import Verdict
from workbench.structure.model import Role


SHIPPED = (rules_folder() / "policies" / "public.yaml").read_text("utf-8")


def test_an_unknown_policy_names_those_that_exist() -> None:
    with pytest.raises(UsageError, match="none, public"):
        load_policy("publik")


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(SHIPPED.replace("name: public", "name: mine"), "utf-8")
    assert load_policy(str(mine)).name == "mine"


def test_a_file_that_is_called_as_a_policy_does_not_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("public", "mine"):
        Path(name).write_text(SHIPPED.replace("withhold: true", "withhold: false"), "utf-8")
    assert load_policy("public").classified.withhold
    assert not load_policy("mine").classified.withhold and not load_policy("./public").classified.withhold


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("withhold: true, code", "withold: true, code", r"policy\.yaml:\d+: classified"),
        ('"[text withheld {code}]"', '"text withheld {code}"', r"policy\.yaml:\d+: labels\.text"),
        ('"[text withheld {code}]"', '"[text withheld]"', r"policy\.yaml:\d+: labels\.text"),
        ("roles: {}", "roles: {signatures: {withhold: true}}", r"policy\.yaml:\d+: roles\.signatures"),
        ("roles: {}", "roles: {banner: {withhold: true}}", r"policy\.yaml:\d+: roles\.banner.*stays"),
        ("roles: {}", "roles: 2020-13-45", r"policy\.yaml: is not YAML"),
        ("roles: {}", "roles: {}\ncui: {withhold: false}", r"policy\.yaml:\d+: 'cui' stands twice"),
        ("patterns: []", "patterns: [sssn]", r"policy\.yaml:\d+: patterns: .*no pattern 'sssn'"),
        ('code: "(b)(1)"', 'code: "(b)(1)\\n"', r"policy\.yaml:\d+: classified\.code"),
    ],
)
def test_a_mistake_in_a_policy_is_named_with_its_place(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(RulesError, match=why):
        load_policy(str(path))


def test_terms_are_read_with_their_codes(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_bytes("\ufeffQuillback\t(b)(3)\r\n\r\nOsprey Lantern\nQuillback\n".encode())
    assert read_terms(path) == (Term("Quillback", "(b)(3)"), Term("Osprey Lantern"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "holds no term"),
        (b"\n \n", "holds no term"),
        (b"Quillback\t(b)(3)\x07\n", ":1: a code has"),
        (b"\t(b)(3)\n", ":1: a code without a term"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_bad_list_of_terms_is_one_line_without_the_term(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "terms.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=why) as raised:
        read_terms(path)
    assert "\n" not in str(raised.value)
    assert "Quillback" not in str(raised.value)


def test_furniture_is_withheld_for_what_it_is_where_the_policy_says_so() -> None:
    of = analysis("(U) Open.", "Kim Field", "Page 1", furniture=["Kim Field", "Page 1"])
    signed = replace(of.paragraphs[1], role=Role.SIGNATURE)
    of = replace(of, paragraphs=(of.paragraphs[0], signed, replace(of.paragraphs[2], role=Role.PAGE_NUMBER)))
    public = load_policy("public")
    assert make_plan(of, public).redactions == ()
    policy = public.model_copy(update={"roles": {Role.SIGNATURE: Verdict(withhold=True, code="(b)(6)")}})
    (redaction,) = make_plan(of, policy).redactions
    assert (redaction.paragraph, redaction.label) == ("p2", "[paragraph withheld (b)(6)]")
    assert redaction.reason == "signature of the document"
    released = Decision(of.document.sha256, signed.spans, Action.RELEASE, "p2")
    assert make_plan(of, policy, decisions=[released]).redactions == ()


def test_each_withholding_says_why() -> None:
    of = analysis("(S//NF) One.", "Two.", "Classified By: Kim Field", furniture=["Classified By: Kim Field"])
    assert [r.reason for r in make_plan(of, load_policy("public")).redactions] == [
        "portion marked (S//NF)",
        "unmarked in a classified document",
        "who classified the document, or from what source",
    ]
