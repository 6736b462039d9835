# SPDX-License-Identifier: AGPL-3.0-or-later
"""An open case file: reading and writing it whole, and whether somebody else wrote or tampered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.cases import ledger
from workbench.cases.errors import TamperedError, told_as_case_errors
from workbench.cases.storage import connect


DEFAULT_CASE = Path(".workbench") / "case.db"


class CaseFile:
    """Every method raises ``CaseError`` where the file cannot be read or written. Not for use from several threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, read_only: bool) -> None:
        """Use ``open``."""
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._version = 0

    @classmethod
    def open(cls, path: Path = DEFAULT_CASE, *, read_only: bool = False) -> Self:
        """Open the case file ``path``; it is made where it is missing, unless ``read_only``.

        Raises:
            CaseError: missing although ``read_only``, not a case file, newer, locked, or not to be written.

        """
        return cls(path, connect(path, read_only=read_only), read_only=read_only)

    def close(self) -> None:
        """Let go of the file. Nothing is written here: it already was."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def changed_elsewhere(self) -> bool:
        """Whether another program wrote into the file since this was last asked."""
        with told_as_case_errors(self.path):
            version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        before, self._version = self._version, version
        return version != before

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with told_as_case_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    # --- the audit chain -------------------------------------------------------------------------------------------

    @property
    def head(self) -> str:
        """The hash of the newest row, which stands for all before it; note it elsewhere to notice a cut-off end."""
        with told_as_case_errors(self.path):
            row = self._connection.execute("SELECT hash FROM ledger ORDER BY number DESC LIMIT 1").fetchone()
        return str(row[0]) if row else ledger.GENESIS

    def verify_chain(self) -> int | None:
        """The number of the first row of the ledger that was tampered with, None where the chain is whole."""
        with told_as_case_errors(self.path):
            return ledger.first_broken(self._connection)

    def require_whole(self) -> None:
        """Let nothing rest on a ledger that was tampered with.

        Raises:
            TamperedError: the audit chain is broken.

        """
        if (broken := self.verify_chain()) is not None:
            raise TamperedError(self.path, f"entry {broken} was changed outside Workbench: do not rely on it")
