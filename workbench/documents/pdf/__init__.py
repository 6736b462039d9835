# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a PDF is read: its words in reading order, its looks, boxes, tables and pictures.

Importing this package imports PyMuPDF alone. By itself PyMuPDF 2 imports whatever of its extras is installed beside
it, and nothing here asks them: a layout model with onnxruntime, a converter for language models. They are two thirds
of its start and 70 MB.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


_EXTRAS = ("pymupdf.layout", "pymupdf4llm")


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Modules that cannot be imported meanwhile; a program that runs this one can import them afterwards."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None is how Python marks them
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


with _without(_EXTRAS):
    import pymupdf

# A character's box is MuPDF's own: the converter would set this when it is imported, and boxes of some fonts would
# depend on whether it was.
pymupdf.TOOLS.unset_quad_corrections(True)
