# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether the words around a code cite a law, or say that something was withheld under it.

``5 U.S.C. 552(b)(6)`` is the law itself: a letter that explains it withholds nothing. One that says what was withheld
under it does, and so does the citation beside a deletion, in the margin or alone.
"""

from __future__ import annotations

import re

from workbench.marks.late import ending, late


# A wide gap ends a citation: what stands behind it is in the margin.
_LAW = ending(
    r"(?:\b(?:(?:sub)?(?:section|paragraph|part|clause)s?|secs?\.?|paras?\.?|rules?|articles?|items?|title|chapter|"
    r"appendix|annex|schedule|regulations?|reg\.|version|figure|fig\.|table|step|exhibit|attachment|page|"
    r"grade|type|model|room|gate|seat|flight|building|vitamin|cell|highway|"
    r"U\.?\s?S\.?\s?C\.?(?:\s?A\.?)?|C\.?\s?F\.?\s?R\.?|P\.)|§+)\s{0,2}"
    r"(?:\d[\w.\-]*)?\s{0,2}(?:\(\w{1,3}\)\s*)*(?:(?:and|or|,|to|through)\s*)*",
    re.IGNORECASE,
)
# "section 1.4(c) of E.O. 13526" is a code for all that; "Exemption (b)(5)" says so itself.
ORDER_FOLLOWS = late(r"[\s,]*(?:of|,)\s+(?:the\s+)?(?:E\.?\s?O\.?|Executive Order|Order\b)", re.IGNORECASE)
_EXEMPTION_BEFORE = ending(
    r"\b(?:exempt(?:ions?|ed)?|privacy act|FOIA|withheld|redacted|excised|denied|in part|in full|P\.?A\.?"
    r"|(?:redact|excis|delet)ions? (?:(?:is|are|was|were|have been) )?made)"
    r"[\s,:;()]*(?:(?:under|pursuant to|by|per)[\s,:;(]*)?",
    re.IGNORECASE,
)
LAW_FOLLOWS = late(
    r"\s+(?:(?:of|to|in)\s+(?:this|the|that|such|said|section|title|rule|paragraph|act\b|part)|(?:above|below)\b)",
    re.IGNORECASE,
)
# The law of the codes: 5 U.S.C. 552(b)(6), 552a(k)(2).
_LAW_552 = (
    r"(?:(?:title\s)?5,?\s(?:U\.?\s?S\.?\s?C\.?(?:\s?A\.?)?|United States Code),?\s?(?:§§?|Sec(?:tion|s?\.)?)?\s?)?"
    r"(?<!\w)552a?,?\s?"
)
_ENDS_WITH_IT = ending(_LAW_552, re.IGNORECASE)
THE_LAW = late(_LAW_552, re.IGNORECASE)
_APPLIED = late(
    r"\b(?:with(?:held|holding)|redacted|excised|deleted|denied|removed|exempted|(?:is|are|was|were) exempt"
    r"|remains? (?:\w+ )?classified|in (?:part|full))\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = late(r"[.;?!]\s+(?=[A-Z])|\n\s*\n")
_EXPLAINED = late(
    r"(?: of (?:the )?(?:E\.?O\.?|Executive Order|Order|Act|FOIA)(?: 1\d{4})?)?,?\s(?:which\s)?"
    r"(?:protects?|permits?|exempts?|covers?|allows?|authori[zs]es?|shields?|provides?|incorporates?|concerns?|pertains?"
    r"|requires?)\b"
)
_NAMED = ending(r"\b(?:exemptions?|sections?|order|1[0-9]{4}),?\s", re.IGNORECASE)

_WIDEST_IN_LAW = 4  # blanks between a law and its number


def cites(left: str) -> bool:
    """Whether a law or a contract is cited right before."""
    stripped = left.rstrip()
    # What stands in the margin has a wide gap before it: only a conjunction or a parenthesis reaches over that.
    far = len(left) - len(stripped) > _WIDEST_IN_LAW and stripped[-1:].lower() not in tuple("dr,oh)")
    return not far and _LAW.match(left[-100:]) is not None


_SAID_END = frozenset("tnsda2lroy.")  # what the words of _EXEMPTION_BEFORE end with


def says_exempt(left: str) -> bool:
    """Whether it is said right before that something is exempt."""
    last = left.rstrip(" \t,:;()")[-1:]
    asked = last.lower() in _SAID_END or last.isspace() or not last.isascii()
    return asked and _EXEMPTION_BEFORE.match(left[-60:]) is not None


def before_its_law(left: str) -> str | None:
    """What stands on the line before ``5 U.S.C. 552``, if ``left`` ends with it; else None."""
    law = _ENDS_WITH_IT.match(left) if "552" in left[-8:] else None
    return left[: law.start()] if law else None


def says_applied(before: str) -> bool:
    """Whether the sentence that ``before`` breaks off in says that something was withheld."""
    return _APPLIED.search(_SENTENCE_ENDS.split(before)[-1]) is not None


def is_explained(right: str) -> bool:
    """``Exemption (b)(6) protects``: whether it is said behind a code what the law does."""
    return right[:1] in (" ", ",") and _EXPLAINED.match(right) is not None


def is_named(left: str) -> bool:
    """Whether a code is named as one, or its order, right before: ``Exemption (b)(6)``."""
    return _NAMED.match(left[-40:]) is not None
