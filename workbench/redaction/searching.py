# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding a term in a text however it is broken or disguised.

The search compares letters and digits only (the skeleton of the folded text) and then judges each hit by what stands
between its characters and around it: `S E C R E T` and `SEC-` at the end of a line are the word, `mission`
is no `Sion`.
Where it cannot be told, the place is withheld: one word too many costs a reviewer a click, one too few a source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from workbench.documents import Span
from workbench.redaction.decoding import decoded
from workbench.redaction.encoded import Encoded, Known, encoded_runs
from workbench.redaction.folding import is_invisible
from workbench.redaction.intervals import merge
from workbench.redaction.needles import Needle, TermIndex
from workbench.redaction.readings import Reading, loose_readings, readings, undone
from workbench.redaction.skeletons import Skeleton
from workbench.redaction.spellings import ungrouped


def find_term(text: str, term: str) -> list[Span]:
    """Where a reader, or a tool that decodes, would find ``term`` in ``text``; in order, not overlapping."""
    return Searcher(text).find(term)


class Codes:
    """What the codes of texts say. Most are ordinary words that decode to something, and come again and again."""

    def __init__(self) -> None:
        """None is known yet."""
        self.known: Known = {}
        self._said: dict[str, tuple[Skeleton, ...]] = {}

    def say(self, decoded: str) -> tuple[Skeleton, ...]:
        """The readings of a ``decoded`` text."""
        if decoded not in self._said:
            self._said[decoded] = tuple(map(Skeleton, readings(Reading.plain(decoded))))
        return self._said[decoded]


class Searcher:
    """A text prepared once for searching many terms.

    ``spans`` narrows it to some stretches of the text, read as one: the pieces of a paragraph that a page break cuts.
    """

    def __init__(
        self,
        text: str,
        spans: Sequence[tuple[int, int]] | None = None,
        codes: Codes | None = None,
    ) -> None:
        """Reading and folding is done on the first search.

        ``codes``: what they say, as it was told already, for several searchers of parts of one document.
        """
        self._text, self._codes = text, codes or Codes()
        self._source = Reading.plain(text) if spans is None else Reading.joined(text, spans)

    def find(self, term: str) -> list[Span]:
        """See ``find_term``."""
        needles = Needle.each_of(term)
        if not needles:
            return merge(self._find_literally(term.strip()))
        spans = [span for skeleton in self._skeletons for needle in needles for span in skeleton.find(needle)]
        spans += [span for needle in needles for span in self._find_encoded(needle)]
        return merge(map(self._widened, spans))

    def find_each(self, terms: TermIndex) -> Iterator[tuple[str, list[Span]]]:
        """Each of ``terms`` that is there, in the order of the list, and where it stands."""
        letters = [*(skeleton.letters for skeleton in self._skeletons), self._encoded_letters]
        likely = terms.among(letters)
        for term in terms.terms:
            if term in likely and (spans := self.find(term)):
                yield term, spans

    @cached_property
    def _skeletons(self) -> list[Skeleton]:
        source, bare = self._source, [] if self._undone is self._source else [self._undone]
        return [*map(Skeleton, chain(readings(source), bare, loose_readings(source), decoded(source, self._runs)))]

    @cached_property
    def _undone(self) -> Reading:
        return undone(self._source)

    @cached_property
    def _runs(self) -> list[Encoded]:
        return self._runs_of(self._source)

    def _runs_of(self, reading: Reading) -> list[Encoded]:
        return list(encoded_runs(reading.text, known=self._codes.known))

    @cached_property
    def _encoded(self) -> list[tuple[Span, Skeleton]]:
        """What stands in codes, also in those that are spelled otherwise or set in groups."""
        source = self._source
        others = [] if self._undone is source else [self._undone]
        others += map(source.near, ungrouped(source.text))
        return [
            (Span(coded.starts[run.start], coded.ends[run.end - 1]), said)
            for coded in (source, *others)
            for run in (self._runs if coded is source else self._runs_of(coded))
            for said in self._codes.say(run.text)
        ]

    @cached_property
    def _encoded_letters(self) -> str:
        return " ".join(skeleton.letters for _, skeleton in self._encoded)

    def _find_encoded(self, needle: Needle) -> Iterator[Span]:
        # Of a text's many runs hardly one holds a term: all are asked at once before each is.
        likely = any(letters in self._encoded_letters for letters in needle.letters)
        for span, said in self._encoded if likely else ():
            if any(True for _ in said.find(needle)):
                yield span

    def _find_literally(self, term: str) -> Iterator[Span]:
        """A term without a letter or digit, such as a symbol: as it stands."""
        place = self._source.text.find(term) if term else -1
        while place >= 0:
            yield Span(self._source.starts[place], self._source.ends[place + len(term) - 1])
            place = self._source.text.find(term, place + len(term))

    def _widened(self, span: Span) -> Span:
        """With the accents and invisible characters that belong to its last character."""
        end = span.end
        while end < len(self._text) and is_invisible(self._text[end]) and self._text[end] not in "\x1b\b":
            end += 1
        return Span(span.start, end)
