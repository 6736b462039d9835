# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands around a mark: brackets, blanks, the CNWDI (N) behind it. Decides between portion and banner."""

from __future__ import annotations

import re

from workbench.markings.alphabets import as_latin
from workbench.markings.draft import Draft, Token
from workbench.markings.grammar import read_core
from workbench.markings.likeness import misreadings
from workbench.markings.model import Form
from workbench.markings.register import register
from workbench.markings.slashes import with_slashes


# DoD marks CNWDI with a second bracket: (S)(N) or (S-RD)(N), since CNWDI is a kind of Restricted Data.
_CNWDI = re.compile(r"(\((?:TS|S|C)(?:[-/]+(?:F?RD))?\)) ?\(N\)")

_ENTIRE = re.compile(r"\(([^()]{1,40})\)[ -]((?i:entire (?:text|message))\.?)")

_OPEN = frozenset({"sci", "sap", "fgi"})  # in these anything may be named
_SHORTEST_HIDING = 5  # SIINF
_SLASHES = re.compile(r"/+")
_FIRST = re.compile(r"[A-Za-z0-9]+")
_AROUND = " \t\r\n()[]{}<>"
_LABELLED = re.compile(
    r"[\[{]?\s*(?i:(?:overall |security )?classification|classified)\s*:\s*([A-Z/][^\]}\n]+?)\s*[\]}]?"
)
_DECORATED = re.compile(r"[-–—*=_#\s]{1,5}([A-Z/][A-Z0-9/ ,.-]{3,}?)[-–—*=_#\s]{1,5}")


def read(text: str, form: Form | None) -> Draft | None:
    """The draft of ``text``: as it stands, or else as it stood before it was damaged; None where it is no marking."""
    if (plain := as_latin(text)) != text:
        found = read(plain, form)
        if found:
            found.note("M103", 0, len(text), "written in letters that only look like those of a mark")
            found.confidence = min(found.confidence, 0.9)
        return found
    if not may_be_mark(text):
        return None
    draft = read_framed(text, form)
    if draft is not None and not draft.unclear and not _hides_slashes(text, draft):
        return draft
    from workbench.markings.repair import repaired

    return repaired(text, form, _read_plain) or draft


def _hides_slashes(text: str, draft: Draft) -> bool:
    """Whether a compartment or program nobody published is a control behind misread slashes: (TS//SI-GIIOC)."""
    unpublished = (t for t in draft.tokens if t.category in _OPEN and not (t.control and t.text == t.control.portion))
    longest = max((len(token.text) for token in unpublished), default=0)
    if longest < _SHORTEST_HIDING:
        return False
    core = text.strip()
    bracketed = core[:1] == "("
    inner = core[1:-1] if bracketed else core
    parted = with_slashes(inner, bracketed=bracketed)
    published = [token.control.portion for token in draft.tokens if token.control and token.category in _OPEN]
    return (
        parted is not None
        and len(_SLASHES.split(parted)) > len(_SLASHES.split(inner))
        and all(name in parted or name not in inner for name in published)
    )


def may_be_mark(text: str) -> bool:
    """A quick look that settles most words in brackets: False only where ``read`` would find no marking.

    What is asked: a double slash, a first word that begins some mark, letter spacing, or capitals that damage may hide.
    """
    if "//" in text:
        return True
    core = text.strip(_AROUND)
    if not core or (core == core.lower() and "/" not in core and core not in misreadings().levels):
        return False
    word = _FIRST.match(core)
    if word and word.group().upper() in register().first_words:
        return True
    if core != core.upper():
        if with_slashes(core, bracketed=True):
            return True
        small = sum(char.islower() for char in core)
        return len(core) <= 3 or small * 4 <= len(core)
    return not core.isdigit() or core in misreadings().levels


def _read_plain(core: str, form: Form, start: int = 0) -> Draft | None:
    draft = read_core(core, start, form)
    return None if draft is None or _is_ordinary(core, draft) else draft


def read_framed(text: str, form: Form | None) -> Draft | None:
    """The draft of ``text`` with everything around it, nothing repaired; None where it is no marking."""
    core = text.strip()
    if not core:
        return None
    start = text.index(core)
    if match := _ENTIRE.fullmatch(core):  # (U) ENTIRE TEXT
        core = f"({match[1]} {match[2]})"
    if match := _CNWDI.fullmatch(core):
        draft = read_framed(text[: start + match.end(1)], Form.PORTION)
        return draft and _add_cnwdi(draft, start, start + match.end())
    bracketed = len(core) > 2 and core[0] == "(" and core[-1] == ")"
    inner = core[1:-1] if bracketed else core
    if not bracketed and form is None and len(core) < 3:
        return None
    at = start + bracketed + len(inner) - len(inner.lstrip())
    draft = _read_plain(inner.strip(), form or (Form.PORTION if bracketed else Form.BANNER), at)
    if draft is None:
        return _undecorated(core, start, form)
    if inner != inner.strip():
        draft.note("M104", start, start + len(core), "no blank stands inside the brackets")
    if bracketed != (draft.form is Form.PORTION) and not any(n.code == "M130" for n in draft.notes):
        draft.note("M129", start, start + len(core), "a portion mark stands in parentheses, a banner does not")
    return draft


def _undecorated(core: str, start: int, form: Form | None) -> Draft | None:
    """-SECRET-, [Classification: SECRET]: dashes and stars around a banner, a label. Not ~~, which strikes it out."""
    match = _DECORATED.fullmatch(core) or _LABELLED.fullmatch(core)
    draft = _read_plain(match[1], form or Form.BANNER, start + match.start(1)) if match else None
    if draft:
        draft.note("M129", start, start + len(core), "nothing stands around a banner")
    return draft


def _add_cnwdi(draft: Draft, start: int, end: int) -> Draft:
    draft.tokens.append(Token("aea", "RD-CNWDI", end - 3, end, register().controls["aea", "RD-CNWDI"], "N"))
    draft.legacy = True
    draft.note("M106", start, end, "written today in one bracket: RD-CNWDI")
    return draft


def _is_ordinary(inner: str, draft: Draft) -> bool:
    """A word in ordinary writing is no mark: (c), (s), secret; Secret and Limited Official Use may be."""
    if draft.system == "CUI" and inner != inner.upper() and "/" not in inner:
        return True
    if inner != inner.lower() or "/" in inner:
        draft.confidence *= 1.0 if inner == inner.upper() else 0.6
        return len(inner) == 2 and inner != inner.upper()
    return True
