# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in a redaction box: nothing, or the code under which its text is withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence


# What redaction software prints in a box: (b)(1), 5.1.2e, b7C, 1.4(c), 50 U.S.C. 3024, Redacted.
_WORD = re.compile(r"[A-Za-z]{4}")
_SAYS_SO = re.compile(
    r"redact|withh|saniti|delet|exempt|respons|priva|verzoek|gelakt|persoon|\b(?:U\.?S\.?C|art(?:ikel)?|lid|woo|wob)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[A-Z]{1,4}(?: [A-Z]{1,4})?")
_CODE_LENGTH = 48
# A code as it stands in black boxes only: 5.2, 11.1.
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
# What stands in the cells of tables: numbers, sums, years, shares.
_FIGURES = re.compile(r"[\d\s]+|[-+$€£]?\s?\d[\d,.\s]*[,.]\d\d(?:\s?%)?|.*\d\s?%")


def may_hold(shown: str) -> bool:
    """Whether a box with these words in it may be a redaction: none, or a code."""
    if not shown:
        return True
    is_code = not _WORD.search(shown) and any(char.isdigit() for char in shown) and not _FIGURES.fullmatch(shown)
    says_so = _SAYS_SO.search(shown) or _INITIALS.fullmatch(shown)
    return len(shown) <= _CODE_LENGTH and (is_code or bool(says_so))


def is_text(words: Sequence[str]) -> bool:
    """Whether words that OCR read in a box are no code: two or more as long as words are."""
    return not _SAYS_SO.search(" ".join(words)) and sum(bool(_WORD.search(word)) for word in words) > 1


def is_number(shown: str) -> bool:
    """Whether the words of a box are a bare number, a code where it stands in a black box only."""
    return bool(_NUMBER.fullmatch(shown))
