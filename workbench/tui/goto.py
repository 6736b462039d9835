# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reviewer types to go somewhere: ``12`` or ``p12`` is a page, ``¶4``, ``#4`` or ``para 4`` a paragraph."""

from __future__ import annotations

import re

from workbench.tui.review import Review


_PLACE = re.compile(r"\s*(?P<what>p|page|¶|#|par|para|paragraph)?\.?\s*(?P<number>\d{1,9})\s*", re.IGNORECASE)
_PAGE = {"", "p", "page"}


def row_named(review: Review, typed: str) -> int | str:
    """The row that ``typed`` means, or what is wrong with it."""
    match = _PLACE.fullmatch(typed)
    if not match:
        return "type a page (12), a paragraph (¶4 or #4), or part of the name of another document"
    number = int(match["number"])
    if (match["what"] or "").lower() in _PAGE:
        row = _head_of(review, number) if 1 <= number <= len(review.document.pages) else None
        return row if row is not None else f"there is no page {number}: 1 to {len(review.document.pages)}"
    row = review.row_of_number(number)
    return row if row is not None else f"there is no paragraph {number}: 1 to {review.last_number}"


def is_place(typed: str) -> bool:
    """Whether a page or a paragraph is meant, even one that there is not."""
    return _PLACE.fullmatch(typed) is not None


def _head_of(review: Review, page: int) -> int | None:
    """The first row of a page that is no page header: a key struck there is meant for what is read."""
    rows = review.rows
    first = review.first_row_of_page(page)
    if first is None:
        return None
    here = (at for at in range(first, len(rows)) if rows[at].page == rows[first].page)
    return next((at for at in here if rows[at].caption or not rows[at].is_furniture), first)


def turned(here: int, row: int, by: int) -> str:
    """What is told where a search for the next (``by`` is -1: previous) place went on from the other end."""
    if (row - here) * by >= 0:
        return ""
    return "From the start again." if by > 0 else "From the end again."
