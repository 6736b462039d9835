# SPDX-License-Identifier: AGPL-3.0-or-later
"""RTF with everything the reader looks at: destinations, code pages, skipped characters, raw bytes."""

from __future__ import annotations

import random
import re

from benchmarks.fuzzing import Target


_WORD = re.compile(rb"\\[a-z]+-?\d*")
_GROUP = re.compile(rb"\{[^{}]*\}")
_WORDS = (
    *(b"\\bin99999999 ", b"\\bin-1 ", b"\\bin3 ", b"\\uc0 ", b"\\uc999999999 ", b"\\u-1?", b"\\u55357?", b"\\u65536 "),
    *(
        b"\\v ",
        b"\\v0 ",
        b"\\deleted ",
        b"\\plain ",
        b"\\pard ",
        b"\\par ",
        b"\\page ",
        b"\\cell ",
        b"\\row ",
        b"\\f999 ",
    ),
    *(
        b"\\f-1 ",
        b"\\cf99 ",
        b"\\cf-1 ",
        b"\\fs0 ",
        b"\\ansicpg65001 ",
        b"\\ansicpg0 ",
        b"\\cpg99999 ",
        b"\\fcharset2 ",
    ),
    *(
        b"\\*",
        b"\\upr",
        b"\\ud ",
        b"\\header ",
        b"\\footnote ",
        b"\\shptxt ",
        b"\\fonttbl ",
        b"\\colortbl ",
        b"\\info ",
    ),
    *(b"\\stylesheet ", b"\\s999999999 ", b"\\'", b"\\'zz", b"\\", b"{", b"}", b"\\object ", b"\\result ", b"\\chftn "),
)
_MEMO = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset2 Symbol;}
{\f2\fcharset128 Mincho;}}
{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}{\stylesheet{\s0 Normal;}{\s1 heading 1;}}
{\info{\title x}{\author y}}{\header SECRET\par}{\footer SECRET\par}
\pard\s1 (U) Heading\par\pard\plain\f0 1. (S//NF) The ferry \ldblquote Aster\rdblquote  sailed\u8217?s at\'92 {\b no}on.
{\footnote\chftn  (U) note}\par
{\v hidden}{\deleted\revauth1 gone}{\strike SECRET}{\cf2 white}{\caps capitals}\line next\tab x\page
{\listtext\f1\'b7\tab}\ls1 (C) item\par{\f2\'93\'fa\'96\'7b}{\upr{a}{\*\ud{\u26085?}}}\par
\trowd\intbl one\cell two\cell\row\pard{\field{\*\fldinst HYPERLINK "x"}{\fldrslt here}}{\*\bkmkstart b}{\*\bkmkend b}
{\object\objemb{\*\objclass X}{\*\objdata 0102}{\result r}}{\pict\pngblip 8950}{\pict\bin4 {}{}}{\*\nosuch z}
{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt box\par}}{\shprslt old}}{\*\atnid q}{\*\annotation w}\par}
"""


def seeds() -> list[bytes]:
    return [_MEMO, _MEMO.replace(b"ansicpg1252", b"ansicpg932"), rb"{\rtf1 (U) One.\par (S) Two.\par}"]


def odd_word(data: bytes, rng: random.Random) -> bytes:
    """A control word becomes another one."""
    found = list(_WORD.finditer(data))
    if not found:
        return data
    at = rng.choice(found)
    return data[: at.start()] + rng.choice((*_WORDS, rng.choice(found)[0])) + data[at.end() :]


def move_group(data: bytes, rng: random.Random) -> bytes:
    """A group stands elsewhere too."""
    found = list(_GROUP.finditer(data))
    if not found:
        return data
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(found)[0] + data[at:]


def nest(data: bytes, rng: random.Random) -> bytes:
    found = list(_GROUP.finditer(data))
    if not found:
        return data
    at, depth = rng.choice(found), rng.choice((10, 190, 100_000))
    opened = rng.choice((b"{", b"{\\header ", b"{\\footnote ", b"{\\*\\x "))
    return data[: at.start()] + opened * depth + at[0] + b"}" * depth + data[at.end() :]


TARGET = Target("file.rtf", seeds, changes=(odd_word, odd_word, move_group, nest), tokens=_WORDS)
