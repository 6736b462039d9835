# SPDX-License-Identifier: AGPL-3.0-or-later
"""Releases from a text, read as a file would be."""

from __future__ import annotations

from workbench.documents import read_document
from workbench.releases.tokens import words
from workbench.structure import Analysis, analyse


def release(text: str, path: str = "release.txt") -> Analysis:
    return analyse(read_document(text.encode(), path))


def letters(text: str) -> str:
    """The words of ``text`` as they are compared, with nothing between them."""
    return "".join(key for key, *_ in words(text))
