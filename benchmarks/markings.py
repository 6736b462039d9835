# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long the marking engine takes, each as a ratio to a floor of the same run.

    python -m benchmarks.markings

"steady" is 10 KB of marked text whose marks were met before, against one bare regex pass over the same text.
"cold" parses every distinct mark anew. "negative" is a word in brackets that is no mark, against calling a function.
"import" and "first mark" are those of a fresh interpreter, against starting it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable

from workbench.markings import Book, parse, parsing


MARKS = [
    "(U)",
    "(U//FOUO)",
    "(C)",
    "(S//NF)",
    "(TS//SI//NF)",
    "(S//REL TO USA, DEU)",
    "(S/NF)",
    "(TS//SI-G A/TK//OC/NF)",
]
PROSE = "The committee (see annex) met the delegation (2 pages) about the harbour lease and adjourned without result. "
CANDIDATE = re.compile(r"\([^()\n]{1,80}\)")


def text(size: int = 10_000) -> str:
    lines = [f"{i + 1}. {MARKS[i % len(MARKS)]} {PROSE}" for i in range(size // 110)]
    return "\n".join(lines)[:size]


def best(work: Callable[[], object], repeat: int = 30) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def process(code: str) -> float:
    return best(lambda: subprocess.run([sys.executable, "-c", code], check=True, capture_output=True), 5)


def main() -> None:
    sample = text()
    anew = parsing._parse.__wrapped__  # nothing kept from the last time
    bare = best(lambda: sum(1 for _ in CANDIDATE.finditer(sample)))
    steady = best(lambda: [parse(m.group()) for m in CANDIDATE.finditer(sample)])
    found = sorted({m.group() for m in CANDIDATE.finditer(sample)})
    cold = best(lambda: [anew(mark, None, Book.CAPCO_2016) for mark in found])
    call = best(lambda: [len(word) for word in ["(see annex)"] * 1000]) / 1000
    word = best(lambda: [anew("(see annex)", None, Book.CAPCO_2016) for _ in range(1000)]) / 1000
    print(f"steady     {steady * 1e3:8.3f} ms  {steady / bare:7.1f} x one regex pass ({bare * 1e3:.3f} ms)")
    print(f"cold       {cold * 1e6 / len(found):8.1f} us a mark")
    print(f"negative   {word * 1e6:8.2f} us a word  {word / call:7.0f} x a call")
    empty = process("pass")
    imported = process("import workbench.markings")
    first = process("from workbench.markings import parse; parse('(S//NF)')")
    print(f"import     {(imported - empty) * 1e3:8.1f} ms  {imported / empty:7.1f} x an empty interpreter")
    print(f"first mark {(first - empty) * 1e3:8.1f} ms  {first / empty:7.1f} x an empty interpreter")


if __name__ == "__main__":
    main()
