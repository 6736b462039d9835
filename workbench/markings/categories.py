# SPDX-License-Identifier: AGPL-3.0-or-later
"""The categories of a mark behind its classification: their order, their entries, and how those are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from workbench.markings.draft import Draft, Piece, Token
from workbench.markings.foreign import names_other_classification
from workbench.markings.items import PROGRAM, UNPUBLISHED, hyphens_for_slashes, read_item
from workbench.markings.likeness import ALIKE, misreadings, nearest
from workbench.markings.model import Form
from workbench.markings.register import register, sort_entries
from workbench.markings.single_rest import read_rest


# Places of the categories in a mark (CAPCO 2016 A.6). NATO controls follow their level; see ``_place`` for a US mark.
_PLACES = ("level", "nato", "sci codeword", "sap", "aea", "fgi", "dissem cui", "nonic", "declassify")
ORDER = {category: place for place, named in enumerate(_PLACES) for category in named.split()}
_SPELLED_OUT = re.compile(
    r"\b(?:SPECIAL ACCESS REQUIRED|FOREIGN GOVERNMENT INFORMATION|SIGMA|CRITICAL NUCLEAR WEAPON DESIGN INFORMATION)\b"
)
_SHORTENED = re.compile(r"(?<=-)SG\b")
_SLASHED_LIST = re.compile(r"REL TO (?P<list>[A-Z]{3,4}(?:/[A-Z]{3,4})+)")


def read_categories(draft: Draft, pieces: list[Piece]) -> None:
    """Add to ``draft`` what stands between the double slashes behind its level."""
    last, seen = "level", {"level"}
    for place, piece in enumerate(pieces, 1):
        if not piece.text:
            draft.note("M108", max(piece.start - 2, 0), piece.start, "an absent category leaves no slashes behind")
            continue
        found = _read_piece(draft, piece)
        categories = list(dict.fromkeys(_place(draft, token) for token in found if token.category != "unknown"))
        if len(categories) > 1:
            draft.note("M106", *piece.span, "categories are separated by a double slash")
        for category in categories:
            if category in seen:
                draft.note("M109", *piece.span, "a category is written once, its entries separated by one slash")
            elif ORDER[category] < ORDER[last]:
                draft.note("M110", *piece.span, "categories stand in order: SCI, SAP, AEA, FGI, dissemination, other")
            seen.add(category)
            last = category
        for token in found:
            token.place = place if UNPUBLISHED.fullmatch(token.text) else 0
        draft.tokens += found


def _place(draft: Draft, token: Token) -> str:
    """The category among which a token stands: ATOMAL among AEA in a mark that is not NATO's (CAPCO 2016 H.7)."""
    if token.category == "nato" and draft.system != "NATO":
        return "aea" if token.text == "ATOMAL" else "sci"
    return "sci" if token.category == "codeword" else token.category


def _read_piece(draft: Draft, piece: Piece) -> list[Token]:
    """The entries of one category, whichever it is."""
    whole = (
        read_item(draft, piece.text, piece.start)
        if "/" not in piece.text or piece.text in register().spellings or _is_slashed_list(piece.text)
        else []
    )
    found = [*whole]
    for raw, begins in () if whole else _items(piece.text):
        item, at = raw.strip(), piece.start + begins
        if item != raw:
            draft.note("M104", at, at + len(raw), "no space stands beside a slash")
            at += len(raw) - len(raw.lstrip())
        found += _read_entry(draft, item, at, found) if item else []
    if not whole and (piece.text.startswith("/") or piece.text.endswith("/")):
        draft.note("M108", *piece.span, "a slash stands between entries only")
    _adopt_unpublished(found)
    _check_spelling(draft, found, piece)
    _check_order(draft, found, piece)
    return found


def _items(text: str) -> Iterator[tuple[str, int]]:
    """What single slashes part, and where each begins; USA/GBR EYES ONLY is one item."""
    begins, words = 0, text.split("/")
    while words:
        listed = list(takewhile(register().is_code, words))
        last = words[len(listed)] if len(listed) < len(words) else ""
        eyes = last.endswith(" EYES ONLY") and register().is_code(last.removesuffix(" EYES ONLY"))
        item = "/".join(words[: len(listed) + 1]) if eyes else words[0]
        yield item, begins
        begins, words = begins + len(item) + 1, words[item.count("/") + 1 :]


def _is_slashed_list(text: str) -> bool:
    """REL TO USA/GBR/CAN: a list with the strokes of an EYES ONLY list; no control is called as a country is."""
    match = _SLASHED_LIST.fullmatch(text)
    return match is not None and all(map(register().is_code, match["list"].split("/")))


def _read_entry(draft: Draft, item: str, at: int, before: list[Token]) -> list[Token]:
    end = at + len(item)
    programs = bool(before) and before[-1].category == "sap" and before[-1].control is None
    if programs and not item.startswith("SAR") and item not in ("HVSACO", "WAIVED") and PROGRAM.fullmatch(item):
        return [Token("sap", item, at, end, written=item)]
    known = read_item(draft, item, at)
    if known and known[0].category == "sap" and known[0].control is None and programs:
        draft.note("M120", at, at + len(item), "SAR- is written once for the category since December 2011")
    if known:
        return known
    commas = [place for place, sign in enumerate(item) if sign == ","]
    why = "commas between controls gave way to slashes in July 2005"
    if commas and (parts := _by_signs(draft, item, at, commas, "M107", why)):
        return parts
    hyphens = hyphens_for_slashes(item)
    if hyphens and (parts := _by_signs(draft, item, at, hyphens, "M106", "controls are separated by slashes")):
        return parts
    if " " in item and (parts := _by_blank(draft, item, at)):
        return parts
    if before and before[-1].text.startswith("ACCM-"):
        return [Token("nonic", f"ACCM-{item}", at, end, written=item)]
    if item == "CUI":
        draft.note("M305", at, end, "CUI beside a classification level: agencies' rules differ")
        return [Token("cui", "CUI", at, end, written=item)]
    if names_other_classification(re.sub(r"\s+", " ", item), draft.form):
        draft.note("M131", at, end, "US, non-US and JOINT classifications do not stand in one mark")
    return [Token("unknown", item, at, end, written=item)]


def _by_signs(draft: Draft, item: str, at: int, cuts: list[int], code: str, why: str) -> list[Token]:
    """Controls with another sign than a slash at ``cuts`` of ``item``; nothing where one of them is unknown.

    The last may be a list, which has commas of its own: ORCON,REL TO USA, GBR and CAN.
    """
    found: list[Token] = []
    for begin, end in pairwise([-1, *cuts, len(item)]):
        raw = item[begin + 1 : end]
        start = begin + 1 + len(raw) - len(raw.lstrip())
        if found and (rest := read_item(draft, item[start:], at + start)):
            found += rest
            break
        part = read_item(draft, raw.strip(), at + start)
        if not part:
            return []
        found += part
    draft.legacy |= code == "M107"
    draft.note(code, at, at + len(item), why)
    return found


def _by_blank(draft: Draft, item: str, at: int) -> list[Token]:
    """Controls with blanks between, SI NOFORN; nothing where one of them is unknown."""
    found = Draft(draft.form, draft.system, draft.level)
    if (
        not read_rest(found, f" {item}", at - 1)
        or found.unknown
        or found.declassify
        or found.handle_via
        or found.owners
    ):
        return []
    draft.notes += found.notes
    if len({_place(draft, token) for token in found.tokens}) == 1:
        draft.note("M106", at, at + len(item), "controls are separated by slashes")
    return found.tokens


def _adopt_unpublished(found: list[Token]) -> None:
    """Unpublished control systems stand among published ones (CAPCO 2016 A.5): SI/TK/XNB."""
    if any(token.category == "sci" and token.control and token.control.modern != () for token in found):
        for token in found:
            if token.category == "unknown" and UNPUBLISHED.fullmatch(token.text) and not _is_misread(token.text):
                token.category = "sci"


def _is_misread(name: str) -> bool:
    """S1 and SL beside TK are SI misread, and INF a slash before NF, not a system that nobody published."""
    if name[0] in misreadings().slash and name[1:] in register().spellings:
        return True
    published = {portion for category, portion in register().controls if category == "sci"}
    return nearest(name, published, ALIKE) is not None


def _check_spelling(draft: Draft, found: list[Token], piece: Piece) -> None:
    """A portion mark takes the register's portion form of each entry, a banner its title or abbreviation (G.1)."""
    portion = draft.form is Form.PORTION
    if match := (_SPELLED_OUT if portion else _SHORTENED).search(piece.text):
        code, why = ("M114", "a portion abbreviates") if portion else ("M113", "a banner writes SIGMA for")
        draft.note(code, *piece.span, f"{why} {match.group()}")
    for token in found:
        control = token.control
        if control is None or token.category not in ("sci", "aea", "dissem", "nonic") or not token.written:
            continue
        if token.written == "DISPLAY ONLY" or control.is_obsolete:  # lacks its list, or is no longer written at all
            continue
        spelled = token.written in (control.banner, control.title) or token.category == "sci"
        if not portion and token.written == control.portion != control.banner:
            draft.note("M113", token.start, token.end, f"a banner writes {control.banner}")
        elif portion and spelled and token.written != control.portion:
            draft.note("M114", token.start, token.end, f"a portion writes {control.portion}")


def _check_order(draft: Draft, found: list[Token], piece: Piece) -> None:
    names = [t.text for t in found if t.category != "unknown"]
    if len(set(names)) != len(names):
        draft.note("M116", *piece.span, "an entry is written once")
    # A canonical mark writes these behind the other entries of their category.
    listed = [t for t in found if t.text not in ("SAR", "HVSACO") and not t.text.startswith("ACCM-")]
    for category in dict.fromkeys(t.category for t in listed):
        texts = [t.text for t in listed if t.category == category]
        if category not in ("unknown", "fgi") and texts != (wanted := sort_entries(category, texts)):
            draft.note("M123", *piece.span, f"entries stand in the register's order: {'/'.join(wanted)}")
