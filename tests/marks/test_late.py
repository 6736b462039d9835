# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench.marks
from workbench.marks.authority_words import label_phrases, statement_phrases
from workbench.marks.late import _Compiled, _Late, ending, late, sought
from workbench.marks.phrases import Phrasebook
from workbench.marks.stamps import openings


MODULES = [
    importlib.import_module(f"workbench.marks.{found.name}") for found in pkgutil.iter_modules(workbench.marks.__path__)
]


def patterns(value: Any) -> Iterator[Any]:
    if isinstance(value, _Late | _Compiled):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from patterns(part)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_pattern_of_a_finder_compiles(module: ModuleType) -> None:
    # Left to the first text that asks it, a slip in a pattern would be met by a user.
    for value in vars(module).values():
        for pattern in patterns(value):
            assert pattern._library.compile(pattern._pattern, pattern._flags).pattern


@pytest.mark.parametrize("book", [label_phrases, statement_phrases, openings])
def test_every_pattern_of_the_rules_compiles(book: Callable[[], Phrasebook[Any]]) -> None:
    for _, phrase in book().entries:
        assert phrase.pattern.pattern


# No accent by itself and no fraction: what is part of a word is where the two differ.
PARTS = (
    *"([{)]}<>/.,:;-–—_*~#|= \t\n\f“”’'\"\u017f\u212a§█0158",
    *("SECRET", "C O N F I D E N T I A L", "(S//NF)", "(b)(7)(C)", "1.4(d)", "25X1", "E.O. 13526", "REASON: ", "PER "),
    *("not declassified", "2 lines of source text", "20 MAR 2014", "2003/05/14", "CIA-RDP79T01146A000500130001-3", "é"),
    *(
        "The pier",
        "and",
        "of",
        "Table 2. ",
        "1. ",
        "(C)",
        "TOP ",
        "page 2 of 3",
        "declassified on",
        "GROUP 4",
        "withheld",
    ),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
QUICK = sorted(
    {
        (pattern._pattern, int(pattern._flags))
        for module in MODULES
        for value in vars(module).values()
        for pattern in patterns(value)
        if pattern._library is re
    }
)


@settings(max_examples=40)
@given(TEXTS)
def test_the_quick_library_says_what_the_other_says(text: str) -> None:
    for pattern, flags in QUICK:
        quick, slow = re.compile(pattern, flags), regex.compile(pattern, flags)
        for place in range(len(text) + 1):
            one, other = quick.match(text, place), slow.match(text, place)
            assert (one and one.span()) == (other and other.span()), (pattern, place)


@pytest.mark.parametrize("made", [late, sought])
def test_late_pattern_answers_as_a_compiled_one(made: Any) -> None:
    pattern, compiled = made(r"(?P<word>[a-z]+)\d", re.IGNORECASE), re.compile(r"([a-z]+)\d", re.IGNORECASE)
    for _ in range(2):
        assert [m.span() for m in pattern.finditer("Ab1 c2 d")] == [m.span() for m in compiled.finditer("Ab1 c2 d")]
        match = pattern.fullmatch("x9")
        assert match is not None and match["word"] == "x"
        assert pattern.match("9") is None
    assert pattern.flags & compiled.flags & re.IGNORECASE
    assert ending("[.?]").match("so.") is not None


def test_a_mistake_is_raised_when_it_is_asked() -> None:
    broken, unsought = late("("), sought("(")
    with pytest.raises(re.error):
        broken.match("")
    with pytest.raises(regex.error):
        unsought.match("")


def test_importing_the_finders_compiles_none() -> None:
    code = (
        "import re, regex; made = []; real = regex.compile;"
        "regex.compile = lambda *a, **k: made.append(a) or real(*a, **k);"
        "import workbench.marks.finder as finder;"
        "print(len(made), type(finder._STACKED).__name__, type(finder.find_stamps.__globals__['_CLOSE']).__name__)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["0", "_Late", "_Late"]
