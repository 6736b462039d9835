# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is seen of a word gives the word away: at the edge of a page, beside a clip, from under a box."""

from __future__ import annotations

import pytest

from tests.exports.pdf_making import plan_for
from tests.exports.places.model import BENIGN, SECRET
from tests.exports.places.pdf_building import new, shown
from tests.exports.places.pdf_switches import saved
from tests.exports.places.test_pdf_places import shows
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.redaction import hits


SEEN = SECRET[:5]
TORN = {
    "edge of the page": shown(SECRET, 555),
    "left edge": shown(SECRET[::-1], -70),
    "clip": "q 72 590 60 30 re W n " + shown(SECRET) + "Q\n",
    "box": shown(SECRET) + "0 g 132 590 300 30 re f\n",
    "second word of a term": shown(f"Grey {SECRET}", 520),
}


def file_of(name: str) -> bytes:
    return saved(new(TORN[name]))


def term_of(name: str) -> str:
    return f"Grey {SECRET}" if name.startswith("second") else SECRET


@pytest.mark.parametrize("name", TORN)
def test_the_part_of_a_term_that_is_seen_is_withheld(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = file_of(name)
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        copy = sanitize_pdf(plan_for(data, term_of(name)), data, layout).data
        assert not shows(copy, SEEN) and not shows(copy, SEEN[::-1]) and shows(copy, BENIGN)
    monkeypatch.setattr(hits, "_torn", lambda *_: [])
    leaky = sanitize_pdf(plan_for(data, term_of(name)), data, Layout.FAITHFUL).data
    assert shows(leaky, SEEN) or shows(leaky, SEEN[::-1])


@pytest.mark.parametrize("name", TORN)
def test_parts_of_other_words_stay(name: str) -> None:
    data = file_of(name)
    copy = sanitize_pdf(plan_for(data, "Kestrelstone"), data, Layout.FAITHFUL).data
    assert shows(copy, SEEN) or shows(copy, SEEN[::-1])
