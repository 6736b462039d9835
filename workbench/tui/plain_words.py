# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the review without a screen prints: everything in words, nothing by colour, place or shape."""

from __future__ import annotations

from workbench.documents import Span
from workbench.tui.bars import banner_text, left
from workbench.tui.levels import letters_of
from workbench.tui.review import Review
from workbench.tui.row_painter import told_below
from workbench.tui.safe_text import one_line
from workbench.tui.signs import TOLD
from workbench.tui.target import Target


COMMANDS = {
    "": ("row", 1, "the next paragraph, undecided or not (an empty line; or j)"),
    "j": ("row", 1, ""),
    "k": ("row", -1, "the paragraph before"),
    "n": ("undecided", 1, "the next undecided paragraph; N the one before"),
    "N": ("undecided", -1, ""),
    "g": ("goto", 0, "PLACE: page 12 as g 12, paragraph 4 as g #4; g alone prints where you are"),
    "/": ("find", 0, "WORDS: the next paragraph with these words"),
    "v": ("select", 0, "WORDS of this paragraph, again for their next place; or #9 for all to paragraph 9"),
    "r": ("release", 0, "[REASON]: release the paragraph, or what v selected"),
    "w": ("withhold", 0, "CODE [REASON]: withhold it (w b6 his name); w - under the policy's code; w lists codes"),
    "u": ("clear", 0, "take the decision here away"),
    "R": ("release", 1, "release the page; W CODE [REASON] withholds it, U takes that away"),
    "W": ("withhold", 1, ""),
    "U": ("clear", 1, ""),
    ".": ("again", 0, "the same decision again, with its code and reason"),
    "x": ("dismiss", 0, "this box is no redaction"),
    "m": ("note", 0, "TEXT: a note on the paragraph; m alone takes it away"),
    "z": ("step", -1, "undo your last change to this document; y does it again"),
    "y": ("step", 1, ""),
    "d": ("by_others", 1, "the next decision or note of another reviewer; D the one before"),
    "D": ("by_others", -1, ""),
    "i": ("details", 0, "all that is known of the paragraph, with its history"),
    "p": ("preview", 0, "the paragraph as a sanitized copy would have it"),
    "f": ("findings", 0, "what the checks found"),
    "l": ("listing", 0, "the documents; ] the next, [ the one before, o NAME one of them or another file"),
    "]": ("turn", 1, ""),
    "[": ("turn", -1, ""),
    "o": ("open", 0, ""),
    "F5": ("read_again", 0, "read the file again as it is now"),
    "c": ("carry", 0, "what can be carried over from another version; c 1 carries over the first of these"),
    "s": ("sign", 0, "what is to be signed; s! then signs: reviewed, or approved after another's review"),
    "S": ("send_back", 0, "REASON: take the signatures away"),
    "e": ("export", 0, "[NAME=ANSWER ...]: export sanitized copies; e ? lists the questions"),
    "?": ("help", 0, "this list; q leaves; a ! behind the letter (r!) does what was asked back about"),
}
"""By the letter that is its key on the screen: the method; forward, back, or about the page; what is told of it."""

HELP = "\n".join(f"{key or 'Enter':<6}{told}" for key, (_, _, told) in COMMANDS.items() if told)


def heading(review: Review) -> str:
    """A document before it is read: its marking, what is left to decide, how far it is signed."""
    return ", ".join(filter(None, [one_line(banner_text(review.analysis.overall).plain), left(review), review.stage]))


def paragraph(review: Review, row: int, reviewer: str) -> str:
    """A row: where it is, its mark, what is decided; its text; then what is decided or noted about words of it."""
    shown = review.rows[row]
    name = Target((row,)).name(review).replace("¶", "Paragraph").capitalize()
    number = f" of {review.last_number}" if row in review.paragraph_numbers else ""
    parts = [f"{name}{number}", f"page {shown.page} of {max(1, len(review.document.pages))}"]
    if shown.paragraph and not shown.is_furniture:
        governing, above = shown.paragraph.governing, "" if shown.paragraph.portion else " by the mark above it"
        parts.append(f"marked {letters_of(governing)}{above}" if governing else "no mark")
    spans = {
        "words withheld": review.withheld_words(row),
        "words the policy withholds": review.policy_words(row),
        "words released": review.released_words(row),
        "a pattern asks about": review.proposals(row),
    }
    words = [f"  {what}: {_quoted(review, found)}" for what, found in spans.items() if found]
    decided = [*parts, *filter(None, [TOLD[review.sign(row)]])]
    below = [f"  {told}" for told in told_below(review, row, reviewer)]
    return "\n".join([", ".join(decided), review.texts[row], *words, *below])


def _quoted(review: Review, spans: list[Span]) -> str:
    return " | ".join(one_line(review.document.text[start:end]) for start, end in spans)
