# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page of a new PDF, drawn from nothing: glyphs of our own fonts, lines, boxes, pictures, tags for a screen reader.

Content streams are written here and not by PyMuPDF's ``TextWriter``: it calls the library for every character, and its
``ToUnicode`` tables tell a space from a no-break space wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from workbench.exports.pdf.fonts import Run, Shaped, face
from workbench.exports.pdf.navigation import Link
from workbench.exports.pdf.regions import Colour


BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_UNSEEN = "3 Tr"  # the paint of text that is not painted (ISO 32000-1, 9.3.6)
_STROKE = "l S"


def num(value: float) -> str:
    """A number as PDF writes it: at most three decimals, no exponent."""
    return f"{round(value, 3) + 0.0:.10g}"


@lru_cache(maxsize=1000)
def _colour(colour: Colour, operator: str) -> str:
    return " ".join(num(part) for part in colour) + " " + operator


class Row(NamedTuple):
    """Words of one face on the baseline ``y``, each with its x; ``scale`` as for ``Canvas.text``."""

    y: float
    size: float
    scale: float
    words: Sequence[tuple[float, Run]]


class Canvas:
    """One page. Coordinates are points from the top left, as a reader sees it; ``y`` of a text is its baseline.

    Boxes and pictures are the ground, in the order they come, whatever was drawn before: text always stands on them. A
    reader who looks for what is covered up finds nothing to look at twice.
    """

    def __init__(self, number: int, width: float, height: float) -> None:
        """A page of ``width`` by ``height`` points; ``number`` counts from 0."""
        self.number = number
        self.width = width
        self.height = height
        self.runs: set[Run] = set()
        self.pictures: list[Picture] = []
        self.said: list[list[str]] = []
        """What is drawn in each marked content, by its number."""
        self.links: list[Link] = []
        self._ground: list[str] = []
        self._ops: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.above = self.below = 0.0
        self.label_size = 9.0  # points, at most

    def widen(self, above: float, below: float) -> None:
        """Add room at the top (``y`` below 0) and at the bottom (``y`` beyond ``height``); nothing drawn moves."""
        self.above, self.below = self.above + above, self.below + below

    def text(
        self,
        x: float,
        y: float,
        size: float,
        shaped: Shaped,
        *,
        colour: Colour = BLACK,
        scale: float = 1.0,
        spacing: float = 0.0,
        direction: tuple[float, float] = (1.0, 0.0),
        invisible: bool = False,
    ) -> None:
        """Draw glyphs from (x, y) on, ``scale`` times as wide as they are, along ``direction`` (a unit vector).

        ``spacing`` points are added after every glyph. Invisible text (render mode 3) is there to be
        searched and copied over a picture of itself.
        """
        dx, dy = direction
        self._open.append("".join(run.text for run in shaped.runs))
        ops = [f"{num(scale * 100)} Tz"]
        if spacing:
            ops.append(f"{num(spacing / scale)} Tc")
        for run in shaped.runs:
            self.runs.add(run)
            ops.append(f"/{resource(run.face)} {num(size)} Tf")
            ops.append(f"{num(dx)} {num(-dy)} {num(dy)} {num(dx)} {num(x)} {num(self.height - y)} Tm <{run.codes}> Tj")
            advance = run.width * size * scale / 1000 + spacing * len(run.text)
            x, y = x + dx * advance, y + dy * advance
        ops += ["0 Tc"] * bool(spacing)
        self._ops.append((_UNSEEN if invisible else _colour(colour, "rg"), " ".join(ops)))

    def row(self, row: Row, *, colour: Colour = BLACK, invisible: bool = False) -> None:
        """Draw words of one face on one line, each in its place, with real spaces between them."""
        self._open += [run.text for _, run in row.words]
        face_, size, scale = row.words[0][1].face, row.size, row.scale
        blank = _space(face_)
        _, space, _, width = blank
        unit = size * scale / 1000
        shown: list[str] = []
        pen = row.words[0][0]
        for x, (_, codes, _, natural) in row.words:
            shown.append(f"{(pen - x) / unit:.0f}<{codes}{space}>")
            pen = x + (natural + width) * unit
        self.runs.update(map(_RUN, row.words), (blank,))
        place = f"1 0 0 1 {num(row.words[0][0])} {num(self.height - row.y)} Tm"
        font = f"/{resource(face_)} {num(size)} Tf {num(scale * 100)} Tz"
        paint = _UNSEEN if invisible else _colour(colour, "rg")
        self._ops.append((paint, f"{font} {place} [{''.join(shown)}] TJ"))

    def cover(self, picture: Picture) -> None:
        """Show ``picture`` in place of all that is drawn; words stay there to be searched and copied."""
        self._ops = [(_UNSEEN if paint else "", op) for paint, op in self._ops if not op.endswith(_STROKE)]
        self._ground, self.pictures = [], []
        self.picture(0, 0, self.width, self.height, picture)

    @property
    def fonts(self) -> dict[str, dict[str, str]]:
        """For each face the glyphs that are drawn (four hex digits) and the characters they stand for."""
        found: dict[str, dict[str, str]] = {}
        for face_, codes, text, _ in sorted(self.runs):
            found.setdefault(face_, {}).update((codes[4 * i : 4 * i + 4], char) for i, char in enumerate(text))
        return found

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        """A filled rectangle."""
        place = f"{num(x0)} {num(self.height - y1)} {num(x1 - x0)} {num(y1 - y0)}"
        self._ground.append(f"{_colour(fill, 'rg')} {place} re f")

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, colour: Colour = BLACK) -> None:
        """A straight line."""
        ends = f"{num(x0)} {num(self.height - y0)} m {num(x1)} {num(self.height - y1)} {_STROKE}"
        self._ops.append(("", f"{_colour(colour, 'RG')} {num(width)} w {ends}"))

    def picture(self, x0: float, y0: float, x1: float, y1: float, picture: Picture) -> None:
        """Pixels, stretched to the rectangle."""
        self.pictures.append(picture)
        place = f"{num(x1 - x0)} 0 0 {num(y1 - y0)} {num(x0)} {num(self.height - y1)} cm"
        self._ground.append(f"q {place} /Im{len(self.pictures) - 1} Do Q")

    def begin(self, tag: str) -> int:
        """Open marked content for a structure element; the answer is its number on this page. Close with ``end``."""
        self._ops.append(("", f"/{tag} <</MCID {len(self.said)}>> BDC"))
        self._open = []
        self.said.append(self._open)
        return len(self.said) - 1

    def begin_artifact(self) -> None:
        """Open what a screen reader leaves out (running heads, page numbers). Close with ``end``."""
        self._ops.append(("", "/Artifact BMC"))

    def end(self) -> None:
        """Close what ``begin`` opened."""
        self._open = []
        self._ops.append(("", "EMC"))

    def content(self) -> bytes:
        """The content stream. The ground is nothing that a screen reader reads."""
        ground = ["/Artifact BMC", *self._ground, "EMC"] if self._ground else []
        raised = [f"1 0 0 1 0 {num(self.below)} cm"] if self.below else []
        ops = (f"BT {paint} {op} {'0 Tr ' * (paint == _UNSEEN)}ET" if paint else op for paint, op in self._ops)
        return "\n".join([*raised, *ground, *ops]).encode("ascii")


class Picture(NamedTuple):
    """Pixels of a copy, written anew: without what a picture file carries along (EXIF, colour profiles, previews).

    ``channels`` is 1 (grey) or 3 (RGB), 8 bits each. ``data`` are rows from the top, or a JPEG file where ``jpeg``.
    """

    width: int
    height: int
    channels: int
    data: bytes
    jpeg: bool = False

    @property
    def dictionary(self) -> str:
        """The picture's dictionary."""
        space = "/DeviceRGB" if self.channels == 3 else "/DeviceGray"
        size = f"/Width {self.width}/Height {self.height}/BitsPerComponent 8"
        coded = f"/Length {len(self.data)}/Filter/DCTDecode" if self.jpeg else ""
        return f"<</Type/XObject/Subtype/Image{size}/ColorSpace{space}{coded}>>"


_RUN = itemgetter(1)


@cache
def _space(key: str) -> Run:
    number, width = face(key).glyph(" ")
    return Run(key, f"{number:04x}", " ", width)


@cache
def resource(key: str) -> str:
    """What a page calls the font ``key`` of ours."""
    return "F" + key.replace("-", "")
