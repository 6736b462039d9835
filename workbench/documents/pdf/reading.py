# SPDX-License-Identifier: AGPL-3.0-or-later
"""PDF: the visible text of every page in reading order, with the place of every word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pymupdf

from workbench.core.collecting import without_collection
from workbench.core.errors import DamagedDocumentError, EncryptedDocumentError, TooLargeDocumentError
from workbench.core.faults import is_fault
from workbench.core.findings import Finding
from workbench.documents import ocr as engines
from workbench.documents.limits import DEFAULT_LIMITS, Limits
from workbench.documents.model import Block, Document, Format, Page, Span, Torn, Visual
from workbench.documents.ocr import OcrMode, PageProgress, silent
from workbench.documents.pdf.boxes import place, scanned_shapes, with_drawn
from workbench.documents.pdf.findings import file_findings, ocr_findings, page_findings, picture_findings
from workbench.documents.pdf.layers import settle_memberships
from workbench.documents.pdf.laying import BETWEEN, lay_out, spans_of, struck_spans, torn_words
from workbench.documents.pdf.ocr import OcrPage, read_picture
from workbench.documents.pdf.otherwise import Otherwise
from workbench.documents.pdf.page import PageWords, read_words


# MuPDF prints its warnings about broken files to stderr, where they would stand between our own lines.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

_STORE_PAGES = 16
# A stamp or a release footer typed over the picture of a page: the picture is still unread.
_FEW_WORDS = 40


def read_pdf(
    data: bytes,
    path: str,
    sha256: str,
    limits: Limits = DEFAULT_LIMITS,
    ocr: OcrMode = OcrMode.AUTO,
    progress: PageProgress = silent,
) -> Document:
    """The PDF ``data`` as a Document; ``path`` and ``sha256`` are passed on.

    Pages that are pictures are read by OCR as ``ocr`` says, where an engine is installed.

    Lines are separated by one line feed, blocks and pages by two. What nobody can see (not painted, white on white,
    under a box, outside the page, in layers that are off) is not in the text; findings count it.

    Raises:
        EncryptedDocumentError: needs a password to open.
        DamagedDocumentError: no pages, or MuPDF cannot read it.
        TooLargeDocumentError: more pages than ``limits`` allow.

    """
    with open_pdf(data, path, limits) as pdf:
        return _Reader(pdf, path, sha256, ocr, progress).read()


@contextmanager
def open_pdf(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[pymupdf.Document]:
    """The PDF as MuPDF sees it, closed afterwards. Raises as ``read_pdf`` does."""
    try:
        pdf = pymupdf.open(stream=data, filetype="pdf")
        if not pdf.needs_pass and settle_memberships(pdf):
            pdf = pymupdf.open(stream=pdf.tobytes(), filetype="pdf")  # MuPDF may drop a change with its store
    except Exception as error:  # MuPDF raises several unrelated classes, whose words may quote the file
        raise DamagedDocumentError(path, "is damaged: it cannot be opened as a PDF") from error
    try:
        if pdf.needs_pass:
            raise EncryptedDocumentError(path, "is encrypted: save a copy without a password and use that")
        pages = _page_count(pdf, path)
        if pages > limits.max_pages:
            raise TooLargeDocumentError(path, f"has {pages} pages, more than the {limits.max_pages} allowed")
        yield pdf
    finally:
        pdf.close()


def _page_count(pdf: pymupdf.Document, path: str) -> int:
    try:
        pages = int(pdf.page_count)
    except Exception as error:
        raise DamagedDocumentError(path, "is damaged: its pages cannot be counted") from error
    if pages < 1:
        raise DamagedDocumentError(path, "has no pages")
    return pages


class _Reader:
    """Reads page after page and keeps of each only what goes into the Document."""

    def __init__(self, pdf: pymupdf.Document, path: str, sha256: str, ocr: OcrMode, progress: PageProgress) -> None:
        self._pdf, self._path, self._sha256 = pdf, path, sha256
        self._ocr, self._progress = ocr, progress
        self._texts: list[str] = []
        self._pages: list[Page] = []
        self._blocks: list[Block] = []
        self._struck: list[Span] = []
        self._findings: list[Finding] = []
        self._visual: list[Visual] = []
        self._unread: list[int] = []
        self._unsure: list[Span] = []
        self._torn: list[Torn] = []
        self._recognised: dict[int, OcrPage] = {}
        self._has_pictures = False
        self._tables = 0
        self._otherwise = Otherwise(pdf)

    @without_collection
    def read(self) -> Document:
        start = 0
        for number in range(1, self._pdf.page_count + 1):
            start = self._read_page(number, start) + len(BETWEEN)
            self._shrink_store(number)
        pages = tuple(self._pages)
        pictures = picture_findings(self._unread, len(pages), tried=self._ocr is not OcrMode.NEVER)
        findings = [*file_findings(self._pdf), *pictures, *ocr_findings(self._recognised), *self._findings]
        return Document(
            self._path,
            self._sha256,
            Format.PDF,
            BETWEEN.join(self._texts),
            pages,
            tuple(self._blocks),
            tuple(self._struck),
            findings=tuple(finding.at(self._path) for finding in findings),
            visual=tuple(self._visual),
            unread=tuple(self._unread),
            unsure=tuple(self._unsure),
            torn=tuple(self._torn),
        )

    def _shrink_store(self, number: int) -> None:
        """Let go of the fonts, pictures and objects of pages done, or memory grows with the pages.

        Not more often than need be: fonts that the next page has too are read again.
        """
        if number % _STORE_PAGES == 0 and (self._has_pictures or number % (8 * _STORE_PAGES) == 0):
            pymupdf.TOOLS.store_shrink(100)
            pymupdf.mupdf.pdf_clear_xref(pymupdf.mupdf.pdf_document_from_fz_document(self._pdf.this))
            self._has_pictures = False

    def _read_page(self, number: int, start: int) -> int:
        try:
            page = self._pdf.load_page(number - 1)
            words = read_words(page)
            self._has_pictures |= words.pictures
            few = len(words.visible) < (_FEW_WORDS if words.scan else 1)
            unread = few and bool(page.get_images() or page.get_cdrawings() or page.get_bboxlog())
            is_picture = unread or bool(words.layer)
            found, run = self._read_picture(page, words, unread=unread), words.run
            if found:
                words, unread = found.words, False
            torn = list(self._otherwise.torn(run, words)) if run else []
            boxes = with_drawn(scanned_shapes(page, words.visible), words.drawn) if is_picture else words.drawn
        except Exception as error:
            if is_fault(error) or isinstance(error, MemoryError | RecursionError):
                raise
            raise DamagedDocumentError(self._path, f"is damaged: page {number} cannot be read") from error
        laid = lay_out(words, number, start, found.recognised if found else None, tables=self._tables)
        self._tables = laid.tables
        if found:
            self._recognised[number] = found
            self._unsure.extend(spans_of(found.unsure, laid))
        self._texts.append(laid.text)
        self._pages.append(laid.page)
        self._blocks.extend(laid.blocks)
        if words.struck:
            self._struck.extend(struck_spans(words.struck, laid))
        if torn:
            self._torn.extend(torn_words(torn, laid))
        self._visual.extend(place(boxes, laid.page))
        self._findings.extend(page_findings(words, number))
        if unread:
            self._unread.append(number)
        return laid.page.span.end

    def _read_picture(self, page: pymupdf.Page, words: PageWords, *, unread: bool) -> OcrPage | None:
        """What OCR reads on the page, where it is asked for; an engine that fails has read nothing."""
        again = self._ocr is OcrMode.ALWAYS and (words.scan or words.layer)
        if self._ocr is OcrMode.NEVER or not (unread or again) or engines.engine_name() is None:
            return None
        self._progress(page.number + 1, self._pdf.page_count)
        try:
            return read_picture(page, words)
        except MemoryError:
            raise
        except Exception:  # engines raise what they like on odd pictures; the page then counts as unread
            return None
