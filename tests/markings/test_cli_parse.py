# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import contextlib
import io
import json
import sys
from unittest import mock

import pytest

from workbench import cli


def run(*arguments: str, given: str | None = None) -> tuple[int, str]:
    out, given_bytes = io.StringIO(), io.BytesIO((given or "").encode())
    with contextlib.redirect_stdout(out), mock.patch.object(sys, "stdin", io.TextIOWrapper(given_bytes, "utf-8")):
        code = cli.run(["parse", *arguments])
    return code, out.getvalue()


def test_one_answer_a_line_also_for_a_blank_one() -> None:
    code, out = run("-", "--format", "json", given="(S//NF)\n\nnonsense here\n")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [a["raw"] for a in answers] == ["(S//NF)", "", "nonsense here"]
    assert [a["marking"] is None for a in answers] == [False, True, True]
    assert code == 1


def test_text_answers_each_line_of_a_stream_with_one_line() -> None:
    _, out = run("-", given="(S//NF)\n\nC-NF\n")
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "code"), [(("(S//NF)",), 0), (("(S/NF)",), 1), (("(S/NF)", "--book", "legacy"), 0)]
)
def test_exit_code_says_whether_the_book_takes_it(arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments)[0] == code


@pytest.mark.parametrize("arguments", [(), ("(S)", "--book", "none"), ("(S)", "--as", "stamp")])
def test_wrong_usage_is_exit_code_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_a_person_is_told_what_is_wrong_and_what_to_write() -> None:
    _, out = run("(S/NF)")
    assert "NOT RELEASABLE TO FOREIGN NATIONALS" in out
    assert "write instead: (S//NF)" in out
    assert "CAPCO 2016" in out


def test_as_banner_is_judged_as_a_banner() -> None:
    _, out = run("S//NF", "--as", "portion", "--format", "json")
    assert json.loads(out)["suggestion"] == "(S//NF)"


def test_control_characters_do_not_reach_the_terminal() -> None:
    _, out = run("(S//\x1b[31mNF)")
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("CONFIDENTIAL NODIS", "NODIS needs NOFORN"),
        ("(S//ND)", "ND needs NF"),
        ("(S//SI-XYZ//NF)", "a compartment of SI stands on TS only, not on S"),
        ("(S//NF//REL TO USA, GBR)", "NF does not go with REL TO"),
        ("(//NS)", "SECRET, level of NATO (CAPCO 2016 H.7)"),
        ("(//CTS)", "COSMIC TOP SECRET, level of NATO"),
        ("UK SECRET", "level of a foreign government: United Kingdom"),
        ("(S//REL TO USA, XXX)", "XXX            no registered code: nobody is named by it"),
        ("HANDLE VIA COMINT CHANNELS ONLY", "no level is written; taken as classified, at least CONFIDENTIAL"),
        ("TOP SECRET UMBRA GAMMA", "today's form: TOP SECRET//SI-G; it does not settle M202"),
        ("(S//SAR-BP/CD//NF)", "SAR-CD         special access program"),
        ("(//GBR S)", "level of a foreign government: United Kingdom"),
        ("SECRET//RD-SIGMA 18 20//NOFORN", "RESTRICTED DATA with SIGMA 20"),
        ("TOP SECRET//SI-G ABCD//ORCON/NOFORN", "GAMMA with sub-compartment ABCD"),
        ("(S/NF)", "right in its own day: valid in legacy"),
        ("", "(nothing)  not a marking"),
        ("S", "a level alone is written (S)"),
        ("(c)", "in small letters it is an item of a list"),
        ("NOFORN", "NOT RELEASABLE TO FOREIGN NATIONALS is a control; a mark begins with its level"),
        ("(NS)", "as a portion of NATO it is written (//NS)"),
        ("TOP SECRET LANTERN", "LANTERN is no control that the register lists"),
        ("(U//PRVCY)", "PRVCY is a category of CUI and stands behind CUI"),
        ("UNCLASSIFIED//CUI", "CUI            Controlled unclassified information"),
        ("SECRET//PROPIN/LEI", "LEI is a category of CUI"),
        ("PROTECTED//CABINET", "CABINET is a caveat of AUS"),
    ],
)
def test_a_person_is_told_in_the_words_of_the_mark(mark: str, said: str) -> None:
    out = run("--", mark)[1]
    assert said in out or said in " ".join(out.split())


def test_lines_fit_a_terminal_and_a_mark_is_never_broken() -> None:
    mark = (
        "TOP SECRET//SI-ABCD EFGH-XYZ 123/TK//SAR-BP/SAR-CD//RD-SIGMA 14 18//FGI GBR NATO//ORCON/REL TO USA, FVEY//LES"
    )
    _, out = run("SECRET/NOFORN/NOCONTRACT", "(//FGI S)", "c", mark, "TOP SECRET//SI-G ABCD//ORCON/REL TO USA, AUS")
    suggestion = mark.replace("/SAR-CD", "/CD")
    assert [line.strip() for line in out.splitlines() if len(line) > 80] == [mark, suggestion]
    assert "GAMMA with sub-compartment ABCD of G, control system" in " ".join(out.split())


def test_parts_come_in_the_order_in_which_marks_are_written() -> None:
    _, out = run("TOP SECRET//SI/TK//SAR-ABC//RD//FGI DEU//REL TO USA, DEU")
    names = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line[2].isupper()]
    assert names == ["TS", "SI", "TK", "SAR-ABC", "RD", "DEU", "REL", "USA", "DEU"]
