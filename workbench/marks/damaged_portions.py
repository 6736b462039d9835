# SPDX-License-Identifier: AGPL-3.0-or-later
"""Portion marks that a scanner, a hurried typist or a releaser's pen left in pieces.

A parenthesis wrong or lost, slashes and levels read as other signs, controls struck out. What one of them says is for
``workbench.markings`` to read (``rules/register/misreadings.yaml`` lists what is taken for what). Here is told where a
piece may stand, at the head of a portion or at the end of a line, and beside how many whole marks it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from enum import IntEnum
from itertools import chain, islice, product

from workbench.markings import Form, Marking, parse
from workbench.markings.likeness import misreadings
from workbench.markings.slashes import with_slashes
from workbench.marks.late import Match, ending, late
from workbench.marks.lines import Lines
from workbench.marks.portion_context import Places
from workbench.marks.portion_pieces import PAIRS, SHORT, Piece, find_pieces


class Beside(IntEnum):
    """How many marks the document must have before a piece is taken for one.

    What is believed beside none counts too. ``HABIT`` counts those at the heads of portions: only where a document
    marks so is a digit a letter.
    """

    NONE = 0
    ONE = 1
    HABIT = 3


def damaged_portions(lines: Lines, places: Places, whole: Collection[int]) -> Iterator[tuple[int, int, Marking]]:
    """Where each stands and what is left of its meaning; ``whole`` are the starts of the marks found undamaged."""
    pieces = list(find_pieces(lines, places, whole))
    taken: set[int] = set()
    for beside, readings in _READINGS.items():
        if not pieces or not _has(places, beside, chain(whole, taken)):
            return
        for piece, read in product(pieces, readings):
            if piece.start not in taken and (marking := read(piece)):
                taken.add(piece.start)
                yield piece.start, piece.end, marking


def _has(places: Places, beside: Beside, marks: Iterable[int]) -> bool:
    if beside is Beside.HABIT:
        marks = filter(places.heads, marks)
    return sum(1 for _ in islice(marks, beside)) == beside


# --- believed beside no other mark ---

_SURE = 0.5  # of a reading in pieces


def _modern(piece: Piece) -> Marking | None:
    """``tS//SI//NF)``, ``-{TS#SI//NF)-``, ``S//NF)``: double slashes and a control are never chance."""
    level, _, control = piece.core.replace("#", "//").partition("//")
    if not (piece.heads and control) or (piece.core[len(level)] == "#" and not piece.opening):
        return None
    read = parse(f"({piece.core.replace('#', '//')})", Form.PORTION)
    return read.marking if read.confidence >= _SURE and read.marking and not read.marking.unknown else None


def _slashes_lost(piece: Piece) -> Marking | None:
    """``(CffSI)``, ``(TSIISIIINF)``: letters where slashes stood, and nothing else but a level and its controls."""
    if piece.opening + piece.closing != "()" or not (piece.heads or Places.stops(piece.before)):
        return None
    return _known(piece.core) if with_slashes(piece.core, bracketed=True) else None


_TEXT_BEGINS = late(r"[ \t]+[A-Z\"“]")
_FOR_OPENING = frozenset("/fIlt|[<")


def _opening_lost(piece: Piece) -> Marking | None:
    """``fU) The``, ``/S/NF) The``: a letter or a stroke for the parenthesis before a mark; ``[U] The``."""
    misread = piece.heads and piece.opening in _FOR_OPENING and piece.closing
    if not misread or not _TEXT_BEGINS.match(piece.text, piece.end):
        return None
    whole = PAIRS.get(piece.opening) == piece.closing
    return None if whole and not _is_sole(piece) else _known(piece.core)


_KEY = {frame: late(rf"^[ \t]*\{frame}[ABD-QRTV-Z]\{PAIRS[frame]}[ \t]", re.MULTILINE) for frame in "[<"}


def _is_sole(piece: Piece) -> bool:
    """Whether a frame of another kind holds a mark: undamaged, and no letter of a key (``[Q] Quit``, ``[S] Save``)."""
    if parse(f"({piece.core})", Form.PORTION).confidence < 1 or "#" in piece.core:
        return False
    return len(piece.core) > 1 or not piece.lines.have(_KEY[piece.opening])


def _closing_lost(piece: Piece) -> Marking | None:
    """``The pier is closed. (S`` at the end of a line, ``(S//NF The pier`` at its head."""
    lost = not piece.closing and piece.heads == ("/" in piece.core)
    return _known(piece.core) if lost else None


# --- believed beside one ---

_NUMBERED = ending(r"\d{1,2}\.[ \t]{0,4}")


def _one_lost(piece: Piece) -> Marking | None:
    """``4. C) THE PIER``, ``5. (C THE PIER`` behind a number, ``S/NF) The pier``, ``The pier is closed. lU)``."""
    if piece.quoted and piece.parts and piece.opening + piece.closing == "[]":
        return _known(piece.core) if piece.core in SHORT else None  # See "[S] The Pier"
    if not piece.heads:
        misread = piece.opening in _FOR_OPENING and not piece.framed and Places.stops(piece.before)
        return _known(piece.core) if misread else None
    if piece.opening and piece.closing:
        return None
    behind = piece.text[piece.end : piece.end + 1].isspace()
    sure = "/" in piece.core or _NUMBERED.match(piece.before)
    return _known(piece.core) if sure and (behind or not piece.closing) else None


_BEHIND_TOP = late(r"(?P<level>TS)(?P<rest>[ -][A-Z]{1,5})")


def _unread_behind(piece: Piece) -> Marking | None:
    """``(TS U) The pier``: a level nothing else begins with, before letters that no register has."""
    match = _BEHIND_TOP.fullmatch(piece.core) if piece.heads and piece.opening + piece.closing == "()" else None
    return _with_unread(match) if match and _TEXT_BEGINS.match(piece.text, piece.end) else None


_UNCLASSIFIED = 10  # letters that are left of it at least
_SPELLED = late(r"[A-Z0-9][A-Z0-9/ .]{4,30}")


def _spelled_out(piece: Piece) -> Marking | None:
    """``(SECREI) The pier``, ``{COMFIDENTIAL) The pier``: a level in full, at the head of its portion."""
    if not (piece.heads and piece.framed and _SPELLED.fullmatch(piece.core)):
        return None
    marking = _known(piece.core) if _TEXT_BEGINS.match(piece.text, piece.end) else None
    if marking is None or marking.system != "US":
        return None  # (OFFICIAL), (PROTECTED) are words as well
    return marking if marking.is_classified or len(piece.core) >= _UNCLASSIFIED else None


_ODD = late(r"[A-Za-z0-9$]{1,5}(?:/{1,2}[A-Z]{2,6}){0,3}")


def _oddly_framed(piece: Piece) -> Marking | None:
    """``[C)``, ``(U]``: a right word in a wrong frame; ``(8BU)``, ``(sNF)``: a digit or small letter among capitals.

    A word of other capitals is an acronym: (SBA) is not (SBU) misread.
    """
    core = piece.core.strip(" ")
    if not piece.framed or not _ODD.fullmatch(core) or piece.text[piece.end : piece.end + 1].isalnum():
        return None
    curly = piece.opening + piece.closing == "{}"
    if (PAIRS[piece.opening] == piece.closing and not curly) or parse(f"({core})", Form.PORTION).confidence < 1:
        capitals = sum(char.isupper() for char in core)
        if not 2 <= capitals < len(core) or core[0] in "abc" or core.endswith("s"):
            return None
    return _known(core)


# --- believed beside the habit of marking ---


_SPECKS = " .,'’-"
_MARK_FOLLOWS = late(r"[ \t]*\([ \t]?(?:TS|[SCU])(?:/[^()\n]{1,60})?[ \t]?\)")


def _other_level(piece: Piece) -> Marking | None:
    """``(5)``, ``(s)``, ``(T8)``, where no neighbour in a list, (4) or (t), makes it a number or letter; ``(. S)``."""
    known, core = misreadings(), piece.core.strip(_SPECKS)
    specks = piece.raw[1:-1].strip(" ") != core  # without any it was told to be another thing
    level = core if specks and core in SHORT else {**known.levels, **known.doubtful}.get(core)
    if level is None or not (piece.heads and piece.framed) or _MARK_FOLLOWS.match(piece.text, piece.end):
        return None  # (5) (U) The pier: the number of a marked item
    return None if _is_listed(piece, "({})") else _known(level)


def _opening_lost_beside_others(piece: Piece) -> Marking | None:
    """``S) The pier`` at the head of a portion, ``The pier is closed. U)``, where no R) or T) makes a list of it."""
    if piece.opening or not (piece.heads or Places.stops(piece.before)):
        return None
    return None if _is_listed(piece, "\n{})") else _known(piece.core)


def _is_listed(piece: Piece, form: str) -> bool:
    """Whether the letter or number beside it stands elsewhere in ``form``."""
    neighbours = (chr(ord(piece.core) + step) for step in (-1, 1)) if len(piece.core) == 1 else ()
    return any(piece.lines.have(form.format(neighbour)) for neighbour in neighbours)


def _between_sentences(piece: Piece) -> Marking | None:
    """``[S]`` where one sentence ends and another begins; whether ``(S)`` may stand there has been told."""
    damaged = piece.framed and piece.opening + piece.closing != "()"
    return _known(piece.core) if damaged and piece.parts and piece.core in SHORT else None


def _closing_lost_at_head(piece: Piece) -> Marking | None:
    """``(U The pier``, with no closing one to come."""
    return _known(piece.core) if piece.heads and not piece.closing else None


# The level, what may be left of two slashes, and what is no word behind them: no office (C/NE/5), no number (S/N 12).
_RUINED = late(
    r"(?P<level>TS|[SCU])(?!/N \d|(?:/[A-Z\d]{1,5})+$)(?P<rest>(?:/|[lI1|!]{2}|ff|[lIft]/|/[lIft]|h|H)"
    r"(?=[^()\n]{0,14}[\d.,:;'\"^*•§]|[^()\n]{0,14}[a-z][A-Z]|(?<=[lI1|!]{2})\w)[^()\n]{2,16})"
)


def _controls_ruined(piece: Piece) -> Marking | None:
    """``(U/41.41,14)``: the level with something behind it that nobody can read, which keeps it from being open."""
    match = _RUINED.fullmatch(piece.core) if piece.heads and piece.opening + piece.closing == "()" else None
    return _with_unread(match) if match else None


def _with_unread(match: Match) -> Marking | None:
    marking = _known(match["level"])
    return replace(marking, unknown=(match["rest"].strip("/ -"),), portion=None, banner=None) if marking else None


_READINGS: dict[Beside, tuple[Callable[[Piece], Marking | None], ...]] = {
    Beside.NONE: (_modern, _slashes_lost, _opening_lost, _closing_lost),
    Beside.ONE: (_one_lost, _oddly_framed, _spelled_out, _unread_behind),
    Beside.HABIT: (
        _other_level,
        _opening_lost_beside_others,
        _between_sentences,
        _closing_lost_at_head,
        _controls_ruined,
    ),
}


def _known(core: str) -> Marking | None:
    marking = parse(f"({core})", Form.PORTION).marking
    return None if marking is None or marking.unknown else marking
