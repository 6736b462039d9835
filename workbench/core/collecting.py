# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is garbage and when: Python's collector left out of work that makes no cycles, freed memory given back.

Reading a text of 20 megabytes makes a million small objects that all stay; the collector looks at them again and again
and finds nothing, for a quarter of the time. Memory is freed by reference counts meanwhile, as ever.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar


P = ParamSpec("P")
R = TypeVar("R")


def without_collection(function: Callable[P, R]) -> Callable[P, R]:
    """``function``, run with automatic collection off, and on again behind it where it was on, also where it raises.

    Of several at once, in threads or one in the other, the first to end may turn it on for all: that costs time only.
    """

    @wraps(function)
    def paused(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return function(*args, **kwargs)
        gc.disable()
        try:
            return function(*args, **kwargs)
        finally:
            gc.enable()

    return paused


def give_back() -> None:
    """Return freed memory to the system, where the C library can: glibc keeps tens of megabytes for the next megabyte.

    Takes milliseconds: to be called between two steps that each need as much as a long document, not oftener.
    """
    import ctypes  # two milliseconds, which a hook would pay for nothing

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
