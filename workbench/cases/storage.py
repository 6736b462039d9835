# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SQLite file below a case: its tables, who may read it, and whether it is one of ours.

A rollback journal, not WAL: a case lies on shared drives, where WAL needs memory that two machines do not share,
and one file is what a records officer can hand over.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from workbench.cases.errors import CaseError, told_as_case_errors


# "WBCF" in SQLite's header: `file` and we know a case from any other database.
APPLICATION_ID = 0x57424346
SCHEMA_VERSION = 2
BUSY_SECONDS = 3.0

# Nothing here has room for document text. The triggers keep an honest program from rewriting what was decided;
# the hash chain shows when a dishonest one did.
_PLACES = """
CREATE TABLE IF NOT EXISTS places (
    path TEXT NOT NULL, sha256 TEXT NOT NULL, opened TEXT NOT NULL, PRIMARY KEY (path, sha256)
) STRICT;
"""
# Version 1 knew one path of a document: of two files alike it forgot the first.
_TO_VERSION_2 = f"""
BEGIN IMMEDIATE;
{_PLACES}
INSERT OR IGNORE INTO places SELECT path, sha256, opened FROM documents;
PRAGMA user_version = 2;
COMMIT;
"""
_READ_VERSION_1 = "CREATE TEMP VIEW places AS SELECT path, sha256, opened FROM documents"
# Of two programs that find the file empty at a time, the second finds the tables made.
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS documents (
    sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL, opened TEXT NOT NULL,
    reading TEXT NOT NULL
) STRICT;
{_PLACES}
CREATE TABLE IF NOT EXISTS ledger (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, reviewer TEXT NOT NULL, kind TEXT NOT NULL,
    sha256 TEXT NOT NULL, body TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS ledger_by_document ON ledger (sha256, number);
CREATE TRIGGER IF NOT EXISTS ledger_keeps_rows BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER IF NOT EXISTS ledger_loses_none BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to the case file ``path``, which is made (mode 0600) where it is missing.

    Raises:
        CaseError: not a case file, of a newer version, locked, or not to be written although ``read_only`` is False.

    """
    if read_only and not path.is_file():
        raise CaseError(path, "there is no such case file")
    with told_as_case_errors(path):
        if not read_only:
            _create(path)
        connection = sqlite3.connect(_uri(path, read_only), uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with told_as_case_errors(path):
            _prepare(connection, path, read_only)
    except CaseError:
        connection.close()
        raise
    return connection


def _uri(path: Path, read_only: bool) -> str:
    return path.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rw")


def _create(path: Path) -> None:
    folder = path.parent
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A case names what is withheld and why: it must not slip into a commit of the documents beside it.
        if folder.name == ".workbench":
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    if not path.exists():
        with suppress(FileExistsError):  # another program was quicker
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _prepare(connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    if not read_only and _is_empty(connection):
        connection.executescript(_SCHEMA)
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise CaseError(path, "is not a case file")
    version = _pragma(connection, "user_version")
    if version > SCHEMA_VERSION:
        raise CaseError(path, f"was written by a newer Workbench (schema {version}); update to open it")
    if version < SCHEMA_VERSION:
        connection.executescript(_READ_VERSION_1 if read_only else _TO_VERSION_2)
    elif not read_only:
        # Takes the write lock and gives it back: a case that cannot be written is told before, not after, a decision.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")


def _is_empty(connection: sqlite3.Connection) -> bool:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return tables == 0 and _pragma(connection, "application_id") == 0


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
