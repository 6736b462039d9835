# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sanitized copy as text or Markdown: written anew from the kept stretches and the labels, in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.documents import Format, Span
from workbench.exports.cleaning import clean, strip_line_ends
from workbench.exports.fragments import Fragment, Show, Teller
from workbench.redaction.model import Plan, Unit
from workbench.redaction.notices import Notices


# Stand for a further stretch of a withheld paragraph and around the label of a whole one until the lines are set.
# ``clean`` lets no private character of the document through, so they cannot be confused with one.
_GONE = "\ue000"
_OPEN, _CLOSE = "\ue001", "\ue002"
_LINES_BEFORE = re.compile(rf"(?<![ \t\n])[ \t]*+\n[ \t\n]*+{_OPEN}")
_LINES_AFTER = re.compile(rf"{_CLOSE}[ \t]*\n(?:[ \t]*\n)*")
_GONE_WITH_LINES = re.compile(f"(?:(?<![ \t])[ \t]++)?{_GONE}[ \t]*\n*")
# What a Markdown viewer hides: comments, scripts, styles, the tags themselves with their attributes.
_HIDDEN_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|svg|iframe|object|noscript)\b.*?(?:</\1\s*>|\Z)"
    r"|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<[!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_NESTED = 10


def sanitize_text(plan: Plan) -> bytes:
    """The copy. A paragraph withheld is its label; one that a page break cuts has its label at the first part only."""
    # Of a PDF the white between paragraphs is where pages and lines end, which what is withheld decides too.
    copy = _in_paragraphs(plan) if plan.analysis.document.format is Format.PDF else _compose(plan)
    copy = _with_notices(copy, plan.notices) if plan.notices else copy
    if plan.analysis.document.format is Format.MARKDOWN:
        copy = _without_hidden(copy)
    copy = strip_line_ends(copy).strip("\n") + "\n"
    return copy.encode("utf-8")


def _without_hidden(copy: str) -> str:
    """Without markup that a viewer hides, also where taking out a tag makes another of what stood around it."""
    for _ in range(_NESTED):
        copy, times = _HIDDEN_MARKUP.subn("", copy)
        if not times:
            return copy
    return copy.replace("<", "")


def _with_notices(copy: str, notices: Notices) -> str:
    """Header, stamp and footer set apart by blank lines, on every page that a form feed ends."""
    pages = copy.split("\f")
    made = []
    for number, page in enumerate(pages, start=1):
        header, footer = (clean(line) for line in notices.on_page(number, len(pages)))
        stamp = "\n".join(map(clean, notices.stamp)) if number == 1 else ""
        made.append("\n\n".join(filter(None, (header, stamp, page.strip("\n"), footer))) + "\n")
    return "\f".join(made)


def _in_paragraphs(plan: Plan) -> str:
    blocks = ("".join(_pieces(shown.fragments)).strip("\n") for shown in Teller(plan).paragraphs())
    return "\n\n".join(block for block in blocks if block.strip())


def _pieces(fragments: Sequence[Fragment]) -> Iterator[str]:
    for number, fragment in enumerate(fragments):
        if number and fragment.span.start > fragments[number - 1].span.end and fragment.show is not Show.GONE:
            yield "\n"
        if fragment.redaction:
            yield fragment.redaction.label if fragment.show is Show.LABEL else ""
        else:
            yield f"~~{clean(fragment.text)}~~" if fragment.show is Show.STRUCK else clean(fragment.text)


def _compose(plan: Plan) -> str:
    pieces: list[str] = []
    labels: dict[Span, int] = {}
    for fragment in Teller(plan).whole():
        if fragment.redaction and fragment.show is Show.GONE:
            # The page break inside a withheld paragraph tells how far down the page it went.
            first = labels.get(fragment.redaction.spans[0], len(pieces))
            pieces[first:] = [piece.replace("\f", "") for piece in pieces[first:]]
            # The lines behind a stretch of words are those of the kept text around it.
            pieces.append("" if fragment.redaction.unit is Unit.TEXT else _GONE)
        elif fragment.redaction:
            labels[fragment.redaction.spans[0]] = len(pieces)
            label = fragment.redaction.label
            pieces.append(label if fragment.redaction.unit is Unit.TEXT else f"{_OPEN}{label}{_CLOSE}")
        elif fragment.show is Show.STRUCK:
            pieces.append(f"~~{clean(fragment.text)}~~")
        else:
            pieces.append(clean(fragment.text))
    # The lines that the further stretch took up close behind it, as if the paragraph had never been cut.
    copy = _GONE_WITH_LINES.sub("", "".join(pieces))
    # Blank lines set a label apart, or whoever reads the copy takes it and the lines beside it for one paragraph.
    copy = _LINES_AFTER.sub(f"{_CLOSE}\n\n", _LINES_BEFORE.sub(f"\n\n{_OPEN}", copy))
    return copy.replace(_OPEN, "").replace(_CLOSE, "")
