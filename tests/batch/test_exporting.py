# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.batch.deadly_work import deadly, deaf, ears
from workbench.batch.exporting import Engine, Inputs, Progress, run
from workbench.batch.processes import Lost, in_processes
from workbench.batch.tasks import Task, export_task
from workbench.core.errors import UsageError, WorkbenchError
from workbench.documents import Span
from workbench.exports.naming import OutputName, name_outputs
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.redaction import Action, Decision, Term, load_policy


def options(to: Path) -> ExportOptions:
    return ExportOptions(to, load_policy("none"), terms=(Term("Quillback"),))


def documents(folder: Path, number: int = 4) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"memo{i}.txt" for i in range(number)]
    for i, path in enumerate(paths):
        path.write_text(f"Memo {i}. Quillback was met.\n")
    return paths


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_names_that_become_one_without_terms_stay_apart(tmp_path: Path) -> None:
    names = (
        "Quillback.txt",
        "QUILL-BACK.txt",
        "kcablliuQ.md",
        "withheld.txt",
        "Quillback.md",
        "quill/back.txt",
        "a.txt",
    )
    paths = [tmp_path / "in" / name for name in names]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Memo {number}. Quillback was met.\n")
    report = run(paths, options(tmp_path / "out"), 1, lambda _: None)
    copies = [tmp_path / "out" / place for document in report.documents for _, place in document.outputs]
    assert [copy.read_text().split(".")[0] for copy in copies] == [f"Memo {number}" for number in range(len(names))]
    told = [json.loads(path.read_text()) for path in (tmp_path / "out" / "records").rglob("*.redactions.json")]
    assert sorted(Path(record["source"]["path"]).relative_to(tmp_path / "in").as_posix() for record in told) == sorted(
        names
    )
    assert not any("quill" in place.casefold() or "lliu" in place.casefold() for place in tree(tmp_path / "out"))


def test_one_that_fails_stops_no_other_and_results_keep_the_order(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in")
    paths.insert(2, tmp_path / "in" / "broken.pdf")
    paths[2].write_bytes(b"%PDF-1.7 broken")
    seen: list[Progress] = []
    report = run(paths, options(tmp_path / "out"), 2, seen.append)
    assert [document.path for document in report.documents] == list(map(str, paths))
    assert [d.status for d in report.documents].count(Status.EXPORTED) == 4
    assert report.documents[2].status is Status.UNREADABLE
    assert report.failed
    told = json.loads((tmp_path / "out" / "records" / "manifest.json").read_text())["documents"]
    assert [d["source"]["sha256"] for d in told] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [progress.done for progress in seen] == [1, 2, 3, 4, 5]


def test_the_result_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in", 3)
    run(paths, options(tmp_path / "one"), 1)
    run(paths, options(tmp_path / "many"), 2)
    assert tree(tmp_path / "one") == tree(tmp_path / "many")


def test_a_run_that_is_interrupted_tells_what_it_finished_and_is_resumed(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in")
    to = tmp_path / "out"
    run(paths[2:], options(to))

    def interrupt(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(paths, options(to), progress=interrupt)
    manifest = json.loads((to / "records" / "manifest.json").read_text())
    assert [d["source"]["path"] for d in manifest["documents"]] == list(map(str, paths[:2]))
    assert manifest["unfinished"] == 2
    resumed = run(paths, replace(options(to), resume=True))
    assert resumed.counts() == {Status.RESUMED: 4}
    assert json.loads((to / "records" / "manifest.json").read_text())["unfinished"] == 0


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_name_in_no_encoding_is_exported_and_resumed(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"memo \xe9.txt")
    path.write_text("Quillback was met.\n")
    run([path], options(tmp_path / "out"))
    resumed = run([path], replace(options(tmp_path / "out"), resume=True))
    assert [d.status for d in resumed.documents] == [Status.RESUMED]
    manifest = json.loads((tmp_path / "out" / "records" / "manifest.json").read_text("utf-8"))
    assert manifest["documents"][0]["source"]["path"] == str(path)


def test_the_manifest_names_every_document_and_what_became_of_it(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in", 1)
    stranger = tmp_path / "in" / "table.xlsx"
    stranger.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    report = run([*paths, stranger], options(tmp_path / "out"), 1, inputs=Inputs(walked=frozenset([stranger])))
    manifest = json.loads((tmp_path / "out" / "records" / "manifest.json").read_text())
    assert manifest["schema"] == "workbench.manifest/1"
    assert [d["status"] for d in manifest["documents"]] == ["exported", "skipped"]
    assert manifest["documents"][0]["outputs"] == {"sanitized": "sanitized/memo0.sanitized.txt"}
    assert not report.failed


def test_a_manifest_that_cannot_be_written_leaves_that_of_the_run_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    paths = documents(tmp_path / "in", 1)
    run(paths, options(tmp_path / "out"))
    before = tree(tmp_path / "out")
    monkeypatch.setattr("workbench.batch.exporting.PendingFiles.write", full)
    with pytest.raises(WorkbenchError, match="nothing was exported"):
        run(paths, options(tmp_path / "out"))
    assert tree(tmp_path / "out") == before


def test_a_file_that_changes_while_the_run_goes_on_is_not_exported_without_its_decisions(tmp_path: Path) -> None:
    """Its decisions were found by the bytes that it had when the run began."""
    first, second = documents(tmp_path / "in", 2)
    sha256 = hashlib.sha256(second.read_bytes()).hexdigest()
    made = (Decision(sha256, (Span(0, 4),), Action.WITHHOLD),)

    def changing(progress: Progress) -> None:
        second.write_text("Memo 1. Nothing more. Quillback was met.\n")

    inputs = Inputs(decisions={sha256: made})
    report = run([first, second], options(tmp_path / "out"), 1, changing, inputs)
    assert [d.status for d in report.documents] == [Status.EXPORTED, Status.REFUSED]


def test_what_is_decided_about_standard_input_is_about_nothing_else(tmp_path: Path) -> None:
    [memo] = documents(tmp_path / "in", 1)
    data = b"The pier is closed.\n"
    sha256 = hashlib.sha256(data).hexdigest()
    inputs = Inputs(decisions={sha256: (Decision(sha256, (Span(4, 8),), Action.WITHHOLD),)}, standard_input=data)
    report = run([Path("-"), memo], options(tmp_path / "out"), inputs=inputs)
    assert [d.sha256 for d in report.documents] == [sha256, hashlib.sha256(memo.read_bytes()).hexdigest()]
    made = {path.name: path.read_text() for path in (tmp_path / "out" / "sanitized").iterdir()}
    assert made == {
        "stdin.sanitized.txt": "The [text withheld] is closed.\n",
        "memo0.sanitized.txt": "Memo 0. [text withheld] was met.\n",
    }


def test_a_run_that_resumes_writes_the_same_manifest(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in", 2)
    settings = ExportOptions(tmp_path / "out", load_policy("public"), resume=True)
    run(paths, settings)
    before = tree(tmp_path / "out")
    report = run(paths, settings)
    assert [d.status for d in report.documents] == [Status.RESUMED] * 2
    assert tree(tmp_path / "out") == before


def test_same_names_in_different_folders_keep_their_folders(tmp_path: Path) -> None:
    paths = [*documents(tmp_path / "a", 1), *documents(tmp_path / "b", 1)]
    run(paths, options(tmp_path / "out"))
    assert {"sanitized/a/memo0.sanitized.txt", "sanitized/b/memo0.sanitized.txt"} <= set(tree(tmp_path / "out"))


def test_a_document_named_twice_is_exported_once(tmp_path: Path) -> None:
    [path] = documents(tmp_path / "in", 1)
    assert len(run([path, path], options(tmp_path / "out")).documents) == 1


def test_an_input_among_the_outputs_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in", 1)
    run(paths, options(tmp_path / "out"))
    before = tree(tmp_path / "out")
    with pytest.raises(UsageError):
        run([tmp_path / "out" / "sanitized" / "memo0.sanitized.txt"], options(tmp_path / "out"))
    assert tree(tmp_path / "out") == before


def dying(task: Task) -> Exported:
    if "deadly" in task.path.name:
        os._exit(9)
    return export_task(task)


def test_a_document_that_kills_its_process_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [*documents(tmp_path / "in", 3), tmp_path / "in" / "deadly.txt"]
    paths[-1].write_text("deadly\n")
    to = tmp_path / "out"
    run(paths, options(to))  # an earlier run, whose copy must not pass for this one's
    monkeypatch.setattr("workbench.batch.exporting.export_task", dying)
    report = run(paths, options(to), 2)
    assert [d.status for d in report.documents] == [Status.EXPORTED] * 3 + [Status.REFUSED]
    assert report.documents[3].code == "crashed"
    assert [p.name for p in (to / "sanitized").iterdir() if "deadly" in p.name] == []


def test_only_what_kills_or_hangs_a_process_is_lost_and_nothing_is_done_twice(
    capfd: pytest.CaptureFixture[str],
) -> None:
    results = list(in_processes(deadly, range(100), 3, 10))
    assert sorted(number for number, _ in results) == list(range(100))
    lost = {number: result for number, result in results if isinstance(result, Lost)}
    assert lost == {40: Lost.DIED, 41: Lost.OVERDUE, 42: Lost.DIED}
    assert all(result == -number for number, result in results if number not in lost)
    assert capfd.readouterr().err == ""


def test_no_process_is_left_where_the_run_ends_early() -> None:
    with contextlib.closing(in_processes(deadly, range(30), 2, 60)) as work:
        next(work)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("noticed", [1, 2])
def test_what_is_finished_when_a_run_is_told_to_end_is_in_its_manifest(
    noticed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_ready(pipes: Sequence[Connection], seconds: float) -> list[Connection]:
        return [pipe for pipe in pipes if pipe.poll(60)][:noticed]

    def interrupt(progress: Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.batch.processes.wait", all_ready)
    paths = documents(tmp_path / "in", 2)
    with pytest.raises(KeyboardInterrupt):
        run(paths, options(tmp_path / "out"), 2, progress=interrupt)
    manifest = json.loads((tmp_path / "out" / "records" / "manifest.json").read_text())
    assert [d["source"]["path"] for d in manifest["documents"]] == list(map(str, paths))
    assert manifest["unfinished"] == 0
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name != "posix", reason="masks signals as POSIX does")
def test_ctrl_c_is_heard_by_no_process_that_is_only_starting() -> None:
    assert list(in_processes(deaf, range(1), 1, 60)) == [(0, True)]


def test_so_many_processes_as_asked_for_do_one_task_after_the_other() -> None:
    heard = [result for _, result in in_processes(ears, range(8), 2, 60)]
    assert all(result[1:] == (True, True) for result in heard if isinstance(result, tuple))
    assert len({result[0] for result in heard if isinstance(result, tuple)}) <= 2


def run_until_a_copy_is_there(paths: Sequence[Path], to: Path, number: signal.Signals) -> int:
    """The exit code of a run that is sent the signal ``number`` then."""
    call = [sys.executable, "-m", "workbench", "export", *map(str, paths), "--to", str(to), "--policy", "none"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}

    def heard() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever started the tests may have it ignored, as nohup does

    with subprocess.Popen([*call, "--jobs", "2"], env=environment, stderr=subprocess.PIPE, preexec_fn=heard) as process:
        while not list(to.glob("sanitized/*")):
            time.sleep(0.01)
        process.send_signal(number)
        assert process.stderr
        process.stderr.read()  # until the last process that holds it is gone
    return process.returncode


@pytest.mark.skipif(os.name != "posix", reason="hangs up as POSIX does")
def test_a_run_whose_terminal_is_closed_ends_as_by_ctrl_c(tmp_path: Path) -> None:
    to = tmp_path / "out"
    assert run_until_a_copy_is_there(documents(tmp_path / "in", 60), to, signal.SIGHUP) == 128 + signal.SIGHUP
    manifest = json.loads((to / "records" / "manifest.json").read_text())
    assert manifest["unfinished"] == 60 - len(manifest["documents"])


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_a_run_that_is_killed_leaves_no_process_no_half_file_and_is_resumed(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in", 60)
    to = tmp_path / "out"
    assert run_until_a_copy_is_there(paths, to, signal.SIGKILL) == -signal.SIGKILL
    assert json.loads((to / "records" / "manifest.json").read_text())["unfinished"] == 60
    assert not [path for path in to.rglob("*") if path.name.startswith(".")]
    resumed = run(paths, ExportOptions(to, load_policy("none"), resume=True), 2)
    counts = resumed.counts()
    assert counts[Status.RESUMED] + counts[Status.EXPORTED] == 60
    assert counts[Status.RESUMED] >= 1


@pytest.mark.parametrize("thread", [False, True])
def test_a_document_that_takes_too_long_is_given_up(
    thread: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*args: object) -> Exported:
        while True:
            with contextlib.suppress(Exception):  # as a reader does that goes on behind a broken page
                while True:
                    pass

    monkeypatch.setattr("workbench.batch.tasks.export_document", endless)
    monkeypatch.setattr("workbench.batch.tasks.TIMEOUT_SECONDS", 1)
    before = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    task = Task(tmp_path / "a.txt", options(tmp_path / "out"), OutputName(name_outputs([tmp_path])[0].folder, "a"), {})
    with ThreadPoolExecutor() as pool:
        assert (pool.submit(export_task, task).result() if thread else export_task(task)).code == "timeout"
    assert signal.signal(signal.SIGALRM, before) is signal.SIG_IGN  # whoever called keeps their own


def test_a_document_that_is_done_in_time_rings_for_no_other(tmp_path: Path) -> None:
    [path] = documents(tmp_path / "in", 1)
    run([path], options(tmp_path / "out"))
    assert signal.alarm(0) == 0


def test_a_document_is_exported_from_a_thread_too(tmp_path: Path) -> None:
    [path] = documents(tmp_path / "in", 1)
    with ThreadPoolExecutor() as pool:
        assert not pool.submit(run, [path], options(tmp_path / "out")).result().failed


_TRACED = """
import sys, threading
from pathlib import Path
from workbench.batch.exporting import run
from workbench.exports.options import ExportOptions
from workbench.redaction import load_policy

work = threading.Thread(target=run, args=([Path(sys.argv[1])], ExportOptions(Path(sys.argv[2]), load_policy("none"))))
work.start()
work.join()
called = []
sys.setprofile(lambda frame, event, argument: called.append(event))
(lambda: None)()
sys.setprofile(None)
"""


def test_behind_an_export_in_a_thread_a_tracer_goes_on(tmp_path: Path) -> None:
    [path] = documents(tmp_path / "in", 1)
    done = subprocess.run([sys.executable, "-c", _TRACED, path, tmp_path / "out"], timeout=60, check=False)
    assert done.returncode == 0


def test_a_cluster_that_is_not_installed_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="not installed"):
        run(documents(tmp_path / "in", 1), options(tmp_path / "out"), engine=Engine("dask"))


def test_exporting_text_loads_no_pdf_library(tmp_path: Path) -> None:
    [path] = documents(tmp_path / "in", 1)
    code = (
        "import sys; from workbench.cli import run; "
        f"assert run(['export', {str(path)!r}, '--to', {str(tmp_path / 'out')!r}]) == 0; "
        "print([m for m in ('pymupdf', 'pikepdf', 'pypdfium2', 'docx', 'textual') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_cluster_gives_the_same_as_local_processes(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    paths = [*documents(tmp_path / "in", 3), tmp_path / "in" / "missing.txt"]
    run(paths, options(tmp_path / "local"), 2)
    report = run(paths, options(tmp_path / "dask"), 2, engine=Engine("dask"))
    assert [d.status for d in report.documents] == [Status.EXPORTED] * 3 + [Status.UNREADABLE]
    assert tree(tmp_path / "local") == tree(tmp_path / "dask")


def test_a_scheduler_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match="no Dask scheduler"):
        run(documents(tmp_path / "in", 1), options(tmp_path / "out"), engine=Engine("dask", "tcp://127.0.0.1:9"))
