# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from workbench.cases import Case
from workbench.documents import Span
from workbench.redaction.model import Action, Decision


A = "a" * 64
B = "b" * 64


def decision(start: int, action: Action = Action.WITHHOLD, sha256: str = A, code: str | None = "(b)(1)") -> Decision:
    spans = (Span(start, start + 5), Span(start + 7, start + 9))
    return Decision(sha256, spans, action, f"p{start}", code, "because", "Kim Field")


def actions(case: Case, sha256: str = A) -> list[tuple[int, Action]]:
    return sorted((d.spans[0].start, d.action) for d in case.decisions(sha256))
