# SPDX-License-Identifier: AGPL-3.0-or-later
"""No word of a portion marked higher comes under a lower mark, and none above U, or unmarked, into a public copy."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from tests.exports.marked_words import UNMARKED, Marked, as_docx, as_text, make
from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Output
from workbench.redaction import load_policy, make_plan
from workbench.structure import Analysis, Kind, analyse


PUBLIC = load_policy("public")
SEEDS = range(40)
NEEDED = {UNMARKED: 1}  # under any classified mark it is withheld as well
FORMATS = pytest.mark.parametrize(("write", "name"), [(as_text, "memo.txt"), (as_docx, "memo.docx")])


def rank_over(analysis: Analysis, word: str) -> int:
    """The rank of the mark that governs the paragraph with ``word``; of furniture, which is shown, 0."""
    at = analysis.document.text.casefold().index(word)
    (paragraph,) = [p for p in analysis.paragraphs if any(start <= at < end for start, end in p.spans)]
    if paragraph.governing is None:
        return 0 if paragraph.kind is Kind.FURNITURE else UNMARKED
    return ("U", "C", "S", "TS").index(paragraph.governing.level)


def words_of(copy: bytes, name: str) -> set[str]:
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(copy)) as parts:
            copy = b"".join(parts.read(part) for part in parts.namelist())
    return set(re.findall("[a-z]+", copy.decode().casefold()))


@FORMATS
@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_comes_under_a_lower_mark_or_into_a_public_copy(
    write: Callable[[Marked], bytes], name: str, seed: int
) -> None:
    made = make(seed)
    data = write(made)
    analysis = analyse(read_document(data, name))
    assert not {word for word, level in made.levels.items() if rank_over(analysis, word) < NEEDED.get(level, level)}
    plan = make_plan(analysis, PUBLIC)
    copy = sanitize(plan, data, Layout.FAITHFUL, Output.SAME)
    assert not {word for word, level in made.levels.items() if level} & words_of(copy, name)
    assert verify_copy(copy, name, plan).leaks == 0
    assert pass_gate(copy, name, plan, PUBLIC) == ()


@FORMATS
def test_nearly_every_word_of_unclassified_portions_is_in_the_copy(write: Callable[[Marked], bytes], name: str) -> None:
    kept = wanted = 0
    for seed in SEEDS:
        made = make(seed)
        data = write(made)
        copy = sanitize(make_plan(analyse(read_document(data, name)), PUBLIC), data, Layout.FAITHFUL, Output.SAME)
        open_words = {word for word, level in made.levels.items() if level == 0}
        kept += len(open_words & words_of(copy, name))
        wanted += len(open_words)
    assert wanted > 500
    assert kept >= 0.85 * wanted
