# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every place where a text, Markdown or HTML file can hide a word: no copy has it there, and undefended it would."""

from __future__ import annotations

import pytest

from tests.exports.hiding import gives_away
from tests.exports.places.model import BENIGN, SECRET, Place
from tests.exports.places.text_places import HTML, MARKDOWN, TEXT, elements_are_judged
from workbench.documents import read_document
from workbench.exports import inspect_file, sanitize, verify_copy
from workbench.redaction import Plan, Term, load_policy, make_plan
from workbench.structure import analyse


PLACES: dict[str, tuple[str, Place]] = {
    **{name: ("a.txt", place) for name, place in TEXT.items()},
    **{name: ("a.md", place) for name, place in MARKDOWN.items()},
    **{name: ("a.html", place) for name, place in HTML.items()},
}


def plan_of(data: bytes, name: str, *, listed: bool) -> Plan:
    return make_plan(analyse(read_document(data, name)), load_policy("none"), [Term(SECRET)] * listed)


def holds(copy: bytes) -> bool:
    """Whether the word can be got out of a copy, also out of what shows nothing."""
    unseen = "".join(str(ord(c) - 0x200B) for c in copy.decode() if c in "\u200b\u200c")
    letters = "".join(chr(int(unseen[i : i + 8], 2)) for i in range(0, len(unseen) - 7, 8))
    return gives_away(copy, SECRET) or SECRET in letters


@pytest.mark.parametrize("name", PLACES)
def test_no_copy_holds_what_the_place_hides(name: str) -> None:
    file, place = PLACES[name]
    data = place.build(SECRET)
    assert holds(data), "the test's own eyes must see it in the original"
    copy = sanitize(plan_of(data, file, listed=place.listed), data)
    assert not holds(copy)
    assert BENIGN in copy.decode()
    with pytest.MonkeyPatch.context() as patch:
        place.off(patch, data)
        leaky = sanitize(plan_of(data, file, listed=place.listed), data)
    assert holds(leaky), "without its defence the copy leaks, or this test could not fail"
    assert verify_copy(leaky, file, plan_of(data, file, listed=True)).leaks, "the check of the copy finds it by itself"


SHOWN_OR_NO_WORDS = {
    f"HTML: {name}" for name in ("title", "script", "style", "template", "no script", "drawing", "choice")
}
UNSEEN = [name for name, place in HTML.items() if place.off is elements_are_judged and name not in SHOWN_OR_NO_WORDS]


@pytest.mark.parametrize("name", UNSEEN)
def test_an_element_of_a_strangers_page_that_nobody_sees_is_told_with_its_line(name: str) -> None:
    data = HTML[name].build(SECRET).replace(b"<body>", b"<body>\n\n")
    told = [found for found in inspect_file(data, "theirs.html").findings if "nobody sees" in found.message]
    assert [found.line for found in told] == [3]
    assert SECRET not in repr(told)
    with pytest.MonkeyPatch.context() as patch:
        HTML[name].off(patch, data)
        assert not any("nobody sees" in found.message for found in inspect_file(data, "theirs.html").findings)


@pytest.mark.parametrize("name", [name for name, place in HTML.items() if place.off is not elements_are_judged])
def test_what_a_page_shows_or_keeps_beside_its_elements_is_no_hidden_element(name: str) -> None:
    found = inspect_file(HTML[name].build(SECRET), "theirs.html")
    assert not any("nobody sees" in finding.message for finding in found.findings)
