# SPDX-License-Identifier: AGPL-3.0-or-later
"""The annotated copy as text: everything still there, with what will be withheld in brackets and a margin of marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from workbench.core.counted import counted
from workbench.documents import Span
from workbench.exports.cleaning import clean
from workbench.exports.fragments import Show, Teller
from workbench.redaction.model import Plan
from workbench.structure.model import Kind, Paragraph


WARNING = "ANNOTATED COPY - HOLDS WHAT IS WITHHELD - NOT FOR RELEASE"
_MARGIN = 14
KEY = (
    "Margin: the marking in force for a paragraph at its first line; - unmarked; furniture has none.",
    "\u27e6(b)(1): ...\u27e7 is withheld from the sanitized copy under that code. ~~...~~ is struck through in it.",
)


def annotate_text(plan: Plan) -> bytes:
    """The copy, UTF-8. It holds everything that is withheld: it is as classified as the original."""
    body = _margins(plan, list(_marked(plan)))
    return "\n".join((*_head(plan), *body, "")).encode("utf-8")


def summary(plan: Plan) -> str:
    """How much is withheld, in words: how many places, under which codes."""
    codes = sorted({r.code or "no code" for r in plan.redactions})
    places = counted(len(plan.redactions), "place")
    return f"Policy {plan.policy}: {places} withheld" + (f" ({', '.join(codes)})." if codes else ".")


def overall_line(plan: Plan) -> str:
    """The overall marking, as it is written and as the portions require it."""
    overall = plan.analysis.overall
    written = overall.banner.banner if overall.banner else None
    computed = overall.computed.banner if overall.computed else None
    return f"Marked {written or 'nothing'}; the portions require {computed or 'nothing'}."


def _head(plan: Plan) -> Iterator[str]:
    yield WARNING
    yield overall_line(plan)
    yield summary(plan)
    yield from KEY
    yield "-" * 78


def _marked(plan: Plan) -> Iterator[tuple[int, str]]:
    line, start = "", 0
    for piece, offset in _pieces(plan):
        parts = clean(piece).split("\n")
        for number, part in enumerate(parts):
            if number:
                yield start, line
                line, start = "", offset
            line += part
        if not line or not start:
            start = offset
    yield start, line


def _pieces(plan: Plan) -> Iterator[tuple[str, int]]:
    text = plan.analysis.document.text
    for fragment in Teller(plan).whole():
        start, end = fragment.span
        if fragment.redaction:
            note = fragment.redaction.code or fragment.redaction.why
            yield f"\u27e6{note}: ", start
            yield from _lines(text, fragment.span)
            yield "\u27e7", end
        elif fragment.show is Show.STRUCK:
            yield f"~~{fragment.text}~~", start
        else:
            yield from _lines(text, fragment.span)


def _lines(text: str, span: Span) -> Iterator[tuple[str, int]]:
    place = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        yield line.rstrip("\r\n"), place
        place += len(line)
        if line[-1:] in "\r\n":
            yield "\n", place


def _margins(plan: Plan, lines: list[tuple[int, str]]) -> Iterator[str]:
    starts = {p.spans[0].start: p for p in plan.analysis.paragraphs if p.spans}
    waiting, seen = sorted(starts), 0
    for number, (_, line) in enumerate(lines):
        following = lines[number + 1][0] if number + 1 < len(lines) else len(plan.analysis.document.text) + 1
        here = waiting[seen : bisect_left(waiting, following)]  # two paragraphs may begin on one line of a table
        seen += len(here)
        mark = next(filter(None, (_mark(starts[start]) for start in here)), "")
        yield f"{mark:<{_MARGIN}}| {line}".rstrip()


def _mark(paragraph: Paragraph) -> str:
    if paragraph.kind is Kind.FURNITURE:
        return ""
    governing = paragraph.governing
    if governing is None:
        return "-"
    return (governing.portion or f"({governing.level})")[: _MARGIN - 1]
