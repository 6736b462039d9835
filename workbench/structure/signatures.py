# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who signed: the name below a telegram, the signature block below a memorandum."""

from __future__ import annotations

from workbench.marks.late import late
from workbench.structure.draft import Draft
from workbench.structure.lines import Gap, TextLine
from workbench.structure.model import Role
from workbench.structure.sheet import Sheet
from workbench.structure.starts import Start, is_terminal
from workbench.structure.wordings import WORD, has_office, words


_SURNAME = late(r"(?!END )[A-Z][A-Z.'’-]{2,20}(?: [A-Z][A-Z.'’-]{1,20}){0,2}(?<!\.)")
# A name as typed below a signature: with an initial, or in capitals.
_NAME = late(
    r"(?:[A-Z][\w'’-]+ )?(?:[A-Z]\. ?){1,3}[A-Z][\w'’-]+(?:,? Jr\.)?"
    r"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){1,3}(?:,? (?:JR|Jr)\.)?"
)
_INITIALS = late(r"(?:[A-Z]\. ?){2,3}[A-Z][\w'’-]+")
_ON_BEHALF = late(r"(?:FOR|For|BY|By)(?: [Tt]he| THE)?(?: [A-Za-z]+){1,5}:")
_TRAILING = late(r"\([^()]{1,30}\)\W{0,2}$")
_LONGEST_BLOCK = 8
_LONGEST_LINE = 60


def telegram_signatures(lines: list[TextLine], roles: list[Role | None]) -> None:
    """The drafter's surname, glued below the last sentence of a telegram or of one of its sections."""
    if Role.CABLE_HEADER not in roles:
        return
    sections = [position for position, role in enumerate(roles) if role is Role.SEPARATOR]
    for end in (*sections, len(lines)):
        position = _last_text(roles, end)
        if position < 1 or roles[position - 1] is not None or lines[position].gap is not Gap.NONE:
            continue
        if _SURNAME.fullmatch(lines[position].text) and is_terminal(lines[position - 1].text):
            roles[position] = Role.SIGNATURE


def _last_text(roles: list[Role | None], end: int) -> int:
    """The position of the line before ``end`` with nothing but furniture between; -1 where its section has none."""
    for position in range(end - 1, -1, -1):
        if roles[position] is None:
            return position
        if roles[position] is Role.SEPARATOR:
            break
    return -1


def sign(sheet: Sheet, drafts: list[Draft]) -> None:
    """Give the signature block at the end of a document its role.

    It stands below the last sentence and begins with a closing, or with a name above an office. Names in a list, each
    with its rank, are none: without such evidence short last lines stay what they look like and count as unmarked. So
    does what stands below ``Enclosures:``, and nobody's name has a portion mark.
    """
    block: list[Draft] = []
    for draft in reversed(drafts[: _enclosed(sheet.lines, drafts)]):
        if draft.role is not None:
            continue
        if len(block) == _LONGEST_BLOCK or not _is_name(sheet, draft):
            if _is_sentence(sheet.lines[draft.last].text):
                _sign(sheet.lines, block[::-1])
            return
        block.append(draft)


def _enclosed(lines: list[TextLine], drafts: list[Draft]) -> int:
    """Where the lists of what is enclosed and of copies begin that end a document, or where it ends."""
    found = len(drafts)
    for number in range(len(drafts) - 1, -1, -1):
        if drafts[number].role is Role.DISTRIBUTION:
            found = number
        if drafts[number].role is None and _is_sentence(lines[drafts[number].last].text):
            break
    return found


def _is_sentence(text: str) -> bool:
    """Whether text ends here, before its mark if it has one; a colon would announce the names below."""
    bare = _TRAILING.sub("", text).rstrip()
    return is_terminal(bare) and not bare.endswith(":")


def _sign(lines: list[TextLine], block: list[Draft]) -> None:
    rows = [(draft, lines[p].text) for draft in block for p in draft.positions()]
    for number, (_, text) in enumerate(rows):
        below = rows[number + 1][1] if number + 1 < len(rows) else ""
        if _is_closing(text) or (_NAME.fullmatch(text) and has_office(below) and not _NAME.fullmatch(below)):
            for draft in {id(draft): draft for draft, _ in rows[number:]}.values():
                draft.role = Role.SIGNATURE
            return


def _is_name(sheet: Sheet, draft: Draft) -> bool:
    own = [sheet.lines[p] for p in draft.positions()]
    if any(p in sheet.candidates.ends or not _is_plain(sheet.lines[p]) for p in draft.positions()):
        return False  # a title with its mark, or one of a numbered list of what is enclosed
    if (
        not (draft.start is Start.PLAIN or _is_plain(own[0]))
        or draft.lead is not None
        or draft.titled
        or len(own) > _LONGEST_BLOCK
    ):
        return False
    return all(len(line.text) <= _LONGEST_LINE and _is_capitalised(line.text) for line in own)


def _is_plain(line: TextLine) -> bool:
    """Whether a line begins as no item does; behind the letter of one no second initial stands."""
    return line.look.start is Start.PLAIN or _INITIALS.match(line.text) is not None


def _is_capitalised(text: str) -> bool:
    found = WORD.findall(text)
    small = [word for word in found if word[0].islower() and word not in {"of", "for", "the", "and", "to", "in"}]
    ended = text.endswith((".", "?", "!", ":")) and not text.casefold().endswith("jr.")
    return bool(found) and (_is_closing(text) or (not small and not ended))


def _is_closing(text: str) -> bool:
    return text.rstrip(",").casefold() in words("closings") or bool(_ON_BEHALF.fullmatch(text))
