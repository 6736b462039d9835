# SPDX-License-Identifier: AGPL-3.0-or-later
"""One decision about words wherever they stand: what is withheld in one document must not stand in the next."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from workbench.core.counted import counted
from workbench.redaction import Action
from workbench.tui.code_picker import CodePicker, Withholding
from workbench.tui.occurrences import Chosen, Finder, Occurrence, ParagraphFinder, Passage
from workbench.tui.occurrences_screen import OccurrencesScreen
from workbench.tui.side_panes import names_of
from workbench.tui.signing_screen import SigningScreen
from workbench.tui.target import A_BOX


class EverywhereScreen(SigningScreen):
    """Finds in all documents; decides in each as one change, which an undo in that document takes back."""

    _words_sought = ""

    def action_find_everywhere(self) -> None:
        """Ask for words, show every place of them."""
        self._ask(Finder, self._words_sought)

    def action_find_paragraphs(self) -> None:
        """Ask for marks, kinds, decisions, and show the paragraphs they fit."""
        self._ask(ParagraphFinder, "")

    def _ask(self, finder: type[Finder], words: str) -> None:
        items = self.session.items
        named = [(name, item.review) for name, item in zip(names_of(items), items, strict=True) if item.review]
        if not named:
            self.notify("No document has been read yet.")
        else:
            self.app.push_screen(OccurrencesScreen(finder(named), len(items) - len(named), words), self._chosen)

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen is None or (chosen.action and not self.asked_to_decide(for_text=False)):
            return
        first = chosen.occurrences[0]
        passages = isinstance(first, Passage)
        self._words_sought = self._words_sought if passages else first.words
        if chosen.action is None:
            self._go_to_occurrence(first)
        elif chosen.action is Action.RELEASE:
            self._release_everywhere(chosen, passages=passages)
        else:
            title = counted(len(chosen.occurrences), "paragraph" if passages else "place")
            picker = CodePicker(title, first.words, self.codes, self._last_code)
            self.app.push_screen(picker, partial(self._decide_everywhere, chosen))

    def _go_to_occurrence(self, occurrence: Occurrence) -> None:
        item = next((item for item in self.session.items if item.review is occurrence.review), None)
        if item:
            if item is not self.item:
                self.open_item(item)
            if isinstance(occurrence, Passage):
                self.view.go_to_row(occurrence.row)
                return
            self.view.go_to(occurrence.span.start)
            self.view.show_hits([occurrence.span], occurrence.span)

    def _release_everywhere(self, chosen: Chosen, *, passages: bool) -> None:
        places = chosen.occurrences
        if passages and any(place.target.has_box(place.review) for place in places):
            self.notify(A_BOX, severity="warning")
            return
        asked = (self.session.asked_why(place.review, (place.target,)) for place in places)
        named = ", ".join(dict.fromkeys(filter(None, asked)))
        name = counted(len(places), "paragraph" if passages else "place")
        self._ask_why(name, named, "", lambda said: self._decide_everywhere(chosen, Withholding(None, said)))

    def _decide_everywhere(self, chosen: Chosen, answer: Withholding | None) -> None:
        action = chosen.action
        if answer is None or action is None:
            return
        self._last_code = answer.code or self._last_code
        done = 0
        # One change a document, for one undo, in whatever order its places are listed.
        groups: dict[str, list[Occurrence]] = defaultdict(list)
        for place in chosen.occurrences:
            groups[place.review.document.sha256].append(place)
        # That in the view comes last: the next session goes on in the document that was decided about last.
        for places in sorted(groups.values(), key=lambda places: places[0].review is self.review):
            targets = [place.target for place in places]
            decide = partial(self.session.decide, places[0].review, targets, action, answer.code, answer.reason)
            if not self._change(decide):
                break
            done += len(places)
        said = "released" if action is Action.RELEASE else "withheld"
        told = f"{done} of {len(chosen.occurrences)} places {said}. Ctrl+Z in a document takes back those in it."
        if chosen.unlisted:
            more = f"{chosen.unlisted} MORE were not listed and stay as they are: look again (F)."
            self.notify(f"{told} {more}", severity="warning", timeout=30)
        else:
            self.notify(told)
