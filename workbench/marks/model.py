# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mark: what kind it is, where it stands, what it says."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Any

from workbench.core.records import record
from workbench.documents import Box, Document, Span
from workbench.markings.model import Marking


class MarkType(StrEnum):
    """The kinds of mark a reviewer meets."""

    PORTION = "portion"
    BANNER = "banner"
    PLACEHOLDER = "placeholder"
    EXEMPTION = "exemption"
    STAMP = "stamp"
    AUTHORITY = "authority"


class _Value:
    """What a mark says."""

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """Its ``value`` in the command-line contract."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]


@record(frozen=True, slots=True)
class Placeholder(_Value):
    """A place where an earlier reviewer took something out, and how much the placeholder says it was."""

    quantity: float | None
    unit: str | None
    what: str
    visual: bool = False


@record(frozen=True, slots=True)
class Exemption(_Value):
    """A code under which something was withheld, in its normal form, with the law it belongs to."""

    code: str
    authority: str
    statute: str | None = None


@record(frozen=True, slots=True)
class Stamp(_Value):
    """A release decision stamped on the document; ``date`` is ISO 8601 (YYYY-MM-DD)."""

    decision: str
    date: str | None = None
    reference: str | None = None


@record(frozen=True, slots=True)
class Authority(_Value):
    """A line of the classification authority block (32 CFR 2001.21 to 2001.26); ``date`` is ISO 8601."""

    field: str
    text: str
    date: str | None = None


Value = Marking | Placeholder | Exemption | Stamp | Authority


@record(frozen=True, slots=True)
class Mark:
    """A mark at ``text[start:end] == raw``. A visual mark (a box on a page) may have an empty span."""

    type: MarkType
    raw: str
    start: int
    end: int
    page: int
    value: Value
    struck: bool = False
    boxes: tuple[Box, ...] = ()

    @property
    def span(self) -> Span:
        """Where it stands in the document's text."""
        return Span(self.start, self.end)

    def as_json(self) -> dict[str, Any]:
        """One of the ``marks`` of the command-line contract."""
        return {
            "type": self.type,
            "raw": self.raw,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "struck": self.struck,
            "boxes": [box.as_json() for box in self.boxes],
            "value": self.value.as_json(),
        }


def make_mark(document: Document, kind: MarkType, start: int, end: int, value: Value) -> Mark:
    """The mark at ``document.text[start:end]``; ``raw`` is exactly that text."""
    page = document.page_at(start) if len(document.pages) > 1 else 1
    struck = bool(document.struck) and document.is_struck(Span(start, end))
    boxes = document.boxes(Span(start, end)) if document.printed else ()
    return Mark(kind, document.text[start:end], start, end, page, value, struck, boxes)
