# SPDX-License-Identifier: AGPL-3.0-or-later
"""Placeholders: the places where an earlier reviewer took something out.

Brackets (``[2 lines not declassified]``, ``[redacted]``, ``[[REDACTED]]``, our own ``[page withheld]``), blackened
characters, runs of X, blank boxes as OCR prints them (``[____]``) and the labels of the Department of Justice.
An editor's bracket (``[Here follows ...]``, ``[sic]``) is none. Boxes that are drawn are found by the reader
of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain

from workbench.documents import Document, Span
from workbench.marks.broken_brackets import SAID_BEGINS, half_open, mismatched
from workbench.marks.late import Match, late, sought
from workbench.marks.lines import Lines, within
from workbench.marks.model import Mark, MarkType, Placeholder, make_mark
from workbench.marks.placeholder_labels import RELEASED, labels_in, plain_labels
from workbench.marks.placeholder_reading import CODES_ONLY, is_reference, read_bracket, read_common


# One pattern per kind: joined with `|` they run a hundred times slower and hide overlapping hits.
_SQUARE = late(r"\[[^\[\]]{1,1200}\]")
_ROUND = late(r"\([^()\[\]\n]{6,60}\)")
_ANGLE = late(r"<[A-Za-z][^<>\n]{5,40}>")
_GUILLEMETS = late(r"[«‹][A-Za-z][^«»‹›\n]{5,40}[»›]")
_CURLY = late(r"\{[^{}\n]{6,200}\}")
_BRACKETS = (("[", _SQUARE), ("(", _ROUND), ("<", _ANGLE), ("{", _CURLY), ("«‹", _GUILLEMETS))
_BLOCK = "█▇▉▊▓▒░■▮"
_BLOCKS = late(r"[█▇▉▊▓▒░■▮](?:[ \t]{0,2}[█▇▉▊▓▒░■▮])+")
_CROSSES = sought(r"X{5,}(?:[ \t]{1,2}X{3,})*")
_CROSSES_SMALL = sought(r"x{5,}(?:[ \t]{1,2}x{3,})*")

_COMMON = 60  # characters


def find_placeholders(document: Document, lines: Lines) -> Iterator[Mark]:
    """Every placeholder in the text. Marks are in no order; offsets are exact, brackets included."""
    for start, end, value in _each(lines):
        yield make_mark(document, MarkType.PLACEHOLDER, start, end, value)


def _each(lines: Lines) -> Iterator[tuple[int, int, Placeholder]]:
    text = lines.text
    taken: list[Span] = []
    said = [match.start() for match in SAID_BEGINS.finditer(text)] if "classified" in text else []
    brackets = (pattern for signs, pattern in _BRACKETS if any(sign in text for sign in signs))
    for start, end, value in mismatched(text, said):
        taken.append(Span(start, end))
        yield start, end, value
    odd = sorted(taken)
    for match in chain.from_iterable(pattern.finditer(text) for pattern in brackets):
        if odd and _overlaps(match.span(), odd):
            continue
        inner = match.group()
        square = inner[0] == "[" or (inner[0] == "{" and SAID_BEGINS.search(inner) is not None)  # as a scanner reads it
        read = (read_bracket if len(inner) > _COMMON else read_common)(inner[1:-1], square=square)
        if read and not (CODES_ONLY.fullmatch(inner[1:-1]) and is_reference(lines, *match.span())):
            span = _doubled(text, *match.span())
            taken.append(span)
            yield *span, read
    taken.sort()
    blocks = _BLOCKS.finditer(text) if not text.isascii() and any(block in text for block in _BLOCK) else ()
    crosses = _crosses(text) if lines.shadow.holds("xxxxx") else ()
    for start, end in chain((match.span() for match in chain(blocks, crosses)), _blanks(lines)):
        if not within(start, taken):
            yield start, end, Placeholder(None, None, "text")
    yield from half_open(text, taken, said)
    for start, end in chain(labels_in(lines), plain_labels(lines, beside=bool(taken))):
        yield start, end, Placeholder(None, None, "text")


def _overlaps(span: tuple[int, int], spans: list[Span]) -> bool:
    """Whether ``span`` shares a character with one of ``spans``, which are in order and apart."""
    at = bisect_right(spans, span[0], key=lambda other: other.end)
    return at < len(spans) and spans[at].start < span[1]


def _doubled(text: str, start: int, end: int) -> Span:
    """``[[REDACTED]]`` and ``<<REDACTED>>`` are one placeholder."""
    doubled = start > 0 and text[start - 1] == text[start] and text[end : end + 1] == text[end - 1]
    return Span(start - 1, end + 1) if doubled else Span(start, end)


def _crosses(text: str) -> Iterator[Match]:
    """Runs of X that stand alone: no part of a word, of a number's pattern (``XXX-XX-XXXX``) or an address."""
    for match in chain(_CROSSES.finditer(text), _CROSSES_SMALL.finditer(text)):
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        in_table = text.endswith("| ", 0, match.start()) and text.startswith(" |", match.end())
        if not in_table and not any(c.isalnum() or c in "-/@_." for c in around.removesuffix(".")):
            yield match


_BLANK = sought(r"(?<=[a-z,] )_{4,}(?:[ \t]_{2,})*(?=,? [a-z]|\.(?:\s|$))")
_EMPTY = sought(
    r"(?<=[\w.,;:] )\[ {4,80}\](?P<coded> {1,3}(?:\( ?b ?\)|b) ?\(?[1-9])"
    r"|(?<=[A-Za-z,] )\[ {4,80}\](?P<sentence>,? [a-z]|\.(?:\s|$))?"
    r"|(?<=(?:^|[.:;)])[ \t]{0,40})\[ {4,80}\](?=\s*?(?:\n|\s{3}|$| ?\())",
    re.MULTILINE,
)


def _blanks(lines: Lines) -> Iterator[tuple[int, int]]:
    """Boxes as OCR prints them: empty brackets inside a sentence or before a code, underscores in a released document.

    Elsewhere, and before a capital, a blank is to be filled in.
    """
    text = lines.text
    found = [*_BLANK.finditer(text)] if "____" in text else []
    empty = [*_EMPTY.finditer(text)] if "[    " in text else []
    released = bool(found or empty) and lines.have(RELEASED)
    if released:
        yield from (match.span() for match in found)
    for match in empty:
        if released or match["sentence"] or match["coded"]:
            yield match.start(), text.index("]", match.start()) + 1


_BOX = Placeholder(quantity=None, unit=None, what="text", visual=True)


def find_boxes(document: Document) -> Iterator[Mark]:
    """A placeholder with ``visual`` true for every redaction box on the pages, in the order of the text."""
    for visual in document.visual:
        place = visual.offset
        yield Mark(MarkType.PLACEHOLDER, "", place, place, visual.box.page, _BOX, boxes=(visual.box,))
