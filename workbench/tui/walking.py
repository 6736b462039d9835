# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the paths a reviewer names to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.core.walking import Met, walk


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that ``paths`` name, folders walked; links to folders are not followed.

    A folder that cannot be read stands among them: the list says why it was not opened.
    """
    for path in paths:
        if path.is_dir():
            yield from (found for found, met in walk(path) if met is not Met.LINK)
        else:
            yield path
