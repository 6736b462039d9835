# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much of what two releases withhold from each other is told, over random pairs of which every word is known.

Each release withholds its own stretches of one text, which may overlap; words are misread.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from tests.releases.making import letters, release
from workbench.releases import Kind, Side, compare


FLOOR = 0.95
# fmt: off
NAMES = [
    "Raske", "Venn", "Ousk", "Marlo", "Tirn", "Halden", "Estvik", "Bruna", "Kell", "Odera", "Lunde", "Vask",
]
THINGS = [
    "harbor", "lighthouse", "keeper", "governor", "cutter", "survey", "pilot", "clerk", "cable", "ferry", "island",
    "depot", "crane", "union", "strike", "grain",
]
DEEDS = [
    "reported", "asked", "moved", "visited", "signed", "refused", "offered", "carried", "delayed", "received",
    "opened", "warned",
]
LINKS = [
    "in", "of", "near", "before", "after", "from", "with", "on behalf of", "that",
]
# fmt: on


@dataclass(frozen=True)
class Made:
    """The two texts, and the words that each shows and the other withholds."""

    texts: list[str]
    shown: list[Counter[str]]


def sentence(dice: random.Random) -> list[str]:
    def somebody() -> str:
        return dice.choice(NAMES) if dice.random() < 0.4 else f"{dice.choice(['the', 'a'])} {dice.choice(THINGS)}"

    parts = [somebody(), dice.choice(DEEDS), somebody()]
    for _ in range(dice.randint(0, 3)):
        parts += [dice.choice(LINKS), somebody()]
    words = " ".join(parts).split()
    return [words[0].capitalize(), *words[1:-1], words[-1] + "."]


def misread(dice: random.Random, word: str, share: float) -> str:
    if len(word) < 5 or dice.random() > share:
        return word
    at = dice.randrange(1, len(word) - 2)
    return word[:at] + dice.choice("uvclt") + word[at + 1 :]


def withheld(dice: random.Random, size: int) -> list[tuple[bool, bool]]:
    """For each word of a paragraph, whether the old and whether the new release withholds it."""
    found = [(False, False)] * size
    kind = dice.random()
    if kind < 0.3:
        return found
    if kind < 0.45:
        return [dice.choice([(True, False), (False, True)])] * size
    at = dice.randint(2, 8)
    while at < size - 2:
        end = min(size - 1, at + dice.choice([1, 2, 4, 8, 15]))
        third = (end - at) // 3
        both = dice.random() < 0.3
        turned = dice.random() < 0.5
        for i in range(at, end):
            pair = (i < end - third, i >= at + third) if both else (True, False)
            found[i] = (pair[1], pair[0]) if turned else pair
        at = end + dice.randint(4, 15)
    return found


def made(seed: int) -> Made:
    dice = random.Random(seed)
    share = dice.choice([0.0, 0.0, 0.05])
    paragraphs = [[w for _ in range(dice.randint(1, 5)) for w in sentence(dice)] for _ in range(dice.randint(4, 9))]
    states = [withheld(dice, len(words)) for words in paragraphs]
    orders = [list(range(len(paragraphs)))] * 2
    if dice.random() < 0.3 and not any(map(any, states[0])):
        orders[1] = [*orders[1][1:], 0]
    pair = Made([], [Counter(), Counter()])
    for side, label in enumerate(("[1 line not declassified]", "[text withheld (b)(1)]")):
        lines = []
        for number in orders[side]:
            line: list[str] = []
            for word, state in zip(paragraphs[number], states[number], strict=True):
                if not state[side]:
                    line.append(misread(dice, word, share))
                    pair.shown[side][letters(line[-1])] += state[1 - side]
                elif not line or line[-1] != label:
                    line.append(label)
            lines.append(" ".join(line))
        pair.texts.append("\n\n".join(lines) + "\n")
    return pair


def told(sides: list[Side | None]) -> Counter[str]:
    return Counter(letters(word) for side in sides if side for word in side.text.split())


def test_what_either_release_newly_shows_is_told() -> None:
    right, planted, all_told = Counter[Kind](), Counter[Kind](), Counter[Kind]()
    for seed in range(40):
        pair = made(seed)
        comparison = compare(*map(release, pair.texts))
        shown = {
            Kind.NEWLY_WITHHELD: (pair.shown[0], told([d.old for d in comparison.of(Kind.NEWLY_WITHHELD)])),
            Kind.NEWLY_RELEASED: (pair.shown[1], told([d.new for d in comparison.of(Kind.NEWLY_RELEASED)])),
        }
        for kind, (truth, found) in shown.items():
            right[kind] += (truth & found).total()
            planted[kind] += truth.total()
            all_told[kind] += found.total()
    for kind, number in right.items():
        assert planted[kind] > 500
        assert number >= FLOOR * planted[kind], (kind, number, planted[kind])
        assert number >= FLOOR * all_told[kind], (kind, number, all_told[kind])
