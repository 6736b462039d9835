# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.tui.conftest import analysis_of
from workbench.cases import Case
from workbench.documents import Box, Format, Line, Span, Visual, Word
from workbench.redaction import load_policy, make_plan
from workbench.structure.model import Analysis
from workbench.tui.app import WorkbenchApp
from workbench.tui.review import Review
from workbench.tui.session import Session


PAGES = """\
SECRET//NOFORN

(U) The quay is open.

(S) The channel is mined.

\f(C) The pilots know.

(S) The crane is
\f

\f(U) broken.
"""
BOX = Box(2, 100.0, 30.0, 140.0, 50.0)


def paged() -> Analysis:
    """Four pages of a PDF, a word at every 40 points; a box over ``pilots``, and a page that nobody could read."""
    plain = analysis_of(PAGES, "pages.pdf")
    document = plain.document
    pages = []
    for page in document.pages:
        text = document.text[page.span.start : page.span.end]
        starts = [i for i, c in enumerate(text) if not c.isspace() and (not i or text[i - 1].isspace())]
        words = []
        for n, start in enumerate(starts):
            length = len(text[start:].split()[0])
            box = Box(page.number, 20.0 + 40 * n, 30.0, 55.0 + 40 * n, 40.0)
            words.append(Word(page.span.start + start, page.span.start + start + length, box))
        line = (
            Line(Span(words[0].start, words[-1].end), Box(page.number, 20, 30, 600, 40), 10, False, words)
            if words
            else None
        )
        pages.append(replace(page, width=612.0, height=792.0, lines=(line,) if line else ()))
    visual = (Visual(BOX, "black", document.text.index("pilots")),)
    return replace(plain, document=replace(document, format=Format.PDF, pages=tuple(pages), visual=visual, unread=(3,)))


def review_of(analysis: Analysis) -> Review:
    return Review(analysis, (), make_plan(analysis, load_policy("public")).redactions)


def app_of_pages(folder: Path) -> WorkbenchApp:
    (folder / "pages.pdf").write_bytes(b"not read here")
    session = Session(Case.open(folder / "case.db"), lambda path: review_of(paged()), load_policy("public"), "Kim")
    return WorkbenchApp(session, [folder / "pages.pdf"])
