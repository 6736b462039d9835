# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms that begin at the end of one text and end at the start of another, by their letters alone.

Two lines that may be one below the other are many pairs. Most hold a whole term or none: what stands in one line is
found where the text is searched, and only a pair that a term reaches over has to be read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate


_NO_DIGITS = str.maketrans("", "", "0123456789")


class Seams:
    """Terms (skeletons), and what is left of each behind every part that it may begin with.

    ``lettered``: a text with the letters for which its digits may stand. A number beside a seam may be that of a line
    or a note: texts with digits are asked without them too, and a term with digits then reaches over if all of its
    letters are on one side.
    """

    def __init__(self, terms: Iterable[str], lettered: Callable[[str], set[str]]) -> None:
        """A term of one letter reaches over nothing."""
        self._lettered = lettered
        self._rests: dict[str, set[str]] = {}
        self._bare: dict[str, set[str]] = {}
        for term in terms:
            bare = _bare(term)
            for cut in range(1, len(term)):
                self._rests.setdefault(term[:cut], set()).add(term[cut:])
            for cut in range(1, len(bare)) if bare == term else range(len(bare) + 1):
                self._bare.setdefault(bare[:cut], set()).add(bare[cut:])
        self.longest = max(map(len, self._rests), default=0)
        """Letters on either side of a seam that tell."""

    def read(self, letters: str) -> set[str]:
        """``letters``, also without digits and with the letters that these stand for."""
        bare = _bare(letters)
        return {letters} if bare == letters else {letters, bare, *self._lettered(letters)}

    def rests(self, before: str) -> Iterator[str]:
        """With what a text has to begin, in one of the ways to read it, that a term reaches into from ``before``."""
        bare = _bare(before)
        for letters in {before} if bare == before else {before, *self._lettered(before)}:
            yield from _behind(letters, self._rests, self.longest)
        yield from _behind(bare, self._bare, self.longest)

    def cross(self, pieces: Sequence[str]) -> bool:
        """Whether a term reaches over a seam of ``pieces`` (skeletons), however digits are read."""
        letters, seams = "".join(pieces), [*accumulate(map(len, pieces[:-1]))]
        if self._reaches(letters, seams, self._rests):
            return True
        bare = list(map(_bare, pieces))
        if "".join(bare) == letters:
            return False
        return self._reaches("".join(bare), accumulate(map(len, bare[:-1])), self._bare) or any(
            self._reaches(read, seams, self._rests) for read in self._lettered(letters)
        )

    def _reaches(self, letters: str, seams: Iterable[int], rests: dict[str, set[str]]) -> bool:
        for seam in seams:
            before, behind = letters[max(0, seam - self.longest) : seam], letters[seam : seam + self.longest]
            if any(map(behind.startswith, _behind(before, rests, self.longest))):
                return True
        return False


def _bare(letters: str) -> str:
    return letters.translate(_NO_DIGITS)


def _behind(before: str, rests: dict[str, set[str]], longest: int) -> Iterator[str]:
    for cut in range(min(longest, len(before)) + 1):
        yield from rests.get(before[len(before) - cut :], ())


class Starts:
    """Texts by the letters that they begin with."""

    def __init__(self, texts: Iterable[Iterable[str]], longest: int) -> None:
        """Of each text the ways to read it (skeletons); more letters than ``longest`` are not asked for."""
        self._places: dict[str, list[int]] = {}
        for place, reads in enumerate(texts):
            for letters in reads:
                for end in range(min(longest, len(letters)) + 1):
                    self._places.setdefault(letters[:end], []).append(place)

    def with_any(self, beginnings: Iterable[str]) -> list[int]:
        """The places of the texts that begin with one of them, in order."""
        return sorted({place for each in beginnings for place in self._places.get(each, ())})
