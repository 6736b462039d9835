# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison for a person to read: place, code and text of each difference, then a table of how many there are."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from workbench.core.counted import counted
from workbench.releases.model import QUIET, Comparison, Deletion, Difference, Kind, Side
from workbench.structure import Analysis


_WIDTH = 100
_SIDES = ("OLD", "NEW")
_ALIKE = 0.3
"""The share of common words below which two documents hardly are releases of one text."""

_HEADINGS = {
    Kind.NEWLY_RELEASED: "NEWLY RELEASED: withheld in OLD, shown in NEW",
    Kind.NEWLY_WITHHELD: "NEWLY WITHHELD: shown in OLD, withheld in NEW"
    " (see EO 13526 s.1.7(c) where OLD was an official release)",
    Kind.CODES_CHANGED: "CODES CHANGED: withheld in both, under other codes",
    Kind.EXTENTS_CHANGED: "EXTENTS CHANGED: withheld in both, of another stated amount",
    Kind.ONLY_IN_OLD: "ONLY IN OLD: NEW lacks it, with no mark at its place",
    Kind.ONLY_IN_NEW: "ONLY IN NEW: OLD lacks it, with no mark at its place",
    Kind.CHANGED: "OTHER WORDS: at one place, with no mark in either",
    Kind.DELETIONS_ONLY_IN_OLD: "DELETIONS ONLY IN OLD: NEW has neither a deletion nor other text there",
    Kind.DELETIONS_ONLY_IN_NEW: "DELETIONS ONLY IN NEW: OLD has neither a deletion nor other text there",
    Kind.MOVED: "MOVED: the same text at another place",
}
_NAMES = {
    Kind.STILL_WITHHELD: "still withheld in both",
    Kind.MISREADINGS: "words that OCR read differently",
}


def as_text(comparison: Comparison) -> str:
    """The whole report; every line of it is printable once control characters are replaced."""
    return "\n".join([*_head(comparison), *_body(comparison), *_markings(comparison), *_table(comparison)])


def _head(comparison: Comparison) -> Iterator[str]:
    for name, analysis, words in zip(_SIDES, (comparison.old, comparison.new), comparison.words, strict=True):
        yield f"{name} {_described(analysis, words)}"
    yield f"same in both: {counted(comparison.same, 'word')}"
    if comparison.alike < _ALIKE:
        yield "these hardly are two releases of one text: they share few of their words"
    for name, other, pages in zip(_SIDES, _SIDES[::-1], comparison.missing_pages, strict=True):
        for page in pages:
            yield f"page {page} of {name} is missing from {other}"


def _described(analysis: Analysis, words: int) -> str:
    document = analysis.document
    pages = counted(len(document.pages), "page")
    return f"{document.path}: {document.format}, {pages}, {counted(words, 'word')}"


def _body(comparison: Comparison) -> Iterator[str]:
    for kind, heading in _HEADINGS.items():
        differences = comparison.of(kind)
        if differences:
            yield from ("", heading)
            for difference in differences:
                yield ""
                yield from _difference(difference)


def _difference(difference: Difference) -> Iterator[str]:
    for name, side in (("OLD", difference.old), ("NEW", difference.new)):
        if side:
            deletions = "; ".join(map(_deletion, side.deletions))
            yield f"  {name} {_place(side)}" + (f": {deletions}" if deletions else "")
            if side.text:
                yield from _quoted(side)


def _place(side: Side) -> str:
    return f"{', '.join(side.paragraphs)}, page {side.page}, line {side.line}"


def _deletion(deletion: Deletion) -> str:
    shown = " ".join(deletion.raw.split()) or "a box"
    codes = ", ".join(code for code in deletion.codes if code not in shown)
    return f"withheld {shown}" + (f" under {codes}" if codes else "")


def _quoted(side: Side) -> Iterator[str]:
    before, after = (f"{side.before} " if side.before else ""), (f" {side.after}" if side.after else "")
    lines = f"{before}>>{side.text}<<{after}".split("\n")
    for line in lines:
        yield from textwrap.wrap(line, _WIDTH, initial_indent="      ", subsequent_indent="      ")


def _markings(comparison: Comparison) -> Iterator[str]:
    if comparison.markings:
        yield from ("", "MARKINGS CHANGED", "")
    for change in comparison.markings:
        where = f" {change.paragraphs[0]} (OLD), {change.paragraphs[1]} (NEW)" if change.paragraphs else ""
        yield f"  {change.what}{where}: {_list(change.old)} in OLD, {_list(change.new)} in NEW"


def _list(shown: tuple[str, ...]) -> str:
    return "; ".join(shown) or "none"


def _table(comparison: Comparison) -> Iterator[str]:
    rows = [(h.partition(":")[0].lower(), comparison.of(kind)) for kind, h in _HEADINGS.items()]
    rows += [(_NAMES[kind], comparison.of(kind)) for kind in Kind if kind in QUIET]
    yield from ("", f"{'':<34}{'places':>8}{'words':>8}")
    for name, found in rows:
        if found:
            yield f"{name:<34}{len(found):>8}{sum(d.words for d in found):>8}"
    if comparison.markings:
        yield f"{'markings changed':<34}{len(comparison.markings):>8}"
    if not comparison.reports:
        yield "no difference"
