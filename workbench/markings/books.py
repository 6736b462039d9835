# SPDX-License-Identifier: AGPL-3.0-or-later
"""Judging a draft by a rule book. The books contradict each other, so every finding says whose rule it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from workbench.core.findings import Finding, Severity
from workbench.markings.draft import Draft, Note
from workbench.markings.hierarchy import split_entry
from workbench.markings.model import Book, Form, Level, Marking
from workbench.markings.register import register
from workbench.markings.shipped import rule_data


# Facets that are no words of a mark.
_SAID = {
    "FD&R": "a foreign disclosure or release marking",
    "REL": "REL TO",
    "REL LIST": "REL TO with its list",
    "REL USA ALONE": "REL TO USA alone",
    "USA IN REL": "USA in REL TO",
    "FGI LIST": "FGI",
    "SG RETIRED": "a retired SIGMA",
    "SG UNKNOWN": "this SIGMA",
}
RELEASE_MARKS = frozenset({"NF", "REL", "RELIDO", "DISPLAYONLY", "EYES"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between the parts of a marking; see ``schema.RelationRow``."""

    given: Sequence[str]
    levels: Sequence[str]
    needs: Sequence[str]
    needs_any: Sequence[str]
    never: Sequence[str]
    unless: Sequence[str]
    severity: str
    source: str
    say: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A book ready for use: what it makes of slips of form, and its rules."""

    title: str
    syntax: dict[str, tuple[str, str]]
    rules: tuple[Rule, ...]


@cache
def rule_book(book: Book) -> RuleBook:
    """The rule book as rules/books/ has it.

    Raises:
        RulesError: the file is not valid; names the file, the line and the key.

    """
    files = list(rule_data(f"books/{book.value}.yaml"))
    syntax: dict[str, tuple[str, str]] = {
        code: (row["severity"], row["source"]) for file in files for code, row in file["syntax"].items()
    }
    return RuleBook(files[0]["title"], syntax, tuple(Rule(**row) for file in files for row in file["rules"]))


def judge(draft: Draft, marking: Marking, book: Book, length: int) -> tuple[Finding, ...]:
    """What the book has to say, in the order of the text; ``length`` is that of the raw mark."""
    used = rule_book(Book.CUI if marking.system == "CUI" and book is not Book.LEGACY else book)
    findings = [finding for note in draft.notes if (finding := _from_note(note, used))]
    facets = facets_of(marking) | ({"LIST MISSING"} if _lacks_list(marking, draft.form) else set())
    for rule in used.rules:
        if not facets.isdisjoint(rule.given) and facets.isdisjoint(rule.unless):
            findings += _broken(rule, facets, marking, draft, length)
    return tuple(sorted(findings, key=lambda f: (f.start or 0, f.end or 0, f.code)))


def _lacks_list(marking: Marking, form: Form) -> bool:
    """A portion may borrow its list from the banner, (S//REL); a banner has none to borrow from."""
    bare = "DISPLAYONLY" in marking.dissem and not marking.display_only
    return bare or (form is Form.BANNER and marking.portion is not None and marking.banner is None)


def _from_note(note: Note, book: RuleBook) -> Finding | None:
    severity, source = book.syntax.get(note.code, ("error", book.title))
    if severity == "allowed":
        return None
    return Finding(note.code, Severity(severity), f"{note.message} [{source}]", start=note.start, end=note.end)


def facets_of(marking: Marking) -> frozenset[str]:
    """Everything a rule can ask about: SI-G ABCD gives SI, SI-*, SI-G and SI-G *."""
    facets = {marking.system, *marking.dissem, *marking.nonic, *marking.nato_controls, *marking.codewords, *marking.cui}
    for entry in marking.sci:
        facets |= {"SCI", *_sci_facets(entry)}
    for entry in marking.aea:
        facets |= {"AEA", *_atomic_facets(entry)}
    facets |= {"FD&R"} if RELEASE_MARKS & set(marking.dissem) else set()
    facets |= {"FD&R"} if {"SBU-NF", "LES-NF"} & set(marking.nonic) else set()
    facets |= {"DISSEM"} if marking.dissem or marking.nonic else set()
    facets |= _list_facets(marking)
    return frozenset(facets)


def _sci_facets(entry: str) -> set[str]:
    system, compartments = split_entry(entry)
    facets = {system} if compartments else {system, f"{system} ALONE"}
    for name, subs in compartments.items():
        facets |= {f"{system}-*", f"{system}-{name}"}
        facets |= {f"{system}-{name} *"} if subs else set()
    return facets


def _atomic_facets(entry: str) -> set[str]:
    base, _, sub = entry.partition("-")
    facets = {base, entry}
    if sub.startswith("SG-"):
        number = int(sub[3:]) if sub[3:].isdigit() else 0
        facets |= {f"{base}-SG"}
        retired = number in (*range(1, 6), *range(9, 14))
        facets |= {"SG RETIRED"} if retired else set()
        facets |= {"SG UNKNOWN"} if not retired and number not in (14, 15, 18, 20) else set()
        facets |= {"SG OUT OF RANGE"} if not 1 <= number <= 99 else set()
    return facets


def _list_facets(marking: Marking) -> set[str]:
    facets = set()
    programs = [name for name in marking.sar if name != "HVSACO"]
    facets |= {"SAR"} if programs else set()
    facets |= {"SAR OVER 4"} if len(programs) > 4 else set()
    facets |= set(marking.sar) & {"HVSACO"}
    facets |= {"FGI LIST"} if marking.fgi else set()
    facets |= {"FGI-OWNED"} if marking.system == "FGI" else set()
    facets |= {"UNPUBLISHED"} if marking.unknown else set()
    if "REL" in marking.dissem and marking.rel_to and marking.system != "NATO":  # NATO lists those it is not
        facets |= {"REL LIST"} | ({"USA IN REL"} if "USA" in marking.rel_to else set())
        facets |= {"REL USA ALONE"} if marking.rel_to == ("USA",) else set()
    facets |= {"USA OWNS"} if "USA" in marking.owners else set()
    return facets


def _broken(rule: Rule, facets: frozenset[str], marking: Marking, draft: Draft, length: int) -> list[Finding]:
    named = " and ".join(_in_words(facets.intersection(rule.given), draft.form))
    said = []
    if rule.levels and marking.level.value not in rule.levels:
        levels = _either(sorted(rule.levels, key=lambda level: -Level(level).rank))
        said.append(("M201", f"{named} stands on {levels} only, not on {marking.level.value}"))
    missing = [facet for facet in rule.needs if facet not in facets]
    if missing:
        said.append(("M202", f"{named} needs {' and '.join(_in_words(missing, draft.form))}"))
    if rule.needs_any and facets.isdisjoint(rule.needs_any):
        said.append(("M202", f"{named} needs {' or '.join(_in_words(rule.needs_any, draft.form))}"))
    clash = [facet for facet in rule.never if facet in facets]
    if clash:
        said.append(("M203", f"{named} does not go with {' or '.join(_in_words(clash, draft.form))}"))
    start, end = _place(draft, rule, length)
    return [
        Finding(code, Severity(rule.severity), f"{rule.say or text} [{rule.source}]", start=start, end=end)
        for code, text in said
    ]


def _in_words(facets: Iterable[str], form: Form) -> list[str]:
    """Facets as a reader of a mark of that form knows them: TK ALONE is TK, and in a banner NF is NOFORN."""
    return sorted({_in_word(facet, form) for facet in facets})


def _in_word(facet: str, form: Form) -> str:
    if facet in _SAID:
        return _SAID[facet]
    for ending, what in ((" *", "a sub-compartment of "), ("-*", "a compartment of ")):
        if facet.endswith(ending):
            return what + facet.removesuffix(ending)
    name = facet.removesuffix(" ALONE")
    if form is Form.PORTION:
        return name
    known = register()
    control = known.control("dissem", name) or known.control("nonic", name)
    return control.banner if control else name.replace("-SG", "-SIGMA")


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _place(draft: Draft, rule: Rule, length: int) -> tuple[int, int]:
    """Where the token stands that brings the rule into play; the whole mark where no single one does."""
    for token in draft.tokens:
        if token.text in rule.given or any(token.text.startswith(given.rstrip("*")) for given in rule.given):
            return token.start, token.end
    return 0, length
