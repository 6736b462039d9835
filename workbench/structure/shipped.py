# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of this room as data: see ``workbench.core.shipped``. ``python -m scripts.ship_rules`` renews it."""

from __future__ import annotations

from pathlib import Path

from workbench.core.shipped import Shipped


# Which model of ``schema`` each file is validated by.
FILES = {
    "structure/furniture.yaml": "ShapeFile",
    "structure/wordings.yaml": "WordingFile",
}

SHIPPED = Shipped(Path(__file__).with_name("shipped.json"), "workbench.structure.schema", FILES)
rule_data = SHIPPED.rule_data
