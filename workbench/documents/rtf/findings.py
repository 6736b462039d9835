# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an RTF file holds beside the text, counted and never told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.core.findings import Finding, Severity


_SAID = {
    "hidden": ("R301", Severity.WARNING, "{} characters of hidden text are left out"),
    "deleted": ("R302", Severity.WARNING, "{} characters of deleted text are still in the file and left out"),
    "insertions": ("R303", Severity.INFO, "{} tracked insertions are read as text"),
    "comments": ("R304", Severity.WARNING, "{} comments are left out"),
    "embedded objects": ("R305", Severity.WARNING, "{} embedded objects are not read"),
    "pictures": ("R306", Severity.WARNING, "{} pictures are not read"),
    "properties": ("R307", Severity.INFO, "{} groups of document properties are left out"),
    "hard to see": ("R308", Severity.WARNING, "{} characters are white or too small to be seen; they are read"),
    "covered": ("R312", Severity.WARNING, "{} characters have the colour of their ground and are left out"),
    "behind": ("R309", Severity.WARNING, "{} bytes behind the end of the document are left out"),
    "undecoded": ("R311", Severity.WARNING, "{} characters are not in the character set they declare"),
    "cut off": ("damaged-part", Severity.WARNING, "the file is cut off: {} groups are not closed"),
}


def findings(counts: Counter[str]) -> Iterator[Finding]:
    """By what was counted; what has no words of its own was left out."""
    for key, (code, severity, words) in _SAID.items():
        if counts[key]:
            yield Finding(code, severity, words.format(counts[key]))
    for key in sorted(key for key in counts if key and key not in _SAID and counts[key]):
        yield Finding("R310", Severity.INFO, f"{counts[key]} {key} are left out")
