# SPDX-License-Identifier: AGPL-3.0-or-later
"""The readings of a text: as it stands, and as a terminal, a browser or a parser would show it.

A term can be spelled in character references, percent signs, escapes or with tags inside the word. Each reading undoes
one such spelling and keeps, for each of its characters, the stretch of the source it was made from.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.documents import Span
from workbench.redaction.intervals import merge
from workbench.redaction.spellings import (
    ANSI,
    BARE,
    BARE_SIGNS,
    CODES,
    CONCEALED,
    EMPHASIS,
    IMAGES,
    LINKS,
    LOOSE,
    MARKUP,
    MOJIBAKE,
    REFERENCES,
    STEPS_BACK,
    STRUCK,
    TAGS,
    TYPED_BACK,
    Spelling,
    nothing,
)


_NEAR = 100
"""Characters on either side of a number that are read again without it: more than a term has."""
_APART = " .\n" * 100
_MOST_CODES = 4

Change = tuple[int, int, str]
"""From where to where a text reads otherwise, and how."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``text[i]`` was made from the source's characters ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def plain(cls, text: str) -> Reading:
        """The text as it stands."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    @classmethod
    def joined(cls, text: str, spans: Sequence[tuple[int, int]]) -> Reading:
        """The stretches of ``text`` one after the other, a space between: a paragraph that a page break cuts."""
        characters: list[str] = []
        starts: list[int] = []
        for start, end in spans:
            if characters:
                characters.append("\n")
                starts.append(start)
            characters.append(text[start:end])
            starts.extend(range(start, end))
        return cls("".join(characters), starts, [start + 1 for start in starts])

    def near(self, changes: Iterable[Change]) -> Reading:
        """The text around each of ``changes`` with them made, and something between that no word reaches over."""
        waiting = deque(sorted(changes))
        characters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for around in merge(Span(max(0, s - _NEAR), min(len(self.text), e + _NEAR)) for s, e, _ in waiting):
            first, last = _whole_words(self.text, *around)
            here: list[Change] = []
            while waiting and waiting[0][1] <= around.end:
                here.append(waiting.popleft())
            part = Reading(self.text[first:last], self.starts[first:last], self.ends[first:last])
            changed = part.replaced((start - first, end - first, words) for start, end, words in here)
            characters += (changed.text, _APART)
            starts += [*changed.starts, *[self.starts[first]] * len(_APART)]
            ends += [*changed.ends, *[self.ends[last - 1]] * len(_APART)]
        return Reading("".join(characters), starts, ends)

    def as_read(self, spelling: Spelling) -> Reading:
        """Another reading, with what is spelled so undone; this one where nothing is."""
        return self.replaced(self.changes(spelling)) if self.may_have(spelling) else self

    def changes(self, spelling: Spelling) -> list[Change]:
        """What is spelled so, and how it is read."""
        return [(match.start(), match.end(), spelling.read(match)) for match in spelling.pattern.finditer(self.text)]

    def may_have(self, spelling: Spelling) -> bool:
        """Whether it is worth looking for what is spelled so."""
        # A loop, not ``any``: it is asked of every run that decodes to something, a million times in a long document.
        for sign in spelling.signs:
            if sign in self.text:
                return True
        return not spelling.signs

    def rewrite(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Reading:
        """Another reading, with each match of ``pattern`` replaced; what replaces it comes from all of the match."""
        return self.replaced(self.changes(Spelling((), pattern, replace)))

    def replaced(self, changes: Iterable[Change]) -> Reading:
        """Another reading, with other words from one place to another, in order; this one where there are none."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        place = 0
        for start, end, words in changes:
            pieces += (self.text[place:start], words)
            starts.extend(self.starts[place:start])
            ends.extend(self.ends[place:start])
            starts.extend([self.starts[start]] * len(words))
            ends.extend([self.ends[end - 1]] * len(words))
            place = end
        if place == 0:
            return self
        pieces.append(self.text[place:])
        starts.extend(self.starts[place:])
        ends.extend(self.ends[place:])
        return Reading("".join(pieces), starts, ends)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the words at its edges whole: a part of one (`CIA` of `CIAE`) would pass for a word."""
    first, last = max(0, start - _NEAR), min(len(text), end + _NEAR)
    while first < start and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < last and text[end - 1 : end + 1].isalnum():
        end += 1
    return start, end


def readings(source: Reading) -> Iterator[Reading]:
    """The source as it stands, then each other reading that differs from it."""
    seen: set[str] = set()
    for reading in (source, *_others(source)):
        once = reading if reading.text.isascii() else reading.as_read(MOJIBAKE)
        for each in (reading, once, once if once is reading else once.as_read(MOJIBAKE)):
            if each.text not in seen:
                seen.add(each.text)
                yield each


def visible(source: Reading) -> Reading:
    """What a terminal shows: escape sequences carried out, overstruck characters replaced by those over them."""
    shown = source.rewrite(STEPS_BACK, lambda m: "\b" * int(m[1] or 1))
    shown = shown.rewrite(CONCEALED, nothing).rewrite(ANSI, nothing)
    return _struck_over(shown) if "\b" in shown.text else shown


def _struck_over(typed: Reading) -> Reading:
    """Without each character that a step back goes over, in one pass: somebody may type thousands, and step back."""
    left: list[int] = []
    for place, character in enumerate(typed.text):
        if character == "\b" and left and typed.text[left[-1]] != "\b":
            left.pop()
        else:
            left.append(place)
    starts, ends = ([made[place] for place in left] for made in (typed.starts, typed.ends))
    return Reading("".join(typed.text[place] for place in left), starts, ends)


def _others(source: Reading) -> Iterator[Reading]:
    typed = source.as_read(TYPED_BACK)
    if any(sign in typed.text for sign in "\x1b\b\x9b"):
        yield visible(typed)
    yield from map(source.as_read, (REFERENCES, *CODES, TAGS))
    untagged = source.as_read(MARKUP)
    yield untagged
    yield from map(untagged.as_read, (REFERENCES, EMPHASIS, LINKS, IMAGES))
    yield source.as_read(STRUCK).as_read(MARKUP)


def loose_readings(source: Reading) -> Iterator[Reading]:
    """Words as they stand once numbers beside or in them are not read as such; for terms, never for patterns."""
    for spelling in LOOSE:
        if source.may_have(spelling) and (changes := source.changes(spelling)):
            yield source.near(changes)


def undone(source: Reading) -> Reading:
    """With every spelling undone in turn, those inside of others too; ``source`` itself where there is none."""
    for _ in range(_MOST_CODES):
        read = source if source.text.isascii() or BARE_SIGNS.isdisjoint(source.text) else source.as_read(BARE)
        for spelling in (REFERENCES, *CODES, MARKUP):
            read = read.as_read(spelling)
        if read.text == source.text:
            break
        source = read
    return source
