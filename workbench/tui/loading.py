# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a file to a review, and from a case file to a session: what both faces begin with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workbench.cases import Case
from workbench.checks import check, find_settings
from workbench.documents import open_document
from workbench.documents.ocr import PageProgress, silent
from workbench.redaction import Policy, make_plan, proposed
from workbench.structure import analyse
from workbench.tui.exporting import read_policy
from workbench.tui.review import Review
from workbench.tui.session import Session


def reader_for(policy: Policy, progress: PageProgress = silent) -> Callable[[Path], Review]:
    """What makes a review of a file, with ``policy`` for what waits for a decision: for a worker thread.

    ``progress`` is told of each page that OCR is about to read: a scan takes seconds a page.
    """

    def read(path: Path) -> Review:
        analysis = analyse(open_document(path, progress=progress))
        findings = check(analysis, find_settings(path))
        return Review(analysis, findings, make_plan(analysis, policy).redactions, proposed(analysis, policy))

    return read


@contextmanager
def opened_session(
    case_path: Path,
    policy: str,
    proposals: Sequence[str] = (),
    progress: PageProgress = silent,
    *,
    look_only: bool = False,
) -> Iterator[tuple[Session, list[Path]]]:
    """A session under a case, and the documents that the case knows.

    ``proposals`` are patterns whose hits the reviewer has to decide about, beside those of the policy. ``look_only``
    leaves the case as it is; so does a case file that cannot be written.

    Raises:
        WorkbenchError: the case or the policy cannot be used.

    """
    chosen = read_policy(policy, tuple(proposals))
    with Case.open(case_path, read_only=look_only or _is_kept_from_us(case_path)) as case:
        documents = case.documents()
        for document in documents:  # a damaged file is told now: later every single decision would fail
            case.decisions(document.sha256), case.notes(document.sha256)
        yield Session(case, reader_for(chosen, progress), chosen), [Path(document.path) for document in documents]


def _is_kept_from_us(case_path: Path) -> bool:
    """Whether there is a case that may be read and not written: a colleague's, or one put away on a read-only disk."""
    return case_path.is_file() and not all(os.access(path, os.W_OK) for path in (case_path, case_path.parent))
