# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding marks in text and on pages: ``find_marks``."""

from __future__ import annotations

from workbench.marks.finder import find_marks
from workbench.marks.model import Authority, Exemption, Mark, MarkType, Placeholder, Stamp


__all__ = ["Authority", "Exemption", "Mark", "MarkType", "Placeholder", "Stamp", "find_marks"]
