# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pymupdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.documents.pdf_making import lines, pdf_of, read
from workbench.documents.pdf.means import EVERYWHERE, read_means, text_frames
from workbench.documents.pdf.run import PageRun


TEXT = "BT /helv 12 Tf 72 {y} Td ({word}) Tj ET\n"


def with_contents(contents: bytes) -> bytes:
    """A page of A4 with these contents and the font ``/helv``."""
    pdf = pymupdf.open(stream=pdf_of(lines((72, 100, "x"))), filetype="pdf")
    pdf.update_stream(pdf[0].get_contents()[0], contents)
    data: bytes = pdf.tobytes()
    return data


@pytest.mark.parametrize(
    ("contents", "frames"),
    [
        (b"BT (a word) Tj ET", ()),
        (b"BT (WORD) Tj [(W)-5(HY)] TJ ET /W gs", ()),
        (b"q 0 0 9 9 re W n 0 0 3 3 re f Q BT (word) Tj ET", (EVERYWHERE,)),
        (b"q 0 0 9 9 re\nW* n\n1 0 0 1 5 5 cm /Im0 Do Q BT (word) Tj ET", (EVERYWHERE,)),
        (b"q 5 6 20 30 re W n BT (word) Tj ET Q", (EVERYWHERE, (5, 6, 25, 36))),
        (b"q 25 36 -20 -30 re W n BT (word) Tj ET Q", (EVERYWHERE, (5, 6, 25, 36))),
        (b"q 5 6 20 30 re W n BT (word) Tj ET Q q 9 0 0 9 1 1 cm /Im0 Do Q", (EVERYWHERE, (5, 6, 25, 36))),
        (b"1 0 0 -1 0 792 cm q 5 6 20 30 re W n BT (word) Tj ET Q", None),
        (b"5 6 20 30 re W n BT (word) Tj ET", None),
        (b"q 5 6 m 7 8 l 9 9 l h W n BT (word) Tj ET Q", None),
        (b"q 0 0 1 1 re 5 6 20 30 re W n BT (word) Tj ET Q", None),
        (b"q 5 6 20 1-2 re W n BT (word) Tj ET Q", None),
        (b"% q \n 5 6 20 30 re W n 0 0 1 1 re f Q BT (word) Tj ET", None),
    ],
)
def test_the_frames_that_clip_text(contents: bytes, frames: object) -> None:
    assert text_frames(contents) == frames


@pytest.mark.parametrize("fake", [b"( Q ) Tj", b"< Q > Tj", b"[( Q )] TJ"])
def test_the_end_of_a_state_in_a_string_is_no_end(fake: bytes) -> None:
    frames = text_frames(b"q 0 0 9 9 re W n " + fake + b" BT (word) Tj ET Q")
    assert frames is None or (0, 0, 9, 9) in frames


def test_text_wholly_outside_of_a_clip_is_counted() -> None:
    kept, gone = TEXT.format(y=700, word="kept"), TEXT.format(y=500, word="gone")
    document = read(with_contents(f"{kept} q 0 600 595 200 re W n {gone} Q".encode()))
    assert document.text == "kept"
    assert [finding.code for finding in document.findings] == ["hidden-text"]
    assert "1 word " in document.findings[0].message


_NUMBER = st.sampled_from([-10, 0, 50, 480, 595, 700, 842])
_FRAME = st.tuples(_NUMBER, _NUMBER, _NUMBER, _NUMBER).map(lambda n: "{} {} {} {} re".format(*n))
_OPERATOR = st.sampled_from(["q", "Q", "Q", "W n", "W* n", "0 0 5 5 re f", "q 9 0 0 9 5 5 cm", "1 0 0 1 3 3 cm", "(Q"])
_WORD = st.builds(lambda y, word: TEXT.format(y=y, word=word), st.integers(0, 840), st.sampled_from(["one", "two W n"]))
_FRAMED = st.builds("q {} W n {} Q".format, _FRAME, st.one_of(_WORD, st.just("0 0 1 1 re f")))


@settings(max_examples=150)
@given(st.lists(st.one_of(_FRAMED, _WORD, _FRAME, _OPERATOR), max_size=12))
@example(["W n", TEXT.format(y=4, word="one"), "-10 -10 -10 -10 re", "q -10 -10 -10 -10 re W n 0 0 1 1 re f Q"])
def test_what_is_left_of_a_page_is_what_mupdf_leaves(parts: list[str]) -> None:
    page = pymupdf.open(stream=with_contents("\n".join(parts).encode()), filetype="pdf")[0]
    means = read_means(page)
    run = PageRun(page, means)
    always = PageRun(page, means._replace(frames=None))
    if means.frames:
        assert [word[:5] for word in run.words] == [word[:5] for word in always.words]
    assert [word[:5] for word in run.whole.extractWORDS()] == [word[:5] for word in always.whole.extractWORDS()]
