# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of a page as the plan keeps them: the plan first, then the last gate, which searches what is drawn."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from workbench.documents.bidi import has_rtl
from workbench.documents.model import Page, Span
from workbench.documents.pdf.glyphs import page_glyphs
from workbench.documents.pdf.run import PageRun
from workbench.exports.notes import Notes
from workbench.exports.pdf.faithful.gate import may_be_shown, still_shown
from workbench.exports.pdf.faithful.kept import PageLine
from workbench.exports.pdf.faithful.line_making import LineMaker, cuts_of
from workbench.exports.pdf.faithful.pieces import Printed, is_in_order, made, printed_lines
from workbench.exports.pdf.faithful.readable import readable
from workbench.redaction.model import Plan
from workbench.redaction.needles import TermIndex


class PageLines:
    """Makes the lines of one page after the other."""

    def __init__(self, plan: Plan, pdf: Any, notes: Notes, gate: int) -> None:
        """``pdf`` is the original, opened with PyMuPDF; ``gate`` is the number of what the last gate finds."""
        self._plan, self._pdf, self._notes, self._gate = plan, pdf, notes, gate
        self._cuts = cuts_of(plan)
        self._struck = (*plan.cancelled, *plan.analysis.document.struck)
        self._maker = LineMaker(self._cuts, self._struck)
        self._terms = TermIndex(term.text for term in plan.terms)

    def on(self, page: Page, run: PageRun, *, has_pixels: bool) -> list[PageLine]:
        """The lines of ``page``; ``has_pixels``: its picture is kept as it is, and shows its words."""
        if (printed := self._printed(page, run)) is not None:
            return made(printed, self._maker)
        glyphs = page_glyphs(self._pdf, self._plan.analysis.document, page.number, self._plan.withheld())
        if has_pixels and any(not glyph.visible for glyph in glyphs):
            return []  # nobody compared the text behind the pixels with what they show
        glyphs, unread = readable(glyphs)
        odd = [cut for cut in unread if not self._maker.is_cut(cut.start)]
        self._notes.add("X103", page.number, len(odd))
        kept = [glyph for glyph in glyphs if not self._maker.is_cut(glyph.offset)]
        late = still_shown(kept, self._terms, self._gate)
        self._notes.add("X105", page.number, len(late))
        maker = LineMaker((*self._cuts, *odd, *late), self._struck) if odd or late else self._maker
        return maker.lines(glyphs, page.lines)

    def _printed(self, page: Page, run: PageRun) -> list[Printed] | None:
        """The page by its lines, where it reads by position as in the order of its text and shows no term."""
        document = self._plan.analysis.document
        if has_rtl(document.text[page.span.start : page.span.end]):
            return None
        lines = printed_lines(run, document, page)
        if lines is None or not self._terms:
            return lines
        kept = self._maker.kept(document.text, page.span)
        return None if may_be_shown(kept, self._terms) or not is_in_order(lines) else lines

    @cached_property
    def hyphenated(self) -> frozenset[str]:
        """The kept words that are written with a hyphen, in lower case."""
        document = self._plan.analysis.document
        kept = "\n".join(self._maker.kept(document.text, Span(0, len(document.text))))
        return frozenset(re.findall(r"\w+-\w+", kept.casefold()))
