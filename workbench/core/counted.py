# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers with their nouns, as messages give them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``1 place``, ``2 places``: for nouns whose plural takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
