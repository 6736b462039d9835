# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown with the marks a reader looks for; its reader is that of text."""

from __future__ import annotations

from benchmarks.fuzzing import Target


_NOTE = (
    "# (U) The ferry\n\nSECRET//NOFORN\n\n* (S) one\n  > (C) two ~~SECRET~~\n\n| (U) a | b |\n|---|---|\n\n"
    "```\n~~~\n```\n<!-- note --> <b>x</b> [a](b) ![c](d) ~~half\n"
)


def seeds() -> list[bytes]:
    return [_NOTE.encode(codec, "replace") for codec in ("utf-8", "utf-16", "cp1252")] + [
        b"---\nx: y\n---\n" + _NOTE.encode()
    ]


TARGET = Target(
    "note.md", seeds, tokens=(b"~~", b"~~~", b"```\n", b"<!--", b"| ", b"> ", b"\x0c", b"\r", b"[[", b"\xff\xfe")
)
