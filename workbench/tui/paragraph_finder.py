# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding paragraphs by what is known of them: mark, kind, decision, code, reviewer; in all documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.text import Text

from workbench.documents import Span
from workbench.structure.model import Placement
from workbench.tui.codes import bare
from workbench.tui.levels import letters_of
from workbench.tui.occurrences import Finder, Occurrence, beginning
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.signs import TOLD, Sign
from workbench.tui.target import Target


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
    return frozenset(map(bare, (*split, *(d.code or "" for d in decisions)))) - {""}


def _fits(typed: list[str], known: frozenset[str]) -> bool:
    for word in typed:
        wanted = bare(_SHORT.get(word.lstrip("-"), word))
        found = wanted in known or (len(wanted) >= _PREFIX_LETTERS and any(k.startswith(wanted) for k in known))
        if wanted and found == word.startswith("-"):
            return False
    return True
