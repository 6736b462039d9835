# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a decision of the reviewer is about: words of a paragraph, paragraphs, a box seen on a page, or a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.documents import Span
from workbench.redaction.intervals import common
from workbench.redaction.model import Action, Decision, Place
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


A_BOX = "A box holds nothing to release. x: it is no redaction. w: withhold what lies under it."


@dataclass(frozen=True, slots=True)
class Target:
    """``words`` of ``rows``, of one as a rule; or all of the ``rows``; or the ``page`` (from 1), whatever is on it."""

    rows: tuple[int, ...]
    words: tuple[Span, ...] = ()
    page: int | None = None

    def name(self, review: Review) -> str:
        """What a dialog or a message calls it."""
        if self.page is not None:
            return f"page {self.page}"
        if self.words:
            return "the selected words"
        if len(self.rows) > 1:
            return f"{len(self.rows)} paragraphs"
        row = review.rows[self.rows[0]]
        if row.caption:
            return f"the box on page {row.page}" if row.box else f"page {row.page}"
        number = review.paragraph_numbers.get(self.rows[0])
        cell = review.cell(self.rows[0])
        return (f"¶ {number} ({cell})" if cell else f"¶ {number}") if number else "this line"

    def is_box(self, review: Review) -> bool:
        """Whether it is one box seen on a page, which can be no redaction."""
        return len(self.rows) == 1 and self.has_box(review)

    def has_box(self, review: Review) -> bool:
        """Whether a box seen on a page is among it, of which there is nothing to release."""
        return self.page is None and any(review.rows[row].box for row in self.rows)

    def is_furniture(self, review: Review) -> bool:
        """Whether it is one line that belongs to the page, not to what is read on it."""
        row = review.rows[self.rows[0]]
        return self.page is None and not self.words and len(self.rows) == 1 and row.is_furniture and not row.caption

    def excerpt(self, review: Review) -> str:
        """How it reads, for a dialog that hides it; the text of a page is too much to tell it by."""
        if self.page is not None:
            return f"{len(on_page(review, self.page))} paragraphs stand on it or reach into it."
        if len(self.rows) > 1 and not self.words:
            numbers = [review.paragraph_numbers[row] for row in self.rows if row in review.paragraph_numbers]
            reach = f"From ¶ {numbers[0]} to ¶ {numbers[-1]}: " if numbers else ""
            undecided = len({*self.rows}.intersection(review.undecided_rows))
            decided = sum(review.whole(row) is not None for row in self.rows)
            return f"{reach}{undecided} undecided, {decided} decided before, the others open by the policy."
        if self.words:
            return one_line(" … ".join(review.document.text[start:end] for start, end in self.words))
        return one_line(review.texts[self.rows[0]])

    def decisions(
        self, review: Review, action: Action, code: str | None, reason: str, reviewer: str
    ) -> tuple[Decision, ...]:
        """The decisions it comes to, one a place."""
        sha256, reading = review.document.sha256, review.document.reading
        return tuple(
            Decision(sha256, spans, action, paragraph, code, reason, reviewer, "", reading, page, box)
            for (spans, page, box), paragraph in self._places(review)
        )

    def _places(self, review: Review) -> list[tuple[Place, str | None]]:
        """Each with the id of the paragraph it is all of."""
        if self.page is not None or self.words:
            return [((self.words, self.page, None), None)]
        rows = [review.rows[index] for index in self.rows]
        return [
            (((), None if row.box else row.page, row.box), None)
            if row.caption
            else ((row.spans, None, None), row.paragraph.id if row.paragraph else None)
            for row in rows
        ]

    def place(self, review: Review) -> Place:
        """Where its first row is."""
        return self._places(review)[0][0]

    def decided(self, review: Review) -> Iterator[Decision]:
        """The decisions there are about it, which clearing it takes away: those about words of its rows too."""
        if self.page is not None:
            yield from filter(None, [review.page_decision(self.page)])
            return
        for row in self.rows:
            own = review.own(row)
            if own and not self.words:
                yield own
            yield from (
                d for d in review.words(row) if not self.words or any(common(self.words, span) for span in d.spans)
            )


def on_page(review: Review, page: int) -> list[int]:
    """The rows that stand on a page or reach into it, without its headers and footers."""
    return [i for i in review.paragraph_numbers if page in review.pages_of(i)]
