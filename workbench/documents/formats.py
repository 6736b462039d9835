# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file is, by its first bytes and not by its name; a name that says otherwise is an error, not a hint."""

from __future__ import annotations

import io
import re
from pathlib import PurePath

from workbench.core.errors import DamagedDocumentError, EmptyDocumentError, EncryptedDocumentError, UnknownFormatError
from workbench.documents.limits import MEGABYTE
from workbench.documents.model import Format


SUFFIXES = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".eml": Format.EML,
    ".rtf": Format.RTF,
}
_TEXTUAL = (Format.TEXT, Format.MARKDOWN)
NAMES = {
    Format.TEXT: "a text file",
    Format.MARKDOWN: "a Markdown file",
    Format.HTML: "an HTML page",
    Format.PDF: "a PDF",
    Format.DOCX: "a Word document (DOCX)",
    Format.EML: "an e-mail",
    Format.RTF: "an RTF document",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of what people put among documents, and what to do with it.
_FOREIGN = (
    (b"\x89PNG\r\n\x1a\n", "is a picture (PNG): put it into a PDF"),
    (b"\xff\xd8\xff", "is a picture (JPEG): put it into a PDF"),
    (b"GIF87a", "is a picture (GIF): put it into a PDF"),
    (b"GIF89a", "is a picture (GIF): put it into a PDF"),
    (b"II*\0", "is a picture (TIFF): put it into a PDF"),
    (b"MM\0*", "is a picture (TIFF): put it into a PDF"),
    (b"%!PS", "is PostScript: make a PDF of it"),
    (b"\x1f\x8b", "is packed (gzip): unpack it first"),
    (b"BZh91AY&SY", "is packed (bzip2): unpack it first"),
    (b"\xfd7zXZ\0", "is packed (xz): unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is an archive (7-Zip): unpack it first"),
    (b"Rar!\x1a\x07", "is an archive (RAR): unpack it first"),
)
# The part that tells what a zip is.
_ZIPPED = (
    ("xl/workbook.xml", "is a spreadsheet (XLSX): save it as PDF"),
    ("ppt/presentation.xml", "is a presentation (PPTX): save it as PDF"),
    ("mimetype", "is an OpenDocument or EPUB file: save it as DOCX or PDF"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*(?:<!doctype\s+html\b|<(?:html|head|body)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\s")
_HEAD = 4096
_BEFORE_RTF = b"\xef\xbb\xbf \t\r\n"
# Header fields up to the blank line (RFC 5322 2.2), behind the line that a mailbox puts before a message.
_FIELDS = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:>?From [^\r\n]*\r?\n)?"
    rb"(?:[!-9;-~]{1,100}[ \t]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\r|\Z)){1,2000}"
)
_MAIL = re.compile(rb"(?im)^(?:from|to|cc|subject|date|received|message-id|mime-version)[ \t]*:")
_SENT = re.compile(rb"(?im)^(?:received|message-id|mime-version)[ \t]*:")
_MAILBOX = re.compile(rb"\s*From ")
_NEXT_MESSAGE = re.compile(rb"\n\r?\nFrom \S+ [^\r\n]+\r?\n[!-9;-~]+:")


def named_format(path: str) -> Format | None:
    """The format that the name claims; None for standard input and suffixes that claim nothing."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def detect_format(data: bytes, path: str) -> Format:
    """The format of ``data``. ``path`` is for messages, for what it claims, and tells Markdown, which no byte does.

    Raises:
        UnknownFormatError: something no reader takes.
        EncryptedDocumentError: an Office file behind a password.
        EmptyDocumentError: not a single byte.
        DamagedDocumentError: another thing than the name says.

    """
    claimed = named_format(path)
    if not data:
        empty = EmptyDocumentError(path, "is empty (0 bytes)")
        # A .gitkeep in a folder is a stranger, an empty report.pdf is somebody's document.
        empty.code = empty.code if claimed else UnknownFormatError.code
        raise empty
    try:
        found = _by_content(data, path, claimed)
    except UnknownFormatError as error:
        if claimed is None:
            raise
        raise DamagedDocumentError(path, f"is not what its name says: it {error.why}") from None
    if claimed is None or found is claimed:
        return found
    if claimed is Format.HTML and found in _TEXTUAL:
        return Format.HTML
    raise DamagedDocumentError(path, f"is not what its name says: it is {NAMES[found]}, not {NAMES[claimed]}")


def _by_content(data: bytes, path: str, claimed: Format | None) -> Format:
    if _is_pdf(data, claimed):
        return Format.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zipped(data, path, claimed)
    if data.startswith(_OLE):
        raise _ole(data, path)
    for magic, why in _FOREIGN:
        if data.startswith(magic):
            raise UnknownFormatError(path, why)
    if data.lstrip(_BEFORE_RTF).startswith(b"{\\rtf"):
        return Format.RTF
    if claimed in (Format.PDF, Format.DOCX, Format.RTF):
        raise DamagedDocumentError(path, f"is not {NAMES[claimed]}: its first bytes are something else")
    if claimed in _TEXTUAL:
        return claimed
    head = data.removeprefix(b"\xef\xbb\xbf")[:_HEAD]
    if claimed in (Format.EML, None) and (mail := _mail(data, path, claimed)):
        return mail
    if claimed is Format.HTML or _HTML.match(_narrow(head)):
        return Format.HTML
    if _XML.match(_narrow(head)):
        raise UnknownFormatError(path, "is XML: save it as DOCX, PDF or text")
    return Format.TEXT


def _is_pdf(data: bytes, claimed: Format | None) -> bool:
    """The header may stand anywhere in the first 1024 bytes (ISO 32000-2 annex I), but a text may speak of it there."""
    at = data[:1024].find(b"%PDF-")
    return at == 0 or (at > 0 and (claimed is Format.PDF or not data[:at].strip() or b"\0" in data[:_HEAD]))


def _mail(data: bytes, path: str, claimed: Format | None) -> Format | None:
    """E-mail begins with header fields. A text without a name may begin so too: only what programs write tells it.

    Raises:
        UnknownFormatError: several messages in one file.
        DamagedDocumentError: the name says e-mail and no field stands there.

    """
    fields = _FIELDS.match(data[:MEGABYTE])
    if fields and _MAILBOX.match(data) and _NEXT_MESSAGE.search(data):
        raise UnknownFormatError(path, "is a mailbox of several messages: save each as a file of its own")
    if fields and (_MAIL if claimed else _SENT).search(fields.group()):
        return Format.EML
    if claimed:
        raise DamagedDocumentError(path, "is no e-mail: it does not begin with header fields")
    return None


def _narrow(head: bytes) -> bytes:
    """UTF-16 of ASCII characters as ASCII, which is all that telling HTML needs."""
    return head.replace(b"\0", b"").lstrip(b"\xff\xfe")


def _zipped(data: bytes, path: str, claimed: Format | None) -> Format:
    import zipfile  # with three packers that no text needs

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        what = "a damaged zip" if claimed is not Format.DOCX else "damaged: its zip directory cannot be read"
        refusal = DamagedDocumentError if claimed else UnknownFormatError
        raise refusal(path, f"is {what}") from None
    for part, why in _ZIPPED:
        if part in names:
            raise UnknownFormatError(path, why)
    if "[Content_Types].xml" in names or "word/document.xml" in names:
        return Format.DOCX
    raise UnknownFormatError(path, "is a zip archive: unpack it first")


def _ole(data: bytes, path: str) -> EncryptedDocumentError | UnknownFormatError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedDocumentError(path, "is encrypted: save it without a password first")
    return UnknownFormatError(path, "is an old Office or Outlook file (DOC, XLS, MSG): save it as DOCX or PDF")
