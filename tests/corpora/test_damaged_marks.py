# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many portion marks are still read, at their level, where every one of a document is damaged in one way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from workbench.documents import read_document
from workbench.structure import analyse


CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "portions.jsonl"
pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason="the measured documents are not on this machine")

PAIRS = ("ff", "II", "ll", "Il", "11", "/I", "I/", "/l", "fl", "H", "h'", "l/", "If", "1I", "jj", "/f")
SBU = ("SBU", "LOU")  # controls of U, kept as levels of their own in the labels


def slashes(mark: str, random: Random) -> str:
    for pair in ("//",) * mark.count("//"):
        mark = mark.replace(pair, random.choice(PAIRS), 1)
    return "".join(random.choice("Il1f/") if sign == "/" else sign for sign in mark)


def brackets(mark: str, random: Random) -> str:
    whole = mark[:1] + mark[-1:] == "()"
    return f"{random.choice('[{(f/Il|')}{mark[1:-1]}{random.choice(')]})')}" if whole else mark


def opening(mark: str, random: Random) -> str:
    return mark.removeprefix("(") if random.random() < 0.3 else mark


def closing(mark: str, random: Random) -> str:
    return mark.removesuffix(")") if random.random() < 0.3 else mark


def levels(mark: str, random: Random) -> str:
    return mark.replace("S", random.choice("85$"), 1) if random.random() < 0.3 else mark


@pytest.mark.parametrize(
    ("damage", "floor"), [(slashes, 0.98), (brackets, 0.92), (opening, 0.90), (closing, 0.93), (levels, 0.97)]
)
def test_damaged_marks(damage: Callable[[str, Random], str], floor: float) -> None:
    random, right, found, wanted = Random(5), 0, 0, 0
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        text, marks = damaged(json.loads(line), damage, random)
        analysis = analyse(read_document(text.encode(), "x.txt"))
        read = [p.portion for p in analysis.paragraphs if p.portion]
        found, wanted = found + len(read), wanted + len(marks)
        right += sum(
            any(p.start < end and p.end > start and level in (p.marking.level, *SBU) for p in read)
            for start, end, level in marks
        )
    score = 2 * right / (found + wanted)
    print(f"{damage.__name__:10} F1 {score:.3f} of {wanted}")
    assert score >= floor


def damaged(
    record: dict[str, Any], damage: Callable[[str, Random], str], random: Random
) -> tuple[str, list[tuple[int, int, str]]]:
    """The text with every mark damaged, and where each stands with its level."""
    text, parts, marks, done = record["text"], "", [], 0
    labelled = (p for p in record["paragraphs"] if p.get("mark_text") and p.get("mark_start") is not None)
    for paragraph in sorted(labelled, key=lambda p: int(p["mark_start"])):
        if paragraph["mark_start"] < done:
            continue
        parts += text[done : paragraph["mark_start"]]
        mark = damage(paragraph["mark_text"], random)
        marks.append((len(parts), len(parts) + len(mark), paragraph["level"]))
        parts, done = parts + mark, paragraph["mark_end"]
    return parts + text[done:], marks
