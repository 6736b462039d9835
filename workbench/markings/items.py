# SPDX-License-Identifier: AGPL-3.0-or-later
"""One item of a mark (SI-G ABCD, REL TO USA, GBR, SAR-BP, RD-SIGMA 18) and what the register says it is."""

from __future__ import annotations

import re

from workbench.markings import codes
from workbench.markings.draft import Draft, Token
from workbench.markings.likeness import with_letters
from workbench.markings.model import Form
from workbench.markings.register import Control, register


_REL = re.compile(r"(?:REL TO|REL|RELEASABLE TO|RELEASE TO|AUTHORIZED FOR RELEASE TO)\s+(?P<list>.+)")
_DISPLAY = re.compile(r"DISPLAY ONLY(?:\s+TO)?\s+(?P<list>.+)")
_EYES = re.compile(r"(?P<list>[A-Z0-9.]+(?:[/, ]+[A-Z0-9.]+)*) EYES ONLY")
_FGI = re.compile(r"(?:FGI|FOREIGN GOVERNMENT INFORMATION)(?:\s+(?P<list>.+))?")
_SAR = re.compile(r"(?:SAR|SPECIAL ACCESS REQUIRED)\s*-\s*(?P<program>[A-Z0-9][A-Z0-9 \-]*)")
_AEA = re.compile(
    r"(?P<base>RD|RESTRICTED DATA|FRD|FORMERLY RESTRICTED DATA)"
    r"(?P<subs>(?:-(?:CNWDI|CRITICAL NUCLEAR WEAPON DESIGN INFORMATION|N|(?:SIGMA|SG)[ -]?\d+(?:[ -]\d+)*))+)"
)
_SIGMA = re.compile(r"(?:SIGMA|SG)[ -]?(\d+(?:[ -]\d+)*)")
_ACCM = re.compile(r"(?:ACCM|ALTERNATIVE COMPENSATORY CONTROL MEASURES)\s*-\s*(?P<name>[A-Z0-9][A-Z0-9 ]*)")
PROGRAM = re.compile(r"[A-Z0-9][A-Z0-9 ]*(?:-[A-Z0-9][A-Z0-9 ]*)*")
_COMPARTMENTS = re.compile(r"(?: [A-Z0-9]+)*(?:-[A-Z0-9]+(?: [A-Z0-9]+)*)*")
_DECLASSIFY = re.compile(r"X[1-8](?:[,/ ]*X[1-8])*|MR|OADR|\d{8}|25X[1-9][0-9A-Z -]*|(?:DECL|DECLASSIFY ON)[: ].+")
UNPUBLISHED = re.compile(r"[A-Z0-9]{2,9}(?:-[A-Z0-9]+(?: [A-Z0-9]+)*)*")


def read_item(draft: Draft, text: str, start: int) -> list[Token]:
    """What ``text`` at ``raw[start]`` says; an empty list where the register does not know it."""
    control = register().spellings.get(text)
    if control:
        return [_token(control, text, start)]
    if len(text) > 200:
        return []
    for reader in (_release, _foreign, _program, _atomic, _compartmented, _accm, _declassify, _retired):
        if found := reader(draft, text, start):
            return found
    return []


def _token(control: Control, text: str, start: int, listed: tuple[str, ...] = ()) -> Token:
    return Token(control.category, control.portion, start, start + len(text), control, text, listed)


def _release(draft: Draft, text: str, start: int) -> list[Token]:
    for pattern, portion, style in (
        (_REL, "REL", codes.REL_TO),
        (_DISPLAY, "DISPLAYONLY", codes.DISPLAY_ONLY),
        (_EYES, "EYES", codes.EYES_ONLY),
    ):
        if (match := pattern.fullmatch(text)) and codes.is_list(match["list"]):
            listed = codes.read_codes(draft, match["list"], start + match.start("list"), style)
            if portion == "EYES" and not any(map(register().is_code, listed)):
                return []
            if text.startswith("REL ") and not text.startswith("REL TO "):
                code = "M113" if draft.form is Form.BANNER else "M114"
                draft.note(code, start, start + len(text), "a list of countries follows REL TO")
            return [_token(register().controls["dissem", portion], text, start, listed)]
    return []


def _foreign(draft: Draft, text: str, start: int) -> list[Token]:
    match = _FGI.fullmatch(text)
    if not match or not codes.is_list(match["list"] or ""):
        return []
    if not match["list"]:
        return [Token("fgi", "FGI", start, start + len(text), written=text)]
    listed = codes.read_codes(draft, match["list"], start + match.start("list"), codes.FGI)
    if "USA" in listed:
        draft.note("M122", start, start + len(text), "FGI names foreign sources: USA is none")
    return [Token("fgi", code, start, start + len(text), written=text) for code in listed]


def _program(draft: Draft, text: str, start: int) -> list[Token]:
    match = _SAR.fullmatch(text)
    return [Token("sap", match["program"], start, start + len(text), written=text)] if match else []


def _atomic(draft: Draft, text: str, start: int) -> list[Token]:
    bases = [token.text for token in draft.tokens if token.text in ("RD", "FRD")]
    end = start + len(text)
    if bases and _SIGMA.fullmatch(text):  # until 2010 a category of its own: SECRET//RD//SIGMA 15
        draft.note("M106", start, start + len(text), f"SIGMA numbers follow {bases[0]} after a hyphen")
        text, end = f"{bases[0]}-{text}", start + len(text)
    match = _AEA.fullmatch(text)
    if not match:
        return []
    base = register().spellings[match["base"]].portion
    subs = re.sub(_SIGMA, "", match["subs"]).strip("-")
    names = [f"{base}-CNWDI"] if subs else []
    names += [f"{base}-SG-{number}" for group in _SIGMA.findall(match["subs"]) for number in re.split("[ -]", group)]
    return [Token("aea", name, start, end, register().controls["aea", base], match["base"]) for name in names]


def _compartmented(draft: Draft, text: str, start: int) -> list[Token]:
    """A control system with compartments: SI-G ABCD EFGH-MMM."""
    found, end = _system_of(text), start + len(text)
    if found is None:
        return []
    control, rest = found[0], re.sub(r"-GAMMA\b", "-G", found[1])
    if any(("codeword", part) in register().controls for part in rest.split("-")):
        draft.legacy = True
        draft.note("M118", start, end, "codewords are no longer written")
    rest = _with_letters(draft, control.portion, rest, start, end)
    if not _in_order(control.portion + rest):
        draft.note("M123", start, end, "compartments and what is below them stand A to Z, numbers first")
    return [Token("sci", control.portion + rest, start, end, control, text.removesuffix(found[1]))]


def _system_of(text: str) -> tuple[Control, str] | None:
    """The longest registered spelling of a control system, and what stands behind it: -COMPARTMENT SUB SUB."""
    spellings = register().spellings
    for end in sorted({m.start() for m in re.finditer("[ -]", text)} | {len(text)}, reverse=True):
        control, rest = spellings.get(text[:end]), text[end:]
        if control is None or control.category != "sci" or not _COMPARTMENTS.fullmatch(rest):
            continue
        if rest[:1] == " " and "-" not in control.portion:
            return None  # only a compartment has something below it
        # SI-G NOFORN lacks its slashes, as does SI-TK.
        lacks = any(map(_is_control, re.findall(r"(?<= )[A-Z0-9]+", rest))) or hyphens_for_slashes(text)
        return None if lacks else (control, rest)
    return None


def hyphens_for_slashes(text: str) -> list[int]:
    """Where a hyphen parts two controls: in SI-NF, HCS-SI-TK, where nothing below a system is called so."""
    names = ((match.start(), match.group()) for match in re.finditer(r"(?<=-)[A-Z]{2,}(?![A-Z0-9])", text))
    return [at - 1 for at, name in names if _is_control(name) or _is_system(name)]


def _is_control(word: str) -> bool:
    control = register().spellings.get(word)
    return control is not None and control.category in ("dissem", "nonic", "aea")


def _is_system(word: str) -> bool:
    control = register().spellings.get(word)
    return control is not None and control.category == "sci" and "-" not in control.portion


def _with_letters(draft: Draft, system: str, rest: str, start: int, end: int) -> str:
    """HCS-O for HCS-0: a compartment with a digit is a published one misread where it can be only that one."""
    published = [name for category, name in register().controls if category == "sci" and name.startswith(f"{system}-")]
    compartment = re.match(r"-[A-Z0-9]+", rest)
    if compartment is None or not published:
        return rest
    meant = with_letters(system + compartment.group(), published)
    if meant == system + compartment.group():
        return rest
    draft.note("M103", start, end, f"damaged; probably {meant}")
    draft.confidence = min(draft.confidence, 0.7)
    return meant.removeprefix(system) + rest[compartment.end() :]


def _in_order(entry: str) -> bool:
    """Whether its compartments, and the sub-compartments of each, stand in order; one may come twice (CAPCO 2016 J)."""
    parts = [part.split(" ") for part in entry.split("-")[1:]]
    names = [name for name, *_ in parts]
    return names == sorted(names) and all(subs == sorted(subs) for _, *subs in parts)


def _accm(draft: Draft, text: str, start: int) -> list[Token]:
    match = _ACCM.fullmatch(text)
    return [Token("nonic", f"ACCM-{match['name']}", start, start + len(text), written=text)] if match else []


def _declassify(draft: Draft, text: str, start: int) -> list[Token]:
    if not _DECLASSIFY.fullmatch(text):
        return []
    draft.legacy, draft.declassify = True, text
    draft.note("M117", start, start + len(text), "a banner carries no declassification value since February 2008")
    return [Token("declassify", text, start, start + len(text), written=text)]


def _retired(draft: Draft, text: str, start: int) -> list[Token]:
    control = register().legacy_spellings.get(text)
    if control:
        draft.legacy = True
        return [_token(control, text, start)]
    return []
