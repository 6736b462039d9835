# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the grammar hands to the books: tokens with their places, and the slips of form it saw on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.markings.model import Form, Level
from workbench.markings.register import Control, Head, register


@dataclass(slots=True)
class Note:
    """A slip of form at ``raw[start:end]``; which book forbids it is the book's business."""

    code: str
    start: int
    end: int
    message: str


@dataclass(slots=True)
class Token:
    """One control as written at ``raw[start:end]``; ``text`` is its portion form, ``codes`` a list it carries.

    ``place`` is 1 for what stands where control systems stand, right after the level.
    """

    category: str
    text: str
    start: int
    end: int
    control: Control | None = None
    written: str = ""
    codes: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a mark and the place in the raw text at which it begins."""

    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """Its place in the raw text."""
        return self.start, self.start + len(self.text)


@dataclass(slots=True)
class Draft:
    """One marking, understood as far as it goes."""

    form: Form
    system: str = "US"
    level: Level = Level.U
    head: Head | None = None
    owners: tuple[str, ...] = ()
    tokens: list[Token] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    legacy: bool = False
    declassify: str | None = None
    handle_via: tuple[str, ...] = ()
    confidence: float = 1.0

    def note(self, code: str, start: int, end: int, message: str) -> None:
        """Remember a slip of form."""
        self.notes.append(Note(code, start, end, message))

    def set_owner(self, system: str, level: Level, *owners: str) -> bool:
        """Take over the level and whose it is."""
        self.system, self.level, self.owners = system, level, owners
        return True

    def own(self, head: Head, start: int, end: int, text: str) -> None:
        """Take over what a classification says: a country's own words for its levels (MOST SECRET) make it foreign."""
        self.head = head
        foreign = head.system in register().countries or head.system == "EU"
        owners = () if head.system in ("US", "CUI") else (head.system,)
        self.set_owner("FGI" if foreign else head.system, head.level, *owners)
        for name in head.controls:
            control = register().spellings[name]
            self.tokens.append(Token(control.category, control.portion, start, end, control, text))

    def set_head(self, head: Head, start: int, end: int, text: str) -> bool:
        """Take over what a classification says, and note how it is spelled."""
        self.own(head, start, end, text)
        if head.legacy:
            self.legacy = True
            self.note("M118", start, end, f"{text} is no longer written ({head.source})")
        short = text in (head.portion, head.level.value) and head.banner != head.portion
        if self.form is Form.BANNER and short:
            code = "M124" if head.level is Level.U else "M113"
            self.note(code, start, end, f"a banner spells the level out: {head.banner}")
        elif self.form is Form.PORTION and not short and text != head.portion:
            self.note("M114", start, end, f"a portion abbreviates the level: {head.portion}")
        elif self.form is Form.BANNER and text != head.banner and head.system == "US":
            self.legacy = True
            self.note("M106", start, end, f"written today: {head.banner}")
        return True

    def of(self, category: str) -> tuple[str, ...]:
        """The tokens of a category in the order written, each once."""
        return tuple(dict.fromkeys(token.text for token in self.tokens if token.category == category))

    @property
    def unclear(self) -> bool:
        """Whether a part, or a code of a list, is not in the register."""
        return bool(self.unknown) or any(note.code == "M121" for note in self.notes)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What was not understood."""
        return self.of("unknown")
