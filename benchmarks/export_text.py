# SPDX-License-Identifier: AGPL-3.0-or-later
"""What sanitized copies of a text and a DOCX cost: ``python -m benchmarks.export_text [--pages 100]``.

Processor time of every stage from reading to the gate, best of the rounds, as a ratio to one pass of a compiled pattern
over the same text: by policy, with two terms, and with a list of 1,000 of which hardly any is there.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import time
from collections.abc import Callable

from docx import Document

from benchmarks.export_pdf import TERMS, WORDS, made_up_terms
from workbench.documents import read_document
from workbench.exports.formats import verify_copy, write_sanitized
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Output
from workbench.redaction import Term, load_policy, make_plan
from workbench.structure import analyse


_ROUNDS = 3
_PARAGRAPHS = 10  # on a page
_FLOOR = re.compile(r"\((?:U|S)\)")


def paragraphs(pages: int) -> list[str]:
    """Marked paragraphs, half of them classified, the same on every run."""
    chance = random.Random(7)
    return [
        chance.choice(("(U) ", "(S) ")) + " ".join(chance.choice(WORDS) for _ in range(chance.randint(40, 110)))
        for _ in range(_PARAGRAPHS * pages)
    ]


def as_text(pages: int) -> bytes:
    return "\n\n".join(["SECRET", *paragraphs(pages), "SECRET"]).encode()


def as_docx(pages: int) -> bytes:
    document = Document()
    for text in ("SECRET", *paragraphs(pages), "SECRET"):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def stages(data: bytes, name: str, policy: str, terms: list[Term]) -> dict[str, float]:
    """Seconds of each stage of one export."""
    rules, took, last = load_policy(policy), dict[str, float](), time.process_time()

    def done(stage: str) -> None:
        nonlocal last
        now = time.process_time()
        took[stage], last = now - last, now

    document = read_document(data, name)
    done("read")
    analysis = analyse(document)
    done("analyse")
    plan = make_plan(analysis, rules, terms)
    done("plan")
    copy = write_sanitized(plan, data, Layout.FAITHFUL, Output.SAME).data
    done("sanitize")
    verify_copy(copy, name, plan)
    done("verify")
    pass_gate(copy, name, plan, rules)
    done("gate")
    return took


def floor(text: str) -> float:
    begin = time.process_time()
    for _ in range(10):
        _FLOOR.findall(text)
    return (time.process_time() - begin) / 10


def measure(make: Callable[[int], bytes], name: str, pages: int, policy: str, terms: list[Term]) -> None:
    data = make(pages)
    text = read_document(data, name).text
    runs = [stages(data, name, policy, terms) for _ in range(_ROUNDS)]
    best = {stage: min(run[stage] for run in runs) for stage in runs[0]}
    base, total = min(floor(text) for _ in range(_ROUNDS)), sum(best.values())
    shares = ", ".join(f"{stage} {took:.2f}" for stage, took in best.items())
    speed = f"{len(text) / total / 1e6:.2f} million characters/s, {pages / total:.0f} pages/s"
    print(f"{name} {policy}, {len(terms)} terms: {shares} s; {speed}, {total / base:.0f} times one pass", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    pages = parser.parse_args().pages
    for make, name in ((as_text, "ledger.txt"), (as_docx, "ledger.docx")):
        measure(make, name, pages, "public", [])
        measure(make, name, pages, "none", TERMS)
        measure(make, name, pages, "none", [*TERMS, *made_up_terms(998)])


if __name__ == "__main__":
    main()
