# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.cli import run
from workbench.core.walking import Met, walk
from workbench.tui.listed_documents import expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/memo.txt", "a/memo.txt", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("The pier.\n")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    return tmp_path


def test_links_to_folders_are_met_and_not_followed(folder: Path) -> None:
    assert [(str(p.relative_to(folder)), met) for p, met in walk(folder)] == [
        ("a/back", Met.LINK),
        ("a/memo.txt", Met.FILE),
        ("b/memo.txt", Met.FILE),
    ]
    assert [p.relative_to(folder).as_posix() for p in expand([folder], folder / "case.db")] == [
        "a/memo.txt",
        "b/memo.txt",
    ]


def test_a_link_to_a_folder_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder)]) == 0
    assert f"skipped: {folder / 'a' / 'back'}: is a link to a folder" in capsys.readouterr().err


@pytest.fixture
def closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose names may not be read, for whoever runs the tests."""
    listed = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b")
    yield folder / "b"


def test_a_folder_that_cannot_be_read_is_a_failure(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(closed.parent)]) == 1
    assert f"{closed}: is a folder that may not be read" in capsys.readouterr().err
    assert closed in list(expand([closed.parent], closed / "case.db"))


def test_folders_are_walked_however_deep(tmp_path: Path) -> None:
    low = tmp_path.joinpath(*["a"] * 150)
    low.mkdir(parents=True)
    (low / "memo.txt").write_text("The pier.\n")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        found = list(walk(tmp_path))
    finally:
        sys.setrecursionlimit(limit)
    assert found == [(low / "memo.txt", Met.FILE)]
