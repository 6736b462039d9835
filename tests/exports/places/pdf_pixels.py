# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a word can be as pixels or lines, and what a picture says beside what it shows.

Everything stands on the page at a point for each pixel, so that a rendered page can be searched for it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.exports.places.model import Place
from tests.exports.places.pdf_building import Put, form, in_file, more, new, on_page, page_of
from tests.exports.places.pdf_switches import (
    contents_made_anew,
    pictures_stay_behind,
    saved,
    small_shapes_stay_behind,
)
from tests.exports.places.pixels import drawn, samples


_GREY = b"\x80\x90\xa0\xb0"
_SPREAD = "q 200 0 0 100 100 200 cm /Im0 Do Q\n"


def _image_keys(width: int, height: int, **keys: Any) -> Dictionary:
    return Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray, **keys,
    )  # fmt: skip


def _image(pdf: pikepdf.Pdf, word: str) -> Any:
    height, width = drawn(word).shape
    return pdf.make_stream(samples(word), _image_keys(width, height))


def _use(pdf: pikepdf.Pdf, picture: Any) -> None:
    page_of(pdf).Resources.XObject = Dictionary(Im0=picture)


def _placed(word: str) -> str:
    height, width = drawn(word).shape
    return f"q {width} 0 0 {height} 100 400 cm /Im0 Do Q\n"


def _around(word: str, by: int = 2) -> str:
    height, width = drawn(word).shape
    return f"{100 - by} {400 - by} {width + 2 * by} {height + 2 * by} re"


def _shown(pdf: pikepdf.Pdf, word: str) -> None:
    _use(pdf, _image(pdf, word))
    more(pdf, _placed(word))


def _inline(word: str) -> bytes:
    height, width = drawn(word).shape
    head = f"q {width} 0 0 {height} 100 400 cm BI /W {width} /H {height} /BPC 8 /CS /G ID "
    return saved(new(head.encode() + samples(word) + b" EI Q\n"))


def _stencil(pdf: pikepdf.Pdf, word: str) -> None:
    height, width = drawn(word).shape
    keys = _image_keys(width, height, ImageMask=True)
    keys.BitsPerComponent = 1
    del keys.ColorSpace
    _use(pdf, pdf.make_stream(np.packbits(drawn(word) > 0.5, axis=1).tobytes(), keys))
    more(pdf, _placed(word))


def _strokes(word: str) -> str:
    """The word as rows of little rectangles: an outline that no search reads."""
    dark = drawn(word) < 0.5
    dots = ((100 + x, 400 + len(dark) - 1 - y) for y, row in enumerate(dark) for x, on in enumerate(row) if on)
    return "".join(f"{x} {y} 1 1 re f\n" for x, y in dots)


def _tiles(pdf: pikepdf.Pdf, word: str) -> None:
    height, width = drawn(word).shape
    tile = form(pdf, f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q", PatternType=1, PaintType=1, TilingType=1)
    del tile.Subtype
    tile.Type, tile.XStep, tile.YStep, tile.BBox = Name.Pattern, width, height, Array([0, 0, width, height])
    tile.Matrix, tile.Resources = Array([1, 0, 0, 1, 100, 400]), Dictionary(XObject=Dictionary(Im0=_image(pdf, word)))
    page_of(pdf).Resources.Pattern = Dictionary(P0=tile)
    more(pdf, f"/Pattern cs /P0 scn {_around(word, 0)} f\n")


def _covered(pdf: pikepdf.Pdf, word: str) -> None:
    _shown(pdf, word)
    more(pdf, f"0 g {_around(word)} f\n")


def _cropped(pdf: pikepdf.Pdf, word: str) -> None:
    _use(pdf, _image(pdf, word))
    more(pdf, "q 100 400 8 8 re W n " + _placed(word) + "Q\n")


def _under_another(pdf: pikepdf.Pdf, word: str) -> None:
    _shown(pdf, word)
    page_of(pdf).Resources.XObject.Im1 = pdf.make_stream(_GREY, _image_keys(2, 2))
    more(pdf, "q 300 0 0 60 90 380 cm /Im1 Do Q\n")


def _beside(key: str) -> Put:
    """A grey picture that carries another one along."""

    def put(pdf: pikepdf.Pdf, word: str) -> None:
        other = _image(pdf, word)
        value = Array([Dictionary(Image=other)]) if key == "Alternates" else other
        _use(pdf, pdf.make_stream(_GREY, _image_keys(2, 2, **{key: value})))
        more(pdf, _SPREAD)

    return put


def _telling(**keys: Callable[[pikepdf.Pdf, str], Any]) -> Put:
    """A grey picture with the word in its dictionary."""

    def put(pdf: pikepdf.Pdf, word: str) -> None:
        dictionary = _image_keys(2, 2)
        for key, value in keys.items():
            dictionary["/" + key] = value(pdf, word)
        _use(pdf, pdf.make_stream(_GREY, dictionary))
        more(pdf, _SPREAD)

    return put


def _jpeg(**options: Callable[[str], Any]) -> Put:
    """A grey picture in a file of its own that says more than it shows."""

    def put(pdf: pikepdf.Pdf, word: str) -> None:
        from PIL import Image

        out = io.BytesIO()
        Image.new("L", (64, 64), 128).save(out, "JPEG", **{key: value(word) for key, value in options.items()})
        stream = pdf.make_stream(b"", _image_keys(64, 64))
        stream.write(out.getvalue(), filter=Name.DCTDecode)
        _use(pdf, stream)
        more(pdf, _SPREAD)

    return put


def _exif(word: str) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = word
    return exif.tobytes()


def _profile(pdf: pikepdf.Pdf, word: str) -> Array:
    return Array([Name.ICCBased, pdf.make_stream(f"desc {word}".encode(), Dictionary(N=1, Alternate=Name.DeviceGray))])


def _xmp(pdf: pikepdf.Pdf, word: str) -> Any:
    return pdf.make_stream(f"<x>{word}</x>".encode(), Dictionary(Type=Name.Metadata, Subtype=Name.XML))


# The word is on the list, and nobody read the pixels: pictures stay behind while anything is withheld.
_READ: dict[str, Callable[[str], bytes]] = {
    "picture": in_file(_shown),
    "inline picture": _inline,
    "stencil": in_file(_stencil),
    "pattern of pictures": in_file(_tiles),
}
# Of a picture that is kept nothing comes along but the pixels that a reader sees, whether a word is on the list or not.
_UNSEEN: dict[str, Put] = {
    "picture under a box": _covered,
    "picture under another": _under_another,
    "part of a picture that is clipped away": _cropped,
    "picture that nothing paints": lambda pdf, word: _use(pdf, _image(pdf, word)),
    "mask of a picture": _beside("SMask"),
    "alternate of a picture": _beside("Alternates"),
    "preview of the page": lambda pdf, word: setattr(page_of(pdf), "Thumb", _image(pdf, word)),
}
_TOLD: dict[str, Put] = {
    "comment of a picture": _jpeg(comment=str.encode),
    "EXIF of a picture": _jpeg(exif=_exif),
    "XMP of a picture": _telling(Metadata=_xmp),
    "profile of a picture": _telling(ColorSpace=_profile),
    "name of a picture": _telling(Name=lambda pdf, word: Name("/" + word)),
    "print server of a picture": _telling(OPI=lambda pdf, w: Dictionary({"/1.3": Dictionary(F=String(w))})),
}

PIXELS: dict[str, Place] = {
    **{name: Place(build, pictures_stay_behind, listed=True) for name, build in _READ.items()},
    "outlines": Place(on_page(_strokes), small_shapes_stay_behind, listed=True),
    **{name: Place(in_file(put), contents_made_anew) for name, put in _UNSEEN.items()},
}
TOLD: dict[str, Place] = {name: Place(in_file(put), contents_made_anew) for name, put in _TOLD.items()}
