# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a search for names must know of scripts: where words are not set apart, and letters are spelled with two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator


# Thai to Tibetan and Myanmar, Hangul (particles follow a name at once), Khmer, kana, bopomofo and Han.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
# Particles that Hebrew and Arabic write together with the word behind them: and, the, in, as, to, from, that, will.
_PARTICLES = re.compile("(?:\\A|(?<=[\\W\\d_]))[והבכלמשوفبكلسا]{1,4}\\Z")
_MOST_PARTICLES = 5
_BACKWARDS = re.compile("[\u0590-\u08ff]")
# As telegrams and travel documents spell them (ICAO Doc 9303-3, 6.A), and the Serbian letter as newspapers do.
_SPELLED_OUT = {
    **{"Ä": "AE", "Å": "AA", "Æ": "AE", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Ü": "UE", "Þ": "TH", "Đ": "DJ"},
    **{"ä": "ae", "å": "aa", "æ": "ae", "ö": "oe", "ø": "oe", "œ": "oe", "ü": "ue", "þ": "th", "đ": "dj"},
}
SIGNS = (*_SPELLED_OUT, "\u0308", "\u030a")
SPELLED_OUT = re.compile(f"[{''.join(_SPELLED_OUT)}]|[AaOoUu][\u0308\u030a]")
"""A letter that a text of plain letters spells with two; one of ``SIGNS`` is in it."""


def spell_out(match: re.Match[str]) -> str:
    """The two letters for a match of ``SPELLED_OUT``."""
    return _SPELLED_OUT.get(unicodedata.normalize("NFC", match.group()), match.group())


def is_unspaced(character: str) -> bool:
    """Whether its script sets words apart by nothing: a name ends wherever it does."""
    return _UNSPACED.match(character) is not None


def ends_in_particles(text: str) -> bool:
    """Whether the word that ``text`` ends in is made of particles only: what follows begins a word to a reader."""
    return _PARTICLES.search(text[-_MOST_PARTICLES:]) is not None


def is_set_backwards(text: str) -> bool:
    """Whether a file may hold it in the order in which it is seen: the last letter of a word first."""
    return _BACKWARDS.search(text) is not None


def written(term: str) -> Iterator[str]:
    """The term, and other ways to write it that do not fold to the same: in capitals, with letters spelled out."""
    yield term
    if not term.isascii():
        for cased in (term, term.upper(), term.lower(), term.title()):
            yield cased
            yield SPELLED_OUT.sub(spell_out, cased)
