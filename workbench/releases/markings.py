# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners, stamps and portion marks that two releases have differently: what was declassified in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from workbench.markings.model import Marking
from workbench.marks.model import Mark, MarkType, Stamp
from workbench.releases.model import MarkingChange
from workbench.releases.tokens import Release
from workbench.structure import Analysis, Paragraph, Portion


_SHARED = 0.5
"""The share of the shorter paragraph's words from which two paragraphs are one."""


def changed_markings(old: Release, new: Release, same: Iterable[tuple[int, int]]) -> tuple[MarkingChange, ...]:
    """Every marking of the whole that only one has, then every paragraph whose mark is another one.

    ``same`` are the positions of the words that both show.
    """
    return (*_of_the_whole(old.analysis, new.analysis), *_of_paragraphs(old, new, same))


def _of_the_whole(old: Analysis, new: Analysis) -> Iterator[MarkingChange]:
    for what, read in (("banner", _banners), ("stamp", _stamps)):
        here, there = read(old), read(new)
        if set(here) != set(there):
            yield MarkingChange(what, here, there)


def _banners(analysis: Analysis) -> tuple[str, ...]:
    found = (
        _shown(mark.value.banner, mark)
        for mark in analysis.marks
        if mark.type is MarkType.BANNER and isinstance(mark.value, Marking)
    )
    return tuple(dict.fromkeys(found))


def _stamps(analysis: Analysis) -> tuple[str, ...]:
    stamps = (mark.value for mark in analysis.marks if isinstance(mark.value, Stamp))
    return tuple(dict.fromkeys(" ".join(filter(None, (s.decision, s.date, s.reference))) for s in stamps))


def _of_paragraphs(old: Release, new: Release, same: Iterable[tuple[int, int]]) -> Iterator[MarkingChange]:
    for one, other in _same_paragraphs(old, new, same):
        here, there = _portion(one), _portion(other)
        if here != there:
            yield MarkingChange("portion", here, there, (one.id, other.id))


def _portion(paragraph: Paragraph) -> tuple[str, ...]:
    portion = paragraph.portion
    return (_shown(portion.marking.portion, portion),) if portion else ()


def _shown(canonical: str | None, written: Mark | Portion) -> str:
    return (canonical or " ".join(written.raw.split())) + (" (struck)" if written.struck else "")


def _same_paragraphs(
    old: Release, new: Release, same: Iterable[tuple[int, int]]
) -> Iterator[tuple[Paragraph, Paragraph]]:
    """Paragraphs that share most of their words, each once, in the order of the old release."""
    shared = Counter((old.tokens[i].paragraph, new.tokens[j].paragraph) for i, j in same)
    sizes = [Counter(token.paragraph for token in release.tokens) for release in (old, new)]
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for (one, other), words in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        enough = words >= _SHARED * min(sizes[0][one], sizes[1][other])
        if enough and one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            found.append((one, other))
    for one, other in sorted(found):
        yield old.analysis.paragraphs[one], new.analysis.paragraphs[other]
