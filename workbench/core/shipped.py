# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of a room as data, without the cost of reading YAML and loading pydantic where nothing changed.

A room's ``shipped.json`` holds each of its shipped files as it came out of validation, with the digest of the file it
was made from. A file that differs from its digest, and every file of a user's folder, is read and validated anew:
editing rules/ works at once, and only costs time. ``python -m scripts.ship_rules`` writes them again; a test holds them
current.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from workbench.core.rules import load_rules, rules_folder


class Shipped:
    """``kept`` is the file of the data; ``validated`` reads and validates the rules file of a name anew."""

    def __init__(self, kept: Path, validated: Callable[[Path, str], Any]) -> None:
        """Reads nothing yet."""
        self._kept = kept
        self._validated = validated

    def data(self, name: str, paths: Iterable[Path]) -> Iterator[Any]:
        """What each of ``paths``, files of the ``name`` below rules/, holds.

        Raises:
            RulesError: a file is not valid; names the file, the line and the key.

        """
        for path in paths:
            entry = self._entries.get(name)
            if entry and entry["sha256"] == _digest(path):
                yield entry["data"]
            else:
                yield self._validated(path, name)

    @cached_property
    def _entries(self) -> dict[str, Any]:
        try:
            entries = json.loads(self._kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def now(self, names: Iterable[str]) -> str:
        """What the file has to hold for the rules as they are now: a line for each of ``names``."""
        folder = rules_folder()
        lines = []
        for name in names:
            entry = {"sha256": _digest(folder / name), "data": self._validated(folder / name, name)}
            lines.append(f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}")
        return "{\n" + ",\n".join(lines) + "\n}\n"


def validated(path: Path, schema: str, model: str) -> Any:
    """The data of the rules file ``path``, validated by ``model`` of the module ``schema``; loads pydantic.

    Raises:
        RulesError: it is not valid; names the file, the line and the key.

    """
    return load_rules(path, getattr(import_module(schema), model)).model_dump(mode="json", by_alias=True)


def _digest(path: Path) -> str:
    try:
        # A checkout with other line ends is the same file.
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except OSError:
        return ""
