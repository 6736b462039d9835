# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reviewer's decisions come to: paragraphs withheld or released as a whole, and words inside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.core.errors import UsageError
from workbench.documents import Box, Document, Span, TextVersion
from workbench.redaction.intervals import merge, subtract
from workbench.redaction.model import Action, Decision
from workbench.redaction.places import words_in
from workbench.structure.model import Analysis, Paragraph


@dataclass(slots=True)
class Ruling:
    """The decisions in force. ``paragraphs`` by id; ``held`` and ``freed`` are words and share no character.

    ``named`` are words that were released by themselves, not with a page. ``pages`` by number, ``areas`` the boxes
    withheld, whose words are among ``held``.
    ``opened`` is ``freed`` and every paragraph released as a whole, in order and separate.
    """

    paragraphs: dict[str, Decision] = field(default_factory=dict)
    held: list[tuple[Span, Decision]] = field(default_factory=list)
    freed: list[Span] = field(default_factory=list)
    pages: dict[int, Decision] = field(default_factory=dict)
    areas: list[Decision] = field(default_factory=list)
    named: list[Span] = field(default_factory=list)
    opened: list[Span] = field(default_factory=list)

    def releases(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph as a whole is released."""
        decision = self.paragraphs.get(paragraph.id)
        return decision is not None and decision.action is Action.RELEASE


class OtherReadingError(UsageError):
    """Decisions count characters of another text than was read of the same file."""

    def __init__(self, what: str, made: TextVersion, read: TextVersion) -> None:
        """``what`` was made on the reading ``made``; the file was ``read`` as something else now."""
        engines = [f"by {engine}" if engine else "without OCR" for engine in (made.engine, read.engine)]
        by = f" (read {engines[0]}, now {engines[1]})" if made.engine != read.engine else ""
        remedy = "read it the same way, or review it again"
        super().__init__(f"{what} was made on another reading of the text{by}; {remedy}")


def refuse_other_reading(document: Document, decisions: Iterable[Decision]) -> None:
    """Makes sure that every decision on ``document`` is about the text that was read of it.

    Raises:
        OtherReadingError: one is about another text of the same file, by another engine or version.

    """
    reading = document.reading
    for decision in decisions:
        # A paragraph that is named is another one in another text; pages and boxes are the same in all.
        of_text = decision.spans or decision.paragraph
        if decision.sha256 == document.sha256 and of_text and not decision.reading.fits(reading):
            raise OtherReadingError("a decision of the case", decision.reading, reading)


def rule(analysis: Analysis, decisions: Iterable[Decision]) -> Ruling:
    """The decisions on this document, a later one over an earlier, words over paragraphs.

    A decision on a paragraph that has other spans now (another version of the program read the document) counts for
    the words it was made on.
    """
    ruling = Ruling()
    known = {paragraph.id: paragraph for paragraph in analysis.paragraphs}
    for decision in decisions:
        if decision.sha256 != analysis.document.sha256:
            continue
        paragraph = known.get(decision.paragraph) if decision.paragraph else None
        if decision.box:
            _rule_on_box(analysis.document, ruling, decision, decision.box)
        elif decision.action is Action.DISMISS:
            continue
        elif decision.page is not None:
            ruling.pages[decision.page] = decision
        elif paragraph and (not decision.spans or tuple(decision.spans) == tuple(paragraph.spans)):
            ruling.paragraphs[paragraph.id] = decision
        else:
            _rule_on_words(ruling, decision, decision.spans, len(analysis.document.text))
    ruling.named = ruling.freed
    _release_pages(analysis, ruling)
    released = (span for p in analysis.paragraphs if ruling.releases(p) for span in p.spans)
    ruling.opened = merge((*ruling.freed, *released))
    return ruling


def _rule_on_words(ruling: Ruling, decision: Decision, places: Iterable[Span], length: int) -> None:
    spans = merge(Span(max(0, start), min(length, end)) for start, end in places)
    ruling.held = [(left, held) for span, held in ruling.held for left in subtract(span, spans)]
    ruling.freed = [left for span in ruling.freed for left in subtract(span, spans)]
    if decision.action is Action.WITHHOLD:
        ruling.held.extend((span, decision) for span in spans)
    else:
        ruling.freed = merge((*ruling.freed, *spans))


def _rule_on_box(document: Document, ruling: Ruling, decision: Decision, box: Box) -> None:
    if not 1 <= box.page <= len(document.pages):
        return
    ruling.areas = [area for area in ruling.areas if area.box != box]
    if decision.action is Action.DISMISS:
        ruling.held = [(span, held) for span, held in ruling.held if held.box != box]
        return
    _rule_on_words(ruling, decision, words_in(document, box), len(document.text))
    if decision.action is Action.WITHHOLD:
        ruling.areas.append(decision)


def _release_pages(analysis: Analysis, ruling: Ruling) -> None:
    """A page released as a whole: each of its paragraphs, and the parts of those that begin or end on another page.

    What was decided about a paragraph or words of it stays: whoever releases a page releases the rest of it.
    """
    document = analysis.document
    for number, decision in ruling.pages.items():
        if decision.action is Action.WITHHOLD or not 1 <= number <= len(document.pages):
            continue
        page = document.pages[number - 1].span
        decided = [span for p in analysis.paragraphs if p.id in ruling.paragraphs for span in p.spans]
        words = merge((*decided, *(span for span, _ in ruling.held)))
        for paragraph in analysis.paragraphs:
            if all(page.start <= span.start and span.end <= page.end for span in paragraph.spans):
                ruling.paragraphs.setdefault(paragraph.id, decision)
        whole = merge((*words, *(span for p in analysis.paragraphs if ruling.releases(p) for span in p.spans)))
        ruling.freed = merge((*ruling.freed, *subtract(page, whole)))
