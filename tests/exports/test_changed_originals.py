# SPDX-License-Identifier: AGPL-3.0-or-later
"""A fix changes an original: killed at any step, it stands there whole, as it was or as it is to be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.exports.test_crashes import Faults, full, killed, nothing
from tests.exports.test_pipeline import files
from workbench.checks import fixes
from workbench.core.errors import DocumentError
from workbench.core.files import sweep
from workbench.documents import open_document


pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

BEFORE, AFTER = "(S/NF) The boats.\n", "(S//NF) The boats.\n"


@pytest.fixture(params=["nameless", "hidden"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file to fix, by both ways to write."""
    if request.param == "hidden":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / "memo.txt"
    path.write_text(BEFORE)
    path.chmod(0o640)
    return path


def fix(path: Path) -> None:
    fixes.write(open_document(path), AFTER)


def steps(path: Path) -> int:
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, 0, nothing)
        fix(path)
    assert path.read_text() == AFTER and path.stat().st_mode & 0o777 == 0o640 and files(path.parent) == {path.name}
    path.write_text(BEFORE)
    return faults.count


def test_a_fix_that_is_killed_at_any_step_leaves_the_file_whole(path: Path) -> None:
    for at in range(1, steps(path) + 1):
        if (child := os.fork()) == 0:
            try:
                with pytest.MonkeyPatch.context() as patch:
                    Faults(patch, at, killed)
                    fix(path)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        assert path.read_text() in (BEFORE, AFTER)
        sweep(path.parent, below=False)
        assert files(path.parent) == {path.name}
        path.write_text(BEFORE)


def test_a_full_disk_is_one_line_and_leaves_the_file_as_it_was(path: Path) -> None:
    for at in range(1, steps(path) + 1):
        with pytest.MonkeyPatch.context() as patch:
            Faults(patch, at, full)
            try:
                fix(path)
            except DocumentError as error:
                assert "cannot be written" in str(error) and path.read_text() == BEFORE
        assert files(path.parent) == {path.name}
        path.write_text(BEFORE)


def test_the_next_fix_in_the_folder_removes_what_a_killed_one_left(path: Path) -> None:
    left = path.with_name(f".memo.txt.{os.uname().nodename.lower()}.999999999.workbench-tmp")
    left.touch()
    fix(path)
    assert files(path.parent) <= {path.name, left.name} and path.read_text() == AFTER
    assert not left.exists() or "." in os.uname().nodename


def test_files_with_long_names_are_changed(tmp_path: Path) -> None:
    path = tmp_path / ("\u6e2f" * 80 + ".txt")
    path.write_text(BEFORE)
    fix(path)
    assert path.read_text() == AFTER and files(tmp_path) == {path.name}
