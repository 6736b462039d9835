# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stamp, header and footer of a DOCX copy, as paragraphs to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.documents.docx.model import Align, Look
from workbench.documents.model import Place
from workbench.exports.cleaning import clean
from workbench.exports.docx.paragraphs import Bit, Lines
from workbench.redaction.notices import PAGE_FIELDS, Notices, segments


_FIELDS = dict(zip(PAGE_FIELDS, ("PAGE", "NUMPAGES"), strict=True))


def stamp_lines(notices: Notices) -> Sequence[Lines]:
    """A paragraph for each line of the stamp, in the middle of the first page."""
    return [Lines((Bit(clean(line), Look(bold=True)),), Place.BODY, align=Align.CENTER) for line in notices.stamp]


def running(notices: Notices) -> Mapping[str, Sequence[Lines]]:
    """The lines of the headers and footers of all pages; Word counts the pages."""
    return {"header": _line(notices.header, Place.HEADER), "footer": _line(notices.footer, Place.FOOTER)}


def _line(template: str, place: Place) -> Sequence[Lines]:
    bits = tuple(_bit(is_field=is_field, part=part) for is_field, part in segments(template))
    return [Lines(bits, place, align=Align.CENTER)] if bits else []


def _bit(*, is_field: bool, part: str) -> Bit:
    return Bit("1", field=_FIELDS[part]) if is_field else Bit(clean(part))
