# SPDX-License-Identifier: AGPL-3.0-or-later
"""What earlier runs left in the folder of the copies: names that are taken, and files that must not stay."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from workbench.documents import SUFFIXES as DOCUMENTS
from workbench.exports.model import Purpose
from workbench.exports.naming import SUFFIXES, OutputName


class _Earlier(NamedTuple):
    """An export, by its record: the suffix of its source (``.pdf``), and its copies."""

    record: Path
    suffix: str
    copies: frozenset[Path]


def _earlier(record: Path, to: Path) -> _Earlier | None:
    try:
        found = json.loads(record.read_text("utf-8"))
        copies = frozenset(to / copy["path"] for copy in found["outputs"].values())
        return _Earlier(record, Path(found["source"]["path"]).suffix.casefold(), copies)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _known(name: OutputName, suffix: str, to: Path) -> tuple[list[_Earlier], list[_Earlier]]:
    """The exports of the document with that name and ``suffix``, and those of others that differ in their suffix."""
    stem = name.short or name.stem
    stems = dict.fromkeys((stem, *(f"{stem}{each}" for each in (suffix, *DOCUMENTS))))
    records = (OutputName(name.folder, each).record(to) for each in stems)
    found = [earlier for record in records if (earlier := _earlier(record, to))]
    own = [earlier for earlier in found if earlier.suffix == suffix.casefold()]
    return own, [earlier for earlier in found if earlier not in own]


def beside_earlier(name: OutputName, suffix: str, to: Path) -> OutputName:
    """``name``, or a longer one where an earlier run wrote for a document of that stem whose suffix is not ``suffix``.

    ``m.txt`` after ``m.pdf`` is named as if both were of one run: neither may take the place of the other's copies or
    record.
    """
    own, others = _known(name, suffix, to)
    if not others and all(earlier.record == name.record(to) for earlier in own):
        return name
    stem, suffix = name.short or name.stem, suffix or ".text"
    taken = {str(copy).casefold() for earlier in others for copy in earlier.copies}
    shorter, kept = OutputName(name.folder, stem), suffix[1:].casefold()
    free = all(str(shorter.copy(to, purpose, kept)).casefold() not in taken for purpose in Purpose)
    longer = name.stem if name.short else f"{stem}{suffix}"
    return OutputName(name.folder, longer, stem if free else "", kept)


def remove_earlier(name: OutputName, suffix: str, to: Path, kept: Collection[Path] = ()) -> None:
    """Removes all that any run may have written for this document, other than the files ``kept``.

    A copy in another format, made under other settings, would pass for one of this run, and has no record any more.

    Raises:
        OSError: something could not be removed.

    """
    own, others = _known(name, suffix, to)
    # By a shorter name only what a record tells: another document of this run may be given that name just now.
    shorter = _copies(OutputName(name.folder, name.short), to) if name.short else set()
    copies = _copies(name, to) | {copy for earlier in own for copy in earlier.copies if copy in shorter}
    copies -= {copy for earlier in others for copy in earlier.copies}
    # The records last: while they are there, the names of their copies are taken.
    for path in (*sorted(copies), *(earlier.record for earlier in own), name.record(to)):
        if path not in kept and path.is_file():
            path.unlink()


def _copies(name: OutputName, to: Path) -> set[Path]:
    return {name.copy(to, purpose, suffix) for purpose in Purpose for suffix in SUFFIXES.values()}
