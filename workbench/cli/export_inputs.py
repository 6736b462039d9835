# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``workbench export`` reads: which documents, and which decisions about them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.common import Source, expand_paths, narrate
from workbench.core.counted import counted
from workbench.core.errors import UsageError


if TYPE_CHECKING:
    from workbench.batch.exporting import Inputs
    from workbench.redaction import Decision


def documents_outside(to: Path, paths: Sequence[Path]) -> Iterator[Source]:
    """The documents of ``paths`` without what earlier runs wrote: ``workbench export .`` must not redact copies.

    Who names a folder of copies means them, unless this run writes there too.
    """
    from workbench.exports.naming import output_folders, run_that_wrote

    skipped: Counter[Path] = Counter()
    own, named = output_folders(Path(os.path.realpath(to))), frozenset(paths)

    @cache
    def is_own(folder: Path) -> bool:
        return any(Path(os.path.realpath(folder)).is_relative_to(each) for each in own)

    for source in expand_paths(paths):
        run = (to if is_own(source.path.parent) else run_that_wrote(source.path, named)) if source.walked else None
        if run is None:
            yield source
        else:
            skipped[run] += 1
    for folder, count in skipped.items():
        narrate(f"skipped: {folder}: {counted(count, 'file')} among the copies and records of earlier runs")


def inputs_of(sources: Sequence[Source], case_file: Path | None, decisions_file: Path | None) -> Inputs:
    """What a run reads beside its documents: decisions of the case and of the file, and standard input."""
    walked = frozenset(source.path for source in sources if source.walked)
    standard_input = sys.stdin.buffer.read() if any(str(s.path) == "-" for s in sources) else None
    paths = [source.path for source in sources]
    inputs = replace(_of_case(case_file, paths), walked=walked, standard_input=standard_input)
    return replace(inputs, decisions=_with_decisions(inputs.decisions, decisions_file, paths, standard_input))


def _of_case(case_file: Path | None, paths: Sequence[Path]) -> Inputs:
    """Every decision of the case, and who signed them, by the document's hash; which of ``paths`` changed since.

    A default case that is there is used, and said to be.
    """
    from workbench.batch.exporting import Inputs, sha256_of
    from workbench.cases import DEFAULT_CASE, Case

    if case_file is None:
        if not DEFAULT_CASE.is_file():
            return Inputs()
        case_file = DEFAULT_CASE
        narrate(f"decisions are taken from {case_file}")
    with Case.open(case_file, read_only=True) as case:
        case.require_whole()
        hashes = sorted({entry.sha256 for entry in case.history()})
        days = {path: case.reviewed_at(path, sha256_of(path))[:10] for path in paths}
        return Inputs(
            decisions={sha256: case.decisions(sha256) for sha256 in hashes},
            standings={sha256: case.standing(sha256) for sha256 in hashes},
            changed={path: day for path, day in days.items() if day},
        )


def _with_decisions(
    known: Mapping[str, tuple[Decision, ...]], file: Path | None, paths: Sequence[Path], standard_input: bytes | None
) -> dict[str, tuple[Decision, ...]]:
    """``known`` (a case's, by SHA-256) with those of ``file`` behind them: a later decision outranks an earlier one.

    Raises:
        UsageError: the file is not valid, or one of its decisions is about none of ``paths``: a name mistyped must not
            come to nothing.

    """
    from workbench.batch.exporting import sha256_of
    from workbench.redaction import read_decisions

    found = dict(known)
    if file is None:
        return found
    hashes = {path: sha256_of(path, standard_input if str(path) == "-" else None) for path in paths}
    for number, entry in enumerate(read_decisions(file), start=1):
        about = {sha256: path for path, sha256 in hashes.items() if entry.about(path, sha256)}
        if entry.document is None and entry.sha256 is None and len(paths) > 1:
            raise UsageError(f"{file}: decision {number}: say which document it is about (document or sha256)")
        if not about:
            raise UsageError(f"{file}: decision {number}: is about none of the documents named")
        if len(about) > 1:
            both = " and ".join(map(str, sorted(about.values())[:2]))
            raise UsageError(f"{file}: decision {number}: may be about {both}; say more of the path, or the sha256")
        for sha256 in about.keys() - {""}:
            found[sha256] = (*found.get(sha256, ()), entry.decision(sha256))
    return found
