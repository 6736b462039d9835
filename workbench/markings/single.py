# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks without double slashes: S/NF, C-NF, SECRET NOFORN WNINTEL, (NATO-S), (SBU), C O N F I D E N T I A L.

This is how the United States marked until about 1998, and how State cables still do. The level stands first and
the rest must be known to the register word for word: a level in front of ordinary words is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.markings import cui
from workbench.markings.codes import EYES_ONLY, FGI, REL_TO, list_end, read_codes
from workbench.markings.draft import Draft, Token
from workbench.markings.heads import own, set_head
from workbench.markings.model import Form, Level
from workbench.markings.register import Control, register


# The longest spelling first: UNCLAS is the beginning of UNCLASSIFIED.
LETTER_SPACED = {
    level.replace(" ", ""): level
    for level in ("UNCLASSIFIED", "CONFIDENTIAL", "TOP SECRET", "RESTRICTED", "UNCLAS", "SECRET")
}
_SEPARATORS = re.compile(r"[\s/,;:.()–—-]+")
_SPACED = re.compile(r"(?:[A-Z][\s-]+){3,}[A-Z](?![A-Z])")
_ENTIRE = re.compile(r"[\s\-–—,:(]*\(?ENTIRE\s+(?:TEXT|MESSAGE|DOCUMENT|CABLE)\)?[.\s]*$")
_HANDLE = re.compile(
    r"HANDLE\s+VIA\s+(?P<systems>[A-Z][A-Z ,/&-]*?)\s+(?:CONTROL\s+)?(?:CHANNELS?|SYSTEMS?)"
    r"(?:\s+JOINTLY)?(?:\s+ONLY)?(?:\s+JOINTLY)?\.?"
)
_SYSTEM_ONLY = re.compile(r"CONTROL\s+SYSTEMS?(?:\s+ONLY)?|CHANNELS?\s+ONLY|ONLY")
# What follows the level on the first line of a cable: a section count, an office and a number.
_CABLE = re.compile(
    r"(?:FINAL\s+)?SECTION\s+(?:OF\s+)?\d+(?:\s+OF\s+\d+)?|SIPDIS(?![A-Z])|[A-Z]{3,}(?:\s+[A-Z]{2,}){0,2}\s+\d{3,6}(?![A-Z0-9])"
)
_COUNTRY = r"(?:U\.?S\.?A?\.?|U\.?K\.?|AUSTRALIAN?|CANAD(?:A|IAN)|BRITISH|NEW ZEALAND|[A-Z]{2,4})(?![A-Z])"
_REL = re.compile(r"REL(?:EASABLE)?(?:\s+TO)?[\s/:]+(?:THE\s+)?")
_EYES = re.compile(rf"(?P<list>{_COUNTRY}(?:[/, -]+(?:AND\s+)?{_COUNTRY})*)[ /-]EYES[ -]ONLY")
_SIGMA = re.compile(r"(?:SIGMA|SG)S?[ -](?P<numbers>\d+(?:[ ,-]+\d+)*)")
_COMPARTMENT = re.compile(r"(?:-[A-Z0-9]{1,6}(?![A-Z0-9]))+")
_UNREAD = re.compile(r"(?!.*\b(?:(?:DE|UN)?CLASSIFIED|SECRET|CONFIDENTIAL)\b)[A-Z0-9]{2,20}(?: [A-Z]{2,12}){0,3}$")
# When it ends by itself (E.O. 10964, E.O. 11652 s.5, E.O. 12356 s.1.4(d)).
_SCHEDULE = re.compile(
    r"(?P<schedule>X?GDS(?:[- ]?\d(?![\d/]))?(?:[ -]\d{1,2}[/-]\d{1,2}[/-]\d{2,4})?|ADS|OADR"
    r"|G(?:ROU)?P[- ]?[1-4])(?![A-Z0-9])"
)
_FGI = re.compile(
    rf"(?:FGI|FOREIGN GOVERNMENT INFORMATION)(?:[ /-]+(?P<list>{_COUNTRY}(?:[ ,/-]+{_COUNTRY})*))?(?![A-Z])"
)
_ACTIVITY = re.compile(
    r"(?:NATO[ /-])?(?P<name>[A-Z]{4,10})[ ](?=(?:SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED)(?!\w))"
)
_OWNER = re.compile(
    r"(?P<owner>[A-Z]{2,4}|U\.K\.)[-/ ](?P<level>TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|TS|S|C|R|U)(?!\w)"
)


def read_single(
    draft: Draft, text: str, start: int, read_register: Callable[[Draft, str, int], Draft | None]
) -> Draft | None:
    """The mark ``text``, which begins at ``raw[start]``; None where it is none."""
    if match := _ENTIRE.search(text):
        draft.legacy, draft.form = True, Form.PORTION if len(text[: match.start()]) <= 12 else draft.form
        draft.note("M130", start + match.start(), start + match.end(), "the mark stands for the entire text")
        text = text[: match.start()]
    if match := _HANDLE.fullmatch(text):
        return _handling_line(draft, match, start)
    if match := _SPACED.match(text):
        return _spaced(draft, text, match, start)
    head = register().heads.get(re.sub(r"\s+", " ", text))
    if head and not _is_ambiguous(head.system, text):
        set_head(draft, head, start, start + len(text), re.sub(r"\s+", " ", text))
        if head.system not in ("US", "CUI"):
            draft.legacy = True
            draft.note("M115", start, start + len(text), "a mark that is not the United States' begins with //")
        return draft
    if re.match(r"(?:CUI|CONTROLLED)[/ -]", text) or (
        text.startswith("SP-") and text.removeprefix("SP-") in register().categories
    ):
        return cui.read_cui(draft, [(text, start)])
    foreign = "//" + text if text.startswith("JOINT ") else _of_activity(text)
    if foreign and (joint := read_register(draft, foreign, start - 2)):
        joint.note("M115", start, start + len(text), "a mark that is not the United States' begins with //")
        return joint
    if alone := register().lone.match(text):
        spelling, end = alone
        read_alone(draft, register().alone[spelling], text[:end], start)
        return draft if _consume(draft, text[end:], start + end) else None
    if read_tail(draft, text, start):
        return draft
    return draft if _national(draft, text, start) else None


def _of_activity(text: str) -> str | None:
    """``//NATO ISAF SECRET`` for NATO/ISAF SECRET and ISAF SECRET, as headquarters of such an activity write it."""
    match = _ACTIVITY.match(text)
    known = match is not None and match["name"] in register().tetragraphs
    return f"//NATO {match['name']} {text[match.end() :]}" if match and known else None


def _is_ambiguous(system: str, text: str) -> bool:
    """NC and NS are also places, and a CUI mark has no older form: without // only spelled-out marks count."""
    return system == "NATO" and len(text) < 3


def read_alone(draft: Draft, control: Control, text: str, start: int) -> bool:
    """A control that stands without a level and implies one: (SBU), (FOUO), LIMITED OFFICIAL USE."""
    end = start + len(text)
    draft.level = control.alone or Level.U
    draft.tokens.append(Token(control.category, control.portion, start, end, control, text))
    draft.legacy = True
    draft.note("M125", start, end, f"no level is written; {control.portion} implies {draft.level.value}")
    if len(text) == 1:
        draft.confidence = 0.5
    return True


def _handling_line(draft: Draft, match: re.Match[str], start: int) -> Draft | None:
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


def _spaced(draft: Draft, text: str, match: re.Match[str], start: int) -> Draft | None:
    """Letter-spaced first lines of cables. The letters of the longest level are taken, the rest is a tail."""
    letters = [(m.group(), m.end()) for m in re.finditer(r"[A-Z]", match.group())]
    joined = "".join(letter for letter, _ in letters)
    if joined == "LIMITEDOFFICIALUSE" and not text[match.end() :].strip():
        read_alone(draft, register().alone["LIMITED OFFICIAL USE"], text, start)
        return draft
    for spelling, level in LETTER_SPACED.items():
        if joined.startswith(spelling):
            end = letters[len(spelling) - 1][1]
            head = register().heads[level]
            draft.head, draft.level, draft.legacy = head, head.level, True
            draft.note("M127", start, start + end, f"letter-spaced; written today: {head.banner}")
            rest = text[end:]
            # "S E C R E T N O F O R N" is spaced throughout
            if (spread := joined[len(spelling) :]) and match.end() == len(text):
                rest = " " * (len(rest) - len(spread)) + spread
            return draft if _consume(draft, rest, start + end) else None
    return None


def read_tail(draft: Draft, text: str, start: int) -> bool:
    """A level and, after any separator, controls the register knows; False where a word is left over."""
    match = register().head.match(text)
    if not match:
        return False
    spelling, end = match
    head = register().heads[spelling]
    if head.system == "CUI" or _is_ambiguous(head.system, spelling):
        return False
    own(draft, head)
    draft.legacy = True
    for name in head.controls:
        control = register().spellings[name]
        draft.tokens.append(Token(control.category, control.portion, start, start + end, control, spelling))
    if not _consume(draft, text[end:], start + end):
        return False
    draft.note("M106", start, start + len(text), "categories are separated by a double slash since about 1998")
    return True


def _consume(draft: Draft, text: str, start: int) -> bool:
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
    """Where the control at ``text[at:]`` ends; None where there is none."""
    end = _release_list(draft, text, at, start)
    if end is not None:
        return end
    if match := _FGI.match(text, at):
        return _foreign(draft, match, start)
    if match := _SIGMA.match(text, at):
        return _sigmas(draft, match, start)
    if text.startswith("N", at) and at + 1 == len(text) and any(t.text == "RD" for t in draft.tokens):
        return _weapon_design(draft, at, start)
    if match := _SCHEDULE.match(text, at):
        draft.declassify = match["schedule"]
        return match.end()
    if match := _HANDLE.match(text, at):
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


def _weapon_design(draft: Draft, at: int, start: int) -> int:
    """``RD-N``: critical nuclear weapon design information, with the RD that stands before it."""
    draft.tokens = [t for t in draft.tokens if t.text != "RD"]
    control = register().controls["aea", "RD-CNWDI"]
    draft.tokens.append(Token("aea", "RD-CNWDI", start + at, start + at + 1, control, "N"))
    return at + 1


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
    found = _handling_line(Draft(draft.form), match, start)
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
        name, end = name + more.group(), more.end()
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


def _national(draft: Draft, text: str, start: int) -> bool:
    """(NATO-S), (UK-C), (FRG-C), UK SECRET: another country's level as marks wrote it before trigraphs."""
    match = _OWNER.match(text)
    if not match or any(note.code == "M105" for note in draft.notes):
        return False  # "and/TS" names no country
    owner, known = match["owner"].replace(".", ""), register()
    if owner != "NATO" and not (owner in known.old_countries or (owner in known.countries and owner != "USA")):
        return False
    if owner in known.old_countries and known.old_countries[owner] == "USA":
        return False
    draft.level, draft.legacy = known.heads[match["level"]].level, True
    draft.system, draft.owners = ("NATO" if owner == "NATO" else "FGI"), (owner,)
    if match.end() < len(text) and not _consume(draft, text[match.end() :], start + match.end()):
        return False
    trigraph = "" if owner == "NATO" else " and the country's trigraph"
    draft.note("M106", start, start + len(text), f"written today with // in front{trigraph}")
    return True
