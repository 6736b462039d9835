# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who gets a copy: the offices and names below ``Distribution:``."""

from __future__ import annotations

from workbench.marks.late import late
from workbench.structure.draft import Draft
from workbench.structure.model import Role
from workbench.structure.sheet import Sheet
from workbench.structure.wordings import has_office


_LABEL = late(r"(?i)(?:external |internal )?distribution(?: list)?:?")
_COUNT = late(
    r"(?i)\(?(?:(?:w/ ?)?encls?\.?|(?:cys?|copy|copies)(?: (?:no\.? ?)?\d{1,3})?|\d{1,3}(?: (?:cys?|copy|copies))?)\)?"
)
_PARTS = late(r" [-–—] |: | {2,}|\t|(?=\()")
_PERSON = late(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Gen|Col|Maj|Capt|Cdr|Adm|Lt|Amb|MR|MRS|MS|DR|GEN|COL|MAJ|CAPT|CDR|ADM|LT|AMB)\.? [A-Z]"
)
_OFFICES = late(r"[A-Z][A-Z0-9]{0,4}(?:[/& -][A-Z0-9]{1,5}){0,4}")  # by their letters: OSD/ISA
_SMALL = {"of", "for", "the", "and", "to", "in", "on"}
_LONGEST = 60


def distribute(sheet: Sheet, drafts: list[Draft]) -> None:
    """Give what stands below ``Distribution:`` its role, until a line is neither an office nor a name with a title.

    The label is not enough: it may head a chapter. A line with a portion mark is no addressee.
    """
    below = False
    for draft in drafts if Role.DISTRIBUTION in sheet.roles else ():
        if draft.role is not None:
            labelled = draft.role is Role.DISTRIBUTION
            below = labelled and _LABEL.fullmatch(sheet.lines[draft.last].text) is not None
        elif below and draft.lead is None and all(_is_addressee(sheet.lines[p].text) for p in draft.positions()):
            draft.role = Role.DISTRIBUTION
        else:
            below = False


def _is_addressee(text: str) -> bool:
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    names = [part for part in parts if not _COUNT.fullmatch(part)]
    if len(text) > _LONGEST or not all(map(_is_capitalised, names)):
        return False
    known = any(has_office(name) or _PERSON.match(name) or _OFFICES.fullmatch(name) for name in names)
    return known or len(names) < len(parts)


def _is_capitalised(name: str) -> bool:
    words = [word for word in name.split() if word[0].isalpha() and word not in _SMALL]
    return bool(words) and all(word[0].isupper() for word in words) and not name.endswith((".", ":", "?", "!"))
