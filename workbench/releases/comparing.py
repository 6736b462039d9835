# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two releases of one text: what one shows and the other withholds, and under which codes.

Neither release is trusted to be complete. Words that a release lacks without a mark at their place are reported as
such, and not taken for a deletion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from workbench.releases.gaps import find_gaps
from workbench.releases.markings import changed_markings
from workbench.releases.model import Comparison, Deletion, Difference, Kind, MarkingChange
from workbench.releases.moving import Stretch, find_moves
from workbench.releases.sides import Placer
from workbench.releases.tokens import Release, read_release
from workbench.releases.words import DELETED, Gap, is_misread
from workbench.structure import Analysis


_NOISE = 0.01
"""From this share of misread words on the pair is taken for a scan: stray letters are then no finding."""
_DEBRIS = 5
"""Letters that OCR makes of a pen stroke or the edge of a box, at most."""
_ASIDE, _ASIDE_SCORE = 12, 85.0
"""Letters, and how alike of 100, from which text is known again in what was left out of a scan."""
_PAGE, _PAGE_WORDS = 0.9, 20
"""The share of a page's words that the other release lacks, and how many, for the page to be called missing."""


def compare(old: Analysis, new: Analysis) -> Comparison:
    """Every difference between two releases.

    ``compare(a, a)`` has none, and ``compare(b, a)`` is ``compare(a, b).mirrored()``: an alignment may fall out
    differently from either side, so it is always made from the same one.
    """
    releases = read_release(old), read_release(new)
    keys = [tuple((t.key, t.deletion.codes if t.deletion else ()) for t in release.tokens) for release in releases]
    if (keys[1], new.document.text) < (keys[0], old.document.text):
        return _Comparing(releases[1], releases[0]).run().mirrored()
    return _Comparing(*releases).run()


class _Comparing:
    """What has moved is taken out first: it would be laid beside deletions that it has no part in."""

    def __init__(self, old: Release, new: Release) -> None:
        self.old, self.new = old, new
        self._here, self._there = Placer(old), Placer(new)
        self._keys = [token.key for token in old.tokens], [token.key for token in new.tokens]
        moves = find_moves(old, new, find_gaps(*self._keys))
        self._staying = Stretch.without(self._keys, moves)
        self._moved = [Stretch(self._keys, list(move.old), list(move.new)) for move in moves]
        self._noisy = False
        self._known: frozenset[str] = frozenset()

    def run(self) -> Comparison:
        gaps = self._staying.slid(self.old.sentence_starts(), self.new.sentence_starts())
        same = self._staying.same(gaps)
        self._known = frozenset(self._keys[0][i] for i, _ in same)
        self._noisy = self._is_noisy(gaps, len(same))
        differences = [d for gap in gaps for d in self._of_place(*self._staying.places(gap))]
        shown = len(same)
        for stretch in self._moved:
            same += (equal := stretch.same(stretch.gaps))
            differences += self._of_move(stretch, len(equal))
        markings: tuple[MarkingChange, ...] = changed_markings(self.old, self.new, same)
        pages = tuple(self._missing_pages(differences, side) for side in (0, 1))
        return Comparison(
            self.old.analysis,
            self.new.analysis,
            tuple(differences),
            markings,
            (self.old.words, self.new.words),
            shown + sum(d.words for d in differences if d.kind in (Kind.MISREADINGS, Kind.MOVED)),
            (pages[0], pages[1]),
        )

    def _of_move(self, stretch: Stretch, same: int) -> Iterator[Difference]:
        """That it moved, then how it differs at its new place."""
        yield Difference(Kind.MOVED, same, self._here.side(stretch.old), self._there.side(stretch.new))
        for gap in stretch.gaps:
            yield from self._of_place(*stretch.places(gap))

    def _of_place(self, old: list[int], new: list[int]) -> Iterator[Difference]:
        return (self._difference(kind, old, new) for kind in self._kinds(old, new))

    def _difference(self, kind: Kind, old: list[int], new: list[int]) -> Difference:
        counted = {
            Kind.NEWLY_RELEASED: self._words(1, new),
            Kind.NEWLY_WITHHELD: self._words(0, old),
            Kind.ONLY_IN_OLD: self._words(0, old),
            Kind.ONLY_IN_NEW: self._words(1, new),
        }
        words = counted.get(kind)
        if words is None:
            both = len(self._words(0, old)), len(self._words(1, new))
            size = max(both) if kind in (Kind.CHANGED, Kind.MISREADINGS) else 0
        else:
            size = len(words)
        return Difference(kind, size, self._here.side(old), self._there.side(new))

    def _kinds(self, old: list[int], new: list[int]) -> Iterator[Kind]:
        """What a gap is; one with deletions and words on both sides is several things."""
        words: tuple[list[str], list[str]] = self._words(0, old), self._words(1, new)
        deletions = self._deletions(self.old, old), self._deletions(self.new, new)
        if not any(deletions):
            yield from self._wording(old, new)
            return
        if all(deletions) and any(words) and all(self._is_debris(shown) for shown in words):
            words = [], []
        if deletions[0] and words[1]:
            yield Kind.NEWLY_RELEASED
        if deletions[1] and words[0]:
            yield Kind.NEWLY_WITHHELD
        if all(deletions):
            yield _both_withheld(*deletions, bare=not any(words))
        else:
            side = 0 if deletions[0] else 1
            yield from self._lacking(side, (old, new)[side])
            if not words[1 - side]:
                yield (Kind.DELETIONS_ONLY_IN_OLD, Kind.DELETIONS_ONLY_IN_NEW)[side]

    def _wording(self, old: list[int], new: list[int]) -> Iterator[Kind]:
        one, other = self._words(0, old), self._words(1, new)
        if one and other:
            alike = "".join(one) == "".join(other) or self._is_misreading(one, other)
            yield Kind.MISREADINGS if alike else Kind.CHANGED
        elif (one or other) and self._is_debris(one or other):
            yield Kind.MISREADINGS
        else:
            yield from (*self._lacking(0, old), *self._lacking(1, new))

    def _lacking(self, side: int, positions: list[int]) -> Iterator[Kind]:
        """That the other release lacks these words, unless it took them for a header, a stamp or a form."""
        words = " ".join(self._words(side, positions))
        release, other = (self.old, self.new)[:: 1 - 2 * side]
        if words and not (release.has_own_lines(positions) and self._stands_aside(words, other.aside)):
            yield (Kind.ONLY_IN_OLD, Kind.ONLY_IN_NEW)[side]

    def _stands_aside(self, words: str, aside: str) -> bool:
        if f" {words} " in aside:
            return True
        return self._noisy and len(words) >= _ASIDE and fuzz.partial_ratio(words, aside) >= _ASIDE_SCORE

    def _is_misreading(self, old: list[str], new: list[str]) -> bool:
        """Whether OCR made the difference. Two words that both stand elsewhere in the text are two words."""
        if not self._noisy:
            return False
        if len(old) == len(new):
            return all(one == other or self._is_spelling(one, other) for one, other in zip(old, new, strict=True))
        both_known = self._known.issuperset(old) and self._known.issuperset(new)
        return not both_known and is_misread(old, new)

    def _is_spelling(self, one: str, other: str) -> bool:
        return not (one in self._known and other in self._known) and is_misread((one,), (other,))

    def _is_noisy(self, gaps: Sequence[Gap], same: int) -> bool:
        pages = (*self.old.analysis.document.pages, *self.new.analysis.document.pages)
        if any(page.recognised for page in pages):
            return True
        misread = 0
        for gap in gaps:
            places = self._staying.places(gap)
            one, other = ([keys[i] for i in side] for keys, side in zip(self._keys, places, strict=True))
            if DELETED not in (*one, *other) and one and other and is_misread(one, other):
                misread += max(len(one), len(other))
        return misread > 2 and misread >= _NOISE * same

    def _is_debris(self, words: Sequence[str]) -> bool:
        return self._noisy and sum(map(len, words)) <= _DEBRIS and max(map(len, words), default=0) < 4

    def _words(self, side: int, positions: list[int]) -> list[str]:
        return [self._keys[side][i] for i in positions if self._keys[side][i] != DELETED]

    def _deletions(self, release: Release, positions: list[int]) -> list[Deletion]:
        return [deletion for i in positions if (deletion := release.tokens[i].deletion)]

    def _missing_pages(self, differences: Sequence[Difference], side: int) -> tuple[int, ...]:
        kind, release = ((Kind.ONLY_IN_OLD, self.old), (Kind.ONLY_IN_NEW, self.new))[side]
        sides = ((d.old, d.new)[side] for d in differences if d.kind is kind)
        spans = [span for found in sides if found for span in found.spans]
        page_at = release.analysis.document.page_at
        lacking, whole = Counter[int](), Counter[int]()
        spans.sort()
        at = 0
        for token in sorted((t for t in release.tokens if not t.deletion), key=lambda t: t.start):
            while at < len(spans) and spans[at].end <= token.start:
                at += 1
            page = page_at(token.start)
            whole[page] += 1
            lacking[page] += at < len(spans) and spans[at].start <= token.start
        return tuple(p for p, n in sorted(whole.items()) if n >= _PAGE_WORDS and lacking[p] >= _PAGE * n)


def _both_withheld(old: list[Deletion], new: list[Deletion], *, bare: bool) -> Kind:
    codes = [{code for deletion in side for code in deletion.codes} for side in (old, new)]
    if all(codes) and codes[0] != codes[1]:
        return Kind.CODES_CHANGED
    extents = [[(d.quantity, d.unit) for d in side if d.quantity is not None] for side in (old, new)]
    units = [{unit for _, unit in side} for side in extents]
    if bare and all(extents) and units[0] == units[1] and extents[0] != extents[1]:
        return Kind.EXTENTS_CHANGED
    return Kind.STILL_WITHHELD
