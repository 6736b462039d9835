# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with a case file, each as one line that names the file and the remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.core.errors import UsageError


class CaseError(UsageError):
    """A case file that cannot be used. ``path`` is the file, ``why`` the cause and the remedy."""

    def __init__(self, path: Path, why: str) -> None:
        """``why`` completes the sentence that begins with the path."""
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class TamperedError(CaseError):
    """A case file whose ledger was changed by other means than this program."""


_CAUSES = {
    "SQLITE_NOTADB": "is not a case file",
    "SQLITE_CORRUPT": "is damaged; restore it from a backup",
    "SQLITE_READONLY_ROLLBACK": "was being written when its program was ended; opening it with `review` mends it",
    "SQLITE_READONLY": "cannot be written; decisions would be lost",
    "SQLITE_BUSY": "is in use by another program; close it there and try again",
    "SQLITE_LOCKED": "is in use by another program; close it there and try again",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_CANTOPEN": "cannot be opened",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error",
}


@contextmanager
def told_as_case_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into a ``CaseError`` about ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        why = next((text for code, text in _CAUSES.items() if name.startswith(code)), f"cannot be used: {error}")
        raise CaseError(path, why) from error
    except OSError as error:
        raise CaseError(path, f"cannot be opened here ({error.strerror or error}); --case names another") from error
    except UnicodeEncodeError as error:
        raise CaseError(
            path, "takes no name or reason with bytes that are no text; write it again without them"
        ) from error
    except (ValueError, KeyError, TypeError) as error:  # a row that no version of this program has written
        raise CaseError(path, _CAUSES["SQLITE_CORRUPT"]) from error
