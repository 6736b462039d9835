# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bounds on what is read: a file from outside may be made to exhaust the machine that opens it."""

from __future__ import annotations

from dataclasses import dataclass


MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader refuses to go beyond; each breach is a ``TooLargeDocumentError`` that names the bound.

    ``max_bytes``: of the file itself. ``max_unpacked``: bytes of all parts of a container together, and of all
    text read. ``max_ratio``: unpacked bytes of a part to its packed bytes, asked of parts above ``MEGABYTE`` only,
    because small parts of blank text pack far better than real ones. ``max_members``: files in a container.
    ``max_depth``: elements inside elements, tables inside tables. ``max_pages``: pages of the document.
    """

    max_bytes: int = 256 * MEGABYTE
    max_unpacked: int = 512 * MEGABYTE
    max_ratio: int = 200
    max_members: int = 10_000
    max_depth: int = 200
    max_pages: int = 20_000


DEFAULT_LIMITS = Limits()
