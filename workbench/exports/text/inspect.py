# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad redactions and hidden data in a text, Markdown or HTML file that somebody else made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from workbench.core.errors import DamagedDocumentError
from workbench.core.findings import Finding, Severity
from workbench.documents import decode_text, read_document
from workbench.documents.decoding import NotTextError
from workbench.exports.left_behind import LeftBehind, left_behind
from workbench.exports.model import Check, Verification
from workbench.markings import parse
from workbench.redaction.encoded import encoded_runs
from workbench.redaction.folding import is_invisible


class _Place(NamedTuple):
    """Where something was found, and how many characters it hides or tells."""

    start: int
    characters: int


def inspect_text(data: bytes, name: str) -> Verification:
    """What the file holds that its reader does not see. Findings give the place and the length only.

    Raises:
        DamagedDocumentError: the bytes are no text.

    """
    try:
        text, _ = decode_text(data)
    except NotTextError as error:
        raise DamagedDocumentError(name, str(error)) from None
    checks, findings = [], []
    marked_up = name.lower().endswith((".md", ".markdown", ".html", ".htm", ".xhtml")) or text.lstrip()[:1] == "<"
    for title, kind in left_behind("text").items():
        if kind.markup and not marked_up:
            continue
        places = list(_SEARCHES[title](text) if title in _SEARCHES else _matches(kind, text))
        checks.append(Check(title, 1, len(places)))
        for place in places:
            message = f"{kind.words} ({place.characters} characters)"
            findings.append(Finding(kind.code, kind.severity, message, name, start=place.start).at(name, text))
    return Verification(tuple(checks), tuple(findings))


_MARKUP = re.compile(r"<[^>]*>|~")


def _matches(kind: LeftBehind, text: str) -> Iterator[_Place]:
    """Each match, with the length of its first group where it has one; a marking that is struck is to stay readable."""
    for match in re.finditer(kind.pattern, text, re.DOTALL | re.IGNORECASE):
        hidden = next(filter(None, match.groups()), match.group())
        if not kind.may_be_mark or parse(_MARKUP.sub("", hidden).strip()).marking is None:
            yield _Place(match.start(), len(hidden))


def _invisible(text: str) -> Iterator[_Place]:
    start = None
    for place, character in enumerate(text + " "):
        hidden = not character.isascii() and is_invisible(character) and not unicodedata.combining(character)
        if hidden and start is None and not (place == 0 and character == "\ufeff"):
            start = place
        elif not hidden and start is not None:
            yield _Place(start, place - start)
            start = None


def _unseen(text: str) -> Iterator[_Place]:
    """Elements that the reader of the page does not see, as the reader of pages judges them."""
    from workbench.documents.html.sights import unseen_elements

    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    lowered = text.lower()
    for line, tag, characters in unseen_elements(text):
        start = lines[min(line, len(lines)) - 1]
        yield _Place(max(start, lowered.find(f"<{tag}", start)), characters)


def _blanks(text: str) -> Iterator[_Place]:
    """Where three lines one after the other end with blanks of which one is a tab."""
    rows: list[int] = []
    for line in re.finditer(r"([^\r\n]*)\r?\n", text):
        tail = line[1][len(line[1].rstrip(" \t")) :]
        rows = [*rows, line.start()] if "\t" in tail else []
        if len(rows) == 3:
            yield _Place(rows[0], len(tail))
            rows = []


def _mixed_scripts(text: str) -> Iterator[_Place]:
    """Words of Latin letters with a Cyrillic or Greek look-alike among them: they escape every search."""
    for word in re.finditer(r"[^\W\d_]{3,}", text):
        scripts = {unicodedata.name(c, "").split(" ")[0] for c in word.group()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            yield _Place(word.start(), len(word.group()))


def _encoded(text: str) -> Iterator[_Place]:
    told = -1
    for run in sorted(encoded_runs(text), key=lambda run: run.start):
        if run.end - run.start >= 16 and run.start >= told and _is_prose(run.text):
            told = run.end
            yield _Place(run.start, len(run.text))


def _is_prose(text: str) -> bool:
    letters = sum(c.isalnum() or c.isspace() for c in text)
    return len(text) >= 8 and letters >= 0.85 * len(text)


_SEARCHES = {
    "invisible characters": _invisible,
    "look-alike letters": _mixed_scripts,
    "encoded text": _encoded,
    "blanks at line ends": _blanks,
    "hidden elements": _unseen,
}


def inspect_as_read(data: bytes, name: str) -> Verification:
    """What the reader counted and left out is hidden data; its text is looked at like any text.

    Raises:
        DocumentError: it cannot be read.

    """
    document = read_document(data, name)
    hidden = [finding for finding in document.findings if finding.severity is not Severity.INFO]
    text = inspect_text(document.text.encode("utf-8"), "text")
    unplaced = (replace(finding, line=None, column=None) for finding in text.findings)  # its lines are none of the file
    checks = (Check("left out by the reader", len(document.findings), len(hidden)), *text.checks)
    return Verification(checks, tuple(finding.at(name) for finding in (*document.findings, *unplaced)))
