# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import UsageError
from workbench.exports.model import Output, Purpose
from workbench.exports.naming import OutputName, name_outputs, refuse_overwriting


def test_names_are_flat_and_same_names_keep_their_folders() -> None:
    paths = [Path("x/a/report.txt"), Path("x/b/report.txt"), Path("x/b/memo.txt"), Path("x/b/memo.pdf"), Path("y/z.md")]
    assert name_outputs(paths) == [
        OutputName(PurePosixPath("a"), "report"),
        OutputName(PurePosixPath("b"), "report"),
        OutputName(PurePosixPath(), "memo.txt", "memo", "txt"),
        OutputName(PurePosixPath(), "memo.pdf", "memo", "pdf"),
        OutputName(PurePosixPath(), "z"),
    ]


def test_no_two_inputs_share_a_name_on_any_file_system() -> None:
    paths = [
        Path(p) for p in ("a/R.txt", "b/r.txt", "c/r.txt.txt", "c/r.txt.md", "r.md", "a/b/r.pdf", "a/r.TXT", "a/r.txt")
    ]
    names = [(str(n.folder).casefold(), n.stem.casefold()) for n in name_outputs(paths)]
    assert len(set(names)) == len(paths)


@given(
    st.lists(
        st.from_regex(r"[ab]/[rR](\.txt)?\.(txt|md|pdf|x)", fullmatch=True),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_no_two_inputs_share_a_copy(given_paths: list[str]) -> None:
    paths = [Path(p) for p in given_paths]
    for output in (Output.SAME, Output.PDF):
        suffixes = [output.value if output is Output.PDF else p.suffix[1:] for p in paths]
        copies = [n.copy(Path(), Purpose.SANITIZED, s) for n, s in zip(name_outputs(paths), suffixes, strict=True)]
        assert len({str(c).casefold() for c in copies}) == len(paths)


def test_an_output_can_never_be_an_input(tmp_path: Path) -> None:
    inside = tmp_path / "out" / "sanitized" / "report.txt"
    inside.parent.mkdir(parents=True)
    inside.write_text("The harbour is open.\n")
    with pytest.raises(UsageError, match="choose another folder"):
        refuse_overwriting([inside], tmp_path / "out")
    linked = tmp_path / "linked"
    linked.symlink_to(tmp_path / "out")
    with pytest.raises(UsageError):
        refuse_overwriting([inside], linked)
    with pytest.raises(UsageError, match="is a file"):
        refuse_overwriting([], inside)


@pytest.mark.parametrize("folder", ["sanitized", "records", "sanitized/annex"])
def test_no_run_writes_its_records_among_the_copies_of_another(folder: str, tmp_path: Path) -> None:
    refuse_overwriting([], tmp_path / folder)  # somebody's own folder of that name
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "manifest.json").write_text('{"schema": "workbench.manifest/1"}')
    with pytest.raises(UsageError, match="of another run"):
        refuse_overwriting([], tmp_path / folder)
    refuse_overwriting([], tmp_path)
    refuse_overwriting([], tmp_path / "other" / folder)
