# SPDX-License-Identifier: AGPL-3.0-or-later
"""When Python looks for objects that nothing needs any more: never in the middle of a key.

Left to itself it walks everything that was read each time a dialog has been opened and closed: 60 to 300 ms, more than
the dialog itself takes.
"""

from __future__ import annotations

import gc


_NEVER = 1_000_000
_WORTH_IT = 5
"""After how many collections of young objects the old ones are looked through."""


def leave_to_us() -> None:
    """From now on old objects are collected by ``tidy`` alone."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


def set_apart() -> None:
    """What was read until now lives as long as the session: no later collection looks at it."""
    gc.collect()  # or what only waits to be collected would live on too
    gc.freeze()


def tidy() -> None:
    """Collect old objects; for a moment when nobody types."""
    if gc.get_count()[2] > _WORTH_IT:
        gc.collect()
