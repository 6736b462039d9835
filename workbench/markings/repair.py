# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks damaged by scanning or typing: {S//NF), (S//N F), SERCET, (FOUQ), ISBU), (8//NF).

A repair is a reading, never a change: the mark stays as it is in the text, is not valid, and carries the repaired
form as a suggestion and a confidence. Words of the language are left alone: one mistake in a level is forgiven,
two are not, and a mark without its level forgives look-alike characters only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from workbench.markings.draft import Draft
from workbench.markings.likeness import misreadings, nearest
from workbench.markings.model import Form, Level
from workbench.markings.register import register
from workbench.markings.slashes import with_slashes


Reader = Callable[[str, Form], Draft | None]
Mender = Callable[[str], tuple[str | None, float]]

_LONGEST = 120
_SHORTEST_PHRASE = 10
_SHORT_LEVELS = ("TS", "S", "C", "U")
# The order settles ties: NF is by far the commonest two-letter control.
_COMMON = "NF OC SI TK REL FOUO PR RS IMC DSEN RD FRD HCS SBU LES NC WN CCO ND XD".split()
_WORD = re.compile(r"[^/\-\s,]+")
_WORDS = re.compile(r"[A-Z0-9$§€█■]+")
_OF_CLASSIFIED = frozenset({"sci", "codeword", "sap", "aea", "nato"})


def repaired(text: str, form: Form | None, read: Reader) -> Draft | None:
    """The draft of what ``text`` was before it was damaged; None where that is not clear.

    ``read`` is the grammar: it takes a core and the form, and says what the core means.
    """
    if len(text) > _LONGEST or "\n" in text.strip():
        return None
    for core, start, bracketed, cost in _frames(text):
        chosen = form or (Form.PORTION if bracketed else Form.BANNER)
        found = _mended(core, chosen, cost, read, sure=bracketed)
        if found is None:
            continue
        draft, mended, total = found
        if _says_more(core, mended, draft.level):
            continue
        draft.confidence = max(0.2, (1.0 if len(mended) > 2 else 0.6) - 0.3 * max(total, 0.5))
        for place in draft.notes:
            place.start, place.end = 0, len(text)
        for token in draft.tokens:
            token.start, token.end = start, start + len(core)
        draft.note("M103", start, start + len(core), f"damaged; probably {mended}")
        return draft
    return None


def _says_more(core: str, mended: str, level: Level) -> bool:
    """Whether ``core`` names a higher level, or has a word no unclassified mark is misprinted as: (S/U), (SI U)."""
    words, known = _WORDS.findall(core.upper()), register()
    parted = "".join(words) == "".join(_WORDS.findall(mended))
    if parted and not any(len(word) > 1 and word in known.heads for word in words):
        return False  # by blanks: (S BU)
    if any((head := known.heads.get(name)) and head.level.rank > level.rank for name in words):
        return True
    lone = len(words) > 1 and any(len(word) == 1 and word != "U" for word in (words[0], words[-1]))
    named = (control.category for name in words if (control := known.legacy_spellings.get(name)))
    return not level.rank and (lone or not _OF_CLASSIFIED.isdisjoint(named))


def _frames(text: str) -> Iterator[tuple[str, int, bool, float]]:
    """The core without what may be its brackets, its place, whether it is a portion, and what that costs."""
    core = text.strip()
    start = text.index(core) if core else 0
    known = misreadings()
    match = re.fullmatch(r"(\(\(|.)(.+?)(\)\)|\)|.)", core)
    framed = match and match[1][0] in known.opening and match[3][0] in known.closing
    if match and framed and _may_open(match[1], match[2], match[3]):
        wrong = (match[1] != "(") + (match[3] != ")")
        yield match[2], start + match.start(2), True, 0.5 * wrong
    if core.startswith("(") and core[-1:] not in known.closing and len(core) > 1:
        yield core[1:], start + 1, True, 1.0
    if core.endswith(")") and "(" not in core and len(core) > 3:
        yield core[:-1], start, True, 1.0
    if not re.match(r"[(\[{<]", core):
        yield core, start, False, 0.0


def _may_open(opening: str, core: str, closing: str) -> bool:
    """A letter in a bracket's place needs capitals behind it: ISBU) but not "Inc)". [S] is an editor's mark."""
    if opening + closing in ("[]", "{}", "<>") and len(core.strip()) < 2:
        return False
    return not opening[0].isalnum() or core == core.upper()


def _mended(core: str, form: Form, cost: float, read: Reader, *, sure: bool) -> tuple[Draft, str, float] | None:
    inner = core.strip()
    if sure and (level := misreadings().levels.get(inner)) and (draft := read(level, form)):
        return draft, level, cost + 0.5
    plain = re.sub(f"[{re.escape(misreadings().hyphens)}]", "-", inner)
    plain = re.sub(r"(?<=[A-Za-z])[|\\](?=[A-Za-z])", "/", plain)
    plain = with_slashes(plain, bracketed=sure) or plain
    plain = re.sub(r"\bR ?[E3F] ?[LI1|]\s+T ?[0OQ]\s", "REL TO ", plain)
    plain = re.sub(r"(?<=[A-Z]{2})[.,:;'`]+(?=/|$)", "", plain)
    cost += 0.5 * (plain != inner)
    if (draft := read(plain, form)) and not draft.unclear and (cost or plain != inner):
        return draft, plain, cost
    if not _looks_typed(plain):
        return None
    mended, more = _mend_words(plain.upper(), form, sure=sure)
    if mended is None or (not cost and mended == plain):
        return None
    draft = read(mended, form)
    if draft is None or draft.unclear:
        return None
    return draft, mended, cost + more


def _looks_typed(core: str) -> bool:
    """Capitals, digits and slashes for the most part: ordinary writing is not mended."""
    letters = [char for char in core if char.isalpha()]
    small = sum(char.islower() for char in letters)
    return small * 3 <= len(letters) or (len(core) <= 3 and core[:1].isupper())


def _each(parts: Iterable[str], mend: Mender) -> tuple[str | None, float]:
    """What ``mend`` makes of each part, joined, and what it cost; None where it makes nothing of one."""
    mended, costs = [], [0.0]
    for part in parts:
        text, cost = mend(part)
        if text is None:
            return None, 0.0
        mended.append(text)
        costs.append(cost)
    return "".join(mended), sum(costs)


def _mend_words(core: str, form: Form, *, sure: bool) -> tuple[str | None, float]:
    """The core with every word the register does not know replaced by its nearest; None where one has none."""
    first, *others = re.split(r"(//)", core)
    level = _mend_first(first, form, alone=not others, sure=sure) if first else ("", 0.0)
    rest = _each(others, lambda part: (part, 0.0) if part in ("", "//") else _mend_category(part))
    if level[0] is None or rest[0] is None:
        return None, 0.0
    return level[0] + rest[0], level[1] + rest[1]


def _mend_first(part: str, form: Form, *, alone: bool, sure: bool) -> tuple[str | None, float]:
    """The level, and in older marks the controls behind it."""
    known = register()
    if part in known.heads:
        return part, 0.0
    squeezed = re.sub(r"\s+", "", part)
    for whole in (part, squeezed):
        if found := _level(whole, form, alone=alone):
            return found[0], found[1] + 0.5 * (whole != part)
    if squeezed != part and (squeezed in known.heads or squeezed in known.alone):
        return squeezed, 0.5
    if sure and alone and len(squeezed) > 2 and (found := nearest(squeezed, known.alone, 1.0)):
        return found
    match = re.match(r"(TOP\s+\S+|[^\s/\-,]+)([\s/\-,]+)(.+)", part)
    if not match:
        return None, 0.0
    level = _level(match[1], form, alone=False) or ((match[1], 0.0) if match[1] in known.heads else None)
    rest, cost = _mend_tail(match[3])
    if level is None or rest is None:
        return None, 0.0
    return level[0] + match[2] + rest, level[1] + cost


def _level(word: str, form: Form, *, alone: bool) -> tuple[str, float] | None:
    if len(word) <= 2:
        if form is Form.BANNER or (alone and word.isalnum()):
            return None
        return nearest(word, _SHORT_LEVELS, 0.5)
    if len(word) < 6:
        return None
    spelled = [banner for (system, _), banner in register().banners.items() if system in ("US", "NATO")]
    return _not_derived(word, nearest(word, [*spelled, "UNCLAS"], 1.0 if len(word) < 11 else 1.5))


def _not_derived(word: str, found: tuple[str, float] | None) -> tuple[str, float] | None:
    """SECRETS and UNCLASSIFIEDLY are words of the language, made of a level and an ending."""
    if found is None or (word.startswith(found[0]) and word != found[0]):
        return None
    return found


def _mend_category(part: str) -> tuple[str | None, float]:
    return _each(re.split(r"(/)", part), _mend_entry)


def _mend_entry(piece: str) -> tuple[str | None, float]:
    text, cost = (piece, 0.0) if piece in ("/", "") else _mend_control(piece.strip(), known_place=True)
    if text is None and " " in piece.strip():
        text, cost = _mend_phrases(piece)
    return text, cost + 0.25 * (text == piece.strip() != piece)


def _mend_tail(tail: str) -> tuple[str | None, float]:
    squeezed = tail.replace(" ", "")
    if squeezed != tail and squeezed in register().legacy_spellings:
        return squeezed, 0.5
    if (phrases := _mend_phrases(tail))[0]:
        return phrases
    pieces = re.split(r"([/\-\s,]+)", tail)
    return _each(pieces, lambda p: _mend_control(p, known_place=False) if _WORD.match(p) else (p, 0.0))


def _mend_phrases(tail: str) -> tuple[str | None, float]:
    """Controls of several words between slashes: NO F0REIGN DISSEM/COMTROLLED DISSEM."""
    return _each(re.split(r"(/)", tail), _mend_phrase)


def _mend_phrase(part: str) -> tuple[str | None, float]:
    piece = part.strip()
    if piece == "/" or piece in register().legacy_spellings:
        return piece, 0.0
    return (nearest(piece, _phrases(), 1.5) if len(piece) >= _SHORTEST_PHRASE else None) or (None, 0.0)


def _mend_control(word: str, *, known_place: bool) -> tuple[str | None, float]:
    known = register()
    if word in known.legacy_spellings or word in known.categories or _carries_list(word):
        return word, 0.0
    squeezed = word.replace(" ", "")
    if squeezed in known.legacy_spellings:
        return squeezed, 0.5
    if len(squeezed) < 2:
        return None, 0.0
    if len(squeezed) <= 3:
        same = [name for name in _COMMON if len(name) == len(squeezed)]
        found = nearest(squeezed, same, 1.0 if known_place else 0.5)
    else:
        limit = 2.0 if len(squeezed) > 8 else 1.5 if known_place and len(squeezed) > 4 else 1.0
        found = nearest(squeezed, [*_COMMON, *_long_words()], limit)
    return found if found else (None, 0.0)


def _carries_list(word: str) -> bool:
    """Lists of codes and compartments are read by the grammar or not at all: no code is guessed."""
    return bool(
        re.match(r"(REL TO|DISPLAY ONLY|FGI|SAR-|ACCM-|X\d$|\d{8}$)", word)
        or word.split("-")[0] in register().spellings
    )


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(word for word in register().legacy_spellings if len(word) > 3 and " " not in word)


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(phrase for phrase in register().legacy_spellings if " " in phrase)
