# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the paths a reviewer names to files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path


# Folders that hold a program's own files, never a user's documents.
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".workbench", "__pycache__", "node_modules", ".venv"})


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that ``paths`` name, folders walked in the order of their names; links to folders are not followed."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, names, files in os.walk(path):
            names[:] = sorted(name for name in names if name not in _SKIPPED_FOLDERS)
            yield from (Path(folder) / name for name in sorted(files))
