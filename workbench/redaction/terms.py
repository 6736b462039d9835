# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a list of terms. Its words are secrets: an error names the line, never what stands on it."""

from __future__ import annotations

from pathlib import Path

from workbench.core.errors import UsageError
from workbench.redaction.codes import checked_code
from workbench.redaction.model import Term


def read_terms(path: Path) -> tuple[Term, ...]:
    """The terms of a UTF-8 file: a line a term, ``term`` or ``term<TAB>code``; empty lines are skipped.

    Raises:
        UsageError: the file cannot be read, holds no term, or a line has an unusable code.

    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8") from error
    terms: dict[str, Term] = {}
    for number, line in enumerate(lines, start=1):
        text, _, code = (part.strip() for part in line.partition("\t"))
        if not text:
            if code:
                raise UsageError(f"{path}:{number}: a code without a term")
            continue
        terms.setdefault(text, Term(text, checked_code(code, f"{path}:{number}") if code else None))
    if not terms:
        raise UsageError(f"{path}: holds no term")
    return tuple(terms.values())
