# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links and bookmarks as a new PDF has them: annotations without words of their own, an outline of titles and pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Link(NamedTuple):
    """A place on a page of the copy (points from the top left), and an address or the number of a page, from 0."""

    rect: tuple[float, float, float, float]
    target: str | int


class Bookmark(NamedTuple):
    """A title at a ``level`` (from 1, at most one deeper than the one before), and its page, from 0."""

    level: int
    title: str
    page: int


def write_links(pdf: Any, page: int, links: Sequence[Link], height: float) -> None:
    """Link annotations (ISO 32000-1, 12.5.6.5) on ``page``, whose top lies ``height`` points above its origin."""
    made = [_object(pdf, _annotation(pdf, link, height)) for link in links]
    if made:
        pdf.xref_set_key(pdf.page_xref(page), "Annots", "[" + " ".join(f"{xref} 0 R" for xref in made) + "]")


def _annotation(pdf: Any, link: Link, height: float) -> str:
    x0, y0, x1, y1 = link.rect
    rect = " ".join(f"{round(value, 2):.10g}" for value in (x0, height - y1, x1, height - y0))
    if isinstance(link.target, int):
        lead = f"/Dest{_destination(pdf, link.target)}"
    else:
        lead = f"/A<</S/URI/URI<{link.target.encode('ascii').hex()}>>>"
    return f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]{lead}>>"


def _destination(pdf: Any, page: int) -> str:
    return f"[{pdf.page_xref(page)} 0 R/Fit]"


def _object(pdf: Any, text: str) -> int:
    xref = int(pdf.get_new_xref())
    pdf.update_object(xref, text)
    return xref


def write_bookmarks(pdf: Any, bookmarks: Sequence[Bookmark]) -> None:
    """The outline (ISO 32000-1, 12.3.3), all of it open."""
    if not bookmarks:
        return
    root = int(pdf.get_new_xref())
    xrefs = [int(pdf.get_new_xref()) for _ in bookmarks]
    children = _children(bookmarks)
    for parent, numbers in children.items():
        for place, number in enumerate(numbers):
            keys = [f"/Parent {xrefs[parent] if parent >= 0 else root} 0 R"]
            keys += [f"/Prev {xrefs[numbers[place - 1]]} 0 R"] if place else []
            keys += [f"/Next {xrefs[numbers[place + 1]]} 0 R"] if place + 1 < len(numbers) else []
            said = "feff" + bookmarks[number].title.encode("utf-16-be").hex()
            keys.append(f"/Title<{said}>/Dest{_destination(pdf, bookmarks[number].page)}")
            pdf.update_object(xrefs[number], f"<<{''.join(keys)}{_ends(number, children, xrefs)}>>")
    pdf.update_object(root, f"<</Type/Outlines{_ends(-1, children, xrefs)}>>")
    pdf.xref_set_key(pdf.pdf_catalog(), "Outlines", f"{root} 0 R")


def _children(bookmarks: Sequence[Bookmark]) -> dict[int, list[int]]:
    """The numbers of the bookmarks right below each other one; -1 for those at the top."""
    found: dict[int, list[int]] = {}
    above: list[int] = []
    for number, bookmark in enumerate(bookmarks):
        above = above[: bookmark.level - 1]
        found.setdefault(above[-1] if above else -1, []).append(number)
        above.append(number)
    return found


def _ends(number: int, children: dict[int, list[int]], xrefs: Sequence[int]) -> str:
    held = children.get(number)
    return f"/First {xrefs[held[0]]} 0 R/Last {xrefs[held[-1]]} 0 R/Count {len(held)}" if held else ""
