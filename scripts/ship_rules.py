# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the ``shipped.json`` of each room that keeps its rules as data: run it after a change in rules/.

python -m scripts.ship_rules
"""

from __future__ import annotations

from workbench.markings.shipped import SHIPPED as MARKINGS
from workbench.marks.shipped import SHIPPED as MARKS
from workbench.structure.wordings import SHIPPED as STRUCTURE


ROOMS = (MARKINGS, MARKS, STRUCTURE)


def main() -> None:
    """Write all of them."""
    for room in ROOMS:
        room.kept.write_text(room.now(), encoding="utf-8")


if __name__ == "__main__":
    main()
