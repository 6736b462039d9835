# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking a DOCX apart for checking: zip and XML as they are, comments and instructions included, no reader of ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from workbench.exports.unpacking import BROKEN


_LOCAL_HEADER, _END_RECORD = 30, 22
_DESCRIPTOR = 16  # the record after a member that was written without knowing its length
_MAX_MEMBERS, _MAX_BYTES, _MAX_DEPTH = 10_000, 512 << 20, 4


class Part(NamedTuple):
    """A file in the zip; ``name`` has the names of the zips around it before it, ``/!/`` between."""

    name: str
    data: bytes


class PackageError(ValueError):
    """The zip cannot be taken apart; the message says why."""


def open_parts(data: bytes, inside: str = "", depth: int = 0) -> Iterator[Part]:
    """Every file of the zip, and of zips in it.

    Raises:
        PackageError: no zip, encrypted, or beyond bounds.

    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if len(members) > _MAX_MEMBERS or sum(info.file_size for info in members) > _MAX_BYTES:
            raise PackageError("the package is too large to be searched")
        for info in members:
            content = archive.read(info)
            yield Part(inside + info.filename, content)
            if content.startswith(b"PK\x03\x04"):
                if depth >= _MAX_DEPTH:
                    raise PackageError("the package is nested too deep to be searched")
                yield from open_parts(content, f"{inside}{info.filename}/!/", depth + 1)
    except PackageError:
        raise
    except BROKEN:
        raise PackageError("the package cannot be unpacked") from None


def stray_bytes(data: bytes) -> int:
    """How many bytes of the zip belong to no member and no directory: comments, extra fields, gaps, what stands before.

    Raises:
        PackageError: no zip.

    """
    try:
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except BROKEN:
        raise PackageError("the package cannot be unpacked") from None
    members = sum(
        _LOCAL_HEADER + len(info.filename.encode()) + info.compress_size + _DESCRIPTOR * bool(info.flag_bits & 0x8)
        for info in infos
    )
    directory = sum(46 + len(info.filename.encode()) for info in infos)
    return len(data) - members - directory - _END_RECORD


def parse(data: bytes) -> etree._Element | None:
    """The XML of a part with its comments and instructions; None where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def namespaces(data: bytes) -> set[str]:
    """Every namespace that a part declares, used or not."""
    try:
        events = etree.iterparse(io.BytesIO(data), events=("start-ns",), resolve_entities=False, no_network=True)
        return {str(uri) for _, (_, uri) in events}  # type: ignore[misc]
    except etree.XMLSyntaxError:
        return set()


def around(root: etree._Element) -> Iterator[etree._Element]:
    """Comments and instructions before and after the root element."""
    yield from root.itersiblings(preceding=True)
    yield from root.itersiblings()
