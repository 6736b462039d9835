# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for any two releases: nothing is lost, nothing depends on which is called the old one."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.releases.making import release
from workbench.releases import Kind, compare
from workbench.releases.tokens import read_release


# fmt: off
WORDS = [
    "harbor", "light", "cape", "envoy", "grain", "tower", "ferry", "winter", "crane", "rope", "signal", "mast",
    "survey", "pilot", "reef", "governor", "union", "silo", "barge", "storm", "keeper", "consul", "budget", "wharf",
    "anchor", "customs", "treaty", "lamp", "fog", "tide",
]
# fmt: on
SMALL = ["the", "of", "and", "to", "in", "that", "was", "had", "with", "by"]
DELETION = "[1 line not declassified]"


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Paragraphs with deletions, codes and portion marks strewn in; words repeat, as they do in prose."""
    word = st.sampled_from([*WORDS, *SMALL, *SMALL, "(b)(1)", DELETION])
    paragraphs = draw(st.lists(st.lists(word, min_size=1, max_size=25), min_size=0, max_size=6))
    return "\n\n".join(draw(st.sampled_from(["", "(S) ", "(U) "])) + " ".join(p) + "." for p in paragraphs) + "\n"


@settings(max_examples=60)
@given(texts())
def test_a_release_does_not_differ_from_itself(text: str) -> None:
    comparison = compare(release(text), release(text))
    assert {d.kind for d in comparison.differences} <= {Kind.STILL_WITHHELD}
    assert not comparison.reports


@settings(max_examples=80)
@given(texts(), texts())
def test_exchanging_the_releases_mirrors_the_comparison(one: str, other: str) -> None:
    a, b = release(one), release(other)
    forth, back = compare(a, b), compare(b, a)
    assert back == forth.mirrored()
    for kind in Kind:
        mirrored = [(d.words, d.new, d.old) for d in back.of(kind.mirrored)]
        assert [(d.words, d.old, d.new) for d in forth.of(kind)] == mirrored
    assert compare(a, b) == forth


@settings(max_examples=80)
@given(texts(), texts())
def test_every_word_is_the_same_or_told(one: str, other: str) -> None:
    a, b = release(one), release(other)
    comparison = compare(a, b)
    for analysis, side in ((a, 0), (b, 1)):
        told: set[int] = set()
        for difference in comparison.differences:
            found = (difference.old, difference.new)[side]
            for start, end in found.spans if found else ():
                stretch = analysis.document.text[start:end]
                assert stretch.strip() == stretch and stretch
                told |= set(range(start, end))
            for deletion in found.deletions if found else ():
                assert deletion.raw.split()[0] in analysis.document.text[deletion.start : deletion.end]
        left = [t.key for t in read_release(analysis).tokens if not t.deletion and t.start not in told]
        assert len(left) <= comparison.same


@settings(max_examples=80)
@given(st.integers(0, 2**32), st.booleans())
@example(4926, False)
def test_what_was_taken_out_is_what_is_told_to_be_released(seed: int, noisy: bool) -> None:
    """Words replaced by a deletion come back as one difference each, although OCR spoiled other words."""
    dice = random.Random(seed)
    # Misread words that also stand elsewhere can be matched in two ways, so there each stands once.
    stock = [one + other for one in WORDS for other in WORDS] if noisy else WORDS
    drawn = dice.sample(stock, len(stock))
    full = [_sentence(dice, drawn, again=not noisy) for _ in range(dice.randint(1, 8))]
    cut, gone = [], []
    for words in full:
        start = dice.randint(1, len(words) - 2)
        end = dice.randint(start + 1, len(words) - 1)
        gone.append(" ".join(words[start:end]))
        cut.append([*words[:start], DELETION, *words[end:]])
    if noisy:
        cut = [[_misread(dice, word) for word in words] for words in cut]
    old, new = ("\n\n".join(" ".join(words) + "." for words in text) + "\n" for text in (cut, full))
    comparison = compare(release(old), release(new))
    assert [d.new.text for d in comparison.of(Kind.NEWLY_RELEASED) if d.new] == gone
    assert not comparison.of(Kind.NEWLY_WITHHELD)


def _sentence(dice: random.Random, stock: list[str], *, again: bool) -> list[str]:
    """Words that stand once in it; those of another sentence come ``again`` or not."""
    size = dice.randint(6, 14)
    if again:
        return dice.sample(stock, size)
    taken = stock[:size]
    del stock[:size]
    return taken


def _misread(dice: random.Random, word: str) -> str:
    if word == DELETION or len(word) < 5 or dice.random() > 0.1:
        return word
    at = dice.randrange(1, len(word) - 1)
    return word[:at] + dice.choice("uvclt") + word[at + 1 :]
