# SPDX-License-Identifier: AGPL-3.0-or-later
"""Building the register's tables from the data of rules/register/."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from workbench.markings.model import Level
from workbench.markings.phrases import Phrases
from workbench.markings.register import Control, Head, Register
from workbench.markings.shipped import rule_data


CATEGORIES = ("sci", "sap", "aea", "nato", "dissem", "nonic")
Row = dict[str, Any]


def build() -> Register:
    """Read every file of rules/register/, the user's included."""
    found = Register()
    for levels in rule_data("register/levels.yaml"):
        _add_heads(found, [*levels["levels"], *levels["combined"]], levels["source"])
        found.activities.update(levels["activities"])
    for category in CATEGORIES:
        for file in rule_data(f"register/{category}.yaml"):
            _add_controls(found, category, file)
    for countries in rule_data("register/countries.yaml"):
        found.countries.update(countries["countries"])
        found.old_countries.update(countries["legacy"])
    for tetragraphs in rule_data("register/tetragraphs.yaml"):
        for code, row in tetragraphs["tetragraphs"].items():
            found.tetragraphs[code] = row["title"]
            if row["members"]:
                found.members[code] = frozenset(row["members"])
    for cui in rule_data("register/cui.yaml"):
        _add_cui(found, cui)
    _index(found)
    return found


def _add_heads(found: Register, rows: Iterable[Row], source: str) -> None:
    for row in rows:
        level = Level(row["level"])
        banner = row["banner"] or row["portion"]
        old = bool(row["controls"]) or row["until"] is not None
        said = (row["system"], level, banner, row["portion"], tuple(row["controls"]), old, row["source"] or source)
        head = Head(*said, common=row["common"])
        for spelling in (banner, row["portion"], *row["also"]):
            found.heads.setdefault(spelling.upper(), head)
        if row["banner"]:
            found.banners.setdefault((row["system"], level), row["banner"])


def _add_controls(found: Register, category: str, file: Row) -> None:
    start = sum(1 for known in found.controls if known[0] == category)
    pairs = [(_control(category, row, file["source"], order), row) for order, row in enumerate(file["entries"], start)]
    pairs += [(_control("codeword", row, file["source"], order), row) for order, row in enumerate(file["codewords"])]
    for control, row in pairs:
        found.controls[control.category, control.portion] = control
        table = found.legacy_spellings if control.legacy else found.spellings
        for spelling in (control.portion, control.banner, control.title, *row["also"]):
            table.setdefault(spelling.upper(), control)
            if not control.legacy:
                found.legacy_spellings.setdefault(spelling.upper(), control)
            if control.alone:
                found.alone.setdefault(spelling.upper(), control)
        for spelling in row["alone_also"]:
            found.alone[spelling.upper()] = control


def _control(category: str, row: Row, source: str, order: int) -> Control:
    return Control(
        category,
        row["portion"],
        row["banner"] or row["portion"],
        row["title"],
        order,
        Level(row["alone"]) if row["alone"] else None,
        None if row["modern"] is None else tuple(row["modern"]),
        row["legacy"],
        row["source"] or source,
        f"{row['since'] or ''}..{row['until']}" if row["until"] else "",
        tuple(row["books"]),
        row["owner"],
    )


def _add_cui(found: Register, file: Row) -> None:
    for code, row in file["categories"].items():
        found.categories[code] = (row["as"], row["title"], row["until"] is not None)
    for order, row in enumerate(file["limited_dissemination"], 1000):
        control = _control("dissem", row, file["source"], order)
        for spelling in (control.portion, control.banner, *row["also"]):
            found.limited.setdefault(spelling.upper(), control)
        found.controls.setdefault(("dissem", control.portion), control)


def _index(found: Register) -> None:
    found.tail = Phrases(found.legacy_spellings)
    found.head = Phrases(found.heads)
    found.lone = Phrases(found.alone)
    found.names = Phrases(found.old_countries)
    starts = [*found.heads, *found.alone, *found.countries, *found.old_countries, "HANDLE VIA", "JOINT", "NATO", "SP"]
    found.first_words = frozenset(word for start in starts if (word := re.split(r"[^A-Z0-9]", start)[0]))
