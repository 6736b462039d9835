# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from workbench.markings import Marking, parse, resolved, roll_up


MANUAL = Path(__file__).resolve().parents[2].parent / "shared" / "facts" / "capco-2016.md"
pytestmark = pytest.mark.skipif(not MANUAL.is_file(), reason="the manual is not on this machine")

_PORTION = re.compile(r"\((?://|(?:TS|S|C|U)(?=[/)]))[^()\n]{0,80}\)")
_EXAMPLE = re.compile(r"Notional Example Page ?\d?:\s+(.*?)(?=\(U\)\s+Notional Example|\n---|end page)", re.S)
_BANNER = re.compile(r"(?://)?(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|JOINT)[^\n(\[]*")
_OF_EXAMPLE = re.compile(r"\(((?://|(?:TS|S|C|U)(?=[/)]))[^()\n]{0,80})\)(?= This)")
# What the manual prints in a portion's place without its being one: templates and prose.
_TEMPLATE = re.compile(r"\[|tetragraphs|Version")


def test_every_portion_mark_of_the_manual_is_read() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    marks = Counter(mark for mark in _PORTION.findall(text) if not _TEMPLATE.search(mark))
    unread = [mark for mark in marks if (m := parse(mark).marking) is None or m.unknown]
    assert len(marks) > 150
    assert not unread


def test_portion_marks_without_a_stray_blank_are_valid() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    marks = {m for m in _PORTION.findall(text) if not _TEMPLATE.search(m) and not re.search(r" [/)-]|/ ", m)}
    # One example has LES before REL TO, against the order of categories that the manual gives (A.6).
    assert {mark for mark in marks if not parse(mark).valid} == {"(U//LES//REL TO USA, FVEY)"}


def examples() -> list[tuple[Marking, list[Marking]]]:
    found = []
    for block in _EXAMPLE.findall(MANUAL.read_text(encoding="utf-8")):
        match = _BANNER.match(block)
        banner = parse(match.group().strip()).marking if match else None
        portions = [parse(f"({mark.strip()})").marking for mark in _OF_EXAMPLE.findall(block)]
        if banner and portions:
            found.append((banner, [resolved(portion, banner) for portion in portions if portion]))
    return found


def test_the_banners_of_the_examples_follow_from_their_portions() -> None:
    pairs = examples()
    wrong = [(b.banner, r.banner) for b, p in pairs if (r := roll_up(p).marking) and r.banner != b.banner]
    assert len(pairs) > 90
    # One example expands ISAF by leave of its originator; one banner keeps EYES ONLY, which re-use turns into REL TO.
    assert len(wrong) <= 2, wrong
