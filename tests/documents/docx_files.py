# SPDX-License-Identifier: AGPL-3.0-or-later
"""DOCX files written by hand: the tests say what XML they hold, down to the attribute."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "new": "http://example.org/unheard-of",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NONE: Mapping[str, str] = {}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx(body: str, *, comment: bytes = b"", chunks: Mapping[str, str] = _NONE, **parts: str) -> bytes:
    """A DOCX with ``body`` inside ``w:body``.

    ``parts``: the inside of ``styles``, ``numbering``, ``settings``, ``footnotes``, ``endnotes``, ``comments``, and of
    ``header1``, ``footer2``..., whose relationship ids are their names. ``chunks``: documents for ``w:altChunk``.
    """
    roots = {name: _root(name) for name in parts}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    relations += "".join(f'<Relationship Id="{n}" Type="{_OFFICE}/aFChunk" Target="{n}"/>' for n in chunks)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{n}.xml": f"<w:{roots[n]} {NAMESPACES}>{inner}</w:{roots[n]}>" for n, inner in parts.items()},
        **{f"word/{name}": content for name, content in chunks.items()},
    }
    return zipped(files, comment)


def zipped(files: dict[str, str], comment: bytes = b"") -> bytes:
    """A zip of ``files``."""
    return zipped_bytes({name: content.encode() for name, content in files.items()}, comment)


def zipped_bytes(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    """A zip of ``files``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(*texts: str, properties: str = "") -> str:
    """A paragraph with one run for each text."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def _root(name: str) -> str:
    return {"header": "hdr", "footer": "ftr"}.get(_stem(name), _stem(name))


def _stem(name: str) -> str:
    return name.rstrip("0123456789")
