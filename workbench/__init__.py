# SPDX-License-Identifier: AGPL-3.0-or-later
"""Review, mark and sanitize classified documents."""

from __future__ import annotations


__version__ = "0.1.0"
