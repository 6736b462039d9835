# SPDX-License-Identifier: AGPL-3.0-or-later
"""A marking in words: what each part means, by which rule, what is wrong and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from textwrap import fill

from workbench.core.findings import Severity
from workbench.markings.hierarchy import split_entry
from workbench.markings.model import Book, Form, Level, Marking, Parsed
from workbench.markings.parsing import parse
from workbench.markings.register import Control, register


_LEVELS = {
    Level.TS: "TOP SECRET: exceptionally grave damage to national security (E.O. 13526 s.1.2)",
    Level.S: "SECRET: serious damage to national security (E.O. 13526 s.1.2)",
    Level.C: "CONFIDENTIAL: damage to national security (E.O. 13526 s.1.2)",
    Level.R: "RESTRICTED: not a level of the United States since 1953 (E.O. 10501)",
    Level.U: "UNCLASSIFIED: a status, not a level (CAPCO 2016 H.1)",
    Level.CUI: "Controlled unclassified information (32 CFR 2002)",
}
# In the order of CAPCO 2016 A.6; special access programs, foreign governments and release lists come between.
_SYSTEMS = (
    ("sci", "sci", "control system"),
    ("codewords", "codeword", "codeword"),
    ("nato_controls", "nato", "NATO control"),
)
_DISSEM = (("dissem", "dissem", "dissemination control"),)
_NONIC = (("nonic", "nonic", "non-IC or agency control"),)
_LEVEL_FIRST = re.compile(r"(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)[ /-]+(?=[A-Z])")
_NO_LEVEL, _LIST_MISSING = "M126", "M202"
_NARROWEST = 14  # columns
_COLUMNS = 80
_FOREIGN = {
    "NATO": "level of NATO (CAPCO 2016 H.7)",
    "JOINT": "level of information owned together (CAPCO 2016 H.3)",
}


def visible(text: str) -> str:
    """``text`` for a terminal: each control, format and surrogate character is U+FFFD and moves no cursor."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text)


def explain_line(parsed: Parsed) -> str:
    """One line: verdict, meaning, what to write instead. A blank line is answered too."""
    if parsed.marking is None:
        return f"not a marking: {visible(parsed.raw)}"
    verdict = "valid" if parsed.valid else "not valid"
    meaning = parsed.marking.banner or parsed.marking.level.value
    advice = f", write {parsed.suggestion}" if parsed.suggestion else ""
    return f"{visible(parsed.raw)}: {meaning}, {verdict} in {parsed.book.value}{advice}"


def explain(parsed: Parsed) -> str:
    """Lines of 80 columns for a person, a mark never broken; every control character of the mark is replaced."""
    return "\n".join(_lines(parsed))


def _wrapped(line: str, indent: int = 4) -> str:
    return fill(line, _COLUMNS, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)


def _beside(mark: str, said: str, *, first: str = "") -> str:
    """``first``, a mark to be copied and what is ``said`` of it, on as many lines as that takes."""
    whole = f"{first}{mark}{said}"
    if len(whole) <= _COLUMNS:
        return whole
    parts = [first.rstrip(), f"    {mark}" if first else mark, _wrapped(f"  {said.strip(' ;')}") if said else ""]
    return "\n".join(filter(None, parts))


def _lines(parsed: Parsed) -> Iterator[str]:
    if parsed.marking is None:
        yield _wrapped(f"{visible(parsed.raw) or '(nothing)'}  not a marking{_hint(parsed.raw.strip())}")
        return
    marking = parsed.marking
    form = "portion mark" if parsed.form is Form.PORTION else "banner"
    old = ", of an older rule book" if marking.era == "legacy" else ""
    verdict = "valid" if parsed.valid else "not valid"
    yield _beside(visible(parsed.raw), f"  {form}{old}, {verdict} in {parsed.book.value}")
    if not parsed.valid and old and parse(parsed.raw, parsed.form, Book.LEGACY).valid:
        yield "  right in its own day: valid in legacy, and no error in a document of that time"
    meanings = list(_meanings(marking, told={finding.code for finding in parsed.findings}))
    width = max(_NARROWEST, *(len(name) for name, _ in meanings))
    for name, meaning in meanings:
        yield _wrapped(f"  {name:<{width}} {meaning}", width + 3 if width < _COLUMNS // 2 else 4)
    for finding in parsed.findings:
        start, end = finding.start or 0, finding.end or 0
        yield _wrapped(f"  {finding.severity.value} {finding.code} at {start + 1}-{end}: {finding.message}")
    if parsed.suggestion and (open_ := _unsettled(parsed)):
        yield _beside(parsed.suggestion, f"; it does not settle {', '.join(open_)}", first="  today's form: ")
    elif parsed.suggestion:
        yield _beside(parsed.suggestion, "", first="  write instead: ")
    elif marking.era == "legacy" and marking.banner:
        today = marking.portion if parsed.form is Form.PORTION else marking.banner
        yield _beside(today or "", "", first="  today: ")
    if parsed.confidence < 1:
        yield f"  read with a confidence of {parsed.confidence:.0%}"


def _unsettled(parsed: Parsed) -> list[str]:
    """What is wrong besides the form: a companion that lacks, a level that is too low."""
    left = parse(parsed.suggestion or "", parsed.form, parsed.book).findings
    return sorted({finding.code for finding in left if finding.severity is Severity.ERROR})


def _hint(text: str) -> str:
    """What a person may have meant by something that is no marking."""
    if text in ("U", "C", "S", "TS", "R"):
        return f": a level alone is written ({text}) before a portion and spelled out in a banner"
    if text.strip("()").upper() in ("U", "C", "S", "TS") and text.strip("()").islower():
        return ": portion marks are written in capitals; in small letters it is an item of a list"
    core, known = " ".join(text.strip("()").upper().split()), register()
    if control := known.legacy_spellings.get(core):
        return f": {control.title} is a control; a mark begins with its level"
    if (head := known.heads.get(core)) and head.system == "NATO":
        return f": as a portion of NATO it is written (//{head.portion})"
    if level := _LEVEL_FIRST.match(core):
        return f": {visible(core[level.end() :])} is no control that the register lists"
    return "" if text else ": nothing was given"


def _meanings(marking: Marking, told: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Each part and what it says; ``told`` are the codes of the findings, by which a level may only be assumed."""
    assumed = "no level is written; taken as classified, at least " if _NO_LEVEL in told else ""
    yield marking.level.value, assumed + _level(marking)
    yield from _named(marking, _SYSTEMS)
    for name in marking.sar:
        yield f"SAR-{name}", "special access program (CAPCO 2016 H.5)"
    known = register()
    for name in marking.cui:
        if name == "CUI":  # beside a level
            yield name, _LEVELS[Level.CUI]
            continue
        category = known.categories.get(name.removeprefix("SP-"), ("", "unknown category", False))
        yield name, f"{category[1]} (CUI registry)"
    for name in marking.aea:
        control = known.control("aea", name) or known.control("aea", name.split("-")[0])
        sigma = name.partition("-SG-")[2] if control else ""
        yield name, _meaning(control, "Atomic Energy Act information", f" with SIGMA {sigma}" if sigma else "")
    yield from _foreign(marking)
    yield from _named(marking, _DISSEM)
    yield from _codes(marking, lent=_LIST_MISSING not in told)
    yield from _named(marking, _NONIC)
    if marking.declassify:
        yield marking.declassify, "declassification value, in banners until February 2008 (CAPCO 2016 I)"
    for name in marking.unknown:
        yield visible(name), "not understood"


def _level(marking: Marking) -> str:
    """The level in words. Orders of the United States do not define what another government calls secret."""
    if marking.system in ("US", "CUI"):
        return _LEVELS[marking.level]
    word = register().banners.get((marking.system, marking.level)) or _LEVELS[marking.level].partition(":")[0]
    if marking.system in _FOREIGN:
        owners = ", ".join(_country(code) for code in marking.owners if code != marking.system)
        return f"{word}, {_FOREIGN[marking.system]}" + (f": {owners}" if owners else "")
    owners = ", ".join(_country(code) for code in marking.owners) or marking.system
    return f"{word}, level of a foreign government: {owners} (CAPCO 2016 H.7)"


def _named(marking: Marking, attributes: tuple[tuple[str, str, str], ...]) -> Iterator[tuple[str, str]]:
    known = register()
    for attribute, category, title in attributes:
        for name in getattr(marking, attribute):
            whole = known.control(category, name)
            control = (
                whole or known.control(category, name.split(" ")[0]) or known.control(category, name.split("-")[0])
            )
            rest = "" if whole or control is None else _compartments(name, control)
            yield name, _meaning(control, title, rest, name.removeprefix(control.portion) if control else "")


def _compartments(name: str, control: Control) -> str:
    """What of ``SI-G ABCD-XYZ`` the register does not list: with sub-compartment ABCD of G and compartment XYZ."""
    said = []
    for compartment, subs in split_entry(name)[1].items():
        if not control.portion.endswith(f"-{compartment}"):
            said.append(f"compartment {compartment}")
        if subs:
            said.append(f"sub-compartment{'s' * (len(subs) > 1)} {' '.join(subs)} of {compartment}")
    return f" with {' and '.join(said)}" if said else ""


def _foreign(marking: Marking) -> Iterator[tuple[str, str]]:
    for code in marking.fgi:
        yield code, f"foreign government information of {_country(code)} (CAPCO 2016 H.7)"


def _country(code: str) -> str:
    known = register()
    code = known.old_countries.get(code, code)
    return known.countries.get(code) or known.tetragraphs.get(code) or visible(code)


def _codes(marking: Marking, *, lent: bool) -> Iterator[tuple[str, str]]:
    """``lent``: a list that is not there may be the banner's."""
    if lent and not marking.rel_to and {"REL", "EYES"} & set(marking.dissem):
        yield "(its list)", "stands in the banner of the document and is not known here"
    for title, codes in (("release to", marking.rel_to), ("display to", marking.display_only)):
        for code in codes:
            known = register().is_code(code)
            yield visible(code), f"{title} {_country(code)}" if known else "no registered code: nobody is named by it"


def _meaning(control: Control | None, title: str, rest: str = "", compartments: str = "") -> str:
    if control is None:
        return f"{title} that the register does not publish"
    became = ""
    if control.modern is not None:
        became = f"; today {'/'.join(name + compartments for name in control.modern) or 'no longer marked'}"
    return f"{control.title}{rest}, {title} ({control.source}){became}"
