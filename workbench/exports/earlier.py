# SPDX-License-Identifier: AGPL-3.0-or-later
"""What earlier runs left in the folder of the copies: names that are taken, and files that must not stay."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from itertools import chain, count, takewhile
from pathlib import Path, PurePath
from typing import NamedTuple

from workbench.documents import SUFFIXES as DOCUMENTS
from workbench.exports.model import Purpose
from workbench.exports.naming import SUFFIXES, OutputName


class _Earlier(NamedTuple):
    """An export, by its record: the place of its source, the suffix (``.pdf``) and SHA-256 of that, and its copies."""

    record: Path
    place: str
    content: tuple[str, str]
    copies: frozenset[Path]


def place_of(path: Path) -> str:
    """What tells in a record which file it is of, from whatever folder that was named, and names no folder."""
    place = "-" if path == Path("-") else os.path.abspath(path)  # noqa: PTH100
    return hashlib.sha256(os.fsencode(place)).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _earlier(record: Path, to: Path) -> _Earlier | None:
    try:
        found = json.loads(record.read_text("utf-8"))
        source, paths = found["source"], [PurePath(copy["path"]) for copy in found["outputs"].values()]
        copies = frozenset(to / path for path in paths if path.parts[0] in {*Purpose} and ".." not in path.parts)
        content = Path(source["path"]).suffix.casefold(), str(source["sha256"])
        return _Earlier(record, str(source.get("place")), content, copies)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _known(name: OutputName, path: Path, to: Path) -> tuple[list[_Earlier], list[_Earlier]]:
    """The exports of the document at ``path``, or of the same bytes elsewhere, and those of others called alike."""

    def told(stem: str) -> _Earlier | None:
        return _earlier(OutputName(name.folder, stem).record(to), to)

    alike = (f"{name.short or name.stem}{each}" for each in ("", path.suffix, *DOCUMENTS))
    records = chain(map(told, alike), takewhile(bool, map(told, _longer(name, path))))
    found = {earlier.record: earlier for earlier in records if earlier}.values()
    place = place_of(path)
    moved = any(earlier.place != place for earlier in found)
    content = path.suffix.casefold(), sha256_of(path) if moved else ""
    own = [earlier for earlier in found if earlier.place == place or earlier.content == content]
    return own, [earlier for earlier in found if earlier not in own]


def _longer(name: OutputName, path: Path) -> Iterator[str]:
    """The stems that a document may have in place of a shorter one: ``m.txt``, ``m.txt-2``..."""
    longer = name.stem if name.short else f"{name.stem}{path.suffix or '.text'}"
    return chain([longer], (f"{longer}-{number}" for number in count(2)))


def beside_earlier(name: OutputName, path: Path, to: Path) -> OutputName:
    """``name``, or a longer one where an earlier run wrote for another document of that stem.

    ``m.txt`` after ``m.pdf``, or after the ``m.txt`` of another folder: neither may take the place of the other's
    copies or record.
    """
    own, others = _known(name, path, to)
    if not others or any(earlier.record == name.record(to) for earlier in own):
        return name
    held = {earlier.record for earlier in others}
    longer = next(each for each in _longer(name, path) if OutputName(name.folder, each).record(to) not in held)
    taken = {str(copy).casefold() for earlier in others for copy in earlier.copies}
    shorter, kept = OutputName(name.folder, name.short or name.stem), (path.suffix or ".text")[1:].casefold()
    free = all(str(shorter.copy(to, purpose, kept)).casefold() not in taken for purpose in Purpose)
    return OutputName(name.folder, longer, shorter.stem if free and longer.endswith(kept) else "", kept)


def remove_earlier(name: OutputName, path: Path, to: Path) -> None:
    """Removes all that any run may have written for this document.

    A copy in another format, made under other settings, would pass for one of this run, and has no record any more.

    Raises:
        OSError: something could not be removed.

    """
    own, others = _known(name, path, to)
    copies = {name.copy(to, purpose, suffix) for purpose in Purpose for suffix in SUFFIXES.values()}
    copies = copies.union(*(earlier.copies for earlier in own)).difference(*(other.copies for other in others))
    # The records last: while they are there, the names of their copies are taken.
    for left in (*sorted(copies), *(earlier.record for earlier in own), name.record(to)):
        if left.is_file():
            left.unlink()
