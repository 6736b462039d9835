# SPDX-License-Identifier: AGPL-3.0-or-later
"""A marking in words: what each part means, by which rule, what is wrong and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.markings.model import Form, Level, Marking, Parsed
from workbench.markings.register import Control, register
from workbench.markings.safe_text import visible


_LEVELS = {
    Level.TS: "TOP SECRET: exceptionally grave damage to national security (E.O. 13526 s.1.2)",
    Level.S: "SECRET: serious damage to national security (E.O. 13526 s.1.2)",
    Level.C: "CONFIDENTIAL: damage to national security (E.O. 13526 s.1.2)",
    Level.R: "RESTRICTED: not a level of the United States since 1953 (E.O. 10501)",
    Level.U: "UNCLASSIFIED: a status, not a level (CAPCO 2016 H.1)",
    Level.CUI: "Controlled unclassified information (32 CFR 2002)",
}
_CATEGORIES = {
    "sci": ("sci", "control system"),
    "nato_controls": ("nato", "NATO control"),
    "dissem": ("dissem", "dissemination control"),
    "nonic": ("nonic", "non-IC or agency control"),
    "codewords": ("codeword", "codeword"),
}


def explain_line(parsed: Parsed) -> str:
    """One line: verdict, meaning, what to write instead. A blank line is answered too."""
    if parsed.marking is None:
        return f"not a marking: {visible(parsed.raw)}"
    verdict = "valid" if parsed.valid else "not valid"
    meaning = parsed.marking.banner or parsed.marking.level.value
    advice = f", write {parsed.suggestion}" if parsed.suggestion else ""
    return f"{visible(parsed.raw)}: {meaning}, {verdict} in {parsed.book.value}{advice}"


def explain(parsed: Parsed) -> str:
    """Several lines for a person; every control character of the mark is replaced."""
    return "\n".join(_lines(parsed))


def _lines(parsed: Parsed) -> Iterator[str]:
    if parsed.marking is None:
        yield f"{visible(parsed.raw)}  not a marking"
        return
    marking = parsed.marking
    form = "portion mark" if parsed.form is Form.PORTION else "banner"
    old = ", of an older rule book" if marking.era == "legacy" else ""
    yield f"{visible(parsed.raw)}  {form}{old}, {'valid' if parsed.valid else 'not valid'} in {parsed.book.value}"
    for name, meaning in _meanings(marking):
        yield f"  {name:<14} {meaning}"
    for finding in parsed.findings:
        start, end = finding.start or 0, finding.end or 0
        yield f"  {finding.severity.value} {finding.code} at {start + 1}-{end}: {finding.message}"
    if parsed.suggestion:
        yield f"  write instead: {parsed.suggestion}"
    elif marking.era == "legacy" and marking.banner:
        yield f"  today: {marking.portion if parsed.form is Form.PORTION else marking.banner}"
    if parsed.confidence < 1:
        yield f"  read with a confidence of {parsed.confidence:.0%}"


def _meanings(marking: Marking) -> Iterator[tuple[str, str]]:
    owner = "" if marking.system in ("US", "CUI") else f"{marking.system} {' '.join(marking.owners)}: "
    yield marking.level.value, owner + _LEVELS[marking.level]
    known = register()
    for attribute, (category, title) in _CATEGORIES.items():
        for name in getattr(marking, attribute):
            control = known.control(category, name) or known.control(category, name.split(" ")[0])
            control = control or known.control(category, name.split("-")[0])
            yield name, _meaning(control, title)
    for name in marking.sar:
        yield name, "special access program (CAPCO 2016 H.5)"
    for name in marking.aea:
        control = known.control("aea", name) or known.control("aea", name.split("-")[0])
        yield name, _meaning(control, "Atomic Energy Act information")
    yield from _codes(marking)
    for name in marking.cui:
        yield (
            name,
            f"{known.categories.get(name.removeprefix('SP-'), ('', 'unknown category', False))[1]} (CUI registry)",
        )
    if marking.declassify:
        yield marking.declassify, "declassification value, in banners until February 2008 (CAPCO 2016 I)"
    for name in marking.unknown:
        yield visible(name), "not understood"


def _codes(marking: Marking) -> Iterator[tuple[str, str]]:
    known = register()
    for title, codes in (("FGI of", marking.fgi), ("release to", marking.rel_to), ("display to", marking.display_only)):
        for code in codes:
            yield code, f"{title} {known.countries.get(code) or known.tetragraphs.get(code) or code}"


def _meaning(control: Control | None, title: str) -> str:
    if control is None:
        return f"{title} that the register does not publish"
    became = ""
    if control.modern is not None:
        became = f"; today {'/'.join(control.modern) or 'no longer marked'}"
    return f"{control.title}, {title} ({control.source}){became}"
