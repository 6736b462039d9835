# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list in which a sign says which line is pointed at, not its colour alone.

Textual's line API: what is not in sight is never drawn or measured. Textual's own list measures every line whenever one
changes, which took 20 of the 23 seconds of reading a folder of 400 documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class PointedList(ScrollView, can_focus=True):
    """``▶`` stands before the item that is ``pointed`` at, by keys of this list or by ``point``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--pointed"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next line", show=False),
        Binding("up", "step(-1)", "Previous line", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("home", "go(0)", "First line", show=False),
        Binding("end", "go(-1)", "Last line", show=False),
        Binding("enter", "take", "Take", show=False),
    ]
    HEIGHT: ClassVar[int] = 1
    """Lines an item takes."""

    pointed = reactive(0)

    class Pointed(Message):
        """Another item is pointed at, or the items are others."""

        def __init__(self, control: PointedList) -> None:
            """``control`` is the list."""
            super().__init__()
            self._list = control

        @property
        def control(self) -> PointedList:
            """The list, by whose id handlers tell it from others."""
            return self._list

    class Taken(Pointed):
        """Enter, or a click, on the item pointed at."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        """An empty list."""
        super().__init__(id=id)
        self._items: Sequence[Text] = ()
        self._read_out = False

    def __len__(self) -> int:
        return len(self._items)

    def item(self, at: int) -> Text:
        """What an item shows, its lines parted by line feeds."""
        return self._items[at]

    def show(self, items: Sequence[Text], at: int = 0) -> None:
        """Show these items, and point at one: the first unless told."""
        self._items = items
        self._read_out = False
        self._measure(at)

    def _measure(self, at: int) -> None:
        self.virtual_size = Size(0, len(self) * self.HEIGHT)
        self.set_reactive(PointedList.pointed, max(0, min(at, len(self) - 1)))
        self.call_after_refresh(self._reveal)
        self.refresh(layout=True)
        self.post_message(self.Pointed(self))

    def replace(self, at: int, item: Text) -> None:
        """Show another item in the place of one."""
        self._items = [*self._items[:at], item, *self._items[at + 1 :]]
        self.refresh()

    def point(self, at: int) -> None:
        """Point at another item, or at the nearest there is."""
        self.pointed = max(0, min(at, len(self) - 1))

    def watch_pointed(self) -> None:
        """Others are told."""
        self._read_out = True
        self._reveal()
        self.post_message(self.Pointed(self))

    def _reveal(self) -> None:
        top, room = self.pointed * self.HEIGHT, self.scrollable_content_region.height
        if room and not self.scroll_offset.y <= top <= self.scroll_offset.y + room - self.HEIGHT:
            down = top > self.scroll_offset.y
            self.scroll_to(y=top + self.HEIGHT - room if down else top, animate=False)

    # --- keys and mouse ----------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """To another item; from the end to the start."""
        if len(self):
            self.point((self.pointed + by) % len(self))

    def action_page(self, by: int) -> None:
        """A screenful on or back."""
        self.point(self.pointed + by * max(1, self.scrollable_content_region.height // self.HEIGHT - 1))

    def action_go(self, at: int) -> None:
        """To the first item, or to the last."""
        self.point(at % max(1, len(self)))

    def action_take(self) -> None:
        """Take the item pointed at."""
        if len(self):
            self.post_message(self.Taken(self))

    def on_click(self, event: events.Click) -> None:
        """A click points and takes."""
        at = (self.scroll_offset.y + event.get_content_offset_capture(self).y) // self.HEIGHT
        if 0 <= at < len(self):
            self.point(at)
            self.action_take()

    # --- drawing -----------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.scrollable_content_region.width
        at, line = divmod(self.scroll_offset.y + y, self.HEIGHT)
        if not at < len(self):
            return Strip.blank(width, self.rich_style)
        is_pointed = at == self.pointed
        if is_pointed and line == 0 and (self.has_focus or self._read_out):
            # Screen readers and braille lines read where the terminal's own cursor is, though it is not shown.
            self.app.cursor_position = self.content_region.offset + Offset(0, y)
        text = Text.assemble("▶" if is_pointed and line == 0 else " ", self.item(at).split("\n")[line])
        text.truncate(width, overflow="ellipsis")
        style = self.get_component_rich_style("list--pointed") if is_pointed else self.rich_style
        return Strip(text.render(self.app.console)).apply_style(style).adjust_cell_length(width, style)
