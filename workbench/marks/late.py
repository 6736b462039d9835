# SPDX-License-Identifier: AGPL-3.0-or-later
"""Patterns that are compiled when they are first asked.

The finders have some four hundred, compiling them takes a third of a second, and a text asks few: a hook that checks
one file would pay for all of them each time.
"""

from __future__ import annotations

from typing import Any, cast

import regex


class _Late:
    """Stands for a pattern; each of its methods is kept as an attribute once it was asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = self.__dict__.get("_compiled")
        if compiled is None:
            compiled = self._compiled = regex.compile(self._pattern, self._flags)
        value = getattr(compiled, name)
        setattr(self, name, value)
        return value


def late(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """What ``regex.compile`` gives, made when it is first used; a mistake in ``pattern`` is raised then."""
    return cast("regex.Pattern[str]", _Late(pattern, flags))
