# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of this room as data: see ``workbench.core.shipped``. ``python -m scripts.ship_rules`` renews it."""

from __future__ import annotations

from pathlib import Path

from workbench.core.shipped import Shipped


# Which model of ``schema`` each file is validated by.
FILES = {
    "register/levels.yaml": "LevelFile",
    "register/sci.yaml": "ControlFile",
    "register/sap.yaml": "ControlFile",
    "register/aea.yaml": "ControlFile",
    "register/nato.yaml": "ControlFile",
    "register/dissem.yaml": "ControlFile",
    "register/nonic.yaml": "ControlFile",
    "register/countries.yaml": "CountryFile",
    "register/tetragraphs.yaml": "TetragraphFile",
    "register/cui.yaml": "CuiFile",
    "register/misreadings.yaml": "MisreadingFile",
    "books/capco-2016.yaml": "BookFile",
    "books/dodm-5200.01.yaml": "BookFile",
    "books/legacy.yaml": "BookFile",
    "books/cui.yaml": "BookFile",
    "books/findings.yaml": "FindingFile",
}

SHIPPED = Shipped(Path(__file__).with_name("shipped.json"), "workbench.markings.schema", FILES)
rule_data = SHIPPED.rule_data
