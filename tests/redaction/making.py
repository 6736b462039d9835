# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small analyses made by hand, so that a plan can be tested without reading a document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from workbench.documents import Document, Format, Page, Span
from workbench.markings.model import Level, Marking
from workbench.marks.model import Authority, Mark, MarkType
from workbench.structure.model import Analysis, Kind, Overall, Paragraph, Placement, Portion


def marking(portion: str) -> Marking:
    """A marking from its portion form, for the few forms these tests use."""
    level, *rest = portion.strip("()").split("//")
    return Marking("US", Level(level), dissem=tuple(rest), portion=f"({'//'.join((level, *rest))})")


def analysis(*texts: str, classified: bool = True, released: bool = False, furniture: Sequence[str] = ()) -> Analysis:
    """A text document with a blank line between paragraphs; a leading ``(S)`` is the portion mark.

    Those in ``furniture`` are furniture; ``SECRET`` on a line of its own is a banner.
    """
    text = "\n\n".join(texts) + "\n"
    paragraphs: list[Paragraph] = []
    marks: list[Mark] = []
    place = 0
    for number, part in enumerate(texts, start=1):
        start, end = place, place + len(part)
        place = end + 2
        found = re.match(r"\([A-Z/]+\)", part)
        portion = None
        if found:
            raw = found.group()
            portion = Portion(raw, start, start + len(raw), Placement.LEADING, marking(raw))
            marks.append(Mark(MarkType.PORTION, raw, start, start + len(raw), 1, portion.marking))
        banner = re.search(r"\bSECRET\b", part) if part in furniture or part == "SECRET" else None
        if banner:
            value = Marking("US", Level.S, banner="SECRET")
            marks.append(Mark(MarkType.BANNER, "SECRET", start + banner.start(), start + banner.end(), 1, value))
        if part.startswith("Classified By: "):
            marks.append(Mark(MarkType.AUTHORITY, part, start, end, 1, Authority("classified_by", part[15:])))
        kind = Kind.FURNITURE if part in furniture or part == "SECRET" else Kind.BODY
        paragraphs.append(Paragraph(f"p{number}", kind, 1, (Span(start, end),), portion))
    document = Document(
        "report.txt", hashlib.sha256(text.encode()).hexdigest(), Format.TEXT, text, (Page(1, Span(0, len(text))),)
    )
    overall = Overall(None, None, None, classified=classified and not released, released=released)
    return Analysis(document, tuple(paragraphs), tuple(marks), overall)
