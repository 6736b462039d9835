# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two originals that differ only in what is withheld give the same copy, from their bytes to the copy's bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Output
from workbench.redaction import Extent, load_policy, make_plan
from workbench.structure import analyse


PUBLIC = load_policy("public")
# No "a": at the head of a line and before a stop it is an item of a list, and one paragraph reads as two.
WORDS = st.sampled_from(
    ("the", "convoy", "harbour", "leaves", "at dawn", "Tarn", "12 March", "some", "two men", "said", "by")
)
SENTENCE = st.lists(WORDS, min_size=3, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
BROKEN = st.tuples(SENTENCE, st.integers(30, 90)).map(lambda drawn: _wrapped(*drawn))


def _wrapped(sentence: str, width: int) -> str:
    lines, line = [], ""
    for word in sentence.split():
        if len(line) + len(word) > width:
            lines.append(line.rstrip())
            line = ""
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def document(paragraphs: list[tuple[str, str]], *, trailing: bool, numbered: bool) -> bytes:
    """A marked memorandum: a banner, a subject, paragraphs with their marks, the banner again."""
    lines = ["SECRET//NOFORN", "", "MEMORANDUM FOR THE RECORD", "", "SUBJECT: (U) Visit to Tarn", ""]
    for number, (mark, text) in enumerate(paragraphs, start=1):
        marked = f"{text} {mark}" if trailing else f"{mark} {text}"
        lines += [f"{number}. {marked}" if numbered and not trailing else marked, ""]
    return "\n".join([*lines, "SECRET//NOFORN", ""]).encode()


def copy_of(data: bytes, output: Output) -> tuple[bytes, int]:
    plan = make_plan(analyse(read_document(data, "memo.txt")), PUBLIC, extent=Extent.UNIT)
    copy = sanitize(plan, data, Layout.FAITHFUL, output)
    assert verify_copy(copy, "memo", plan).leaks == 0
    assert pass_gate(copy, f"memo.{'html' if output is Output.HTML else 'txt'}", plan, PUBLIC) == ()
    return copy, len(plan.redactions)


@pytest.mark.parametrize("output", [Output.TXT, Output.HTML])
@settings(max_examples=40)
@given(
    marks=st.lists(st.sampled_from(["(U)", "(S)", "(C)", "(S//NF)", "(TS//SI//NF)"]), min_size=1, max_size=6),
    trailing=st.booleans(),
    numbered=st.booleans(),
    data=st.data(),
)
def test_nothing_of_what_is_withheld_shows(
    output: Output, marks: list[str], trailing: bool, numbered: bool, data: st.DataObject
) -> None:
    # A line that comes again and again is the head of a page to every reader, so no two paragraphs are alike.
    kept = [f"Report {number} says: {data.draw(BROKEN)}" for number, _ in enumerate(marks)]
    copies = []
    for which in ("first", "second"):
        closed = [f"Source {number} says in the {which} place: {data.draw(BROKEN)}" for number, _ in enumerate(marks)]
        texts = [k if mark == "(U)" else c for mark, k, c in zip(marks, kept, closed, strict=True)]
        pairs = list(zip(marks, texts, strict=True))
        copies.append(copy_of(document(pairs, trailing=trailing, numbered=numbered), output))
    assert copies[0] == copies[1]
    text = copies[0][0].decode()
    assert "SECRET//NOFORN" not in text.replace("~~SECRET//NOFORN~~", "").replace("<s>SECRET//NOFORN</s>", "")


Change = Callable[[str], str]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text * 20,
        lambda text: text.replace(" ", "\n"),
        lambda text: text[:30] + "\n\f\n" + text[30:],
        lambda text: text.upper(),
    ],
    ids=["same", "longer", "more lines", "over a page", "capitals"],
)
def test_the_copy_is_the_same_however_the_withheld_paragraph_is_set(change: Change) -> None:
    closed = "The convoy leaves Tarn harbour at dawn on Friday by the northern road."
    before = document(
        [("(U)", "Open before."), ("(S)", closed), ("(U)", "Open after.")], trailing=False, numbered=False
    )
    after = document(
        [("(U)", "Open before."), ("(S)", change(closed)), ("(U)", "Open after.")], trailing=False, numbered=False
    )
    assert copy_of(before, Output.TXT)[0] == copy_of(after, Output.TXT)[0]
