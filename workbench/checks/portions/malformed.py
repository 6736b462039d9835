# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from workbench.checks.marking_rule import MarkingRule
from workbench.markings.model import Form


class PortionMalformed(MarkingRule):
    """A portion mark is not written as its book asks.

    Why: other programs and other readers take a mark by its form; one with a slip may be read as none at all.

    Source: CAPCO 2016 A.6 and C; for older documents the usage of their day (`workbench parse` names it).

    Wrong:

        (S/NF) The convoy left Port Amber at dawn.

    Right:

        (S//NF) The convoy left Port Amber at dawn.
    """

    code = "P002"
    name = "portion.malformed"
    fixable = "safe where the meaning is clear, unsafe where a slip was repaired"
    form = Form.PORTION
    relations = False


class PortionContradictory(MarkingRule):
    """A portion mark says two things that do not go together, or lacks one that another requires.

    Why: a control that excludes another (NOFORN with REL TO), a control that the level does not allow, or a missing
    companion (HCS-P needs NOFORN) leaves the reader to guess who may see the portion.

    Source: CAPCO 2016 H.4 to H.9.

    Wrong:

        (S//NF/REL TO USA, GBR) The convoy left Port Amber at dawn.

    Right:

        (S//REL TO USA, GBR) The convoy left Port Amber at dawn.
    """

    code = "P003"
    name = "portion.contradictory"
    form = Form.PORTION
    relations = True
