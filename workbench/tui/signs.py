# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signs of what is decided, which the gutter, the help and the searches share."""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """What the gutter says of a paragraph's decision."""

    WITHHOLD = "W"
    RELEASE = "R"
    PART = "P"
    """Words in it are released and others withheld."""
    DISMISSED = "x"
    """A box seen on a page that is no redaction."""
    UNDECIDED = "?"
    """The policy withholds it, or proposes words of it, and nobody has decided."""
    POLICY = "·"
    """The policy releases it, and nobody has decided otherwise."""
    NONE = " "


TOLD = {
    Sign.WITHHOLD: "withheld",
    Sign.RELEASE: "released",
    Sign.PART: "part",
    Sign.DISMISSED: "dismissed",
    Sign.UNDECIDED: "undecided",
    Sign.POLICY: "open",
    Sign.NONE: "",
}
"""Each in a word, which can be looked for too."""
