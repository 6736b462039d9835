# SPDX-License-Identifier: AGPL-3.0-or-later
"""How well ``compare`` finds what was taken out of released documents, while OCR spoils up to one word in seven.

The old release is the document with stretches of its paragraphs replaced by a placeholder and other words
misread; the new one is the document as it is. A deletion counts as found when the words told to be released are
those that were taken out.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.releases.making import letters, release
from workbench.releases import Kind, compare


CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "portions.jsonl"
PLACEHOLDER = "[2 lines not declassified]"
# Floors, a little below what was reached: deletions found, and false ones for each found.
FOUND, FALSE = 0.97, 0.04

pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason="the labelled documents are not here")


@pytest.mark.parametrize("misread", [0.02, 0.07, 0.15])
def test_what_was_taken_out_is_found(misread: float, capsys: pytest.CaptureFixture[str]) -> None:
    found = planted = false = 0
    for line in CORPUS.read_text("utf-8").splitlines():
        old, taken = censored(json.loads(line), misread)
        comparison = compare(release(old), release(json.loads(line)["text"]))
        told = [letters(d.new.text) for d in comparison.of(Kind.NEWLY_RELEASED) if d.new]
        found += sum(words in told for words in taken)
        planted += len(taken)
        false += sum(words not in taken for words in told) + len(comparison.of(Kind.NEWLY_WITHHELD))
    with capsys.disabled():
        print(f"\n{misread:.0%} of words misread: {found} of {planted} deletions found, {false} false")
    assert planted > 70
    assert found >= FOUND * planted
    assert false <= FALSE * planted


def censored(document: dict[str, Any], misread: float) -> tuple[str, list[str]]:
    """The text with stretches taken out and words misread, and the letters of what was taken out."""
    dice, text = random.Random(document["doc_id"]), document["text"]
    pieces, taken, at = list[str](), list[str](), 0
    bodies = (p for p in document["paragraphs"] if p["kind"] == "body" and not p.get("pieces"))
    for paragraph in sorted(bodies, key=lambda p: p["start"]):
        words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[paragraph["start"] : paragraph["end"]])]
        if len(words) < 12 or dice.random() > 0.4:
            continue
        first = dice.randrange(3, len(words) - 6)
        last = min(len(words) - 2, first + dice.randint(1, 25))
        start, end = paragraph["start"] + words[first][0], paragraph["start"] + words[last][1]
        if start < at or re.search(r"[\[(]", text[start:end]):
            continue
        pieces += spoiled(text[at:start], misread, dice), PLACEHOLDER
        taken.append(letters(text[start:end]))
        at = end
    return "".join([*pieces, spoiled(text[at:], misread, dice)]), taken


def spoiled(text: str, misread: float, dice: random.Random) -> str:
    def change(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < 4 or dice.random() > misread:
            return word
        at = dice.randrange(len(word))
        return word[:at] + dice.choice("uvclteo1I") + word[at + 1 :]

    return re.sub(r"[A-Za-z]+", change, text)
