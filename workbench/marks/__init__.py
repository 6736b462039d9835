# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding marks in text and on pages: one finder a file."""

from __future__ import annotations

from workbench.marks.finder import find_marks


__all__ = ["find_marks"]
