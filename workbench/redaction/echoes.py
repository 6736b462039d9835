# SPDX-License-Identifier: AGPL-3.0-or-later
"""Furniture that says again what stands elsewhere: titles at heads and feet of pages, and in tables of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.redaction.cuts import Cut
from workbench.redaction.decisions import Ruling
from workbench.redaction.folding import skeleton
from workbench.redaction.intervals import common, merge, overlapping, subtract
from workbench.redaction.model import Unit
from workbench.redaction.policy import Policy
from workbench.redaction.verdicts import unmarked_reason, unmarked_verdict
from workbench.structure.model import Analysis, Kind, Paragraph, Role


_TELLING = 8
"""Letters from which on a repeated line says something: a page's number may be a withheld paragraph's whole text."""

_HEADS = (Role.HEADER, Role.FOOTER)
_TITLES = (*_HEADS, Role.CONTENTS)
_PAGED = re.compile(r"^\d{1,4}|(?:page)?\d{1,4}$")
_LINE = re.compile(r"[^\n]+")
_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{2,5})[.)]\s+")
_PAGE = re.compile(r"[\s.…](?:\d{1,4}|[ivxlc]{1,6})$")
_LONGEST = 400  # characters of a title
_NO_TITLE = frozenset({"page", "pages"})  # over the column of their numbers


def echo_cuts(
    analysis: Analysis, policy: Policy, paragraphs: Sequence[Cut], withheld: Sequence[Span], ruling: Ruling
) -> Iterator[Cut]:
    """Furniture that goes with what it repeats: one of ``paragraphs``, of which all or something is withheld.

    ``withheld`` is all that is so far. To release a word of a title, or to withhold its page, opens no running head.

    Furniture goes where it says, word for word, what a withheld paragraph says; the head or foot of a page also where
    it is a part of a withheld title, or has it beside a page's number, and is no title that stays. A line of contents
    stays only where it names a title that stays.
    """
    text = analysis.document.text
    marks = merge(mark.span for mark in analysis.marks if isinstance(mark.value, Marking))
    said = {_letters(text, cut.spans, marks): cut for cut in paragraphs}
    taken = {cut.paragraph for cut in said.values()}
    left = [p for p in analysis.paragraphs if p.kind is Kind.FURNITURE and p.id not in taken and not ruling.releases(p)]
    listed = any(p.role in _TITLES for p in left) and unmarked_verdict(policy, analysis).withhold
    kept = _titles(analysis, marks, withheld) if listed else _NO_TITLE
    named = {p.id for p in analysis.paragraphs if p.kind in (Kind.TITLE, Kind.HEADING)} if listed else ()
    titles = [letters for letters, cut in said.items() if cut.paragraph in named and len(letters) >= _TELLING]
    for paragraph in left:
        letters = _letters(text, paragraph.spans, marks)
        if len(letters) >= _TELLING and letters not in said and paragraph.role in _HEADS:
            head = _PAGED.sub("", letters)
            same = (title for title in titles if title in head or head in title)
            letters = next(same, "") if len(head) >= _TELLING and head not in kept else ""
        if len(letters) >= _TELLING and letters in said:
            yield replace(said[letters], spans=tuple(merge(paragraph.spans)), paragraph=paragraph.id)
        elif listed and paragraph.role is Role.CONTENTS and paragraph.role not in policy.roles:
            yield from _of_contents(analysis, policy, paragraph, kept)


def _of_contents(analysis: Analysis, policy: Policy, listed: Paragraph, titles: frozenset[str]) -> Iterator[Cut]:
    """Runs of lines that name none of ``titles``, each as one redaction: how many lines there were is not told."""
    text, verdict, why = analysis.document.text, unmarked_verdict(policy, analysis), f"policy:{policy.name}"
    found = (line for start, end in listed.spans for line in _LINE.finditer(text, start, end))
    lines = [Span(*line.span()) for line in found if any(map(str.isalnum, line.group()))]
    for stays, run in groupby(lines, key=lambda line: _entry(text[line.start : line.end]) in titles):
        if stays:
            continue
        first, *others = run
        end = others[-1].end if others else first.end
        spans = tuple(common(listed.spans, Span(first.start, end)))
        yield Cut(Unit.TEXT, spans, why, verdict.code, unmarked_reason(analysis), listed.id)


def _titles(analysis: Analysis, marks: Sequence[Span], taken: Sequence[Span]) -> frozenset[str]:
    """What the short paragraphs say, folded and without numbers, of which nothing is withheld."""
    kept = (
        p for p in analysis.paragraphs if p.kind is not Kind.FURNITURE and p.spans[-1].end - p.spans[0].start < _LONGEST
    )
    open_ = (p for p in kept if not any(overlapping(taken, span) for span in p.spans))
    return _NO_TITLE.union(_numberless(_bare(analysis.document.text, p.spans, marks)) for p in open_)


def _entry(line: str) -> str:
    """The title that a line of contents names, folded."""
    line = line.rstrip()
    page = _PAGE.search(line, max(0, len(line) - 8))
    return _numberless(line[: page.start()] if page else line)


def _numberless(title: str) -> str:
    number = _NUMBER.match(title)
    return skeleton(title[number.end() :] if number else title)


def _letters(text: str, spans: Iterable[Span], marks: Sequence[Span]) -> str:
    """Letters and digits of ``spans`` without the marks in them, folded."""
    return skeleton(_bare(text, spans, marks))


def _bare(text: str, spans: Iterable[Span], marks: Sequence[Span]) -> str:
    return " ".join(text[start:end] for span in spans for start, end in subtract(span, marks))
