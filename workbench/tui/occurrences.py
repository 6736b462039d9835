# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where words stand in all documents that were read, and paragraphs by what is known of them; what is decided there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from workbench.documents import Span
from workbench.redaction import Action, Searcher
from workbench.redaction.intervals import common
from workbench.structure.model import Placement
from workbench.tui.codes import bare
from workbench.tui.levels import letters_of
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.signs import TOLD, Sign
from workbench.tui.target import Target


MOST = 500
"""How many are listed at a time: more would be decided about unread."""
_LAST = (Sign.RELEASE, Sign.WITHHOLD)

_BEFORE, _AFTER, _NAME = 24, 60, 20


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Words at ``span`` of the document of ``review``, which the list calls ``name``."""

    name: str
    review: Review
    span: Span

    @property
    def words(self) -> str:
        """How they stand there."""
        return one_line(self.review.document.text[self.span.start : self.span.end])

    @property
    def sign(self) -> Sign:
        """What is decided about them."""
        return self.review.sign_of_words(self.span)

    @property
    def is_decided(self) -> bool:
        """Whether they are withheld already: a second decision there would say nothing."""
        return self.sign is Sign.WITHHOLD

    @property
    def target(self) -> Target:
        """What a decision about them is about: a stretch a page and a paragraph, for their ends may lie between."""
        first, last = sorted(map(self.review.row_at, (self.span.start, self.span.end - 1)))
        parts = {row: common(self.review.rows[row].spans, self.span) for row in range(first, last + 1)}
        words = tuple(sorted(part for found in parts.values() for part in found))
        return Target(tuple(row for row in parts if parts[row]) or (first,), words or (self.span,))

    def line(self, *, left_out: bool) -> Text:
        """How the list shows them: where, what is decided, and the words around."""
        start, end = self.span
        text = self.review.document.text
        number = self.review.paragraph_numbers.get(self.review.row_at(start))
        place = f"¶{number}" if number else f"p. {self.review.document.page_at(start)}"
        before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
        return Text.assemble(
            *beginning(self, place, left_out=left_out),
            f"…{one_line(before)}{_blank(before[-1:])}",
            (self.words, "reverse"),
            f"{_blank(after[:1])}{one_line(after)}",
        )


def beginning(occurrence: Occurrence, place: str, *, left_out: bool) -> tuple[str | tuple[str, str], ...]:
    """How every line of the list begins: what is chosen, what is decided, and the place."""
    sign = (f"{occurrence.sign} ", "bold")
    return ("  " if left_out else "✓ ", sign, f"{occurrence.name} {place:<6} ")


def _blank(character: str) -> str:
    return " " if character.isspace() else ""


class Finder:
    """Searches documents one after the other; each is prepared once."""

    title = "Find in all documents"
    hint = "words in any document"

    def __init__(self, named: Sequence[tuple[str, Review]]) -> None:
        """The documents with the names that the list gives them; files of the same bytes are one document."""
        width = min(_NAME, max(len(name) for name, _ in named))
        padded = [(f"{name[:width]:<{width}}", review) for name, review in named]
        self._named = list({review.document.sha256: (name, review) for name, review in reversed(padded)}.values())[::-1]
        self._searchers: dict[str, Searcher] = {}

    def find(self, words: str, cancelled: Callable[[], bool]) -> Iterator[Occurrence]:
        """Every place of ``words``, however they are broken, in the order of the list."""
        if not words.strip():
            return
        for name, review in self._named:
            if cancelled():
                return
            key = review.document.sha256
            searcher = self._searchers.setdefault(key, Searcher(review.document.text))
            yield from (Occurrence(name, review, span) for span in sorted(searcher.find(words)) if review.rows)


def listed(found: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """Those of ``found`` to list: all, or the first of too many, what is decided last, so that all have their turn."""
    if len(found) <= MOST:
        return found
    return sorted(found, key=lambda one: _LAST.index(one.sign) + 1 if one.sign in _LAST else 0)[:MOST]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer: go to the one occurrence (``action`` None), or decide about all; ``unlisted`` more there are."""

    action: Action | None
    occurrences: tuple[Occurrence, ...]
    unlisted: int = 0


_SHORT = {"?": "undecided", "w": "withheld", "p": "part"}
_PREFIX_LETTERS = 4
"""From how many letters on the beginning of a word will do; fewer may be a mark of their own."""


@dataclass(frozen=True, slots=True)
class Passage(Occurrence):
    """A paragraph as a whole, or a box or page that has a line of its own: ``row`` of the review."""

    row: int

    @property
    def words(self) -> str:
        """How it reads."""
        return one_line(self.review.texts[self.row])

    @property
    def sign(self) -> Sign:
        """What is decided about it."""
        return self.review.sign(self.row)

    @property
    def is_decided(self) -> bool:
        """Whether a reviewer has said something about it, which a list must not take back unasked."""
        return self.sign not in (Sign.UNDECIDED, Sign.POLICY)

    @property
    def target(self) -> Target:
        """All of it."""
        return Target((self.row,))

    def line(self, *, left_out: bool) -> Text:
        """Where it is, its mark, and how it begins."""
        shown = self.review.rows[self.row]
        governing = shown.paragraph.governing if shown.paragraph else None
        number = self.review.paragraph_numbers.get(self.row)
        place = f"¶{number}" if number else f"p. {shown.page}"
        says_it = shown.paragraph and shown.paragraph.portion and shown.paragraph.portion.placement is Placement.LEADING
        mark = "" if says_it or shown.caption else f"{f'({letters_of(governing)})' if governing else 'no mark'} "
        return Text.assemble(*beginning(self, place, left_out=left_out), mark, self.words[:200], end="")


class ParagraphFinder(Finder):
    """Every word typed has to fit; one with a hyphen before it must not."""

    title = "Find paragraphs by what is known of them"
    hint = "e.g. S NF undecided · heading -u · b6 kim · note"

    def find(self, words: str, cancelled: Callable[[], bool]) -> Iterator[Passage]:
        """The paragraphs that fit, in the order of the list."""
        typed = words.casefold().replace("/", " ").split()
        if not typed:
            return
        for name, review in self._named:
            if cancelled():
                return
            for row, shown in enumerate(review.rows):
                if (shown.caption or review.is_asked(row)) and _fits(typed, facets(review, row)):
                    yield Passage(name, review, Span(shown.start, shown.spans[-1].end), row)


def facets(review: Review, row: int) -> frozenset[str]:
    """What is known of a row, word by word, without punctuation and in small letters."""
    shown, note = review.rows[row], review.note(row)
    marking = shown.paragraph.governing if shown.paragraph else None
    kind = shown.paragraph.kind.value if shown.paragraph else "box" if shown.box else "page"
    decisions = [d for d in (review.whole(row), *review.words(row)) if d]
    said = [kind.replace("_", " "), TOLD[review.sign(row)], *(d.reviewer for d in decisions)]
    # One word: who looks for SECRET does not mean TOP SECRET.
    banner = (marking.banner or "").replace("TOP SECRET", "TOP-SECRET") if marking else ""
    said += [marking.level, marking.portion or "", banner] if marking else ["unmarked"]
    said += ["note", note.reviewer] if note else []
    split = (word for text in said for word in text.replace("/", " ").replace(",", " ").split())
    codes = (code for d in decisions for code in (d.code or "").split(", "))
    return frozenset(map(bare, (*split, *codes))) - {""}


def _fits(typed: list[str], known: frozenset[str]) -> bool:
    for word in typed:
        wanted = bare(_SHORT.get(word.lstrip("-"), word))
        found = wanted in known or (len(wanted) >= _PREFIX_LETTERS and any(k.startswith(wanted) for k in known))
        if wanted and found == word.startswith("-"):
            return False
    return True
