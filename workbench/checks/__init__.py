# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules, a file a family; the engine, the fixes, the report formats."""

from __future__ import annotations

from workbench.checks.engine import BY_CODE, RULES, check
from workbench.checks.rule import Rule
from workbench.checks.settings import Settings, find_settings


__all__ = ["BY_CODE", "RULES", "Rule", "Settings", "check", "find_settings"]
