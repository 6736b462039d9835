# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which mark belongs to which paragraph; page furniture; broken paragraphs; what is unmarked."""

from __future__ import annotations

from workbench.structure.analysing import analyse
from workbench.structure.model import Analysis, Kind, Overall, Paragraph, Placement, Portion, Role


__all__ = ["Analysis", "Kind", "Overall", "Paragraph", "Placement", "Portion", "Role", "analyse"]
