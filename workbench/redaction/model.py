# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan: what is withheld of a document, where, under which code and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.documents import Box, Span, TextVersion
from workbench.redaction.intervals import merge, subtract
from workbench.redaction.notices import Notices
from workbench.redaction.patterns import Pattern
from workbench.structure.model import Analysis


_UNKNOWN = TextVersion()
_NO_NOTICES = Notices()


Place = tuple[tuple[Span, ...], int | None, Box | None]
"""What a decision is about: spans of the text, or a page (from 1), or a box on one."""


class Action(StrEnum):
    """What a reviewer decides about a place."""

    RELEASE = "release"
    WITHHOLD = "withhold"
    DISMISS = "dismiss"
    """A box seen on a page is no redaction. Nothing is said of the words in it: releasing it would free them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word on a paragraph, on words in it, on a page, or on what lies in a box. It outranks the policy.

    ``spans`` count characters of the text of the document with hash ``sha256``; ``paragraph`` is the id of the
    paragraph decided as a whole, None for selected words. ``code`` is the exemption (normal form), ``reason``
    free text for the index. ``reading`` is the text that ``spans`` count characters of, where it is known. A decision
    on a ``page`` (from 1) or on a ``box`` has no spans: what they hold is for the plan to say. ``carried`` is the
    SHA-256 of the document from which a reviewer carried it over.
    """

    sha256: str
    spans: tuple[Span, ...]
    action: Action
    paragraph: str | None = None
    code: str | None = None
    reason: str = ""
    reviewer: str = ""
    decided: str = ""
    reading: TextVersion = _UNKNOWN
    page: int | None = None
    box: Box | None = None
    carried: str = ""

    @property
    def place(self) -> Place:
        """What it is about: a later decision on the same place takes its place."""
        return self.spans, self.page, self.box


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to withhold wherever a reader would see it, with the code to print in its place."""

    text: str
    code: str | None = None


class Extent(StrEnum):
    """What a label says of how much is gone: the kind of unit, or the amount as 5 U.S.C. 552(b) asks."""

    UNIT = "unit"
    LINES = "lines"


class Unit(StrEnum):
    """How much one redaction takes out."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Redaction:
    """One place that is withheld.

    ``label`` is what stands there in the sanitized copy, for example ``[paragraph withheld (b)(1)]``. It is made from
    the plan alone: with extent ``unit`` nothing of the length of what is gone. ``paragraph`` is the id of the paragraph
    it lies in. Spans of different redactions never overlap; a paragraph withheld swallows the terms in it. Of a page or
    an ``area`` nothing is shown at all, pictures and drawings neither; its span is empty where it has no text.
    """

    unit: Unit
    spans: tuple[Span, ...]
    page: int
    label: str
    why: str
    paragraph: str | None = None
    code: str | None = None
    reason: str = ""
    boxes: tuple[Box, ...] = ()
    area: Box | None = None

    @property
    def characters(self) -> int:
        """How many characters are withheld, for the record that stays inside."""
        return sum(end - start for start, end in self.spans)

    def as_json(self) -> dict[str, Any]:
        """One of the ``redactions`` of redactions.json. Never the withheld text."""
        return {
            "unit": self.unit,
            "paragraph": self.paragraph,
            "spans": [list(span) for span in self.spans],
            "page": self.page,
            "boxes": [box.as_json() for box in self.boxes],
            "area": self.area.as_json() if self.area else None,
            "code": self.code,
            "why": self.why,
            "reason": self.reason,
            "label": self.label,
            "characters": self.characters,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into a sanitized copy of ``analysis.document``, and what does not.

    ``redactions`` are in the order of the text. ``cancelled`` are the banners in force, to be shown struck through
    because nothing above U is left. ``terms`` travel along so that a writer can refuse what it cannot search
    (pictures), and the verifier can look for them in every spelling. ``patterns`` are what else was searched for.
    ``policy`` is the policy's name. ``proposals`` are what its patterns found and nobody has decided about: nothing of
    it is withheld, and while there is one no copy goes out. ``released`` is what reviewers let go: paragraphs, words.
    ``closed``: what carries no mark is withheld. ``guarded``: what its markings protect is left in it. ``notices`` are
    what the copy says of itself.
    """

    analysis: Analysis
    policy: str
    redactions: tuple[Redaction, ...] = ()
    cancelled: tuple[Span, ...] = ()
    terms: tuple[Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    proposals: tuple[Redaction, ...] = ()
    released: tuple[Span, ...] = ()
    closed: bool = False
    guarded: bool = False
    notices: Notices = _NO_NOTICES

    @property
    def searches(self) -> bool:
        """Whether words are looked for: then nothing goes along that nobody can read, such as a picture."""
        return bool(self.terms or self.patterns)

    def withheld(self) -> tuple[Span, ...]:
        """Every withheld stretch of the text, in order."""
        return tuple(sorted(span for redaction in self.redactions for span in redaction.spans))

    def kept(self) -> list[str]:
        """The stretches of the text between those that are withheld, in order."""
        text = self.analysis.document.text
        return [text[start:end] for start, end in subtract(Span(0, len(text)), merge(self.withheld()))]
