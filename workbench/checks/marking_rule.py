# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules about the wording of a mark share: each mark is parsed by the document's book, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from workbench.checks.rule import Case, Rule
from workbench.core.findings import Edit, Finding, Fix, Severity
from workbench.markings import parse
from workbench.markings.model import Book, Form, Marking, Parsed
from workbench.marks.banner_words import is_transmittal
from workbench.marks.model import Mark, MarkType


# The first line of a telegram is spaced on purpose in any year (5 FAH-2 H-222).
_LETTER_SPACED = "M127"


class MarkingRule(Rule):
    """A verdict of the marking engine, for marks of one form. ``relations`` picks which of its findings count."""

    form: ClassVar[Form]
    relations: ClassVar[bool]
    """True: contradictions between parts of a mark (the engine's M2 codes); False: slips in how it is written."""

    def check(self, case: Case) -> Iterator[Finding]:
        """Each mark of the form that the book forbids."""
        for raw, marks in case.in_force[MarkType(self.form.value)].items():
            parsed = self._parsed(raw, marks[0], case.book)
            why = self._why(parsed)
            for mark in marks if why else ():
                yield self.at(case, f"{self.form} mark by {case.book}: {why}", mark.span, self._fix(mark, parsed))

    def _parsed(self, raw: str, mark: Mark, book: Book) -> Parsed:
        """What its place alone makes a mark, (NS) in a paper of NATO, [S] by others, is judged by its usual form."""
        parsed = parse(_bare(raw, self.form), self.form, book)
        if parsed.marking or not isinstance(mark.value, Marking):
            return parsed
        usual = mark.value.portion if self.form is Form.PORTION else mark.value.banner
        right = book is Book.LEGACY or is_transmittal(raw)
        slip = Finding("M129", Severity.ERROR, f"written {usual}" if usual else "has a codeword that no register lists")
        return Parsed(
            raw, self.form, book, right, mark.value, () if right else (slip,), usual, 1.0 if raw[0] == "(" else 0.9
        )

    def _why(self, parsed: Parsed) -> str:
        """What of these relations the book forbids in the mark; empty where nothing."""
        if parsed.valid:
            return ""
        said = [f for f in parsed.findings if f.severity is Severity.ERROR and f.code != _LETTER_SPACED]
        return "; ".join(dict.fromkeys(f.message for f in said if f.code.startswith("M2") is self.relations))

    def _fix(self, mark: Mark, parsed: Parsed) -> Fix | None:
        """The canonical form, safe where nothing was guessed; a contradiction is for a person to resolve."""
        unclear = parsed.marking is None or parsed.marking.unknown
        if self.relations or unclear or not parsed.suggestion or parsed.suggestion == mark.raw:
            return None
        bare = _bare(mark.raw, self.form)
        start = mark.start + mark.raw.find(bare)
        edit = Edit(start, start + len(bare), parsed.suggestion)
        return Fix(safe=parsed.confidence == 1.0, edits=(edit,))


def _bare(raw: str, form: Form) -> str:
    """The words of a banner without the parentheses that some put around it; a portion keeps its own."""
    if form is Form.BANNER and raw.startswith("(") and raw.endswith(")"):
        return raw[1:-1]
    return raw
