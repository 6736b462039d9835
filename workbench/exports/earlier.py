# SPDX-License-Identifier: AGPL-3.0-or-later
"""What earlier runs left in the folder of the copies: names that are taken, and files that must not stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from workbench.exports.model import Purpose
from workbench.exports.naming import SUFFIXES, OutputName


class _Earlier(NamedTuple):
    """An export, by its record: the suffix of its source (``.pdf``), and its copies."""

    suffix: str
    copies: frozenset[Path]


def _earlier(record: Path, to: Path) -> _Earlier | None:
    try:
        found = json.loads(record.read_text("utf-8"))
        copies = frozenset(to / copy["path"] for copy in found["outputs"].values())
        return _Earlier(Path(found["source"]["path"]).suffix.casefold(), copies)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def beside_earlier(name: OutputName, suffix: str, to: Path) -> OutputName:
    """``name``, or a longer one where an earlier run gave it to a document whose suffix is not ``suffix``.

    ``m.txt`` after ``m.pdf`` is named as if both were of one run: neither may take the place of the other's copies or
    record.
    """
    found = _earlier(name.record(to), to)
    if found is None or found.suffix == suffix.casefold():
        return name
    suffix = suffix or ".text"
    free = all(copy.suffix.casefold() != suffix.casefold() for copy in found.copies)
    return OutputName(name.folder, f"{name.stem}{suffix}", name.stem if free else "", suffix[1:].casefold())


def remove_stale_record(name: OutputName, to: Path) -> None:
    """Removes a record under the shorter name whose copies are of this document: they are replaced, or removed.

    Raises:
        OSError: it could not be removed.

    """
    record = name.shorter_record(to)
    found = _earlier(record, to) if record else None
    if record and found and found.copies & _copies(name, to):
        record.unlink()


def remove_earlier(name: OutputName, to: Path) -> bool:
    """Removes all that any run may have written for this document; returns whether nothing is left."""
    try:
        remove_stale_record(name, to)
        for path in (*_copies(name, to), name.record(to)):
            if path.is_file():
                path.unlink()
    except OSError:
        return False
    return True


def _copies(name: OutputName, to: Path) -> set[Path]:
    return {name.copy(to, purpose, suffix) for purpose in Purpose for suffix in SUFFIXES.values()}
