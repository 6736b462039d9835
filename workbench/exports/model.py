# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a copy is made by and what is said of it afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from workbench.core.findings import Finding
from workbench.redaction.model import Redaction


class Purpose(StrEnum):
    """Who a copy is for."""

    SANITIZED = "sanitized"
    ANNOTATED = "annotated"


class Layout(StrEnum):
    """How a sanitized PDF looks."""

    FAITHFUL = "faithful"
    REFLOW = "reflow"
    IMAGE = "image"


class Output(StrEnum):
    """The format of a copy; SAME is that of the original."""

    SAME = "same"
    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What else a sanitized copy is asked for.

    ``hide_widths``: a PDF in the look of its original tells no width of what is withheld inside a line.
    ``keep_links``, ``keep_bookmarks``: those that what is kept explains are made anew.
    """

    hide_widths: bool = False
    keep_links: bool = False
    keep_bookmarks: bool = False


PLAIN = Wishes()


class Copy(NamedTuple):
    """A sanitized copy, what it leaves out or cannot promise, and what its writer withheld beside the plan."""

    data: bytes
    findings: tuple[Finding, ...] = ()
    withheld: tuple[Redaction, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of search of a copy: how many things it looked at, how many it found, and what it could not look at."""

    name: str
    searched: int
    found: int
    not_searched: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on a copy: it may be handed over when ``leaks`` is 0. ``findings`` say where, never what."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def leaks(self) -> int:
        """How many things were found that should be gone."""
        return sum(check.found for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The ``verified`` object of redactions.json."""
        return {"checks": [asdict(check) for check in self.checks], "leaks": self.leaks}
