# SPDX-License-Identifier: AGPL-3.0-or-later
"""The codes offered for withholding, from ``rules/withholding_codes.yaml``."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from workbench.core.rules import load_rules, rule_files


class Code(BaseModel):
    """A code as it is printed in the copy, and what it stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(min_length=1, max_length=40)
    meaning: str = Field(max_length=100)
    needs: str = Field(default="", max_length=60)
    """What the reason has to name, where the code alone says too little."""


class Codes(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    codes: tuple[Code, ...]


def read_codes() -> tuple[Code, ...]:
    """The user's codes, then those that ship, each once.

    Raises:
        RulesError: a file is not valid; names the file, the line and the key.

    """
    found: dict[str, Code] = {}
    for path in reversed(list(rule_files("withholding_codes.yaml"))):
        for code in load_rules(path, Codes).codes:
            found.setdefault(code.code, code)
    return tuple(found.values())


def matching(codes: tuple[Code, ...], typed: str) -> tuple[Code, ...]:
    """The codes that ``typed`` means, best first; of equal ones in their order.

    ``b1``, ``b(1)`` and ``(b)(1)`` are the same; ``3`` is ``(b)(3)`` before ``3.3(b)(1)``. Else its words begin words
    of the meaning: ``13526`` does not make every code of that order one for ``3``.
    """
    wanted, words = bare(typed), typed.casefold().split()
    if not wanted:
        return codes
    ranked = ((_rank(code, wanted, words), code) for code in codes)
    return tuple(code for rank, code in sorted(ranked, key=lambda pair: pair[0]) if rank < _NO_MATCH)


_NO_MATCH = 4


def _rank(code: Code, wanted: str, words: list[str]) -> int:
    written = bare(code.code)
    said = [*map(bare, code.code.split()), *re.findall(r"\w+", code.meaning.casefold())]
    means = all(any(word.startswith(bare(typed)) for word in said) for typed in words)
    fitting = (written in (wanted, f"b{wanted}"), written.startswith(wanted), wanted in written, means)
    return next((rank for rank, fits in enumerate(fitting) if fits), _NO_MATCH)


_BETWEEN = re.compile(r"\s*[,;/&]\s*")


def spelled(codes: tuple[Code, ...], typed: str) -> str:
    """``typed`` as it is printed where it is known, also several: ``b1, 1.4c`` is ``(b)(1), 1.4(c)``."""
    known = {bare(code.code): code.code for code in reversed(codes)}
    parts = list(map(bare, _BETWEEN.split(typed)))
    return ", ".join(map(known.__getitem__, parts)) if known.keys() >= {*parts} else typed


def needed(codes: tuple[Code, ...], printed: str | None) -> str:
    """What the reason has to name where something is withheld under these codes."""
    parts = (printed or "").split(", ")
    return ", ".join(code.needs for code in codes if code.needs and code.code in parts)


def is_code(typed: str) -> bool:
    """Whether ``typed`` can stand in a label: no brackets, which end the label, and nothing a copy could not print."""
    return re.fullmatch(r"[\w().,;:/§ -]{1,40}", typed) is not None


def bare(text: str) -> str:
    """``text`` as it is compared: small letters and digits alone."""
    return "".join(c for c in text.casefold() if c.isalnum())
