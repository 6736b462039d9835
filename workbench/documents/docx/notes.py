# SPDX-License-Identifier: AGPL-3.0-or-later
"""The footnotes and endnotes of a DOCX, which stand behind the section that calls them."""

from __future__ import annotations

from lxml import etree

from workbench.documents.docx.numbering import format_number
from workbench.documents.docx.package import W


class Notes:
    """Notes of one kind, ``footnote`` or ``endnote``, and which of them were called, in that order."""

    def __init__(self, kind: str, root: etree._Element | None) -> None:
        """``root``: the part that holds them."""
        notes = root.iterfind(W + kind) if root is not None else ()
        self.left = {
            note.get(W + "id", ""): note
            for note in notes
            if note.get(W + "type", "normal") == "normal" or note.find(f".//{W}t") is not None
        }
        """Those that were not read, by their ``w:id``; lines above notes among them, if they have words."""
        self._kind = kind
        self._called: dict[str, int] = {}
        self._waiting: list[str] = []

    def call(self, number: str) -> str:
        """The mark to show where the note ``number`` is called; nothing where there is no such note."""
        if number not in self._called:
            if number not in self.left:
                return ""
            self._called[number] = len(self._called) + 1
            self._waiting.append(number)
        return self._mark(number)

    def take(self) -> list[tuple[etree._Element, str]]:
        """The notes called since the last time, each with its mark."""
        waiting, self._waiting = self._waiting, []
        return [(self.left.pop(number), self._mark(number)) for number in waiting]

    def _mark(self, number: str) -> str:
        """Brackets keep it from the word that it follows, where a page has it raised."""
        count = self._called[number]
        return f"[{count}]" if self._kind == "footnote" else f"[{format_number(count, 'lowerRoman')}]"
