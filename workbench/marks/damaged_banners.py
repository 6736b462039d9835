# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners misread by a scanner (``SEGRET``), struck to pieces (``SE~~~ET``), or with a codeword nobody registered.

Alone on their lines and in capitals. A TOP SECRET with one unknown word behind it counts where the line comes twice:
at the head and the foot of a page. Codewords were many and are not all public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace

import regex

from workbench.markings import Form, Marking, parse
from workbench.markings.model import Era
from workbench.marks.late import late
from workbench.marks.lines import Lines


# Begins with what ends the line before: ten times as fast as a pattern that begins with the beginning of any line.
_LINE = late(
    r"\n[ \t]{0,150}(?P<words>(?:(?:T|['‘]?[fl])[O0Q]P[ \t]{1,3})?"
    r"[A-Zceilo\d~^*{}|&'’!<>_-]{5,15})[ \t,;:'’~_-]{0,8}(?=\n|\Z)"
)
_CODEWORD = late(r"^[ \t]{0,150}(?P<words>TOP SECRET[ \t/-]{1,3}(?P<word>[A-Z]{4,9}))[ \t]*$", regex.MULTILINE)
_SPELLED = ("TOP SECRET", "SECRET", "CONFIDENTIAL")
_TOP = late(r"^['‘]?[fl][O0Q]P(?=\s)")
_JUNK = late(r"[^A-Z ]")
_SPOTS = frozenset("~^*{}|&<>_!")
_KEPT = 0.6  # of the letters, for a word struck to pieces


def damaged_banners(lines: Lines, taken: Container[int]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what it says; ``taken`` are the starts of lines that hold a whole one."""
    for match in _LINE.finditer("\n" + lines.text):
        if match.start() not in taken and (marking := _meaning(match["words"])):
            start, end = match.span("words")
            yield start - 1, end - 1, marking
    if "TOP SECRET" in lines.text:
        found = [match for match in _CODEWORD.finditer(lines.text) if match.start() not in taken]
        times = Counter(match["word"] for match in found)
        for match in found:
            if times[match["word"]] > 1 and not parse(match["words"], Form.BANNER).marking:
                yield *match.span("words"), _with_codeword(match["word"])


def _meaning(words: str) -> Marking | None:
    if sum(char.islower() for char in words[1:]) > 1:
        return None  # a word
    words = _TOP.sub("TOP", words)
    marking = parse(words.strip("~_-'’").upper(), Form.BANNER).marking
    if marking and marking.system == "US" and not marking.unknown:
        return marking
    return _in_pieces(words) if _SPOTS.intersection(words) else None


def _in_pieces(words: str) -> Marking | None:
    """The level whose letters are left in their order, the first and the last among them."""
    letters = _JUNK.sub("", words)
    for spelled in _SPELLED:
        if (
            abs(len(words) - len(spelled)) <= 3
            and len(letters) >= max(4, _KEPT * len(spelled))
            and letters[0] == spelled[0]
            and letters[-1] == spelled[-1]
            and _is_subsequence(letters, spelled)
        ):
            return parse(spelled, Form.BANNER).marking
    return None


def _is_subsequence(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _with_codeword(word: str) -> Marking:
    level = parse("TOP SECRET", Form.BANNER).marking
    assert level
    return replace(level, unknown=(word,), era=Era.LEGACY, portion=None, banner=None)
