# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys

import pytest


EXTRAS = ("pymupdf.layout", "pymupdf4llm", "onnxruntime")


def _run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("module", ["workbench.documents.pdf.reading", "workbench.exports.pdf.writing"])
def test_pymupdf_is_imported_without_its_extras(module: str) -> None:
    program = f"import sys, {module}; print([m for m in {EXTRAS} if m in sys.modules], 'pymupdf' in sys.modules)"
    assert _run(program) == "[] True"


def test_a_program_that_reads_pdfs_can_still_import_the_extras() -> None:
    program = """
import workbench.documents.pdf
from importlib.util import find_spec
for name in ("pymupdf.layout", "pymupdf4llm"):
    assert find_spec(name) is None or __import__(name)
print("done")
"""
    assert _run(program).splitlines()[-1] == "done"
