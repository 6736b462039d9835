# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.documents import Document, Format, Span
from workbench.documents.limits import DEFAULT_LIMITS
from workbench.documents.text import split_pages, struck_spans
from workbench.markings.model import Level, Marking
from workbench.marks.model import Exemption, Mark, MarkType, Placeholder, Stamp, Value
from workbench.structure import Analysis, Paragraph, analyse


def document(text: str, name: str = "memo.txt") -> Document:
    """Built by hand, so that no reader refuses what the structure has to bear."""
    return Document(
        name, "0" * 64, Format.TEXT, text, split_pages(text, name, DEFAULT_LIMITS), struck=struck_spans(text)
    )


def marking(raw: str) -> Marking:
    first = re.search(r"TS|TOP SECRET|S|C|U", raw)
    letters = {"TOP SECRET": "TS"}.get(first.group(), first.group()) if first else "U"
    return Marking("US", Level(letters), dissem=("NF",) if "NF" in raw or "NOFORN" in raw else ())


def found(text: str, kind: MarkType, raws: Iterable[str], *, struck: bool = False) -> list[Mark]:
    """A mark for every place where one of ``raws`` stands: what a finder would hand on, look-alikes included."""
    values: dict[MarkType, Value] = {
        MarkType.PLACEHOLDER: Placeholder(None, None, "text"),
        MarkType.EXEMPTION: Exemption("(b)(1)", "FOIA"),
        MarkType.STAMP: Stamp("release"),
    }
    spots = [
        Mark(kind, raw, m.start(), m.end(), 1 + text.count("\f", 0, m.start()), values.get(kind, marking(raw)), struck)
        for raw in raws
        for m in re.finditer(re.escape(raw), text)
    ]
    return sorted(spots, key=lambda mark: (mark.start, mark.end))


def look(text: str, portions: Iterable[str] = (), banners: Iterable[str] = (), others: Iterable[Mark] = ()) -> Analysis:
    marks = found(text, MarkType.PORTION, portions) + found(text, MarkType.BANNER, banners) + list(others)
    return analyse(document(text), sorted(marks, key=lambda mark: (mark.start, mark.end)))


def shown(text: str, paragraph: Paragraph) -> str:
    return " | ".join(" ".join(text[s:e].split()) for s, e in paragraph.spans)


def covered(spans: Iterable[Span]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}
