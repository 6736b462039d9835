# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters of other alphabets that a reader takes for Latin ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, starmap


_PAIRS = (
    # Cyrillic
    "АA ВB СC ЕE ЁE НH ІI ЇI ЈJ КK МM ОO РP ЅS ТT ХX УY ҮY ѴV ԚQ ԜW Ғf ҒF ԌG ҺH ԁd "
    "аa вb сc еe ёe һh іi їi јj кk мm оo рp ѕs тt хx уy үy ѵv ԛq ԝw гr пn ԍg ӏl Ӏi ոn "
    # Greek
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC Ϳj αa βb εe ηn ιi κk νv οo ρp σo τt υu χx ϲc ϳj γy ωw "
    # Armenian, Cherokee, Lisu
    "օo սu ոn հh ցg զq ՏS ՍU ՕO ԼL Աu ᎪA ᏴB ᏟC ᎠD ᎬE ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ ᏀG Ꭵi "
    "ꓮA ꓐB ꓚC ꓓD ꓰE ꓝF ꓖG ꓧH ꓲI ꓙJ ꓗK ꓡL ꓟM ꓠN ꓳO ꓑP ꓣR ꓢS ꓔT ꓴU ꓦV ꓪW ꓫX ꓬY ꓜZ "
    # Coptic
    "ⲀA ⲂB ⲤC ⲈE ⲎH ⲒI ⲔK ⲘM ⲚN ⲞO ⲢP ⲦT ⲬX ⲨY ⲌZ ⲁa ⲃb ⲥc ⲉe ⲏh ⲓi ⲕk ⲙm ⲛn ⲟo ⲣp ⲧt ⲭx ⲩy ⲍz "
    # Latin letters that are not called after the one they look like
    "ɑa ɩi ǀl əe ƏE øo ØO ĐD "
    # Braille
    "⠁a ⠃b ⠉c ⠙d ⠑e ⠋f ⠛g ⠓h ⠊i ⠚j ⠅k ⠇l ⠍m ⠝n ⠕o ⠏p ⠟q ⠗r ⠎s ⠞t ⠥u ⠧v ⠺w ⠭x ⠽y ⠵z "
)
_EMOJI_LETTERS = {
    base + number: chr(ord("A") + number)
    for base in (0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # parenthesised, squared, circled, flags
    for number in range(26)
}
# Stroked, hooked, turned, dotless letters, small capitals: those without a decomposition have it in their names.
_NAME = re.compile(r"LATIN (SMALL|CAPITAL|LETTER SMALL)(?: LETTER| CAPITAL)(?: [A-Z]{4,})? ([A-Z])(?: WITH .+)?")
_BLOCKS = ((0x111, 0x250), (0x250, 0x2B0), (0x1D00, 0x1D2C), (0x1D6B, 0x1D9B), (0x2C60, 0x2C80), (0xA722, 0xA7F2))


def _named() -> Iterator[tuple[int, str]]:
    for code in chain.from_iterable(starmap(range, _BLOCKS)):
        if (name := _NAME.fullmatch(unicodedata.name(chr(code), ""))) and not unicodedata.decomposition(chr(code)):
            yield code, name[2].lower() if name[1] == "SMALL" else name[2]


LOOKALIKES: dict[int, str] = dict(_named()) | {ord(pair[0]): pair[1] for pair in _PAIRS.split()} | _EMOJI_LETTERS
"""Code point to the Latin letter it is taken for: the part of Unicode's confusables (UTS #39) that compatibility
decomposition (NFKD) does not settle already."""
