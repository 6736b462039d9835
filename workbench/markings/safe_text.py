# SPDX-License-Identifier: AGPL-3.0-or-later
"""Untrusted text for a terminal: nothing in it moves the cursor, changes colour or hides what it says."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """``text`` with every control, format and surrogate character replaced by U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)
