# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import textual._wait

from workbench.cases import Case
from workbench.core.errors import UnknownFormatError
from workbench.core.findings import Finding, Severity
from workbench.documents import Document, Format, Page, Span
from workbench.markings.model import Level, Marking
from workbench.marks.model import Mark, MarkType
from workbench.redaction import load_policy, make_plan
from workbench.structure.model import Analysis, Kind, Overall, Paragraph, Placement, Portion
from workbench.tui.app import WorkbenchApp
from workbench.tui.review import Review
from workbench.tui.session import Session


MEMO = """\
SECRET//NOFORN

(U) Visit of the delegation

(S//NF) The delegation of the Republic of Arvenia met the harbour authority on 4 March. Minister Oda Fell asked for
two berths at the northern quay, and offered to pay in advance for the dredging of the channel.

(C) The harbour master, Jon Brandt, doubts that the channel can be dredged before the winter.

(U) The next meeting is on 11 March.

A paragraph without a mark stands here, and nobody knows why.

(TS//SI//NF) An intercepted call shows that the berths are meant for two survey ships.

SECRET//NOFORN
"""

# A pilot looks twice behind each key whether the program is idle, and sleeps before it looks: its 20 ms were more than
# half of the time of these tests. What it waits for, that every message is handled, stays the same.
textual._wait.SLEEP_GRANULARITY = 0.005
textual._wait.SLEEP_IDLE = 0.0005

_MARK = re.compile(r"\((?:U|C|S|TS)(?://[A-Z/ ]+)?\)")


def marking(raw: str) -> Marking:
    """A marking of the few kinds that these tests write; what markings mean is tested elsewhere."""
    parts = raw.strip("()").split("//")
    level = Level({"SECRET": "S", "TOP SECRET": "TS"}.get(parts[0], parts[0]))
    sci = tuple(part for part in parts[1:] if part == "SI")
    dissem = tuple({"NOFORN": "NF"}.get(part, part) for part in parts[1:] if part != "SI")
    name = {"S": "SECRET", "TS": "TOP SECRET", "C": "CONFIDENTIAL", "U": "UNCLASSIFIED"}[level]
    banner = "//".join([name, *sci, *({"NF": "NOFORN"}.get(d, d) for d in dissem)])
    return Marking("US", level, sci, dissem=dissem, portion=f"({'//'.join([level, *sci, *dissem])})", banner=banner)


def analysis_of(text: str, path: str = "memo.txt") -> Analysis:
    """Paragraphs between blank lines, each with the mark it begins with; a form feed begins a page."""
    breaks = [0, *(m.end() for m in re.finditer("\f", text)), len(text)]
    pages = tuple(Page(n, Span(a, b)) for n, (a, b) in enumerate(pairwise(breaks), start=1))
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(path, digest, Format.TEXT, text, pages)
    paragraphs: list[Paragraph] = []
    marks: list[Mark] = []
    for match in re.finditer(r"\S(?:[^\f\n]|\n(?!\n|\Z))*", text):
        span, page = Span(match.start(), match.end()), document.page_at(match.start())
        ident = f"p{len(paragraphs) + 1}"
        if match.group() == "SECRET//NOFORN":
            paragraphs.append(Paragraph(ident, Kind.FURNITURE, page, (span,)))
            marks.append(Mark(MarkType.BANNER, match.group(), *span, page, marking(match.group())))
            continue
        found = _MARK.match(match.group())
        portion = None
        if found:
            start, end = match.start(), match.start() + found.end()
            portion = Portion(found.group(), start, end, Placement.LEADING, marking(found.group()))
            marks.append(Mark(MarkType.PORTION, found.group(), start, end, page, portion.marking))
        paragraphs.append(Paragraph(ident, Kind.BODY, page, (span,), portion))
    banner = next((m.value for m in marks if m.type is MarkType.BANNER), None)
    highest = max((p.governing for p in paragraphs if p.governing), key=lambda m: m.level.rank, default=None)
    assert banner is None or isinstance(banner, Marking)
    same = banner == highest if banner and highest else None
    overall = Overall(banner, highest, same, classified=banner is not None or highest is not None)
    return Analysis(document, tuple(paragraphs), tuple(marks), overall)


def findings_of(analysis: Analysis) -> list[Finding]:
    """A finding for each paragraph without a mark."""
    return [
        Finding("unmarked", Severity.ERROR, "paragraph without a portion mark", "", p.page, start=p.spans[0].start)
        for p in analysis.paragraphs
        if p.kind is Kind.BODY and not p.portion
    ]


def read(path: Path) -> Review:
    """A review of a text file made by these tests."""
    if path.suffix != ".txt":
        raise UnknownFormatError(str(path), "is a picture (PNG): put it into a PDF")
    analysis = analysis_of(path.read_text(encoding="utf-8"), str(path))
    return Review(analysis, findings_of(analysis), make_plan(analysis, load_policy("public")).redactions)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the test, with a memo in it; paths on the screen are relative to it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "memo.txt").write_text(MEMO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def open_app(folder: Path) -> Iterator[Callable[..., WorkbenchApp]]:
    """Makes an app over a case in the current folder; each call starts anew as a new run of the program does."""
    cases: list[Case] = []

    def start(*names: str) -> WorkbenchApp:
        cases.append(Case.open(Path(".workbench/case.db")))
        session = Session(cases[-1], read, load_policy("public"), "Kim Field")
        return WorkbenchApp(session, [Path(name) for name in names])

    yield start
    for case in cases:
        case.close()
