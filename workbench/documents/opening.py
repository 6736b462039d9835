# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a path or bytes to a ``Document``. Reading is total: any bytes give a Document or one DocumentError."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from workbench.core.errors import DamagedDocumentError, DocumentError, FaultError, TooLargeDocumentError, WorkbenchError
from workbench.core.faults import fault, is_fault
from workbench.documents.formats import detect_format
from workbench.documents.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from workbench.documents.model import Document, Format
from workbench.documents.ocr import OcrMode, PageProgress, silent


_READERS = {Format.DOCX: "docx", Format.EML: "mail", Format.RTF: "rtf", Format.HTML: "html"}
"""Rooms with a module ``reading``, which is imported late."""


def open_document(
    path: str | Path, limits: Limits = DEFAULT_LIMITS, ocr: OcrMode = OcrMode.AUTO, progress: PageProgress = silent
) -> Document:
    """Read the document at ``path``. Nothing is written, executed or fetched.

    Args:
        path: a text, Markdown, HTML, PDF, DOCX, RTF or e-mail file. Its content tells the format, not its name.
        limits: how large, deep and packed it may be.
        ocr: which pages that are pictures are read by optical character recognition.
        progress: called before each page that is recognised, with its number and how many pages there are.

    Returns:
        The text of the document and where every stretch of it lies.

    Raises:
        DocumentError: it cannot be read: one line with its path and why. The subclasses in ``workbench.core.errors``
            tell an unknown format, encryption, damage and a breach of ``limits``.

    """
    return read_document(read_bytes(path, limits), str(path), limits, ocr, progress)


def read_bytes(path: str | Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """All bytes of the regular file ``path``, for a caller that needs them beside the Document.

    Raises:
        DocumentError: not found, no permission, a folder, pipe or device, or larger than ``limits`` allow.

    """
    name = str(path)
    try:
        _refuse_special(Path(path).stat().st_mode, name)
        with Path(path).open("rb") as file:
            # Asked again of the open file: the name may have been given to something else in between.
            _refuse_special(os.fstat(file.fileno()).st_mode, name)
            data = file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:
        raise DocumentError(name, _reason(error)) from None
    if len(data) > limits.max_bytes:
        raise TooLargeDocumentError(name, f"is larger than {_megabytes(limits.max_bytes)}")
    return data


def read_document(
    data: bytes,
    path: str,
    limits: Limits = DEFAULT_LIMITS,
    ocr: OcrMode = OcrMode.AUTO,
    progress: PageProgress = silent,
) -> Document:
    """Read the bytes of a document, as ``open_document`` reads a file.

    ``path`` is what messages call it, ``-`` for standard input; its suffix decides only between formats of plain text.

    Raises:
        UnknownFormatError: no reader takes it.
        EncryptedDocumentError: needs a password.
        DamagedDocumentError: empty, broken, or not what its name says.
        TooLargeDocumentError: beyond ``limits``.

    """
    if len(data) > limits.max_bytes:
        raise TooLargeDocumentError(path, f"is larger than {_megabytes(limits.max_bytes)}")
    with one_error(path):
        return _read(detect_format(data, path), data, path, limits, ocr, progress)


@contextmanager
def one_error(path: str) -> Iterator[None]:
    """Whatever work on the document at ``path`` raises is one ``DocumentError``: others may wait behind it.

    Raises:
        DocumentError: the work failed; ``FaultError`` where that is this program's fault, not the document's.
        WorkbenchError: as the work raised it.

    """
    try:
        yield
    except WorkbenchError:
        raise
    except RecursionError:
        raise TooLargeDocumentError(path, "is nested too deep") from None
    except MemoryError:
        raise TooLargeDocumentError(path, "needs more memory than there is") from None
    except Exception as error:
        # The libraries below raise what they like on broken files. Only the error's kind is told: its words may quote.
        if is_fault(error):
            raise FaultError(path, fault(error)) from error
        raise DamagedDocumentError(path, f"is damaged: it cannot be read ({type(error).__name__})") from error


def _read(kind: Format, data: bytes, path: str, limits: Limits, ocr: OcrMode, progress: PageProgress) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    if kind in (Format.TEXT, Format.MARKDOWN):
        from workbench.documents.text import read_text

        return read_text(data, path, sha256, kind, limits)
    if kind is Format.PDF:
        from workbench.documents.pdf.reading import read_pdf

        return read_pdf(data, path, sha256, limits, ocr, progress)
    name = _READERS[kind]
    read: Callable[..., Document] = getattr(import_module(f"workbench.documents.{name}.reading"), f"read_{name}")
    return read(data, path, sha256, limits)


def _refuse_special(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        readable = os.access(name, os.R_OK | os.X_OK)
        raise DocumentError(name, "is a folder, not a document" if readable else "is a folder that may not be read")
    if not stat.S_ISREG(mode):
        raise DocumentError(name, "is a device, pipe or socket, not a file")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "may not be read: no permission"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or 'input/output error'}"
    return "is no possible file name"


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB" if size >= MEGABYTE else f"{size} bytes"
