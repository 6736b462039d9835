# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the program has to say about a place in a document, in the one shape that every face prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from workbench.core.records import record


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """The rule book forbids it, or the document could not be handled."""
    WARNING = "warning"
    """A person should look."""
    INFO = "info"
    """Said so that nothing is guessed in silence."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` of the document by ``text`` (offsets in Unicode characters)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that settle a finding. ``safe`` fixes touch marks only; an unsafe one may change what a mark means."""

    safe: bool
    edits: tuple[Edit, ...]

    def as_json(self) -> dict[str, Any]:
        """The FIX object of the command-line contract."""
        return {"safe": self.safe, "edits": [{"start": e.start, "end": e.end, "text": e.text} for e in self.edits]}


@record(frozen=True, slots=True)
class Finding:
    """One thing found at one place.

    ``message`` gives place, rule and length, never the text of a paragraph: findings end up in public CI logs.
    ``start`` and ``end`` count Unicode characters of the document's text; ``line`` and ``column`` count from 1.
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    page: int | None = None
    line: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    fix: Fix | None = None

    def at(self, path: str, text: str | None = None) -> Finding:
        """The same finding in the file ``path``; line and column are counted in ``text`` where an offset is known."""
        return _at(self, path, None) if text is None else located([self], path, text)[0]

    def as_json(self) -> dict[str, Any]:
        """The FINDING object of the command-line contract."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "path": self.path,
            "page": self.page,
            "line": self.line,
            "column": self.column,
            "start": self.start,
            "end": self.end,
            "fix": self.fix.as_json() if self.fix else None,
        }


def located(findings: Iterable[Finding], path: str, text: str) -> list[Finding]:
    """``Finding.at`` for many, in their order: the lines of ``text`` are counted once, not from its start for each."""
    given = list(findings)
    placed: dict[int, tuple[int, int]] = {}
    line, place, begin = 1, 0, 0
    for start in sorted({f.start for f in given if f.start is not None}):
        crossed = text.count("\n", place, start)
        if crossed:
            line, begin = line + crossed, text.rfind("\n", place, start) + 1
        place = start
        placed[start] = (line, start - begin + 1)
    return [_at(f, path, placed.get(f.start) if f.start is not None else None) for f in given]


def _at(finding: Finding, path: str, place: tuple[int, int] | None) -> Finding:
    # By hand: dataclasses.replace takes several times as long, and a long document has thousands.
    f = finding
    line, column = place or (f.line, f.column)
    return Finding(f.code, f.severity, f.message, path, f.page, line, column, f.start, f.end, f.fix)


Kind = tuple[str, Severity, str]
"""A finding's code, its severity, and its words for a count."""
_K = TypeVar("_K")


def tallied(kinds: Iterable[tuple[_K, Kind]], counts: Mapping[_K, int], path: str = "") -> Iterator[Finding]:
    """Counts, never words, in the order of ``kinds``: a finding for each of which there are any."""
    for kind, (code, severity, words) in kinds:
        if counts[kind]:
            yield Finding(code, severity, words.format(counts[kind]), path)
