# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text on its way to a person's screen."""

from __future__ import annotations


def printable(text: str) -> str:
    """``text`` with control characters replaced: a file's name must not move a terminal's cursor."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
