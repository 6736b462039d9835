# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ``workbench export`` reads: which documents, and which decisions about them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.common import Source, expand_paths, narrate
from workbench.cli.streams import standard_input
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
    from workbench.batch.exporting import Inputs

    walked = frozenset(source.path for source in sources if source.walked)
    paths = [source.path for source in sources]
    inputs = _with_case(Inputs(walked=walked, standard_input=standard_input(paths)), case_file, paths)
    return replace(inputs, decisions=_with_decisions(inputs, decisions_file, paths))


def _with_case(inputs: Inputs, case_file: Path | None, paths: Sequence[Path]) -> Inputs:
    """Every decision of the case, and who signed them, by the document's hash; which of ``paths`` changed since.

    A default case that is there is used, and said to be.
    """
    from workbench.cases import DEFAULT_CASE, Case

    if case_file is None:
        if not DEFAULT_CASE.is_file():
            return inputs
        case_file = DEFAULT_CASE
        narrate(f"decisions are taken from {case_file}")
    with Case.open(case_file, read_only=True) as case:
        case.require_whole()
        hashes = sorted({entry.sha256 for entry in case.history()})
        days = {path: case.reviewed_at(path, inputs.sha256_of(path))[:10] for path in paths}
        return replace(
            inputs,
            decisions={sha256: case.decisions(sha256) for sha256 in hashes},
            standings={sha256: case.standing(sha256) for sha256 in hashes},
            changed={path: day for path, day in days.items() if day},
        )


def _with_decisions(known: Inputs, file: Path | None, paths: Sequence[Path]) -> dict[str, tuple[Decision, ...]]:
    """Those ``known`` (a case's, by SHA-256), and those of ``file`` behind them: a later one outranks an earlier one.

    Raises:
        UsageError: the file is not valid, or one of its decisions is about none of ``paths``: a name mistyped must not
            come to nothing.

    """
    from workbench.redaction import read_decisions

    found = dict(known.decisions)
    if file is None:
        return found
    hashes = {path: known.sha256_of(path) for path in paths}
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
