# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules claim is claimed by somebody: a statute or a codeword without a source is hearsay."""

from __future__ import annotations

import yaml

from workbench.core.rules import rules_folder


def test_every_statute_names_its_source() -> None:
    statutes = yaml.safe_load((rules_folder() / "statutes.yaml").read_text(encoding="utf-8"))
    assert [statute["citation"] for statute in statutes if not statute.get("source")] == []


def test_every_codeword_names_its_source() -> None:
    codewords = yaml.safe_load((rules_folder() / "register/sci.yaml").read_text(encoding="utf-8"))["codewords"]
    assert [word["portion"] for word in codewords if word.get("source", "common usage") == "common usage"] == []
