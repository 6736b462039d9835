# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a hiding place is: a file made for it, and the defence without which the file's secret would be in the copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.exports.hiding import WORD


SECRET = WORD
BENIGN = "harbour"
"""A word of every file that every copy must still show."""

Switch = Callable[[pytest.MonkeyPatch, bytes], None]
"""Switches a defence off for the copy of the original given."""


class Place(NamedTuple):
    """``build`` makes a file that holds the word given, in this place and nowhere else.

    ``off`` switches off what keeps it from the copy. ``listed``: the defence is the search for terms, so the word is on
    the list; elsewhere it is kept out of the copy whether somebody thought of it or not.
    """

    build: Callable[[str], bytes]
    off: Switch
    listed: bool = False
