# SPDX-License-Identifier: AGPL-3.0-or-later
"""A document as a reviewer sees it: paragraphs with their portion marks, and the overall marking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

from workbench.core.findings import Finding
from workbench.core.records import record
from workbench.documents import Box, Document, Span
from workbench.documents.words import Told
from workbench.markings.model import Marking, Reason
from workbench.marks.model import Mark


class Kind(StrEnum):
    """What a paragraph is.

    FURNITURE (page headers, footers, letterheads, marks on lines of their own) is never an unmarked paragraph.
    """

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    FURNITURE = "furniture"


class Role(StrEnum):
    """Why a paragraph is furniture. Empty (``None`` on the paragraph) for everything that carries text."""

    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    DATE = "date"
    OFFICE = "office"
    BANNER = "banner"
    PLACEHOLDER = "placeholder"
    EXEMPTION = "exemption"
    RELEASE = "release"
    AUTHORITY = "authority"
    CONTROL_NUMBER = "control_number"
    LETTERHEAD = "letterhead"
    ADDRESSING = "addressing"
    SIGNATURE = "signature"
    DISTRIBUTION = "distribution"
    CABLE_HEADER = "cable_header"
    CONTENTS = "contents"
    FORM = "form"
    SEPARATOR = "separator"


class Placement(StrEnum):
    """Where a portion mark stands in its paragraph."""

    LEADING = "leading"
    TRAILING = "trailing"


@record(frozen=True, slots=True)
class Portion:
    """A portion mark on its paragraph: ``text[start:end] == raw``, parentheses included."""

    raw: str
    start: int
    end: int
    placement: Placement
    marking: Marking
    struck: bool = False

    def as_json(self) -> dict[str, Any]:
        """A paragraph's ``portion`` in the command-line contract."""
        return {
            "raw": self.raw,
            "start": self.start,
            "end": self.end,
            "placement": self.placement,
            "marking": self.marking.as_json(),
            "struck": self.struck,
        }


class BoxesOf(Told[Box]):
    """The boxes of several ``spans`` of a document, as ``Document.boxes`` has them.

    Those of all its paragraphs would take as much memory as all of its words.
    """

    __slots__ = ("_document", "_spans")

    def __init__(self, document: Document, spans: Sequence[Span]) -> None:
        self._document = document
        self._spans = spans

    def __iter__(self) -> Iterator[Box]:
        return chain.from_iterable(map(self._document.boxes, self._spans))

    def __len__(self) -> int:
        return sum(1 for _ in self)  # a tuple of it would ask for its length first

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@record(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document.

    Attributes:
        id: its name in records and decisions (``p7``), by its place in the document.
        kind: what it is.
        page: the number of the page on which it begins.
        spans: its text; several where a page break or a running header cuts it.
        portion: its own portion mark.
        inherited: the marking that covers it without standing in it: that of a list's stem, or of the entire text.
        boxes: where its lines lie on the pages; none for formats without print.
        role: why it is furniture; None for what carries text.

    """

    id: str
    kind: Kind
    page: int
    spans: tuple[Span, ...]
    portion: Portion | None = None
    inherited: Marking | None = None
    boxes: Sequence[Box] = ()
    role: Role | None = None

    @property
    def number(self) -> int:
        """That of its id: by it the screen names it too."""
        return int(self.id.lstrip("p"))

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"paragraph {self.number}"

    @property
    def governing(self) -> Marking | None:
        """The marking in force for this paragraph, its own or an inherited one."""
        return self.portion.marking if self.portion else self.inherited

    def as_json(self) -> dict[str, Any]:
        """One of the ``paragraphs`` of the command-line contract."""
        return {
            "id": self.id,
            "kind": self.kind,
            "role": self.role,
            "page": self.page,
            "spans": [list(span) for span in self.spans],
            "portion": self.portion.as_json() if self.portion else None,
            "inherited": self.inherited.as_json() if self.inherited else None,
            "boxes": [box.as_json() for box in self.boxes],
        }


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall marking of a document: what it says, and what its portions require.

    Attributes:
        banner: the marking of the banner in force; None where there is none.
        computed: the marking that the portions require together; None where there are none.
        consistent: whether the two agree; None where either is missing.
        classified: whether markings above U are in force: a banner or a portion, a struck banner that no stamp accounts
            for, or an authority block beside which no marking can be read (fail closed).
        released: whether a stamp says that it was released or declassified, and no unstruck banner contradicts that.
        reasons: which portions ask for each part of ``computed``, by which rule.

    """

    banner: Marking | None
    computed: Marking | None
    consistent: bool | None
    classified: bool = False
    released: bool = False
    reasons: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The ``overall`` object of the command-line contract."""
        return {
            "banner": self.banner.as_json() if self.banner else None,
            "computed": self.computed.as_json() if self.computed else None,
            "consistent": self.consistent,
            "classified": self.classified,
            "released": self.released,
            "reasons": [{"part": r.part, "sources": list(r.sources), "rule": r.rule} for r in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known of a document: what ``scan`` prints and every later room works from.

    ``marks`` are in the order of the text; ``findings`` are the reader's and the structure's (rules are ``checks``).
    ``stamped``: what a banner, by its start, says together with the caveats stamped beside it.
    """

    document: Document
    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]
    overall: Overall
    findings: tuple[Finding, ...] = ()
    stamped: Mapping[int, Marking] = field(default_factory=dict, hash=False)

    def stretches(self) -> list[tuple[Span, int]]:
        """The spans of all paragraphs in the order of the text, each with the number of its paragraph from 0."""
        return sorted((span, number) for number, each in enumerate(self.paragraphs) for span in each.spans)

    def as_json(self, *, with_text: bool = False) -> dict[str, Any]:
        """One line of ``workbench scan --format json``."""
        document = self.document
        return {
            "schema": "workbench.scan/1",
            "path": document.path,
            "sha256": document.sha256,
            "format": document.format,
            "pages": len(document.pages),
            **({"text": document.text} if with_text else {}),
            "paragraphs": [p.as_json() for p in self.paragraphs],
            "marks": [m.as_json() for m in self.marks],
            "overall": self.overall.as_json(),
            "findings": [f.as_json() for f in self.findings],
        }
