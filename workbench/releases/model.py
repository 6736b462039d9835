# SPDX-License-Identifier: AGPL-3.0-or-later
"""What two releases of one text have to say about each other. Both are releases: here their text may be shown."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple

from workbench.documents import Box, Span
from workbench.structure import Analysis


@dataclass(frozen=True, slots=True)
class Deletion:
    """A place where a release takes something out: its placeholder, codes and boxes, which stand together.

    ``start``, ``end`` as of a mark: the span of a box seen on a page may be empty. ``quantity`` and ``unit`` are the
    extent that a placeholder states, None where none does; ``visual`` is True where a box on the page was seen.
    """

    start: int
    end: int
    page: int
    line: int
    raw: str
    codes: tuple[str, ...] = ()
    quantity: float | None = None
    unit: str | None = None
    visual: bool = False
    boxes: tuple[Box, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One of the ``deletions`` of a side."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return found | {"codes": list(self.codes), "boxes": [box.as_json() for box in self.boxes]}


class Kind(StrEnum):
    """What a difference between two releases is."""

    NEWLY_RELEASED = "newly_released"
    """Withheld in the old release, shown in the new one."""
    NEWLY_WITHHELD = "newly_withheld"
    """Shown in the old release, withheld in the new one."""
    CODES_CHANGED = "codes_changed"
    """Withheld in both, under other codes."""
    EXTENTS_CHANGED = "extents_changed"
    """Withheld in both, and the stated amounts differ."""
    ONLY_IN_OLD = "only_in_old"
    """Text of the old release that the new one lacks, with no mark at its place."""
    ONLY_IN_NEW = "only_in_new"
    """Text of the new release that the old one lacks, with no mark at its place."""
    CHANGED = "changed"
    """Other words at the same place, with no mark in either."""
    DELETIONS_ONLY_IN_OLD = "deletions_only_in_old"
    """A deletion at whose place the new release has neither a deletion nor other text."""
    DELETIONS_ONLY_IN_NEW = "deletions_only_in_new"
    """A deletion at whose place the old release has neither a deletion nor other text."""
    MOVED = "moved"
    """The same text at another place."""
    STILL_WITHHELD = "still_withheld"
    """Withheld in both, under the same codes as far as both give codes."""
    MISREADINGS = "misreadings"
    """Spellings of the same words, as OCR makes them."""

    @property
    def mirrored(self) -> Kind:
        """The kind of the same difference with the two releases exchanged."""
        return _MIRRORED.get(self, self)


_PAIRS = (
    (Kind.NEWLY_RELEASED, Kind.NEWLY_WITHHELD),
    (Kind.ONLY_IN_OLD, Kind.ONLY_IN_NEW),
    (Kind.DELETIONS_ONLY_IN_OLD, Kind.DELETIONS_ONLY_IN_NEW),
)
_MIRRORED = {kind: other for pair in _PAIRS for kind, other in (pair, pair[::-1])}
# What is told and is no reason to look at the pair of documents again.
QUIET = frozenset({Kind.STILL_WITHHELD, Kind.MISREADINGS})


@dataclass(frozen=True, slots=True)
class Side:
    """One release's part of a difference: the words it shows there, and the deletions it has there.

    ``spans`` are the stretches of the words in its text, one for each piece of a paragraph; ``text`` is what stands in
    them, white space as single spaces, a line for each paragraph. ``before`` and ``after`` are the words around.
    """

    paragraphs: tuple[str, ...]
    page: int
    line: int
    spans: tuple[Span, ...] = ()
    text: str = ""
    before: str = ""
    after: str = ""
    deletions: tuple[Deletion, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all its deletions, each once, in their order."""
        return tuple(dict.fromkeys(code for deletion in self.deletions for code in deletion.codes))

    def as_json(self) -> dict[str, Any]:
        """``old`` or ``new`` of a difference."""
        return {
            "paragraphs": list(self.paragraphs),
            "page": self.page,
            "line": self.line,
            "spans": [list(span) for span in self.spans],
            "text": self.text,
            "before": self.before,
            "after": self.after,
            "deletions": [deletion.as_json() for deletion in self.deletions],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the releases differ; ``words`` counts those shown in one and not in the other."""

    kind: Kind
    words: int
    old: Side | None
    new: Side | None

    def mirrored(self) -> Difference:
        """The same with the releases exchanged."""
        return Difference(self.kind.mirrored, self.words, self.new, self.old)

    def as_json(self) -> dict[str, Any]:
        """One entry of its kind's list."""
        sides = (self.old.as_json() if self.old else None, self.new.as_json() if self.new else None)
        return {"kind": self.kind.value, "words": self.words, "old": sides[0], "new": sides[1]}


class MarkingChange(NamedTuple):
    """A marking, stamp or banner that the releases have differently; ``paragraphs`` are ids (old, new) of a portion's.

    ``old`` and ``new`` are how each shows it: ``SECRET``, ``SECRET (struck)``, ``release_in_part 2009-08-31``.
    """

    what: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    paragraphs: tuple[str, str] | None = None

    def mirrored(self) -> MarkingChange:
        """The same with the releases exchanged."""
        return MarkingChange(self.what, self.new, self.old, self.paragraphs and self.paragraphs[::-1])

    def as_json(self) -> dict[str, Any]:
        """One of ``markings_changed``."""
        paragraphs = list(self.paragraphs) if self.paragraphs else None
        return {"what": self.what, "old": list(self.old), "new": list(self.new), "paragraphs": paragraphs}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of two releases in the order of their text, and how much of them is the same.

    ``words`` are those of the old and the new release, ``same`` how many stand in both; ``missing_pages`` are pages
    of the old and of the new release of which the other has nothing.
    """

    old: Analysis
    new: Analysis
    differences: tuple[Difference, ...]
    markings: tuple[MarkingChange, ...] = ()
    words: tuple[int, int] = (0, 0)
    same: int = 0
    missing_pages: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @property
    def alike(self) -> float:
        """The share of the shorter release's words that stand in the other too, 0 to 1."""
        fewest = min(self.words)
        return self.same / fewest if fewest else float(self.words == (0, 0))

    @property
    def reports(self) -> bool:
        """Whether there is anything a person should look at."""
        return bool(self.markings) or any(d.kind not in QUIET for d in self.differences)

    def of(self, kind: Kind) -> tuple[Difference, ...]:
        """The differences of one kind."""
        return tuple(d for d in self.differences if d.kind is kind)

    def mirrored(self) -> Comparison:
        """The same with the releases exchanged."""
        return Comparison(
            self.new,
            self.old,
            tuple(difference.mirrored() for difference in self.differences),
            tuple(change.mirrored() for change in self.markings),
            self.words[::-1],
            self.same,
            self.missing_pages[::-1],
        )

    def as_json(self) -> dict[str, Any]:
        """The object that ``workbench compare --format json`` prints."""
        counts = {kind.value: len(self.of(kind)) for kind in Kind}
        words = {kind.value: sum(d.words for d in self.of(kind)) for kind in Kind}
        return {
            "schema": "workbench.compare/1",
            "old": self._release(self.old, 0),
            "new": self._release(self.new, 1),
            "same_words": self.same,
            "alike": round(self.alike, 3),
            "summary": {"differences": counts, "words": words, "markings_changed": len(self.markings)},
            **{kind.value: [d.as_json() for d in self.of(kind)] for kind in Kind},
            "markings_changed": [change.as_json() for change in self.markings],
        }

    def _release(self, analysis: Analysis, side: int) -> dict[str, Any]:
        document = analysis.document
        return {
            "path": document.path,
            "sha256": document.sha256,
            "format": document.format,
            "pages": len(document.pages),
            "words": self.words[side],
            "pages_the_other_lacks": list(self.missing_pages[side]),
        }
