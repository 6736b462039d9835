# SPDX-License-Identifier: AGPL-3.0-or-later
"""Classifications not the United States' alone: NATO's, other countries', JOINT (CAPCO 2016 H.3, H.7)."""

from __future__ import annotations

import re

from workbench.markings.codes import JOINT, list_end, read_codes
from workbench.markings.draft import Draft, Piece, Token
from workbench.markings.model import Form, Level
from workbench.markings.register import Head, register
from workbench.markings.single_rest import read_rest


_LEVEL = r"(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|TS|S|C|R|U)"
# Owners are taken as sparingly as possible: greedy, TOP would be an owner and TOP SECRET would read as SECRET.
_CODE = r"[A-Z][A-Z0-9]{1,3}"
_NATIONAL = re.compile(rf"(?P<owners>{_CODE}(?:\s+{_CODE})*?)\s+{_LEVEL}")
_JOINT = re.compile(rf"JOINT\s+{_LEVEL}(?:\s+(?P<owners>.+))?")
_NO_SUCH_NATO = re.compile(r"COSMIC\s+(?P<cosmic>SECRET|CONFIDENTIAL|RESTRICTED|S|C|R)|NATO\s+(?P<nato>TOP SECRET|TS)")
_NATO_ACTIVITY = re.compile(
    r"NATO\s+(?P<activity>[A-Z]{3,10})\s+(?P<level>SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)"
)
_NATO_ACTIVITY_PORTION = re.compile(r"N(?P<activity>[A-Z]{1,4})(?P<level>[SCRU])")


def names_other_classification(text: str, form: Form) -> bool:
    """Whether an entry of a mark is a classification itself, whoever's: SECRET//JOINT SECRET CAN USA."""
    head = register().heads.get(text)
    return head is not None or read_foreign(Draft(form), text, Piece(text, 0), None)


def read_foreign(draft: Draft, text: str, piece: Piece, head: Head | None) -> bool:
    """Take over the classification ``text``, which is ``piece`` with single blanks; False where it is none."""
    if head and head.system not in ("US", "CUI"):
        return draft.set_head(head, *piece.span, text)
    if match := _NO_SUCH_NATO.fullmatch(text):
        draft.note("M119", *piece.span, "NATO writes COSMIC with TOP SECRET and NATO with the levels below")
        return draft.set_owner("NATO", _level(match["cosmic"] or match["nato"]), "NATO")
    if (match := _NATO_ACTIVITY.fullmatch(text)) and match["activity"] not in register().countries:
        return draft.set_owner("NATO", _level(match["level"]), "NATO", match["activity"])
    if (match := _NATO_ACTIVITY_PORTION.fullmatch(text)) and (activity := _activity(match["activity"])):
        return draft.set_owner("NATO", _level(match["level"]), "NATO", activity)
    if match := _JOINT.fullmatch(piece.text):
        return _read_owners(draft, "JOINT", match, piece)
    match = _NATIONAL.fullmatch(piece.text)
    return match is not None and _read_owners(draft, "FGI", match, piece)


def _read_owners(draft: Draft, system: str, match: re.Match[str], piece: Piece) -> bool:
    named, at = match["owners"] or "", piece.start + match.start("owners")
    if named == "FGI":
        draft.owners = ("FGI",)
    elif named:
        # No further than the codes go: NOFORN behind them is a control, and no owner.
        end = list_end(named, 0, unknown=True) or 0
        listed = read_codes(draft, named[:end], at, JOINT)
        if not any(map(register().is_code, listed)) or (system == "FGI" and end < len(named)):
            return False
        draft.owners = listed
        _read_behind(draft, named[end:], at + end)
    draft.system, draft.level = "NATO" if draft.owners == ("NATO",) else system, _level(match["level"])
    short = len(match["level"]) <= 2
    if draft.form is Form.BANNER and short:
        draft.note("M113", *piece.span, "a banner spells the level out")
    elif draft.form is Form.PORTION and not short:
        draft.note("M114", *piece.span, "a portion abbreviates the level")
    return True


def _read_behind(draft: Draft, rest: str, start: int) -> None:
    """What stands behind the owners without a double slash: controls, or something unread."""
    if not rest.strip():
        return
    draft.legacy = True
    draft.note("M106", start, start + len(rest), "categories are separated by a double slash")
    if not read_rest(draft, rest, start):
        unread = rest.strip(" ,;/-")
        draft.tokens.append(Token("unknown", unread, start, start + len(rest), written=unread))


def _activity(letters: str) -> str | None:
    """ISAF for the I of NIS; a code spelled out stands for itself."""
    known = register()
    named = {letter: code for code, letter in known.activities.items()}
    return named.get(letters) or (letters if len(letters) == 4 and letters in known.tetragraphs else None)


def _level(text: str) -> Level:
    return register().heads[text].level
