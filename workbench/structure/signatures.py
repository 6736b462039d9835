# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who signed: the name below a telegram, the signature block below a memorandum."""

from __future__ import annotations

import re

from workbench.structure.drafts import Draft
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import Start, is_terminal
from workbench.structure.wordings import words


_SURNAME = re.compile(r"[A-Z][A-Z.'’-]{2,20}(?: [A-Z][A-Z.'’-]{1,20}){0,2}")
_WORD = re.compile(r"[A-Za-z]+")
_LONGEST_BLOCK = 8
_LONGEST_LINE = 60


def telegram_signatures(lines: list[TextLine], roles: list[Role | None]) -> None:
    """The drafter's surname, glued below the last sentence of a telegram and above its closing banner."""
    if Role.CABLE_HEADER not in roles:
        return
    for position in range(1, len(lines)):
        below = roles[position + 1] if position + 1 < len(lines) else Role.SEPARATOR
        ends = position + 1 == len(lines) or lines[position + 1].gap is not Gap.NONE
        line = lines[position]
        if roles[position] is None and below is not None and ends and _SURNAME.fullmatch(line.text):
            above = lines[position - 1]
            if roles[position - 1] is None and is_terminal(above.text) and line.page == above.page:
                roles[position] = Role.SIGNATURE


def sign(lines: list[TextLine], drafts: list[Draft]) -> None:
    """Give the last short blocks of a document their role, where a rank, an office or a closing says what they are.

    Without such a word they stay what they look like, headings or text: then they count as unmarked.
    """
    block: list[Draft] = []
    for draft in reversed(drafts):
        if draft.role is not None:
            continue
        if len(block) == _LONGEST_BLOCK or not _is_name(lines, draft):
            break
        block.append(draft)
    last = max((n for n, draft in enumerate(block, 1) if _is_signer(lines, draft)), default=0)
    # A typed name stands on the line above its title, which the signer's words do not reach.
    for draft in block[: last + 1] if last else []:
        draft.role = Role.SIGNATURE


def _is_name(lines: list[TextLine], draft: Draft) -> bool:
    own = [lines[p] for piece in draft.pieces for p in piece]
    if draft.start is not Start.PLAIN or draft.lead is not None or draft.titled or len(own) > 4:
        return False
    return all(len(line.text) <= _LONGEST_LINE and _is_capitalised(line.text) for line in own)


def _is_capitalised(text: str) -> bool:
    found = _WORD.findall(text)
    small = [word for word in found if word[0].islower() and word not in {"of", "for", "the", "and", "to", "in"}]
    return (bool(found) and not small and not text.endswith((".", "?", "!"))) or text.casefold().endswith("jr.")


def _is_signer(lines: list[TextLine], draft: Draft) -> bool:
    for piece in draft.pieces:
        for position in piece:
            text = lines[position].text
            found = {word.casefold() for word in _WORD.findall(text)}
            if found & words("signers") or text.rstrip(",").casefold() in words("closings"):
                return True
    return False
