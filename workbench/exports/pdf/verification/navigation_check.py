# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links and bookmarks of a copy, checked with pikepdf: where they lead, and that their titles are read on their pages.

Everything of them that is a string is searched with the other strings of the file. Here they are held to what a copy
may have: an address that tells nothing or a page, a title that stands on the page that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from workbench.core.findings import Finding, Severity
from workbench.exports.addresses import Addresses
from workbench.exports.model import Check
from workbench.exports.pdf.title import is_read, told_title
from workbench.redaction.folding import skeleton


_LINK = frozenset(("/Type", "/Subtype", "/Rect", "/Border", "/A", "/Dest"))
_ITEM = frozenset(("/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest"))
_ROOT = frozenset(("/Type", "/First", "/Last", "/Count"))


def check_navigation(
    pdf: pikepdf.Pdf, texts: Mapping[int, str], addresses: Addresses, findings: list[Finding]
) -> Check:
    """``texts`` are those of the pages, by their numbers from 1."""
    searched = found = 0
    for number, page in enumerate(pdf.pages, start=1):
        leads = [address for link in _annotations(page.obj) if (address := _address(link)) is not None]
        searched += len(leads)
        bad = sum(not addresses.may_stay(address) for address in leads)
        if bad:
            message = f"links to addresses that may tell of what is withheld: {bad}"
            findings.append(Finding("V142", Severity.ERROR, message, page=number))
        found += bad
    items = list(_items(pdf))
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    read = {number: skeleton(text) for number, text in texts.items()} if items else {}
    odd = sum(not _stands_on_its_page(item, pages, read) for item in items)
    if odd:
        message = f"bookmarks with titles that are not read on the pages that they lead to: {odd}"
        findings.append(Finding("V143", Severity.ERROR, message))
    title = told_title(pdf)
    if strange := title is not None and not is_read(title, texts.values()):
        findings.append(Finding("V143", Severity.ERROR, "the title in the metadata is not read on any page"))
    return Check("links, bookmarks and title", searched + len(items) + (title is not None), found + odd + strange)


def has_plain_links(page: Any) -> bool:
    """Whether the annotations of a page are links as a copy has them, and nothing else."""
    return all(map(_is_plain, _annotations(page)))


def is_plain_outline(pdf: pikepdf.Pdf) -> bool:
    """Whether the outline of a file is one of titles and pages, and nothing else."""
    root = pdf.Root.get("/Outlines")
    fine = isinstance(root, pikepdf.Dictionary) and set(root.keys()) <= _ROOT
    return fine and all(set(item.keys()) <= _ITEM and _is_page(item.get("/Dest")) for item in _items(pdf))


def _annotations(page: Any) -> Iterator[Any]:
    found = page.get("/Annots")
    yield from found if isinstance(found, pikepdf.Array) else ()


def _is_plain(link: Any) -> bool:
    if not isinstance(link, pikepdf.Dictionary) or set(link.keys()) - _LINK or link.get("/Subtype") != "/Link":
        return False
    action = link.get("/A")
    if action is None:
        return _is_page(link.get("/Dest"))
    fine = isinstance(action, pikepdf.Dictionary) and set(action.keys()) == {"/S", "/URI"} and action.S == "/URI"
    return fine and "/Dest" not in link


def _is_page(destination: Any) -> bool:
    """Whether a destination is a page shown whole: coordinates would tell places of the original."""
    fine = isinstance(destination, pikepdf.Array) and len(destination) == 2 and destination[1] == "/Fit"
    return fine and isinstance(destination[0], pikepdf.Dictionary)


def _address(link: Any) -> str | None:
    action = link.get("/A") if isinstance(link, pikepdf.Dictionary) else None
    address = action.get("/URI") if isinstance(action, pikepdf.Dictionary) else None
    return str(address) if address is not None else None


def _items(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The items of the outline, each once."""
    root = pdf.Root.get("/Outlines")
    queue = [root] if isinstance(root, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while queue:
        item = queue.pop()
        if item is not root:
            yield item
        for key in ("/Next", "/First"):
            other = item.get(key)
            # An item that is no object of its own has no number, and nothing can lead back to it.
            if isinstance(other, pikepdf.Dictionary) and not (other.is_indirect and other.objgen in seen):
                seen.add(other.objgen)
                queue.append(other)


def _stands_on_its_page(item: Any, pages: Mapping[tuple[int, int], int], read: Mapping[int, str]) -> bool:
    destination, title = item.get("/Dest"), skeleton(str(item.get("/Title", "")))
    number = pages.get(destination[0].objgen) if _is_page(destination) else None
    return bool(title) and number is not None and title in read.get(number, "")
