# SPDX-License-Identifier: AGPL-3.0-or-later
"""Broken files for the readers: seeds that are made here, and what is done to them.

To fuzz another reader, write a module with a ``TARGET`` and name it in ``benchmarks.fuzz_readers``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass


Change = Callable[[bytes, random.Random], bytes]
"""Gives a changed file; must not raise, and depends on nothing but its arguments."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader to fuzz: the name its files get, whole files to start from, and changes that know the format.

    ``seeds`` must give the same files every time. ``tokens`` are byte strings that mean something in the format.
    """

    file_name: str
    seeds: Callable[[], list[bytes]]
    changes: Sequence[Change] = ()
    tokens: Sequence[bytes] = ()
