# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a marking means: ``parse`` reads one, ``roll_up`` computes the banner of several, ``compare`` judges a banner.

>>> from workbench.markings import parse
>>> parse("(S//NF)").marking.banner
'SECRET//NOFORN'
"""

from __future__ import annotations

from workbench.markings.comparison import compare
from workbench.markings.model import Book, Era, Form, Level, Marking, Parsed, Reason, RollUp
from workbench.markings.parsing import explain_code, parse
from workbench.markings.rollup import resolved, roll_up


__all__ = [
    "Book",
    "Era",
    "Form",
    "Level",
    "Marking",
    "Parsed",
    "Reason",
    "RollUp",
    "compare",
    "explain_code",
    "parse",
    "resolved",
    "roll_up",
]
