# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not the reviewer's alone to release: a release of it is asked for its reason.

Restricted Data and TFNI are outside every executive order (Atomic Energy Act, 42 U.S.C. 2162; 32 CFR 2001.24(h));
what another government or agency originated is referred to it (32 CFR 2001.34).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from workbench.markings.model import Marking
from workbench.redaction.model import Action, Decision


class Equity(StrEnum):
    """What a policy may name under ``ask_why``; the words are those of the question."""

    RESTRICTED_DATA = "restricted_data"
    FOREIGN = "foreign"
    INTELLIGENCE = "intelligence"
    ANOTHER_REVIEWER = "another_reviewer"

    @property
    def words(self) -> str:
        """What the reviewer is told of it."""
        return _TITLES[self]


_TITLES = {
    Equity.RESTRICTED_DATA: "marked under the Atomic Energy Act",
    Equity.FOREIGN: "another government's",
    Equity.INTELLIGENCE: "of a control system or special access program",
    Equity.ANOTHER_REVIEWER: "withheld by another reviewer",
}


def equities_of(marking: Marking) -> frozenset[Equity]:
    """Whose word a marking says is needed."""
    found = {
        Equity.RESTRICTED_DATA: bool(marking.aea),
        Equity.FOREIGN: bool(marking.fgi) or marking.system not in ("US", "CUI"),
        Equity.INTELLIGENCE: bool(marking.sci or marking.sar),
    }
    return frozenset(equity for equity, there in found.items() if there)


def asked(
    policy: Iterable[Equity], markings: Iterable[Marking], decisions: Iterable[Decision], reviewer: str
) -> tuple[Equity, ...]:
    """For which of the policy's equities ``reviewer`` has to say why, who releases what stands under ``markings``."""
    found = set().union(*map(equities_of, markings))
    if any(d.action is Action.WITHHOLD and d.reviewer != reviewer for d in decisions):
        found.add(Equity.ANOTHER_REVIEWER)
    return tuple(equity for equity in policy if equity in found)
