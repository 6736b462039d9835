# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fast a text is read, its marks found, its paragraphs told and its rules checked, stage by stage.

    python -m benchmarks.text [FILE ...] [--megabytes N] [--rounds N]

Without files it makes a text up: paragraphs with one marking each. Files (``*.txt``, ``*.md``, the ``text`` of the
records of ``*.jsonl``) are put one after the other: once, as they are, and repeated up to N megabytes. What reads alike
is told once in a document, so a text that repeats itself is faster than one that does not; both are shown. The floor is
one pass of one compiled pattern for portion marks over the same text in the same run.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import regex

from workbench.checks import check
from workbench.checks.settings import Settings
from workbench.documents import read_document
from workbench.marks import find_marks
from workbench.structure import analyse


FLOOR = regex.compile(r"\((?:TS|SBU|[SCUR])(?://[A-Z0-9 ,/\-]{1,80})?\)")
MARKS = ("(U)", "(U//FOUO)", "(C)", "(S//NF)", "(TS//SI//NF)", "(S//REL TO USA, DEU)")
SENTENCES = (
    "The committee met the delegation about the harbour lease in the week of the fair.",
    "Two ferries were late, and the pilots asked for a second tug.",
    "Nobody had counted the crates, which stood in the rain until Thursday.",
    "A letter from the mill says that the price of flax will not hold.",
    "The survey of the north pier was put off again for want of a diver.",
    "Its engineer expects the sluice to be dry by the end of the month.",
    "Of the nine barges hired, four came back empty.",
)
STAGES = ("read", "find marks", "tell paragraphs", "check")


def marked_text(size: int) -> str:
    """Numbered paragraphs of three to five sentences, one marking each, between two banners; about ``size`` long."""
    paragraphs, length, number = ["TOP SECRET//SI//NOFORN"], 0, 0
    while length < size:
        chosen = islice(cycle(SENTENCES), number % 7, number % 7 + 3 + number % 3)
        paragraphs.append(f"{MARKS[number % len(MARKS)]} {number + 1}. {' '.join(chosen)}")
        length += len(paragraphs[-1]) + 2
        number += 1
    return "\n\n".join([*paragraphs, "TOP SECRET//SI//NOFORN", ""])


def texts(files: list[Path]) -> Iterator[str]:
    """The texts in ``files``."""
    for file in files:
        content = file.read_text(encoding="utf-8")
        if file.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in content.splitlines() if line.strip())
        else:
            yield content


def repeated(text: str, size: int) -> str:
    """``text`` again and again, ``size`` characters of it."""
    return (text * (size // len(text) + 1))[:size] if text else ""


def stages(data: bytes) -> dict[str, float]:
    """Seconds of processor time that each stage takes for the document ``data``."""
    times = [time.process_time()]
    document = read_document(data, "sample.txt")
    times.append(time.process_time())
    marks = find_marks(document)
    times.append(time.process_time())
    analysis = analyse(document, marks)
    times.append(time.process_time())
    check(analysis, Settings())
    times.append(time.process_time())
    return {name: times[i + 1] - times[i] for i, name in enumerate(STAGES)} | {"all": times[-1] - times[0]}


def best(work: Callable[[], dict[str, float]], repeat: int) -> dict[str, float]:
    """The shortest time of each stage: whatever else the machine does only makes them longer."""
    runs = [work() for _ in range(repeat)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


def floor(text: str, repeat: int = 5) -> float:
    """Seconds of processor time of one bare pass."""

    def once() -> dict[str, float]:
        start = time.process_time()
        sum(1 for _ in FLOOR.finditer(text))
        return {"floor": time.process_time() - start}

    return max(best(once, repeat)["floor"], 1e-9)


def show(title: str, text: str, repeat: int) -> None:
    """Print one table."""
    data, bare = text.encode(), floor(text)
    print(f"{title}: {len(data):,} bytes; floor {len(data) / bare / 1e6:.0f} MB/s ({bare * 1e3:.3f} ms)")
    for name, seconds in best(lambda: stages(data), repeat).items():
        print(
            f"  {name:16} {seconds * 1e3:10.3f} ms {len(data) / seconds / 1e6:8.2f} MB/s {seconds / bare:8.1f} x floor"
        )


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description="Speed of the text path, stage by stage.")
    parser.add_argument("files", nargs="*", type=Path, help="text, Markdown or JSON lines with a `text` each")
    parser.add_argument("--megabytes", type=float, default=2.0, help="how long a text to make (default: 2)")
    parser.add_argument("--rounds", type=int, default=3, help="how often to time a long text (default: 3)")
    options = parser.parse_args()
    size = int(options.megabytes * 1e6)
    # The first document of a process pays for reading rules/ and for importing what is imported late.
    stages(marked_text(1_000).encode())
    show("10 KB, one marking a paragraph, steady state", marked_text(10_000), 40)
    if not options.files:
        show("the same, longer", marked_text(size), options.rounds)
        return
    text = "\n\n".join(texts(options.files))
    show(f"{len(options.files)} files, once", text, options.rounds)
    show(f"{len(options.files)} files, repeated", repeated(text, size), options.rounds)


if __name__ == "__main__":
    main()
