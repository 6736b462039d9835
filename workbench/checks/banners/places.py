# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which banners a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.markings.model import Marking
from workbench.marks.model import Mark, MarkType
from workbench.structure.model import Analysis


def banners_in_force(analysis: Analysis) -> Iterator[tuple[Mark, Marking]]:
    """The banners that are not struck out, with what they say."""
    for mark in analysis.marks:
        if mark.type is MarkType.BANNER and not mark.struck and isinstance(mark.value, Marking):
            yield mark, mark.value
