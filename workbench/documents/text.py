# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain text and Markdown: the decoded file unchanged, with its pages and what is struck through in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from workbench.core.errors import DamagedDocumentError, TooLargeDocumentError, UnknownFormatError
from workbench.core.findings import Finding, Severity, tallied
from workbench.documents.decoding import NotTextError, decode_text
from workbench.documents.formats import named_format
from workbench.documents.limits import Limits
from workbench.documents.model import Document, Format, Page, Span, Torn
from workbench.documents.tears import as_line, trimmed


# ``~~`` alone, not the ``~~~`` of a Markdown fence; a blank line ends what an opening one began (GFM 6.5).
_TILDES = re.compile(r"~~(?<!~~~)(?!~)")
_PARAGRAPH_END = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?=[\r\n])|\f")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\U000e0000-\U000e007f]")
_CHANGE = re.compile(r"^-[^\r\n]*\r?\n\+", re.MULTILINE)
_REACH = 200
"""Characters at the end of a line in which a part of a word is."""
_ASCII = bytes(range(128))
_MARKUP = re.compile(
    r"<!--|<!doctype\s|</?(?:html|body|p|div|span|a|img|script|style|meta)\b[^<>]{0,500}>", re.IGNORECASE
)

_FOREIGN = re.compile(r"[^\x00-\x7f\s“”‘’–—…•·°§©®™«»]{3,}")
"""Letters and signs of Windows-1252, of which no Western word has three beyond ASCII side by side."""
_SAID = {
    "hidden": ("R001", Severity.INFO, "{} characters printing nothing (zero-width, soft hyphen, direction, zero)"),
    "foreign": ("R003", Severity.WARNING, "{} characters may be of another character set than that they are read in"),
    "markup": ("R002", Severity.INFO, "{} HTML tags read as text"),
}


def read_text(data: bytes, path: str, sha256: str, kind: Format, limits: Limits) -> Document:
    """A text or Markdown file as a ``Document``: ``text`` is the decoded file, a page ends with each form feed.

    Raises:
        UnknownFormatError: binary data; DamagedDocumentError where the name says that it is text.
        TooLargeDocumentError: more pages than ``limits`` allow.

    """
    try:
        text, codec = decode_text(data)
    except NotTextError as error:
        # A program's data is passed over; a file that says it is text and is none is somebody's document.
        refusal = UnknownFormatError if named_format(path) is None else DamagedDocumentError
        raise refusal(path, str(error)) from None
    pages, struck = split_pages(text, path, limits), struck_spans(text)
    document = Document(path, sha256, kind, text, pages, struck=struck, encoding=codec)
    return replace(document, torn=tuple(_changed(text)), findings=tuple(_findings(document)))


def _changed(text: str) -> Iterator[Torn]:
    """In a list of changes what stands before lines taken out (``-``) is read on in those put in (``+``), and so on."""
    if not _CHANGE.search(text):
        return
    lines = [Span(*line.span()) for line in re.finditer(r"[^\r\n]+", text)]
    runs = [
        [],
        *([*run] for _, run in groupby(lines, key=lambda line: text[line.start] if text[line.start] in "-+" else "")),
    ]
    for before, out, new, behind in zip(runs, runs[1:], runs[2:], [*runs[3:], []], strict=False):
        if text[out[0].start] == "-" and text[new[0].start] == "+":
            for upper, lower in ((before[-1:], new[:1]), (out[-1:], behind[:1])):
                spans = [Span(max(start, end - _REACH), end) for start, end in upper]
                spans += [Span(start + 1, min(start + _REACH, end)) for start, end in lower]
                yield from as_line(text, [trimmed(text, span) for span in spans])


def split_pages(text: str, path: str, limits: Limits) -> tuple[Page, ...]:
    """Pages that together are all of ``text``; a form feed is the last character of its page.

    Raises:
        TooLargeDocumentError: more pages than ``limits`` allow.

    """
    if text.count("\f") > limits.max_pages:
        raise TooLargeDocumentError(path, f"has more than {limits.max_pages} pages")
    cuts = [0, *(match.end() for match in re.finditer("\f", text))]
    if len(cuts) == 1 or cuts[-1] < len(text):
        cuts.append(len(text))
    return tuple(Page(i, Span(*cut)) for i, cut in enumerate(pairwise(cuts), 1))


def struck_spans(text: str) -> tuple[Span, ...]:
    """What stands between two ``~~`` of one paragraph, without them. One pass: a long file of ``~~`` costs no more."""
    found: list[Span] = []
    opened: int | None = None
    behind = 0
    for match in _TILDES.finditer(text) if "~~" in text else ():
        start, end = match.span()
        if opened is not None and _PARAGRAPH_END.search(text, behind, start):
            opened = None
        if opened is not None and not text[start - 1].isspace():
            found.append(Span(opened, start))
            opened = None
        elif opened is None and end < len(text) and not text[end].isspace():
            opened = end
        behind = end
    return tuple(found)


def _findings(document: Document) -> Iterator[Finding]:
    text = document.text
    counts = Counter(hidden=len(_HIDDEN.findall(_outside_ascii(text))) + text.count("\0"))
    if document.encoding in ("cp1252", "latin-1"):
        counts["foreign"] = sum(map(len, _FOREIGN.findall(text)))
    if document.format is Format.TEXT and "<" in text:
        counts["markup"] = len(_MARKUP.findall(text))
    return tallied(_SAID.items(), counts)


def _outside_ascii(text: str) -> str:
    """The characters of ``text`` that are not ASCII: few, and none of the others can be hidden."""
    if text.isascii():
        return ""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
