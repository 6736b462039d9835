# SPDX-License-Identifier: AGPL-3.0-or-later
"""The headers of telegrams: routing, addressees, classification line, and the same again before each section."""

from __future__ import annotations

import re

from workbench.marks.late import late
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import Start, is_terminal
from workbench.structure.wordings import words


# 5 FAH-2 H-220: precedence and date-time group, originator, addressees, then the classification line.
_DATE_TIME = late(r"[ZOPRYM](?: [ZOPRYM]){0,2} \d{6}Z [A-Z]{3} \d{2,4}\b.{0,40}")
_ROUTING = late(
    r"(?:ACTION |INFO |ORIGIN )? *(?:[A-Z]{1,6}-\d\d[ ,]*)+(?:/\d{3} ?[A-Z]*)?(?: ?\d{1,3})?"  # INFO L-03 /037 W
    r"|-{5,} *[\dA-Z :/]{4,40}"
    r"|\d{1,3}"
    r"|(?:FM|TO|INFO|XMT|ZEN|ZN[RY]|(?:ZZ|OO|PP|RR)(?: [A-Z]{2})?(?= RU)|RUEHC?\w*|VZCZ\w*|DE|BT)\b[A-Z0-9 /.,#-]{0,70}"
)
_SHOUTED = late(r"[A-Z0-9/(~-][A-Z0-9 /.,:;()&'*~-]{1,68}[^.?!]")
# A copy of ours shows the level of a header struck through: ~~SECRET~~ HALDEN 0412.
_LEVEL = r"~{0,2}(?:UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|CONFIDENTIAL|SECRET|TOP SECRET|(?:[A-Z] ){5,}[A-Z])~{0,2}"
_SECTION = r"(?:(?:FINAL )?SECTION (?:OF )?\d+(?: OF \d+)? )?"
_CLASSIFICATION = late(
    rf"{_LEVEL}(?![A-Z])(?: [A-Z]+){{0,3}} ?{_SECTION}[A-Z][A-Z .'-]{{1,40}} \d{{3,7}}(?: [A-Z]+(?: \d+)?){{0,2}}"
    rf"|{_LEVEL}(?![A-Z])(?: [A-Z]+){{0,3}} ?//[A-Z]?\d{{4,5}}//(?: {_SECTION})?"
)
_ATTENTION = late(r"(?:FOR|PASS|DEPT(?: ALSO)?|STATE)\b[A-Z :/,.&'-]{2,70}|[A-Z][A-Z ]{2,40} FOR [A-Z /,-]{2,40}")
_CONTINUES = late(r"E\. ?O\. ?\d{5}|TAGS?:|SUBJ(?:ECT)?:|REFS?:")
_ORDER = late(r"E\. ?O\. ?\d{5}")
_COUNT = late(r"\d{1,3}")  # the number that the State archive of the 1970s has above the routing
_FEW = 12
_REFERENCE = late(r"REF(?:S|TELS?|ERENCES?)?: *(?:\(?[A-Z][).] ?)?[\d ]*[A-Z][A-Z ]+ \d{1,7}\b(?=[^a-z]*$)")
_TELEGRAM = late(r"^(?:\(?[A-Z][).] ?)?[\d ]*[A-Z][A-Z ]+ \d{2,7}\b[^a-z]{0,40}$")
_LONGEST = 60
_MOST_WORDS = 9


def cable_headers(lines: list[TextLine], roles: list[Role | None], notable: list[int]) -> None:
    """Mark the header lines of telegrams in ``roles``.

    A header needs its opening (routing, date-time group or originator) and, within sixty lines, its classification
    line; a text that merely looks like the one or the other keeps its paragraphs.
    """
    behind = 0
    for position in notable:
        if position >= behind and lines[position].look.opens and (close := _closing(lines, position)):
            counted = position > 0 and _COUNT.fullmatch(lines[position - 1].text)
            _mark(lines, roles, position - 1 if counted else position, close)
            behind = _captions(lines, roles, close + 1)
    for position in notable:
        if position >= behind and _ORDER.match(lines[position].text):
            _without_routing(lines, roles, position)


def _without_routing(lines: list[TextLine], roles: list[Role | None], order: int) -> None:
    """The head of a telegram as it reached a reader's mailbox: the classification line down to the E.O. line."""
    for position in range(order - 1, max(-1, order - _FEW), -1):
        text = lines[position].text
        if _CLASSIFICATION.fullmatch(text):
            _mark(lines, roles, position, order - 1)
            return
        if not (is_caption(text) or _is_shouted(text) or _ATTENTION.fullmatch(text)):
            return


def _closing(lines: list[TextLine], opening: int) -> int | None:
    """The classification line that ends the header opened at ``opening``.

    Between the two stand routing, a date-time group, originator, addressees, drafting and clearance: all of it in
    capitals, none of it a sentence, and the date-time group among it.
    """
    dated = False
    for position in range(opening, min(opening + _LONGEST, len(lines))):
        text = lines[position].text
        if dated and _CLASSIFICATION.fullmatch(text):
            return position
        dated = dated or bool(_DATE_TIME.fullmatch(text))
        if not (_ROUTING.fullmatch(text) or _is_shouted(text) or is_caption(text)):
            return None
    return None


def _is_shouted(text: str) -> bool:
    """Addressees, drafting and clearance: a few words in capitals, without a stop."""
    return bool(_SHOUTED.fullmatch(text)) and len(text.split()) <= _MOST_WORDS


def _mark(lines: list[TextLine], roles: list[Role | None], first: int, last: int) -> None:
    for position in range(first, last + 1):
        roles[position] = roles[position] or Role.CABLE_HEADER


def _captions(lines: list[TextLine], roles: list[Role | None], position: int) -> int:
    """Captions and lines for the attention of somebody, between the classification line and E.O., TAGS or text."""
    while position < len(lines) and roles[position] is None:
        if not (is_caption(lines[position].text) or _is_attention(lines, position)):
            break
        roles[position] = Role.CABLE_HEADER
        position += 1
    return position


def _is_attention(lines: list[TextLine], position: int) -> bool:
    """``FOR: ...`` above an E.O., TAGS or subject line: without those below, it could be the text going on."""
    line = lines[position]
    if line.gap is Gap.NONE or line.look.start is not Start.PLAIN or is_terminal(line.text):
        return False
    below = lines[position + 1 : position + 4]
    return bool(_ATTENTION.fullmatch(line.text)) and any(_CONTINUES.match(other.text) for other in below)


def references(lines: list[TextLine], roles: list[Role | None], notable: list[int]) -> None:
    """The REF line of a telegram with what it runs on to: numbers of other telegrams."""
    if Role.CABLE_HEADER not in roles:
        return
    for first in notable:
        position, opened = first, False
        if roles[first] is Role.ADDRESSING and _REFERENCE.match(lines[first].text):  # told by its shape
            position, opened = first + 1, True
        while position < len(lines) and roles[position] is None:
            line = lines[position]
            runs = opened and line.gap is Gap.NONE and _TELEGRAM.search(line.text)
            if not runs and not _REFERENCE.match(line.text):
                break
            if line.look.start is not Start.LABEL:
                roles[position] = Role.ADDRESSING
            position, opened = position + 1, True


def is_caption(text: str) -> bool:
    """Whether ``text`` is nothing but captions (EXDIS, SIPDIS ...; 5 FAH-2 H-440)."""
    parts = [part.strip() for part in re.split(r"[,/]", text.casefold())]
    return all(part in words("telegram_captions") for part in parts)
