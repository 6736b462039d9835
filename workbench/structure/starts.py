# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a line begins and ends: bullets, numbers and letters in sequence, labels; where a sentence stops."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from workbench.marks.late import ending, late
from workbench.structure.wordings import longest, words


class Start(Enum):
    """What a line begins with."""

    PLAIN = auto()
    BULLET = auto()
    NUMBER = auto()
    LABEL = auto()


class Enumerator(NamedTuple):
    """``1.``, ``(A)``, ``iv)``: ``style`` is its brackets and alphabet, ``value`` its place in the sequence from 1."""

    style: str
    value: int
    end: int


# Word's bullets come out of a PDF as private-use characters, typed ones as hyphens, dashes or a lone o.
_BULLET = late(
    "[•●○◦▪■□‣∙·➢➤►\uf000-\uf0ff][ \t\u00a0]*"
    '|[-–*+:]{1,2} {1,6}(?=\\S)|o {2,6}(?=\\S)|[—–](?=[A-Za-z“"(])|— {1,4}(?=\\S)'
)
_ENUMERATOR = late(
    r"([(\[]?)(\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})"
    r"([.)\]]|\.\)|(?<=\d)(?:/(?= )| ?[.,;](?= ?(?:\([A-Z]|[A-Z]{1,3} ?[-–—] ?ENTIRE))))(?:\s+|(?=\((?!\d)))"
)
_COLUMN = late(r"[^\s\[](?: {3,}|\t+)(?=[^\s\]])")  # not the room of a box that is typed: [      25X1      ]
_WIDEST = 400
WIDE = " " * 4
"""What parts the cells of a row; typists who set both margins even leave three blanks at most."""
_WIDE_CELL = late(r"\S+(?: {1,2}\S+)*")
_WIDE_BULLET = late(r"\S {3,}[•●○◦▪■‣➢►–] \S")
_WIDE_MARK = late(r"(?:^|\t| {3})(?:[(\[][A-Z]{1,12}(?:[ /,-][^()\[\]\n]{1,60})?[)\]]|//[A-Z]{1,2}//)")
# The first letter of each word of more than three, nothing for a shorter one.
_WORD = late(r"([^\W\d_])[\w.'’-]{3,}|[^\W\d_][\w.'’-]{0,2}")
_FEW_WORDS = 5
_CLOSING = frozenset(".)]")  # what _ENUMERATOR may have behind a letter
_NUMBERING = frozenset("ivxIVXo")  # letters that a longer number, or a bullet, begins with
_MARKDOWN = late(r"#{1,6} +")
_TERMINAL = ending(r"[.?!:;…][\"”’')\]»}*_~]*(?: ?\[\d{1,3}\])?")  # and what calls a note, [12]
# The last characters a stopped text may have: what wrapped lines end in is asked no pattern.
_CELL = late(r"[^|\s](?:[^|]*[^|\s])?")
_CELL_MARK = late(r"\|\s*(?:[(\[][A-Z][^|()\[\]]{0,60}[)\]]|//[A-Z]{1,2}//)")
_ENDINGS = frozenset(".?!:;…\"”’')]»}*_~\n")
_NOTES, _LONGEST_NOTE = "0123456789⁰¹²³⁴⁵⁶⁷⁸⁹", 3
_FIGURES = frozenset(_NOTES)
# What a scanner makes of specks at the end of a line: up to three marks or single letters after the stop.
_SPECKS = late(r"[.?!][\"”’')\]]*(?:\s+(?:[^\sAI]|[^A-Za-z\s]\S|\S[^A-Za-z\s])){1,3}$")
_ACRONYM = late(r"\b(?:[A-Z]\.){2,}$")
_LAST_WORD = ending(r"([A-Za-z][A-Za-z.]*)\.")
_TAIL = 40  # characters; no ending is longer, and a line may be as long as a book
_LETTER = late(r"[^\W\d_]")
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_ROMAN = {numeral: value for value, numeral in enumerate(_NUMERALS, 1)}


def bullet(text: str) -> int:
    """The length of the bullet ``text`` begins with; 0 where it has none."""
    # Nearly every line begins with a letter or a bracket, and of those only the lone o is a bullet.
    first = text[:1]
    if first == "(" or (first.isalnum() and first != "o"):
        return 0
    match = _BULLET.match(text)
    return match.end() if match else 0


def begins_with_word(text: str) -> bool:
    """Whether the first character alone, or the second, says that ``text`` begins with no bullet and no number."""
    first = text[:1]
    return first.isalpha() and first not in _NUMBERING and text[1:2] not in _CLOSING


def enumerator(text: str) -> Enumerator | None:
    """The number or letter ``text`` begins with."""
    if begins_with_word(text):
        return None
    match = _ENUMERATOR.match(text)
    if not match:
        return None
    opened, printed, closed = match.groups()
    if (closed == "]") != (opened == "[") or (opened == "(" and closed != ")"):
        return None
    if printed.isdigit():
        alphabet, value = "1", int(printed)
    elif len(printed) == 1:
        alphabet, value = "a" if printed.islower() else "A", ord(printed.lower()) - ord("a") + 1
    elif printed.lower() in _ROMAN:
        alphabet, value = "i" if printed.islower() else "I", _ROMAN[printed.lower()]
    else:
        return None
    return Enumerator(opened + alphabet + ("." if closed[-1] in ".,;" else closed), value, match.end())


@dataclass(slots=True)
class Sequences:
    """The last value seen of each style of enumerator, by which a number inside a sentence is told from an item."""

    last: dict[str, int] = field(default_factory=dict)

    def expects(self, found: Enumerator) -> bool:
        """Whether ``found`` opens a sequence or comes next in one."""
        return found.value in (1, self.last.get(found.style, 0) + 1, self.last.get(found.style, -1))

    def take(self, found: Enumerator) -> None:
        """Count ``found`` as an item."""
        self.last[found.style] = found.value


def is_row(text: str) -> bool:
    """Whether ``text`` is a row of a table between bars, as Markdown has them."""
    return len(text) > 2 and text[0] == text[-1] == "|"


def has_columns(text: str) -> bool:
    """Whether wide space parts ``text`` in three or more."""
    return ("   " in text or "\t" in text) and len(_COLUMN.findall(text[:_WIDEST])) > 1


def cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of a row begin and end, without what parts them, where some have marks of their own.

    None of them where the row's only mark leads its first cell or is all that stands in its last: that one is the
    row's (32 CFR 2001.21(c) has each portion marked, and a row may be one). Cells without bars are told by wide space,
    and only where two of them begin with a mark, or one behind another with a bullet.
    """
    if not is_row(text) and (len(_WIDE_MARK.findall(text)) > 1 or _WIDE_BULLET.search(text)):
        return wide_cells(text)
    marked = [match.span() for match in _CELL_MARK.finditer(text)]
    if not marked or (len(marked) == 1 and (marked[0][0] == 0 or text[marked[0][1] :].strip() == "|")):
        return []
    return barred_cells(text)


def wide_cells(text: str) -> list[tuple[int, int]]:
    """Where the cells begin and end that wide space parts."""
    return [match.span() for match in _WIDE_CELL.finditer(text)]


def barred_cells(text: str) -> list[tuple[int, int]]:
    """Where the cells between bars begin and end."""
    return [match.span() for match in _CELL.finditer(text)]


def begins(text: str, named: str | None) -> Start:
    """What ``text``, whose label is ``named``, begins with.

    Whether a number really starts an item is for ``Sequences`` to say.
    """
    first = text[0]
    if first.isalnum() and first != "o":
        pass  # as nearly every line, and none of those below
    elif bullet(text) or (first == "#" and _MARKDOWN.match(text)) or is_row(text):
        return Start.BULLET
    titles = words("title_labels")
    if named in titles or (len(text) <= longest("title_labels") and text.casefold() in titles):
        return Start.LABEL
    return Start.NUMBER if enumerator(text) else Start.PLAIN


def is_terminal(text: str) -> bool:
    """Whether a sentence, clause or stem stops at the end of ``text``: ``Mr.`` and ``No.`` do not stop one."""
    last = text[-1:]
    if last == "/":  # of a set of a formatted message (SUBJ/HARBOR//), not of a mark that goes on: (TS//SI//
        return text[-2:] == "//" and text.rfind("(") <= text.rfind(")")
    if last not in _ENDINGS:
        return last in _FIGURES and _ends_before_note(text)
    end = text[-_TAIL:]
    if last == ".":
        # As nearly every paragraph ends: a word and its stop.
        word = end[end.rfind(" ") + 1 : -1]
        if len(word) > 1 and len(word) < _TAIL - 1 and word.isalpha() and word.isascii():
            return word.casefold() not in words("abbreviations")
    if not _TERMINAL.match(end):
        return False
    if last not in ".\n":
        return True
    spelled = _LAST_WORD.match(end)
    return not (spelled and (spelled.group(1).casefold() in words("abbreviations") or _initial(spelled.group(1), text)))


def _ends_before_note(text: str) -> bool:
    """Whether a sentence stops right before the figure that calls a note: ``boats.12``, which is no ``3.12``."""
    bare = text.rstrip(_NOTES)
    return len(text) - len(bare) <= _LONGEST_NOTE and not bare[-2:-1].isdigit() and is_terminal(bare)


def _initial(word: str, text: str) -> bool:
    """``J.`` of a name; a lone capital after a number or as the last word of an all-capitals text is none."""
    return len(word) == 1 and word.isupper() and not text[-_TAIL:].isupper()


def is_acronym(text: str) -> bool:
    """Whether the stop at the end of ``text`` is that of ``U.S.``, which may also end a sentence."""
    return bool(_ACRONYM.search(text[-_TAIL:]))


def stops(text: str) -> bool:
    """As ``is_terminal``, and also before the specks a scanner leaves, or at a closing parenthesis."""
    return is_terminal(text) or text.endswith(")") or _ends_in_specks(text[-_TAIL:])


def _ends_in_specks(end: str) -> bool:
    if not ("." in end or "?" in end or "!" in end):
        return False
    specks = _SPECKS.search(end)
    return specks is not None and is_terminal(end[: specks.start() + 1])  # not those of No. 4


def continues(text: str) -> bool:
    """Whether ``text`` goes on with a sentence: its first letter is small and nothing but quotes comes before."""
    if text[:1].isalpha():
        return text[0].islower()
    match = _LETTER.search(text[:4])
    before = text[: match.start()] if match else ""
    tag = before.rstrip("/")[-1:] == "<"
    return bool(match and match.group().islower() and not tag and not any(c.isdigit() for c in before))


def is_worded_as_heading(text: str) -> bool:
    """A few words, or mostly capitalised ones: a sentence whose stop was forgotten is text and needs its mark."""
    found = _WORD.findall(text)
    initials = "".join(found)
    return len(found) <= _FEW_WORDS or sum(map(str.isupper, initials)) * 2 > len(initials)
