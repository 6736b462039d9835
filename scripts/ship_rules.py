# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the ``shipped.json`` of each room that keeps its rules as data: run it after a change in rules/.

python -m scripts.ship_rules
"""

from __future__ import annotations

from workbench.markings import shipped as markings
from workbench.marks import shipped as marks
from workbench.structure import shipped as structure


ROOMS = (markings, marks, structure)


def main() -> None:
    """Write all of them."""
    for room in ROOMS:
        room.KEPT.write_text(room.compiled_now(), encoding="utf-8")


if __name__ == "__main__":
    main()
