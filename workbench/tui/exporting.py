# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reviewer asks of an export, and carrying it out. No widget here: this runs in a worker thread."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.batch.exporting import Inputs, Progress, RunReport, run
from workbench.core.counted import counted
from workbench.core.errors import WorkbenchError
from workbench.documents import read_bytes
from workbench.exports.options import Exported, ExportOptions, Status
from workbench.redaction import Policy, load_policy, make_plan, policy_names
from workbench.redaction.patterns import named_patterns
from workbench.tui.review import Review
from workbench.tui.safe_text import one_line


@dataclass(frozen=True, slots=True)
class Order:
    """The answers of the export dialog: this document or every one, and the settings of the run."""

    everything: bool
    options: ExportOptions


class CancelledError(Exception):
    """The reviewer stopped the export."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """What becomes of paragraphs that nobody has decided about: how many of them are released, asked about, withheld.

    No copy goes out of a document in which a pattern's proposal is still ``asked`` about.
    """

    released: int
    asked: int
    withheld: int

    @property
    def told(self) -> str:
        """A line for each."""
        says = (
            (self.released, "WARNING: {} undecided would be RELEASED by this policy."),
            (self.asked, "{} undecided: patterns ask about words there, and no copy goes out before."),
            (self.withheld, "{} undecided: withheld by the policy."),
        )
        return "\n".join(said.format(counted(count, "paragraph")) for count, said in says if count)


def undecided_under(policy: Policy, reviews: Sequence[Review]) -> Undecided:
    """What ``policy`` does with what is undecided: what waits under one may be released by another."""
    count: Counter[str] = Counter()
    for review in reviews:
        plan = make_plan(review.analysis, policy, (), review.decisions)
        gone = {span for redaction in plan.redactions for span in redaction.spans}
        asked = {review.row_at(span.start) for proposal in plan.proposals for span in proposal.spans}
        for row in review.undecided_rows:
            count[
                "withheld" if gone.issuperset(review.rows[row].spans) else "asked" if row in asked else "released"
            ] += 1
    return Undecided(count["released"], count["asked"], count["withheld"])


def carry_out(
    order: Order,
    reviewed: Mapping[Path, str],
    inputs: Inputs,
    progress: Callable[[Progress], None],
) -> RunReport:
    """Export the files that were ``reviewed``. ``progress`` may raise ``CancelledError``; what is finished stays.

    Raises:
        WorkbenchError: the run cannot be done at all: a file has changed, an output would lie among the inputs.

    """
    if others := changed(reviewed):
        names = ", ".join(path.name for path in others[:4])
        raise WorkbenchError(f"changed since it was opened, review it again (F5 reads it): {names}")
    try:
        return run(list(reviewed), order.options, max(1, (os.cpu_count() or 1) - 1), progress, inputs)
    except OSError as error:
        raise WorkbenchError(error.strerror or type(error).__name__) from error


def changed(reviewed: Mapping[Path, str]) -> list[Path]:
    """The files that are no longer the bytes that were reviewed (path to SHA-256): no decision would be about them."""
    return [path for path, sha256 in reviewed.items() if hashlib.sha256(read_bytes(path)).hexdigest() != sha256]


def read_policy(name: str, proposals: tuple[str, ...] = ()) -> Policy:
    """The policy of that name, with the ``proposals`` that the review was begun with.

    Raises:
        WorkbenchError: its file is not valid, or there is no such pattern.

    """
    policy = load_policy(name)
    named_patterns(proposals)
    return policy.model_copy(update={"proposals": (*policy.proposals, *proposals)}) if proposals else policy


def offered_policies(own: Policy) -> list[tuple[str, str]]:
    """What can be chosen: each policy as it is called and by its name; without a name that of this review, the first.

    A file of one's own may be called like one of the others and hold other rules: then both are offered.
    """
    others = [name for name in policy_names() if not _is_same(own, name)]
    title = f"{own.name}: that of this review" if own.name in others else own.name
    return [(title, ""), *((name, name) for name in others)]


def _is_same(own: Policy, name: str) -> bool:
    try:
        return name == own.name and load_policy(name).model_copy(update={"proposals": own.proposals}) == own
    except WorkbenchError:  # its file is not valid: who chooses it is told
        return False


def outcome(documents: Sequence[Exported], to: Path) -> list[str]:
    """What came of each document, a few lines each; refused ones first, because they need somebody."""
    lines: list[str] = []
    for document in sorted(documents, key=lambda d: not d.failed):
        name = one_line(Path(document.path).name)
        if document.failed or document.status is Status.SKIPPED:
            lines.append(f"✗ {document.status.upper()} {name}")
            lines.append(f"    {one_line(document.error.removeprefix(f'{document.path}: '))}")
        else:
            places = f"{counted(document.redactions, 'place')} withheld"
            lines.append(f"✓ {name}: {places}, copy verified")
            lines += [f"    {one_line(str(to / path))}" for _, path in document.outputs]
        for finding in document.findings:
            page = f"page {finding.page}: " if finding.page and not finding.message.startswith("page") else ""
            lines.append(f"    {finding.code} {page}{one_line(finding.message)}")
    return lines


def title_of(report: RunReport) -> str:
    """What came of all of them, in a line."""
    written = sum(not document.failed for document in report.documents)
    refused = len(report.documents) - written
    told = f"{counted(written, 'document')} written" + (f", {refused} NOT: see below" if refused else "")
    return f"{told}; {one_line(report.error)}" if report.error else told
