# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the fields of a form, the turns of a talk, the entries of a log or glossary and the sets of a message begin."""

from __future__ import annotations

from workbench.marks.dates import DATED
from workbench.marks.late import late
from workbench.structure.starts import enumerator


SPEAKER = r"(?i:mr|mrs|ms|dr|gen|adm|col|maj|lt|capt|cmdr|sen|rep|gov|amb|prof)\.? (?:[A-Z]\. ?){0,2}[A-Z][\w'’-]{1,20}"
# As hearings print them, the name in capitals: in prose a title is followed by Mott.
_WITNESS = (
    r"(?i:senator|representative|chair(?:man|woman)|(?:(?:vice|rear) )?admiral|general|colonel|captain|ambassador"
    r"|secretary|director) [A-Z][A-Z'’-]{2,20}"
)
# The sets of a military message (MIL-STD-6040) that hold words, each ended by two strokes.
MESSAGE_SET = r"(?:GENTEXT/[A-Z /&-]{2,40}|RMKS|AMPN|NARR|SUBJ|POC|EXER|OPER|MSGID|REF|AC?KN(?:LDG)?|DECL|CANX)/"
_ENTRY_HEADS, _LONGEST_ENTRY = frozenset("QA0123456789"), 60
_ENTRY = late(
    r"(?:[A-Z][\w.'’&/-]*(?: [A-Za-z][\w.'’&/-]*){0,4}|Q|A) ?:(?![/\d])|(?:Question|Answer)(?: \d{1,3})?[.:]"
    rf"|{DATED}(?: ?[:–—-] ?|\.? +(?<=[. ] ))\S|(?:{SPEAKER}|{_WITNESS}|The [A-Z][a-z]{{3,20}})\. "
    rf"|[QA]\d{{1,3}}[.:)] "
)
_SET = late(MESSAGE_SET)
_ANNEXED = late(
    r"(?:(?i:tab|annex|appendix|enclosure|encl\.?|attachment|exhibit|figure|fig\.|table|plate|chart|map|photo|slide) )"
    r"\(?(?:[A-Z]|[\dIVX]{1,4}(?:[.-]\d{1,3})?)\)?(?: ?[:–—-] ?|[.,]? +)[\"“(]?[A-Z]"
)
_DEFINITION = late(
    r"[A-Z][\w'’-]*(?:(?: [\w'’-]+){0,2} (?P<dash>[-–—·=]) |(?P<stop>\.) (?=[A-Z]))"
    rf"|(?P<day>{DATED}) [A-Z(]"
)
# The first four letters of those titles.
_TITLED = {*("the ", "mr. ", "ms. ", "mrs.", "dr. ", "gen.", "adm.", "col.", "sen.", "rep.", "gov.", "amb.", "sena")}
_TITLED |= {*("repr", "chai", "vice", "rear", "admi", "gene", "colo", "capt", "amba", "secr", "dire")}


def begins_entry(text: str) -> bool:
    """Whether ``text`` begins as the fields of a form, the turns of a talk and the entries of a log do.

    ``REMARKS:``, ``Mr. Hale:``, ``MS. DORN.``, ``Answer.``, ``12 March 1968:``, ``1015 hours -``.
    """
    head = text[:_LONGEST_ENTRY]
    dated = text[0] in _ENTRY_HEADS or ", 1" in head or ", 2" in head
    if not dated and ":" not in head and head[:4].lower() not in _TITLED:
        return False  # as nearly every line
    return bool(_ENTRY.match(text))


def begins_set(text: str) -> bool:
    """Whether ``text`` begins a set of a military message: ``NARR/``."""
    return "/" in text[3:8] and bool(_SET.match(text))


def begins_annexed(text: str) -> bool:
    """Whether ``text`` begins as the title of an annex or figure does: ``Tab B - Costs``, ``Figure 3-2. The pier``."""
    return " " in text[3:11] and text[0] in "TtAaEeFfPpCcMmSs" and _ANNEXED.match(text) is not None


def defines(text: str) -> str:
    """What parts a word from its definition at the head of ``text``, as in a glossary; a blank behind a day or hour."""
    match = _DEFINITION.match(text)
    return match["dash"] or match["stop"] or " " if match else ""


def is_numbered_entry(text: str) -> bool:
    """Whether a label stands behind the number that ``text`` begins with: ``7. FINDINGS:``, of a form."""
    found = enumerator(text)
    return found is not None and begins_entry(text[found.end :] or ".")
