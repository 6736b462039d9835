# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the words of a banner mean, once nothing else stands beside them.

In capitals, letter-spaced or hyphened, with caveats in parentheses or small letters that the register knows; on the
face of a transmittal the highest level of what it encloses.
"""

from __future__ import annotations

from workbench.markings import Form, Level, Marking, parse
from workbench.markings.register import register
from workbench.marks.late import Match, late, sought


SPACED = late(
    r"(?:T [O0] P {1,3})?S E C R E T|C [O0] N F I D E N T I A L|U N C L A S(?: S I F I E D)?|R E S T R I C T E D"
)
_HYPHENED = late(
    r"(?:T[-.]O[-.]P[ .-]{1,2})?S([-.])E\1C\1R\1E\1T|C([-.])O\2N\2F\2I\2D\2E\2N\2T\2I\2A\2L|R-E-S-T-R-I-C-T-E-D"
)
SPELLED = late(r"(?://)?(?:[A-Z]+ ){0,3}(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED)")
_ROUND = late(r"[ /]{1,2}\(([A-Za-z][\w/ -]{1,30})\)")  # SECRET (EXDIS) is read as SECRET/EXDIS
# The face of a transmittal shows the highest level of what it transmits (32 CFR 2001.24(b)).
_ENCLOSED = r"(?:TOP SECRET|SECRET|CONFIDENTIAL|SENSITIVE BUT UNCLASSIFIED|UNCLASSIFIED|LIMITED OFFICIAL USE)"
_TRANSMITTAL = late(
    rf"(?P<own>{_ENCLOSED}) ?[-–—,]? ?\(?(?:(?i:with|w/) *)?(?P<enclosed>{_ENCLOSED}(?:/[A-Z]+)*)"
    r" (?i:attachments?|enclosures?|annex(?:es)?|tabs?)\)?"
)
# Secret Noforn, SECRET-Security Information: small letters behind a level. Where a blank alone stands between, one word
# is a caveat in force or a codeword (Top Secret Umbra): Secret Talent is none.
_TITLE = late(r"(?P<level>(?i:(?:TOP )?SECRET|CONFIDENTIAL|RESTRICTED))(?P<gap>[ /,–—-]{1,3})[A-Z].*")
# A caveat that nobody knows, behind a slash and the level: better a mark with something unread than none.
_CAVEAT = late(r"(?:TOP SECRET|SECRET|CONFIDENTIAL)(?:/[A-Z]|[ /](?:NODIS|EXDIS)[ /][A-Z]{4,12}$)")
_ALLOWED = late(r"[\w/, .:'&\-–—]{2,199}\w")  # with a full stop it is the end of a sentence
HEADINGS = frozenset({"BACKGROUND", "HANDLING", "CONTROL"})  # caveats, and what a chapter is called as well
_ON_CONDITION = late(r"\b(?:WHEN|UPON|UNTIL|IF)\b")  # UNCLASSIFIED//FOUO WHEN SEPARATED FROM ENCLOSURE
_CITES = late(r":|\d|^VS ?-")
_HYPHENS = str.maketrans("–—", "--")
_JOINED = str.maketrans("", "", "-.")
_ZERO = late(r"(?<=[A-Z])0(?=[A-Z])")
# What is left of two slashes between capitals, and of two or of an edge of the page behind a level.
_DEBRIS = late(r"(?<=[A-Zl])(?:ff|/[fl]|[fl]/|[fl]l|lf)(?=[A-Z])")
_TAIL = sought(r"(?<=SECRET|CONFIDENTIAL|UNCLASSIFIED)[/I|lJ1]{1,2}$")
_EXEMPTED = late(r"(?<=GDS) ?\((\d)\)$")
_SHORT = ("CUI", "SBU", "FOUO")  # alone on a line; other abbreviations are words and names as well
_SPACES = late(r"(?<=\b[A-Z]) (?=[A-Z]\b)")


def is_transmittal(raw: str) -> bool:
    """Whether a banner is the face of a transmittal: its level is that of what it encloses, and no slip."""
    return _TRANSMITTAL.fullmatch(raw) is not None


def _is_caveat(said: Marking | None, title: Match) -> bool:
    """Whether what stands behind a level in small letters is a caveat, and no chapter, office or name."""
    if said is None or said.unknown or HEADINGS.intersection(said.obsolete):
        return False
    words = {*said.dissem, *said.nonic}
    caveats = words.difference(said.obsolete) or any(" " in word for word in words) or said.aea
    return bool(title["gap"] != " " or caveats or (said.codewords and said.level is Level.TS))


def banner_meaning(words: str) -> Marking | None:
    """The marking that the words are; in lower case only with the modern slashes, as ``secret`` is a word."""
    if transmittal := _TRANSMITTAL.fullmatch(words):
        found = [parse(transmittal[name], Form.BANNER).marking for name in ("own", "enclosed")]
        return max((marking for marking in found if marking), key=lambda marking: marking.level.rank, default=None)
    bare = words[1:-1] if words[:1] == "(" and words[-1:] == ")" else words
    if len(bare) < len(words) and not SPELLED.match(bare):
        return None  # abbreviated in parentheses is a portion's mark, on a line of its own or not
    bare = _ROUND.sub(r"/\1", bare, count=1)
    known, large = register(), bare.upper()
    if bare != large and _CITES.search(bare) and (large in known.heads or large.translate(_HYPHENS) in known.alone):
        bare = large  # OFFICIAL: Sensitive; VS-NfD; Withhold Under 10 CFR 2.390
    modern = "//" in bare
    if not modern and bare != bare.upper() and bare[:1].isupper() and (title := _TITLE.fullmatch(bare)):
        parsed = parse(bare.upper(), Form.BANNER)
        return parsed.marking if parsed.confidence == 1 and _is_caveat(parsed.marking, title) else None
    bare = _TAIL.sub("", _DEBRIS.sub("//", _EXEMPTED.sub(r"\1", bare)))
    if _HYPHENED.match(bare):
        bare = bare.translate(_JOINED)
    modern = "//" in bare
    if not _ALLOWED.fullmatch(bare) or not (modern or (bare == bare.upper() and (len(bare) > 4 or bare in _SHORT))):
        return None
    joined = _SPACES.sub("", bare) if SPACED.match(bare) else _ZERO.sub("O", bare)
    parsed = parse(joined, Form.BANNER)
    if joined != bare and not parsed.marking:
        parsed = parse(bare, Form.BANNER)  # spaced throughout, words alike: T O P S E C R E T U M B R A
    if parsed.marking is None or not parsed.marking.unknown:
        return parsed.marking
    # Something unread is part of a banner only behind a level spelled out: //S// BOATS ARRIVED is a marked portion.
    belongs = (
        "(" not in words[1:]
        and not _ON_CONDITION.search(bare)
        and ((modern and SPELLED.match(joined.upper())) or _CAVEAT.match(bare))
    )
    return parsed.marking if belongs and bare[2:] == bare[2:].upper() else None
