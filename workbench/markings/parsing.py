# SPDX-License-Identifier: AGPL-3.0-or-later
"""``parse``: one marking, whatever way it was written, understood as far as it goes and judged by a named book."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from workbench.core.findings import Finding, Severity
from workbench.markings.draft import Draft
from workbench.markings.model import Book, Era, Form, Level, Marking, Parsed


# Longer than any mark that could be written: more is a paragraph, not a mark.
LONGEST = 400


def parse(text: str, form: Form | None = None, book: Book = Book.CAPCO_2016) -> Parsed:
    """Read ``text`` as one classification marking, and judge it by a rule book.

    Args:
        text: the marking and nothing else; a portion mark with its parentheses. At most 400 characters.
        form: whether it is a portion mark or a banner line; None tells by the parentheses.
        book: the rule book that ``Parsed.valid`` is about.

    Returns:
        What was understood: ``marking`` is its meaning, or None where ``text`` is no marking; ``findings`` say what is
        wrong and where (offsets in characters of ``text``); ``suggestion`` is what to write instead, if that is clear.
        Never raises on any text. Answers are cached for the life of the process.

    >>> parsed = parse("(S/NF)")
    >>> parsed.valid, parsed.suggestion, parsed.marking.banner
    (False, '(S//NF)', 'SECRET//NOFORN')
    >>> parse("(S/NF)", book=Book.LEGACY).valid
    True

    """
    return _parse(text, form, book)


@lru_cache(maxsize=16384)  # not on ``parse`` itself: type checkers lose the parameters of a cached function
def _parse(text: str, form: Form | None, book: Book) -> Parsed:
    from workbench.markings.frame import read

    draft = read(text, form) if len(text) <= LONGEST else None
    if draft is None:
        bracketed = text.lstrip().startswith(("(", "["))
        return _no_marking(text, form or (Form.PORTION if bracketed else Form.BANNER), book)
    return _judged(text, draft, book)


def _no_marking(text: str, form: Form, book: Book) -> Parsed:
    finding = Finding("M101", Severity.ERROR, "not recognised as a marking", start=0, end=len(text))
    return Parsed(text, form, book, False, None, (finding,), None, 0.0)


def _judged(text: str, draft: Draft, book: Book) -> Parsed:
    from workbench.markings.books import judge
    from workbench.markings.register import register

    marking = marking_of(draft)
    for token in draft.tokens:
        if token.category == "unknown" and token.text.removeprefix("SP-") in register().categories:
            draft.note("M302", token.start, token.end, f"{token.text} is a category of CUI and stands behind CUI")
        elif token.category == "unknown":
            code, why = (
                ("M132", "a word that no public register lists; by its place a control system")
                if token.place == 1
                else ("M102", "a word that is not in the register")
            )
            draft.note(code, token.start, token.end, why)
        elif token.control and token.control.is_obsolete and book.value not in token.control.books:
            compartments = token.text.removeprefix(token.control.portion)
            became = " and ".join(name + compartments for name in token.control.modern or ()) or "nothing"
            why = f"no longer in force, {became} took its place"
            if token.control.owner:
                why = f"a caveat of {token.control.owner}, and of no mark of the United States"
            draft.note("M118", token.start, token.end, f"{token.text} is {why}")
    findings = judge(draft, marking, book, len(text))
    valid = not any(finding.severity is Severity.ERROR for finding in findings)
    canonical = marking.portion if draft.form is Form.PORTION else marking.banner
    suggestion = canonical if not valid and canonical != text and _settles(draft, marking, findings) else None
    if not valid and suggestion is None and marking.rel_to and "USA" not in marking.rel_to:
        suggestion = _with_usa(marking, draft.form, book)
    return Parsed(text, draft.form, book, valid, marking, findings, suggestion, draft.confidence)


def _with_usa(marking: Marking, form: Form, book: Book) -> str | None:
    """The mark with USA in front of its list, if nothing else is wrong with it then: nobody new sees the paper."""
    from workbench.markings.render import rendered

    full = rendered(replace(marking, rel_to=("USA", *marking.rel_to)))
    meant = full.portion if form is Form.PORTION else full.banner
    return meant if marking.system == "US" and meant and parse(meant, form, book).valid else None


def _settles(draft: Draft, marking: Marking, findings: tuple[Finding, ...]) -> bool:
    """Whether writing the canonical form is good advice.

    Not where controls contradict each other or lack a companion: form is not what is wrong there. And an agency's own
    caveat has no form of today; only its agency may drop it (CAPCO 2016 F).
    """
    if any(token.control and token.control.modern == () and not token.control.years for token in draft.tokens):
        return False
    if any(f.code in ("M121", "M122") for f in findings):
        return False
    wrong = any(f.code.startswith("M2") and f.severity is Severity.ERROR for f in findings)
    return not wrong or marking.era is Era.LEGACY or len(marking.aea) > 1


def marking_of(draft: Draft) -> Marking:
    """The meaning of a draft, with its canonical forms."""
    from workbench.markings.render import rendered

    sci = list(draft.of("sci"))
    words = [token for token in draft.tokens if token.category == "codeword"]
    for token in words:
        meant = (token.control.modern if token.control else None) or ()
        sci += [name for name in meant if all(name != known.split("-")[0] for known in sci)]
    obsolete = [token.text for token in draft.tokens if token.control and token.control.is_obsolete]
    if draft.head and draft.head.legacy and draft.head.level is Level.R:
        obsolete.append("RESTRICTED")
    lists: dict[str, tuple[str, ...]] = {}
    for token in draft.tokens:
        lists[token.text] = tuple(dict.fromkeys((*lists.get(token.text, ()), *token.codes)))
    _take_owner(draft)
    marking = Marking(
        system=draft.system,
        level=draft.level,
        sci=tuple(sci),
        sar=tuple(name.removeprefix("SAR-") for name in draft.of("sap")),
        aea=_atomic(draft.of("aea")),
        fgi=draft.of("fgi"),
        owners=draft.owners,
        dissem=draft.of("dissem"),
        rel_to=lists.get("REL") or lists.get("EYES", ()),
        display_only=lists.get("DISPLAYONLY", ()),
        nonic=draft.of("nonic"),
        cui=draft.of("cui"),
        unknown=draft.unknown,
        era=Era.LEGACY if draft.legacy or obsolete else Era.MODERN,
        nato_controls=draft.of("nato"),
        codewords=tuple(dict.fromkeys(token.text for token in words)),
        handle_via=draft.handle_via,
        obsolete=tuple(dict.fromkeys(obsolete)),
        declassify=draft.declassify,
    )
    # A handling line names no level: there is no form of today for it.
    return marking if draft.handle_via and draft.head is None else rendered(marking)


def _atomic(names: tuple[str, ...]) -> tuple[str, ...]:
    """A subset takes the place of what it is a subset of: SECRET RD SIGMA 2 is RD-SG-2."""
    return tuple(name for name in names if not any(other.startswith(f"{name}-") for other in names))


def _take_owner(draft: Draft) -> None:
    """TOP SECRET STRAP 1: a country's caveat says whose paper it is."""
    owners = {token.control.owner for token in draft.tokens if token.control and token.control.owner}
    if draft.system == "US" and len(owners) == 1:
        draft.system, draft.owners = "FGI", tuple(owners)


def explain_code(code: str) -> tuple[str, str] | None:
    """The title and the explanation of a finding code of ``parse`` (``M203``); None for any other code."""
    from workbench.markings.shipped import rule_data

    for file in rule_data("books/findings.yaml"):
        if row := file["findings"].get(code.upper()):
            return row["title"], row["explanation"]
    return None
