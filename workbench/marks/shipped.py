# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of this room as data: see ``workbench.core.shipped``. ``python -m scripts.ship_rules`` renews it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.core.rules import rule_files
from workbench.core.shipped import Shipped, validated


KEPT = Path(__file__).with_name("shipped.json")

# Which model of ``wordings`` each file is validated by.
FILES = {
    "placeholders.yaml": "PlaceholderRules",
    "exemptions.yaml": "LabelRules",
    "statutes.yaml": "StatuteRules",
    "stamps.yaml": "StampRules",
    "authority.yaml": "AuthorityRules",
}


def _validated(path: Path, name: str) -> Any:
    return validated(path, "workbench.marks.wordings", FILES[name])


_SHIPPED = Shipped(KEPT, _validated)


def rule_data(name: str) -> Iterator[Any]:
    """The data of ``rules/NAME`` as it ships, then of the user's file of that name where there is one.

    Raises:
        RulesError: a file is not valid; names the file, the line and the key.

    """
    return _SHIPPED.data(name, rule_files(name))


def compiled_now() -> str:
    """What ``shipped.json`` has to hold for the rules as they are now."""
    return _SHIPPED.now(FILES)
