# SPDX-License-Identifier: AGPL-3.0-or-later
"""Faults of this program, told apart from what libraries raise on broken files, and told without quoting a document."""

from __future__ import annotations

from traceback import walk_tb

from workbench import __version__


_ALWAYS = (NameError, ImportError, AssertionError, NotImplementedError)


def is_fault(error: Exception) -> bool:
    """Whether ``error`` is a fault of ours: of a kind that no file causes, or raised by Python itself in our own lines.

    Libraries raise what they like on broken files, these kinds too, but in lines of theirs or as errors of their own.
    """
    if isinstance(error, _ALWAYS):
        return True
    names = _modules(error)
    raised_here = bool(names) and names[-1][0].startswith("workbench.")
    return raised_here and type(error).__module__ == "builtins" and not isinstance(error, OSError)


def fault(error: Exception) -> str:
    """What a user is told of a fault, to pass on. The words of ``error`` may quote a document: only kind and place."""
    ours = [f"{name}:{line}" for name, line in _modules(error) if name.startswith("workbench.")]
    place = ours[-1] if ours else "an unknown place"
    kind = type(error).__name__
    return f"fault of Workbench {__version__} at {place} ({kind}); please report this line, never the document"


def _modules(error: Exception) -> list[tuple[str, int]]:
    """The module and line of every call on the way to where ``error`` was raised."""
    return [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__)]
