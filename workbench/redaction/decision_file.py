# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions from a file: pages, boxes, paragraphs and stretches of text, without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbench.core.rules import load_rules
from workbench.documents import Box, Span, TextVersion
from workbench.redaction.codes import Code
from workbench.redaction.model import Action, Decision


Page = Annotated[int, Field(ge=1)]
Offset = Annotated[int, Field(ge=0)]
Point = Annotated[float, Field(allow_inf_nan=False)]


class Entry(BaseModel):
    """One decision. Exactly one of ``page``, ``box``, ``paragraph`` and ``spans`` says what it is about.

    ``box`` is [page, x0, y0, x1, y1] in PDF points, origin top left; ``spans`` count characters of the text that
    ``scan --with-text`` prints, whose SHA-256 may be given as ``text_sha256``. ``document`` is the path of the
    document as it is named on the command line, or the end of it; ``sha256`` its hash. Both hold where both are given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    page: Page | None = None
    box: tuple[Page, Point, Point, Point, Point] | None = None
    paragraph: Annotated[str, Field(pattern=r"^p\d+$")] | None = None
    spans: tuple[tuple[Offset, Offset], ...] = ()
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    action: Action = Action.WITHHOLD
    code: Code = None
    reason: Annotated[str, Field(max_length=500)] = ""
    reviewer: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        places = [self.page is not None, self.box is not None, self.paragraph is not None, bool(self.spans)]
        if sum(places) != 1:
            raise ValueError("a decision is about one page, box, paragraph or list of spans")
        if self.action is Action.DISMISS and not self.box:
            raise ValueError("only a box can be dismissed as no redaction")
        if self.box and not (self.box[1] < self.box[3] and self.box[2] < self.box[4]):
            raise ValueError("a box is [page, x0, y0, x1, y1] with x0 < x1 and y0 < y1")
        return self

    def about(self, path: Path, sha256: str) -> bool:
        """Whether it names the document at ``path``: all of its path, or the last parts of it, and these bytes."""
        if self.sha256 not in (None, sha256):
            return False
        if self.document is None:
            return True
        named = Path(self.document).parts
        return bool(named) and path.parts[-len(named) :] == named

    def decision(self, sha256: str) -> Decision:
        """It as a decision on the document with the hash ``sha256``."""
        return Decision(
            sha256,
            tuple(Span(*span) for span in self.spans),
            self.action,
            self.paragraph,
            self.code,
            self.reason,
            self.reviewer,
            reading=TextVersion(self.text_sha256 or ""),
            page=self.page,
            box=Box(*self.box) if self.box else None,
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    decisions: Annotated[tuple[Entry, ...], Field(min_length=1)]


def read_decisions(path: Path) -> tuple[Entry, ...]:
    """The decisions of a YAML or JSON file, in its order.

    Raises:
        RulesError: not readable or not valid; names the file, the line and the key.

    """
    return load_rules(path, _File).decisions
