# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command palette: what can be done now, by name, each with its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

from workbench.tui.main_screen import MainScreen


class Command(NamedTuple):
    """A row of the palette: ``area: name``, what it does, the action, and whether a text must be open."""

    name: str
    help: str
    action: str
    needs_document: bool = True


COMMANDS = (
    Command("decide: Release", "Release the paragraph or the selected words (r)", "release"),
    Command("decide: Withhold…", "Withhold them under a code (w)", "withhold"),
    Command("decide: Same again", "The last decision, with its code and reason, here too (.)", "again"),
    Command("decide: Clear", "Take away the decision here (u)", "clear"),
    Command("decide: Withhold page…", "Withhold the whole page under a code (W)", "withhold_page"),
    Command("decide: Release page…", "Release the whole page (R)", "release_page"),
    Command("decide: Clear page", "Take away the decision about the page as a whole (U)", "clear_page"),
    Command("decide: No redaction", "This box seen on the page is no redaction (x)", "dismiss_box"),
    Command("decide: Note…", "Remark something about the paragraph, for the case only (m)", "note"),
    Command("decide: Go on by itself", "After a decision go to the next undecided, or stay (a)", "auto"),
    Command("decide: Sign…", "Mark as reviewed; approve what another person reviewed (s)", "sign"),
    Command("decide: Return…", "Take the signatures away: something is to change (S)", "send_back"),
    Command("decide: Carry over…", "Take decisions about the same text from another version (c)", "carry"),
    Command("decide: Undo", "Take back the last change to this document (^z)", "undo"),
    Command("decide: Redo", "Restore what was undone (^y)", "redo"),
    Command("go: Next undecided", "To the next paragraph that waits for a decision (n)", "next_undecided"),
    Command("go: Previous undecided", "To the one before (N)", "previous_undecided"),
    Command("go: Next decision of others", "To the next place another reviewer decided about (d)", "next_decided(1)"),
    Command("go: Previous decision of others", "To the one before (D)", "next_decided(-1)"),
    Command("go: Page or paragraph…", "Page 12, or paragraph ¶4 (g)", "goto"),
    Command("go: Find…", "Find words in this document (/)", "find"),
    Command("go: Find in all documents…", "Find words everywhere, decide about all places (F)", "find_everywhere"),
    Command("go: Find paragraphs…", "By mark, kind, decision, code; decide about all (f)", "find_paragraphs"),
    Command("go: Next document", "Open the next document of the list (])", "next_document(1)"),
    Command("go: Previous document", "Open the one before ([)", "next_document(-1)"),
    Command("go: Next document with ?", "Open the next one with something undecided (})", "next_waiting_document(1)"),
    Command("go: Previous document with ?", "Open the one before ({)", "next_waiting_document(-1)"),
    Command("view: Preview", "Show what is withheld as its labels, or the original again (p)", "preview"),
    Command("view: Paragraph details", "Marking, decision and its history (i)", "details"),
    Command("view: Documents", "Show and focus the list of documents (F2)", "focus_documents", False),
    Command("view: Text", "Focus the text (F3)", "focus_text", False),
    Command("view: Findings", "Show and focus the findings (F4)", "focus_findings"),
    Command("file: Open…", "Add a file or a folder (o)", "open", False),
    Command("file: Read again", "Read the file as it is now on the disk (F5)", "read_again", False),
    Command("file: Export…", "Write sanitized copies (e)", "export"),
    Command("help: This pane", "Keys and meaning of the focused pane (?)", "help", False),
)


class WorkbenchCommands(Provider):
    """Offers ``COMMANDS``, without those that need a document while none is open."""

    def _offered(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return []
        return [c for c in COMMANDS if screen.review is not None or not c.needs_document]

    async def discover(self) -> Hits:
        """Everything that applies now."""
        for command in self._offered():
            yield DiscoveryHit(command.name, self._run(command), help=command.help)

    async def search(self, query: str) -> Hits:
        """What matches ``query``."""
        matcher = self.matcher(query)
        for command in self._offered():
            score = matcher.match(f"{command.name} {command.help}")
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), self._run(command), command.name, command.help)

    def _run(self, command: Command) -> Callable[[], Awaitable[object]]:
        return partial(self.screen.run_action, f"screen.{command.action}")
