# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners misread by a scanner (``SEGRET``), struck to pieces (``SE~~~ET``), or with a codeword nobody registered.

Alone on their lines and in capitals. A TOP SECRET with one unknown word behind it counts where the line comes twice:
at the head and the foot of a page. Codewords were many and are not all public.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace
from functools import cache

from workbench.markings import Form, Marking, parse
from workbench.markings.likeness import misreadings
from workbench.markings.model import Era
from workbench.marks.late import late, sought
from workbench.marks.lines import Lines


# Begins with what ends the line before: ten times as fast as a pattern that begins with the beginning of any line.
_LINE = late(
    r"\n[ \t]{0,150}(?P<words>(?:(?:T|['‘]?[fl])[O0Q]P[ \t]{1,3})?"
    r"[A-Zceilo\d~^*{}|&'’!<>_-]{5,15})[ \t,;:'’~_-]{0,8}(?=\n|\Z)"
)
_CODEWORD = sought(r"^[ \t]{0,150}(?P<words>TOP SECRET[ \t/-]{1,3}(?P<word>[A-Z]{4,9}))[ \t]*$", re.MULTILINE)
_HANDLED = late(r"\s{1,40}(?:HANDLE\s+VIA|NO ?FORN|NO FOREIGN)\b")
_SPELLED = ("TOP SECRET", "SECRET", "CONFIDENTIAL")
_TOP = late(r"^['‘]?[fl][O0Q]P(?=\s)")
_JUNK = late(r"[^A-Z ]")
_SPOTS = frozenset("~^*{}|&<>_!")
_BEFORE_LEVEL = r"(?:T ?[O0] ?P|MOST|NATO|COSMIC TOP|REPORT CLASSIFIED:?|(?i:classification) ?:)"
_MOST_WRONG = 2  # letters of a level
_LONGEST = 120  # characters of a line
_KEPT = 0.6  # of the letters, for a word struck to pieces


def mended_lines(lines: Lines, taken: Container[int]) -> Iterator[tuple[int, str]]:
    """Lines with a level of which letters are misread, with those put right, or parted, and where each begins.

    The whole is as long as it was: ``S E C K E T NOFORN`` gives ``S E C R E T NOFORN``, which the grammar reads, as it
    does ``CONF IDENT IAL``.
    """
    text = _begun(lines.text)
    for level, pattern in _looks():
        for match in pattern.finditer(text):
            start, end = lines.at(match.end() - 2)
            letters = [at - 1 for at in range(*match.span("level")) if match.string[at] not in " -"]
            wrong = [at for at, meant in zip(letters, level, strict=True) if lines.text[at] != meant]
            if start in taken or len(wrong) > _MOST_WRONG or end - start > _LONGEST or match["level"] == level:
                continue
            mended = dict(zip(letters, level, strict=True))
            yield start, "".join(mended.get(at, lines.text[at]) for at in range(start, end))


def _begun(text: str) -> str:
    """``text`` with a line feed before each line: also before the first of a page."""
    return "\n" + text.replace("\f", "\n")


@cache
def _looks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each level at the head of a line, spelled with what its letters are taken for; spaced, hyphened or neither."""
    alike: dict[str, str] = {}
    for one, other in sorted(misreadings().pairs):
        alike[one] = alike.get(one, re.escape(one)) + re.escape(other)
    head = rf"\n[ \t~*_-]{{0,150}}+(?:{_BEFORE_LEVEL} {{1,3}})?"
    spelled = {level: "[ -]?".join(f"[{alike[letter]}]" for letter in level) for level in ("SECRET", "CONFIDENTIAL")}
    return tuple((level, re.compile(rf"{head}(?P<level>{seen})(?!\w)")) for level, seen in spelled.items())


def damaged_banners(lines: Lines, taken: Container[int]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what it says; ``taken`` are the starts of lines that hold a whole one."""
    for match in _LINE.finditer(_begun(lines.text)):
        if match.start() not in taken and (marking := _meaning(match["words"])):
            start, end = match.span("words")
            yield start - 1, end - 1, marking
    if "TOP SECRET" in lines.text:
        found = [line for line in _CODEWORD.finditer(lines.text) if line.start() not in taken]
        times = Counter(line["word"] for line in found)
        for line in found:
            handled = _HANDLED.match(lines.text, line.end())  # a codeword, if a control system follows
            if (times[line["word"]] > 1 or handled) and not parse(line["words"], Form.BANNER).marking:
                yield *line.span("words"), with_codeword("TOP SECRET", line["word"])


def _meaning(words: str) -> Marking | None:
    if sum(char.islower() for char in words[1:]) > 1:
        return None  # a word
    words = _TOP.sub("TOP", words)
    marking = parse(words.strip("~_-'’").upper(), Form.BANNER).marking
    if marking and marking.system == "US" and not marking.unknown:
        return marking
    return _in_pieces(words) if _SPOTS.intersection(words.rstrip("!")) else None


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


def with_codeword(level: str, word: str) -> Marking:
    """The marking of ``level``, spelled out, with a word that no register lists."""
    marking = parse(level, Form.BANNER).marking
    assert marking
    return replace(marking, unknown=(word,), era=Era.LEGACY, portion=None, banner=None)
