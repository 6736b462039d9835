# SPDX-License-Identifier: AGPL-3.0-or-later
"""``--decisions FILE``: which decision of the file is about which of the documents named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import UsageError


if TYPE_CHECKING:
    from workbench.redaction import Decision


def with_decisions(
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
        about = {sha256 for path, sha256 in hashes.items() if entry.about(path) or sha256 == entry.sha256}
        if entry.document is None and entry.sha256 is None and len(paths) > 1:
            raise UsageError(f"{file}: decision {number}: say which document it is about (document or sha256)")
        if not about:
            raise UsageError(f"{file}: decision {number}: is about none of the documents named")
        for sha256 in about - {""}:
            found[sha256] = (*found.get(sha256, ()), entry.decision(sha256))
    return found
