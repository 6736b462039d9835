# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies in a folder that a user named, in the order of names; nothing is left out unsaid."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path


# Folders that hold a program's own files, never a user's documents.
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".workbench", "__pycache__", "node_modules", ".venv"})


class Met(Enum):
    """What a path found in a folder is."""

    FILE = auto()
    LINK = auto()
    """A symbolic link to a folder. It is not followed: it may lead out of what was named, or back into it."""
    UNREADABLE = auto()
    """A folder whose names nobody could read."""


def walk(folder: Path) -> Iterator[tuple[Path, Met]]:
    """Everything below ``folder``; links to files count as files."""
    unreadable: list[OSError] = []
    for place, names, files in os.walk(folder, onerror=unreadable.append):
        names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
        yield from ((Path(place, name), Met.LINK) for name in names if Path(place, name).is_symlink())
        yield from ((Path(place, name), Met.FILE) for name in sorted(files))
    yield from ((Path(error.filename), Met.UNREADABLE) for error in unreadable)
