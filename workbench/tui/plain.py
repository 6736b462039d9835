# SPDX-License-Identifier: AGPL-3.0-or-later
"""The review line by line, for screen readers, dumb terminals and scripts (decision 15).

A second face of the same session, not a second way to decide: targets, decisions, signatures and exports are those of
the screen, and the letters are its keys.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from workbench.core.errors import UsageError, WorkbenchError
from workbench.redaction import Action
from workbench.redaction.approval import Stage
from workbench.redaction.places import has_pages
from workbench.tui.bars import left
from workbench.tui.carrying_screen import told
from workbench.tui.codes import Code, is_code, matching, needed, read_codes, spelled
from workbench.tui.export_questions import order_of, questions_of
from workbench.tui.exporting import carry_out, outcome, title_of, undecided_under
from workbench.tui.loading import opened_session
from workbench.tui.plain_reading import PlainReading
from workbench.tui.review import Review
from workbench.tui.row_layout import wrap
from workbench.tui.safe_text import one_line, safe
from workbench.tui.session import LOOK_ONLY, Session
from workbench.tui.signing_screen import amounts, one_account
from workbench.tui.target import A_BOX, Target


class PlainReview(PlainReading):
    """Decides, signs, exports."""

    def __init__(self, session: Session, say: Callable[[str], None], codes: tuple[Code, ...]) -> None:
        """``codes`` are those to withhold under."""
        super().__init__(session, say)
        self._codes = codes
        self._last: tuple[Action, str | None, str] | None = None
        self._told: tuple[str, Stage] | None = None
        """What was told before signing."""

    # --- deciding ----------------------------------------------------------------------------------------------------

    def _require_writable(self) -> None:
        if self.session.look_only:
            raise WorkbenchError(LOOK_ONLY)

    def _confirm(self, question: str) -> None:
        if not self._sure:
            raise WorkbenchError(f"{one_line(question)} A ! behind the letter does it")

    def _place(self, whole_page: int) -> Target:
        if whole_page and not has_pages(self.review.document):
            raise WorkbenchError("this document has no pages of its own")
        return Target((self.row,), page=self.review.rows[self.row].page) if whole_page else self._target()

    def _release(self, reason: str, whole_page: int) -> None:
        review, target = self.review, self._place(whole_page)
        if target.has_box(review):
            raise WorkbenchError(A_BOX)
        if target.page is not None or target.is_furniture(review):
            self.say(target.excerpt(review))  # not in the question, which may become an error: it quotes the document
            self._confirm(f"Release {target.name(review)}?")
        asked = self.session.asked_why(review, (target,))
        if asked and not reason:
            raise WorkbenchError(f"it is {asked}: r REASON, by whose decision (never the words)")
        self._decide(target, Action.RELEASE, None, reason)

    def _withhold(self, said: str, whole_page: int) -> None:
        spaced = (code.code for code in self._codes if f"{said} ".casefold().startswith(f"{code.code} ".casefold()))
        typed = next(spaced, said.partition(" ")[0])  # JFK Act 6(2)
        reason = said[len(typed) :].strip()
        code = None if typed == "-" else self._code(typed)
        needs = needed(self._codes, code)
        if needs and not reason:
            raise WorkbenchError(f"{code} needs {needs}: name it as the reason")
        self._decide(self._place(whole_page), Action.WITHHOLD, code, reason)

    def _code(self, typed: str) -> str:
        """The code that is typed, as it is printed; one's own where none is like it."""
        printed = spelled(self._codes, typed)
        if not {code.code for code in self._codes}.issuperset(printed.split(", ")):
            found = matching(self._codes, typed)
            if found or not is_code(typed):
                self.say("\n".join(f"{code.code}  {code.meaning}" for code in found))
                asked = f"{one_line(typed)} may be several codes" if typed else "which code?"
                raise UsageError(f"w CODE [REASON]: {asked}")
        return printed

    def _dismiss(self, _: str, __: int) -> None:
        if not self._target().is_box(self.review):
            raise WorkbenchError("x says that a box is no redaction: go to a box first")
        self._decide(self._target(), Action.DISMISS, None, "")

    def _again(self, _: str, __: int) -> None:
        if self._last is None:
            raise WorkbenchError("decide about something first")
        action, code, reason = self._last
        if action is Action.RELEASE:
            self._release(reason, 0)
        elif action is Action.DISMISS:
            self._dismiss("", 0)
        else:
            self._decide(self._target(), action, code, reason)

    def _decide(self, target: Target, action: Action, code: str | None, reason: str) -> None:
        reason = one_line(reason)
        self._change(partial(self.session.decide, self.review, (target,), action, code, reason))
        self._last = self._last if target.page is not None else (action, code, reason)

    def _change(self, change: Callable[[], object]) -> None:
        """Carry out a change; then what came of it, and what is left."""
        self._require_writable()
        before = self.review.stage
        change()
        self.go(self.row)
        void = before in (Stage.REVIEWED, Stage.APPROVED) and self.review.stage is Stage.OPEN
        self.say(left(self.review) + (f". This changes what was {before}: it needs signing again." if void else ""))

    def _clear(self, _: str, whole_page: int) -> None:
        target = self._place(whole_page)
        if not list(target.decided(self.review)):
            raise WorkbenchError("there is no decision here")
        self._change(partial(self.session.clear, self.review, target))

    def _note(self, text: str, _: int) -> None:
        self._change(partial(self.session.note, self.review, self.row, one_line(text)))

    def _step(self, _: str, by: int) -> None:
        self._require_writable()
        row = (self.session.undo if by < 0 else self.session.redo)(self.review)
        self.go(row, f"nothing of yours to {'undo' if by < 0 else 'redo'} in this document")
        self.say(left(self.review))

    def _carry(self, number: str, _: int) -> None:
        offers = {str(at): offer for at, offer in enumerate(self.session.offers(self.review), start=1)}
        if number not in offers:
            self.say("\n".join(f"c {at}: {one_line(o.name)}: {told(o.carried)}" for at, o in offers.items()))
            if number or not offers:
                raise WorkbenchError("nothing to carry over by that number from documents that were read")
        else:
            self._change(partial(self.session.carry, self.review, offers[number]))

    # --- two persons -------------------------------------------------------------------------------------------------

    def _sign(self, _: str, __: int) -> None:
        self._require_writable()
        review, reviewed = self.review, self.review.standing.reviewed
        if self._sure and self._told == review.to_sign:
            self.session.sign(review, self._told)
            self.say(f"{review.stage.capitalize()} by {one_line(self.session.reviewer)}.")
            return
        self._told = review.to_sign
        approves = review.stage is Stage.REVIEWED and reviewed
        said = (
            f"Reviewed by {reviewed.reviewer}.{one_account(reviewed)} s! approves it." if approves and reviewed else ""
        )
        self.say(one_line(f"{amounts(review)} {said or 's! marks it as reviewed.'}"))

    def _send_back(self, reason: str, _: int) -> None:
        self._require_writable()
        if not (self.review.stage in (Stage.REVIEWED, Stage.APPROVED) and reason):
            raise WorkbenchError("S REASON takes the signatures of a document away that is marked as reviewed")
        self.session.send_back(self.review, one_line(reason))
        self.say("Returned.")

    # --- exporting ---------------------------------------------------------------------------------------------------

    def _export(self, said: str, _: int) -> None:
        policy, items = self.session.policy, self.session.items
        questions = questions_of(policy, len(items))
        if said == "?":
            for name, question in questions.items():
                offered = ", ".join(f"{kept or 'nothing'} ({told})" for told, kept in question.offered)
                self.say(f"{name}=  {question.label}: {offered or f'{question.hint}; else {question.empty}'}")
            return
        answers = dict(word.partition("=")[::2] for word in _words(said))
        for name, answer in answers.items():
            offers = [kept for _, kept in questions[name].offered] if name in questions else []
            if name not in questions or (offers and answer not in offers):
                raise UsageError(f"{one_line(f'{name}={answer}')}: e ? lists the questions and their answers")
        defaults = {name: question.default for name, question in questions.items()}
        order = order_of(defaults | answers, policy, self.session.case.path.stem)
        reviews = self._read_all() if order.everything else {Path(self.review.document.path): self.review}
        undecided = undecided_under(order.options.policy, list(reviews.values()))
        if undecided.released:
            self._confirm(undecided.told)
        documents = {path: review.document.sha256 for path, review in reviews.items()}
        report = carry_out(order, documents, self.session.inputs(), lambda _: None)
        self.failed |= bool(report.error) or any(document.failed for document in report.documents)
        self.say(
            "\n".join([*undecided.told.splitlines(), title_of(report), *outcome(report.documents, order.options.to)])
        )

    def _read_all(self) -> dict[Path, Review]:
        for item in self.session.items:
            if item.waits:
                self.session.take(item, self.session.read(item))
            if item.problem:
                self.failed = True
                self.say(f"Not exported: {one_line(f'{item.path}: {item.problem}')}")
        return {item.path: item.review for item in self.session.items if item.review}


def _words(said: str) -> list[str]:
    try:
        return shlex.split(said)
    except ValueError as error:
        raise UsageError(f"e NAME=ANSWER ...: {error}") from None


def review(
    paths: Sequence[Path], case_path: Path, policy: str, proposals: Sequence[str] = (), *, look_only: bool = False
) -> bool:
    """Review by lines of standard input; whether a document was not opened, or not exported.

    Raises:
        WorkbenchError: the case, the policy or the codes cannot be used, or a line of a script was refused.

    """
    codes, script = read_codes(), not sys.stdin.isatty()
    if script and isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # a file's name may be of other bytes than UTF-8
    columns = shutil.get_terminal_size().columns - 1 if sys.stdout.isatty() else sys.maxsize
    with opened_session(case_path, policy, proposals, look_only=look_only) as (session, known):
        plain = PlainReview(session, partial(_say, columns), codes)
        plain.begin(paths or known)
        plain.run(sys.stdin if script else _typed(), script=script)
    return plain.failed


def _say(columns: int, said: str) -> None:
    lines = (line[start:end] for line in map(safe, said.split("\n")) for start, end in wrap(line, columns))
    print(*lines, sep="\n", flush=True)


def _typed() -> Iterator[str]:
    """What somebody types; the arrow keys go through what was typed before, which no file keeps."""
    with contextlib.suppress(ImportError):
        importlib.import_module("readline")
    while True:
        try:
            yield input("> ")
        except EOFError:
            return
