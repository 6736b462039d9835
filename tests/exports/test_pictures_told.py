# SPDX-License-Identifier: AGPL-3.0-or-later
"""`verify FILE` tells of pictures of which a page shows less than its file holds, and of none that is shown whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from pikepdf import Array, Dictionary, Name

from tests.exports.places.pdf_building import new, page_of
from tests.exports.places.pdf_switches import saved
from workbench.exports.pdf.verification.inspect import inspect


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "pictures_told.yaml").read_text("utf-8"))
_LIGHT, _DARK = b"\xe6", b"\x14"
_PRINT = b"".join((_LIGHT * 60 if row % 4 else (_LIGHT + _DARK) * 30) for row in range(40))


def picture(pdf: pikepdf.Pdf, data: bytes, **keys: Any) -> pikepdf.Stream:
    told = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, "Width": 60, "Height": 40, **keys}
    return pdf.make_stream(data, Dictionary(Type=Name.XObject, Subtype=Name.Image, **told))


def specimen(case: dict[str, Any]) -> bytes:
    pdf = new(case["contents"])
    shown = {
        "Print": picture(pdf, _PRINT),
        "Plain": picture(pdf, _LIGHT * 2400),
        "Old": pdf.make_stream(b"0 0 9 9 re S", Dictionary(Type=Name.XObject, Subtype=Name.Form)),
        "Form": pdf.make_stream(
            b"q 300 0 0 200 0 100 cm /Print Do Q", Dictionary(Type=Name.XObject, Subtype=Name.Form)
        ),
    }
    shown["Stencil"] = pdf.make_stream(bytes(50), Dictionary(Type=Name.XObject, Subtype=Name.Image, ImageMask=True))
    shown["Stencil"].update({"/Width": 20, "/Height": 20, "/BitsPerComponent": 1})
    shown["Old"].BBox = Array([0, 0, 9, 9])
    shown["Form"].BBox = Array([0, 250, 300, 300])
    shown["Form"].Resources = Dictionary(XObject=Dictionary(Print=shown["Print"]))
    for key, value in pikepdf.Object.parse(f"<<{case.get('keys', '')}>>".encode()).items():
        page_of(pdf)[key] = value
    named = [name for name in shown if name in case["contents"] or name in case.get("named", ())]
    named += ["Old"] if "#6c" in case["contents"] else []
    page_of(pdf).Resources.XObject = Dictionary({f"/{name}": shown[name] for name in named})
    return saved(pdf)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_of_a_picture_the_hidden_part_is_told_with_its_page_and_place(case: dict[str, Any]) -> None:
    _, findings = inspect(specimen(case), "stranger.pdf")
    assert [finding.code for finding in findings] == case.get("codes", [])
    assert all(finding.page == 1 for finding in findings)
    assert not findings or case.get("place", "") in findings[-1].message


def test_pages_taken_out_of_a_file_in_which_something_names_them_are_told() -> None:
    pdf = new()
    gone = pdf.make_indirect(Dictionary(Type=Name.Page, Contents=pdf.make_stream(b"BT (met at noon) Tj ET")))
    pdf.Root.Dests = Dictionary(A=Array([gone, Name.Fit]))
    assert {finding.code for finding in inspect(saved(pdf), "stranger.pdf")[1]} == {"V130", "V148"}


def test_what_stands_on_pages_is_told_with_their_numbers() -> None:
    pdf = new()
    pdf.pages.append(pdf.pages[0])
    for number, page in enumerate(pdf.pages):
        notes = [Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 20, 20]))] * number
        page.obj.Annots = Array([pdf.make_indirect(note) for note in notes])
    [finding] = inspect(saved(pdf), "stranger.pdf")[1]
    assert (finding.code, finding.page) == ("V125", 2)
    assert finding.message.endswith("1, on page 2")
