# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sanitized copy of a PDF costs beside PyMuPDF's bare ``get_text``: ``python -m benchmarks.export_pdf [FILE]``.

Without a file: 200 dense pages made here, and in the last row as many that change their fonts in every line. Processor
time, best of the rounds; every stage as a ratio to the floor of the same run. ``export`` is all of them: reading,
analysis, plan, copy, verification and the gate that reads the copy again.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf

from workbench.documents import read_document
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Term, load_policy, make_plan
from workbench.structure import analyse


_ROUNDS = 3
TERMS = [Term("lantern bridge"), Term("winter market")]
WORDS = ("harbour", "ledger", "ferry", "island", "tide", "winter", "master", "boat", "lantern", "bridge", "market")


def dense(pages: int = 200) -> bytes:
    """Pages of 58 lines in 9.5 points with marked paragraphs, half of them classified, the same on every run."""
    chance = random.Random(7)
    pdf = pymupdf.open()
    for _ in range(pages):
        page = pdf.new_page(width=612, height=792)
        writer = pymupdf.TextWriter(page.rect)
        font = pymupdf.Font("tiro")
        for line in range(58):
            mark = chance.choice(("(U) ", "(S) ")) if line % 6 == 0 else ""
            words = " ".join(chance.choice(WORDS) for _ in range(15))
            writer.append((60, 50 + 12 * line + 6 * (line // 6)), mark + words, font, 9.5)
        writer.write_text(page)
    pdf.subset_fonts()
    return bytes(pdf.tobytes(garbage=3, deflate=True))


def typeset(pages: int = 200) -> bytes:
    """Pages as a word processor sets them: ruled tables, short lines, a change of font in nearly all of them."""
    chance = random.Random(11)
    pdf = pymupdf.open()
    for _ in range(pages):
        page = pdf.new_page(width=612, height=792)
        for line in range(44):
            x, y = 60.0, 60 + 16 * line
            if line % 5 == 0:
                page.draw_line((60, y - 12), (550, y - 12), width=0.5)
                page.draw_line((300, y - 12), (300, y + 68), width=0.5)
            mark = chance.choice(("(U) ", "(S) ")) if line % 5 == 0 else ""
            for font in ("hebo", "helv", "heit"):
                words = mark * (font == "hebo") + " ".join(chance.choice(WORDS) for _ in range(3)) + " "
                page.insert_text((x, y), words, fontname=font, fontsize=9.5)
                x += pymupdf.get_text_length(words, fontname=font, fontsize=9.5)
    return bytes(pdf.tobytes(garbage=3, deflate=True))


def made_up_terms(count: int) -> list[Term]:
    """Names of two words, of which the pages hold none, the same on every run."""
    chance = random.Random(3)

    def name() -> str:
        return "".join(chance.choice("bcdfghklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))

    return [Term(f"{name()} {name()}".title()) for _ in range(count)]


def seconds(run: Callable[[], object]) -> float:
    pymupdf.TOOLS.store_shrink(100)
    begin = time.process_time()
    run()
    return time.process_time() - begin


def floor(data: bytes) -> int:
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return sum(len(page.get_text()) for page in pdf)


def measure(data: bytes, policy: str, terms: list[Term], layout: Layout) -> None:
    rules = load_policy(policy)
    document = read_document(data, "dense.pdf")
    analysis = analyse(document)
    plan = make_plan(analysis, rules, terms)
    copy = sanitize_pdf(plan, data, layout).data
    stages: dict[str, Callable[[], object]] = {
        "get_text": lambda: floor(data),
        "read": lambda: read_document(data, "dense.pdf"),
        "analyse": lambda: analyse(document),
        "plan": lambda: make_plan(analysis, rules, terms),
        "sanitize": lambda: sanitize_pdf(plan, data, layout),
        "verify": lambda: verify(copy, plan),
        "gate": lambda: pass_gate(copy, "dense.pdf", plan, rules),
    }
    best = dict.fromkeys(stages, 1e9)
    for _ in range(_ROUNDS):
        for name, run in stages.items():
            best[name] = min(best[name], seconds(run))
    base = best.pop("get_text")
    shares = ", ".join(f"{name} {took / base:.2f}" for name, took in best.items())
    total, narrow = sum(best.values()), best["sanitize"] + best["verify"]
    print(
        f"{layout} {policy}, {len(plan.redactions)} redactions, {len(terms)} terms: get_text {base:.2f} s; {shares}; "
        f"copy and verification {narrow / base:.2f}, export {total / base:.2f} times get_text; {len(copy) // 1024} KB"
    )


def main(paths: list[str]) -> None:
    data = Path(paths[0]).read_bytes() if paths else dense()
    for layout in (Layout.FAITHFUL, Layout.REFLOW):
        measure(data, "public", [], layout)
        measure(data, "none", TERMS, layout)
    measure(data, "none", [*TERMS, *made_up_terms(998)], Layout.FAITHFUL)
    if not paths:
        measure(typeset(), "public", [], Layout.FAITHFUL)


if __name__ == "__main__":
    main(sys.argv[1:])
