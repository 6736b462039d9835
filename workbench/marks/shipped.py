# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of this room as data: see ``workbench.core.shipped``. ``python -m scripts.ship_rules`` renews it."""

from __future__ import annotations

from pathlib import Path

from workbench.core.shipped import Shipped


# Which model of ``wordings`` each file is validated by.
FILES = {
    "placeholders.yaml": "PlaceholderRules",
    "exemptions.yaml": "LabelRules",
    "statutes.yaml": "StatuteRules",
    "stamps.yaml": "StampRules",
    "authority.yaml": "AuthorityRules",
}

SHIPPED = Shipped(Path(__file__).with_name("shipped.json"), "workbench.marks.wordings", FILES)
rule_data = SHIPPED.rule_data
