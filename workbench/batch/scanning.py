# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading many documents at a time, in the order in which they were named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from workbench.batch import TIMEOUT_SECONDS
from workbench.core.errors import DocumentError
from workbench.core.findings import Severity
from workbench.core.rules import user_rules_folder
from workbench.documents import Document, OcrMode, open_document, read_document
from workbench.documents.ocr import PageProgress, require_engine, silent
from workbench.documents.opening import one_error
from workbench.structure import analyse


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """How to read. ``standard_input`` holds the bytes of ``-``: a worker process has no standard input of its own."""

    with_text: bool = False
    ocr: OcrMode = OcrMode.AUTO
    standard_input: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read of one document, or why it was not. ``reported`` tells that a finding is above information."""

    json: str = ""
    reported: bool = False
    error: str = ""
    error_code: str = ""

    @property
    def found(self) -> dict[str, Any]:
        """The object that ``json`` holds."""
        loaded: dict[str, Any] = json.loads(self.json)
        return loaded


FileProgress = Callable[[Path, int, int], None]
"""Told the file, the page that OCR is about to read, and how many pages the file has."""


def scan_all(
    paths: Sequence[Path], options: ScanOptions, jobs: int, progress: FileProgress | None = None
) -> Iterator[Scan]:
    """A ``Scan`` for each path, in order; on ``jobs`` processes where that is more than one and there is work.

    ``progress`` is told of pages read in this process only.

    Raises:
        UsageError: OCR is asked for always, and no engine is installed, or there is no folder of the user's rules.

    """
    require_engine(options.ocr)
    user_rules_folder()
    if jobs == 1 or len(paths) < 2:
        for path in paths:
            yield scan_one(path, options, partial(progress, path) if progress else silent)
        return
    from workbench.batch.processes import Lost, in_processes

    early: dict[int, Scan] = {}
    due = 0
    with closing(in_processes(partial(scan_one, options=options), paths, jobs, TIMEOUT_SECONDS)) as work:
        for number, result in work:
            if isinstance(result, Lost):
                why = f"{paths[number]}: cannot be read: {result.value}"
                result = Scan(error=why, error_code=DocumentError.code)
            early[number] = result
            while due in early:
                yield early.pop(due)
                due += 1


def scan_one(path: Path, options: ScanOptions, progress: PageProgress = silent) -> Scan:
    """What is in the document at ``path``. An unreadable one is a ``Scan`` with ``error``, never an exception."""
    try:
        with one_error(str(path)):
            analysis = analyse(_open(path, options, progress))
    except DocumentError as error:
        return Scan(error=str(error), error_code=error.code)
    reported = any(finding.severity is not Severity.INFO for finding in analysis.findings)
    return Scan(json.dumps(analysis.as_json(with_text=options.with_text)), reported)


def _open(path: Path, options: ScanOptions, progress: PageProgress) -> Document:
    if str(path) == "-":
        return read_document(options.standard_input or b"", "-", ocr=options.ocr, progress=progress)
    return open_document(path, ocr=options.ocr, progress=progress)
