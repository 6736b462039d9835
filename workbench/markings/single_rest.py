# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands behind the level of a mark without double slashes: controls, lists of countries, a cable's section.

Everything must be known to the register word for word; a word left over makes it prose.
"""

from __future__ import annotations

import re

from workbench.markings.codes import EYES_ONLY, FGI, REL_TO, list_end, read_codes
from workbench.markings.draft import Draft, Token
from workbench.markings.items import hyphens_for_slashes
from workbench.markings.model import Form, Level
from workbench.markings.register import register


_SEPARATORS = re.compile(r"[\s/,;:.()–—-]+")
HANDLE = re.compile(
    r"HANDLE\s+VIA\s+(?P<systems>[A-Z][A-Z ,/&-]*?)\s+(?:CONTROL\s+)?(?:CHANNELS?|SYSTEMS?)"
    r"(?:\s+JOINTLY)?(?:\s+ONLY)?(?:\s+JOINTLY)?\.?"
)
_SYSTEM_ONLY = re.compile(r"CONTROL\s+SYSTEMS?(?:\s+ONLY)?|CHANNELS?\s+ONLY|ONLY")
# What follows the level on the first line of a cable: a section count, an office and a number.
_CABLE = re.compile(
    r"(?:FINAL\s+)?SECTION\s+(?:OF\s+)?\d+(?:\s+OF\s+\d+)?|SIPDIS(?![A-Z])|[A-Z]{3,}(?:\s+[A-Z]{2,}){0,2}\s+\d{3,6}(?![A-Z0-9])"
)
# Read in one way only: where a word could be read in two, a line of sixty would be tried in two to the sixtieth.
_COUNTRY = r"(?>(?:U\.?S\.?A?\.?|U\.?K\.?|AUSTRALIAN?|CANAD(?:A|IAN)|BRITISH|NEW ZEALAND|[A-Z]{2,4})(?![A-Z]))"
_REL = re.compile(r"REL(?:EASABLE)?(?:\s+TO)?[\s/:]+(?:THE\s+)?")
_EYES = re.compile(rf"(?P<list>{_COUNTRY}(?:[/,\s-]+{_COUNTRY})*)[ /-]EYES[ -]ONLY")
_SIGMA = re.compile(r"(?:SIGMA|SG)S?[ -](?P<numbers>\d+(?:[ ,-]+\d+)*)")
_COMPARTMENT = re.compile(r"(?:-[A-Z0-9]{1,6}(?![A-Z0-9]))+")
_UNREAD = re.compile(r"(?!.*\b(?:(?:DE|UN)?CLASSIFIED|SECRET|CONFIDENTIAL)\b)[A-Z0-9]{2,20}(?: [A-Z]{2,12}){0,3}$")
# When it ends by itself (E.O. 10964, E.O. 11652 s.5, E.O. 12356 s.1.4(d)).
_SCHEDULE = re.compile(
    r"(?P<schedule>X?GDS(?: ?\(\d\)|[- ]?\d(?![\d/]))?(?:[ -]\d{1,2}[/-]\d{1,2}[/-]\d{2,4})?|ADS|OADR"
    r"|G(?:ROU)?P[- ]?[1-4])(?![A-Z0-9])"
)
_FGI = re.compile(
    rf"(?:FGI|FOREIGN GOVERNMENT INFORMATION)(?:[ /-]+(?P<list>{_COUNTRY}(?:[ ,/-]+{_COUNTRY})*))?(?![A-Z])"
)


def handling_line(draft: Draft, match: re.Match[str], start: int) -> Draft | None:
    """HANDLE VIA COMINT CHANNELS ONLY: names systems and no level, so the lowest classified one is assumed."""
    known, systems = register(), []
    for word in re.split(r"[ ,/&]+|-(?!KEYHOLE)", re.sub(r"TALENT[ -]KEYHOLE", "TALENT-KEYHOLE", match["systems"])):
        control = known.legacy_spellings.get(word)
        if word in ("AND", ""):
            continue
        if control is None or control.category not in ("sci", "codeword"):
            return None
        systems.append(control.portion)
        draft.tokens.append(Token("sci", control.portion, start, start + match.end(), control, word))
    draft.level, draft.handle_via, draft.legacy = Level.C, tuple(systems), True
    draft.note("M126", start, start + match.end(), "a handling line names no level; it is taken as classified")
    return draft


def read_rest(draft: Draft, text: str, start: int) -> bool:
    """Read controls until nothing is left; a cable's section, office and number among them are passed over."""
    at = 0
    while at < len(text):
        if separator := _SEPARATORS.match(text, at):
            at = separator.end()
            if at == len(text):
                return True
        elif at == 0 or not text[at - 1].isspace():
            return _leftover(draft, text, at, start) if at else False
        end = _control_at(draft, text, at, start)
        if end is None and (told := _CABLE.match(text, at)):
            end = told.end()
            draft.note("M128", start + at, start + end, "of a cable's first line, and no part of the marking")
        if end is None:
            return _leftover(draft, text, at, start)
        at = end
    return True


def _control_at(draft: Draft, text: str, at: int, start: int) -> int | None:
    end = _release_list(draft, text, at, start)
    if end is not None:
        return end
    if match := _FGI.match(text, at):
        return _foreign(draft, match, start)
    if match := _SIGMA.match(text, at):
        return _sigmas(draft, match, start)
    if match := _SCHEDULE.match(text, at):
        draft.declassify = match["schedule"]
        return match.end()
    if match := HANDLE.match(text, at):
        return match.end() if _handling_tail(draft, match, start) else None
    # Before the controls: CONTROL alone is one too.
    if any(t.category == "sci" for t in draft.tokens) and (match := _SYSTEM_ONLY.match(text, at)):
        return match.end()
    if (found := register().tail.match(text, at)) and (len(found[0]) > 1 or _beside_system(draft, text, found[1])):
        return _phrase(draft, text, at, found, start)
    return None


def _release_list(draft: Draft, text: str, at: int, start: int) -> int | None:
    """Where a list of countries (REL TO, EYES ONLY) at ``text[at:]`` ends; None where there is none."""
    if released := _REL.match(text, at):
        begin = released.end()
        end = list_end(text, begin, unknown=draft.system == "NATO")
        if end is None:
            return None
        listed = read_codes(draft, text[begin:end].replace("-", "/"), start + begin, REL_TO)
        _take_list(draft, "REL", text[at:end], listed, start + at)
        return end
    eyes = _EYES.match(text, at)
    if eyes is None:
        return None
    listed = read_codes(draft, eyes["list"].replace("-", "/"), start + eyes.start("list"), EYES_ONLY)
    if not all(map(register().is_code, listed)):
        return None
    if draft.system == "US" and len(listed) == 1 and listed != ("USA",):
        draft.system, draft.owners = "FGI", listed  # a paper of that country, for its own people only
        return eyes.end()
    _take_list(draft, "EYES", eyes.group(), listed, start + at)
    return eyes.end()


def _take_list(draft: Draft, portion: str, written: str, listed: tuple[str, ...], start: int) -> None:
    control = register().controls["dissem", portion if listed != ("USA",) else "USEO"]
    draft.tokens.append(Token("dissem", control.portion, start, start + len(written), control, written, listed))


def _sigmas(draft: Draft, match: re.Match[str], start: int) -> int:
    base = "FRD" if any(t.text.startswith("FRD") for t in draft.tokens) else "RD"
    for number in re.findall(r"\d+", match["numbers"]):
        draft.tokens.append(Token("aea", f"{base}-SG-{number}", start + match.start(), start + match.end()))
    return match.end()


def _foreign(draft: Draft, match: re.Match[str], start: int) -> int | None:
    named = (match["list"] or "FGI").replace("-", "/")
    codes = ("FGI",) if named == "FGI" else read_codes(draft, named, start + match.start("list"), FGI)
    if named != "FGI" and not all(map(register().is_code, codes)):
        return None
    places = start + match.start(), start + match.end()
    draft.tokens += [Token("fgi", code, *places, written=match.group()) for code in codes]
    return match.end()


def _handling_tail(draft: Draft, match: re.Match[str], start: int) -> bool:
    level = draft.level
    found = handling_line(Draft(draft.form), match, start)
    if found:
        draft.tokens += found.tokens
        draft.handle_via, draft.level = found.handle_via, level
    return found is not None


def _phrase(draft: Draft, text: str, at: int, found: tuple[str, int], start: int) -> int:
    known = register()
    spelling, end = found
    control = known.legacy_spellings[spelling]
    name = control.portion
    if draft.level.rank and spelling == "LIMDIS":
        control = known.controls["nonic", "LIMDIS-STATE"]
        name = control.portion
    elif not draft.level.rank and spelling == "SENSITIVE":
        control = known.controls["nonic", "SBU"]
        name = control.portion
    if control.category == "sci" and (more := _COMPARTMENT.match(text, end)) and not known.tail.match(text, end + 1):
        below = more.group()[: next(iter(hyphens_for_slashes(more.group())), None)]
        name, end = name + below, end + len(below)
    draft.tokens.append(Token(control.category, name, start + at, start + end, control, spelling))
    return end


def _beside_system(draft: Draft, text: str, end: int) -> bool:
    """Whether a control of one letter, the B of TS/B/TK, stands behind a control system or before one."""
    behind = _SEPARATORS.match(text, end)
    following = register().tail.match(text, behind.end()) if behind else None
    named = [token.category for token in draft.tokens]
    if following:
        named.append(register().legacy_spellings[following[0]].category)
    return "sci" in named


def _leftover(draft: Draft, text: str, at: int, start: int) -> bool:
    """A few words after a slash that follows something known are an unread control; anything else is prose."""
    rest = text[at:].rstrip()
    slash = at > 0 and text[at - 1] == "/"
    # A distribution of its own within NODIS or EXDIS: SECRET NODIS HARVAN.
    slash = slash or (draft.form is Form.BANNER and any(t.text in ("ND", "XD") for t in draft.tokens[-1:]))
    known = draft.tokens or (draft.head and len(draft.head.banner) > 5 and draft.form is Form.BANNER)
    if not (slash and known and _UNREAD.match(rest)):
        return False
    draft.tokens.append(Token("unknown", rest, start + at, start + at + len(rest), written=rest))
    return True
