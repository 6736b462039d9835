# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbench.batch.processes import Lost
from workbench.batch.scanning import Scan, ScanOptions, scan_all, scan_one
from workbench.core.errors import TooLargeDocumentError, UsageError
from workbench.core.findings import Finding, Severity
from workbench.documents import OcrMode


def test_scans_keep_their_order_and_one_whose_process_died_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def finished(*args: object) -> Generator[tuple[int, Scan | Lost]]:
        yield 2, Scan(json="two")
        yield 1, Lost.DIED
        yield 0, Scan(json="nought")
        yield 3, Lost.OVERDUE

    monkeypatch.setattr("workbench.batch.processes.in_processes", finished)
    scans = list(scan_all([Path(f"{n}.txt") for n in range(4)], ScanOptions(), 2))
    assert [scan.json or scan.error for scan in scans] == [
        "nought",
        "1.txt: cannot be read: its process ended",
        "two",
        "3.txt: cannot be read: it took too long",
    ]
    assert [scan.error_code for scan in scans] == ["", "unreadable", "", "unreadable"]


def test_what_is_asked_for_reaches_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def read(*args: object, ocr: OcrMode, progress: Callable[[int, int], None]) -> None:
        asked.append((*args, ocr))
        progress(1, 2)
        raise TooLargeDocumentError(str(args[-1]), "is too large")

    told: list[tuple[Path, int, int]] = []
    monkeypatch.setattr("workbench.batch.scanning.open_document", read)
    monkeypatch.setattr("workbench.batch.scanning.read_document", read)
    options = ScanOptions(ocr=OcrMode.NEVER, standard_input=b"The pier.")
    scans = list(scan_all([Path("-"), Path("a.txt")], options, 1, lambda *page: told.append(page)))
    assert asked == [(b"The pier.", "-", OcrMode.NEVER), (Path("a.txt"), OcrMode.NEVER)]
    assert told == [(Path("-"), 1, 2), (Path("a.txt"), 1, 2)]
    assert [(scan.error, scan.error_code) for scan in scans][1] == ("a.txt: is too large", "too-large")


def test_nothing_is_read_where_ocr_is_asked_for_and_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_engine(mode: OcrMode) -> None:
        raise UsageError(mode)

    monkeypatch.setattr("workbench.batch.scanning.require_engine", no_engine)
    with pytest.raises(UsageError, match="always"):
        list(scan_all([Path("none.txt")], ScanOptions(ocr=OcrMode.ALWAYS), 1))


@pytest.mark.parametrize(
    ("severities", "reported"),
    [
        ([], False),
        ([Severity.INFO], False),
        ([Severity.INFO, Severity.WARNING], True),
        ([Severity.ERROR], True),
    ],
)
@pytest.mark.parametrize("with_text", [False, True])
def test_what_is_above_information_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, severities: list[Severity], reported: bool, with_text: bool
) -> None:
    (tmp_path / "a.txt").write_text("The pier.\n")
    findings = [Finding("X1", severity, "", "") for severity in severities]
    analysis = SimpleNamespace(findings=findings, as_json=lambda *, with_text: {"text": with_text})
    monkeypatch.setattr("workbench.batch.scanning.analyse", lambda document: analysis)
    scan = scan_one(tmp_path / "a.txt", ScanOptions(with_text=with_text))
    assert (scan.reported, scan.found) == (reported, {"text": with_text})
