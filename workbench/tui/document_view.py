# SPDX-License-Identifier: AGPL-3.0-or-later
"""The document: its rows, and the keys that decide about them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from workbench.tui.selecting_view import SelectingView


class DocumentView(SelectingView, can_focus=True):
    """The pane a reviewer works in. What a key decides is done by the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "screen.release", "Release"),
        Binding("w", "screen.withhold", "Withhold"),
        Binding("u", "screen.clear", "Clear", tooltip="Take away the decision here"),
        Binding("full_stop", "screen.again", "Same decision again", show=False, key_display="."),
        Binding("R", "screen.release_page", "Release the whole page", show=False),
        Binding("W", "screen.withhold_page", "Withhold the whole page", show=False),
        Binding("U", "screen.clear_page", "Clear the decision about the page", show=False),
        Binding("x", "screen.dismiss_box", "This box is no redaction", show=False),
        Binding("m", "screen.note", "Note (memo) on the paragraph", show=False),
        Binding("c", "screen.carry", "Carry decisions over from another version", show=False),
        Binding("s", "screen.sign", "Sign: reviewed, or approved after another's review", show=False),
        Binding("S", "screen.send_back", "Take the signatures away: return it", show=False),
        Binding("a", "screen.auto", "After a decision go on to the next ?, or not", show=False),
        Binding("right", "word(1)", "Select next word", show=False),
        Binding("left", "word(-1)", "Select previous word", show=False),
        Binding("shift+right", "extend(1)", "Extend selection by a word", show=False),
        Binding("shift+left", "extend(-1)", "Shrink selection by a word", show=False),
        Binding("shift+down", "extend_line(1)", "Extend selection: by a line, by a paragraph", show=False),
        Binding("shift+up", "extend_line(-1)", "Shrink selection: by a line, by a paragraph", show=False),
        Binding("v", "choose", "Choose paragraphs from here", show=False),
        Binding("escape", "unselect", "Drop selection", show=False),
        Binding("n", "screen.next_undecided", "Next ?", tooltip="To the next undecided paragraph"),
        Binding("N", "screen.next_undecided(-1)", "Previous undecided", show=False),
        Binding("d", "screen.next_decided(1)", "Next decision of another reviewer", show=False),
        Binding("D", "screen.next_decided(-1)", "Previous decision of another reviewer", show=False),
        Binding("slash", "screen.find", "Find", key_display="/"),
        Binding("p", "screen.preview", "Preview"),
        Binding("i", "screen.details", "Details of the paragraph", show=False),
        Binding("g", "screen.goto", "Go to page or paragraph", show=False),
    ]

    PANE = "Text"
    HELP = """\
The text of the document, paragraph by paragraph. The gutter shows each paragraph's portion mark (↑ where it is
inherited) and what is decided: **W** withheld, **R** released, **P** released in part, **?** undecided (the policy
withholds it until you decide), **·** released by the policy.

A decision is about the paragraph of the cursor (▶), or about what is selected: words with ← and →, more of them with
Shift, or with the mouse; several paragraphs with Shift and ↓, or with **v** and any key that moves. Capitals decide
about the whole page. A box seen on a page is a line of its own: **w** withholds what lies under it, **x** says that it
is no redaction.
"""
