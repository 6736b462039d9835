# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters of other alphabets that a reader takes for Latin ones."""

from __future__ import annotations


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
    # Latin letters without a decomposition: small capitals, dotless, stroked, hooked
    "ᴀA ʙB ᴄC ᴅD ᴇE ꜰF ɢG ʜH ɪI ᴊJ ᴋK ʟL ᴍM ɴN ᴏO ᴘP ʀR ꜱS ᴛT ᴜU ᴠV ᴡW ʏY ᴢZ ıi ȷj łl ŁL øo ØO đd ĐD ħh ĦH ŧt ŦT "
    "ɑa ɡg ɩi ƒf ɓb ƙk ƥp ƭt ƴy ƶz ƵZ ƀb ɐa ǀl "
    # Braille
    "⠁a ⠃b ⠉c ⠙d ⠑e ⠋f ⠛g ⠓h ⠊i ⠚j ⠅k ⠇l ⠍m ⠝n ⠕o ⠏p ⠟q ⠗r ⠎s ⠞t ⠥u ⠧v ⠺w ⠭x ⠽y ⠵z "
)
_EMOJI_LETTERS = {
    base + number: chr(ord("A") + number)
    for base in (0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # parenthesised, squared, circled, flags
    for number in range(26)
}
LOOKALIKES: dict[int, str] = {ord(pair[0]): pair[1] for pair in _PAIRS.split()} | _EMOJI_LETTERS
"""Code point to the Latin letter it is taken for: the part of Unicode's confusables (UTS #39) that compatibility
decomposition (NFKD) does not settle already."""
