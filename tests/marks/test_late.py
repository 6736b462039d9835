# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import regex

import workbench.marks
from workbench.marks.endings import ending
from workbench.marks.late import _Compiled, _Late, late


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
            assert regex.compile(pattern._pattern, pattern._flags).pattern


def test_late_pattern_answers_as_a_compiled_one() -> None:
    pattern, compiled = late(r"(?P<word>[a-z]+)\d", regex.IGNORECASE), regex.compile(r"([a-z]+)\d", regex.IGNORECASE)
    for _ in range(2):
        assert [m.span() for m in pattern.finditer("Ab1 c2 d")] == [m.span() for m in compiled.finditer("Ab1 c2 d")]
        match = pattern.fullmatch("x9")
        assert match is not None and match["word"] == "x"
        assert pattern.match("9") is None
    assert pattern.flags == compiled.flags
    assert ending("[.?]").match("so.") is not None


def test_a_mistake_is_raised_when_it_is_asked() -> None:
    broken = late("(")
    with pytest.raises(regex.error):
        broken.match("")


def test_importing_the_finders_compiles_none() -> None:
    code = (
        "import regex; made = []; real = regex.compile;"
        "regex.compile = lambda *a, **k: made.append(a) or real(*a, **k);"
        "import workbench.marks.finder; print(len(made))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "0"
