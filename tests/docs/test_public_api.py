# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``help()`` shows of the rooms a program imports: the examples run, and every name says what it is."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import workbench


README = Path(__file__).resolve().parents[2] / "README.md"
ROOMS = [f"workbench.{room.name}" for room in pkgutil.iter_modules(workbench.__path__) if room.ispkg]


@pytest.mark.parametrize("name", ["workbench.documents", "workbench.markings", "workbench.structure"])
def test_the_examples_of_a_room_run(name: str) -> None:
    room = importlib.import_module(name)
    told = [room, *(importlib.import_module(getattr(room, each).__module__) for each in room.__all__ if each.islower())]
    offered = {each: getattr(room, each) for each in room.__all__}
    results = [doctest.testmod(module, extraglobs=offered) for module in dict.fromkeys(told)]
    assert sum(result.attempted for result in results) > 0
    assert sum(result.failed for result in results) == 0


def test_the_program_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(README.parent)
    [program] = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("(S//NF)\n")


@pytest.mark.parametrize("name", ROOMS)
def test_what_a_room_offers_is_there_and_says_what_it_is(name: str) -> None:
    room = importlib.import_module(name)
    for each in getattr(room, "__all__", ()):
        offered = getattr(room, each)
        if inspect.isclass(offered) or inspect.isfunction(offered):
            # A dataclass without a docstring is given its signature as one.
            assert offered.__doc__ and not offered.__doc__.startswith(f"{each}("), each
