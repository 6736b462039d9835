# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stamp, header and footer of a PDF copy, in bands that are added to its pages: they can cover nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.documents.bidi import has_rtl, visual
from workbench.exports.pdf.canvas import Canvas
from workbench.exports.pdf.fonts import Style, shape
from workbench.exports.pdf.tag_tree import Mark, Tag
from workbench.exports.pdf.writing import Writer
from workbench.redaction.notices import Notices


_BAND = 22.0
_EDGE = 36.0
_SIZE = 9.0
_LEADING = 13.0
_STYLE, _STAMP_STYLE = Style("sans"), Style("sans", bold=True)


def add_notices(writer: Writer, notices: Notices) -> None:
    """Makes each page higher by what its notices need, and draws them there. Lengths are points."""
    for number, canvas in enumerate(writer.pages if notices else (), start=1):
        header, footer = notices.on_page(number, len(writer.pages))
        stamp = list(_wrapped(notices.stamp, canvas.width)) if number == 1 else []
        above = (_BAND if header else 0.0) + (_LEADING * len(stamp) + _BAND / 2 if stamp else 0.0)
        canvas.widen(above, _BAND if footer else 0.0)
        if header:
            _running(canvas, header, 0.65 * _BAND - above)
        if stamp:
            _stamp(writer, canvas, stamp)
        if footer:
            _running(canvas, footer, canvas.height + 0.55 * _BAND)


def _running(canvas: Canvas, text: str, y: float) -> None:
    canvas.begin_artifact()
    _centred(canvas, text, y, _STYLE)
    canvas.end()


def _stamp(writer: Writer, canvas: Canvas, lines: Sequence[str]) -> None:
    """The stamp above the page; a screen reader says it before anything else."""
    mark = canvas.begin("P")
    for line, text in enumerate(lines):
        _centred(canvas, text, -_BAND / 2 - _LEADING * (len(lines) - 1 - line), _STAMP_STYLE)
    canvas.end()
    writer.tags.insert(0, Tag("P", [Mark(canvas.number, mark)]))


def _wrapped(lines: Sequence[str], width: float) -> Iterator[str]:
    for line in lines:
        held = ""
        for word in line.split():
            longer = f"{held} {word}".strip()
            if held and _width(longer, _STAMP_STYLE) > width - 2 * _EDGE:
                yield held
                longer = word
            held = longer
        yield held


def _width(text: str, style: Style) -> float:
    return shape(text, style).width * _SIZE / 1000


def _centred(canvas: Canvas, text: str, y: float, style: Style) -> None:
    """One line in the middle of the page, narrower where it would not fit."""
    natural = _width(text, style)
    scale = min(1.0, (canvas.width - _EDGE) / natural) if natural else 1.0
    shaped = shape(visual(text) if has_rtl(text) else text, style)
    canvas.text((canvas.width - natural * scale) / 2, y, _SIZE, shaped, scale=scale)
