# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tolerant grammar: from the characters of one mark to a draft of what it says, or None where it is no mark.

Marks of the register (LEVEL//SCI//SAP//AEA//FGI//DISSEM//NON-IC, CAPCO 2016 A.6) are read here by their double
slashes; marks without them in ``single``; CUI in ``cui``. Nothing is repaired here: that is ``repair``'s business.
"""

from __future__ import annotations

import re

from workbench.markings import cui, single
from workbench.markings.categories import read_categories
from workbench.markings.draft import Draft, Piece
from workbench.markings.foreign import read_foreign
from workbench.markings.model import Form
from workbench.markings.register import register


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
    head = register().heads.get(pieces[0].text)
    if (head and head.system == "CUI") or pieces[0].text.startswith("SP-"):
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
        return read_foreign(draft, text, piece, head)
    if foreign:
        draft.note("M108", max(piece.start - 2, 0), piece.start, "a mark of the United States begins with its level")
    if head and head.system == "US":
        return draft.set_head(head, *piece.span, text)
    if read_foreign(Draft(draft.form), text, piece, head):
        draft.note("M115", *piece.span, "a mark that is not the United States' begins with //")
        return read_foreign(draft, text, piece, head)
    if control := register().alone.get(text):
        return single.read_alone(draft, control, text, piece.start)
    return single.read_tail(draft, piece.text, piece.start)
