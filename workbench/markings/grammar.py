# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tolerant grammar: from the characters of one mark to a draft of what it says, or None where it is no mark.

Marks of the register (LEVEL//SCI//SAP//AEA//FGI//DISSEM//NON-IC, CAPCO 2016 A.6) are read here by their double
slashes; marks without them in ``single``; CUI in ``cui``. Nothing is repaired here: that is ``repair``'s business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.markings import cui, single
from workbench.markings.codes import JOINT, read_codes
from workbench.markings.draft import Draft, Token
from workbench.markings.items import PROGRAM, UNPUBLISHED, read_item
from workbench.markings.likeness import ALIKE, misreadings, nearest
from workbench.markings.model import Form, Level
from workbench.markings.register import Head, register, sort_entries


# Places of the categories in a mark (CAPCO 2016 A.6). NATO controls follow their level, or AEA in a US mark.
_PLACES = ("level", "sci codeword", "sap", "aea nato", "fgi", "dissem cui", "nonic", "declassify")
ORDER = {category: place for place, named in enumerate(_PLACES) for category in named.split()}

_LEVEL = r"(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|TS|S|C|R|U)"
# Owners are taken as sparingly as possible: greedy, TOP would be an owner and TOP SECRET would read as SECRET.
_NATIONAL = re.compile(rf"(?P<owners>[A-Z]{{3,4}}(?:\s+[A-Z]{{3,4}})*?)\s+{_LEVEL}")
_JOINT = re.compile(rf"JOINT\s+{_LEVEL}(?:\s+(?P<list>.+))?")
_NO_SUCH_NATO = re.compile(r"COSMIC\s+(?P<cosmic>SECRET|CONFIDENTIAL|RESTRICTED|S|C|R)|NATO\s+(?P<nato>TOP SECRET|TS)")
_NATO_ACTIVITY = re.compile(
    r"NATO\s+(?P<activity>[A-Z]{3,10})\s+(?P<level>SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)"
)
_NATO_ACTIVITY_PORTION = re.compile(r"N(?P<activity>[A-Z]{1,4})(?P<level>[SCRU])")
_ITEM = re.compile(r"USA(?:/[A-Z]{3,4})+ EYES ONLY|[^/]*")
# Typists and letter-spaced lines put a blank between the two.
_DOUBLE_SLASH = re.compile(r"/ {0,2}/")
# The subject number of a Navy message (SECNAV M-5210.2) behind the level: SECRET //N03120//
_SUBJECT_NUMBER = re.compile(r"\s*//[A-Z]?\d{4,5}//$")
_SLASHED_LIST = re.compile(r"REL TO (?P<list>[A-Z]{3,4}(?:/[A-Z]{3,4})+)")
_DASHES = str.maketrans("–—", "--")
_SPREAD = re.compile(r"[A-Z](?: [A-Z])+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a mark and the place in the raw text at which it begins."""

    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the raw text."""
        return self.start, self.start + len(self.text)


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
    _read_categories(draft, pieces[2 if foreign else 1 :])
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


def _read_categories(draft: Draft, pieces: list[Piece]) -> None:
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
    if whole:
        _check_spelling(draft, whole)
        return whole
    found: list[Token] = []
    for match in _ITEM.finditer(piece.text):
        raw, at = match.group(), piece.start + match.start()
        if not raw:
            continue
        item = raw.strip()
        if item != raw:
            draft.note("M104", at, at + len(raw), "no space stands beside a slash")
            at += len(raw) - len(raw.lstrip())
        found += _read_entry(draft, item, at, found) if item else []
    if piece.text.startswith("/") or piece.text.endswith("/"):
        draft.note("M108", *piece.span, "a slash stands between entries only")
    _adopt_unpublished(found)
    _check_spelling(draft, found)
    _check_order(draft, found, piece)
    return found


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
    if "," in item and (parts := _by_comma(draft, item, at)):
        return parts
    if before and before[-1].text.startswith("ACCM-"):
        return [Token("nonic", f"ACCM-{item}", at, end, written=item)]
    if item == "CUI":
        draft.note("M305", at, end, "CUI beside a classification level: agencies' rules differ")
        return [Token("cui", "CUI", at, end, written=item)]
    if re.sub(r"\s+", " ", item) in register().heads:
        draft.note("M131", at, end, "US, non-US and JOINT classifications do not stand in one mark")
    return [Token("unknown", item, at, end, written=item)]


def _by_comma(draft: Draft, item: str, at: int) -> list[Token]:
    """Controls separated by commas, as marks wrote them until July 2005; nothing where one of them is unknown."""
    found: list[Token] = []
    for match in re.finditer(r"[^,]+", item):
        raw = match.group()
        part = read_item(draft, raw.strip(), at + match.start() + len(raw) - len(raw.lstrip()))
        if not part:
            return []
        found += part
    draft.legacy = True
    draft.note("M107", at, at + len(item), "commas between controls gave way to slashes in July 2005")
    return found


def _adopt_unpublished(found: list[Token]) -> None:
    """Unpublished control systems stand among published ones (CAPCO 2016 A.5): SI/TK/XNB."""
    if any(token.category == "sci" for token in found):
        for token in found:
            if token.category == "unknown" and UNPUBLISHED.fullmatch(token.text) and not _is_misread(token.text):
                token.category = "sci"


def _is_misread(name: str) -> bool:
    """S1 and SL beside TK are SI misread, and INF a slash before NF, not a system that nobody published."""
    if name[0] in misreadings().slash and name[1:] in register().spellings:
        return True
    published = {portion for category, portion in register().controls if category == "sci"}
    return nearest(name, published, ALIKE) is not None


def _check_spelling(draft: Draft, found: list[Token]) -> None:
    for token in found:
        control = token.control
        if control is None or token.category not in ("aea", "dissem", "nonic") or not token.written:
            continue
        spelled = token.written in (control.banner, control.title)
        if draft.form is Form.BANNER and token.written == control.portion and not spelled:
            draft.note("M113", token.start, token.end, f"a banner writes {control.banner}")
        elif draft.form is Form.PORTION and spelled and token.written != control.portion:
            draft.note("M114", token.start, token.end, f"a portion writes {control.portion}")


def _check_order(draft: Draft, found: list[Token], piece: Piece) -> None:
    names = [t.text for t in found if t.category != "unknown"]
    if len(set(names)) != len(names):
        draft.note("M116", *piece.span, "an entry is written once")
    for category in dict.fromkeys(t.category for t in found):
        texts = [t.text for t in found if t.category == category and not t.text.startswith("ACCM-")]
        if category not in ("unknown", "fgi", "aea") and texts != (wanted := sort_entries(category, texts)):
            draft.note("M123", *piece.span, f"entries stand in the register's order: {'/'.join(wanted)}")
