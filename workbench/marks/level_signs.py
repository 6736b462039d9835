# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person sees that a document is classified by, where no mark of it could be read.

Coded, ``(S/U)``; in a form that nobody registered, ``[SECRET]`` behind a paragraph, ``SECRET - North pier``; said by
the text of itself.
None of it governs a paragraph: it only says that the document is none to be let out as if nobody had marked it.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.documents import Span
from workbench.markings import Form, parse
from workbench.marks.late import Match, ending, late


_SPELLED = r"(?:TOP ?SECRET|SECRET|CONFIDENTIAL)"
_CONTROLS = r"(?:/{1,2}[A-Z]{2}[A-Z0-9 ,/-]{0,60})?"
_BEFORE = r"[^\w\n(\[]{0,4}(?:\w{1,3}[.)]\s*)?"
_TEXT = r"[\"“'(]?[A-Z][a-z]*,? [A-Za-z0-9]"
_BEGINS = r"[\"“'(]?[A-Z0-9]"
_STOP = r"[.?!][\"”’)]{0,2}[ \t]+"
_CORE = r"(?P<core>[A-Za-z][A-Za-z0-9 ./,;-]{0,60})"
# In a frame, at the head of a line before its text or behind its last sentence: (Secret) The pier is shut. [SECRET]
_FRAMED = late(rf"{_BEFORE}[(\[]{{1,2}}{_CORE}[)\]]{{1,2}}\s+{_BEGINS}")
_ENDS_FRAMED = ending(rf"{_STOP}[(\[]{_CORE}[)\]]\.?\s*")
# Without one: SECRET: North pier, *SECRET* The pier, The pier is shut. SECRET//NOFORN; as the head of a subject.
_UNFRAMED = late(
    rf"{_BEFORE}(?:TOP )?SECRET{_CONTROLS}(?:[*_/]{{1,3}}(?= )|[*_/]{{0,3}} ?[:|–—-])\s*{_TEXT}"
    rf"|{_BEFORE}(?:{_SPELLED}|RESTRICTED|CLASSIFIED(?=:))(?! SERVICE| AREA){_CONTROLS}(?: ?[.:–—-] ?| )"
    r"[\"“']?(?:The|An?|In|There|We|It|This|These|That|On|At|He|She|They) [a-z]"
    rf"|\W*(?i:subj(?:ect)?)\s*:\s*(?:TOP )?SECRET{_CONTROLS}\s?[:/–—-]"
)
_ABBREVIATED = r"(?:TS|[SC])/(?:/[A-Z][A-Z0-9 ,/-]{1,60}|NF|NOFORN)"
_ENDS_UNFRAMED = ending(rf"{_STOP}(?:{_SPELLED}{_CONTROLS}|{_ABBREVIATED})\.?|[-–—|•·] ?(?:TOP )?SECRET{_CONTROLS}")
_WHAT = r"(?:document|paper|memo|memorandum|report|cable|message|telegram|letter|e-?mail|paragraph|section|information)"
# Of itself: what a paper says of others, or of marks as such, makes it none (a history, a guide to marking).
_SAID = late(
    rf"(?i:(?:this|the following|above|attached|preceding) (?:\w+ )?{_WHAT} is (?:(?:classified|marked) (?:as |at )?)?"
    r"(?:top )?(?:secret\b|(?-i:CONFIDENTIAL)\b))"
)
_LABELLED = late(
    r"\W*(?!.{0,60}(?i:clearance|eligib|access|declass))(?:CLASSIFIED "
    r"|(?:[\w-]+ ){0,3}?(?i:classification|class|sensitivity|security|marking)(?: \w+){0,3}\s*[:=–—-]\s*)"
    r"(?P<value>TS|(?<=lassification: )S|(?:TS|[SC])/{1,2}[A-Z/ ,-]+|(?i:(?:top )?secret)|CONFIDENTIAL)\W*"
)
_WORDS = ("secret", "confidential", "//", "classifi", "restricted", "marking", "security")  # one of which each has
_CODED = late(
    r"(?=.*[TSC])(?:TS|[SCUR])(?:/{1,2}(?:TS|[SCUR]))+|(?:TS|[SC])NF|NF|NO ?FORN|REL TO [A-Z]{3,4}(?:, ?[A-Z]{3,4})*"
)
_LEVELS = late(rf"\b(?:{_SPELLED}|UNCLASSIFIED)\b")
_SIGNS = late(r"[^A-Z0-9/]+")
_SPREAD = late(r"(?<=\b[A-Z]) (?=[A-Z]\b)")
_PAGE = late(r"(?:PAGE )?\d{1,4}(?: OF \d{1,4})?")
_OTHER_SIGNS = late(r"[\"'`#:;,$@&%{]")  # of a program, a heading or a sentence
_REACH = 200  # characters


def shows_mark(text: str, spans: Sequence[Span]) -> bool:
    """Whether a level, or a control of classified documents, stands at the head or the end of ``spans`` as marks do."""
    head = text[spans[0].start : min(spans[0].end, spans[0].start + _REACH)]
    tail = text[max(spans[-1].start, spans[-1].end - _REACH) : spans[-1].end]
    framed = (_FRAMED.match(head), _ENDS_FRAMED.match(tail))
    if any(match and _means_level(match["core"], match) for match in framed):
        return True
    return bool(_UNFRAMED.match(head) or _ENDS_UNFRAMED.match(tail))


def shows_level(line: str) -> bool:
    """Whether ``line`` shows one as no text does by chance: so, behind a label, or of the text itself."""
    if shows_mark(line, [Span(0, len(line))]):
        return True
    small = line.casefold()
    if not any(word in small for word in _WORDS):
        return False
    return bool((len(line) < _REACH and _LABELLED.fullmatch(line)) or _SAID.search(line))


def _means_level(core: str, match: Match) -> bool:
    letters = core.upper().replace(".", "").strip(" ;")
    if letters in ("S", "TS"):
        return core != core.lower() and ("[" in match.group() or "T." in core)
    if _CODED.fullmatch(core):
        return True
    sure = _LEVELS.search(letters) or any(sign in letters for sign in "/-,")
    return bool(sure) and _is_classified(f"({letters})", Form.PORTION)


def _is_classified(words: str, form: Form = Form.BANNER, *, sure: bool = True) -> bool:
    parsed = parse(words, form)
    said = parsed.marking if parsed.confidence == 1 or not sure else None
    return said is not None and said.is_classified and not said.unknown


def is_level(line: str, *, repeated: bool) -> bool:
    """Whether ``line``, at the edge of a page, is nothing but levels and caveats, however written.

    ``repeated``: it stands at another edge as well, which ``secret`` or ``TS`` by itself must.
    """
    spaced = _SIGNS.sub(" ", line.upper()).strip(" /")
    words = _SPREAD.sub("", spaced)
    levels = _LEVELS.findall(words)
    if _OTHER_SIGNS.search(line) or not levels:
        return (repeated and line == "TS") or ("/" in words and _is_classified(line))
    rest = _PAGE.sub("", _LEVELS.sub("", words)).strip(" /")
    if {*levels} == {"UNCLASSIFIED"} or (rest and not _is_classified(f"SECRET {rest}")):
        return False
    several = words != spaced or " " in words or "/" in words or words == "TOPSECRET"
    return repeated or several or line.isupper() or line == "Secret"
