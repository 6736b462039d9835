# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad redactions and hidden data in a text, Markdown or HTML file that somebody else made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from workbench.core.errors import DamagedDocumentError
from workbench.core.findings import Finding, Severity
from workbench.documents import decode_text, read_document
from workbench.documents.decoding import NotTextError
from workbench.exports.model import Check, Verification
from workbench.markings import parse
from workbench.redaction.encoded import encoded_runs
from workbench.redaction.folding import is_invisible


class _Place(NamedTuple):
    """Where something was found, and how many characters it hides or tells."""

    start: int
    characters: int


class _Look(NamedTuple):
    """One thing to look for: its name, what a finding says of it, and the search."""

    name: str
    message: str
    search: Callable[[str], Iterator[_Place]]


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
    for look in _LOOKS if marked_up else _LOOKS_PLAIN:
        places = list(look.search(text))
        checks.append(Check(look.name, 1, len(places)))
        for place in places:
            message = f"{look.message} ({place.characters} characters)"
            found = Finding("hidden", Severity.WARNING, message, name, start=place.start)
            findings.append(found.at(name, text))
    return Verification(tuple(checks), tuple(findings))


_MARKUP = re.compile(r"<[^>]*>|~")


def _matches(pattern: str, *, marks: bool = True) -> Callable[[str], Iterator[_Place]]:
    """A search that reports each match, with the length of its first group where it has one.

    Without ``marks`` none is reported: a cancelled marking is struck and stays readable, as it must be.
    """
    compiled = re.compile(pattern, re.DOTALL | re.IGNORECASE)

    def search(text: str) -> Iterator[_Place]:
        for match in compiled.finditer(text):
            hidden = next(filter(None, match.groups()), match.group())
            if marks or parse(_MARKUP.sub("", hidden).strip()).marking is None:
                yield _Place(match.start(), len(hidden))

    return search


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


_LOOKS_PLAIN = (
    _Look("invisible characters", "characters that a reader does not see", _invisible),
    _Look("control sequences", "a terminal hides text here", _matches(r"\x1b[\[\]][^\n]{0,80}?[@-~\x07]|[^\x08]\x08")),
    _Look("look-alike letters", "a word mixes scripts so that no search finds it", _mixed_scripts),
    _Look("encoded text", "a run of base64 or hexadecimal decodes to text", _encoded),
    _Look("blanks at line ends", "tabs and blanks at the ends of lines can carry a message", _blanks),
    _Look(
        "blocks in place of letters",
        "a row of block characters tells how long the word was",
        _matches(r"[\u2580-\u2593\u25a0]{2,}|\bX{5,}\b"),
    ),
)
_LOOKS = (
    *_LOOKS_PLAIN,
    _Look("comments", "a comment that no viewer shows", _matches(r"<!--(.*?)(?:-->|\Z)|<\?(?!xml\s)[^>]*")),
    _Look(
        "struck text",
        "text that is only struck through",
        _matches(r"~~((?:[^~\n]|~(?!~)){2,}?)~~|<(?:del|s|strike)\b[^>]*>([^<]{2,})", marks=False),
    ),
    _Look("hidden elements", "an element that nobody sees holds text", _unseen),
    _Look(
        "scripts and styles",
        "a script or data block",
        _matches(r"<(?:script|template|noscript)\b[^<>]*>(.*?)(?:</|\Z)"),
    ),
    _Look(
        "attributes",
        "an attribute holds text that no viewer shows",
        _matches(
            r"<(?!meta\s[^<>]*(?:http-equiv|charset|name=\"(?:viewport|referrer|robots|generator)\"))[^<>]*\s(?:data-[\w-]+|alt|title|aria-label|content|value)\s*=\s*(?:\"([^\"]{2,})\"|'[^']{2,}')"
        ),
    ),
    _Look("front matter", "metadata before the text", _matches(r"\A\ufeff?---\r?\n(.*?)\n(?:---|\.\.\.)\r?\n")),
    _Look(
        "link under a placeholder",
        "a placeholder links to text",
        _matches(r"\[\[?(?:redacted|withheld|deleted|\u2588+)\]?\]\(([^)]{2,})\)"),
    ),
)


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
