# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case: the documents under review and every decision about them. It holds places, codes and reasons, never text."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from workbench.cases import ledger
from workbench.cases.carrying import Carried
from workbench.cases.case_file import CaseFile
from workbench.cases.errors import CaseError, told_as_case_errors
from workbench.cases.ledger import Change, Entry, Note
from workbench.cases.state import State
from workbench.core.account import account_name
from workbench.core.errors import UsageError
from workbench.documents import TextVersion
from workbench.redaction.approval import Stage, Standing, same_person
from workbench.redaction.model import Decision, Place


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A document that was opened under a case; ``opened`` is when it last was (UTC, ISO 8601)."""

    sha256: str
    path: str
    format: str
    opened: str


class Case(CaseFile):
    """Documents, decisions, notes and signatures. Everything is on the disk when a method returns.

    But for documents opened ``later``, which go with the next change, with ``settle`` or with ``close``.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, read_only: bool) -> None:
        """Use ``Case.open``."""
        super().__init__(path, connection, read_only=read_only)
        self._state = State()
        self._opened: list[tuple[str, ...]] = []

    # --- documents -------------------------------------------------------------------------------------------------

    def opened(
        self, sha256: str, path: str | Path, format_name: str, reading: str = "", *, later: bool = False
    ) -> bool:
        """Note that a document was opened, under which path and when. Whether its decisions still fit it.

        ``reading`` is the SHA-256 of the text that was read. Offsets of decisions count characters of that text:
        where another version of the program reads another text out of the same bytes, they point elsewhere.
        A case that is open to be read only notes nothing.
        """
        fits = all(decision.reading.fits(TextVersion(reading)) for decision in self.decisions(sha256))
        if self.read_only:
            return fits
        for name in reversed(_names_of(path)):  # as it was named comes last, and stays
            self._opened.append((sha256, name, format_name, _now(), reading, "reading" if fits else ""))
        if not later:
            self.settle()
        return fits

    def settle(self) -> None:
        """Write which documents were opened, at one go: the disk takes 20 ms to be sure of one, and of all of them."""
        if self._opened:
            with self._writing():
                pass

    def close(self) -> None:
        """Let go of the file."""
        with suppress(CaseError):
            self.settle()
        super().close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with super()._writing():
            for sha256, path, format_name, at, reading, fits in self._opened:
                self._connection.execute(
                    "INSERT INTO documents VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE"
                    " SET path = excluded.path, format = excluded.format, opened = excluded.opened"
                    + (", reading = excluded.reading" if fits else ""),
                    (sha256, path, format_name, at, reading),
                )
                self._connection.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", (path, sha256, at))
            yield
        self._opened.clear()

    def _reading(self, sha256: str) -> str:
        """The SHA-256 of the text that decisions of earlier versions, which do not say so themselves, were made on."""
        with told_as_case_errors(self.path):
            row = self._connection.execute("SELECT reading FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row[0]) if row else ""

    def documents(self) -> tuple[CaseDocument, ...]:
        """The documents opened under this case, by path."""
        with told_as_case_errors(self.path):
            rows = self._connection.execute("SELECT sha256, path, format, opened FROM documents ORDER BY path, sha256")
            return tuple(CaseDocument(*row) for row in rows)

    def reviewed_at(self, path: str | Path, sha256: str) -> str:
        """When the file at ``path`` was last opened with other bytes that somebody decided about; empty: never so.

        Nothing that was decided holds for it then, until a reviewer opens it as it is now.
        """
        names, at = _names_of(path), "SELECT sha256, opened FROM places WHERE path IN (?, ?)"
        with told_as_case_errors(self.path):
            known = self._connection.execute("SELECT 1 FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
            others = self._connection.execute(at, (names[0], names[-1])).fetchall()
        return "" if known else max((str(opened) for other, opened in others if self.decisions(other)), default="")

    # --- decisions -------------------------------------------------------------------------------------------------

    def decide(self, *decisions: Decision) -> None:
        """Record decisions about one document, as one change that one undo takes back.

        Each replaces the decision about the same place. ``reviewer`` is taken from the first; ``decided`` is filled
        in where it is empty.
        """
        first = decisions[0]
        if any((d.sha256, d.reviewer) != (first.sha256, first.reviewer) for d in decisions):
            raise ValueError("the decisions of one change are about one document, by one reviewer")
        self._write(Change.DECIDE, first.sha256, ledger.body_of_decisions(decisions), first.reviewer, first.decided)

    def clear(self, sha256: str, *places: Place, reviewer: str = "") -> None:
        """Take away the decisions about ``places`` (``Decision.place`` of each), as one change."""
        self._write(Change.CLEAR, sha256, ledger.body_of_places(places), reviewer)

    def carry(self, sha256: str, carried: Carried, reviewer: str) -> None:
        """Record what was carried over to a document, as one change that one undo takes back."""
        self._write(Change.CARRY, sha256, ledger.body_of_carried(carried.decisions, carried.notes), reviewer)

    def note(self, sha256: str, place: Place, text: str, reviewer: str = "") -> None:
        """Remark something about a place; no ``text`` takes the note away. Not for words of the document."""
        self._write(Change.NOTE, sha256, ledger.body_of_note(place, text), reviewer)

    def notes(self, sha256: str) -> tuple[Note, ...]:
        """The note in force for each place of the document, in the order in which they were made."""
        self._refresh()
        with told_as_case_errors(self.path):
            return self._state.notes(sha256)

    def decisions(self, sha256: str) -> tuple[Decision, ...]:
        """The decision in force for each place of the document, in the order in which they were made."""
        self._refresh()
        known = self._reading(sha256)
        with told_as_case_errors(self.path):
            found = self._state.decisions(sha256)
        return tuple(d if d.reading.text else replace(d, reading=TextVersion(known)) for d in found)

    def history(self, sha256: str | None = None) -> tuple[Entry, ...]:
        """Every change to a document (or to all), undone ones included, oldest first."""
        with told_as_case_errors(self.path):
            return tuple(e for e in ledger.read(self._connection) if sha256 in (None, e.sha256))

    def latest(self, sha256: str | None = None, *, reviewer: str = "") -> Entry | None:
        """The last change in force to a document (or to any), of ``reviewer`` where one is named: where they were."""
        self._refresh()
        return self._state.latest(sha256, reviewer)

    def undo(self, sha256: str | None = None, *, reviewer: str = "") -> Entry | None:
        """Take back the last change to a document (or to any). The change it took back, None where there is none.

        A ``reviewer`` takes back what they did themselves, never what another did meanwhile; none takes back anything.
        """
        return self._counter(Change.UNDO, reviewer, lambda: self._state.latest(sha256, reviewer))

    def redo(self, sha256: str, *, reviewer: str = "") -> Entry | None:
        """Restore what the last undo took back, of ``reviewer`` where one is named. None where there is none."""
        return self._counter(Change.REDO, reviewer, lambda: self._state.redoable(sha256, reviewer))

    # --- two-person approval ---------------------------------------------------------------------------------------

    def standing(self, sha256: str) -> Standing:
        """Who reviewed, approved or returned the document, as far as it counts."""
        self._refresh()
        return self._state.standing(sha256)

    def sign(self, sha256: str, basis: str, reviewer: str) -> Stage:
        """Mark a document as reviewed; or approve it, where another person did so and ``basis`` is still the same.

        Raises:
            UsageError: it is approved already, or ``reviewer`` is the one who reviewed it.

        """
        with self._writing():
            self._refresh()
            before = self._state.standing(sha256)
            stage = before.stage(basis)
            if stage is Stage.APPROVED:
                raise UsageError("it is approved already")
            if stage is Stage.REVIEWED and before.reviewed and same_person(before.reviewed.reviewer, reviewer):
                raise UsageError(f"{reviewer} reviewed it; another person has to approve it")
            kind = Change.APPROVED if stage is Stage.REVIEWED else Change.REVIEWED
            self._append(kind, sha256, ledger.body_of_signature(basis, "", account_name()), reviewer)
        return Stage(kind.value)

    def send_back(self, sha256: str, reason: str, reviewer: str) -> None:
        """Take the signatures away: there is something to change, for a ``reason``."""
        self._write(Change.RETURNED, sha256, ledger.body_of_signature("", reason, account_name()), reviewer)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _counter(self, kind: Change, reviewer: str, find: Callable[[], Entry | None]) -> Entry | None:
        """Found under the lock: another program of the same reviewer may undo it too."""
        with self._writing():
            self._refresh()
            if entry := find():
                self._append(kind, entry.sha256, ledger.body_of(entry.number), reviewer)
        return entry

    def _write(self, kind: Change, sha256: str, body: str, reviewer: str, at: str = "") -> None:
        with self._writing():
            self._append(kind, sha256, body, reviewer, at)

    def _append(self, kind: Change, sha256: str, body: str, reviewer: str, at: str = "") -> None:
        ledger.append(self._connection, at or _now(), reviewer, kind, sha256, body)

    def _refresh(self) -> None:
        """Take in what was written since, here or by another program."""
        with told_as_case_errors(self.path):
            for entry in ledger.read(self._connection, self._state.last):
                self._state.apply(entry)


def _names_of(path: str | Path) -> tuple[str, ...]:
    """The absolute names of a file: as it was named, and as it is called where no link leads to it, if otherwise.

    By either it is known again, from whatever folder it is named. Bytes that are no UTF-8 are told by their numbers.
    """
    names = dict.fromkeys((os.path.abspath(path), os.path.realpath(path)))  # noqa: PTH100 (it takes out "..")
    return tuple(name.encode(errors="backslashreplace").decode() for name in names)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
