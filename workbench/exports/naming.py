# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where each copy goes. What may be released and what may not never share a folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workbench.core.errors import UsageError
from workbench.documents import Format
from workbench.exports.model import Output, Purpose
from workbench.redaction.searching import Searcher


SUFFIXES = {Format.TEXT: "txt", Format.MARKDOWN: "md", Format.HTML: "html", Format.PDF: "pdf", Format.DOCX: "docx"}
RECORDS = "records"


@dataclass(frozen=True, slots=True)
class OutputName:
    """The folder (relative, empty for most) and stem that all outputs of one input share.

    ``short`` is the stem for a copy that keeps the suffix ``kept``, where inputs differ in their suffix only: then
    the copies cannot be mistaken for each other, and only their records need the longer name.
    """

    folder: PurePosixPath
    stem: str
    short: str = ""
    kept: str = ""

    def copy(self, to: Path, purpose: Purpose, suffix: str) -> Path:
        """``TO/sanitized/FOLDER/STEM.sanitized.SUFFIX``, and the like for annotated."""
        stem = self.short if self.short and suffix == self.kept else self.stem
        return to / purpose.value / self.folder / f"{stem}.{purpose.value}.{suffix}"

    def record(self, to: Path) -> Path:
        """``TO/records/FOLDER/STEM.redactions.json``."""
        return to / RECORDS / self.folder / f"{self.stem}.redactions.json"

    def without(self, terms: Iterable[str]) -> OutputName:
        """The name with every term in it replaced: what a list withholds must not stand in the name of the copy."""
        listed = tuple(terms)
        parts = (_without(part, listed) for part in self.folder.parts)
        short = _without(self.short, listed) if self.short else ""
        return OutputName(PurePosixPath(*parts), _without(self.stem, listed), short, self.kept)


def suffix_for(output: Output, source: Format) -> str:
    """The suffix of a copy of a ``source`` document in the format ``output``."""
    return SUFFIXES[source] if output is Output.SAME else output.value


def name_outputs(paths: Sequence[Path]) -> list[OutputName]:
    """A name for each input, in their order. Same-named inputs keep their folders, below the folder all of those share.

    Two inputs of one folder that differ in their suffix only keep it in the names of their records
    (``report.pdf.redactions.json``), and in that of a copy in another format (``report.pdf.sanitized.txt``).
    """
    places = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100  links are kept as the user wrote them
    stems = Counter((place.parent, place.stem.casefold()) for place in places)
    names = [p.name if stems[p.parent, p.stem.casefold()] > 1 else p.stem for p in places]
    names = ["stdin" if str(path) == "-" else name for path, name in zip(paths, names, strict=True)]
    counts = Counter(name.casefold() for name in names)
    folders = [
        _folder(place, name, places, names) if counts[name.casefold()] > 1 else PurePosixPath()
        for place, name in zip(places, names, strict=True)
    ]
    homes = {(place.stem.casefold(), place.parent) for place in places}
    alone = Counter(stem for stem, _ in homes)
    kinds = Counter((place.stem.casefold(), place.suffix.casefold()) for place in places)
    return [
        _short(place, OutputName(folder, name))
        if name != place.stem and alone[place.stem.casefold()] == kinds[place.stem.casefold(), place.suffix.casefold()] == 1
        else OutputName(folder, name)
        for place, name, folder in zip(places, names, folders, strict=True)
    ]


def _short(place: Path, name: OutputName) -> OutputName:
    """The short name too, where the suffix says which copy it is: no other folder has such a stem."""
    suffix = place.suffix[1:].casefold()
    return OutputName(name.folder, name.stem, place.stem, suffix) if suffix in SUFFIXES.values() else name


def _folder(place: Path, name: str, places: Sequence[Path], names: Sequence[str]) -> PurePosixPath:
    """The folder of ``place`` below the one that all inputs called ``name`` share."""
    same = {str(p.parent) for p, n in zip(places, names, strict=True) if n.casefold() == name.casefold()}
    if len(same) == 1:
        return PurePosixPath()
    return PurePosixPath(place.parent.relative_to(os.path.commonpath(same)).as_posix())


def refuse_overwriting(paths: Iterable[Path], to: Path) -> None:
    """Makes sure that no output can be an input.

    Raises:
        UsageError: ``to`` is a file, or an input lies in a folder below ``to`` that outputs are written into.

    """
    if to.exists() and not to.is_dir():
        raise UsageError(f"--to {to}: is a file, not a folder")
    folders = [(to / name).resolve() for name in (*(purpose.value for purpose in Purpose), RECORDS)]
    for path in paths:
        place = path.resolve()
        if any(place.is_relative_to(folder) for folder in folders):
            raise UsageError(f"{path}: lies where --to {to} writes its copies; choose another folder")


def _without(name: str, terms: Sequence[str]) -> str:
    for term in terms:
        for start, end in reversed(Searcher(name).find(term)):
            name = f"{name[:start]}withheld{name[end:]}"
    return name
