# SPDX-License-Identifier: AGPL-3.0-or-later
"""One document from its bytes to its copies: read once, plan, write, verify, gate, and only then give names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from workbench.core.counted import counted
from workbench.core.errors import DocumentError, WorkbenchError
from workbench.core.faults import fault, is_fault
from workbench.core.files import PendingFiles
from workbench.core.findings import Finding, Severity
from workbench.documents import read_bytes, read_document
from workbench.exports.earlier import beside_earlier, remove_earlier
from workbench.exports.formats import annotate, verify_copy, write_sanitized
from workbench.exports.gate import pass_gate, told_late
from workbench.exports.model import Purpose, Verification
from workbench.exports.naming import OutputName, name_outputs, suffix_for
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.exports.records import fingerprint, is_finished, record, recorded_findings
from workbench.markings.model import Marking
from workbench.redaction import Policy, make_plan
from workbench.redaction.approval import Standing, basis_of
from workbench.redaction.decisions import refuse_other_reading
from workbench.redaction.model import Decision, Plan, Redaction, Unit
from workbench.redaction.places import check_places
from workbench.structure import Analysis, analyse


Decisions = Callable[[str], Iterable[Decision]]
_Made = tuple[dict[Purpose, bytes], Verification | None, tuple[Redaction, ...]]
_ROUNDS = 3  # times that a copy is made anew because of what it shows by chance
_STRANGE = frozenset(("V108", "V109"))  # earlier states and parts that no copy of ours has


class LeakError(WorkbenchError):
    """A copy still holds something that is withheld. ``findings`` say where."""

    def __init__(self, path: str, findings: tuple[Finding, ...], late: tuple[Decision, ...] = ()) -> None:
        """One line for the document; each finding has a line of its own. ``late`` would withhold what was found."""
        places = counted(len(findings), "place")
        leak = any(finding.code != "gate" for finding in findings)
        why = "the copy still shows something withheld in" if leak else "the policy lets no copy go out because of"
        super().__init__(f"{path}: nothing was written: {why} {places}")
        self.findings, self.late = findings, late


def export_document(
    path: Path,
    options: ExportOptions,
    name: OutputName | None = None,
    decisions: Decisions = lambda sha256: (),
    data: bytes | None = None,
    standings: Mapping[str, Standing] | None = None,
) -> Exported:
    """Makes the copies and the record of the document at ``path``; ``decisions`` gives those on a SHA-256.

    ``data`` are its bytes where the caller has them (standard input). ``standings``, by SHA-256, say who approved what,
    for a policy that asks.

    Never raises for a document: one that cannot be read, or whose copy leaks, is an ``Exported`` that says so, and no
    file under any of its final names is left, not even an earlier run's (made under other settings, it would pass for
    this run's).
    """
    name = final_name(path, options, name)
    refused = partial(Exported, str(path), Status.REFUSED)
    try:
        return _Export(path, options, name, standings or {}).run(decisions, data)
    except LeakError as error:
        exported = refused(findings=error.findings, error=str(error), code="leak")
    except DocumentError as error:
        exported = Exported(str(path), Status.UNREADABLE, error=str(error), code=error.code)
    except WorkbenchError as error:
        exported = refused(error=f"{path}: {error}", code="refused")
    except OSError as error:
        why = error.strerror or type(error).__name__
        exported = refused(error=f"{path}: cannot be written: {why}", code="write")
    except (RecursionError, MemoryError) as error:
        exported = refused(error=f"{path}: is too large to export ({type(error).__name__})", code="too-large")
    except Exception as error:
        # Whatever a library raises on a hostile file. Only the kind of the error is told: its words may quote the file.
        what = fault(error) if is_fault(error) else f"the export failed ({type(error).__name__})"
        exported = refused(error=f"{path}: nothing was written: {what}", code="failed")
    return withdraw(exported, name, options.to)


def final_name(path: Path, options: ExportOptions, name: OutputName | None) -> OutputName:
    """``name`` (the file's own, if None) without words of the terms, and beside what earlier runs wrote."""
    name = (name or name_outputs([path])[0]).without(term.text for term in options.terms)
    return beside_earlier(name, path, options.to)


def withdraw(exported: Exported, name: OutputName, to: Path) -> Exported:
    """What came of a document that failed, once nothing that any run wrote for it is left."""
    try:
        remove_earlier(name, Path(exported.path), to)
    except OSError:
        return replace(exported, error=f"{exported.error}; remove the copies of an earlier run by hand")
    return exported


@dataclass(frozen=True, slots=True)
class _Export:
    path: Path
    options: ExportOptions
    name: OutputName
    standings: Mapping[str, Standing]

    def run(self, decisions: Decisions, given: bytes | None) -> Exported:
        data = read_bytes(self.path) if given is None else given
        sha256 = hashlib.sha256(data).hexdigest()
        made = tuple(decisions(sha256))
        if self._needs_approval:
            self._standing(sha256).require_approved(basis_of(made, self.options.policy))
        mark = fingerprint(data, self.options, made)
        finished = is_finished(self._record, self.options.to, mark)
        earlier = {purpose for purpose in Purpose if finished and purpose.value in finished["outputs"]}
        if not earlier <= {*self.options.purposes}:
            return self._with(earlier).run(decisions, data)
        if self.options.resume and finished and earlier == {*self.options.purposes}:
            return self._resumed(sha256, finished)
        analysis = analyse(read_document(data, str(self.path), ocr=self.options.ocr))
        refuse_other_reading(analysis.document, made)
        check_places(analysis, made)
        plan, (copies, verified, beside) = self._safely_planned(analysis, data, made)
        with PendingFiles() as pending:
            outputs = self._write(pending, plan, copies, verified, beside, mark)
            # Before the new record has its name: under that no earlier copy may stand, not even if the run is killed.
            remove_earlier(self.name, self.path, self.options.to)
            pending.commit()
        exported = self._exported(Status.EXPORTED, sha256, outputs, len(plan.redactions) + len(beside))
        return replace(exported, findings=verified.findings if verified else (), note=self._note(plan))

    def _safely_planned(self, analysis: Analysis, data: bytes, made: tuple[Decision, ...]) -> tuple[Plan, _Made]:
        """A copy that reads otherwise than its original may show a term: it is withheld too, and the copy made anew."""
        for _ in range(_ROUNDS):
            try:
                return self._planned(analysis, data, made)
            except LeakError as error:
                if not error.late:
                    raise
                made += error.late
        return self._planned(analysis, data, made)

    def _planned(self, analysis: Analysis, data: bytes, decisions: tuple[Decision, ...]) -> tuple[Plan, _Made]:
        o = self.options
        plan = make_plan(analysis, o.policy, o.terms, decisions, o.extent, o.patterns)
        plan = replace(plan, notices=o.release.notices(plan, self.name.stem))
        if plan.guarded and plan.notices.stamp:
            raise WorkbenchError("cannot be stamped as declassified: what its markings protect is left in the copy")
        made = self._make(plan, data)
        # What a writer withholds is known once it has written.
        if plan.notices.stamp and made[2] and not plan.redactions:
            plan = replace(plan, notices=o.release.notices(plan, self.name.stem, partly=True))
            made = self._make(plan, data)
        return plan, made

    def _with(self, earlier: set[Purpose]) -> _Export:
        """Copies that an earlier run made alike are made again beside those asked for: one record tells of all."""
        purposes = tuple(purpose for purpose in Purpose if purpose in earlier or purpose in self.options.purposes)
        return replace(self, options=replace(self.options, purposes=purposes))

    def _resumed(self, sha256: str, finished: dict[str, Any]) -> Exported:
        """As the earlier run told it, so that the manifest stays the same."""
        outputs = tuple((purpose, copy["path"]) for purpose, copy in finished["outputs"].items())
        exported = self._exported(Status.RESUMED, sha256, outputs, len(finished["redactions"]))
        return replace(exported, findings=recorded_findings(finished), note=str(finished.get("note") or ""))

    def _make(self, plan: Plan, data: bytes) -> _Made:
        """The copies, in memory, and what the writer of the sanitized one withheld, which has passed all its checks."""
        copies: dict[Purpose, bytes] = {}
        verified: Verification | None = None
        beside: tuple[Redaction, ...] = ()
        for purpose in self.options.purposes:
            if purpose is Purpose.SANITIZED:
                copies[purpose], notes, beside = write_sanitized(
                    plan, data, self.options.layout, self.options.output, self.options.wishes
                )
                verified = self._check(copies[purpose], self._target(purpose, plan).name, plan)
                verified = replace(verified, findings=(*verified.findings, *notes))
            else:
                copies[purpose] = annotate(plan, data, self.options.output)
        return copies, verified, beside

    def _check(self, copy: bytes, name: str, plan: Plan) -> Verification:
        verified = verify_copy(copy, name, plan)
        findings = (*verified.findings, *pass_gate(copy, name, plan, self.options.policy))
        leaks = tuple(each for each in findings if each.severity is Severity.ERROR or each.code in _STRANGE)
        if verified.leaks or leaks:
            leaks = leaks or (Finding("leak", Severity.ERROR, "a check found a leak", name),)
            raise LeakError(str(self.path), leaks, told_late(copy, name, plan, self.options.policy))
        return verified

    def _write(
        self,
        pending: PendingFiles,
        plan: Plan,
        copies: dict[Purpose, bytes],
        verified: Verification | None,
        beside: tuple[Redaction, ...],
        mark: str,
    ) -> tuple[tuple[str, str], ...]:
        targets = {purpose: self._target(purpose, plan) for purpose in copies}
        outputs = {
            purpose.value: {
                "path": target.relative_to(self.options.to).as_posix(),
                "sha256": hashlib.sha256(copies[purpose]).hexdigest(),
            }
            for purpose, target in targets.items()
        }
        # The record first: a copy must never stand under its name without the record of what it withholds.
        note = self._note(plan)
        approval = self._standing(plan.analysis.document.sha256).as_json() if self._needs_approval else None
        written = record(plan, self.options, outputs, verified, beside, mark, note, approval)
        pending.write(self._record, written, private=True)
        for purpose, target in targets.items():
            pending.write(target, copies[purpose], private=purpose is not Purpose.SANITIZED)
        return tuple((purpose, output["path"]) for purpose, output in outputs.items())

    @property
    def _needs_approval(self) -> bool:
        """An annotated copy stays inside: it is what a second reviewer may want to read."""
        return self.options.policy.approval and Purpose.SANITIZED in self.options.purposes

    def _standing(self, sha256: str) -> Standing:
        return self.standings.get(sha256, Standing())

    def _note(self, plan: Plan) -> str:
        return "; ".join(filter(None, (_note(plan, self.options.policy), self.options.release.note(plan))))

    def _target(self, purpose: Purpose, plan: Plan) -> Path:
        suffix = suffix_for(self.options.output, plan.analysis.document.format)
        return self.name.copy(self.options.to, purpose, suffix)

    @property
    def _record(self) -> Path:
        return self.name.record(self.options.to)

    def _exported(self, status: Status, sha256: str, outputs: tuple[tuple[str, str], ...], redactions: int) -> Exported:
        relative = self._record.relative_to(self.options.to).as_posix()
        return Exported(str(self.path), status, sha256, outputs, relative, redactions)


def _note(plan: Plan, policy: Policy) -> str:
    """What a person should know of a copy that nothing is wrong with."""
    unread = sum(r.unit is Unit.PAGE and r.why.startswith("policy:") for r in plan.redactions)
    if unread:
        return f"pages without text that could be read are withheld: {unread}; read them by OCR to release them"
    marked = any(isinstance(mark.value, Marking) for mark in plan.analysis.marks)
    if policy.classified.withhold and not plan.redactions and not marked and not plan.analysis.overall.released:
        return "no classification marking was found in it, so nothing was withheld by marking"
    return ""
