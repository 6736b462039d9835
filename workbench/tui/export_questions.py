# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked before an export, and the order that the answers come to. No widget here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import UsageError
from workbench.exports.model import Layout, Output, Purpose, Wishes
from workbench.exports.options import ExportOptions
from workbench.exports.release import make_release, tracks
from workbench.redaction import Extent, Policy, read_patterns, read_terms
from workbench.tui.exporting import Order, offered_policies, read_policy
from workbench.tui.safe_text import one_line


@dataclass(frozen=True, slots=True)
class Question:
    """One of the ``offered`` answers (as told, as kept), or words to type where there are none.

    ``hint`` says what may be typed, ``empty`` what comes of typing nothing.
    """

    label: str
    offered: Sequence[tuple[str, str]] = ()
    hint: str = ""
    empty: str = ""

    @property
    def default(self) -> str:
        """What holds unless something else is answered."""
        return self.offered[0][1] if self.offered else ""

    def told(self, answer: str) -> str:
        """An answer in words."""
        return next((told for told, kept in self.offered if kept == answer), one_line(answer))

    def beside(self, answer: str, by: int) -> str:
        """The offered answer ``by`` places from another."""
        kept = [answer for _, answer in self.offered]
        return kept[(kept.index(answer) + by) % len(kept)]


_LAYOUTS = (
    ("faithful: the look of the page", Layout.FAITHFUL),
    ("reflow: the kept text set anew", Layout.REFLOW),
    ("image: pages as pixels", Layout.IMAGE),
)
_FORMATS = (
    ("that of the original", Output.SAME),
    *((output, output) for output in Output if output is not Output.SAME),
)
_EXTENTS = (("unit: says nothing of its length", Extent.UNIT), ("lines: the amount, as FOIA asks", Extent.LINES))
_WIDTHS = (("may tell how long a word was", ""), ("hidden: lines are set anew, PDF", "yes"))
_ANNOTATED = (("no", ""), ("yes: a marked-up copy, for inside only", "yes"))
_APPROVED = (("what is decided", ""), ("only what a second person approved", "yes"))
_NOTICES = ("authority", "on", "track", "header", "footer")
_FIELDS = "{document} {page} {pages} {date} {case} are filled in"


def questions_of(policy: Policy, documents: int, unread: int = 0) -> dict[str, Question]:
    """Every question by its name, which is that of the option of ``workbench export`` where there is one.

    ``unread`` files of the list are not among the ``documents`` that can be exported.

    Raises:
        RulesError: the user's file of grounds of release is not valid.

    """
    left = f", {unread} NOT read are left out" if unread else ""
    return {
        "whose": Question("Documents", (("this document", ""), (f"all {documents} documents read{left}", "all"))),
        "policy": Question("Policy", offered_policies(policy)),
        "approved": Question("Goes out", _APPROVED),
        "format": Question("Format", _FORMATS),
        "layout": Question("Layout", _LAYOUTS),
        "extent": Question("Extent", _EXTENTS),
        "hide-widths": Question("Widths of gaps", _WIDTHS),
        "annotated": Question("Annotated copy", _ANNOTATED),
        "terms": Question("Words", hint="File of words to withhold as well, one a line", empty="none"),
        "patterns": Question("Patterns", hint="Forms to withhold as well: ssn,phone or all", empty="none"),
        "authority": Question(
            "Declassified by", hint="Name and position, or title and date of the guide", empty="no stamp"
        ),
        "on": Question("Date", hint="When it was declassified: YYYY-MM-DD", empty="none"),
        "track": Question("Ground", [(track.title, name) for name, track in tracks().items()]),
        "header": Question("Header", hint=_FIELDS, empty="none"),
        "footer": Question("Footer", hint=_FIELDS, empty="none"),
        "to": Question("Folder", hint="Where the copies go", empty="exports"),
    }


def policy_named(name: str, own: Policy) -> Policy:
    """That of this review as it was read, or another by its name."""
    return read_policy(name, own.proposals) if name else own


def order_of(said: Mapping[str, str], own: Policy, case: str) -> Order:
    """What the answers come to.

    Raises:
        WorkbenchError: something of it is missing or wrong.

    """
    try:
        policy = policy_named(said["policy"], own)
        options = ExportOptions(
            _place(said["to"] or "exports"),
            policy.model_copy(update={"approval": True}) if said["approved"] else policy,
            (Purpose.SANITIZED, Purpose.ANNOTATED) if said["annotated"] else (Purpose.SANITIZED,),
            read_terms(_place(said["terms"])) if said["terms"] else (),
            layout=Layout(said["layout"]),
            extent=Extent(said["extent"]),
            output=Output(said["format"]),
            patterns=read_patterns(said["patterns"]) if said["patterns"] else (),
            wishes=Wishes(hide_widths=bool(said["hide-widths"])),
            release=make_release(stamp=bool(said["authority"]), case=case, **{name: said[name] for name in _NOTICES}),
        )
        return Order(bool(said["whose"]), options)
    except UsageError as error:
        raise UsageError(_of_the_screen(str(error), questions_of(own, 0))) from error


def _place(typed: str) -> Path:
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        raise UsageError(f"{one_line(typed)}: nobody here has that home folder") from None


def _of_the_screen(said: str, questions: Mapping[str, Question]) -> str:
    """What is wrong is told by the options of the command line: here it is told by their questions."""
    labels = {name: f"“{question.label}”" for name, question in questions.items()}
    return re.sub(r"--(\w+)( DATE)?", lambda option: labels.get(option[1], option[1]), said)
