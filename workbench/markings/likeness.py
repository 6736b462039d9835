# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a damaged word is from one of the register, counting look-alike characters as half a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from workbench.markings.shipped import rule_data


@dataclass(frozen=True, slots=True)
class Misreadings:
    """``rules/register/misreadings.yaml``, ready for looking up."""

    pairs: frozenset[tuple[str, str]]
    opening: str
    closing: str
    hyphens: str
    slash: str
    slashes: frozenset[str]
    levels: dict[str, str]
    doubtful: dict[str, str]
    ordinary: frozenset[str]


@cache
def misreadings() -> Misreadings:
    """What reading machines and typists confuse.

    Raises:
        RulesError: the file is not valid; names the file, the line and the key.

    """
    files = list(rule_data("register/misreadings.yaml"))
    return Misreadings(
        frozenset((a, b) for file in files for group in file["alike"] for a in group for b in group if a != b)
        | {(two, one) for file in files for one, pairs in file["double"].items() for two in pairs},
        "".join(file["opening"] for file in files),
        "".join(file["closing"] for file in files),
        "".join(file["hyphens"] for file in files),
        "".join(file["slash"] for file in files),
        frozenset(debris for file in files for debris in file["slashes"]),
        {read: level for file in files for read, level in file["levels"].items()},
        {read: level for file in files for read, level in file["doubtful"].items()},
        frozenset(word for file in files for word in file["ordinary"]),
    )


ALIKE = 0.5
OTHER = 1.0


@lru_cache(maxsize=4096)
def distance(read: str, meant: str) -> float:
    """Optimal string alignment with look-alikes at half cost; a doubled look-alike counts half too, as does a pair."""
    pairs = misreadings().pairs
    before: list[float] = []
    last = [float(i) for i in range(len(meant) + 1)]
    for i, char in enumerate(read, 1):
        row = [float(i)]
        for j, wanted in enumerate(meant, 1):
            swap = 0.0 if char == wanted else ALIKE if (char, wanted) in pairs else OTHER
            extra = ALIKE if i > 1 and (char == read[i - 2] or (char, read[i - 2]) in pairs) else OTHER
            best = min(last[j - 1] + swap, last[j] + extra, row[j - 1] + OTHER)
            if i > 1 and j > 1 and char == meant[j - 2] and read[i - 2] == wanted and char != wanted:
                best = min(best, before[j - 2] + OTHER)
            if i > 1 and (read[i - 2 : i], wanted) in pairs:
                best = min(best, before[j - 1] + ALIKE)
            row.append(best)
        before, last = last, row
    return last[-1]


def nearest(word: str, candidates: Iterable[str], limit: float) -> tuple[str, float] | None:
    """The first of the candidates that are nearest to ``word``, and how far it is; None beyond ``limit``."""
    if word in misreadings().ordinary:
        return None
    best: tuple[str, float] | None = None
    own, alike = frozenset(word), frozenset(meant for read, meant in misreadings().pairs if read in word)
    for candidate in candidates:
        if abs(len(candidate) - len(word)) > limit + 1:
            continue
        missing = _letters(candidate) - own  # what they cost takes a hundredth of the time that ``distance`` does
        if len(missing) * ALIKE + len(missing - alike) * (OTHER - ALIKE) > limit:
            continue
        cost = distance(word, candidate)
        if cost <= limit and (best is None or cost < best[1]):
            best = candidate, cost
    return best


_letters = lru_cache(maxsize=4096)(frozenset[str])


def with_letters(word: str, names: Iterable[str]) -> str:
    """The one of ``names`` that ``word`` is where each digit is a letter misread, or ``word``: no letter is guessed."""
    if not any(map(str.isdigit, word)):
        return word
    pairs = misreadings().pairs
    meant = [
        name
        for name in names
        if len(name) == len(word)
        and all(a == b or (a.isdigit() and (a, b) in pairs) for a, b in zip(word, name, strict=True))
    ]
    return meant[0] if len(meant) == 1 else word
