# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files a reviewer named, and the reading of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.errors import WorkbenchError
from workbench.core.faults import fault
from workbench.core.walking import Met, walk
from workbench.exports.naming import run_that_wrote
from workbench.tui.review import Review


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
    """What is listed, which of it is read next, and how. ``read`` is for a worker thread."""

    def __init__(self, reader: Callable[[Path], Review]) -> None:
        """``reader`` makes a review of a file and raises ``WorkbenchError`` where it cannot."""
        self.items: list[Item] = []
        self._reader = reader
        self._first: Item | None = None
        self._replaced: list[Item] = []
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
