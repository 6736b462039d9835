# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list in which a sign says which line is chosen, not its colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class PointedList(OptionList):
    """``▶`` stands before the line that is ``pointed`` at, by keys of this list or by ``point``."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        """An empty list."""
        super().__init__(id=id)
        self.pointed = 0
        self._shown: list[Text] = []

    def show(self, lines: Sequence[Text]) -> None:
        """Show these lines, and point at the first."""
        self._shown, self.pointed = list(lines), 0
        self.set_options(Option(self._prompt(at)) for at in range(len(lines)))
        self.highlighted = 0 if lines else None

    def point(self, at: int) -> None:
        """Point at another line, or at the nearest there is."""
        if self._shown:
            before, self.pointed = self.pointed, max(0, min(at, len(self._shown) - 1))
            self.highlighted = self.pointed
            for each in {before, self.pointed}:
                self.replace_option_prompt_at_index(each, self._prompt(each))

    def replace(self, at: int, line: Text) -> None:
        """Show another line in the place of one."""
        self._shown[at] = line
        self.replace_option_prompt_at_index(at, self._prompt(at))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Keys of the list itself."""
        if event.option_index != self.pointed:
            self.point(event.option_index)

    def _prompt(self, at: int) -> Text:
        sign = "▶" if at == self.pointed else " "
        return Text.assemble(sign, self._shown[at], no_wrap=True, overflow="ellipsis")
