# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds now: the ledger read from its first row to its last.

The decisions in force are never stored, only derived: a second table could disagree with the ledger.
"""

from __future__ import annotations

from collections import defaultdict

from workbench.cases.ledger import Change, Entry, Note
from workbench.redaction.approval import Standing
from workbench.redaction.model import Decision, Place


class State:
    """The decisions in force and what can be undone or redone, for each document of a case."""

    def __init__(self) -> None:
        """Before the first row."""
        self.last = 0
        self._changes: dict[str, list[Entry]] = defaultdict(list)
        self._undone: dict[str, list[int]] = defaultdict(list)
        self._standing: dict[str, Standing] = defaultdict(Standing)

    def apply(self, entry: Entry) -> None:
        """Take in the next row of the ledger."""
        self.last = entry.number
        undone = self._undone[entry.sha256]
        if entry.kind is Change.UNDO and entry.target is not None:
            undone.append(entry.target)
        elif entry.kind is Change.REDO and entry.target in undone:
            undone.remove(entry.target)
        elif entry.kind in (Change.DECIDE, Change.CLEAR, Change.NOTE, Change.CARRY):
            # A new change closes the way forward: what was undone stays undone and is no longer offered.
            gone = set(undone)
            kept = [change for change in self._changes[entry.sha256] if change.number not in gone]
            self._changes[entry.sha256] = [*kept, entry]
            undone.clear()
        elif entry.signature:
            self._standing[entry.sha256] = self._signed(entry)

    def _signed(self, entry: Entry) -> Standing:
        """A new review, or a return, leaves no earlier signature standing."""
        if entry.kind is Change.APPROVED:
            return Standing(self._standing[entry.sha256].reviewed, entry.signature)
        return Standing(entry.signature) if entry.kind is Change.REVIEWED else Standing(returned=entry.signature)

    def standing(self, sha256: str) -> Standing:
        """The signatures that count for a document."""
        return self._standing.get(sha256, Standing())

    def decisions(self, sha256: str) -> tuple[Decision, ...]:
        """The decision in force for each place of a document, in the order in which they were made."""
        # By place, not by the paragraph's id: ids may be given anew by a later version.
        found: dict[Place, Decision] = {}
        for entry in self._in_force(sha256):
            for place in entry.cleared:
                found.pop(place, None)
            for decision in entry.decisions:
                found.pop(decision.place, None)
                found[decision.place] = decision
        return tuple(found.values())

    def notes(self, sha256: str) -> tuple[Note, ...]:
        """The note in force for each place of a document, in the order in which they were made."""
        found: dict[Place, Note] = {}
        for note in (note for entry in self._in_force(sha256) for note in entry.notes):
            found.pop(note.place, None)
            found |= {note.place: note} if note.text else {}
        return tuple(found.values())

    def latest(self, sha256: str | None, reviewer: str = "") -> Entry | None:
        """The last change in force to a document (or to any); with a ``reviewer`` the last of their own."""
        if sha256 is None:
            newest = filter(None, (self.latest(each, reviewer) for each in self._changes))
            return max(newest, key=lambda entry: entry.number, default=None)
        return next((c for c in reversed(self._in_force(sha256)) if reviewer in ("", c.reviewer)), None)

    def redoable(self, sha256: str, reviewer: str = "") -> Entry | None:
        """The change that a redo would restore, likewise."""
        made = {change.number: change for change in self._changes.get(sha256, ())}
        undone = (made[number] for number in reversed(self._undone.get(sha256, ())))
        return next((change for change in undone if reviewer in ("", change.reviewer)), None)

    def _in_force(self, sha256: str) -> list[Entry]:
        gone = set(self._undone.get(sha256, ()))
        return [change for change in self._changes.get(sha256, ()) if change.number not in gone]
