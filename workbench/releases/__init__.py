# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comparing releases, and corroborating with public sources."""

from __future__ import annotations

from workbench.releases.comparing import compare
from workbench.releases.corroborating import corroborate
from workbench.releases.evidence import Corroboration, Evidence, How
from workbench.releases.model import Comparison, Deletion, Difference, Kind, MarkingChange, Side


__all__ = [
    "Comparison",
    "Corroboration",
    "Deletion",
    "Difference",
    "Evidence",
    "How",
    "Kind",
    "MarkingChange",
    "Side",
    "compare",
    "corroborate",
]
