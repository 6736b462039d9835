# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text in several encodings, with the marks a reader looks for."""

from __future__ import annotations

from benchmarks.fuzzing import Target


_NOTE = (
    "SECRET//NOFORN\r\n\r\n1. (U) The ferry \u201cAster\u201d sailed.\n\n"
    "~~SECRET~~ (b)(1)\t[2 lines not declassified]\x0cPage 2\n"
)


def seeds() -> list[bytes]:
    return [_NOTE.encode(codec, "replace") for codec in ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252")]


TARGET = Target(
    "note.txt",
    seeds,
    tokens=(b"~~", b"\x0c", b"\r", b"\x1b[2J", b"\xff\xfe", b"\xfe\xff", b"\x00" * 40, b"%PDF-", b"PK\x03\x04"),
)
