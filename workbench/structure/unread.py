# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks that no portion has: those a scanner or a struck line made unreadable, those that stand where none should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from workbench.core.findings import Finding, Severity
from workbench.documents import Document, Span
from workbench.markings.model import Level
from workbench.marks.late import ending, late
from workbench.structure.model import Kind, Paragraph, Placement
from workbench.structure.starts import enumerator


# What is left of (TS-CCO) below a line: brackets or dashes around capitals, digits and signs.
_DEBRIS = late(r"[\[{(<«“\"—–_~-]{1,3}[A-Z0-9€§$£=/—–-]{1,12}[\]})>»”\"—–_~-]{1,3}(?=\s)")
_BEGINS = r"(?:The|An?|In|There|We|It|This|These|That|On|At|He|She|They)\b"
# What a mark beyond reading may be where a sentence begins behind it: (Slinf) The, CS) The, SHEE The.
_BEFORE_SENTENCE = late(
    r"(?:\(\S{1,10}[\])}>»|:~]|[\[{<«“\"—–_~£€$|-]{1,3}[^\s()\[\]{}<>]{1,10}[\])}>»—–_~-]{1,3}|[A-Z0-9€$£]{1,4}[)}\]]"
    rf"|[A-Z]{{2,6}}(?= {_BEGINS}))(?=\s+[\"“'(]?[A-Z0-9])"
)
_SPELLED = r"(?:TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|CLASSIFIED(?=:))(?! SERVICE| AREA)"
_CONTROLS = r"/{1,2}[A-Z]{2}[A-Z0-9 ,/-]{0,60}"
# A mark without brackets: SECRET The gate, 3. S/NF The gate, S - The gate; behind the last sentence: The gate opens. S
_BARE_AT_HEAD = late(
    rf"\W{{0,4}}(?:\w{{1,3}}[.)]\s*)?(?:{_SPELLED}(?:{_CONTROLS})?[\s.:;–—-]{{1,6}}[\"“'(]?[A-Z0-9]|(?:TS|[SC]){_CONTROLS}\s"
    rf"|T\.?S\.?[\s:–—-]{{1,6}}[\"“'(]?[A-Z]|[SC](?: ?[:–—-] ?| )[\"“']?{_BEGINS})"
)
_SURE_AT_END = ending(rf"[.?!][\"”’)]{{0,2}}[ \t]+(?:{_SPELLED}(?:{_CONTROLS})?|TS|(?:TS|[SC]){_CONTROLS})\.?")
_LETTER_AT_END = ending(r"[.?!][\"”’)]{0,2}[ \t]+[SC]")
_TAIL = 80  # characters
# Not behind a letter or digit (office(S)), not before a year ((C) 1998); the parenthesis may be lost behind (S//NF.
# It begins with what few characters are and looks behind from there: so it is looked for several times as fast.
_CLASSIFIED = late(
    r"[(\[{/](?:(?<![\w)].)(?<!/)(?:"
    r"(?:TS|S|C|TOP SECRET|SECRET|CONFIDENTIAL)(?:(?://?|-)[A-Z][A-Z0-9 ,/-]*)?[)\]}]"
    r"(?=\s|[|.:;,\"”]|$)(?!\s*(?:19|20)\d\d)"
    r"|(?:TS|[SC])//[A-Z])|(?<=/)(?<![^\s\"“|].)/(?:TS|[SC])//(?=[\s\"”]))"
)
# At the head of a paragraph: whatever stands behind it, a few signs before it, a list without its level (REL TO USA).
_AT_HEAD = late(
    r"(?:\S{1,6}\s{1,3}){0,2}[^\w\s(\[{]{0,3}(?:\(?\w{1,3}[.)]?|\([A-Z]{2,6}\))?[(\[{]\s?"
    r"(?:(?i:top sec\w*|secret|confidential|restricted|classified)|T ?\.? ?S|[SCR]|REL TO|[A-Z]{2,4} [SCR])(?![A-Za-z])"
    r"[^()\[\]{}\n]{0,40}[)\]}]"
)
# Brackets with nothing to be read in them, or a bar: ( ) The gate, (U//█) The gate.
_BLOTTED = late(
    r"\W{0,4}(?:\w{1,3}[.)]\s*)?(?:[(\[{][^()\[\]{}\n]{0,20}[█▇▓■][^()\[\]{}\n]{0,20}[)\]}]|\([\s?_–—/-]{0,6}\))"
    r"\s+[\"“]?[A-Z]\w* \w"
)
# S) The gate, *S* The gate, (5) The gate: letters and numbers of a list where the one before stands as well.
_LONE = late(
    rf"[^\w\s(]{{0,3}}(?P<own>(?:TS|[SC])(?:[)\]}}>»›】*`_]{{1,3}}|[/.]{{1,2}}(?=\s+{_BEGINS}))|\([58s$]\)"
    rf"|\((?:TS|[SC])(?=\s+{_BEGINS}))\s+[\"“]?[A-Z0-9]"
)
_ONE = re.compile(r"[^\W_]")
_LEVELS = {"T": Level.TS, "S": Level.S, "C": Level.C}
_OPENING = frozenset('[{(<«“"—–_~-')
_FEW = 3


def unread_marks(document: Document, paragraphs: Sequence[Paragraph], habit: Placement | None) -> list[Finding]:
    """A finding for each unmarked paragraph that begins with debris where other paragraphs begin with marks."""
    if habit is not Placement.LEADING:
        return []
    leading = sum(p.portion is not None and p.portion.placement is Placement.LEADING for p in paragraphs)
    if leading < _FEW:
        return []
    found = []
    for paragraph in paragraphs:
        if paragraph.kind is Kind.FURNITURE or paragraph.portion is not None:
            continue
        start = paragraph.spans[0].start
        if end := debris(document.text, paragraph.spans[0]):
            message = f"{end - start} characters stand where a portion mark should and could not be read"
            found.append(Finding("unread-mark", Severity.WARNING, message, page=paragraph.page, start=start, end=end))
    return found


def debris(text: str, span: Span) -> int | None:
    """Where the debris ends with which ``span`` begins; None where it begins with something else."""
    start, end = span
    match = _DEBRIS.match(text, start, end) if text[start] in _OPENING else None
    return match.end() if match and not enumerator(text[start : match.end()] + " ") else None


def may_begin_unread(text: str, above: Iterable[str]) -> bool:
    """Whether ``text`` begins with what may be a mark beyond reading, and then a sentence.

    None is what goes on with a list in the lines ``above`` it: ``(2)`` below a line with ``(1)``.
    """
    match = _BEFORE_SENTENCE.match(text)
    if match is None:
        return _begins_unlike_text(text, Span(0, len(text)), above)
    found = match.group().strip("()")
    before = f"({chr(ord(found) - 1)})" if len(found) == 1 else ""
    return not (before and any(before in line for line in above))


@lru_cache(maxsize=8)  # thousands of paragraphs ask the same of one text
def _holds(text: str, part: str) -> bool:
    return part in text


def _begins_unlike_text(text: str, span: Span, context: Iterable[str]) -> bool:
    """Whether a letter or level, a bracket with one or an empty one stands at the head of ``span``, and no list's."""
    lone = _LONE.match(text, *span)
    if lone:
        before = _ONE.sub(lambda sign: chr(ord(sign[0]) - 1), lone["own"])
        return not any(_holds(other, before) for other in context)
    return any(pattern.match(text, *span) for pattern in (_AT_HEAD, _BARE_AT_HEAD, _BLOTTED))


def shows_classified(text: str, spans: Sequence[Span]) -> bool:
    """Whether ``spans`` show a mark above U, whatever it belongs to: ``(U) Ansa; (S) well informed``.

    It may be a look-alike. Withholding too much can be put right by a decision, a mark overlooked cannot.
    """
    return shown_rank(text, spans) > 0 or _SURE_AT_END.match(_end(text, spans)) is not None


def may_be_classified(text: str, spans: Sequence[Span], *, around: str) -> bool:
    """Whether an unmarked paragraph, where others are marked, shows a mark above U, or what is left of any.

    ``around``: the text of its document, where the list stands of which a letter may be.
    """
    if shows_classified(text, spans) or _LETTER_AT_END.match(_end(text, spans)) or debris(text, spans[0]):
        return True
    return _begins_unlike_text(text, spans[0], (around,))


def _end(text: str, spans: Sequence[Span]) -> str:
    start, end = spans[-1]
    return text[max(start, end - _TAIL) : end]


def shown_rank(text: str, spans: Sequence[Span]) -> int:
    """The rank (``Level.rank``) of the highest mark that ``shows_classified`` finds in ``spans``; 0 where none is."""
    highest = 0
    for start, end in spans:
        stretch = text[start:end]
        listed = "(B)" in stretch  # (A), (B), (C) is a list
        marks = (match.group() for match in _CLASSIFIED.finditer(stretch))
        shown = (mark.lstrip("([{/")[0] for mark in marks if not (listed and mark == "(C)"))
        highest = max([highest, *(_LEVELS[letter].rank for letter in shown)])
    return highest
