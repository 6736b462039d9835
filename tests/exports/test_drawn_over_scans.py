# SPDX-License-Identifier: AGPL-3.0-or-later
"""`verify FILE` tells of what is drawn over a scan that is whole below it: ``cases/drawn_over_scans.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml
from pikepdf import Array, Dictionary, Name, Pdf

from tests.exports.places.pdf_building import new, page_of
from tests.exports.places.pdf_switches import saved
from workbench.exports.pdf.verification.inspect import inspect


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "drawn_over_scans.yaml").read_text("utf-8"))


def _picture(pdf: Pdf, pixels: pymupdf.Pixmap) -> Any:
    about = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=pixels.width, Height=pixels.height,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    return pdf.make_stream(bytes(pixels.samples), about)


def _scan(*, night: bool) -> pymupdf.Pixmap:
    with pymupdf.open() as words:
        page = words.new_page(width=612, height=792)
        for line in range(40):
            page.insert_text((72, 72 + 17 * line), "the boats of the north harbour left at noon for the islands")
        pixels = page.get_pixmap(dpi=100, colorspace=pymupdf.csGRAY)
    if night:
        pixels.invert_irect()
    return pixels


def _page(case: dict[str, Any]) -> bytes:
    pdf = new()
    black = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 8, 8))
    black.clear_with(0)
    page = page_of(pdf)
    page.Resources.XObject = Dictionary(S=_picture(pdf, _scan(night=case.get("night", False))), B=_picture(pdf, black))
    page.Resources.ExtGState = Dictionary(G=Dictionary(ca=0.85), H=Dictionary(ca=0.3))
    scan = "q 150 0 0 100 120 530 cm /S Do Q" if "small" in case else "q 612 0 0 792 0 0 cm /S Do Q"
    drawn = f"q {case['operators']} Q"
    page.Contents = pdf.make_stream("\n".join((drawn, scan) if "after" in case else (scan, drawn)).encode())
    page.MediaBox = Array([0, 0, 612, 792])
    return saved(pdf)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_drawn_over_a_scan_that_is_whole_is_told(case: dict[str, Any]) -> None:
    _, findings = inspect(_page(case), "stranger.pdf")
    assert [finding.code for finding in findings if finding.code == "V119"] == ["V119"] * case["told"]
