# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a file to a review: reading, analysing, checking. Runs in a worker thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.checks import check, find_settings
from workbench.documents import open_document
from workbench.documents.ocr import PageProgress, silent
from workbench.redaction import Policy, make_plan, proposed
from workbench.structure import analyse
from workbench.tui.review import Review


def reader_for(policy: Policy, progress: PageProgress = silent) -> Callable[[Path], Review]:
    """What makes a review of a file, with ``policy`` for what waits for a decision.

    ``progress`` is told of each page that OCR is about to read: a scan takes seconds a page.
    """

    def read(path: Path) -> Review:
        analysis = analyse(open_document(path, progress=progress))
        findings = check(analysis, find_settings(path))
        return Review(analysis, findings, make_plan(analysis, policy).redactions, proposed(analysis, policy))

    return read
