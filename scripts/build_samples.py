# SPDX-License-Identifier: AGPL-3.0-or-later
"""Build the PDF and DOCX samples from their texts: ``python -m scripts.build_samples [FOLDER]``.

The same texts give the same bytes with the same versions of PyMuPDF, Pillow and python-docx.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx
import numpy as np
import pymupdf
from PIL import Image, ImageFilter

from scripts.typeset import Face, Sheet


ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
_FIXED = datetime(2020, 1, 1)
_STRUCK = re.compile(r"~~(.+?)~~")
_BANNER = re.compile(r"(?:~~)?(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\S*(?: \S+){0,2}")


def paragraphs(name: str) -> list[str]:
    return (SAMPLES / name).read_text("utf-8").strip("\n").split("\n\n")


def memo(name: str, furniture: tuple[str, ...] = ()) -> bytes:
    """Paragraphs set across the page; the lines of ``furniture`` go to the foot and a new page begins."""
    sheet = Sheet()
    waiting = list(furniture)
    for text in paragraphs(name):
        if waiting and text == waiting[0]:
            waiting.pop(0)
            if not waiting:
                sheet.at_foot(list(furniture))
                sheet.turn()
        elif text.startswith("| "):
            for row in text.splitlines():
                _table_row(sheet, row)
        elif "\n" in text:
            for line in text.splitlines():
                sheet.paragraph(line)
        else:
            sheet.paragraph(text, center=bool(_BANNER.fullmatch(text)))
    return sheet.data()


def _table_row(sheet: Sheet, row: str) -> None:
    top = sheet.y
    bottoms = []
    for i, cell in enumerate(row.strip("| ").split(" | ")):
        sheet.y = top
        sheet.paragraph(cell, sheet.margin + 160 * i, sheet.margin + 160 * i + 150)
        bottoms.append(sheet.y)
    sheet.y = max(bottoms)


def cable(name: str) -> bytes:
    """Typewriter lines as they are, a new page at every message page."""
    sheet = Sheet(Face("cour", 10.5, 13))
    lines = (SAMPLES / name).read_text("utf-8").splitlines()
    for i, line in enumerate(lines):
        if i and line.startswith("C O N F") and lines[i + 2 : i + 3] and lines[i + 2].startswith("PAGE "):
            sheet.turn()
        sheet.verbatim(line)
    return sheet.data()


def columns(name: str) -> bytes:
    """A newsletter: title across, then two columns."""
    sheet = Sheet(Face("tiro", 10.5, 13))
    title, *texts = paragraphs(name)
    sheet.paragraph("SECRET", center=True)
    sheet.paragraph(title, center=True)
    top, middle = sheet.y, sheet.width / 2
    for side, part in enumerate((texts[:4], texts[4:])):
        sheet.y = top
        for text in part:
            left = sheet.margin if side == 0 else middle + 12
            sheet.paragraph(text, left, left + middle - sheet.margin - 12)
    sheet.y = sheet.height - sheet.margin
    sheet.paragraph("SECRET", center=True)
    return sheet.data()


def scan(name: str) -> bytes:
    """The page as a photocopier gives it: a picture, a little askew, with noise and two punch holes."""
    sheet = Sheet(Face("cour", 12, 16))
    for line in (SAMPLES / name).read_text("utf-8").splitlines():
        sheet.verbatim(line)
    pixmap = sheet.page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixmap.w, pixmap.h), pixmap.samples)
    image = image.rotate(0.6, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    pixels = np.asarray(image, dtype=np.float64) * 0.86 + 18
    rows, columns_ = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    for row in (500, 1080):
        pixels[(rows - row) ** 2 + (columns_ - 45) ** 2 < 17**2] = 25
    pixels += np.random.default_rng(1962).normal(0, 7, pixels.shape)
    out = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=55)
    pdf = pymupdf.open()
    page = pdf.new_page(width=sheet.width, height=sheet.height)
    page.insert_image(page.rect, stream=out.getvalue())
    data: bytes = pdf.tobytes(garbage=3, deflate=True, no_new_id=True)
    return data


def word(name: str) -> bytes:
    """A DOCX: one paragraph each, headings, bullets and tables as Word has them."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.created, properties.modified, properties.revision = "", _FIXED, _FIXED, 1
    for text in paragraphs(name):
        if text.startswith("| "):
            rows = [row.strip("| ").split(" | ") for row in text.splitlines()]
            table = document.add_table(len(rows), len(rows[0]), "Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, content in zip(row.cells, cells, strict=True):
                    cell.text = content
            continue
        for line in text.splitlines():
            paragraph = document.add_paragraph(style="List Bullet" if line.startswith("- ") else None)
            for i, part in enumerate(_STRUCK.split(line.removeprefix("- "))):
                paragraph.add_run(part).font.strike = True if i % 2 else None
    out = io.BytesIO()
    document.save(out)
    return _same_dates(out.getvalue())


def _same_dates(data: bytes) -> bytes:
    """The zip with every member dated alike: python-docx dates them by the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


BUILT: dict[str, Callable[[], bytes]] = {
    "harbor-memo.pdf": lambda: memo("harbor-memo.txt", ("June 3, 1994", "ORA")),
    "harbor-memo.docx": lambda: word("harbor-memo.txt"),
    "cable-1976.pdf": lambda: cable("cable-1976.txt"),
    "assessment-1997.pdf": lambda: memo("assessment-1997.txt"),
    "signals-report.pdf": lambda: memo("signals-report.txt"),
    "trip-report.pdf": lambda: memo("trip-report.txt"),
    "trip-report.docx": lambda: word("trip-report.txt"),
    "bad-redaction.pdf": lambda: memo("sources/bad-redaction.txt"),
    "two-columns.pdf": lambda: columns("sources/two-columns.txt"),
    "scan.pdf": lambda: scan("sources/scan.txt"),
    "release-1983.pdf": lambda: memo("sources/release-1983.txt"),
}


def main(folder: Path) -> None:
    for name, build in BUILT.items():
        (folder / name).write_bytes(build())
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
