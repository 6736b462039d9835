# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a kept link may lead: an address that says nothing of what is withheld, read as a person and a program read it.

A page does not show the address of a link, so nobody marked it, and nobody who reviews the page reads it. It is held
to more than text is: not one word of what is withheld may stand in it by itself, nor a long one inside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote, urlsplit

from workbench.exports.needles import Needles
from workbench.redaction.folding import folded
from workbench.redaction.model import Plan
from workbench.redaction.patterns import compiled


SCHEMES = frozenset(("http", "https", "mailto"))
_LONGEST = 2000  # characters
_PLAIN = re.compile(r"[!-~]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INSIDE = 6  # letters from which a withheld word is known again inside another
_SHORTEST = 3
# What hardly an address is without says nothing.
_USUAL = frozenset(
    ["http", "https", "mailto", "www", "com", "org", "net", "gov", "mil", "edu", "int", "html", "htm", "pdf", "index"]
)
_TIMES = 4  # an address may be quoted in an address


def is_open_address(address: str) -> bool:
    """Whether it has the form that a copy may hold: http, https or mailto, plain characters, no name and password."""
    if len(address) > _LONGEST or not _PLAIN.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme.lower() not in SCHEMES:
        return False
    return bool(parts.path) if parts.scheme.lower() == "mailto" else bool(parts.hostname) and "@" not in parts.netloc


class Addresses:
    """Judges addresses by a plan."""

    def __init__(self, plan: Plan, needles: Needles | None = None) -> None:
        """``needles`` are those of ``plan`` where they are there."""
        self._plan = plan
        self._needles = needles or Needles(plan)

    def may_stay(self, address: str) -> bool:
        """Whether a copy may hold a link to ``address``."""
        readings = [*_readings(address)]
        is_read = len(readings) <= _TIMES  # what is quoted once more than that nobody has read
        return is_read and is_open_address(address) and not any(map(self._tells, readings))

    def _tells(self, text: str) -> bool:
        words = _words(text)
        letters = "".join(words)
        return (
            any(word in self._withheld for word in words)
            or any(word in letters or word in letters[::-1] for word in self._withheld if len(word) >= _INSIDE)
            or any(compiled(pattern.expression).search(folded(text)) for pattern in self._plan.patterns)
            or bool(self._needles.search(text) or self._needles.search_bytes(text.encode()))
        )

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The words that are withheld or searched for and stand nowhere in the kept text."""
        text = self._plan.analysis.document.text
        withheld = [text[start:end] for start, end in self._plan.withheld()]
        known = {word for piece in self._plan.kept() for word in _words(piece)}
        found = {word for piece in (*withheld, *(term.text for term in self._plan.terms)) for word in _words(piece)}
        return frozenset(word for word in found - known - _USUAL if len(word) >= _SHORTEST)


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(_CAMEL.sub(" ", text)))


def _readings(address: str) -> Iterator[str]:
    """The address as it stands, and with what percent signs and plus signs stand for."""
    for _ in range(_TIMES + 1):
        yield address
        read = unquote(address.replace("+", " "))
        if read == address:
            return
        address = read
