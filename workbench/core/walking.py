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
    """Everything below ``folder``, however deep; links to files count as files."""
    waiting = [folder]  # os.walk calls itself for a folder in a folder, which Python ends where they are a thousand
    while waiting:
        place = waiting.pop()
        try:
            found = [place / entry.name for entry in sorted(os.scandir(place), key=lambda entry: entry.name)]
        except OSError:
            yield place, Met.UNREADABLE
            continue
        is_folder = {path: os.path.isdir(path) for path in found}  # noqa: PTH112 - Path.is_dir raises for some
        folders = [path for path in found if is_folder[path] and path.name not in SKIPPED_FOLDERS]
        yield from ((path, Met.LINK) for path in folders if path.is_symlink())
        yield from ((path, Met.FILE) for path in found if not is_folder[path])
        waiting += [path for path in reversed(folders) if not path.is_symlink()]
