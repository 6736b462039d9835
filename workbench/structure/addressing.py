# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who writes to whom: e-mail headers, memorandum addresses, forms of release, signature blocks."""

from __future__ import annotations

from workbench.marks.late import late
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.set_in import is_below_value
from workbench.structure.starts import Start, is_acronym, is_terminal
from workbench.structure.wordings import has_office, holds_title, words


_COPIES = ("cc", "bcc")  # the labels that are written small
_ROUTE = ("from", "to", "via", "through", "thru", "for")  # of roads as well as of letters
_NEAR = 3
_LONGEST = 80
_LIST = 12
_FORM = 4
_VALUES = 6
_SHORT = 45
_FILE = late(r"\.(?:docx?|pdf|txt|xlsx?|pptx?|jpe?g|htm)\b")
_SENTENCE = late(r"[a-z]{2} [a-z]+ ")
_WORD = late(r"[A-Za-z][\w.'’-]*")
_BARE = late(r"(?i)memorandum (?:for|to):?")


def addresses(lines: list[TextLine], roles: list[Role | None], notable: list[int]) -> None:
    """Mark address lines and those they run on to: never a line that reads as a sentence."""
    below = (position + 1 for position, role in enumerate(roles) if role is Role.ADDRESSING)
    for first in sorted({*notable, *below}):
        position = first
        while position < len(lines) and roles[position] is None and _addresses(lines, roles, position):
            roles[position] = Role.ADDRESSING
            position += 1


def _addresses(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    line = lines[position]
    labelled = line.gap is not Gap.NONE and line.look.titles
    return labelled or _is_address(lines, roles, position) or _runs_on(lines, roles, position)


def _is_address(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    name, text = lines[position].look.label, lines[position].text
    strong = name in words("address_labels")
    if not (strong or name in words("weak_address_labels")) or not (text[0].isupper() or name in _COPIES):
        return False
    value = text.partition(":")[2].strip()
    if _is_prose(value) or _is_route(lines, roles, position):
        return False
    if strong and (len(value) <= _LONGEST or _is_list(value)) and not _amid_text(lines, roles, position):
        return True
    return _in_header(lines, roles, position)


def _amid_text(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Whether a sentence ends above the line and what follows is text too, or no blank line parts the two."""
    near = [lines[p].text if 0 <= p < len(lines) and roles[p] is None else "" for p in (position - 1, position + 1)]
    if not is_terminal(near[0]) or near[0].endswith(":"):
        return False
    return lines[position].gap is Gap.NONE or _is_prose(near[1]) or is_terminal(near[1])


def _is_route(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Whether lines below a sentence say from where something goes, and to where: none of them is of a letter alone."""
    first, last, most = position, position + 1, min(position + _LIST, len(lines))
    while max(0, position - _LIST) < first and lines[first - 1].look.label in _ROUTE:
        first -= 1
    while last < most and lines[last].gap is Gap.NONE:
        last += 1
    above = lines[first - 1].text if first and roles[first - 1] is None else ""
    if not is_terminal(above) or is_acronym(above) or not _SENTENCE.search(above):
        return False
    return not any(
        line.look.label not in _ROUTE or "@" in line.text or has_office(line.text) for line in lines[first:last]
    )


def _in_header(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """Whether a sender or an addressee stands within three lines, under another label."""
    near = [*range(max(0, position - _NEAR), position), *range(position + 1, min(position + 1 + _NEAR, len(lines)))]
    labels = words("address_labels") - {lines[position].look.label}
    return any(lines[p].look.label in labels or (roles[p] and _BARE.match(lines[p].text)) for p in near)


def _runs_on(lines: list[TextLine], roles: list[Role | None], position: int) -> bool:
    """A further line of addressees, directly below an address line."""
    line = lines[position]
    if position == 0 or roles[position - 1] is not Role.ADDRESSING:
        return False
    above = lines[position - 1]
    if has_office(line.text) and line.look.start is Start.PLAIN and not _is_prose(line.text):
        close = line.gap is Gap.NONE and (is_below_value(line, above) or _is_listed(line, above))
        if close or _BARE.fullmatch(above.text):
            return True
    if line.gap is not Gap.NONE:
        return False
    if above.look.label in words("weak_address_labels") or line.look.start is not Start.PLAIN:
        return False
    if above.look.titles or _is_prose(line.text) or (line.text.isupper() and not _is_list(line.text)):
        return False
    return _is_list(line.text) or above.text.endswith((";", ",")) or _is_below_value(lines, position)


def _is_listed(line: TextLine, above: TextLine) -> bool:
    """Whether an office stands right below another, as far in, neither behind a label."""
    labelled = above.look.label is not None or _BARE.match(above.text)
    return not labelled and has_office(above.text) and abs(line.indent - above.indent) <= 1


def _is_below_value(lines: list[TextLine], position: int) -> bool:
    """Whether the line is set in just as far as what stands behind the label above it, as typists list addressees."""
    line = lines[position]
    for above in reversed(lines[max(0, position - _LIST) : position]):
        if above.look.label in words("address_labels"):
            return is_below_value(line, above)
        if above.gap is not Gap.NONE or above.indent != line.indent:
            return False
    return False


def _is_list(text: str) -> bool:
    """Names parted by semicolons, or mail addresses."""
    return ";" in text or "@" in text


def _is_prose(text: str) -> bool:
    """Whether ``text`` reads as a sentence rather than as names and offices, or holds a title behind its label.

    Small initials are what tells them apart; a text in capitals is taken for one as soon as it is long.
    """
    found = _WORD.findall(text)
    small = sum(word[0].islower() for word in found)
    if holds_title(text):
        return True
    if "@" in text or _FILE.search(text):
        return False
    if _is_list(text):
        return len(found) > 4 and small * 2 > len(found)
    ended = is_terminal(text) and len(found) > 3
    return (
        ended or len(found) > 14 or (len(found) > 3 and small * 2 > len(found)) or (text.isupper() and len(found) > 8)
    )


def forms(lines: list[TextLine], roles: list[Role | None], notable: list[int]) -> None:
    """Mark the fields of release and index forms, except those that hold text; four fields in a row are a form."""
    behind = 0
    for first in notable:
        if first >= behind and lines[first].look.label in words("form_labels"):
            run, behind = _fields(lines, roles, first)
            _mark_form(lines, roles, run)


def _fields(lines: list[TextLine], roles: list[Role | None], first: int) -> tuple[list[int], int]:
    """The fields in a row from the line ``first`` on, and where the row is broken."""
    run, open_below = list[int](), list[int]()
    for position in range(first, len(lines)):
        line = lines[position]
        if line.look.label in words("form_labels"):
            run += [*open_below, position]
            open_below = []
        elif roles[position] is None:
            if (
                not _is_empty_field(lines[run[-1]])
                or len(open_below) == _VALUES
                or len(line.text) >= _SHORT
                or is_terminal(line.text)
                or _is_prose(line.text)
            ):
                return run, position + 1
            open_below.append(position)  # the value of an empty field, if another field follows it
    return run, len(lines)


def _is_empty_field(line: TextLine) -> bool:
    """Whether the values of a field stand below it; what stands below ``Subjects:`` is text."""
    return line.text.endswith(":") and line.look.label not in words("form_text")


def _mark_form(lines: list[TextLine], roles: list[Role | None], run: list[int]) -> None:
    # An e-mail's From, To and Date are labels of forms as well: they alone make none.
    labels = [lines[position].look.label for position in run]
    own = [name for name in labels if name in words("form_labels") and name not in words("address_labels")]
    if len(own) < _FORM:
        return
    for position in run:
        filled = lines[position].text.partition(":")[2].strip()
        text = _is_prose(filled) or (lines[position].look.label in words("form_text") and filled)
        roles[position] = None if text else Role.FORM
