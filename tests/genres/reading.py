# SPDX-License-Identifier: AGPL-3.0-or-later
"""Made-up documents with the truth written behind their lines, and what the program reads otherwise.

``#### name`` begins a document. Behind ``@@`` stands what is true of its line, parted by semicolons:

    P=(S)         the paragraph is marked (S); P=- it is text without a mark, P=F it is furniture
    I=(C)         the paragraph has no mark of its own and inherits this one
    B, B=SECRET   a banner, and what it says (canonical); B~ a struck one
    X=(b)(1),1.4(c)   exemption codes      S=release   a stamp and its decision
    A=declassify_on   a line of authority and its field      H   a placeholder
    ALL=SECRET    the document's banner in force

A line without a word of some kind has no mark of that kind, and no portion mark unless it says P=.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.documents import Document, Format, Page, Span
from workbench.markings import Marking
from workbench.marks.model import Authority, Exemption, Mark, MarkType, Stamp
from workbench.structure import Analysis, Kind, Paragraph, analyse


_TYPES = {
    "B": MarkType.BANNER,
    "X": MarkType.EXEMPTION,
    "S": MarkType.STAMP,
    "A": MarkType.AUTHORITY,
    "H": MarkType.PLACEHOLDER,
}


class Line(NamedTuple):
    """A line and where it begins, with what is true of it: (what, its value) each."""

    start: int
    text: str
    truths: tuple[tuple[str, str], ...]


class Case(NamedTuple):
    """A document of ``tests/genres/cases``."""

    name: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """As the program gets it."""
        return "\n".join(line.text for line in self.lines)


def cases(path: Path) -> Iterator[Case]:
    """Every document of one file."""
    for part in path.read_text(encoding="utf-8").split("#### ")[1:]:
        name, _, body = part.rstrip("\n").partition("\n")
        yield Case(name, tuple(_lines(body)))


def _lines(body: str) -> Iterator[Line]:
    start = 0
    for printed in body.split("\n"):
        text, told, truth = printed.partition(" @@ ")
        text = text.rstrip() if told else text
        words = (word.strip().partition("=") for word in truth.split(" ; ") if word.strip())
        yield Line(start, text, tuple((what, value) for what, _, value in words))
        start += len(text) + 1


def misses(case: Case) -> list[str]:
    """What is read otherwise than it is, a line each."""
    text = case.text
    analysis = analyse(Document("x.txt", "", Format.TEXT, text, (Page(1, Span(0, len(text))),)))
    starts = [line.start for line in case.lines]
    marks: dict[int, list[Mark]] = {start: [] for start in starts}
    for mark in analysis.marks:
        marks[starts[bisect_right(starts, mark.start) - 1]].append(mark)
    found = []
    for line in case.lines:
        found += [f"{line.text[:60]!r}: {why}" for why in _misread(analysis, line, marks[line.start])]
    return found


def _misread(analysis: Analysis, line: Line, marks: list[Mark]) -> Iterator[str]:
    for what, kind in _TYPES.items():
        wanted = [value for name, value in line.truths if name.rstrip("~") == what]
        wanted = sorted(code for value in wanted for code in (value.split(",") if what == "X" else [value]))
        struck = {name for name, _ in line.truths if name.startswith(what)} == {f"{what}~"}
        here = [mark for mark in marks if mark.type is kind]
        said = sorted(map(_said, here))
        same = len(said) == len(wanted) and all(not w or w == s for w, s in zip(wanted, said, strict=True))
        if not same or any(mark.struck is not struck for mark in here):
            yield f"{kind} {said}, not {wanted}"
    paragraph = _paragraph(analysis, line)
    own = paragraph.portion.start if paragraph and paragraph.portion else None
    placed = [(name, value) for name, value in line.truths if name in ("P", "I")]
    if not placed and any(mark.type is MarkType.PORTION for mark in marks):
        yield f"a mark of a portion, at {own}"
    for name, value in placed:
        if (seen := _place(paragraph, inherits=name == "I")) != value:
            yield f"paragraph {seen}, not {value}"
    for name, value in line.truths:
        banner = analysis.overall.banner
        if name == "ALL" and value != (banner.banner if banner else None):
            yield f"overall {banner and banner.banner}, not {value}"


def _said(mark: Mark) -> str:
    match mark.value:
        case Marking():
            return mark.value.banner or " ".join(mark.raw.split())
        case Exemption():
            return mark.value.code
        case Stamp():
            return mark.value.decision
        case Authority():
            return mark.value.field
        case _:
            return ""


def _paragraph(analysis: Analysis, line: Line) -> Paragraph | None:
    at = line.start + len(line.text) - len(line.text.lstrip())
    spans = ((p, span) for p in analysis.paragraphs for span in p.spans)
    return next((p for p, (start, end) in spans if start <= at < end), None)


def _place(paragraph: Paragraph | None, *, inherits: bool) -> str:
    if paragraph is None:
        return "none"
    if paragraph.kind is Kind.FURNITURE:
        return "F"
    if inherits:
        return (paragraph.inherited and paragraph.inherited.portion) or "-"
    if paragraph.portion:
        return " ".join(paragraph.portion.raw.split())
    return "inherited" if paragraph.inherited else "-"
