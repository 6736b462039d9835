# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case file: decisions, their history, and the audit chain."""

from __future__ import annotations

from workbench.cases.carrying import Carried, carry_over
from workbench.cases.case import Case, CaseDocument
from workbench.cases.case_file import DEFAULT_CASE
from workbench.cases.errors import CaseError, TamperedError
from workbench.cases.ledger import Change, Entry, Note


__all__ = [
    "DEFAULT_CASE",
    "Carried",
    "Case",
    "CaseDocument",
    "CaseError",
    "Change",
    "Entry",
    "Note",
    "TamperedError",
    "carry_over",
]
