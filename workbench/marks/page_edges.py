# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners that only their place tells: at the head or the foot of a page, where prose and headings are not repeated.

``Secret`` in small letters, as the CIA set it from the 1970s on; ``TOP SECRET KESTRAL``, a level with a word that no
register lists, and ``SECRET KESTRAL`` where it comes twice; ``SECRET.`` with a speck of the scan behind it, between
blank lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from workbench.documents import Document, Span
from workbench.markings import Form, Marking, parse
from workbench.markings.likeness import misreadings
from workbench.marks.damaged_banners import with_codeword
from workbench.marks.late import Match, late
from workbench.marks.lines import Lines


_DEPTH = 3  # lines: codes and stamps of a releaser stand outside the banner
_REACH = 120  # characters
_TWICE = 2
_LINE = late(
    r"[ \t]*(?P<words>(?P<title>Top Secret|Secret|Confidential)"
    r"|(?P<level>(?:TOP )?SECRET|CONFIDENTIAL)[ \t/-]{1,3}(?P<word>[A-Z]{4,12})"
    r"|(?P<alone>(?:TOP )?SECRET|CONFIDENTIAL)\.)[ \t]*"
)


def page_edges(document: Document, lines: Lines, taken: Container[int]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what it says; ``taken`` are the starts of lines that hold a banner told by its words."""
    if not (lines.shadow.holds("secret") or lines.shadow.holds("confidential")):
        return
    edges = sorted({line for page in document.pages for line in _edges(lines, page.span) if line.start not in taken})
    found = [match for line in edges if (match := _LINE.fullmatch(lines.text, *line))]
    times = Counter(match["words"] for match in found)
    for match in found:
        apart = match["alone"] and not any(map(str.strip, _beside(lines, match.start())))
        told = apart if match["alone"] else times[match["words"]] >= _TWICE or _is_sure(lines, match)
        if told and (marking := _meaning(match)):
            yield *match.span("alone" if match["alone"] else "words"), marking


def _edges(lines: Lines, page: Span) -> Iterator[Span]:
    for offset, step in ((page.start, lines.after), (max(page.start, page.end - 1), lines.before)):
        line: Span | None = lines.at(offset)
        left = _DEPTH
        while line and left and page.start <= line.start <= page.end:
            if lines.text[slice(*line)].strip():
                yield line
                left -= 1
            line = step(line)


def _beside(lines: Lines, offset: int) -> Iterator[str]:
    own = lines.at(offset)
    return (lines.text[slice(*line)] for line in (lines.before(own), lines.after(own)) if line)


def _is_sure(lines: Lines, match: Match) -> bool:
    """A level that is no title, or where the next line that is not blank says how it is handled: ``NOFORN-ORCON``."""
    if match["level"] == "TOP SECRET":
        return True
    below = lines.text[match.end() : match.end() + _REACH].strip().partition("\n")[0]
    marking = parse(f"{match['title'].upper()} {below}", Form.BANNER).marking if match["title"] and below else None
    return marking is not None and bool(marking.dissem) and not marking.unknown


def _meaning(match: Match) -> Marking | None:
    if match["word"]:
        return None if match["word"] in misreadings().ordinary else with_codeword(match["level"], match["word"])
    return parse((match["alone"] or match["title"]).upper(), Form.BANNER).marking
