# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which sentences of a document already stand in public sources, and where.

A hint for a reviewer, never a decision. A sentence counts as found only where one passage of a source, three sentences
at most, has its names and its numbers; a figure that differs or a denial on one side only is said, and is no find.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from workbench.documents import Span
from workbench.redaction.intervals import subtract
from workbench.releases.evidence import Corroborated, Corroboration, Evidence, How, Sentence
from workbench.releases.statements import Statement, statements
from workbench.structure import Analysis, Kind, Paragraph


_FEWEST, _FEWEST_WITHOUT_FACTS = 3, 5
"""Words that tell something which a sentence must have; more where it has neither name nor number."""
_VERBATIM, _REWORDED, _PARTLY = 0.9, 0.6, 0.5
"""The shares of a sentence that a passage must have, its rare words counting most."""
_PARTLY_WITH_NAMES = 0.35
"""The same where the passage has all of two or more names and numbers."""
_ALONE = 0.8
"""The share of its words other than names and numbers that a sentence of a source has which says that very thing."""
_CANDIDATES, _MOST_PLACES = 12, 2000
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of a source."""

    source: int
    paragraph: Paragraph
    statement: Statement


def corroborate(document: Analysis, sources: Sequence[Analysis]) -> Corroboration:
    """For every sentence of ``document``, furniture apart, the best passages of ``sources``, at most one a source.

    Sources whose markings in force are classified, and the document itself, are no public source: they are left out.
    """
    used, skipped = [], []
    for source in sources:
        why = _unfit(source, document)
        if why:
            skipped.append((source.document.path, why))
        else:
            used.append(source)
    library = _Library(used)
    read = [(p, _read(document, p)) for p in document.paragraphs if p.kind is not Kind.FURNITURE]
    known = [*library.statements, *(statement for _, found in read for statement in found)]
    names, plain = {name for s in known for name in s.names}, {stem for s in known for stem in s.plain}
    paragraphs = tuple(
        Corroborated(paragraph, tuple(library.find(statement.naming(names, plain)) for statement in found))
        for paragraph, found in read
    )
    return Corroboration(document, tuple(used), tuple(skipped), paragraphs)


def _unfit(source: Analysis, document: Analysis) -> str:
    if source.document.sha256 == document.document.sha256:
        return "is the document itself"
    if source.overall.classified:
        return "carries classification markings in force: it is no public source"
    return ""


def _read(analysis: Analysis, paragraph: Paragraph) -> list[Statement]:
    """Its sentences, without the portion mark."""
    mark = [Span(paragraph.portion.start, paragraph.portion.end)] if paragraph.portion else []
    spans = [left for span in paragraph.spans for left in subtract(span, mark)]
    return list(statements(analysis.document.text, spans))


class _Library:
    """The sentences of all sources, by their words."""

    def __init__(self, sources: Sequence[Analysis]) -> None:
        self._sources = sources
        self._places: list[_Place] = []
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, source in enumerate(sources):
            for paragraph in source.paragraphs:
                for statement in _read(source, paragraph):
                    for stem in set(statement.stems):
                        self._with[stem].append(len(self._places))
                    self._places.append(_Place(number, paragraph, statement))

    @property
    def statements(self) -> Iterator[Statement]:
        """Every sentence of the sources."""
        return (place.statement for place in self._places)

    def find(self, statement: Statement) -> Sentence:
        """The best passage for ``statement`` in each source that has one."""
        distinct = set(statement.stems)
        if len(distinct) < (_FEWEST if statement.facts else _FEWEST_WITHOUT_FACTS):
            return Sentence(statement.spans, judged=False)
        weights = {stem: self._weight(stem) for stem in distinct}
        best: dict[int, Evidence] = {}
        alone: set[int] = set()
        for place in self._candidates(weights):
            for window in self._windows(place):
                # What such a sentence lacks is another name or figure: a neighbour's does not make it good.
                if len(window) > 1 and not alone.isdisjoint(window):
                    continue
                evidence = self._weigh(statement, weights, window)
                source = self._places[place].source
                if evidence and (source not in best or evidence.rank > best[source].rank):
                    best[source] = evidence
                if len(window) == 1 and self._says_so(statement, place):
                    alone.add(place)
        found = sorted(best.items(), key=lambda item: (tuple(-part for part in item[1].rank), item[0]))
        return Sentence(statement.spans, tuple(evidence for _, evidence in found[:_SHOWN]))

    def _weight(self, stem: str) -> float:
        """How much a word tells: one that many sentences have tells little."""
        return math.log(2 + len(self._places) / (1 + len(self._with.get(stem, ()))))

    def _candidates(self, weights: dict[str, float]) -> Iterator[int]:
        scores: dict[int, float] = defaultdict(float)
        rarest = sorted(weights, key=lambda stem: (-weights[stem], stem))
        for stem in rarest:
            for place in self._with.get(stem, ())[:_MOST_PLACES]:
                scores[place] += weights[stem]
        ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        yield from (place for place, _ in ordered[:_CANDIDATES])

    def _windows(self, place: int) -> Iterator[range]:
        """The sentence alone, then with its neighbours in the paragraph."""
        yield range(place, place + 1)
        before, after = self._is_beside(place, place - 1), self._is_beside(place, place + 1)
        if before:
            yield range(place - 1, place + 1)
        if after:
            yield range(place, place + 2)
        if before and after:
            yield range(place - 1, place + 2)

    def _says_so(self, statement: Statement, place: int) -> bool:
        """Whether a sentence says the same, be it of others: its neighbours then have nothing to do with it."""
        said = set(statement.stems) - statement.facts
        return len(said & set(self._places[place].statement.stems)) >= max(_FEWEST, _ALONE * len(said))

    def _is_beside(self, place: int, other: int) -> bool:
        if not 0 <= other < len(self._places):
            return False
        one, two = self._places[place], self._places[other]
        return one.source == two.source and one.paragraph is two.paragraph

    def _weigh(self, statement: Statement, weights: dict[str, float], window: range) -> Evidence | None:
        passage = [self._places[i] for i in window]
        stems = [stem for place in passage for stem in place.statement.stems]
        known = set(stems)
        share = sum(w for stem, w in weights.items() if stem in known) / sum(weights.values())
        missing = len(statement.names - known), len(statement.numbers - known)
        named = len(statement.facts) > 1 and not any(missing)
        if share < (_PARTLY_WITH_NAMES if named else _PARTLY):
            return None
        denial = statement.denies != any(place.statement.denies for place in passage)
        ordered = LCSseq.similarity(statement.stems, stems) / len(statement.stems)
        how = How.PARTLY
        if not any(missing) and not denial and share >= _REWORDED:
            how = How.VERBATIM if ordered >= _VERBATIM else How.REWORDED
        return self._evidence(passage, how, share, missing, denial=denial)

    def _evidence(
        self, passage: Sequence[_Place], how: How, share: float, missing: tuple[int, int], *, denial: bool
    ) -> Evidence:
        source = self._sources[passage[0].source]
        spans = [span for place in passage for span in place.statement.spans]
        text, start = source.document.text, spans[0].start
        return Evidence(
            how=how,
            share=round(share, 3),
            path=source.document.path,
            paragraph=passage[0].paragraph.id,
            page=source.document.page_at(start),
            line=text.count("\n", 0, start) + 1,
            spans=tuple(spans),
            text=" ".join(" ".join(text[a:b] for a, b in spans).split()),
            missing_names=missing[0],
            missing_numbers=missing[1],
            denial=denial,
        )
