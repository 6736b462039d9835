# SPDX-License-Identifier: AGPL-3.0-or-later
"""DOCX packages; most changes are made inside a part, which is packed again, or its checksum would stop them."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

import docx
from docx.enum.text import WD_BREAK

from benchmarks.fuzzing import Target
from benchmarks.fuzzing.changes import GENERAL


_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_PARTS = re.compile(r"word/(?:document|styles|numbering|header\d|footer\d|footnotes|settings|_rels/.*)\.(?:xml|rels)")
_TOKENS = (
    *(
        b"<w:p>",
        b"</w:p>",
        b"<w:r><w:t>(S) x</w:t></w:r>",
        b"<w:vanish/>",
        b"<w:del>",
        b"<w:ins>",
        b"<w:tbl><w:tr><w:tc>",
    ),
    *(
        b'<w:br w:type="page"/>',
        b'<w:sym w:font="Symbol" w:char="F0B7"/>',
        b"<w:fldChar/>",
        b"<w:instrText>x",
        b"<!--x-->",
    ),
    *(
        b"<mc:AlternateContent>",
        b"<!DOCTYPE a>",
        b"&#0;",
        b"<w:sectPr/>",
        b'<w:numId w:val="-1"/>',
        b"<w:drawing/>",
        b"<?x y?>",
    ),
)


def seeds() -> list[bytes]:
    return [_file(fill) for fill in (_memo, _table)]


def _file(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "SECRET"
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _memo(document: docx.document.Document) -> None:
    document.add_heading("(U) The ferry", 1)
    for i in range(3):
        document.add_paragraph(f"{i}. (S//NF) The ferry Aster sailed.", style="List Number")
    document.add_paragraph().add_run("SECRET").font.strike = True
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _table(document: docx.document.Document) -> None:
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "(U) one"
    table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "(C) two"
    document.add_paragraph("(S) item", style="List Bullet").add_run("gone").font.hidden = True


def inside(data: bytes, rng: random.Random) -> bytes:
    """A general change to one part."""
    return _changed(data, rng, lambda part: rng.choice(GENERAL)(part, rng) if part else part)


def odd_tag(data: bytes, rng: random.Random) -> bytes:
    """A tag of a part becomes another one."""

    return _odd(data, rng, _TAG, _TOKENS)


def odd_value(data: bytes, rng: random.Random) -> bytes:
    """An attribute gets another one's value, or a number out of bounds."""

    return _odd(data, rng, _ATTRIBUTE, (b'="-1"', b'="99999999999999999999"', b'="x"', b'="../../x"', b'=""'))


def _odd(data: bytes, rng: random.Random, pattern: re.Pattern[bytes], others: Sequence[bytes]) -> bytes:
    """One match of ``pattern`` in a part becomes another one, or one of ``others``."""

    def change(part: bytes) -> bytes:
        found = list(pattern.finditer(part))
        if not found:
            return part
        at = rng.choice(found)
        return part[: at.start()] + rng.choice((*others, rng.choice(found)[0])) + part[at.end() :]

    return _changed(data, rng, change)


def nest(data: bytes, rng: random.Random) -> bytes:
    opened, closed = rng.choice(((b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"), (b"<w:sdt>", b"</w:sdt>")))
    depth = rng.choice((5, 80, 3000))
    return _changed(
        data, rng, lambda part: part.replace(b"<w:p>", opened * depth + b"<w:p/>" + closed * depth + b"<w:p>", 1)
    )


def _changed(data: bytes, rng: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed; as it is where it is none any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
        return data
    wanted = sorted(name for name in parts if _PARTS.fullmatch(name)) or sorted(parts)
    if not wanted:
        return data
    name = rng.choice(wanted)
    parts[name] = change(parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path), content)
    return out.getvalue()


TARGET = Target("file.docx", seeds, changes=(inside, inside, inside, odd_tag, odd_tag, odd_value, nest), tokens=_TOKENS)
