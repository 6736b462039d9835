# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which documents a run takes, what it calls them and what it tells of them: all in this process."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from workbench.batch.exporting import Engine, Inputs, RunReport, run
from workbench.batch.tasks import Task, export_task
from workbench.core import files
from workbench.core.errors import UsageError
from workbench.core.files import PendingFiles
from workbench.documents import Span
from workbench.exports.earlier import sha256_of
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.redaction import Action, Decision, load_policy
from workbench.redaction.approval import Signature, Standing, basis_of


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    def in_turn(work: Callable[[Task], Exported], tasks: Sequence[Task], *_: object) -> Iterator[tuple[int, Exported]]:
        yield from ((number, work(task)) for number, task in enumerate(tasks))

    monkeypatch.setattr("workbench.batch.processes.in_processes", in_turn)


def options(folder: Path, name: str = "out") -> ExportOptions:
    return ExportOptions(folder / name, load_policy("none"))


def written(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The pier is closed, says {name}.\n")
    return [folder / name for name in names]


def copies(report: RunReport) -> dict[str, tuple[str, ...]]:
    return {Path(document.path).name: tuple(place for _, place in document.outputs) for document in report.documents}


# --- which, and what they are called ----------------------------------------------------------------------------------


def test_a_document_that_is_named_in_two_ways_is_taken_once_as_it_was_named_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "memo.txt")
    monkeypatch.chdir(tmp_path)
    ways = [Path("memo.txt"), tmp_path / "memo.txt", Path("nowhere/../memo.txt")]
    assert [document.path for document in run(ways, options(tmp_path)).documents] == ["memo.txt"]


@pytest.mark.parametrize(
    "names", [("memo.txt", "memo.TXT", "memo.md", "memo", "notes/memo.txt"), ("memo.txt", "memo"), ("memo.TXT",)]
)
def test_what_is_met_in_a_folder_is_called_as_if_it_had_been_named(tmp_path: Path, names: tuple[str, ...]) -> None:
    paths = written(tmp_path, *names)
    named = run(paths, options(tmp_path, "named"))
    met = run(paths, options(tmp_path, "met"), inputs=Inputs(walked=frozenset(paths)))
    assert copies(named) == copies(met)
    places = [place for document in met.documents for _, place in document.outputs]
    assert len(places) == len(set(places)) == len(paths)


def test_a_stranger_in_a_folder_changes_no_name_and_takes_no_copy_away(tmp_path: Path) -> None:
    memo, stranger = *written(tmp_path, "memo.txt"), tmp_path / "memo.xlsx"
    stranger.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    report = run([memo, stranger], options(tmp_path), inputs=Inputs(walked=frozenset([memo, stranger])))
    assert copies(report) == {"memo.txt": ("sanitized/memo.sanitized.txt",), "memo.xlsx": ()}
    assert (tmp_path / "out/sanitized/memo.sanitized.txt").is_file()
    assert (tmp_path / "out/records/memo.redactions.json").is_file()


def test_each_text_of_an_unknown_suffix_that_is_met_in_a_folder_has_a_copy_of_its_own(tmp_path: Path) -> None:
    names = ["a/port.log", "b/port.log", "b/port.LOG", "port.log.txt", "port.txt"]
    paths = written(tmp_path, *names)
    for met in (paths, paths[::-1]):
        report = run(met, options(tmp_path), inputs=Inputs(walked=frozenset(paths)))
        copied = {d.path: [(tmp_path / "out" / place).read_text() for _, place in d.outputs] for d in report.documents}
        assert copied == {str(path): [path.read_text()] for path in paths}
        assert len({document.record.casefold() for document in report.documents}) == len(names)
        assert copies(report)["port.txt"] == ("sanitized/port.sanitized.txt",)


@pytest.mark.parametrize(
    ("name", "data", "met", "status"),
    [
        ("table.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), True, Status.SKIPPED),
        ("table.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), False, Status.UNREADABLE),
        ("broken.pdf", b"%PDF-1.7 broken", True, Status.UNREADABLE),
    ],
)
def test_only_a_stranger_met_in_a_folder_is_no_failure(
    tmp_path: Path, name: str, data: bytes, met: bool, status: Status
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    report = run([path], options(tmp_path), inputs=Inputs(walked=frozenset([path] if met else [])))
    assert [document.status for document in report.documents] == [status]
    assert report.failed == (status is not Status.SKIPPED)


def test_what_is_no_file_has_no_hash(tmp_path: Path) -> None:
    assert [sha256_of(path) for path in (tmp_path, tmp_path / "none", Path(os.devnull))] == ["", "", ""]


# --- what a reviewer said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("approver", ["Ann Lee", ""])
def test_what_two_persons_signed_goes_out_though_nothing_was_decided(tmp_path: Path, approver: str) -> None:
    [memo] = written(tmp_path, "memo.txt")
    policy = load_policy("none").model_copy(update={"approval": True})
    basis = basis_of((), policy)
    approved = Signature(approver, "2031-01-01", basis) if approver else None
    standing = Standing(Signature("Kim Field", "2031-01-01", basis), approved)
    inputs = Inputs(standings={hashlib.sha256(memo.read_bytes()).hexdigest(): standing})
    assert run([memo], ExportOptions(tmp_path / "out", policy), inputs=inputs).failed != bool(approver)


def test_what_is_decided_about_one_document_is_about_no_other(tmp_path: Path) -> None:
    paths = written(tmp_path, "memo.txt", "note.txt", "list.txt")
    about = sha256_of(paths[0])
    decided = (Decision(about, (Span(4, 8),), Action.WITHHOLD),)
    inputs = Inputs(decisions={about: decided}, standings={about: Standing()}, changed={paths[1]: "2031-01-01"})
    report = run(paths, options(tmp_path), inputs=inputs)
    assert [document.status for document in report.documents] == [Status.EXPORTED, Status.REFUSED, Status.EXPORTED]
    assert "has changed since it was reviewed on 2031-01-01" in report.documents[1].error
    told = [path.read_text().split()[1] for path in sorted((tmp_path / "out/sanitized").iterdir())]
    assert told == ["pier", "[text"]


# --- the manifest -----------------------------------------------------------------------------------------------------


def manifest(folder: Path) -> Path:
    return folder / "out" / "records" / "manifest.json"


def test_a_manifest_that_cannot_be_written_at_the_end_is_told_and_tells_of_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = PendingFiles.write

    def full(self: PendingFiles, final: Path, data: bytes, *, private: bool) -> None:
        if final == manifest(tmp_path) and final.exists():
            raise OSError(28, "No space left on device")
        write(self, final, data, private=private)

    monkeypatch.setattr(PendingFiles, "write", full)
    report = run(written(tmp_path, "memo.txt"), options(tmp_path))
    assert "No space left on device" in report.error
    assert report.failed and not report.documents[0].failed
    told = json.loads(manifest(tmp_path).read_text())
    assert (told["unfinished"], told["documents"]) == (1, [])


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_manifest_is_its_owners_alone(tmp_path: Path) -> None:
    run(written(tmp_path, "memo.txt"), options(tmp_path))
    assert stat.S_IMODE(manifest(tmp_path).stat().st_mode) == 0o600


def test_what_a_run_that_was_killed_left_is_taken_away(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = tmp_path / "out" / "sanitized" / f".memo.txt.{files._host()}.{gone.pid}.workbench-tmp"
    written(tmp_path, str(left.relative_to(tmp_path)))
    run(written(tmp_path, "memo.txt"), options(tmp_path))
    assert not left.exists()


# --- engines ----------------------------------------------------------------------------------------------------------


def test_an_engine_that_nobody_knows_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="use local or dask"):
        run(written(tmp_path, "memo.txt"), options(tmp_path), engine=Engine("steam"))


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A cluster whose second worker ends, and which gives results as they come: the last first."""
    asked: dict[str, Any] = {"submitted": []}

    class Client:
        def __init__(self, address: str | None = None, **wishes: object) -> None:
            asked.update(wishes, address=address)
            if address == "nowhere":
                raise TimeoutError("what a library says")

        def __enter__(self) -> Client:
            return self

        def __exit__(self, *_: object) -> None:
            asked["closed"] = True

        def submit(self, work: Callable[[Task], Exported], task: Task, *, pure: bool) -> SimpleNamespace:
            asked["submitted"].append((task.path.name, pure))
            ended = len(asked["submitted"]) == 2
            return Future(status="error" if ended else "finished", result=lambda: export_task(task))

    class Future(SimpleNamespace):
        __hash__ = object.__hash__  # type: ignore[assignment]

    module = ModuleType("distributed")
    module.Client, module.as_completed = Client, lambda futures: reversed(list(futures))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "distributed", module)
    return asked


def test_a_cluster_does_each_document_anew_and_tells_of_which_a_worker_ended(
    tmp_path: Path, cluster: dict[str, Any]
) -> None:
    paths = written(tmp_path, "a.txt", "b.txt", "c.txt")
    run(paths, options(tmp_path))  # copies of an earlier run must not pass for this one's
    report = run(paths, options(tmp_path), 2, engine=Engine("dask"))
    assert [d.status for d in report.documents] == [Status.EXPORTED, Status.REFUSED, Status.EXPORTED]
    assert report.documents[1].path == str(paths[1])
    assert not (tmp_path / "out/sanitized/b.sanitized.txt").exists()
    assert cluster["submitted"] == [("a.txt", False), ("b.txt", False), ("c.txt", False)]
    assert (cluster["n_workers"], cluster["address"], cluster["closed"]) == (2, None, True)


def test_a_scheduler_is_asked_where_it_is_and_one_that_is_not_there_is_one_line(
    tmp_path: Path, cluster: dict[str, Any]
) -> None:
    paths = written(tmp_path, "a.txt")
    run(paths, options(tmp_path), engine=Engine("dask", "tcp://here:1"))
    assert cluster["address"] == "tcp://here:1"
    with pytest.raises(UsageError, match="--scheduler nowhere: no Dask scheduler answers there"):
        run(paths, options(tmp_path), engine=Engine("dask", "nowhere"))


@pytest.mark.skipif(not Path("/dev/stdout").is_symlink(), reason="a system of links to the streams")
def test_no_name_takes_the_place_of_standard_output_that_goes_into_a_file(capfd: pytest.CaptureFixture[str]) -> None:
    assert Path("/dev/stdout").is_file()
    with PendingFiles() as pending, pytest.raises(OSError, match="device"):  # never given its name here
        pending.write(Path("/dev/stdout"), b"", private=True)
