# SPDX-License-Identifier: AGPL-3.0-or-later
"""Made-up marked documents whose every word tells what its portion is marked.

``Marked.levels`` has the rank of that mark (0 unclassified to 3) by word, ``UNMARKED`` where the portion has none. The
words are made of syllables, each of them once in a document, so that a search of a copy for one is exact.
"""

from __future__ import annotations

import io
import random
import textwrap
from dataclasses import dataclass, field

import docx
from docx.document import Document as DocxDocument


UNMARKED = 9
BANNER = "TOP SECRET//SI//NOFORN"
MARKS = (("(U)", "(U//FOUO)"), ("(C)", "(C//NF)"), ("(S)", "(S//NF)", "(S//REL TO USA, FVEY)"), ("(TS//SI//NF)",))
SPICE = ("U.S.", "Mr. Dorn", "No. 4", "(see Annex B)", "the C-130", "on 12 March 1968", '"long pier"', "3.5 knots")
STARTS = tuple(c + v for c in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "t", "z") for v in "aeiou")
FILL = (
    "the",
    "harbor",
    "board",
    "met",
    "in",
    "spring",
    "and",
    "talked",
    "of",
    "nets",
    "cables",
    "storms",
    "idle",
    "at",
)


@dataclass
class Block:
    """A paragraph, or the cells of a table's row: texts with their marks in them. ``depth`` of an item from 1."""

    texts: list[str]
    depth: int = 0
    row: bool = False


@dataclass
class Marked:
    """A document in the making: ``levels`` of its words, and its blocks in order."""

    chance: random.Random
    levels: dict[str, int] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    trailing: bool = False

    def word(self, level: int) -> str:
        """A word that no other of the document is like."""
        while (word := "".join(self.chance.choices(STARTS, k=3)) + "x") in self.levels:
            pass
        self.levels[word] = level
        return word

    def sentence(self, level: int, stop: str = ".") -> str:
        """Some words, every third of them telling."""
        words = [self.chance.choice(FILL) for _ in range(self.chance.randint(3, 18))]
        words[1::3] = [self.word(level) for _ in words[1::3]]
        if self.chance.random() < 0.3:
            words.insert(2, self.chance.choice(SPICE))
        return " ".join(words).capitalize() + stop

    def marked(self, level: int, text: str, number: str = "") -> str:
        """``text`` with a mark of ``level`` where the document has its marks."""
        mark = self.chance.choice(MARKS[level])
        return " ".join(filter(None, (number, text, mark) if self.trailing else (number, mark, text)))

    def body(self, level: int) -> str:
        """A few sentences."""
        return " ".join(self.sentence(level) for _ in range(self.chance.choice((1, 1, 2, 4))))


def paragraph(made: Marked, level: int) -> None:
    """One marked paragraph."""
    made.blocks.append(Block([made.marked(level, made.body(level))]))


def unmarked(made: Marked, _: int) -> None:
    """One without a mark."""
    made.blocks.append(Block([made.body(UNMARKED)]))


def heading(made: Marked, level: int) -> None:
    """A marked title over text without a mark."""
    title = " ".join(made.word(level).capitalize() for _ in range(3))
    made.blocks.append(Block([made.marked(level, title)]))
    unmarked(made, level)


def inline(made: Marked, level: int) -> None:
    """Sentences of one paragraph, each with a mark of its own."""
    levels = (level, made.chance.randrange(4), made.chance.randrange(4))
    made.blocks.append(Block([" ".join(made.marked(each, made.sentence(each)) for each in levels)]))


def quoted(made: Marked, _: int) -> None:
    """An unclassified paragraph that names a classified title."""
    title = made.word(2).capitalize()
    made.blocks.append(Block([made.marked(0, f'{made.sentence(0)} See "(S) {title} Report" for more.')]))


def items(made: Marked, level: int) -> None:
    """Numbered paragraphs with items two deep, of which some have no mark: those of a classified one fall under it."""
    made.blocks.append(Block([made.marked(level, made.body(level), "1.")], 1))
    for letter in "ab":
        own = made.chance.choice((None, 0, 2))
        need = own if own is not None else UNMARKED
        text = made.sentence(need)
        made.blocks.append(Block([made.marked(own, text, f"{letter}.") if own is not None else f"{letter}. {text}"], 2))
        for number in (1, 2):
            made.blocks.append(Block([made.marked(1, made.sentence(1), f"({number})")], 3))


def table(made: Marked, level: int) -> None:
    """Rows whose cells are all marked, or none of them."""
    telling = made.chance.random() < 0.6
    for _ in range(3):
        levels = [made.chance.randrange(4) for _ in range(3)] if telling else [UNMARKED] * 3
        texts = [" ".join(made.word(each) for _ in range(2)) for each in levels]
        if telling:
            texts = [f"{made.chance.choice(MARKS[each])} {text}" for each, text in zip(levels, texts, strict=True)]
        made.blocks.append(Block(texts, row=True))


KINDS = (paragraph, paragraph, paragraph, unmarked, heading, inline, quoted, items, table)


def make(seed: int) -> Marked:
    """The document of ``seed``."""
    chance = random.Random(seed)
    made = Marked(chance, trailing=chance.random() < 0.3)
    for _ in range(chance.randint(3, 8)):
        chance.choice(KINDS)(made, chance.choice((0, 0, 1, 2, 3)))
    return made


def as_text(made: Marked) -> bytes:
    """Typed: with empty lines between paragraphs or first lines set in, on pages with banners or on one."""
    chance = made.chance
    width, blank = chance.choice((60, 69, 78)), chance.choice((0, 1, 1, 2))
    lines: list[str] = []
    for before, block in zip([None, *made.blocks], made.blocks, strict=False):
        lines += [""] * (0 if before and before.row and block.row else blank)
        if block.row:
            lines.append("| " + " | ".join(block.texts) + " |" if chance.random() < 0.9 else "    ".join(block.texts))
        else:
            first = "" if blank or block.depth else "     "
            lines += textwrap.wrap(block.texts[0], width, initial_indent=first, break_long_words=False)
    height = chance.choice((12, 30, len(lines)))
    pages = [lines[at : at + height] for at in range(0, len(lines), height)]
    typed = ("\n".join([BANNER, "", *page, "", BANNER, f"- {n} -"]) for n, page in enumerate(pages, 1))
    return "\n\f".join(typed).encode()


def as_docx(made: Marked) -> bytes:
    """With the paragraphs and tables of a word processor."""
    document: DocxDocument = docx.Document()
    document.sections[0].header.paragraphs[0].text = BANNER
    rows: list[list[str]] = []
    for block in [*made.blocks, Block([])]:
        if block.row:
            rows.append(block.texts)
            continue
        if rows:
            grid = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, texts in zip(grid.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            rows = []
        if block.texts:
            document.add_paragraph(block.texts[0])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
