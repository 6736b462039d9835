# SPDX-License-Identifier: AGPL-3.0-or-later
"""CUI marks: CUI//SP-CTI/PRVCY//FEDCON (32 CFR 2002.20)."""

from __future__ import annotations

import re

from workbench.markings import items
from workbench.markings.draft import Draft, Token
from workbench.markings.model import Level
from workbench.markings.register import register


def read_cui(draft: Draft, pieces: list[tuple[str, int]]) -> Draft | None:
    """The mark whose pieces, each with its place in the raw text, stood between double slashes."""
    draft.system, draft.level = "CUI", Level.CUI
    first, start = pieces[0]
    spelled_out = first in register().heads  # CONTROLLED UNCLASSIFIED INFORMATION
    glued = None if spelled_out or len(pieces) > 1 else re.fullmatch(r"(CUI|CONTROLLED)[/ -]+(.+)", first)
    if glued:
        draft.note("M106", start, start + len(first), "categories follow CUI after a double slash")
        pieces = [(glued[1], start), (glued[2], start + glued.start(2))]
        first = glued[1]
        if not _is_known(glued[2]):
            return None
    if first not in ("CUI", "CONTROLLED"):
        draft.note("M302", start, start + len(first), "a CUI mark begins with CUI or CONTROLLED")
    if not first.startswith("SP-"):
        pieces = pieces[1:]
    controls_seen = False
    for text, at in pieces:
        if not text:
            draft.note("M108", max(at - 2, 0), at, "an absent category leaves no slashes behind")
            continue
        found = [token for match in re.finditer("[^/]+", text) for token in _entry(draft, match, at)]
        categories = {token.category for token in found}
        if "cui" in categories and controls_seen:
            draft.note("M110", at, at + len(text), "CUI categories stand before dissemination controls")
        if len(categories) > 1:
            draft.note(
                "M106", at, at + len(text), "categories and dissemination controls are separated by a double slash"
            )
        if any(token.category in categories for token in draft.tokens):
            draft.note("M109", at, at + len(text), "a category is written once, its entries separated by one slash")
        controls_seen |= "dissem" in categories
        draft.tokens += found
    _check_order(draft, start, pieces[-1][1] + len(pieces[-1][0]) if pieces else start)
    return draft


def _entry(draft: Draft, match: re.Match[str], base: int) -> list[Token]:
    raw = match.group()
    text = raw.strip()
    start = base + match.start() + len(raw) - len(raw.lstrip())
    end = start + len(text)
    if text != raw:
        draft.note("M104", base + match.start(), base + match.end(), "no space stands beside a slash")
    known = register()
    if control := known.limited.get(text):
        return [Token("dissem", control.portion, start, end, control, text)]
    specified, code = text.startswith("SP-"), text.removeprefix("SP-")
    if code in known.categories:
        kind = known.categories[code][0]
        if specified and kind == "basic":
            draft.note("M304", start, end, f"{code} is a basic category: no SP-")
        elif not specified and kind == "specified":
            draft.note("M303", start, end, f"{code} is a specified category: SP-{code}")
        if known.categories[code][2]:
            draft.note("M118", start, end, f"{code} left the CUI registry")
        return [Token("cui", text, start, end, written=text)]
    found = [token for token in items.read_item(draft, text, start) if token.text in ("REL", "DISPLAYONLY")]
    return found or [Token("unknown", text, start, end, written=text)]


def _is_known(rest: str) -> bool:
    codes = [code.strip().removeprefix("SP-") for code in rest.split("/")]
    return all(code in register().categories or code in register().limited for code in codes)


def _check_order(draft: Draft, start: int, end: int) -> None:
    names = [token.text for token in draft.tokens if token.category == "cui"]
    specified = [name for name in names if name.startswith("SP-")]
    basic = [name for name in names if not name.startswith("SP-")]
    if names != specified + basic:
        draft.note("M301", start, end, "specified categories (SP-) stand before basic ones")
    elif specified != sorted(specified) or basic != sorted(basic):
        draft.note("M123", start, end, "categories stand A to Z: " + "/".join(sorted(specified) + sorted(basic)))
