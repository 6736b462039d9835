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
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from workbench.core.rules import load_rules, rule_files, rules_folder


class Shipped:
    """The rules that ``files`` names below rules/, each with its model in the module ``schema``.

    They are kept in ``kept``; the schema, and pydantic with it, is imported for what differs only.
    """

    def __init__(self, kept: Path, schema: str, files: Mapping[str, str]) -> None:
        """Reads nothing yet."""
        self.kept = kept
        self._schema = schema
        self._files = files

    def rule_data(self, name: str) -> Iterator[Any]:
        """The data of ``rules/NAME`` as it ships, then of the user's file of that name where there is one.

        Raises:
            RulesError: a file is not valid; names the file, the line and the key.

        """
        entry = self._entries.get(name)
        for path in rule_files(name):
            if entry and entry["sha256"] == _digest(path):
                yield entry["data"]
            else:
                yield self._validated(path, name)

    def now(self) -> str:
        """What ``kept`` has to hold for the rules as they are now: a line for each file."""
        folder = rules_folder()
        lines = []
        for name in self._files:
            entry = {"sha256": _digest(folder / name), "data": self._validated(folder / name, name)}
            lines.append(f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}")
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @cached_property
    def _entries(self) -> dict[str, Any]:
        try:
            entries = json.loads(self.kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _validated(self, path: Path, name: str) -> Any:
        model = getattr(import_module(self._schema), self._files[name])
        return load_rules(path, model).model_dump(mode="json", by_alias=True)


def _digest(path: Path) -> str:
    try:
        # A checkout with other line ends is the same file.
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except OSError:
        return ""
