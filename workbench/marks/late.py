# SPDX-License-Identifier: AGPL-3.0-or-later
r"""Patterns that are compiled when they are first asked, by the library that answers them faster.

The finders have some four hundred, compiling them takes a third of a second, and a text asks few: a hook that checks
one file would pay for all of them each time.

``re`` says whether a pattern matches at a place in a fifth of the time that ``regex`` takes, which looks ahead for the
words that the pattern must have; that is why ``regex`` searches a whole text for them up to twenty times as fast. Only
``regex`` knows errors (``{e<=1}``), lookbehinds of any length and two groups of one name. They differ in ``\w``: an
accent that stands by itself is part of a word for ``regex`` alone, a fraction and a raised digit for ``re`` alone.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias, cast

import regex


Pattern: TypeAlias = re.Pattern[str] | regex.Pattern[str]
Match: TypeAlias = re.Match[str] | regex.Match[str]

_ASKED = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split", "pattern", "flags")


class _Compiled:
    """What a late pattern is once it was asked: an object with the methods of the pattern, and no slower."""


class _Late:
    """Stands for a pattern until it is asked anything."""

    def __init__(self, library: Any, pattern: str, flags: int) -> None:
        self._library, self._pattern, self._flags = library, pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = self._library.compile(self._pattern, self._flags)
        for asked in _ASKED:
            setattr(self, asked, getattr(compiled, asked))
        # A class with __getattr__ would cost a tenth of a microsecond at each use.
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, made when it is first used; a mistake in ``pattern`` is raised then."""
    return cast("re.Pattern[str]", _Late(re, pattern, flags))


def sought(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """What ``regex.compile`` gives, likewise: for a pattern looked for in a whole text, or one that ``re`` lacks."""
    return cast("regex.Pattern[str]", _Late(regex, pattern, flags))


def ending(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """A pattern for the end of a text, without ``$``: its ``match`` says whether a text ends so.

    Asked about the left side of every candidate, a search would try the pattern at each of two hundred places. As
    with ``$``, one line feed may stand behind the end.
    """
    return sought(rf"(?:{pattern})\n?\Z", flags | regex.REVERSE)
