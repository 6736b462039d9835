# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether memory stays flat with the pages of a PDF: ``python -m benchmarks.pdf_memory [PAGES...]`` (200 2000).

Each step runs in a process of its own on a made-up report of that many pages; the figure is the peak of the process.
What has to grow is the text with the places of its words, and in an export the copy that is written.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path


_STEPS = ("import", "get_text", "read", "scan", "export")
_LINE = "The ferry Aster lay at berth {} with {} crates aboard and sailed for the outer islands before dawn."


def make(path: Path, pages: int) -> None:
    """A report with a banner, numbered and marked paragraphs and a footer on every page."""
    import pymupdf

    pdf = pymupdf.open()
    for number in range(pages):
        page = pdf.new_page()
        page.insert_text((270, 40), "SECRET//NOFORN", fontsize=11)
        for row in range(40):
            mark = f"{number}.{row // 4} ({'SU'[row % 8 == 0]}) " if row % 4 == 0 else ""
            page.insert_text((60, 70 + 16 * row), mark + _LINE.format(row, number), fontsize=10)
        page.insert_text((290, 800), f"Page {number + 1}", fontsize=9)
    pdf.save(path, deflate=True)


def run(step: str, path: Path) -> None:
    import workbench.documents.pdf.reading  # noqa: F401 # before PyMuPDF, as the program does
    from workbench.cli import run as run_command
    from workbench.documents import open_document
    from workbench.structure import analyse

    if step == "get_text":
        import pymupdf

        pdf = pymupdf.open(path)
        _ = [page.get_text() for page in pdf]
    if step in ("read", "scan"):
        document = open_document(path)
        _ = analyse(document) if step == "scan" else None
    if step == "export":
        run_command(["export", str(path), "--to", str(path.parent / "out"), "--quiet"])


def peak(step: str, path: Path) -> float:
    """Megabytes; this process stays small itself, because a new one inherits the peak of the old."""
    command = [sys.executable, "-m", "benchmarks.pdf_memory", "--step", step, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--step"]:
        step, path = arguments[1], Path(arguments[2])
        made = step.removeprefix("make-")
        make(path, int(made)) if made != step else run(step, path)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    sizes = [int(size) for size in arguments] or [200, 2000]
    with tempfile.TemporaryDirectory() as folder:
        rows = {}
        for pages in sizes:
            path = Path(folder) / f"report-{pages}.pdf"
            peak(f"make-{pages}", path)
            rows[pages] = {step: peak(step, path) for step in _STEPS}
            print(f"{pages} pages:", ", ".join(f"{step} {mb:.0f} MB" for step, mb in rows[pages].items()))
    first, last = sizes[0], sizes[-1]
    if first != last:
        grown = {step: 1024 * (rows[last][step] - rows[first][step]) / (last - first) for step in _STEPS}
        print("each page more:", ", ".join(f"{step} {kb:.1f} KB" for step, kb in grown.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
