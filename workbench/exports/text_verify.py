# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching a text, Markdown or HTML copy for everything that was withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from workbench.core.findings import Finding, Severity
from workbench.exports.cleaning import invisible_characters
from workbench.exports.model import Check, Verification
from workbench.exports.pdf_needles import Needles
from workbench.redaction.model import Plan


_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_FRAME = re.compile(r"<style>.*?</style>|<title>Sanitized copy</title>", re.DOTALL)


class _Found(NamedTuple):
    what: str
    start: int | None = None


def verify_text(copy: bytes, name: str, plan: Plan) -> Verification:
    """The verdict on a copy in text, Markdown or HTML; findings give the line, never what stands on it."""
    try:
        text = copy.decode("utf-8")
    except UnicodeDecodeError:
        return Verification((Check("encoding", 1, 1),), (_finding(_Found("the copy is not UTF-8"), name, ""),))
    needles = Needles(plan)
    markup = text.startswith("<!doctype html>")
    shown = unescape(_TAG.sub("", _FRAME.sub("", text))) if markup else text
    searches = {
        "text as it is read": list(_in_text(needles, shown, placed=not markup)),
        "bytes": [_Found(f"{hit.what} in the bytes") for hit in needles.search_bytes(copy)],
        "tags and attributes": list(_in_tags(needles, text)) if markup else [],
        "invisible characters": [_Found("an invisible character", place) for place in invisible_characters(text)],
    }
    checks = tuple(Check(title, 1, len(found)) for title, found in searches.items())
    return Verification(checks, tuple(_finding(f, name, text) for found in searches.values() for f in found))


def _in_text(needles: Needles, text: str, *, placed: bool) -> Iterator[_Found]:
    hits = needles.search(text)
    places = list(_places(needles, text)) if hits and placed else []
    for hit in hits:
        yield from (_Found(hit.what, place) for what, place in places if what == hit.what)
        if all(what != hit.what for what, _ in places):
            yield _Found(hit.what)  # spread over more lines than are looked at together


def _places(needles: Needles, text: str) -> Iterator[tuple[str, int]]:
    """Where the lines begin on which something is found, two lines at a time for what a line's end breaks."""
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]*\n?", text) if match.group().strip()]
    alone = [{hit.what for hit in needles.search(line)} for _, line in lines]
    for number, (start, line) in enumerate(lines):
        following = number + 1 < len(lines)
        both = {hit.what for hit in needles.search(line + lines[number + 1][1])} if following else set()
        across = both - alone[number] - (alone[number + 1] if following else set())
        yield from ((what, start) for what in sorted(alone[number] | across))


def _in_tags(needles: Needles, text: str) -> Iterator[_Found]:
    """Tags, attributes and comments, of which a copy of ours has only those of its frame."""
    for tag in _TAG.finditer(text):
        yield from (_Found(f"{hit.what} in a tag", tag.start()) for hit in needles.search(tag.group()))


def _finding(found: _Found, name: str, text: str) -> Finding:
    return Finding("leak", Severity.ERROR, f"{found.what} is still there", name, start=found.start).at(name, text)
