# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a copy is searched for: the terms, and stretches of the withheld text that the kept text does not share.

Texts are compared by their letters and digits alone, folded (``workbench.redaction.fold``), so that neither line ends,
hyphens, spacing nor look-alikes hide anything, and whichever library has read the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from workbench.redaction import Plan, Searcher, fold


# Letters and digits in a row (about four words) that make a stretch of withheld text known again. Shorter ones turn
# up by chance: `the meeting of the` is in every memorandum.
SHINGLE = 20
# A stretch is found from here on wherever it begins: every fourth of its shingles is looked for.
_STEP = 4
# As many letters of a term in a row as give away the rest.
_RESIDUE = 7


class Hit(NamedTuple):
    """What was found, without its words: ``what`` is ``term``, ``part of a term`` or ``withheld text``."""

    what: str
    times: int


def skeleton(text: str) -> str:
    """The letters and digits of ``text``, folded."""
    return "".join(filter(str.isalnum, fold(text)[0]))


class Needles:
    """Everything withheld by a plan, prepared once for searching many texts."""

    def __init__(self, plan: Plan) -> None:
        document = plan.analysis.document
        kept, cursor = [], 0
        for start, end in plan.withheld():
            kept.append(document.text[cursor:start])
            cursor = max(cursor, end)
        kept.append(document.text[cursor:])
        self._kept = "\n".join(kept)
        self._withheld = [" ".join(document.text[s:e] for s, e in r.spans) for r in plan.redactions]
        self.terms = tuple(term.text for term in plan.terms)
        self._labels = _labels(plan)

    @cached_property
    def _kept_skeleton(self) -> str:
        return skeleton(self._kept)

    @cached_property
    def _shingles(self) -> frozenset[str]:
        wanted = {
            s[i : i + SHINGLE] for s in map(skeleton, self._withheld) for i in range(0, len(s) - SHINGLE + 1, _STEP)
        }
        return frozenset(wanted - _shingles_of(self._kept_skeleton, SHINGLE)) if wanted else frozenset()

    @cached_property
    def _short(self) -> tuple[str, ...]:
        """Withheld stretches too short for a shingle, where they stand nowhere in the kept text."""
        known = {skeleton(term) for term in self.terms}
        candidates = {s: text for text in self._withheld if 4 <= len(s := skeleton(text)) < SHINGLE and s not in known}
        searcher = Searcher(self._kept)
        return tuple(text for s, text in candidates.items() if s not in self._kept_skeleton and not searcher.find(text))

    @cached_property
    def _residue(self) -> frozenset[str]:
        found = {s[i : i + _RESIDUE] for s in map(skeleton, self.terms) for i in range(len(s) - _RESIDUE + 1)}
        return frozenset(gram for gram in found if gram not in self._kept_skeleton)

    @cached_property
    def raw(self) -> tuple[bytes, ...]:
        """The terms as bytes in lower case, as a program that greps would look for them."""
        words = [term.lower() for term in (*self.terms, *self._short) if len(skeleton(term)) >= 4]
        plain = [word.encode(codec, "ignore") for word in words for codec in ("utf-8", "utf-16-le", "utf-16-be")]
        return tuple(sorted({*plain, *(word.hex().encode() for word in plain)}))

    def without_labels(self, text: str) -> str:
        """``text`` without the words that stand for redactions: a term may be a word of a label."""
        return self._labels.sub(" \ufffc ", text) if self._labels else text

    def search(self, text: str) -> list[Hit]:
        """What of the withheld is in a text that a person reads."""
        text = self.without_labels(text)
        return [*self.search_terms(text), *self.search_shingles(text)]

    def search_terms(self, text: str) -> list[Hit]:
        """Terms and short withheld stretches, however they are broken, and telling parts of terms."""
        if not self.terms and not self._short:
            return []
        searcher = Searcher(text)
        times = sum(len(searcher.find(term)) for term in self.terms)
        short = sum(len(searcher.find(term)) for term in self._short)
        parts = 0 if times else len(self._residue & _shingles_of(skeleton(text), _RESIDUE)) if self._residue else 0
        hits = (Hit("term", times), Hit("withheld text", short), Hit("part of a term", parts))
        return [hit for hit in hits if hit.times]

    def search_shingles(self, text: str) -> list[Hit]:
        """Stretches of withheld text."""
        if not self._shingles:
            return []
        found = len(self._shingles & _shingles_of(skeleton(text), SHINGLE))
        return [Hit("withheld text", found)] if found else []

    def search_bytes(self, data: bytes) -> list[Hit]:
        """Terms as plain, UTF-16 or hexadecimal bytes."""
        lowered = data.lower()
        times = sum(needle in lowered for needle in self.raw)
        return [Hit("term", times)] if times else []


def _shingles_of(text: str, size: int) -> set[str]:
    return {text[i : i + size] for i in range(len(text) - size + 1)}


def _labels(plan: Plan) -> re.Pattern[str] | None:
    """One pattern for every label, whatever white space a reader of the copy puts into it."""
    return label_pattern(redaction.label for redaction in plan.redactions)


def label_pattern(labels: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that matches the labels, longest first; None where there are none."""
    distinct = sorted(set(labels), key=lambda label: (-len(label), label))
    return re.compile("|".join(r"\s*".join(map(re.escape, label.split())) for label in distinct)) if distinct else None
