# SPDX-License-Identifier: AGPL-3.0-or-later
"""A line of a document, whatever its format: where it is, how it is set, what lies before it, what it looks like.

What the text alone says of it is told once for all lines that read alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from workbench.documents import Place
from workbench.marks.dates import MONTH
from workbench.marks.late import late
from workbench.structure.starts import Start, begins, begins_with_word
from workbench.structure.wordings import LONGEST_LABEL, any_shape, label, longest, words


_LONGEST_SHAPE = 160
_LONGEST_CONTENTS = 400
_CONTENTS = late(r"[^.](?:[^.]|\.(?!\s?\.\s?\.)){1,150}(?:\s?[.…]){4,}\s*[\divxlc]{1,5}")
_FEWEST_LEADERS = 4
_NUMERALS = frozenset("ivxlc")  # what a page number in _CONTENTS ends in, unless in a digit
_LISTS, _LAST = ("contents", "table of contents"), ("s", "S")
# 5 FAH-2 H-220: precedence and date-time group, originator, addressees, then the classification line.
_OPENS = late(
    r"(?:ACTION|INFO|ORIGIN) +[A-Z]{1,6}-\d\d\b.*"
    r"|[ZOPRYM](?: [ZOPRYM]){0,2} \d{6}Z [A-Z]{3} \d{2,4}\b.{0,40}"
    r"|VZCZ\w*|(?:ZZ|OO|PP|RR)(?: (?:ZZ|OO|PP|RR))? RU[A-Z]{4,6}(?: .{0,60})?"
    r"|FM [A-Z][A-Z /]{3,50}"
)
_OPENERS = frozenset("AIOZPRYMVF")  # what _OPENS begins with
_LETTER = late(r"\([A-Z]\)")
_LONGEST_DATE = 48
BESIDE_DATE = " .|"
"""What may stand around a date that is alone on a line."""
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_TH = r"(?:st|nd|rd|th)?"
_DATE = late(
    rf"(?i){_DAY}(?:\d{{1,2}}{_TH} {MONTH},? ?\d{{4}}|{MONTH} \d{{1,2}}{_TH}, ?\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
)


class Look(NamedTuple):
    """``start`` and ``label`` as in ``starts`` and ``wordings``.

    ``shaped``: has a shape of rules/structure/furniture.yaml. ``contents``: a line of a table of contents. ``lists``:
    heads one. ``opens``: opens a telegram. ``titles``: a title's label alone. ``letters``: holds a letter in
    parentheses. ``dated``: is a date. ``notable``: any of this, or a label; most lines are not, and are told apart by
    nothing but their start.
    """

    start: Start = Start.PLAIN
    label: str | None = None
    shaped: bool = False
    contents: bool = False
    lists: bool = False
    opens: bool = False
    titles: bool = False
    letters: bool = False
    dated: bool = False
    notable: bool = False


_PLAIN = Look()


class Gap(IntEnum):
    """What lies between a line and the one before it."""

    NONE = 0
    BLANK = 1
    PAGE = 2


@dataclass(slots=True)
class TextLine:
    """A line with something on it: ``text == document.text[start:end]``, without the white space around it.

    ``look`` is what the text alone says of it.
    ``indent`` counts characters (text) or quarter ems (pages with geometry); ``block`` is the number of the
    document's own block it belongs to, -1 where the format has none. ``size`` (points) and ``bold`` as set. ``apart``:
    the page shows that the line above ended its paragraph; ``wrapped``: that it had no room in a title set in larger
    type than the text. ``column``: lines with one number, which others may part, follow each other down a column; 0
    outside such. ``cell``: the row and column in a table of a plain text, as a ``Block`` tells them.
    ``ahead``, ``behind``: characters before ``start`` and after ``end`` that belong to the line and say nothing: its
    number in the margin, those of empty lines beside it, and the signs that an answer puts before what it quotes.
    ``quoted``: how often it is.
    """

    start: int
    end: int
    text: str
    indent: int
    page: int
    gap: Gap
    look: Look
    block: int = -1
    place: Place = Place.BODY
    size: float = 0.0
    bold: bool = False
    apart: bool = False
    wrapped: bool = False
    column: int = 0
    cell: tuple[int, int] = (0, 0)
    ahead: int = 0
    behind: int = 0
    quoted: int = 0


def look_at(text: str) -> Look:
    """What ``text``, a line without white space around it, looks like.

    A line of prose is told by its first and last characters and a colon looked for: nothing else is called for it.
    """
    first, last = text[0], text[-1]
    named = label(text) if last == "/" or text.find(":", 0, LONGEST_LABEL) >= 0 else None
    short = len(text) <= longest("title_labels")
    worded = begins_with_word(text) and named is None and not short
    start = Start.PLAIN if worded else begins(text, named)
    figure = last.isdecimal()
    shaped = len(text) <= _LONGEST_SHAPE and any_shape().fullmatch(text) is not None
    contents = (figure or last in _NUMERALS or len(text) > _LONGEST_CONTENTS) and _is_contents(text)
    lists = last in _LAST and text.casefold() in _LISTS
    opens = first in _OPENERS and _OPENS.fullmatch(text) is not None
    titles = (short or last == ":") and is_lone_title_label(text)
    letters = "(" in text and _LETTER.search(text) is not None
    dated = (figure or last in BESIDE_DATE) and is_date(text)
    if named is not None or shaped or contents or lists or opens or titles or letters or dated:
        return Look(start, named, shaped, contents, lists, opens, titles, letters, dated, True)
    return _PLAIN if start is Start.PLAIN else Look(start)


def _is_contents(text: str) -> bool:
    last = text[min(len(text), _LONGEST_CONTENTS) - 1]
    if not (last in _NUMERALS or last.isdecimal()) or text.count(".") + text.count("…") < _FEWEST_LEADERS:
        return False
    return _CONTENTS.fullmatch(text[:_LONGEST_CONTENTS]) is not None


def is_lone_title_label(text: str) -> bool:
    """``SUBJECT`` or ``Subject:`` with nothing behind it: the title follows on a line of its own."""
    bare = text.rstrip(": ")
    return len(bare) <= longest("title_labels") and bare.casefold() in words("title_labels")


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and nothing else, a stop or a bar beside it."""
    if not (text[-1:].isdecimal() or text[-1:] in BESIDE_DATE):
        return False
    if text[-2:-1].isalpha():
        return False  # the end of a sentence
    bare = text.strip(BESIDE_DATE)
    return len(bare) <= _LONGEST_DATE and bare[-1:].isdecimal() and bool(_DATE.fullmatch(bare))
