# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of this room as data, without the cost of reading YAML and loading pydantic where nothing changed.

``shipped.json`` holds every shipped file as it came out of validation, with the digest of the file it was made from.
A file that differs from its digest, and every file of a user's folder, is read and validated anew: editing rules/
works at once, and only costs time. ``python -m workbench.markings.shipped`` writes it again; a test holds it current.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from workbench.core.rules import load_rules, rule_files, rules_folder


_COMPILED = Path(__file__).with_name("shipped.json")

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


def rule_data(name: str) -> Iterator[dict[str, Any]]:
    """The data of ``rules/NAME`` as it ships, then of the user's file of that name where there is one.

    Raises:
        RulesError: a file is not valid; names the file, the line and the key.

    """
    for path in rule_files(name):
        kept = _compiled().get(name)
        if kept and kept["sha256"] == _digest(path):
            yield kept["data"]
        else:
            yield _validated(path, name)


def _validated(path: Path, name: str) -> dict[str, Any]:
    from workbench.markings import schema

    data: dict[str, Any] = load_rules(path, getattr(schema, FILES[name])).model_dump(mode="json", by_alias=True)
    return data


def _digest(path: Path) -> str:
    try:
        # A checkout with other line ends is the same file.
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except OSError:
        return ""


@cache
def _compiled() -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(_COMPILED.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data


def compiled_now() -> str:
    """What ``shipped.json`` has to hold for the rules as they are now."""
    folder = rules_folder()
    lines = []
    for name in FILES:
        entry = {"sha256": _digest(folder / name), "data": _validated(folder / name, name)}
        lines.append(f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    _COMPILED.write_text(compiled_now(), encoding="utf-8")
