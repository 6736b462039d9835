# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings that are wrong: one line that names file, line and key, and nothing is checked by half of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.cli import run


@pytest.fixture
def memo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("memo.txt")
    path.write_text("SECRET//NOFORN\n\n(S//NF) The pier is closed; nobody knows why.\n\nSECRET//NOFORN\n")
    return path


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        (".workbench.toml", 'book = "nobook"', ":1: book: must be one of capco-2016"),
        (".workbench.toml", 'selekt = ["P"]', ":1: selekt: is not a setting"),
        (".workbench.toml", "[tool.workbench]\nrequire-marking = true", ":1: tool: is not a setting"),
        (".workbench.toml", 'require-marking = true\nselect = ["ZZ"]', ":2: select: 'ZZ' is the beginning of no code"),
        (".workbench.toml", 'ignore = ["P", ""]', ":1: ignore: '' is the beginning of no code"),
        (".workbench.toml", 'select = ["P"', ": Unclosed array"),
        ("pyproject.toml", "[tool]\nworkbench = 1\n", ":2: tool.workbench: must be a table of settings"),
        ("pyproject.toml", "[tool.workbench\nrequire-marking = true\n", ": "),
    ],
)
def test_settings_that_are_wrong_are_named_by_file_line_and_key(
    memo: Path, name: str, settings: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(settings)
    assert run(["check", str(memo)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"{name}{said}" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("source", ["tool = 1\n# workbench", "[tool.other\n"])
def test_what_others_write_into_their_file_is_for_their_tools_to_say(memo: Path, source: str) -> None:
    Path("pyproject.toml").write_text(source)
    assert run(["check", str(memo)]) == 0


def test_settings_that_may_not_be_read_are_not_passed_over(
    memo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == ".workbench.toml":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run(["check", "memo.txt"]) == 2
    assert ".workbench.toml: cannot be read: Permission denied" in capsys.readouterr().err
