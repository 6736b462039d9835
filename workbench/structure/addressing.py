# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who writes to whom: e-mail headers, memorandum addresses, forms of release, signature blocks."""

from __future__ import annotations

import re

from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.starts import Start, begins, is_terminal
from workbench.structure.wordings import label, longest, words


_NEAR = 3
_LONGEST = 80
_FORM = 4
_VALUES = 6
_SHORT = 45
_FILE = re.compile(r"\.(?:docx?|pdf|txt|xlsx?|pptx?|jpe?g|htm)\b")
_WORD = re.compile(r"[A-Za-z][\w.'’-]*")


def addresses(lines: list[TextLine], roles: list[Role | None]) -> None:
    """Mark address lines and those they run on to: never a line that reads as a sentence."""
    labels = [label(line.text) for line in lines]
    for position, line in enumerate(lines):
        if roles[position] is not None:
            continue
        labelled = line.gap is not Gap.NONE and is_lone_title_label(line.text)
        if labelled or _is_address(lines, labels, position) or _runs_on(lines, roles, position):
            roles[position] = Role.ADDRESSING


def is_lone_title_label(text: str) -> bool:
    """``SUBJECT`` or ``Subject:`` with nothing behind it: the title follows on a line of its own."""
    bare = text.rstrip(": ")
    return len(bare) <= longest("title_labels") and bare.casefold() in words("title_labels")


def _is_address(lines: list[TextLine], labels: list[str | None], position: int) -> bool:
    name, text = labels[position], lines[position].text
    strong = name in words("address_labels")
    if not (strong or name in words("weak_address_labels")) or not text[0].isupper():
        return False
    value = text.partition(":")[2].strip()
    if _is_prose(value):
        return False
    if strong:
        return len(value) <= _LONGEST or _is_list(value) or _in_header(labels, position)
    return _in_header(labels, position)


def _in_header(labels: list[str | None], position: int) -> bool:
    """Whether a sender or an addressee stands within three lines."""
    near = labels[max(0, position - _NEAR) : position] + labels[position + 1 : position + 1 + _NEAR]
    return any(name in words("address_labels") for name in near)


def _runs_on(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """A further line of addressees, directly below an address line."""
    line = lines[position]
    if position == 0 or line.gap is not Gap.NONE or roles[position - 1] is not Role.ADDRESSING:
        return False
    above = lines[position - 1].text
    if label(above) in words("weak_address_labels") or begins(line.text) is not Start.PLAIN:
        return False
    if is_lone_title_label(above) or _is_prose(line.text) or (line.text.isupper() and not _is_list(line.text)):
        return False
    return _is_list(line.text) or above.endswith((";", ","))


def _is_list(text: str) -> bool:
    """Names parted by semicolons, or mail addresses."""
    return ";" in text or "@" in text


def _is_prose(text: str) -> bool:
    """Whether ``text`` reads as a sentence rather than as names and offices.

    Small initials are what tells them apart; a text in capitals is taken for one as soon as it is long.
    """
    found = _WORD.findall(text)
    small = sum(word[0].islower() for word in found)
    if "@" in text or _FILE.search(text):
        return False
    if _is_list(text):
        return len(found) > 4 and small * 2 > len(found)
    ended = is_terminal(text) and len(found) > 3
    return (
        ended or len(found) > 14 or (len(found) > 3 and small * 2 > len(found)) or (text.isupper() and len(found) > 8)
    )


def forms(lines: list[TextLine], roles: list[Role | None]) -> None:
    """Mark the fields of release and index forms, except those that hold text; four fields in a row are a form."""
    run, open_below = list[int](), list[int]()
    for position, line in enumerate(lines):
        if label(line.text) in words("form_labels"):
            run += [*open_below, position]
            open_below = []
        elif run and roles[position] is None:
            if (
                _is_empty_field(lines[run[-1]].text)
                and len(open_below) < _VALUES
                and len(line.text) < _SHORT
                and not is_terminal(line.text)
            ):
                open_below.append(position)  # the value of an empty field, if another field follows it
            else:
                _mark_form(lines, roles, run)
                run, open_below = [], []
    _mark_form(lines, roles, run)


def _is_empty_field(text: str) -> bool:
    """Whether the values of a field stand below it; what stands below ``Subjects:`` is text."""
    return text.endswith(":") and label(text) not in words("form_text")


def _mark_form(lines: list[TextLine], roles: list[Role | None], run: list[int]) -> None:
    # An e-mail's From, To and Date are labels of forms as well: they alone make none.
    labels = [label(lines[position].text) for position in run]
    own = [name for name in labels if name in words("form_labels") and name not in words("address_labels")]
    if len(own) < _FORM:
        return
    for position in run:
        filled = lines[position].text.partition(":")[2].strip()
        roles[position] = None if label(lines[position].text) in words("form_text") and filled else Role.FORM
