# SPDX-License-Identifier: AGPL-3.0-or-later
"""Placeholders: the places where an earlier reviewer took something out.

Brackets (``[2 lines not declassified]``, ``[redacted]``, ``[[REDACTED]]``, our own ``[page withheld]``), blackened
characters, runs of X, blank boxes as OCR prints them (``[____]``) and the labels of the Department of Justice.
An editor's bracket (``[Here follows ...]``, ``[sic]``) is none. Boxes on a page are for ``marks.boxes``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from workbench.documents import Document, Span
from workbench.marks.endings import ending
from workbench.marks.late import Match, Pattern, late, sought
from workbench.marks.lines import Lines, within
from workbench.marks.making import make_mark
from workbench.marks.model import Mark, MarkType, Placeholder
from workbench.marks.placeholder_words import wordings
from workbench.marks.shadow import matches_around, matches_at


# One pattern per kind: joined with `|` they run a hundred times slower and hide overlapping hits.
_SQUARE = late(r"\[[^\[\]]{1,1200}\]")
_ROUND = late(r"\([^()\[\]\n]{6,60}\)")
_ANGLE = late(r"<[A-Za-z][^<>\n]{5,40}>")
_GUILLEMETS = late(r"[«‹][A-Za-z][^«»‹›\n]{5,40}[»›]")
_CURLY = late(r"\{[^{}\n]{6,60}\}")
_BRACKETS = (("[", _SQUARE), ("(", _ROUND), ("<", _ANGLE), ("{", _CURLY), ("«‹", _GUILLEMETS))
_BLOCK = "█▇▉▊▓▒░■▮"
_BLOCKS = late(r"[█▇▉▊▓▒░■▮](?:[ \t]{0,2}[█▇▉▊▓▒░■▮])+")
_CROSSES = sought(r"X{5,}(?:[ \t]{1,2}X{3,})*")
_CROSSES_SMALL = sought(r"x{5,}(?:[ \t]{1,2}x{3,})*")

_SPACES = late(r"\s+")
# The foot of a page and the head of the next, between the words of one placeholder: numbers and capitals.
_PAGE_BREAK = late(r"\s*(?:\n[ \t]*\n|\f)(?:(?:[Pp]age )?[^a-z\[\]]*(?:\n[ \t]*\n|\f))?\s*")
_APART_BEFORE = late(r"|.*(?:\n\s*|\s{3})", re.DOTALL)
_APART_BEHIND = late(r"\s*(?:\n|$)|\s{3}")
_BLANK_BOX = late(
    r"[\s_]*_\s?_[\s_]*|[\s█▇▉▊▓▒░■▮]*[█▇▉▊▓▒░■▮][\s█▇▉▊▓▒░■▮]*|\s*[Xx]{4,}(?:\s+[Xx]{2,})*\s*|\s*\*{3,}\s*"
)
_COMMON = 60  # characters

_CODE = (
    r"(?:[({]\s?[bjkd]\s?[)}]\s?[({][\dlI][)}](?:\s?[({][A-F][)}])?|[bB]\(?[1-9]\)?(?:\(?[A-F]\)?)?"
    r"|[257][50]X\d\w*|STAT(?:INTL|SPEC|OTHR)?|SGFOIA\d|SG1[A-Z])"
)
_SECTION = r"(?:1\.[45] ?\(?[A-Ha-h]\)?|3\.3 ?\(b\) ?\([1-9]\))"
CODES_ONLY = late(rf"\s*{_CODE}(?:(?:[\s,;/&]|\band\b)+(?:{_CODE}|{_SECTION}))*\s*")
"""What a bracket holds that says nothing but on what ground."""
_REFERENCE = late(r"\][ \t]{1,8}(?:(?:[A-Z]\.[ -]?){1,3}[A-Z][\w'’-]+,|[A-Z][\w'’-]+, ?[A-Z]\.)")
_BEYOND_CODES = late(r"\[[bB]\d\d\]")


def is_reference(text: str, start: int, end: int) -> bool:
    """Whether the bracket ``text[start:end]``, which holds codes, names a book or an index and no exemption.

    ``[B6] J. Smith,`` and a list that goes on to ``[B10]`` are a bibliography's, ``f[b1]`` is a program's.
    """
    if _REFERENCE.match(text, end - 1):
        return True
    return text[start + 1] in "bB" and (text[start - 1 : start].isalnum() or _BEYOND_CODES.search(text) is not None)


# "declassified" and what printers make of it, at most two letters off. It must begin with d: "[classified]" is none.
_DECLASSIFIED = sought(
    r"(?<![A-Za-z])(?P<not>n[oae0][tf]?\W{0,2}|(?:has|have|had|was|were) not (?:yet )?been\s)?"
    r"(?P<verb>d(?:e\s?classifie\s?d){e<=2})",
    re.IGNORECASE,
)


def find_placeholders(document: Document, lines: Lines | None = None) -> Iterator[Mark]:
    """Every placeholder in the text. Marks are in no order; offsets are exact, brackets included."""
    lines = lines or Lines(document)
    for start, end, value in _each(document.text, lines):
        yield make_mark(document, MarkType.PLACEHOLDER, start, end, value)


def _each(text: str, lines: Lines) -> Iterator[tuple[int, int, Placeholder]]:
    shadow = lines.shadow
    taken: list[Span] = []
    said = [match.start() for match in _SAID_BEGINS.finditer(text)] if "classified" in text else []
    brackets = (pattern for signs, pattern in _BRACKETS if any(sign in text for sign in signs))
    for start, end, value in _mismatched(text, said):
        taken.append(Span(start, end))
        yield start, end, value
    odd = sorted(taken)
    for match in chain.from_iterable(pattern.finditer(text) for pattern in brackets):
        if odd and _overlaps(match.span(), odd):
            continue
        inner = match.group()
        read = (_read if len(inner) > _COMMON else _read_common)(inner[1:-1], square=inner[0] == "[")
        if read and not (CODES_ONLY.fullmatch(inner[1:-1]) and is_reference(text, *match.span())):
            span = _doubled(text, *match.span())
            taken.append(span)
            yield *span, read
    taken.sort()
    blocks = _BLOCKS.finditer(text) if not text.isascii() and any(block in text for block in _BLOCK) else ()
    crosses = _crosses(text) if shadow.holds("xxxxx") else ()
    for start, end in chain((match.span() for match in chain(blocks, crosses)), _blanks(text)):
        if not within(start, taken):
            yield start, end, Placeholder(None, None, "text")
    yield from _half_open(text, taken, said)
    for start, end in chain(labels_in(lines), _plain_labels(lines, beside=bool(taken))):
        yield start, end, Placeholder(None, None, "text")


def _overlaps(span: tuple[int, int], spans: list[Span]) -> bool:
    """Whether ``span`` shares a character with one of ``spans``, which are in order and apart."""
    at = bisect_right(spans, span[0], key=lambda other: other.end)
    return at < len(spans) and spans[at].start < span[1]


# OCR reads one bracket as another, or loses it: "not declassified" before the one that is left says enough, with an
# amount also before none at all.
_SAID = r"n[oae0][tf]?[ \n]{1,2}d(?:eclassified){e<=1}\.?"
_SAID_BEGINS = late(r"n[oae0][tf]?[ \n]{1,2}d")
_CLOSED = sought(rf"{_SAID}(?P<close>[\]}})])")
_OPENED = ending(r"(?<![\w\[({])(?P<open>[\[{(])(?:[^\[\](){}\n]|\n(?![ \t]*\n)|\([^()\[\]\n]{1,40}\)){1,150}")
_LONGEST = 160
_BARE = sought(
    r"(?P<open>[\[{(]?)(?P<inner>(?:\d|[Ll]ess than|½)(?:[^\[\](){}\n]|\n(?![ \t]*\n)){1,50}?"
    rf"[ \n]{_SAID})(?P<close>[\]}})]?)"
)
_BEFORE_SAID, _BEHIND_SAID = 70, 40  # characters of _BARE before and behind what is said
_PAIRS = frozenset({"[]", "()", "{}"})
_OPENING = {"]": "[", ")": "(", "}": "{"}
_ALL_BRACKETS = frozenset("[](){}")


def _mismatched(text: str, said: list[int]) -> Iterator[tuple[int, int, Placeholder]]:
    """Placeholders in brackets that do not fit each other."""
    for match in matches_at(_CLOSED, text, said):
        since = max(0, match.start() - _LONGEST)
        if _is_closed(text[since : match.start()], match["close"]):
            continue
        opened = _OPENED.match(text, since, match.start())
        if opened is None or _is_framed(text, since, opened, match):
            continue
        start, end = opened.start(), match.end()
        value = _read_common(text[start + 1 : end - 1], square=text[start] + text[end - 1] != "()")
        if value:
            yield start, end, value


def _is_closed(before: str, close: str) -> bool:
    """Whether the last bracket of any kind in ``before`` is the one that ``close`` closes, as nearly everywhere."""
    opened = before.rfind(_OPENING[close])
    return opened >= 0 and _ALL_BRACKETS.isdisjoint(before[opened + 1 :])


def _is_framed(text: str, since: int, opened: Match, closed: Match) -> bool:
    """Whether the brackets fit: these two, with none between them, or an earlier one that a lost ``)`` hides."""
    pair = opened["open"] + closed["close"]
    if pair in _PAIRS:
        return pair != "()" or "(" not in text[opened.end("open") : closed.start()]
    before = text[since : opened.start()]
    return closed["close"] == "]" and before.rfind("[") > before.rfind("]")


def _half_open(text: str, taken: list[Span], said: list[int]) -> Iterator[tuple[int, int, Placeholder]]:
    """Amounts that are not declassified, with a bracket on one side only."""
    bare = [place for place in said if not within(place, taken)]
    for match in matches_around(_BARE, text, bare, _BEFORE_SAID, _BEHIND_SAID):
        if match["open"] + match["close"] and not within(match.start("inner"), taken):
            value = _read_common(match["inner"], square=False)
            if value and value.unit:
                yield *match.span(), value


def _doubled(text: str, start: int, end: int) -> Span:
    """``[[REDACTED]]`` and ``<<REDACTED>>`` are one placeholder."""
    doubled = start > 0 and text[start - 1] == text[start] and text[end : end + 1] == text[end - 1]
    return Span(start - 1, end + 1) if doubled else Span(start, end)


def _crosses(text: str) -> Iterator[Match]:
    """Runs of X that stand alone: no part of a word, of a number's pattern (``XXX-XX-XXXX``) or an address."""
    for match in chain(_CROSSES.finditer(text), _CROSSES_SMALL.finditer(text)):
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        in_table = text.endswith("| ", 0, match.start()) and text.startswith(" |", match.end())
        if not in_table and not any(c.isalnum() or c in "-/@_." for c in around.removesuffix(".")):
            yield match


# Something that only a releaser prints.
_RELEASED = sought(
    r"[({][bB][)}]\s?[({][1-9]|25X1|STATINTL|SANITIZED|Sanitized Copy|[Aa]pproved [Ff]or [Rr]elease"
    r"|APPROVED FOR RELEASE|RELEASED? IN PART|\[(?:redacted|REDACTED)|(?<!\w)b7[A-F](?!\w)"
)
_BLANK = sought(r"(?<=[a-z,] )_{4,}(?:[ \t]_{2,})*(?=,? [a-z]|\.(?:\s|$))")
_EMPTY = sought(
    r"(?<=[A-Za-z,] )\[ {4,80}\](?P<sentence>,? [a-z]|\.(?:\s|$))?"
    r"|(?<=(?:^|[.:;)])[ \t]{0,40})\[ {4,80}\](?=\s*?(?:\n|\s{3}|$| ?\())",
    re.MULTILINE,
)


def _blanks(text: str) -> Iterator[tuple[int, int]]:
    """Boxes as OCR prints them: empty brackets inside a sentence, and underscores there if it is a released document.

    Elsewhere, and before a capital, a blank is to be filled in.
    """
    found = [*_BLANK.finditer(text)] if "____" in text else []
    empty = [*_EMPTY.finditer(text)] if "[    " in text else []
    released = bool(found or empty) and _RELEASED.search(text) is not None
    if released:
        yield from (match.span() for match in found)
    for match in empty:
        if released or match["sentence"]:
            yield match.start(), text.index("]", match.start()) + 1


def _read(inner: str, *, square: bool) -> Placeholder | None:
    """What the words between the brackets say, None if they are no placeholder.

    Only square brackets may hold a sentence or a bare code: people put both in round ones for other reasons.
    """
    if square and (_BLANK_BOX.fullmatch(inner) or CODES_ONLY.fullmatch(inner)):
        return Placeholder(None, None, "text")
    phrase = (
        _SPACES.sub(" ", _PAGE_BREAK.sub(" ", inner) if "\n" in inner else inner).strip(" .*-–—_=~").replace("(s)", "s")
    )  # page(s)
    words = wordings()
    if not phrase or not (words.may_say(phrase) or phrase in words.capitals) or words.editorial.search(phrase):
        return None
    if phrase in words.capitals:
        return Placeholder(None, None, "text")
    printed = _DECLASSIFIED.search(phrase)
    if printed and (_says_not(phrase, printed) if square else words.is_amount(phrase[: printed.start()])):
        return words.value(phrase)
    # Of several the last may be the verb: "classified information redacted".
    said = any(_says_withheld(phrase, verb, square=square) for verb in words.withheld.finditer(phrase))
    return words.value(phrase) if said else None


def _says_withheld(phrase: str, verb: Match, *, square: bool) -> bool:
    before, after = phrase[: verb.start()], phrase[verb.end() :]
    if verb.group().lower() in wordings().counted and wordings().value(before).quantity is None:
        return False
    # "(withheld)" alone in round brackets is a remark on wages as often as a deletion.
    alone = square or phrase == "DELETED" or verb.group().lower().startswith(("redact", "excis", "saniti"))
    said = _TAIL.fullmatch(after) is not None or (not before and wordings().is_amount(after))
    return said and wordings().is_amount(before, empty=alone)


# A document says its few amounts again and again ("[1 line not declassified]"); long brackets are all different.
_read_common = lru_cache(maxsize=4096)(_read)


def _says_not(phrase: str, printed: Match) -> bool:
    """Whether it says *not declassified*; with the *not* forgotten by the printer, an amount must stand before it."""
    if printed["not"]:
        return True
    at_end = printed.end() >= len(phrase) - 1
    return at_end and wordings().is_amount(phrase[: printed.start()])


# What may follow "withheld" in a placeholder: a code, a ground, a reason after a dash; not a sentence that goes on.
_TAIL = late(
    rf"\W*|\W*{_CODE}.*|\s*in (?:full|part|its entirety)\W*(?:{_CODE}.*)?"
    r"|\s*(?:under|pursuant to|per|as|for|by|to protect|because|at the request)\b.{1,80}|\s*[-–—:].{1,80}",
    re.IGNORECASE,
)


def labels_in(lines: Lines) -> Iterator[Span]:
    """Labels printed over a deletion without brackets that say on what ground, those of the Department of Justice."""
    words, text = wordings(), lines.text
    asked = (pattern for word, pattern in words.anywhere if lines.shadow.holds(word))
    sure = [Span(*match.span()) for pattern in asked for match in pattern.finditer(text)]
    sure = [a for a in sure if not any(b.start <= a.start and a.end < b.end for b in sure)]
    yield from sure
    if sure:
        yield from _apart(text, words.beside)


def _plain_labels(lines: Lines, *, beside: bool) -> Iterator[Span]:
    """Labels without brackets that say nothing but that something is gone: ``REDACTED``, ``Non-Responsive``.

    ``beside``: the document has placeholders in brackets.
    """
    words, text = wordings(), lines.text
    found = [match for word, pattern in words.inline if word in text for match in pattern.finditer(text)]
    yield from (Span(*match.span()) for match in found if _inline(lines, match))
    near = ((label, lines.shadow.places(word)) for word, labels in words.released.items() for label in labels)
    matches = (match for label, places in near for match in matches_around(label, text, places, _LONGEST, _LONGEST))
    alone = [Span(*match.span()) for match in matches if _alone(text, *match.span())]
    if alone and (beside or _RELEASED.search(text)):
        yield from alone


def _apart(text: str, labels: Iterable[Pattern]) -> Iterator[Span]:
    for label in labels:
        for match in label.finditer(text):
            if _alone(text, match.start(), match.end()):
                yield Span(*match.span())


_LONGEST = 200  # characters of a label, with the blanks between its words
_OF_LABEL = ending(r"(?:^|[:|\t]|\s{3})\W*")
_SAID_OF = ending(r"\b(?:is|are|was|were|be|been|being|not)\s")
_OF_COPY = late(r"\s(?:by|for|version|cop(?:y|ies)|report|document|edition)\b", re.IGNORECASE)


def _inline(lines: Lines, match: Match) -> bool:
    """Whether a label in capitals stands for what was withheld: among small letters, behind a colon, or apart."""
    left, right = lines.left(match.start()), lines.right(match.end())
    if _SAID_OF.match(left) or _OF_COPY.match(right):
        return False
    return _OF_LABEL.match(left) is not None or not (left + right).isupper()


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but wide space or a line's end stands on both sides."""
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    return _APART_BEFORE.fullmatch(before) is not None and (_APART_BEHIND.match(after) is not None)
