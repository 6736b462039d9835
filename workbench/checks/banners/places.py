# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which banners a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.markings import compare
from workbench.markings.model import Marking
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


def banners_in_force(analysis: Analysis) -> Iterator[tuple[Mark, Marking]]:
    """The banners that are not struck out, with what they and the caveats stamped beside them say."""
    for mark in analysis.marks:
        if mark.type is MarkType.BANNER and not mark.struck and isinstance(mark.value, Marking):
            yield mark, analysis.stamped.get(mark.start, mark.value)


def banners_compared(analysis: Analysis) -> Iterator[tuple[Mark, int]]:
    """The banners in force with how each stands to the portions: negative is too low, positive is above them.

    Left out are those that cannot be compared. A banner stands on every page: each wording is compared once.
    """
    computed = analysis.overall.computed
    if computed is None:
        return
    verdicts: dict[Marking, int | None] = {}
    for mark, written in banners_in_force(analysis):
        if written not in verdicts:
            handling = written.handle_via and written.banner is None  # HANDLE VIA COMINT CHANNELS ONLY names no level
            verdicts[written] = None if handling else compare(written, computed)
        verdict = verdicts[written]
        if verdict is not None:
            yield mark, verdict
