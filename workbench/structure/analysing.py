# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way from a document to what a reviewer sees of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter, itemgetter

from workbench.core.collecting import give_back, without_collection
from workbench.core.findings import Finding, located
from workbench.documents import Document, Span
from workbench.marks import find_marks
from workbench.marks.blanks import plain
from workbench.marks.model import Mark, MarkType
from workbench.structure.candidates import Candidates, place_candidates
from workbench.structure.cuts import cuts
from workbench.structure.distribution import distribute
from workbench.structure.draft import Draft
from workbench.structure.drafts import Drafter
from workbench.structure.furniture import find_furniture
from workbench.structure.inherit import inherit
from workbench.structure.kinds import kind_of
from workbench.structure.layout import is_short, layout
from workbench.structure.line_reading import read_lines
from workbench.structure.lines import Gap, TextLine
from workbench.structure.lone_controls import lone_sign
from workbench.structure.model import Analysis, BoxesOf, Kind, Paragraph, Portion, Role
from workbench.structure.overall import overall
from workbench.structure.portions import choose, marking_of
from workbench.structure.rows import cover_rows
from workbench.structure.sheet import Sheet
from workbench.structure.signatures import sign, telegram_signatures
from workbench.structure.unread import unread_marks


_LONG = 1_000_000  # characters


@without_collection
def analyse(document: Document, marks: Sequence[Mark] | None = None) -> Analysis:
    """Tell the paragraphs of ``document``, the portion mark of each, and the overall marking.

    Args:
        document: what ``open_document`` gives.
        marks: what ``find_marks`` finds in it; found here where they are not given.

    Returns:
        The analysis. Every character of the text that is not white space is in exactly one span of one paragraph.
        Never raises on any document.

    Raises:
        RulesError: a file in rules/ is not valid.

    """
    found = find_marks(document) if marks is None else tuple(marks)
    if len(document.text) > _LONG:
        give_back()  # the forms of the text in which marks were looked up, before its lines are kept
    original, document = document, plain(document, unseen=False)
    lines = read_lines(document)
    roles, filled, stamped = find_furniture(document, lines, found)
    telegram_signatures(lines, roles)
    candidates = place_candidates(document.text, lines, roles, found)
    sheet = Sheet(lines, roles, candidates, layout(lines, roles))
    drafts = Drafter(sheet).run()
    distribute(sheet, drafts)
    sign(sheet, drafts)
    for draft in drafts:
        if filled and draft.role is None and draft.first in filled and all(p in filled for p in draft.positions()):
            draft.role = filled[draft.first]
    classified = [m.start for m in found if m.type is MarkType.BANNER and not m.struck and marking_of(m).is_classified]
    maker = _Maker(document, lines, candidates, _pressed(sheet), classified)
    for draft in drafts:
        maker.make(draft)
    paragraphs = maker.finish()
    accepted = {(m.start, m.end) for m in maker.accepted}
    unread = unread_marks(document, paragraphs, candidates.habit)
    kept = tuple(m for m in found if m.type is not MarkType.PORTION or (m.start, m.end) in accepted)
    whole, said = overall(paragraphs, kept, stamped, partial(lone_sign, lines, found))
    findings = tuple(located((*maker.findings, *unread, *said), document.path, original.text))
    return Analysis(original, tuple(paragraphs), kept, whole, document.findings + findings, stamped)


def _pressed(sheet: Sheet) -> set[int]:
    """The offsets of marks at the head of a line for which the line right above had no room."""
    lines, width = sheet.lines, sheet.layout.width
    return {
        mark.start
        for position, mark in sheet.candidates.leads.items()
        if lines[position].gap is Gap.NONE
        and mark.start == lines[position].start
        and lines[position].block < 0
        and not is_short(lines[position - 1], lines[position], width)
    }


@dataclass
class _Maker:
    """Turns drafts to paragraphs and keeps what was chosen on the way; ``made``: before their numbers are known."""

    document: Document
    lines: list[TextLine]
    candidates: Candidates
    pressed: set[int]
    banners: list[int]
    made: list[tuple[tuple[Span, ...], int, Kind, Portion | None, Role | None]] = field(default_factory=list)
    accepted: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    any_text: bool = False

    def make(self, draft: Draft) -> None:
        """Add the paragraph of ``draft``, or the several that marks between its sentences cut it into."""
        lines = self.lines
        spans = [Span(lines[piece[0]].start, lines[piece[-1]].end) for piece in draft.pieces]
        if draft.role is not None:
            self._add(draft, spans, Kind.FURNITURE)
            return
        inside = self._inside(spans)
        kind = kind_of(draft, lines, inside, first=not self.any_text)
        self.any_text = True
        if not inside:
            self._add(draft, spans, kind)
            return
        at = cuts(self.document.text, spans, inside, self.candidates)
        if not at:
            self._mark(draft, spans, inside, kind)
            return
        self.pressed |= set(at)
        for part in _cut(self.document.text, spans, at):
            self._mark(draft, part, self._inside(part), kind)

    def _mark(self, draft: Draft, spans: list[Span], inside: list[Mark], kind: Kind) -> None:
        choice = choose(self.document.text, spans, inside, kind, self.candidates)
        self.findings.extend(choice.findings)
        if choice.mark is not None:
            self.accepted.append(choice.mark)
        self._add(draft, spans, kind, choice.portion)

    def _add(self, draft: Draft, spans: list[Span], kind: Kind, portion: Portion | None = None) -> None:
        first = self.lines[draft.first]
        page = first.page if spans[0].start == first.start else self.document.page_at(spans[0].start)
        self.made.append((tuple(spans), page, kind, portion, draft.role))

    def _inside(self, spans: list[Span]) -> list[Mark]:
        marks, start = self.candidates.marks, attrgetter("start")
        inside = (marks[bisect_left(marks, a, key=start) : bisect_left(marks, b, key=start)] for a, b in spans)
        return [mark for (_, end), some in zip(spans, inside, strict=True) for mark in some if mark.end <= end]

    def finish(self) -> list[Paragraph]:
        """All paragraphs in the order of their first spans, numbered, with what they inherit."""
        self.made.sort(key=itemgetter(0))
        document = self.document
        printed = document.printed
        paragraphs = [
            Paragraph(f"p{number}", kind, page, spans, portion, None, BoxesOf(document, spans) if printed else (), role)
            for number, (spans, page, kind, portion, role) in enumerate(self.made, 1)
        ]
        told = cover_rows(document, self.lines, inherit(document.text, paragraphs, self.pressed, self.banners))
        starts = {line.start: line.start - line.ahead for line in self.lines if line.ahead}
        ends = {line.end: line.end + line.behind for line in self.lines if line.behind}
        return [_with_numbers(document, paragraph, starts, ends) for paragraph in told] if starts else told


def _with_numbers(document: Document, paragraph: Paragraph, starts: dict[int, int], ends: dict[int, int]) -> Paragraph:
    """``paragraph`` with the numbers in the margin of the lines on which its spans begin and end."""
    spans = tuple(Span(starts.get(start, start), ends.get(end, end)) for start, end in paragraph.spans)
    return replace(paragraph, spans=spans, boxes=BoxesOf(document, spans) if paragraph.boxes else ())


def _cut(text: str, spans: list[Span], at: list[int]) -> list[list[Span]]:
    """``spans`` in parts that end before each offset of ``at``, without white space at their ends."""
    parts: list[list[Span]] = [[]]
    offsets = list(at)
    for span in spans:
        start = span.start
        while offsets and offsets[0] < span.end:
            cut = offsets.pop(0)
            parts[-1].append(_stripped(text, start, cut))
            parts.append([])
            start = cut
        parts[-1].append(_stripped(text, start, span.end))
    return [kept for part in parts if (kept := [span for span in part if span.start < span.end])]


def _stripped(text: str, start: int, end: int) -> Span:
    body = text[start:end].lstrip()
    return Span(end - len(body), end - len(body) + len(body.rstrip()))
