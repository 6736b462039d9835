# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases.making import A, B, decision
from workbench.cases import Case
from workbench.documents import TextVersion


def test_a_name_in_no_encoding_is_kept_readable(case: Case) -> None:
    case.opened(A, "/memo \udce9.txt", "text")
    assert [document.path for document in case.documents()] == ["/memo \\udce9.txt"]
    case.decide(decision(10))
    assert case.reviewed_at("/memo \udce9.txt", B)


def test_documents_are_listed_once_under_their_last_path(case: Case) -> None:
    case.opened(A, "/old.txt", "text")
    case.opened(A, "/new.txt", "text")
    case.opened(B, "/b.pdf", "pdf")
    assert [(d.path, d.format) for d in case.documents()] == [("/b.pdf", "pdf"), ("/new.txt", "text")]


def test_of_two_files_alike_either_is_known_to_have_changed(case: Case) -> None:
    case.opened(A, "old.txt", "text")
    case.decide(decision(10))
    case.opened(A, "copy.txt", "text")
    assert case.reviewed_at("old.txt", B)
    assert case.reviewed_at("copy.txt", B)
    assert not case.reviewed_at("old.txt", A)
    assert not case.reviewed_at("other.txt", B)


@pytest.mark.parametrize(
    ("opened", "named"),
    [("in/memo.txt", "w/../in/memo.txt"), ("w/../in/memo.txt", "in/memo.txt"), ("link/memo.txt", "in/memo.txt"),
     ("in/memo.txt", "link/memo.txt"), ("link/memo.txt", "link/memo.txt")],
)  # fmt: skip
def test_a_file_is_known_again_however_it_is_named(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: str, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("in", "w", "out"):
        Path(folder).mkdir()
    Path("link").symlink_to("in")
    case.opened(A, opened, "text")
    case.decide(decision(10))
    if named == opened:  # what the link leads to is another file now: by its name it has changed
        Path("link").unlink()
        Path("link").symlink_to("out")
    assert case.reviewed_at(named, B)
    assert case.documents()[0].path == str(tmp_path / opened.replace("w/../", ""))


def test_a_text_read_differently_is_noticed_for_as_long_as_decisions_hang_on_it(case: Case) -> None:
    assert case.opened(A, "a.pdf", "pdf", "first")
    assert case.opened(A, "a.pdf", "pdf", "second")  # no decision hangs on the first reading
    case.decide(decision(10))
    assert case.opened(A, "a.pdf", "pdf", "second")
    assert not case.opened(A, "a.pdf", "pdf", "third")
    assert not case.opened(A, "a.pdf", "pdf", "third")
    case.clear(A, decision(10).place)
    assert case.opened(A, "a.pdf", "pdf", "third")


def test_each_decision_keeps_the_reading_it_was_made_on(case: Case) -> None:
    case.opened(A, "a.pdf", "pdf", "first")
    case.decide(replace(decision(10), reading=TextVersion("second", "tesseract")))
    case.decide(decision(20))  # names none, like the rows of earlier versions: made on the text opened
    assert [d.reading for d in case.decisions(A)] == [TextVersion("second", "tesseract"), TextVersion("first")]


@pytest.mark.parametrize("then", [Case.settle, Case.close, lambda case: case.decide(decision(10))])
def test_documents_opened_later_are_written_with_what_comes_next(case: Case, then: Callable[[Case], None]) -> None:
    case.opened(A, "a.txt", "text", later=True)
    case.opened(B, "b.txt", "text", later=True)
    assert not case.documents()
    then(case)
    with Case.open(case.path) as again:
        assert [Path(d.path).name for d in again.documents()] == ["a.txt", "b.txt"]
