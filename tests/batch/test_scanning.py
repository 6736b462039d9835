# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from workbench.batch.processes import Lost
from workbench.batch.scanning import Scan, ScanOptions, scan_all


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
