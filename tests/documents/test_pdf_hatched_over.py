# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml

from tests.documents.pdf_making import pdf_of, read


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "hatched_over.yaml").read_text(encoding="utf-8"))
BOX = (60.0, 694.0, 140.0, 20.0)
WORDS = "BT 0 g /F 12 Tf 72 700 Td (boats there) Tj ET"
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <<{resources}>>"
TILE = "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources <<>>"
STATES = {
    "tenth": "/ca .1",
    "half": "/ca .5 /CA .5",
    "most": "/ca .9",
    "veil": "/ca .85",
    "thin": "/ca .7",
    "faint": "/ca .03",
    "multiply": "/BM /Multiply",
    "darken": "/BM /Darken",
    "screen": "/BM /Screen",
    "exclude": "/BM [/Exclusion /Normal]",
}
IMAGE = "/Type /XObject /Subtype /Image /Width 4 /Height 3 /BitsPerComponent 8"


def _lines(angle: float, gap: float, low: float = 0.0, high: float = 0.0) -> list[str]:
    """Lines through the box that far apart, each with its ends on the box; or from ``low`` to ``high`` on both axes."""
    x, y, width, height = (low, low, high - low, high - low) if high else BOX
    dx, dy = cos(radians(angle)), sin(radians(angle))
    middle = x + width / 2, y + height / 2
    found = []
    for step in range(-1000, 1001):
        px, py = middle[0] - dy * gap * step, middle[1] + dx * gap * step
        first, last = -1e6, 1e6
        for at, way, least, most in ((px, dx, x, x + width), (py, dy, y, y + height)):
            if abs(way) < 1e-9:
                first, last = (first, last) if least <= at <= most else (1.0, 0.0)
            else:
                a, b = sorted(((least - at) / way, (most - at) / way))
                first, last = max(first, a), min(last, b)
        if first < last:
            ends = (px + dx * first, py + dy * first, px + dx * last, py + dy * last)
            found.append("{:.2f} {:.2f} m {:.2f} {:.2f} l".format(*ends))
    return found


def _dots(gap: float, size: float) -> list[str]:
    x, y, width, height = BOX
    places = ((x + gap * i, y + gap * j) for j in range(int(height / gap)) for i in range(int(width / gap)))
    return [f"{left:.2f} {low:.2f} {size} {size} re" for left, low in places]


def _operators(said: str) -> bytes:
    """What a case says, with its paths written out."""

    def path(found: re.Match[str]) -> str:
        numbers = [float(part) for part in found["numbers"].split(",")]
        parts = (_lines if found["kind"] == "LINES" else _dots)(*numbers)
        paint = found["paint"]
        return f" {paint} ".join(parts) + f" {paint}" if paint else " ".join(parts)

    said = re.sub(r"EACH\((?P<kind>LINES|DOTS)\((?P<numbers>[^)]*)\)\) (?P<paint>[Sf])", path, said)
    said = re.sub(r"(?P<kind>LINES|DOTS)\((?P<numbers>[^)]*)\)(?P<paint>)", path, said)
    return said.replace("BOX", " ".join(map(str, (*BOX, "re")))).encode()


def _object(pdf: Any, dictionary: str, stream: bytes | None = None) -> str:
    number = pdf.get_new_xref()
    pdf.update_object(number, f"<<{dictionary}>>")
    if stream is not None:
        pdf.update_stream(number, stream)
    return f"{number} 0 R"


def _drawn_font(pdf: Any, operator: bytes) -> str:
    """A font of which each letter is a bar; ``operator`` says whether it has its own colour (d0) or not (d1)."""
    glyph = _object(pdf, "", operator + b" 100 0 200 700 re f")
    letters = "".join(sorted(set("boats there") - {" "}))
    names = " ".join(f"{ord(letter)} /{letter}" for letter in letters)
    codes = "".join(f"<{ord(c):02x}> <{ord(c):04x}>\n" for c in letters)
    cmap = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(letters)} beginbfchar\n{codes}endbfchar"
    drawings = " ".join(f"/{letter} {glyph}" for letter in letters)
    return _object(
        pdf,
        "/Type /Font /Subtype /Type3 /FontBBox [0 0 700 700] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 32"
        f" /LastChar 122 /Widths [{' '.join(['700'] * 91)}] /Resources <<>> /CharProcs <<{drawings}>>"
        f" /Encoding <</Type /Encoding /Differences [{names}]>> /ToUnicode {_object(pdf, '', cmap.encode())}",
    )


def _resources(pdf: Any, case: dict[str, Any]) -> str:
    """What a case may name; of states and patterns only what it does: they are a suspicion by themselves."""
    form, said = case.get("form", ""), str(case)
    fonts = "/F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    drawn = {"T": b"700 0 0 0 700 700 d1", "D": b"700 0 d0 0 0 1 rg", "N": b"700 0 d0 %"}
    fonts += "".join(f" /{name} {_drawn_font(pdf, begun)}" for name, begun in drawn.items() if f"/{name} " in said)
    if "/Blocks " in said:
        table = _object(pdf, "", b"1 beginbfchar <6e> <25a0> endbfchar")
        fonts += f" /Blocks <</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats /ToUnicode {table}>>"
    nothing = _object(pdf, FORM.format(resources="") + " /Group <</S /Transparency /CS /DeviceGray>>", b"")
    states = " ".join(f"/{name} <<{state}>>" for name, state in STATES.items() if f"/{name} " in said)
    states += "".join(
        f" /{name} <</SMask <</S /{kind} /G {nothing}>> >>"
        for name, kind in (("masked", "Luminosity"), ("cut", "Alpha"))
        if f"/{name} " in said
    )
    hatch = _object(pdf, TILE, b"0 G .4 w 0 0 m 4 4 l S")
    tape = _object(pdf, TILE, b"1 g 0 0 4 4 re f 0 G .4 w 0 0 m 4 4 l S")
    ends = "/C0 [1] /C1 [1]"
    function = f"/Function <</FunctionType 2 /Domain [0 1] /N 1 {ends}>>"
    shading = f"<</ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 595 0] /Extend [true true] {function}>>"
    mask = _object(pdf, f"{IMAGE} /ColorSpace /DeviceGray", bytes([0] * 4 + [255] * 4 + [0] * 4))
    pale = _object(pdf, f"{IMAGE} /ColorSpace /DeviceGray", b"\xff" * 12)
    glass = _object(pdf, f"{IMAGE} /ColorSpace /DeviceGray /SMask {mask}", bytes(12))
    wash = _object(pdf, f"{IMAGE} /ColorSpace /DeviceRGB", b"\xff\xff\x60" * 12)
    within = f"/Font <<{fonts}>> /ExtGState <<{states}>>"
    within += f" /Pattern <</hatch {hatch} /tape {tape}>>" * ("/Pattern" in said)
    figure = _object(pdf, FORM.format(resources=within), _operators(form))
    layers = {name: _object(pdf, f"/Type /OCG /Name ({name})") for name in ("on", "off")}
    listed = " ".join(layers.values())
    for policy in ("AllOn", "AnyOff"):
        layers[policy.lower()] = f"<</Type /OCMD /P /{policy} /OCGs [{listed}]>>"
    config = f"<</OCGs [{listed}] /D <</ON [{layers['on']}] /OFF [{layers['off']}]>> >>"
    pdf.xref_set_key(pdf.pdf_catalog(), "OCProperties", config)
    objects = {"pale": pale, "glass": glass, "wash": wash, "form": figure}
    named = [(k, v) for k, v in objects.items() if k != "form" or form]
    return (
        f"<<{within} /Shading <</white {shading}>>"
        f" /XObject <<{' '.join(f'/{k} {v}' for k, v in named)}>>"
        f" /Properties <<{' '.join(f'/{k} {v}' for k, v in layers.items())}>> >>"
    )


def specimen(case: dict[str, Any], rotation: int = 0) -> bytes:
    """The page that a case describes, with a line that all can see."""

    def draw(page: Any) -> None:
        pdf = page.parent
        resources = _resources(pdf, {key: case[key] for key in case if key != "note"})
        all_see = "BT /F 12 Tf 72 600 Td (what all can see) Tj ET"
        parts = case.get("before", ""), case.get("words", WORDS), case.get("paint", "")
        contents = all_see.encode() + b"".join(b"\nq " + _operators(part) + b" Q" for part in parts)
        pdf.xref_set_key(page.xref, "Resources", resources)
        pdf.xref_set_key(page.xref, "Contents", _object(pdf, "", contents))
        if "note" in case:
            looks = _object(pdf, FORM.format(resources=_resources(pdf, case)[2:-2]), _operators(case["note"]))
            note = f"/Type /Annot /Subtype /Stamp /F 4 /Rect [0 0 595 842] /AP <</N {looks}>>"
            pdf.xref_set_key(page.xref, "Annots", f"[{_object(pdf, note)}]")

    data = pdf_of(draw, rotation=rotation)
    with pymupdf.open(stream=data, filetype="pdf") as again:
        return bytes(again.tobytes(no_new_id=True))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_words_are_read_where_what_lies_over_them_lets_them_through(case: dict[str, Any]) -> None:
    document = read(specimen(case))
    assert "what all can see" in document.text
    assert ("boats there" in document.text) is case["seen"]
    assert case["seen"] or ("boats" not in document.text and "there" not in document.text)
