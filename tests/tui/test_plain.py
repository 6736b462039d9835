# SPDX-License-Identifier: AGPL-3.0-or-later
"""The review without a screen: what is printed in words, what lands in the case, and what is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.tui.conftest import MEMO, read
from tests.tui.paged import BOX, paged, review_of
from tests.tui.pilots import signs
from tests.tui.test_command import ROOT, Start
from tests.tui.test_command import on_terminal as on_terminal
from workbench.cases import Case
from workbench.core.errors import WorkbenchError
from workbench.redaction import load_policy
from workbench.tui.codes import read_codes
from workbench.tui.plain import PlainReview
from workbench.tui.plain_words import COMMANDS, HELP
from workbench.tui.session import Session


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "plain.yaml").read_text(encoding="utf-8"))


def reviewed(
    lines: Iterable[str], *names: str, script: bool = True, look_only: bool = False
) -> tuple[str, str, PlainReview]:
    """What was printed, what the script was refused, and the review as it was left."""
    said: list[str] = []
    with Case.open(Path(".workbench/case.db"), read_only=look_only) as case:
        plain = PlainReview(Session(case, read, load_policy("public"), "Kim Field"), said.append, read_codes())
        refused = ""
        try:
            plain.begin([Path(name) for name in names or ("memo.txt",)])
            plain.run(lines, script=script)
        except WorkbenchError as error:
            refused = str(error)
    return "\n".join(said), refused, plain


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(folder: Path, case: dict[str, Any]) -> None:
    said, refused, plain = reviewed(case["lines"])
    assert case.get("refused", "") in refused
    assert bool(refused) == ("refused" in case), refused
    for words in case.get("says", ()):
        assert words in said
    for words in case.get("never", ()):
        assert words not in said
    assert signs(plain.review) == case.get("signs", signs(plain.review))


def test_whoever_types_goes_on_behind_what_was_refused(folder: Path) -> None:
    said, refused, plain = reviewed(["g #99", "zz", "g #3", "r"], script=False)
    assert "Not done: there is no paragraph 99" in said and "Not done: there is no command zz" in said
    assert not refused and signs(plain.review) == " ·R?·?? "


def test_every_command_is_told_and_is_there() -> None:
    for letter, (method, _, told) in COMMANDS.items():
        assert hasattr(PlainReview, f"_{method}")
        assert not told or told in HELP
        assert told or re.search(rf"(?<!\w){re.escape(letter)}(?!\w)", HELP)


def test_what_may_only_be_looked_at_stays_as_it_is(folder: Path) -> None:
    reviewed(["g #3", "r"])
    for line in ("r", "w b1", "u", "m a note", "z", "y", "s!", "S why"):
        said, refused, plain = reviewed(["g #3", line], look_only=True)
        assert "nothing is decided here" in said and "nothing is decided here" in refused, line
        assert signs(plain.review) == " ·R?·?? "


def test_documents_are_gone_through_and_one_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Lund"))
    (folder / "photo.png").write_bytes(b"none")
    lines = ["]", "/ Lund", "o memo", "l", "o photo", "]", "]", f"o {folder}/../{folder.name}/memo.txt", "l"]
    said, refused, plain = reviewed(lines, "memo.txt", "other.txt", "photo.png", script=False)
    assert "other.txt, document 2 of 3" in said and "Jon Lund" in said
    assert "memo.txt (here)" in said and "photo.png: not read yet" in said
    assert len(plain.session.items) == 3  # by whatever path one was named again
    assert "Not done: photo.png: is a picture" in said and "photo.png: is a picture" in said.splitlines()[-1]
    assert plain.item and plain.item.path.name == "memo.txt" and not refused


def test_another_reviewers_word_and_another_file_are_told(folder: Path) -> None:
    reviewed(["g #3", "r", "s", "s!"])

    def lines() -> Iterable[str]:
        with Case.open(Path(".workbench/case.db")) as case:
            case.send_back(plain_sha, "look at 4", "Ann Lee")
        yield "g #4"
        (folder / "memo.txt").write_text(MEMO + "(U) More.\n")
        yield "g #4"
        yield "F5"
        yield "c"
        yield "c 1"

    plain_sha = read(folder / "memo.txt").document.sha256
    said, refused, plain = reviewed(lines())
    assert not refused
    assert "Another reviewer has changed the case meanwhile." in said
    assert "The file was changed on the disk" in said and "has changed since it was reviewed" in said
    assert "c 1: memo.txt as it was" in said
    assert signs(plain.review)[2] == "R"


def test_the_same_again_is_no_word_about_a_paragraph_where_it_was_about_a_box(folder: Path) -> None:
    with Case.open(Path(".workbench/case.db")) as case:
        session = Session(case, lambda path: review_of(paged()), load_policy("public"), "Kim Field")
        plain = PlainReview(session, lambda said: None, read_codes())
        plain.begin([Path("memo.txt")])
        plain.go(plain.review.row_of_box(BOX))
        plain.obey("x")
        plain.obey("k")
        for line in (".", "x"):
            with pytest.raises(WorkbenchError, match="go to a box first"):
                plain.obey(line)
        assert [d.box for d in plain.review.decisions] == [BOX]


def test_what_changed_since_its_review_goes_out_only_once_it_was_looked_at(folder: Path) -> None:
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Lund"))
    reviewed(["o other", "g #2", "w b6", "o memo", "r"], "memo.txt", "other.txt")
    (folder / "other.txt").write_text(MEMO.replace("Brandt", "Moor"))
    for number, (lines, copies) in enumerate([([], ["memo"]), (["]", "["], ["memo", "other"])]):
        said, _, plain = reviewed([*lines, f"e whose=all to=out{number}"], "memo.txt", "other.txt")
        assert ("Warning: other.txt has changed since it was reviewed" in said) == bool(lines)
        assert ("not exported: has changed since it was reviewed" in said) == plain.failed != bool(lines)
        assert sorted(p.name for p in (folder / f"out{number}/sanitized").iterdir()) == [
            f"{name}.sanitized.txt" for name in copies
        ]


@pytest.mark.parametrize("name", ["~nobodyhere/x", "x" * 300])
def test_a_path_that_cannot_be_is_told(folder: Path, name: str) -> None:
    said, _, _ = reviewed([f"o {name}", f"e to={name}/y"], script=False)
    assert said.count("Not done: ") == 2


def run_script(folder: Path, script: str, *argv: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WORKBENCH_REVIEWER": "Kim", "TERM": "dumb", **more}
    call = [sys.executable, "-m", "workbench", "review", "--plain", *argv]
    return subprocess.run(call, cwd=folder, env=environment, input=script, capture_output=True, text=True, check=False,
                          errors="surrogateescape")  # fmt: skip


def test_bytes_that_are_no_utf_8_and_control_characters_harm_nothing(tmp_path: Path) -> None:
    for name in ("m\udce9mo.txt", "b\x1b[31m.txt"):
        (tmp_path / name).write_text(MEMO)
    script = "o m\udce9mo\ng #3\nw b6 M\udcfcller\no b\x1b[31m\no nowhere\x1b[31m\n"
    more = {"WORKBENCH_REVIEWER": "K\udce9\x1b[31m", "PYTHONIOENCODING": "utf-8:strict"}
    done = run_script(tmp_path, script, ".", **more)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "line 5: " in done.stderr and "\x1b" not in done.stdout + done.stderr
    with Case.open(tmp_path / ".workbench/case.db") as case:
        made = [(d.reason, d.reviewer) for each in case.documents() for d in case.decisions(each.sha256)]
    assert made == [("M\ufffdller", "K\ufffd\ufffd[31m")]


def test_a_script_decides_and_exports(tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    done = run_script(tmp_path, "g #3\nr\nv Oda Fell\nw b6 a name\ne to=out\n", "memo.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout and "1 document written" in done.stdout
    copy = (tmp_path / "out/sanitized/memo.sanitized.txt").read_text()
    assert "Arvenia" in copy and "Oda Fell" not in copy and "Brandt" not in copy
    again = run_script(tmp_path, "z\nz\ne to=again policy=nosuch\n", "memo.txt")
    assert again.returncode == 2
    assert "line 3: policy=nosuch" in again.stderr and again.stderr.count("\n") == 1


def test_what_a_script_could_not_export_is_told_by_its_exit(tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    (tmp_path / "none.pdf").write_bytes(b"%PDF-1.7\nnothing")
    done = run_script(tmp_path, "e whose=all to=out\n", "memo.txt", "none.pdf")
    assert done.returncode == 1
    assert "Not exported: none.pdf" in done.stdout and "1 document written" in done.stdout


@pytest.mark.parametrize(("lines", "refused"), [(["o memo", "n"], ""), (["n"], "line 1: no document is open")])
def test_where_the_first_document_cannot_be_read_no_line_is_about_the_next(
    folder: Path, lines: list[str], refused: str
) -> None:
    (folder / "a.png").write_bytes(b"none")
    said, told, plain = reviewed(lines, ".")
    assert "a.png: is a picture" in said and plain.failed
    assert told.startswith(refused) and bool(told) == bool(refused)


def test_on_a_terminal_it_prompts_and_draws_nothing(tmp_path: Path, on_terminal: Start) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    terminal = on_terminal("--plain", "memo.txt")
    terminal.wait_for("> ")
    terminal.press("r\n")
    terminal.wait_for("undecided")
    terminal.press("q\n")
    assert terminal.close() == 0
    assert "\x1b[?1049h" not in terminal.said
