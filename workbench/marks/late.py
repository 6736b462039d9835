# SPDX-License-Identifier: AGPL-3.0-or-later
"""Patterns that are compiled when they are first asked.

The finders have some four hundred, compiling them takes a third of a second, and a text asks few: a hook that checks
one file would pay for all of them each time.
"""

from __future__ import annotations

from typing import Any, cast

import regex


_ASKED = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split", "pattern", "flags")


class _Compiled:
    """What a late pattern is once it was asked: an object with the methods of the pattern, and no slower."""


class _Late:
    """Stands for a pattern until it is asked anything."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = regex.compile(self._pattern, self._flags)
        for asked in _ASKED:
            setattr(self, asked, getattr(compiled, asked))
        # A class with __getattr__ would cost a tenth of a microsecond at each use.
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """What ``regex.compile`` gives, made when it is first used; a mistake in ``pattern`` is raised then."""
    return cast("regex.Pattern[str]", _Late(pattern, flags))
