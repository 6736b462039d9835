# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger: every change a reviewer made, one row each, each row's hash covering the one before it.

The chain shows that a row in the middle was changed, taken out or put in. It cannot show that the last rows were
cut off: note ``Case.head`` elsewhere to see that too.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from workbench.documents import Box, Span, TextVersion
from workbench.redaction.approval import Signature
from workbench.redaction.model import Action, Decision, Place


GENESIS = "0" * 64
_COLUMNS = "number, at, reviewer, kind, sha256, body, previous, hash"


class Change(StrEnum):
    """What a row of the ledger did."""

    DECIDE = "decide"
    CLEAR = "clear"
    NOTE = "note"
    CARRY = "carry"
    UNDO = "undo"
    REDO = "redo"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Note:
    """What a reviewer remarked about a place, for those who work on the case; no copy and no index has it."""

    place: Place
    text: str
    reviewer: str
    at: str


@dataclass(frozen=True)
class Entry:
    """A row of the ledger, as its hash covers it.

    ``at`` is UTC, ISO 8601; ``body`` canonical JSON: the decisions of a DECIDE, the places (lists of spans) of a
    CLEAR, place and text of a NOTE, both the decisions and the notes (each with its author) of a CARRY, the number of
    the row that an UNDO takes back or a REDO restores, basis, reason and account of a signature (REVIEWED, APPROVED,
    RETURNED).
    """

    number: int
    at: str
    reviewer: str
    kind: Change
    sha256: str
    body: str
    previous: str
    hash: str

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions of a DECIDE or a CARRY, none for the other kinds."""
        if self.kind not in (Change.DECIDE, Change.CARRY):
            return ()
        body = json.loads(self.body)
        return tuple(self._decision(item) for item in (body["decisions"] if self.kind is Change.CARRY else body))

    @cached_property
    def cleared(self) -> tuple[Place, ...]:
        """The places whose decisions a CLEAR takes away."""
        if self.kind is not Change.CLEAR:
            return ()
        return tuple(_place(item) for item in json.loads(self.body))

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The note of a NOTE, those of a CARRY; one without words takes away the note that was there."""
        if self.kind not in (Change.NOTE, Change.CARRY):
            return ()
        body = json.loads(self.body)
        items = body["notes"] if self.kind is Change.CARRY else [body]
        return tuple(Note(_place(i["place"]), i["text"], i.get("by", self.reviewer), self.at) for i in items)

    @property
    def signature(self) -> Signature | None:
        """What was signed, or why it was returned."""
        if self.kind not in (Change.REVIEWED, Change.APPROVED, Change.RETURNED):
            return None
        item = json.loads(self.body)
        return Signature(self.reviewer, self.at, item["basis"], item["reason"], item.get("account", ""))

    @property
    def places(self) -> tuple[Place, ...]:
        """The places it is about: those decided, cleared or noted about."""
        return (*self.cleared, *(d.place for d in self.decisions), *(n.place for n in self.notes))

    @property
    def target(self) -> int | None:
        """The number of the row that an UNDO or REDO is about."""
        return int(json.loads(self.body)) if self.kind in (Change.UNDO, Change.REDO) else None

    def _decision(self, item: dict[str, Any]) -> Decision:
        return Decision(
            sha256=self.sha256,
            spans=_spans(item["spans"]),
            action=Action(item["action"]),
            paragraph=item["paragraph"],
            code=item["code"],
            reason=item["reason"],
            reviewer=self.reviewer,
            decided=self.at,
            # Rows of earlier versions lack it and what follows.
            reading=TextVersion(*item.get("reading", ())),
            page=item.get("page"),
            box=Box(*item["box"]) if item.get("box") else None,
            carried=item.get("carried", ""),
        )


def body_of(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, so that a hash has one meaning."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def body_of_places(places: tuple[Place, ...]) -> str:
    """The body of a CLEAR: the spans of each place, or its page or box by that name."""
    return body_of([_place_item(*place) for place in places])


def body_of_note(place: Place, text: str) -> str:
    """The body of a NOTE."""
    return body_of({"place": _place_item(*place), "text": text})


def body_of_carried(decisions: tuple[Decision, ...], notes: tuple[Note, ...]) -> str:
    """The body of a CARRY: decisions as in a DECIDE, and notes that stay those of who wrote them."""
    noted = [{"place": _place_item(*note.place), "text": note.text, "by": note.reviewer} for note in notes]
    return body_of({"decisions": _decision_items(decisions), "notes": noted})


def _place_item(spans: tuple[Span, ...], page: int | None, box: Box | None) -> object:
    if box:
        return {"box": list(box)}
    return {"page": page} if page is not None else [list(span) for span in spans]


def _place(item: Any) -> Place:
    if isinstance(item, dict):
        return (), item.get("page"), Box(*item["box"]) if item.get("box") else None
    return _spans(item), None, None


def body_of_signature(basis: str, reason: str, account: str) -> str:
    """The body of a signature: what is signed or why it is returned, and the account of the machine it came from."""
    return body_of({"basis": basis, "reason": reason, "account": account})


def body_of_decisions(decisions: tuple[Decision, ...]) -> str:
    """The body of a DECIDE: what was decided about which place. Who and when are columns of the row."""
    return body_of(_decision_items(decisions))


def _decision_items(decisions: tuple[Decision, ...]) -> list[dict[str, Any]]:
    columns = ("sha256", "reviewer", "decided")
    return [{k: v for k, v in asdict(d).items() if k not in columns} for d in decisions]


def append(connection: sqlite3.Connection, at: str, reviewer: str, kind: Change, sha256: str, body: str) -> None:
    """Add a row; the caller holds the write lock."""
    row = connection.execute("SELECT number, hash FROM ledger ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (row[0] + 1, row[1]) if row else (1, GENESIS)
    digest = _digest(number, at, reviewer, kind, sha256, body, previous)
    values = (number, at, reviewer, kind.value, sha256, body, previous, digest)
    connection.execute(f"INSERT INTO ledger ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def read(connection: sqlite3.Connection, after: int = 0) -> Iterator[Entry]:
    """The rows after number ``after``, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM ledger WHERE number > ? ORDER BY number", (after,))
    for number, at, reviewer, kind, *rest in rows:
        yield Entry(number, at, reviewer, Change(kind), *rest)


def first_broken(connection: sqlite3.Connection) -> int | None:
    """The number of the first row that does not follow from the one before it; None where the chain is whole."""
    previous = GENESIS
    rows = connection.execute(f"SELECT {_COLUMNS} FROM ledger ORDER BY number")
    for number, at, reviewer, kind, sha256, body, before, digest in rows:
        whole = _digest(number, at, reviewer, kind, sha256, body, before)
        if before != previous or digest != whole:
            return int(number)
        previous = digest
    return None


def _digest(number: int, at: str, reviewer: str, kind: str, sha256: str, body: str, previous: str) -> str:
    return hashlib.sha256(body_of([number, at, reviewer, str(kind), sha256, body, previous]).encode()).hexdigest()


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(int(start), int(end)) for start, end in pairs)
