# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the words between brackets say: that something was taken out, and how much, or nothing of the kind."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.marks.late import Match, late, sought
from workbench.marks.lines import Lines
from workbench.marks.model import Placeholder
from workbench.marks.placeholder_words import wordings


_SPACES = late(r"\s+")
# The foot of a page and the head of the next, between the words of one placeholder: numbers and capitals.
_PAGE_BREAK = late(r"\s*(?:\n[ \t]*\n|\f)(?:(?:[Pp]age )?[^a-z\[\]]*(?:\n[ \t]*\n|\f))?\s*")
_BLANK_BOX = late(
    r"[\s_]*_\s?_[\s_]*|[\s█▇▉▊▓▒░■▮]*[█▇▉▊▓▒░■▮][\s█▇▉▊▓▒░■▮]*|\s*[Xx]{4,}(?:\s+[Xx]{2,})*\s*|\s*\*{3,}\s*"
)

_CODE = (
    r"(?:[({]\s?[bjkd]\s?[)}]\s?[({][\dlI][)}](?:\s?[({][A-F][)}])?|[bB]\(?[1-9]\)?(?:\(?[A-F]\)?)?"
    r"|[257][50]X\d\w*|STAT(?:INTL|SPEC|OTHR)?|SGFOIA\d|SG1[A-Z])"
)
_SECTION = r"(?:1\.[45] ?\(?[A-Ha-h]\)?|3\.3 ?\(b\) ?\([1-9]\))"
# Of any order or act, as our own labels print the code of a decision: 1.4(c), 3.5(c), EO 13526 1.4(c), JFK Act 6(1)(A).
_ANY_SECTION = (
    r"(?:(?:E\.?O\.? ?\d{5}|JFK Act),? ?)?(?:sec(?:tion|\.)? ?|s\. ?)?\d\d?(?:\.\d)?(?: ?\([A-Ha-h1-9]\)){1,3}"
)
CODES_ONLY = late(rf"\s*{_CODE}(?:(?:[\s,;/&]|\band\b)+(?:{_CODE}|{_SECTION}))*\s*")
"""What a bracket holds that says nothing but on what ground."""
_REFERENCE = late(r"\][ \t]{1,8}(?:(?:[A-Z]\.[ -]?){1,3}[A-Z][\w'’-]+,|[A-Z][\w'’-]+, ?[A-Z]\.)")
# Codes without a section: of the Presidential Records Act, and for what another agency decides.
_NAMED = r"(?-i:(?:PRA )?P-?[1-6]|REFERRED)\b"
_BEYOND_CODES = late(r"\[[bB]\d\d\]")


def is_reference(lines: Lines, start: int, end: int) -> bool:
    """Whether the bracket at ``start`` to ``end``, which holds codes, names a book or an index and no exemption.

    ``[B6] J. Smith,`` and a list that goes on to ``[B10]`` are a bibliography's, ``f[b1]`` is a program's.
    """
    text = lines.text
    if _REFERENCE.match(text, end - 1):
        return True
    return text[start + 1] in "bB" and (text[start - 1 : start].isalnum() or lines.have(_BEYOND_CODES))


# "declassified" and what printers make of it, at most two letters off. It must begin with d: "[classified]" is none.
_DECLASSIFIED = sought(
    r"(?<![A-Za-z])(?P<not>(?:n[oae0][tfl]?|n[tf]|[urhm][o0]t|nto|[o0]t)\W{0,2}"
    r"|(?:has|have|had|was|were) not (?:yet )?been\s)?"
    r"(?P<verb>d(?:e\s?classifie\s?d){e<=2})",
    re.IGNORECASE,
)


_MOST_WORDS = 12  # before *not declassified*, where no amount is among them


def read_bracket(inner: str, *, square: bool) -> Placeholder | None:
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
        value = words.value(phrase)
        told = value.quantity is not None or phrase.count(" ", 0, printed.start()) <= _MOST_WORDS
        return value if told else None  # a sentence that says so of something else
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
read_common = lru_cache(maxsize=4096)(read_bracket)


def _says_not(phrase: str, printed: Match) -> bool:
    """Whether it says *not declassified*; with the *not* forgotten by the printer, an amount must stand before it."""
    if printed["not"]:
        return True
    at_end = printed.end() >= len(phrase) - 1
    return at_end and wordings().is_amount(phrase[: printed.start()])


# What may follow "withheld" in a placeholder: a code, a ground, a reason after a dash; not a sentence that goes on.
_TAIL = late(
    rf"\W*|\W*(?:{_CODE}|{_ANY_SECTION}|{_NAMED}).*|\s*in (?:full|part|its entirety)\W*(?:{_CODE}.*)?"
    r"|\s*(?:under|pursuant to|per|as|for|by|to protect|because|at the request)\b.{1,80}|\s*[-–—:].{1,80}",
    re.IGNORECASE,
)
