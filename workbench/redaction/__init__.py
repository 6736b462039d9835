# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan: what is withheld, where, why."""

from __future__ import annotations

from workbench.redaction.decision_file import read_decisions
from workbench.redaction.folding import fold
from workbench.redaction.model import Action, Decision, Extent, Plan, Redaction, Term, Unit
from workbench.redaction.patterns import Pattern, read_patterns
from workbench.redaction.planning import make_plan, proposed
from workbench.redaction.policy import Policy, load_policy, policy_names
from workbench.redaction.searching import Searcher, find_term
from workbench.redaction.terms import read_terms


__all__ = [
    "Action",
    "Decision",
    "Extent",
    "Pattern",
    "Plan",
    "Policy",
    "Redaction",
    "Searcher",
    "Term",
    "Unit",
    "find_term",
    "fold",
    "load_policy",
    "make_plan",
    "policy_names",
    "proposed",
    "read_decisions",
    "read_patterns",
    "read_terms",
]
