# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of country and organisation codes inside a mark: REL TO, DISPLAY ONLY, FGI, EYES ONLY, JOINT."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.markings.draft import Draft
from workbench.markings.likeness import misreadings
from workbench.markings.register import register


_CODE = re.compile(r"[A-Z]{2,4}(?![A-Z])")
_BETWEEN = re.compile(r"[\s,/]+(?:(?:AND|&)\s+)?")


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How a list is written: its separator, and whether USA stands first."""

    name: str
    separator: str
    usa_first: bool = False


REL_TO = ListStyle("REL TO", ", ", usa_first=True)
DISPLAY_ONLY = ListStyle("DISPLAY ONLY", ", ")
FGI = ListStyle("FGI", " ")
EYES_ONLY = ListStyle("EYES ONLY", "/", usa_first=True)
JOINT = ListStyle("JOINT", " ")


def in_order(codes: tuple[str, ...], *, usa_first: bool = False) -> tuple[str, ...]:
    """Trigraphs A to Z, then longer codes A to Z; USA before all where the list is a release (CAPCO 2016 A.6, H.8)."""
    return tuple(sorted(dict.fromkeys(codes), key=lambda c: (not (usa_first and c == "USA"), len(c) > 3, c)))


def list_end(text: str, at: int, *, unknown: bool = False) -> int | None:
    """Where the list of countries and organisations at ``text[at:]`` ends; None where there is none.

    ``unknown``: codes that the register lacks count too.
    """
    known, end = register(), None
    while True:
        named, code = known.names.match(text, at), _CODE.match(text, at)
        if code and not (unknown or known.is_code(code.group())):
            code = None
        if not named and not code:
            return end
        end = max(named[1] if named else 0, code.end() if code else 0)
        if (between := _BETWEEN.match(text, end)) is None:
            return end
        at = between.end()


def read_codes(draft: Draft, text: str, start: int, style: ListStyle) -> tuple[str, ...]:
    """The codes of ``text``, which begins at ``raw[start]``; older names become trigraphs, slips become notes."""
    codes: list[str] = []
    known = register()
    end = start + len(text)
    text = _rejoined(draft, text, start)
    named = 0
    for match in re.finditer(r"[^\s,/]+", text):
        if match.start() < named:
            continue  # the second word of a country's name
        word = match.group()
        if name := known.names.match(text, match.start()):
            word, named = name
        # AND is also Andorra: between two codes it is the word, at either end the country.
        if word == "&" or (word == "AND" and codes and text[match.end() :].strip()):
            continue
        code = word if known.is_code(word) else known.old_countries.get(word) or _with_letters(word)
        if code != word and word not in known.old_countries:
            draft.note("M103", start + match.start(), start + match.end(), f"damaged; probably {code}")
            draft.confidence = min(draft.confidence, 0.7)
        elif code != word:
            draft.legacy = True
            draft.note("M106", start + match.start(), start + named, f"{word} is written {code} today")
        elif not known.is_code(code):
            draft.note(
                "M121",
                start + match.start(),
                start + match.end(),
                f"{code} is no registered country or organisation code",
            )
        codes.append(code)
    found = tuple(codes)
    _check_layout(draft, text, start, found, style)
    if found != in_order(found, usa_first=style.usa_first):
        wanted = style.separator.join(in_order(found, usa_first=style.usa_first))
        first = "USA first, then " if style.usa_first else ""
        said = f"{style.name} lists {first}trigraphs A to Z, then longer codes: {wanted}"
        draft.note("M133" if style is JOINT else "M111", start, end, said)
    return found


def _with_letters(word: str) -> str:
    """``GBR`` of ``6BR``: the one code that it is where each digit is a letter misread. Letters are never guessed."""
    if not any(map(str.isdigit, word)):
        return word
    known, pairs = register(), misreadings().pairs
    meant = [
        code
        for code in (*known.countries, *known.tetragraphs)
        if len(code) == len(word)
        and all(a == b or (a.isdigit() and (a, b) in pairs) for a, b in zip(word, code, strict=True))
    ]
    return meant[0] if len(meant) == 1 else word


def _rejoined(draft: Draft, text: str, start: int) -> str:
    """``USA, C AN`` as ``USA, CAN``, blanks moved behind so that places stay: scans break codes apart."""

    def join(match: re.Match[str]) -> str:
        part = match.group()
        code = part.replace(" ", "")
        if " " not in part.strip() or any(map(register().is_code, part.split())) or not register().is_code(code):
            return part
        draft.note("M104", start + match.start(), start + match.end(), f"blank inside {code}")
        lead = len(part) - len(part.lstrip())
        return " " * lead + code

    return re.sub(r"[^,]+", join, text) if "," in text else text


def _check_layout(draft: Draft, text: str, start: int, codes: tuple[str, ...], style: ListStyle) -> None:
    if re.search(r"\S[\s,/]+(?:AND|&)[\s,/]+\S", text):
        draft.legacy = True
        draft.note("M107", start, start + len(text), f"{style.name} lists take no 'and' since July 2005 (CAPCO 2016 I)")
        return
    if len(codes) > 1 and style.separator.join(re.findall(r"[^\s,/]+", text)) != text:
        name = {", ": "a comma and a space", " ": "one space", "/": "a slash"}[style.separator]
        draft.note("M112", start, start + len(text), f"codes of a {style.name} list are separated by {name}")
