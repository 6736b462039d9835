# SPDX-License-Identifier: AGPL-3.0-or-later

from __future__ import annotations

from workbench.checks.marking_rule import MarkingRule
from workbench.markings.model import Form


class BannerMalformed(MarkingRule):
    """A banner is not written as its book asks.

    Why: a banner spells out the level and uses the register's banner forms, in the register's order.

    Source: CAPCO 2016 A.6 and D.1.

    Wrong:

        SECRET//NF

    Right:

        SECRET//NOFORN
    """

    code = "B004"
    name = "banner.malformed"
    fixable = "safe where the meaning is clear, unsafe where a slip was repaired"
    form = Form.BANNER
    relations = False


class BannerContradictory(MarkingRule):
    """A banner says two things that do not go together, or lacks one that another requires.

    Why: whoever handles the document acts on the banner alone.

    Source: CAPCO 2016 H.4 to H.9.

    Wrong:

        SECRET//NOFORN/REL TO USA, GBR

    Right:

        SECRET//NOFORN
    """

    code = "B005"
    name = "banner.contradictory"
    form = Form.BANNER
    relations = True
