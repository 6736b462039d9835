# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work for processes of their own; in a module that they import quickly."""

from __future__ import annotations

import os
import signal
import time


def deadly(number: int) -> int:
    if number == 40:
        os._exit(9)
    if number == 41:
        # As what hangs in a library: no handler of Python's runs.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(600)
    if number == 42:
        raise KeyError("a word of the document")
    return -number


def deaf(number: int) -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def ears(number: int) -> tuple[int, bool, bool]:
    """In which process, and whether it leaves Ctrl-C to its parent and cleans up when it is told to end."""
    return os.getpid(), signal.getsignal(signal.SIGINT) is signal.SIG_IGN, callable(signal.getsignal(signal.SIGTERM))
