# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dialog that asks under which code something is withheld, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label, Static

from workbench.tui.codes import Code, is_code, matching, needed, spelled
from workbench.tui.dialog import Dialog, Line
from workbench.tui.pointed_list import PointedList
from workbench.tui.safe_text import one_line


@dataclass(frozen=True, slots=True)
class Withholding:
    """The answer: a code (None leaves it to the policy) and a reason for the index."""

    code: str | None
    reason: str


class CodePicker(Dialog[Withholding]):
    """Type a code or words of its meaning, choose with the arrow keys, Enter withholds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next code", priority=True),
        Binding("up", "move(-1)", "Previous code", priority=True),
    ]

    HELP = """\
Type a code, the beginning of one, words of its meaning, or several codes (b1, 1.4c); ↑ and ↓ choose. **Enter**
withholds under the code at ▶. Tab goes to the reason, which the index of what is withheld prints.
"""

    def __init__(self, what: str, excerpt: str, codes: tuple[Code, ...], last: str | None) -> None:
        """``what`` names the place, ``excerpt`` is how it reads: the dialog hides it.

        ``last`` is the code used before: it is chosen to begin with.
        """
        super().__init__(f"Withhold {what}", "Enter withhold · Tab reason · Esc cancel")
        self._excerpt = excerpt
        self._codes = codes
        self._last = last
        self._rows: list[tuple[str | None, str]] = []

    def content(self) -> ComposeResult:
        """Code, list, reason."""
        yield Static(self._excerpt, id="excerpt", markup=False)
        yield Line(placeholder="code or words of its meaning, e.g. b1, 25x, privacy", id="code", compact=True)
        yield PointedList(id="codes")
        yield Label("Reason for the index (never the withheld words)")
        yield Line(placeholder="optional", id="reason", compact=True, max_length=500)

    def on_mount(self) -> None:
        """All codes, the last used one first."""
        self._offer("")
        self.query_one(PointedList).can_focus = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Withhold under the chosen code.

        Enter reaches the field behind the letters typed before it. As a binding it overtook them: who typed ``b6`` and
        Enter at once, or over a slow line, withheld under ``(b)(1)``.
        """
        event.stop()
        if not self._rows:
            self.notify("A code has up to 40 letters, digits, spaces and ().,;:/§-", severity="warning", markup=False)
            return
        chosen, _ = self._rows[self.query_one(PointedList).pointed]
        reason = self.query_one("#reason", Input)
        needs = needed(self._codes, chosen)
        if needs and not reason.value.strip():
            reason.focus()
            self.notify(f"{chosen} needs {needs}: name it as the reason.", severity="warning", markup=False)
            return
        self.dismiss(Withholding(chosen, one_line(reason.value)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        if event.input.id == "code":
            self._offer(event.value)

    def _offer(self, typed: str) -> None:
        codes = matching(self._codes, typed)
        if not typed and self._last:
            codes = tuple(sorted(codes, key=lambda code: code.code != self._last))
        rows: list[tuple[str | None, str]] = [(code.code, code.meaning) for code in codes]
        own = spelled(self._codes, one_line(typed))
        if is_code(own) and own not in {code.code for code in self._codes}:
            rows.append((own, "as typed"))
        if not typed:
            rows.append((None, "the policy's own code"))
            if self._last and self._last not in {code.code for code in codes}:
                rows.insert(0, (self._last, "as before"))
        self._rows = rows
        width = max([10, *(len(code or "") for code, _ in rows if typed)])  # of all, the long ones stand out
        lines = (Text.assemble(" ", (f"{code or 'no code':<{width}} ", "bold"), meaning) for code, meaning in rows)
        self.query_one(PointedList).show([*lines])

    def action_move(self, by: int) -> None:
        """Another code, whichever field is typed in."""
        options = self.query_one(PointedList)
        options.point(options.pointed + by)
