# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tesseract, where it is installed: fast, but lost on a speckled photocopy until the speckles are taken out."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Iterator

from PIL import Image

from workbench.documents.ocr import RESOLUTION, OcrWord


_SECONDS = 120


def read(page: Image.Image) -> list[OcrWord]:
    """The words of a grey ``page``; none where Tesseract fails on it, as on an empty picture."""
    picture = io.BytesIO()
    page.save(picture, "PNG")
    # One thread a process: its own threads fight over two cores and make it four times slower.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    command = ["tesseract", "stdin", "stdout", "--dpi", str(RESOLUTION), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(
            command, input=picture.getvalue(), capture_output=True, env=environment, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return []
    return list(_words(done.stdout.decode("utf-8", "replace"))) if done.returncode == 0 else []


def _words(table: str) -> Iterator[OcrWord]:
    lines: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] != "5" or not text:
            continue
        line = lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), len(lines))
        left, top, width, height = (float(row[k]) for k in ("left", "top", "width", "height"))
        yield OcrWord(text, left, top, left + width, top + height, max(0.0, float(row["conf"]) / 100), line)
