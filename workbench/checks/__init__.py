# SPDX-License-Identifier: AGPL-3.0-or-later
"""One rule a file, by family; the engine, the fixes, the report formats."""

from __future__ import annotations

from workbench.checks.engine import check
from workbench.checks.registry import BY_CODE, RULES
from workbench.checks.rule import Rule
from workbench.checks.settings import Settings, find_settings


__all__ = ["BY_CODE", "RULES", "Rule", "Settings", "check", "find_settings"]
