# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files a reviewer named, the reading of them, and what the case knows of each."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.cases import Case, Entry
from workbench.core.account import account_name
from workbench.core.errors import WorkbenchError
from workbench.core.faults import fault
from workbench.core.walking import Met, walk
from workbench.exports.naming import run_that_wrote
from workbench.redaction import Policy
from workbench.redaction.approval import basis_of
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


_CHANGED = (
    "has changed since it was reviewed on {}: what was decided then does not hold for it. "
    "c carries over what stands on the same text, with the earlier version open too"
)


@dataclass(slots=True)
class Item:
    """A file the reviewer named, or found in a folder that was: waiting, read (``review``), or not (``problem``).

    ``row`` is where the reviewer was in it, once that is known; ``changed`` whether the file on the disk is another
    than was read; ``seen`` when it was last written as far as was looked, and its size. ``warning`` is for the reviewer
    when it is shown; ``reviewed`` the day on which other bytes of it were, until they see these.
    """

    path: Path
    review: Review | None = None
    problem: str = ""
    row: int | None = None
    changed: bool = False
    seen: tuple[int, int] | None = None
    warning: str = ""
    reviewed: str = ""

    @property
    def waits(self) -> bool:
        """Whether it still has to be read."""
        return self.review is None and not self.problem


class ListedDocuments:
    """What is listed, which of it is read next, and how; and who reads. ``read`` is for a worker thread."""

    def __init__(
        self, case: Case, reader: Callable[[Path], Review], policy: Policy, reviewer: str | None = None
    ) -> None:
        """``reader`` makes a review of a file under ``policy`` and raises ``WorkbenchError`` where it cannot."""
        self.case = case
        self.policy = policy
        self.reviewer = reviewer_name() if reviewer is None else reviewer
        self.items: list[Item] = []
        self._reader = reader
        self._first: Item | None = None
        self._replaced: list[Item] = []
        self._is_behind = False
        self.reading = threading.Lock()
        """Held by whoever reads or writes documents in this process: PDF libraries do not bear two threads."""

    # --- reading, in a worker thread -------------------------------------------------------------------------------

    def read(self, item: Item) -> Review | str:
        """The review of a file, or the one line that says why there is none."""
        item.seen = written(item.path)
        try:
            with self.reading:
                return self._reader(item.path)
        except WorkbenchError as error:
            return str(error).removeprefix(f"{item.path}: ")
        except OSError as error:
            return f"cannot be read: {error.strerror or error}"
        except Exception as error:  # a reader's bug must cost one document, not the reviewer's session
            return fault(error)

    # --- documents -------------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> list[Item]:
        """List files that are not listed yet, by this path or another to the same place; they wait to be read."""
        listed, new = {os.path.abspath(item.path) for item in self.items}, []  # noqa: PTH100 (it takes out "..")
        for path in paths:
            if (place := os.path.abspath(path)) not in listed:  # noqa: PTH100
                listed.add(place)
                new.append(Item(path))
        self.items += new
        return new

    def next_waiting(self) -> Item | None:
        """Which file to read next: the one asked for, else the first that waits."""
        if self._first and self._first.waits:
            return self._first
        return next((item for item in self.items if item.waits), None)

    def read_first(self, item: Item) -> None:
        """The reviewer wants to see this one now."""
        self._first = item

    def read_again(self, item: Item) -> None:
        """Let a file be read as it is now. What it was before stays at hand, for its decisions."""
        self._replaced += [replace(item)] if item.review else []
        item.review, item.problem, item.changed = None, "", False
        self.read_first(item)

    # --- what the case knows of them -------------------------------------------------------------------------------

    def take(self, item: Item, result: Review | str) -> None:
        """Take in what ``read`` gave; the decisions come from the case.

        Raises:
            CaseError: the case file cannot be read or written; the document is there all the same.

        """
        if isinstance(result, str):
            item.problem = result
            return
        item.review, sha256 = result, result.document.sha256
        self._replaced = [old for old in self._replaced if old.review and old.review.document.sha256 != sha256]
        self._take(result)
        item.row = self._left_at(result) if item.row is None else min(item.row, max(0, len(result.rows) - 1))
        item.reviewed = self.case.reviewed_at(item.path, sha256)[:10]
        item.warning = _CHANGED.format(item.reviewed) if item.reviewed else ""
        if not item.reviewed and not self._opened(item.path, result):
            item.warning = "is read differently than when it was decided about: check every decision"

    def _opened(self, path: Path, review: Review) -> bool:
        document = review.document
        return self.case.opened(document.sha256, path, document.format, document.reading.text, later=True)

    def shown(self, item: Item) -> str:
        """The reviewer sees a document. What they should know of it, once.

        One that has changed since its review is noted as opened only now, and not where it was read behind another:
        until then nothing of it is exported, for what was withheld of it would go out.

        Raises:
            CaseError: the case file cannot be written.

        """
        if item.review and item.reviewed:
            self._opened(item.path, item.review)
            self.case.settle()
        warning, item.warning, item.reviewed = item.warning, "", ""
        return warning

    def _left_at(self, review: Review) -> int | None:
        """Where the reviewer goes on: what is undecided from their last decision on; None where they made none."""
        entry = self.case.latest(review.document.sha256, reviewer=self.reviewer)
        row = row_of(review, entry)
        following = None if row is None else review.next_undecided(row - 1)
        return row if following is None else following

    def catch_up(self) -> bool:
        """Take in what another program wrote into the case. Whether there was anything.

        Raises:
            CaseError: the case file cannot be read.

        """
        self._is_behind |= self.case.changed_elsewhere()
        if not self._is_behind:
            return False
        for item in self.items:
            if item.review:
                self._refresh(item.review)
        self._is_behind = False
        return True

    def _refresh(self, review: Review) -> None:
        """Two files of the same bytes are one document to the case."""
        for item in (*self._replaced, *self.items):
            if item.review and item.review.document.sha256 == review.document.sha256:
                self._take(item.review)

    def _take(self, review: Review) -> None:
        sha256 = review.document.sha256
        review.take(self.case.decisions(sha256), self.case.notes(sha256))
        review.basis = basis_of(review.decisions, self.policy)
        review.standing = self.case.standing(sha256)


def row_of(review: Review, entry: Entry | None) -> int | None:
    """The row that a change was about, if any; a change about nothing is one that somebody else wrote into the file."""
    return next((review.row_of_place(place) for place in entry.places), None) if entry else None


def reviewer_name() -> str:
    """Who decides: ``WORKBENCH_REVIEWER``, else the name of the account."""
    return one_line(os.environ.get("WORKBENCH_REVIEWER", "")) or account_name()


def written(path: Path) -> tuple[int, int] | None:
    """When a file was last written (nanoseconds) and its size; None where nobody can say."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def expand(paths: Sequence[Path], case: Path) -> Iterator[Path]:
    """The files that ``paths`` name, folders walked; links to folders are not followed.

    A folder that cannot be read stands among them: the list says why it was not opened. The ``case`` file in a folder
    is no document, nor are copies and records that were exported into it; who names their folder means them.
    """
    named = frozenset(paths)
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder above may not be entered
            yield path
            continue
        for found, met in walk(path):
            if met is not Met.LINK and run_that_wrote(found, named) is None and not _is_same(found, case):
                yield found


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.name == other.name and path.samefile(other)
    except OSError:
        return False
