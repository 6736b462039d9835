# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of country and organisation codes inside a mark: REL TO, DISPLAY ONLY, FGI, EYES ONLY, JOINT."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.markings.draft import Draft
from workbench.markings.register import register


_CODE = re.compile(r"(?=\d?[A-Z]\d?[A-Z])(?!FGI\b)[A-Z0-9]{2,4}(?![A-Z0-9])")
_WORDS = ("THE", "FOR")
_BETWEEN = re.compile(r"[\s,/]+(?:(?:AND|&)\s+(?!,))?")
# As damage leaves codes: C AN, 6BR.
_LIKE_CODE = re.compile(r"[A-Z0-9]{1,4}")


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

    ``unknown``: codes that the register lacks count too, unless a control is spelled so.
    """
    known, end = register(), None
    while True:
        code, named = _CODE.match(text, at), known.names.match(text, at)
        if code is None or not known.is_code(code.group()):
            control = known.tail.match(text, at)
            named = None if control and named and control[1] > named[1] else named
            unread = unknown and not control and code and len(code.group()) > 2 and code.group() not in _WORDS
            code = code if unread else None
        if not named and not code:
            return end
        end = max(named[1] if named else 0, code.end() if code else 0)
        if (between := _BETWEEN.match(text, end)) is None:
            return end
        at = between.end()


def is_list(text: str) -> bool:
    """Whether ``text`` may list codes, known or not: REL TO USA, QZX. A word among them makes it something else."""
    known, named = register(), 0
    for match in re.finditer(r"[^\s,/]+", text):
        if match.start() < named:
            continue
        if name := known.names.match(text, match.start()):
            named = name[1]
        elif not known.is_source(match.group()) and (
            match.group() in known.legacy_spellings or not (_LIKE_CODE.fullmatch(match.group()) or match.group() == "&")
        ):
            return False
    return True


def read_codes(draft: Draft, text: str, start: int, style: ListStyle) -> tuple[str, ...]:
    """The codes of ``text``, which begins at ``raw[start]``; older names become trigraphs, slips become notes."""
    codes: list[str] = []
    known = register()
    end = start + len(text)
    text = _rejoined(draft, text, start)
    named, worded = 0, False
    for match in re.finditer(r"[^\s,/]+", text):
        if match.start() < named:
            continue  # the second word of a country's name
        word = match.group()
        if name := known.names.match(text, match.start()):
            word, named = name
        if word == "&" or (word == "AND" and codes and _is_the_word(text, match.end(), codes[-1], style)):
            worded = bool(codes)
            continue
        codes.append(_code_of(draft, word, style, start + match.start(), start + max(match.end(), named)))
    found = tuple(codes)
    _check_layout(draft, text, start, style, worded=worded)
    _check_order(draft, found, style, start, end)
    return found


def _code_of(draft: Draft, word: str, style: ListStyle, start: int, end: int) -> str:
    """The code that ``word`` at ``raw[start:end]`` stands for, or the word itself."""
    known = register()
    code = word if known.is_code(word) else known.old_countries.get(word) or _with_letters(word)
    if code != word and word not in known.old_countries:
        draft.note("M103", start, end, f"damaged; probably {code}")
        draft.confidence = min(draft.confidence, 0.7)
    elif code != word:
        draft.legacy = True
        draft.note("M106", start, end, f"{word} is written {code} today")
    elif not (known.is_source(code) if style is FGI else known.is_code(code)):
        draft.note("M121", start, end, f"{code} is no registered country or organisation code")
    return code


def _check_order(draft: Draft, found: tuple[str, ...], style: ListStyle, start: int, end: int) -> None:
    wanted = in_order(found, usa_first=style.usa_first)
    if found != wanted and not (style is FGI and "USA" in found):
        first = "USA first, then " if style.usa_first else ""
        said = f"{style.name} lists {first}trigraphs A to Z, then longer codes: {style.separator.join(wanted)}"
        draft.note("M133" if style is JOINT else "M111", start, end, said)


def _is_the_word(text: str, end: int, before: str, style: ListStyle) -> bool:
    """Whether AND, which ends at ``end``, is the word and not Andorra: between two codes, and where no comma follows.

    In a list of blanks it is the country behind a code that stands before it in the alphabet: FGI AFG AND GBR.
    """
    if not text[end:].strip() or text[end] in ",/":
        return False
    return style.separator != " " or before > "AND"


def _with_letters(word: str) -> str:
    """``GBR`` of ``6BR``: the one code that it is where each digit is a letter misread. Letters are never guessed."""
    from workbench.markings.likeness import with_letters  # and with it the rules, which importing the package needs not

    return with_letters(word, (*register().countries, *register().tetragraphs))


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


def _check_layout(draft: Draft, text: str, start: int, style: ListStyle, *, worded: bool) -> None:
    if worded:
        draft.legacy = True
        draft.note("M107", start, start + len(text), f"{style.name} lists take no 'and' since July 2005 (CAPCO 2016 I)")
        return
    words = re.findall(r"[^\s,/]+", text)
    if len(words) > 1 and style.separator.join(words) != text:
        name = {", ": "a comma and a space", " ": "one space", "/": "a slash"}[style.separator]
        draft.note("M112", start, start + len(text), f"codes of a {style.name} list are separated by {name}")
