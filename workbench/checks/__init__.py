# SPDX-License-Identifier: AGPL-3.0-or-later
"""One rule a file, by family; the engine, the fixes, the report formats."""

from __future__ import annotations
