# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding what a pattern describes, however lines, pages and markup break it.

A pattern is matched against each reading of the text, folded: look-alikes and white space are told apart no more, a
hyphen at a line's end is read with and without. Numbers and addresses are found across a line's end without a hyphen
too, but words are not: two words on either side of it are two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.core.errors import WorkbenchError
from workbench.documents import Document, Span
from workbench.redaction.encoded import encoded_runs
from workbench.redaction.folding import fold
from workbench.redaction.intervals import merge, overlapping
from workbench.redaction.patterns import Pattern, compiled
from workbench.redaction.readings import Reading, readings


_SECONDS = 60
"""How long one pattern may take on one text: a user's expression may need time by the power of the text's length."""
_AFTER_HYPHEN = re.compile(r"(?<=[-\u2010\u2011])[ \t]*(?:\r\n|[\n\r\f\u2028\u2029])\s*")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+(?:\r\n|[\n\r\f\u2028\u2029])\s*")

# A number as OCR spells it: its letters are digits. With a small letter behind it, it is a decade (`1980s`).
_NUMBERISH = re.compile(r"(?<![^\W_])(?=[OoQDIlZSBGg|]{0,60}[0-9])[0-9OoQDIlZSBGg|]+(?![^\W_])")
_DIGITS = str.maketrans("OoQDIl|ZSBGg", "000011125869")

_DASHES = dict.fromkeys((*range(8208, 8214), 8722), "-")


class PatternError(WorkbenchError):
    """A pattern that takes too long on a text."""


@dataclass(frozen=True, slots=True)
class _Folded:
    """A reading folded. ``joined``: its lines run into one another, so only what a line's end cuts is of interest."""

    text: str
    offsets: Sequence[int]
    reading: Reading
    joined: bool


class PatternSearcher:
    """A text prepared once for many patterns. ``spans`` narrows it to stretches that are read as one."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]] | None = None, *, misread: bool = False) -> None:
        """Reading and folding is done on the first search. ``misread``: OCR may have taken digits for letters."""
        source = Reading.plain(text) if spans is None else Reading.joined(text, spans)
        self._source = source.rewrite(_NUMBERISH, lambda m: m.group().translate(_DIGITS)) if misread else source

    def find(self, pattern: Pattern) -> list[Span]:
        """Where a reader would find it; in order, not overlapping.

        Raises:
            PatternError: it takes too long.

        """
        found: list[Span] = []
        for folded in self._folded:
            hits = list(_hits(folded, pattern))
            found = merge((*found, *(hit for hit in hits if not folded.joined or not overlapping(found, hit))))
        return merge((*found, *(run for run, texts in self._encoded if any(_shows(text, pattern) for text in texts))))

    @cached_property
    def _encoded(self) -> list[tuple[Span, list[_Folded]]]:
        """Runs that are another text in a code, and the readings of that text."""
        starts, ends = self._source.starts, self._source.ends
        return [
            (
                Span(starts[run.start], ends[run.end - 1]),
                [_fold(reading, joined=False) for reading in readings(Reading.plain(run.text))],
            )
            for run in encoded_runs(self._source.text)
            if "".join(run.text.split()).isprintable()  # a number decodes to noise in which another may stand
        ]

    @cached_property
    def _folded(self) -> list[_Folded]:
        plain = list(readings(self._source))
        hyphened = [_rewritten(reading, _AFTER_HYPHEN) for reading in plain]
        joined = [_rewritten(reading, _LINE_END) for reading in plain]
        return [
            *(_fold(reading, joined=False) for reading in (*plain, *filter(None, hyphened))),
            *(_fold(reading, joined=True) for reading in joined if reading),
        ]


def _rewritten(reading: Reading, pattern: re.Pattern[str]) -> Reading | None:
    rewritten = reading.rewrite(pattern, lambda _: "")
    return None if rewritten is reading else rewritten


def _fold(reading: Reading, *, joined: bool) -> _Folded:
    text, offsets = fold(reading.text)
    return _Folded(text.translate(_DASHES), offsets, reading, joined)


def _hits(folded: _Folded, pattern: Pattern) -> Iterator[Span]:
    expression = compiled(pattern.expression)
    group = "value" if "value" in expression.groupindex else 0
    try:
        for match in expression.finditer(folded.text, timeout=_SECONDS):
            start, end = match.span(group if match[group] else 0)
            if start < end and _is_one(folded, pattern, start, end):
                starts, ends = folded.reading.starts, folded.reading.ends
                yield Span(starts[folded.offsets[start]], ends[folded.offsets[end - 1]])
    except TimeoutError:
        raise PatternError(f"pattern {pattern.name!r} takes too long; write it simpler") from None


def _shows(folded: _Folded, pattern: Pattern) -> bool:
    return any(True for _ in _hits(folded, pattern))


def misread_patterns(document: Document, patterns: Sequence[Pattern]) -> Iterator[tuple[Pattern, Span]]:
    """Numbers on recognised pages that a pattern describes once their letters are read as digits."""
    for page in document.pages if patterns else ():
        if page.recognised or page.layered:
            searcher = PatternSearcher(document.text, [page.span], misread=True)
            yield from ((pattern, span) for pattern in patterns for span in searcher.find(pattern))


def _is_one(folded: _Folded, pattern: Pattern, start: int, end: int) -> bool:
    hit = folded.text[start:end]
    if folded.joined and not any(c.isdigit() or c == "@" for c in hit):
        return False
    if pattern.capitals and any(folded.reading.text[i].islower() for i in folded.offsets[start:end]):
        return False
    return pattern.check is None or _has_check_digit([int(c) for c in hit if c.isdigit()])


def _has_check_digit(digits: Sequence[int]) -> bool:
    """Whether the last digit follows from the others by the Luhn formula (ISO/IEC 7812-1 annex B)."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return bool(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
