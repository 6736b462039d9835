# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching a text, Markdown or HTML copy for everything that was withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from workbench.core.findings import Finding, Severity
from workbench.exports.cleaning import invisible_characters
from workbench.exports.html.page import head
from workbench.exports.html.sanitize import OWN_TAG, TITLE
from workbench.exports.model import Check, Verification
from workbench.exports.needles import Needles
from workbench.exports.withheld_words import Words
from workbench.redaction.model import Plan


_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)


class _Found(NamedTuple):
    what: str
    start: int | None = None


def verify_text(copy: bytes, name: str, plan: Plan, *, markup: bool = False) -> Verification:
    """The verdict on a copy in text or Markdown, or (``markup``) HTML; findings give the line, never what is on it."""
    try:
        text = copy.decode("utf-8")
    except UnicodeDecodeError:
        return Verification((Check("encoding", 1, 1),), (_finding(_Found("the copy is not UTF-8"), name, ""),))
    search = _Search(plan)
    # The frame of our own pages holds words too (title, style): it is the same for every document.
    own = text.removeprefix(head(TITLE))
    shown = unescape(_TAG.sub("", own)) if markup else text
    written = OWN_TAG.sub(" ", own).encode() if markup else copy
    searches = {
        "text as it is read": list(search.in_text(shown, placed=not markup)),
        "bytes": [_Found(f"{hit.what} in the bytes") for hit in search.needles.search_bytes(written)],
        "tags and attributes": list(search.in_tags(own, len(text) - len(own))) if markup else [],
        "invisible characters": [_Found("an invisible character", place) for place in invisible_characters(text)],
    }
    checks = tuple(Check(title, 1, len(found)) for title, found in searches.items())
    return Verification(checks, tuple(_finding(f, name, text) for found in searches.values() for f in found))


class _Search:
    """Everything that a plan withholds: terms, stretches of letters, telling words."""

    def __init__(self, plan: Plan) -> None:
        self.needles = Needles(plan)
        self._words = Words(plan)

    def kinds(self, text: str) -> list[str]:
        """What kinds of withheld things ``text`` holds."""
        kinds = [hit.what for hit in self.needles.search(text)]
        return kinds or (["withheld words"] if self._words.count(text) else [])

    def in_text(self, text: str, *, placed: bool) -> Iterator[_Found]:
        """What is in a text that a person reads, with the lines (``placed``) that it is on."""
        kinds = self.kinds(text)
        places = list(self._places(text)) if kinds and placed else []
        yield from (_Found(kind, place) for kind, place in places)
        for kind in kinds:
            if all(known != kind for known, _ in places):
                yield _Found(kind)  # spread over more lines than are looked at together

    def _places(self, text: str) -> Iterator[tuple[str, int]]:
        """Where the lines begin on which something is found, two lines at a time for what a line's end breaks."""
        lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]*\n?", text) if match.group().strip()]
        alone = [set(self.kinds(line)) for _, line in lines]
        for number, (start, line) in enumerate(lines):
            following = number + 1 < len(lines)
            both = set(self.kinds(line + lines[number + 1][1])) if following else set()
            across = both - alone[number] - (alone[number + 1] if following else set())
            yield from ((kind, start) for kind in sorted(alone[number] | across))

    def in_tags(self, text: str, base: int) -> Iterator[_Found]:
        """Tags, attributes and comments, of which a copy of ours has hardly any."""
        for tag in _TAG.finditer(text):
            if OWN_TAG.fullmatch(tag.group()):
                continue
            yield from (_Found(f"{kind} in a tag", base + tag.start()) for kind in self.kinds(tag.group()))


def _finding(found: _Found, name: str, text: str) -> Finding:
    return Finding("leak", Severity.ERROR, f"{found.what} is still there", name, start=found.start).at(name, text)
