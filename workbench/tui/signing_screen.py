# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two-person approval on the screen: marking a document as reviewed, approving it, sending it back."""

from __future__ import annotations

from collections import Counter
from functools import partial

from textual.notifications import SeverityLevel

from workbench.core.account import account_name
from workbench.core.counted import counted
from workbench.redaction.approval import Signature, Stage, Standing, same_person
from workbench.tui.deciding_screen import DecidingScreen
from workbench.tui.dialog import ConfirmScreen, LinePrompt
from workbench.tui.listed_documents import Item
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line
from workbench.tui.signs import Sign


_VOID = "the decisions or the policy changed since, and it needs signing again (s)."
_WHY = "What is to change, for the case only (never the withheld words)"


class SigningScreen(DecidingScreen):
    """One person reviews, another approves exactly what was reviewed: any change voids both signatures."""

    _stood: dict[str, tuple[Standing, Stage]]

    def on_mount(self) -> None:
        """Nothing of what others signed is told yet."""
        self._stood = {}

    def _show_item(self, item: Item | None) -> None:
        super()._show_item(item)
        self._tell_standing("warning")

    def _show_changes(self) -> None:
        super()._show_changes()
        self._tell_standing("information")

    def _tell_standing(self, severity: SeverityLevel) -> None:
        """Once: what another person wants changed, or has reviewed and leaves to be approved; what no longer holds."""
        review = self.review
        if review is None:
            return
        before = self._stood.get(review.document.sha256, (Standing(), Stage.OPEN))
        standing, _ = self._stood[review.document.sha256] = review.standing, review.stage
        if before == (standing, review.stage):
            return
        theirs = standing.returned or standing.reviewed
        if theirs is None:
            return
        if review.stage is Stage.OPEN:
            self.notify(f"{_by('Reviewed', theirs)}: {_VOID}", severity=severity, timeout=30, markup=False)
        elif same_person(theirs.reviewer, self.session.reviewer):
            return
        elif review.stage is Stage.RETURNED:
            self.notify(_by("Returned", theirs), severity="warning", timeout=30, markup=False)
        elif review.stage is Stage.REVIEWED:
            self.notify(
                f"{_by('Reviewed', theirs)}: d walks through what they decided, s approves, S returns it.", markup=False
            )

    def action_sign(self) -> None:
        """Mark the document as reviewed, or approve what another person reviewed."""
        review = self.asked_to_decide(for_text=False)
        if review is None:
            return
        standing = review.standing
        if review.stage is Stage.APPROVED and standing.reviewed and standing.approved:
            self.notify(f"{_by('Reviewed', standing.reviewed)}. {_by('Approved', standing.approved)}.", markup=False)
        elif review.stage is Stage.REVIEWED and standing.reviewed:
            if same_person(standing.reviewed.reviewer, self.session.reviewer):
                self.notify("You reviewed it: another person approves it. S takes your mark back.")
            else:
                said = f"{_by('Reviewed', standing.reviewed)}. {amounts(review)}{one_account(standing.reviewed)}"
                self._ask_to_sign(review, "Approve", said, "approve")
        else:
            before = _by("Returned", standing.returned) + ". " if standing.returned else ""
            said = f"{before}{amounts(review)} Another person can then approve it; any change takes the mark away."
            self._ask_to_sign(review, "Mark as reviewed:", said, "mark as reviewed")

    def _ask_to_sign(self, review: Review, title: str, said: str, verb: str) -> None:
        name = self.item.path.name if self.item else ""
        # What was on the screen is signed: what another decided or signed behind the question is not.
        sign = partial(self.session.sign, review, review.to_sign)
        self.ask(ConfirmScreen(f"{title} {name}", said, verb), lambda _: self._change(sign))

    def action_send_back(self) -> None:
        """Take the signatures away, for a reason: something is to change."""
        review = self.asked_to_decide(for_text=False)
        if review and review.stage in (Stage.REVIEWED, Stage.APPROVED) and review.standing.reviewed:
            theirs = review.standing.reviewed.reviewer
            own = same_person(theirs, self.session.reviewer)
            title = "Take your mark back" if own else f"Return it to {one_line(theirs)}"
            prompt = LinePrompt(title, _WHY, "", lambda typed: "" if typed.strip() else "Say why.")
            self.ask(prompt, lambda why: self._change(lambda: self.session.send_back(review, one_line(why))))
        elif review:
            self.notify("It is not marked as reviewed: there is nothing to return. s marks it.")


def amounts(review: Review) -> str:
    """What is signed: how many paragraphs are withheld, released, and left to the policy."""
    count = Counter(review.sign(row) for row in range(len(review.rows)))
    parts = [f"{count[Sign.WITHHOLD]} withheld", f"{count[Sign.PART]} in part", f"{count[Sign.RELEASE]} released"]
    left = f"{counted(review.undecided, 'paragraph')} undecided: the policy decides there."
    return f"By reviewers: {', '.join(parts)}. {left if review.undecided else 'None is undecided.'}"


def one_account(reviewed: Signature) -> str:
    """Names are what anybody types: whoever approves is told where no more than the name says that they are another."""
    if reviewed.account != account_name():
        return ""
    return f" CAUTION: it was reviewed from this account too ({one_line(reviewed.account)}); the record will say so."


def _by(what: str, signature: Signature) -> str:
    reason = f": {signature.reason}" if signature.reason else ""
    return one_line(f"{what} by {signature.reviewer} on {signature.at[:10]}{reason}")
