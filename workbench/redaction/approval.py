# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two-person approval: one reviewer signs what is decided about a document, another approves exactly that.

Two persons verify before a marking is cancelled (DOE O 5650.2B, Part E); at State a second, senior officer checks each
case. Names are those that the reviewers gave: they are recorded in the case's ledger, not proven.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.core.errors import WorkbenchError
from workbench.redaction.model import Decision
from workbench.redaction.patterns import named_patterns
from workbench.redaction.policy import Policy


# Who decides nothing of what a copy shows: names, where a form comes from, and what only keeps copies back.
_NOT_SIGNED = {"name", "title", "source", "proposals", "approval", "ask_why"}


@dataclass(frozen=True, slots=True)
class Signature:
    """``reviewer`` signed at ``at`` (UTC, ISO 8601) what ``basis`` stands for, or returned it for a ``reason``.

    ``account`` is that of the machine; empty where an earlier version did not note it.
    """

    reviewer: str
    at: str
    basis: str
    reason: str = ""
    account: str = ""

    def as_json(self) -> dict[str, str]:
        """For the record of an export."""
        return {"by": self.reviewer, "at": self.at} | ({"account": self.account} if self.account else {})


class Stage(StrEnum):
    """How far a document is on its way out."""

    OPEN = ""
    RETURNED = "returned"
    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Standing:
    """The signatures that count, ``None`` where there is none."""

    reviewed: Signature | None = None
    approved: Signature | None = None
    returned: Signature | None = None

    def stage(self, basis: str) -> Stage:
        """How far a document is whose decisions and policy are ``basis`` now: what changes them voids signatures."""
        if self.returned:
            return Stage.RETURNED
        if self.reviewed is None or self.reviewed.basis != basis:
            return Stage.OPEN
        if self.approved is None or self.approved.basis != basis:
            return Stage.REVIEWED
        # ``Case.sign`` lets nobody approve their own review; a ledger may have been written by something else.
        return Stage.REVIEWED if same_person(self.reviewed.reviewer, self.approved.reviewer) else Stage.APPROVED

    def require_approved(self, basis: str) -> None:
        """Let nothing out that no second person approved.

        Raises:
            WorkbenchError: says what is missing.

        """
        stage = self.stage(basis)
        if stage is Stage.APPROVED:
            return
        missing = "its decisions or the policy changed since it was signed" if self.reviewed else "nobody reviewed it"
        if stage is Stage.REVIEWED and self.reviewed:
            missing = f"{self.reviewed.reviewer} reviewed it, and nobody else approved it"
        if self.returned:
            missing = f"{self.returned.reviewer} returned it"
        raise WorkbenchError(f"not exported: needs the approval of a second person: {missing}")

    def as_json(self) -> dict[str, Any] | None:
        """For the record of an export: who reviewed and who approved it."""
        if self.reviewed is None or self.approved is None:
            return None
        return {"reviewed": self.reviewed.as_json(), "approved": self.approved.as_json()}


def basis_of(decisions: Iterable[Decision], policy: Policy) -> str:
    """The SHA-256 of what two persons sign: every decision in force, in order, and what the policy does with the rest.

    Of the policy's patterns it is what they find, not their names alone. Defaults are left out, so that a later version
    with one more setting does not void what was signed.
    """
    said = [
        (d.spans, d.action, d.paragraph, d.code, d.reason, d.reading.text, d.reading.engine, d.page, d.box, d.reviewer)
        for d in decisions
    ]
    rules = policy.model_dump(mode="json", exclude=_NOT_SIGNED, exclude_defaults=True)
    found = named_patterns(policy.patterns)
    forms = [pattern.model_dump(mode="json", exclude=_NOT_SIGNED, exclude_defaults=True) for pattern in found]
    signed = [said, rules, forms] if forms else [said, rules]
    return hashlib.sha256(json.dumps(signed, sort_keys=True).encode()).hexdigest()


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person, as far as names tell."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    """Letters and digits alone: what cannot be seen, and how a name is spaced, makes no second person."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum()) or name
