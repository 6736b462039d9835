# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from workbench.core.errors import DocumentError
from workbench.documents import Document, read_document


def assert_read_or_refused(data: bytes, path: str) -> Document | None:
    """What any bytes come to: a document whose every span lies in its text, the same each time, or one clear line."""
    try:
        document = read_document(data, path)
    except DocumentError as error:
        assert "\n" not in str(error)
        return None
    document.text.encode()
    assert document.pages[0].span.start == 0
    assert document.pages[-1].span.end == len(document.text)
    assert all(a.span.end == b.span.start for a, b in zip(document.pages, document.pages[1:], strict=False))
    for start, end in [block.span for block in document.blocks] + list(document.struck):
        assert 0 <= start < end <= len(document.text)
    assert document == read_document(data, path)
    return document
