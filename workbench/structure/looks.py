# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the text of a line says of it, whatever stands around it; told once for all lines that read alike."""

from __future__ import annotations

from typing import NamedTuple

from workbench.marks.late import late
from workbench.structure.dates import BESIDE_DATE, is_date
from workbench.structure.starts import Start, begins, begins_with_word
from workbench.structure.wordings import LONGEST_LABEL, any_shape, label, longest, unquoted, words


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
    r"|VZCZ\w*"
    r"|FM [A-Z][A-Z /]{3,50}"
)
_OPENERS = frozenset("AIOZPRYMVF")  # what _OPENS begins with
_LETTER = late(r"\([A-Z]\)")


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


def look_at(text: str) -> Look:
    """What ``text``, a line without white space around it, looks like.

    A line of prose is told by its first and last characters and a colon looked for: nothing else is called for it.
    """
    first, last = text[0], text[-1]
    told = unquoted(text) if first == ">" else text
    named = label(told) if last == "/" or told.find(":", 0, LONGEST_LABEL) >= 0 else None
    short = len(text) <= longest("title_labels")
    worded = begins_with_word(text) and named is None and not short
    start = Start.PLAIN if worded else begins(text, named)
    figure = last.isdecimal()
    shaped = len(text) <= _LONGEST_SHAPE and any_shape().fullmatch(told) is not None
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
