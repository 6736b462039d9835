# SPDX-License-Identifier: AGPL-3.0-or-later
"""The classification in front of a mark, and how it is spelled there."""

from __future__ import annotations

from workbench.markings.draft import Draft, Token
from workbench.markings.model import Form, Level
from workbench.markings.register import Head, register


def own(draft: Draft, head: Head) -> None:
    """Take over the level and whose it is: a country's own words for its levels (MOST SECRET) make it foreign."""
    draft.head, draft.level = head, head.level
    draft.system = "FGI" if head.system in register().countries or head.system == "EU" else head.system
    draft.owners = () if head.system in ("US", "CUI") else (head.system,)


def set_head(draft: Draft, head: Head, start: int, end: int, text: str) -> None:
    """Take over what a classification says, and note how it is spelled."""
    own(draft, head)
    if head.legacy:
        draft.legacy = True
        draft.note("M118", start, end, f"{text} is no longer written: {head.source}")
    for name in head.controls:
        control = register().spellings[name]
        draft.tokens.append(Token(control.category, control.portion, start, end, control, control.portion))
    short = text in (head.portion, head.level.value) and head.banner != head.portion
    if draft.form is Form.BANNER and short:
        code = "M124" if head.level is Level.U else "M113"
        draft.note(code, start, end, f"a banner spells the level out: {head.banner}")
    elif draft.form is Form.PORTION and not short and text != head.portion:
        draft.note("M114", start, end, f"a portion abbreviates the level: {head.portion}")
    elif draft.form is Form.BANNER and text != head.banner and head.system == "US":
        draft.legacy = True
        draft.note("M106", start, end, f"written today: {head.banner}")
