# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verifying a copy that is already there, ours or somebody else's."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.core.errors import DocumentError, UsageError
from workbench.core.findings import Finding, Severity
from workbench.documents import Box, Document, OcrMode, Span, TextVersion, read_bytes, read_document
from workbench.documents.opening import one_error
from workbench.documents.tears import trimmed
from workbench.exports.earlier import sha256_of
from workbench.exports.formats import inspect_file, verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.model import Check, Purpose, Verification
from workbench.exports.naming import RECORDS
from workbench.exports.records import recorded_findings
from workbench.exports.release import recorded_notices
from workbench.redaction import Policy, Redaction, Term, Unit, load_policy, make_plan
from workbench.redaction.decisions import OtherReadingError
from workbench.redaction.folding import fold
from workbench.redaction.intervals import merge, subtract
from workbench.redaction.model import Plan
from workbench.structure import analyse


_MOST_WORDS = 20_000
"""Up to here two texts are aligned word by word: the alignment takes memory by the product of their lengths."""

_TOLD = frozenset(("X108", "X111", "X112"))


def inspect(file: Path, data: bytes | None = None) -> Verification:
    """Bad redactions and hidden data in ``file``; ``data`` are its bytes where the caller has them.

    Raises:
        DocumentError: it cannot be read.

    """
    data = read_bytes(file) if data is None else data
    with one_error(str(file)):
        return inspect_file(data, str(file))


def originals(paths: Iterable[Path]) -> Callable[[Path], Path]:
    """A function that tells which of ``paths`` a copy was made from: that with the hash in its record.

    It raises DocumentError for a copy without a record, and for one whose original is not among ``paths``.
    """
    by_hash = {sha256_of(path): path for path in reversed([*paths])}

    def original(copy: Path) -> Path:
        record = _record_beside(copy)
        if record is None:
            raise DocumentError(str(copy), "has no record that tells its original")
        found = by_hash.get(_read_record(record)["source"]["sha256"])
        if found is None:
            raise DocumentError(str(copy), "its original is not among the files given")
        return found

    return original


def verify_against(
    file: Path, original: Path, record: Path | None, policy: Policy, terms: Sequence[Term]
) -> Verification:
    """Whether anything withheld from ``original`` is still in ``file``.

    What was withheld is told by the record of the export. Where there is none: all that ``policy`` and ``terms``
    would withhold, and all that the copy's own text lacks.

    Raises:
        DocumentError: one of the two cannot be read.
        UsageError: the record is none, or is of another original.

    """
    copy, data = read_bytes(file), read_bytes(original)
    with one_error(str(file)):
        return _verify(file, copy, original, data, record or _record_beside(file), policy, terms)


def _verify(
    file: Path, copy: bytes, original: Path, data: bytes, found: Path | None, policy: Policy, terms: Sequence[Term]
) -> Verification:
    if found is None:
        document = read_document(data, str(original))
        plan = make_plan(analyse(document), policy, terms)
        lacking, unread = _lacking(document, copy, str(file))
        verification = _searched(copy, str(file), _with(plan, lacking))
        return _and(verification, Check("what the copy lacks", len(lacking), 0, unread))
    content = _read_record(found)
    source = content["source"]
    if source["sha256"] != hashlib.sha256(data).hexdigest():
        raise UsageError(f"{found}: is the record of another original than {original}")
    document = read_document(data, str(original), ocr=OcrMode(source.get("ocr", OcrMode.AUTO)))
    made = TextVersion(str(source.get("text_sha256") or ""), str(source.get("engine") or ""))
    if not made.fits(document.reading):
        raise OtherReadingError(f"{found}: the record", made, document.reading)
    verification = _searched(copy, str(file), _recorded_plan(document, content, terms))
    changed = _changed(copy, file, content)
    # What a copy tells by its look its writer alone can know: how many lines were set anew, and what that hides.
    told = tuple(finding for finding in recorded_findings(content) if finding.code in _TOLD)
    return _and(verification, Check("as recorded", 1, len(changed)), (*told, *changed))


def _searched(copy: bytes, name: str, plan: Plan) -> Verification:
    """As the export searched it, and for terms as it is read: over the ends of pages and columns too."""
    verification = verify_copy(copy, name, plan)
    if not plan.terms:
        return verification
    found = pass_gate(copy, name, plan, load_policy("none"))
    return _and(verification, Check("text as it is read", 1, len(found)), found)


def _and(verification: Verification, check: Check, findings: tuple[Finding, ...] = ()) -> Verification:
    return Verification((*verification.checks, check), (*verification.findings, *findings))


def _changed(copy: bytes, file: Path, record: dict[str, Any]) -> tuple[Finding, ...]:
    output = record.get("output") or {}
    if output.get("sha256") == hashlib.sha256(copy).hexdigest():
        return ()
    return (Finding("changed", Severity.ERROR, "is not the copy that was verified: it was changed since", str(file)),)


def _record_beside(file: Path) -> Path | None:
    """``TO/records/FOLDER/STEM.redactions.json`` for ``TO/sanitized/FOLDER/STEM.sanitized.pdf``.

    ``STEM.pdf.redactions.json`` where that is there: ``OutputName`` says when.
    """
    name = re.fullmatch(r"(?s)(.+)\.sanitized(\.\w+)", file.name)
    for folder in file.absolute().parents if name else ():
        if folder.name == Purpose.SANITIZED.value and name:
            records = folder.parent / RECORDS / file.absolute().parent.relative_to(folder)
            named = (records / f"{stem}.redactions.json" for stem in (f"{name[1]}{name[2]}", name[1]))
            found = next(filter(Path.is_file, named), None)
            # Messages name it as the user named the copy: an absolute path tells of the machine.
            return Path(os.path.relpath(found)) if found and not file.is_absolute() else found
    return None


def _read_record(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(read_bytes(path))
        if found["schema"] != "workbench.redactions/1" or not isinstance(found["source"]["sha256"], str):
            raise ValueError
        OcrMode(found["source"].get("ocr", OcrMode.AUTO))
        if not all(0 <= start <= end for each in found["redactions"] for start, end in _redaction(each).spans):
            raise ValueError
        dict(found.get("output") or {})
        str(found["policy"])
        recorded_notices(found)
        recorded_findings(found)
    except DocumentError as error:
        raise UsageError(str(error)) from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise UsageError(f"{path}: is no record of redactions") from None
    return found


def _redaction(found: dict[str, Any]) -> Redaction:
    return Redaction(
        Unit(found.get("unit", "text")),
        tuple(Span(int(start), int(end)) for start, end in found["spans"]),
        int(found["page"]),
        str(found.get("label") or "[redacted]"),
        str(found["why"]),
        found["paragraph"],
        found["code"],
        boxes=tuple(Box(box["page"], *box["bbox"]) for box in found.get("boxes", ())),
        area=Box(area["page"], *area["bbox"]) if (area := found.get("area")) else None,
    )


def _recorded_plan(document: Document, record: dict[str, Any], terms: Sequence[Term]) -> Plan:
    """The plan as it was; the words of the list are those that it withheld as terms."""
    redactions = tuple(map(_redaction, record["redactions"]))
    texts = {" ".join(document.text[s:e] for s, e in r.spans): r.code for r in redactions if r.why == "term"}
    words = (*terms, *(Term(text, code) for text, code in sorted(texts.items()) if text.strip()))
    notices = recorded_notices(record)
    return Plan(analyse(document), str(record["policy"]), redactions, (), words, notices=notices)


def _with(plan: Plan, lacking: Sequence[Span]) -> Plan:
    document = plan.analysis.document
    taken = merge(plan.withheld())
    extra = [left for span in lacking for left in subtract(span, taken)]
    made = [
        Redaction(Unit.TEXT, (span,), document.page_at(span.start), "[redacted]", "lacking")
        for span in (trimmed(document.text, span) for span in extra)
        if span.start < span.end
    ]
    redactions = sorted((*plan.redactions, *made), key=lambda r: r.spans)
    return Plan(plan.analysis, plan.policy, tuple(redactions), plan.cancelled, plan.terms)


def _lacking(document: Document, copy: bytes, name: str) -> tuple[list[Span], str]:
    """The stretches of the original that the copy's text does not have, and why they could not be found."""
    try:
        shown = [word for word, _ in _words(read_document(copy, name).text)]
    except DocumentError as error:
        return [], error.why
    words = list(_words(document.text))
    if len(words) > _MOST_WORDS or len(shown) > _MOST_WORDS:
        return [], f"more than {_MOST_WORDS} words"
    from rapidfuzz.distance import Indel

    steps = Indel.opcodes([word for word, _ in words], shown)
    spans = [
        Span(words[step.src_start][1].start, words[step.src_end - 1][1].end)
        for step in steps
        if step.tag in ("delete", "replace") and step.src_end > step.src_start
    ]
    return merge(spans), ""


def _words(text: str) -> Iterator[tuple[str, Span]]:
    for match in re.finditer(r"\w+", text):
        yield fold(match.group())[0], Span(*match.span())
