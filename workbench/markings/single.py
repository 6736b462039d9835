# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks without double slashes: S/NF, C-NF, SECRET NOFORN WNINTEL, (NATO-S), (SBU), C O N F I D E N T I A L.

This is how the United States marked until about 1998, and how State cables still do. The level stands first and
the rest must be known to the register word for word: a level in front of ordinary words is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.markings import cui
from workbench.markings.draft import Draft, Token
from workbench.markings.model import Form, Level
from workbench.markings.register import Control, register
from workbench.markings.single_rest import HANDLE, handling_line, read_rest


_NO_SLASHES = "a mark that is not the United States' begins with //"
# The longest spelling first: UNCLAS is the beginning of UNCLASSIFIED.
LETTER_SPACED = {
    level.replace(" ", ""): level
    for level in ("UNCLASSIFIED", "CONFIDENTIAL", "TOP SECRET", "RESTRICTED", "UNCLAS", "SECRET")
}
_SPACED = re.compile(r"(?:[A-Z][\s-]+){3,}[A-Z](?![A-Z])")
# All of it, or the first word only: L I M I T E D OFFICIAL USE.
_SPACED_ALONE = {
    phrase: re.compile(r"[\s-]*".join(phrase.replace(" ", "")) + r"(?![A-Z])")
    for phrase in ("LIMITED OFFICIAL USE", "FOR OFFICIAL USE ONLY")
}
_ENTIRE = re.compile(r"[\s\-–—,:(]*\(?ENTIRE\s+(?:TEXT|MESSAGE|DOCUMENT|CABLE)\)?[.\s]*$")
_ACTIVITY = re.compile(
    r"(?:NATO[ /-])?(?!NATO)(?P<name>[A-Z]{4,10})[ ](?P<level>SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)(?!\w)"
)
_OWNER = re.compile(
    r"(?P<owner>[A-Z]{2,4}|U\.K\.)[-/ ](?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|TS|S|C|R|U)(?!\w)"
)


def read_single(
    draft: Draft, text: str, start: int, read_register: Callable[[Draft, str, int], Draft | None]
) -> Draft | None:
    """The mark ``text``, which begins at ``raw[start]``; None where it is none."""
    if match := _ENTIRE.search(text):
        draft.legacy, draft.form = True, Form.PORTION if len(text[: match.start()]) <= 12 else draft.form
        draft.note("M130", start + match.start(), start + match.end(), "the mark stands for the entire text")
        text = text[: match.start()]
    if match := HANDLE.fullmatch(text):
        return handling_line(draft, match, start)
    if match := _SPACED.match(text):
        return _spaced(draft, text, match, start)
    head = register().heads.get(re.sub(r"\s+", " ", text))
    if head and head.system == "CUI":
        return cui.read_cui(draft, [(text, start)])
    if head and not _is_ambiguous(head.system, text):
        draft.set_head(head, start, start + len(text), re.sub(r"\s+", " ", text))
        if head.system != "US":
            draft.legacy = True
            draft.note("M115", start, start + len(text), _NO_SLASHES)
        return draft
    if re.match(r"(?:CUI|CONTROLLED)[/ -]", text) or (
        text.startswith("SP-") and text.removeprefix("SP-") in register().categories
    ):
        return cui.read_cui(draft, [(text, start)])
    if text.startswith("JOINT ") and (joint := read_register(draft, "//" + text, start - 2)):
        joint.note("M115", start, start + len(text), _NO_SLASHES)
        return joint
    if (match := _ACTIVITY.match(text)) and match["name"] in register().tetragraphs:
        return _of_activity(draft, match, start)
    if alone := register().lone.match(text):
        spelling, end = alone
        read_alone(draft, register().alone[spelling], text[:end], start)
        return draft if read_rest(draft, text[end:], start + end) else None
    if read_tail(draft, text, start):
        return draft
    return draft if _national(draft, text, start) else None


def _of_activity(draft: Draft, match: re.Match[str], start: int) -> Draft | None:
    """NATO/ISAF SECRET and ISAF SECRET, as headquarters of such an activity write it: //NATO ISAF SECRET."""
    draft.legacy = draft.set_owner("NATO", register().heads[match["level"]].level, "NATO", match["name"])
    draft.note("M115", start, start + match.end(), _NO_SLASHES)
    return draft if read_rest(draft, match.string[match.end() :], start + match.end()) else None


def _is_ambiguous(system: str, text: str) -> bool:
    """NC and NS are also places, and a CUI mark has no older form: without // only spelled-out marks count."""
    return system == "NATO" and len(text) < 3


def read_alone(draft: Draft, control: Control, text: str, start: int) -> bool:
    """A control that stands without a level and implies one: (SBU), (FOUO), LIMITED OFFICIAL USE."""
    end = start + len(text)
    draft.level = control.alone or Level.U
    draft.tokens.append(Token(control.category, control.portion, start, end, control, text))
    draft.legacy = True
    draft.note("M125", start, end, f"no level is written; {control.portion} implies {draft.level.value}")
    if len(text) == 1:
        draft.confidence = 0.5
    return True


def _spaced(draft: Draft, text: str, match: re.Match[str], start: int) -> Draft | None:
    """Letter-spaced first lines of cables. The letters of the longest level are taken, the rest is a tail."""
    letters = [(m.group(), m.end()) for m in re.finditer(r"[A-Z]", match.group())]
    joined = "".join(letter for letter, _ in letters)
    for phrase, pattern in _SPACED_ALONE.items():
        if found := pattern.match(text):
            read_alone(draft, register().alone[phrase], found.group(), start)
            return draft if read_rest(draft, text[found.end() :], start + found.end()) else None
    for spelling, level in LETTER_SPACED.items():
        if joined.startswith(spelling):
            end = letters[len(spelling) - 1][1]
            head = register().heads[level]
            draft.head, draft.level, draft.legacy = head, head.level, True
            draft.note("M127", start, start + end, f"letter-spaced; written today: {head.banner}")
            rest = text[end:]
            # "S E C R E T N O F O R N" is spaced throughout
            if (spread := joined[len(spelling) :]) and match.end() == len(text):
                rest = " " * (len(rest) - len(spread)) + spread
            return draft if read_rest(draft, rest, start + end) else None
    return None


def read_tail(draft: Draft, text: str, start: int) -> bool:
    """A level and, after any separator, controls the register knows; False where a word is left over."""
    match = register().head.match(text)
    if not match:
        return False
    spelling, end = match
    head = register().heads[spelling]
    if head.system == "CUI" or _is_ambiguous(head.system, spelling):
        return False
    draft.own(head, start, start + end, spelling)
    draft.legacy = True
    if not read_rest(draft, text[end:], start + end):
        return False
    draft.note("M106", start, start + len(text), "categories are separated by a double slash since about 1998")
    return True


def _national(draft: Draft, text: str, start: int) -> bool:
    """(NATO-S), (UK-C), (FRG-C), UK SECRET: another country's level as marks wrote it before trigraphs."""
    match = _OWNER.match(text)
    if not match or any(note.code == "M105" for note in draft.notes):
        return False  # "and/TS" names no country
    owner, known = match["owner"].replace(".", ""), register()
    if owner != "NATO" and not (owner in known.old_countries or (owner in known.countries and owner != "USA")):
        return False
    if owner in known.old_countries and known.old_countries[owner] == "USA":
        return False
    draft.level, draft.legacy = known.heads[match["level"]].level, True
    draft.system, draft.owners = ("NATO" if owner == "NATO" else "FGI"), (owner,)
    if match.end() < len(text) and not read_rest(draft, text[match.end() :], start + match.end()):
        return False
    trigraph = "" if owner == "NATO" else ", and names the country by its trigraph"
    draft.note("M115", start, start + len(text), _NO_SLASHES + trigraph)
    return True
