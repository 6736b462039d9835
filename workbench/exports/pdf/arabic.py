# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arabic letters as they are written in a word: joined to their neighbours, by the forms that Unicode has of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import chain


_FIRST, _LAST = "\u0600", "\u08ff"


def plain(letter: str) -> str:
    """The letter of which ``letter`` is a form, as it is typed; others as they are."""
    if not "\ufb50" <= letter <= "\ufefc":
        return letter
    base = unicodedata.normalize("NFKC", letter)
    return base if len(base) == 1 else letter


def joined(letters: Sequence[str]) -> Sequence[str]:
    """The form of each of ``letters``, which stand from left to right, in its place; others as they are."""
    if not any(_FIRST <= letter <= _LAST for letter in letters):
        return letters
    return [_form(letters, at) if _FIRST <= letter <= _LAST else letter for at, letter in enumerate(letters)]


def _form(letters: Sequence[str], at: int) -> str:
    forms = _forms().get(letters[at], {})
    before, after = _beside(letters, at, 1), _beside(letters, at, -1)
    takes = "final" in forms and "initial" in _forms().get(before, {})
    gives = "initial" in forms and "final" in _forms().get(after, {})
    name = ("medial" if gives else "final") if takes else ("initial" if gives else "isolated")
    return forms.get(name, letters[at])


def _beside(letters: Sequence[str], at: int, step: int) -> str:
    """The next letter to the right (1), which is read before, or to the left (-1); marks above and below are none."""
    at += step
    while 0 <= at < len(letters) and unicodedata.category(letters[at]) == "Mn":
        at += step
    return letters[at] if 0 <= at < len(letters) else ""


@cache
def _forms() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"\u0640": {"initial": "\u0640", "final": "\u0640", "medial": "\u0640"}}
    for code in chain(range(0xFB50, 0xFBFF), range(0xFE70, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split()[:3] or [""]
        if len(letters) == 1:
            found.setdefault(chr(int(letters[0], 16)), {})[form.strip("<>")] = chr(code)
    return found
