# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where each copy goes. What may be released and what may not never share a folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path, PurePosixPath

from workbench.core.errors import UsageError
from workbench.documents import Format
from workbench.exports.model import Output, Purpose
from workbench.redaction.searching import Searcher


SUFFIXES = {
    Format.TEXT: "txt",
    Format.MARKDOWN: "md",
    Format.HTML: "html",
    Format.PDF: "pdf",
    Format.DOCX: "docx",
    # No mail and no RTF is written: their copies are built as the nearest format that has a writer and a verifier.
    Format.EML: "txt",
    Format.RTF: "html",
}
RECORDS = "records"
MANIFEST_SCHEMA = "workbench.manifest/1"


def output_folders(to: Path) -> tuple[Path, ...]:
    """The folders below ``to`` that hold what runs write; whatever else lies there is somebody's own."""
    return (*(to / purpose.value for purpose in Purpose), to / RECORDS)


def is_output_folder(folder: Path) -> bool:
    """Whether ``folder`` is one that a run wrote into: beside it, or in it, lies the manifest of that run."""
    if folder not in output_folders(folder.parent):
        return False
    try:
        with (folder.parent / RECORDS / "manifest.json").open("rb") as manifest:
            return MANIFEST_SCHEMA.encode() in manifest.read(100)
    except OSError:
        return False


def run_that_wrote(path: Path, named: Collection[Path]) -> Path | None:
    """The folder of the run that wrote ``path``, which was met below one of the paths that the user ``named``.

    None for a document, and for what was named itself: who names a copy, or the folder of copies, means them.
    """
    for place in (path, *path.parents):
        if place in named:
            return None
        if is_output_folder(place):
            return place.parent
    return None


def may_go_out(path: Path) -> bool:
    """Whether no run wrote ``path`` for inside: records and annotated copies are as classified as the original."""
    inside = (RECORDS, Purpose.ANNOTATED.value)
    return not any(folder.name in inside and is_output_folder(folder) for folder in path.parents)


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
        made = PurePosixPath(_without(str(self.folder / self.stem), listed))
        short = _without(str(self.folder / self.short), listed).rpartition("/")[2] if self.short else ""
        return OutputName(made.parent, made.name, short, self.kept)

    def numbered(self, number: int) -> OutputName:
        """The name with a number behind it."""
        short = f"{self.short}-{number}" if self.short else ""
        return OutputName(self.folder, f"{self.stem}-{number}", short, self.kept)


def suffix_for(output: Output, source: Format) -> str:
    """The suffix of a copy of a ``source`` document in the format ``output``."""
    return SUFFIXES[source] if output is Output.SAME else output.value


def name_outputs(paths: Sequence[Path]) -> list[OutputName]:
    """A name for each input, in their order, that it shares with no other file, on any file system.

    Most are called by their stem. Same-named inputs of different folders keep their folders, below the folder all of
    those share. Inputs of one folder that differ in their suffix only keep it in the names of their records
    (``report.pdf.redactions.json``), and in that of a copy in another format (``report.pdf.sanitized.txt``).
    """
    # Not resolved: links are kept as the user wrote them; what came by standard input is called so.
    named = [Path(os.path.abspath("stdin" if str(path) == "-" else path)) for path in paths]  # noqa: PTH100
    places = list(dict.fromkeys(named))
    names = [OutputName(PurePosixPath(), place.stem) for place in places]
    while longer := {i: n for group in _clashes(names) for i, n in _longer(group, places, names) if n != names[i]}:
        names = [longer.get(index, name) for index, name in enumerate(names)]
    # What is left differs in case alone, and is one file on some file systems.
    names = _numbered(names, set())
    taken = {name.stem.casefold() for name in names}
    twins: dict[str, list[Path]] = {}
    for place in places:
        twins.setdefault(place.stem.casefold(), []).append(place)
    found = {
        place: name if place.stem.casefold() in taken else _with_short(place, name, twins[place.stem.casefold()])
        for place, name in zip(places, names, strict=True)
    }
    return [found[place] for place in named]


def name_behind(paths: Sequence[Path], others: Iterable[OutputName]) -> list[OutputName]:
    """Names of further inputs that leave ``others`` theirs and are none of these: each with its suffix."""
    names = (OutputName(name.folder, path.name) for path, name in zip(paths, name_outputs(paths), strict=True))
    return _numbered(names, {key for other in others for key in _keys(other)})


def without_terms(names: Sequence[OutputName], terms: Iterable[str]) -> list[OutputName]:
    """The names of one run with every term in them replaced, numbered where that makes one name of several."""
    listed = tuple(terms)
    made = [name.without(listed) for name in names]
    changed = [index for index, (name, old) in enumerate(zip(made, names, strict=True)) if name != old]
    taken = {key for name, old in zip(made, names, strict=True) if name == old for key in _keys(name)}
    for index, name in zip(changed, _numbered((made[index] for index in changed), taken), strict=True):
        made[index] = name
    return made


def _numbered(names: Iterable[OutputName], taken: set[str]) -> list[OutputName]:
    """``names``, each with a number where what it is called is ``taken`` by then."""
    made: list[OutputName] = []
    for name in names:
        free = chain([name], map(name.numbered, count(2)))
        made.append(next(each for each in free if taken.isdisjoint(_keys(each))))
        taken.update(_keys(made[-1]))
    return made


def _keys(name: OutputName) -> set[str]:
    """What no other document may be called."""
    return {str(name.folder / each).casefold() for each in (name.stem, name.short) if each}


def _clashes(names: Sequence[OutputName]) -> list[list[int]]:
    """The positions of inputs that share a name, where letters of either case are one."""
    groups: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        groups.setdefault(str(name.folder / name.stem).casefold(), []).append(index)
    return [group for group in groups.values() if len(group) > 1]


def _longer(
    group: Sequence[int], places: Sequence[Path], names: Sequence[OutputName]
) -> Iterator[tuple[int, OutputName]]:
    """The next longer name of each input of a clash; the longest is its path below their folder."""
    root = os.path.commonpath([place.parent for place in places])
    near = os.path.commonpath([places[index].parent for index in group])
    apart = len({places[index].parent for index in group}) == len(group)
    alike = len({places[index].parent for index in group}) == 1
    for index in group:
        place, short = places[index], names[index].stem == places[index].stem and names[index].folder == PurePosixPath()
        if short and apart:
            yield index, OutputName(PurePosixPath(place.parent.relative_to(near).as_posix()), place.stem)
        elif short and alike and place.suffix:
            yield index, OutputName(PurePosixPath(), place.name)
        else:
            yield index, OutputName(PurePosixPath(place.parent.relative_to(root).as_posix()), place.name)


def _with_short(place: Path, name: OutputName, twins: Sequence[Path]) -> OutputName:
    """The short name too, where the suffix says which copy it is: no other input of that stem has it."""
    suffix = place.suffix[1:].casefold()
    alone = sum(other.suffix.casefold() == place.suffix.casefold() for other in twins) == 1
    together = {twin.parent for twin in twins} == {place.parent} and name.folder == PurePosixPath()
    if suffix in SUFFIXES.values() and alone and together:
        return OutputName(name.folder, name.stem, place.stem, suffix)
    return name


def refuse_overwriting(paths: Iterable[Path], to: Path) -> None:
    """Makes sure that no output can be an input, and that no record gets among the copies of another run.

    Raises:
        UsageError: ``to`` is a file, or lies where another run wrote; or an input lies in a folder below ``to`` that
            outputs are written into.

    """
    if to.exists() and not to.is_dir():
        raise UsageError(f"--to {to}: is a file, not a folder")
    place = Path(os.path.realpath(to))
    if any(map(is_output_folder, (place, *place.parents))):
        raise UsageError(f"--to {to}: lies among the copies or records of another run; choose another folder")
    folders = [(to / name).resolve() for name in (*(purpose.value for purpose in Purpose), RECORDS)]
    for path in paths:
        place = Path(os.path.realpath(path))  # never an error, not even for a link to itself
        if any(place.is_relative_to(folder) for folder in folders):
            raise UsageError(f"{path}: lies where --to {to} writes its copies; choose another folder")


def _without(path: str, terms: Sequence[str]) -> str:
    """Also where folders and file have a part of a term each."""
    for term in terms:
        for start, end in reversed(Searcher(path).find(term)):
            gone = "/".join("withheld" * bool(part) for part in path[start:end].split("/"))
            path = f"{path[:start]}{gone}{path[end:]}"
    return path
