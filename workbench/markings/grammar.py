# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tolerant grammar: from the characters of one mark to a draft of what it says, or None where it is no mark.

Marks of the register (LEVEL//SCI//SAP//AEA//FGI//DISSEM//NON-IC, CAPCO 2016 A.6) are read here by their double
slashes; marks without them in ``single``; CUI in ``cui``. Nothing is repaired here: that is ``repair``'s business.
"""

from __future__ import annotations

import re

from workbench.markings import cui, single
from workbench.markings.categories import read_categories
from workbench.markings.codes import JOINT, read_codes
from workbench.markings.draft import Draft, Piece
from workbench.markings.model import Form, Level
from workbench.markings.register import Head, register


_LEVEL = r"(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|TS|S|C|R|U)"
# Owners are taken as sparingly as possible: greedy, TOP would be an owner and TOP SECRET would read as SECRET.
_NATIONAL = re.compile(rf"(?P<owners>[A-Z]{{3,4}}(?:\s+[A-Z]{{3,4}})*?)\s+{_LEVEL}")
_JOINT = re.compile(rf"JOINT\s+{_LEVEL}(?:\s+(?P<list>.+))?")
_NO_SUCH_NATO = re.compile(r"COSMIC\s+(?P<cosmic>SECRET|CONFIDENTIAL|RESTRICTED|S|C|R)|NATO\s+(?P<nato>TOP SECRET|TS)")
_NATO_ACTIVITY = re.compile(
    r"NATO\s+(?P<activity>[A-Z]{3,10})\s+(?P<level>SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)"
)
_NATO_ACTIVITY_PORTION = re.compile(r"N(?P<activity>[A-Z]{1,4})(?P<level>[SCRU])")
# Typists and letter-spaced lines put a blank between the two.
_DOUBLE_SLASH = re.compile(r"/ {0,2}/")
# The subject number of a Navy message (SECNAV M-5210.2) behind the level: SECRET //N03120//
_SUBJECT_NUMBER = re.compile(r"\s*//[A-Z]?\d{4,5}//$")
_DASHES = str.maketrans("–—", "--")
_SPREAD = re.compile(r"[A-Z](?: [A-Z])+")


def read_core(core: str, start: int, form: Form) -> Draft | None:
    """The mark ``core`` (no brackets), which begins at ``raw[start]``; None where it is no mark."""
    upper = core.upper().translate(_DASHES)
    if len(upper) != len(core):
        return None
    draft = Draft(form)
    if core.upper() != core and not re.fullmatch(r"[^a-z]* and [^a-z]*", core):
        draft.note("M105", start, start + len(core), "markings are written in capitals")
    if number := _SUBJECT_NUMBER.search(upper):
        draft.note("M128", start + number.start(), start + number.end(), "the rest of a cable's first line")
        upper = upper[: number.start()]
    if not _DOUBLE_SLASH.search(upper):
        return single.read_single(draft, upper, start, _read_register)
    return _read_register(draft, upper, start)


def _read_register(draft: Draft, text: str, start: int) -> Draft | None:
    pieces = _split(draft, text, start)
    if pieces[0].text in ("CUI", "CONTROLLED") or pieces[0].text.startswith("SP-"):
        return cui.read_cui(draft, [(p.text, p.start) for p in pieces])
    foreign = not pieces[0].text and not text.startswith("///")
    first = pieces[1] if foreign else pieces[0]
    if not _read_classification(draft, first, foreign=foreign):
        return None
    read_categories(draft, pieces[2 if foreign else 1 :])
    return draft


def _split(draft: Draft, text: str, start: int) -> list[Piece]:
    """The pieces between double slashes, without the spaces that do not belong there."""
    pieces = []
    cuts = [match.span() for match in _DOUBLE_SLASH.finditer(text)]
    begins, ends = [0, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(text)]
    for begin, end in zip(begins, ends, strict=True):
        raw = text[begin:end]
        if raw != raw.strip() or text[begin - 2 : begin] == " /":
            draft.note("M104", start + begin, start + end, "no space stands beside a slash")
        pieces.append(Piece(raw.strip(), start + begin + len(raw) - len(raw.lstrip())))
    return pieces


def _read_classification(draft: Draft, piece: Piece, *, foreign: bool) -> bool:
    """The level in front, whoever's it is; False where there is none, and so no mark."""
    text = re.sub(r"\s+", " ", piece.text)
    if _SPREAD.fullmatch(text) and (whole := single.LETTER_SPACED.get(text.replace(" ", ""))):
        draft.note("M127", *piece.span, f"letter-spaced; written today: {whole}")
        text = whole
    head = register().heads.get(text)
    if foreign and not (head and head.system == "US"):
        return _read_foreign(draft, text, piece, head)
    if foreign:
        draft.note("M108", max(piece.start - 2, 0), piece.start, "a mark of the United States begins with its level")
    if head and head.system in ("US", "CUI"):
        return draft.set_head(head, *piece.span, text)
    if _read_foreign(Draft(draft.form), text, piece, head):
        draft.note("M115", *piece.span, "a mark that is not the United States' begins with //")
        return _read_foreign(draft, text, piece, head)
    if control := register().alone.get(text):
        return single.read_alone(draft, control, text, piece.start)
    return single.read_tail(draft, piece.text, piece.start)


def _read_foreign(draft: Draft, text: str, piece: Piece, head: Head | None) -> bool:
    if head and head.system not in ("US", "CUI"):
        return draft.set_head(head, *piece.span, text)
    if match := _NO_SUCH_NATO.fullmatch(text):
        draft.note("M119", *piece.span, "NATO writes COSMIC with TOP SECRET and NATO with the levels below")
        return draft.set_owner("NATO", _level(match["cosmic"] or match["nato"]), "NATO")
    if match := _NATO_ACTIVITY.fullmatch(text):
        return draft.set_owner("NATO", _level(match["level"]), "NATO", match["activity"])
    if (match := _NATO_ACTIVITY_PORTION.fullmatch(text)) and (activity := _activity(match["activity"])):
        return draft.set_owner("NATO", _level(match["level"]), "NATO", activity)
    if match := _JOINT.fullmatch(piece.text):
        return _read_owners(draft, "JOINT", match, piece)
    match = _NATIONAL.fullmatch(piece.text)
    return match is not None and _read_owners(draft, "FGI", match, piece)


def _read_owners(draft: Draft, system: str, match: re.Match[str], piece: Piece) -> bool:
    group = "list" if system == "JOINT" else "owners"
    named = match[group] or ""
    if named == "FGI":
        draft.owners = ("FGI",)
    elif named:
        listed = read_codes(draft, named, piece.start + match.start(group), JOINT)
        if not any(map(register().is_code, listed)):
            return False
        draft.owners = listed
    draft.system, draft.level = system, _level(match["level"])
    short = len(match["level"]) <= 2
    if draft.form is Form.BANNER and short:
        draft.note("M113", *piece.span, "a banner spells the level out")
    elif draft.form is Form.PORTION and not short:
        draft.note("M114", *piece.span, "a portion abbreviates the level")
    return True


def _activity(letters: str) -> str | None:
    """ISAF for the I of NIS; a code spelled out stands for itself."""
    known = register()
    named = {letter: code for code, letter in known.activities.items()}
    return named.get(letters) or (letters if letters in known.tetragraphs else None)


def _level(text: str) -> Level:
    return register().heads[text].level
