# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dialog before an export: what, under which policy, how it looks, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Label
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.redaction import Policy
from workbench.tui.dialog import Dialog, LinePrompt
from workbench.tui.export_questions import order_of, policy_named, questions_of
from workbench.tui.exporting import Order, undecided_under
from workbench.tui.pointed_list import PointedList
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


_OF_THE_MOMENT = ("whose", "policy")
"""Asked anew each time: who took all documents, or another policy, did not mean it for the next export."""


class ExportDialog(Dialog[Order]):
    """The defaults are those of ``workbench export``, or what was answered before; Enter on the last line takes them.

    A list and not a form of fields: those dozens of widgets took a third of a second to stand.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "answer(1)", "Next answer", priority=True),
        Binding("left", "answer(-1)", "Previous answer", priority=True),
        Binding("e", "export", "Export"),
    ]
    HELP = """\
↑ and ↓ go from question to question, ← and → from answer to answer; **Enter** asks for what is typed. **e**, or Enter
on the last line, exports. Each copy is checked before it gets its name; what cannot be made safe is refused, with the
reason.
"""

    def __init__(
        self,
        current: Review,
        reviews: Sequence[Review],
        policy: Policy,
        answers: dict[str, str],
        case: str = "",
        unread: int = 0,
    ) -> None:
        """``current`` is the document shown; ``reviews`` are those read, under ``policy``; ``unread`` were not.

        ``answers`` are those given before, and take up those given now.

        Raises:
            RulesError: the user's file of grounds of release is not valid.

        """
        super().__init__("Export sanitized copies", "↑↓ question · ←→ answer · Enter type · e export · Esc cancel")
        self._current = current
        self._reviews = reviews
        self._policy = policy
        self._case = case
        self._questions = questions_of(policy, len(reviews), unread)
        kept = {name: answer for name, answer in answers.items() if name not in _OF_THE_MOMENT}
        answers |= {name: question.default for name, question in self._questions.items()} | kept
        self._answers = answers
        self._counted_for: tuple[str, str] | None = None
        self._is_counted = False
        self._pressed = False

    def content(self) -> ComposeResult:
        """A line a question."""
        yield PointedList(id="questions")
        yield Label("", id="warning", markup=False)

    def on_mount(self) -> None:
        """Enter exports as it stands."""
        questions = self.query_one(PointedList)
        questions.show([*map(self._line, self._questions), Text(" EXPORT", "bold")], len(self._questions))
        questions.focus()
        self._count_anew()

    def _line(self, name: str) -> Text:
        question, answer = self._questions[name], self._answers[name]
        told = question.told(answer) or (question.empty, "dim")
        return Text.assemble(f" {question.label:<16}", told)

    # --- what is answered -------------------------------------------------------------------------------------------

    def action_answer(self, by: int) -> None:
        """Another answer to the question pointed at; one that is typed is asked for."""
        name = dict(enumerate(self._questions)).get(self.query_one(PointedList).pointed)
        if name and self._questions[name].offered:
            self.answer(name, self._questions[name].beside(self._answers[name], by))
        elif name:
            question = self._questions[name]
            prompt = LinePrompt(question.label, question.hint, self._answers[name], lambda _: "")
            self.app.push_screen(prompt, partial(self.answer, name))

    def answer(self, name: str, answer: str | None) -> None:
        """Take an answer, if there is one, and show it."""
        if answer is not None:
            self._answers[name] = answer.strip()
            self.query_one(PointedList).replace(list(self._questions).index(name), self._line(name))
            self._count_anew()

    def on_pointed_list_taken(self) -> None:
        """Enter, or a click."""
        if self.query_one(PointedList).pointed < len(self._questions):
            self.action_answer(1)
        else:
            self.action_export()

    # --- what happens to paragraphs that nobody has decided about -----------------------------------------------------

    def _count_anew(self) -> None:
        """A plan for each document, beside the screen: hundreds of pages take longer than a key may."""
        choice = self._answers["policy"], self._answers["whose"]
        if choice != self._counted_for:
            self._counted_for, self._is_counted, self._pressed = choice, False, False
            self._say("Counting what is undecided…")
            self._count(choice[0], self._reviews if choice[1] else (self._current,))

    @work(thread=True, exclusive=True, group="counting")
    def _count(self, name: str, reviews: Sequence[Review]) -> None:
        try:
            undecided = undecided_under(policy_named(name, self._policy), reviews)
            said, danger = undecided.told, undecided.released > 0
        except WorkbenchError as error:
            said, danger = one_line(str(error)), False
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._counted, said, danger)

    def _counted(self, said: str, danger: bool) -> None:
        """Who pressed Enter before this was known goes on only where nothing is in danger."""
        self._say(said, danger=danger)
        self._is_counted = True
        if self._pressed and not danger:
            self.action_export()

    def _say(self, words: str, *, danger: bool = False) -> None:
        label = self.query_one("#warning", Label)
        label.set_class(danger, "-danger")
        label.update(words)

    def action_export(self) -> None:
        """Go on with what is answered, once it is known what becomes of the undecided."""
        self._pressed = True
        if self._is_counted:
            try:
                self.dismiss(order_of(self._answers, self._policy, self._case))
            except WorkbenchError as error:
                self._say(one_line(str(error)))
