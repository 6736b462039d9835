# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors a user can act on. Each carries the exit code it leads to; its text is the one line that is printed."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit code of every command means."""

    OK = 0
    """Done, nothing to report."""
    REPORT = 1
    """Done, and there is something to report: findings, a leak, an output refused, a document that failed."""
    USAGE = 2
    """Wrong usage or configuration."""


class WorkbenchError(Exception):
    """Base of every error that reaches a user as one line."""

    exit_code = ExitCode.REPORT


class UsageError(WorkbenchError):
    """The call or the configuration is wrong."""

    exit_code = ExitCode.USAGE


class RulesError(UsageError):
    """A file of rules or settings is not valid: says file, line and key."""

    def __init__(self, file: str, line: int | None, key: str, why: str) -> None:
        """``line`` counts from 1; ``key`` is the dotted path of the value, empty for the file as a whole."""
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {key}: {why}" if key else f"{place}: {why}")


class DocumentError(WorkbenchError):
    """A document that cannot be read: one line with its path and why. ``code`` is the finding's code."""

    code = "unreadable"

    def __init__(self, path: str, why: str) -> None:
        """``why`` says the cause and, where there is one, the remedy."""
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class EncryptedDocumentError(DocumentError):
    """Needs a password that this program never asks for."""

    code = "encrypted"


class DamagedDocumentError(DocumentError):
    """Not what its name or its first bytes say."""

    code = "damaged"


class FaultError(DocumentError):
    """The program itself failed on it: nothing is known of the document."""

    code = "failed"


class EmptyDocumentError(DamagedDocumentError):
    """Has not a single byte: nothing to read, and nothing to find fault with."""


class TooLargeDocumentError(DocumentError):
    """Beyond a bound on size, pages, depth or decompression."""

    code = "too-large"


class UnknownFormatError(DocumentError):
    """No reader takes it."""

    code = "unknown-format"
