# SPDX-License-Identifier: AGPL-3.0-or-later
"""What public sources say of a document, sentence by sentence.

The document may be classified: its places are told, never its words. The sources are public, and are quoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.documents import Span
from workbench.structure import Analysis, Paragraph


class How(StrEnum):
    """How a sentence stands in a source."""

    VERBATIM = "verbatim"
    """Its words in their order, nine of ten at least."""
    REWORDED = "reworded"
    """All its names and numbers and most of its other words, in one passage."""
    PARTLY = "partly"
    """Much of it, but too few words, or a name or a number is missing, or only one of the two denies: no find."""


_ORDER = (How.PARTLY, How.REWORDED, How.VERBATIM)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a source, with its place there; ``share`` is how much of the sentence it has, 0 to 1.

    ``missing_names`` and ``missing_numbers`` count those of the sentence that the passage lacks; ``denial`` is True
    where one of the two says "not" and the other does not.
    """

    how: How
    share: float
    path: str
    paragraph: str
    page: int
    line: int
    spans: tuple[Span, ...]
    text: str
    missing_names: int = 0
    missing_numbers: int = 0
    denial: bool = False

    @property
    def rank(self) -> tuple[float, ...]:
        """By which the better of two is chosen; of equals the shorter passage."""
        return (_ORDER.index(self.how), self.share, -len(self.text))

    def as_json(self) -> dict[str, Any]:
        """One of the ``found`` of a sentence."""
        return {
            "how": self.how.value,
            "share": self.share,
            "source": self.path,
            "paragraph": self.paragraph,
            "page": self.page,
            "line": self.line,
            "spans": [list(span) for span in self.spans],
            "text": self.text,
            "missing": {"names": self.missing_names, "numbers": self.missing_numbers},
            "denial": self.denial,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the document by its place; ``judged`` is False where it is too short to be told from any other."""

    spans: tuple[Span, ...]
    found: tuple[Evidence, ...] = ()
    judged: bool = True

    @property
    def stands(self) -> bool:
        """Whether a source has it, verbatim or reworded."""
        return any(evidence.how is not How.PARTLY for evidence in self.found)


@dataclass(frozen=True, slots=True)
class Corroborated:
    """A paragraph and its sentences."""

    paragraph: Paragraph
    sentences: tuple[Sentence, ...]

    @property
    def stands(self) -> str:
        """``all`` where every sentence that can be judged stands in a source, ``part`` where some do, else ``none``."""
        judged = [sentence.stands for sentence in self.sentences if sentence.judged]
        return "all" if judged and all(judged) else "part" if any(judged) else "none"

    def as_json(self) -> dict[str, Any]:
        """One of the ``paragraphs``; never the document's own words."""
        portion = self.paragraph.portion
        return {
            "id": self.paragraph.id,
            "page": self.paragraph.page,
            "spans": [list(span) for span in self.paragraph.spans],
            "portion": portion.raw if portion else None,
            "stands": self.stands,
            "sentences": [
                {
                    "spans": [list(span) for span in sentence.spans],
                    "judged": sentence.judged,
                    "stands": sentence.stands,
                    "found": [evidence.as_json() for evidence in sentence.found],
                }
                for sentence in self.sentences
            ],
        }


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Every paragraph of ``document`` that is text; ``skipped`` are sources that were not used, and why."""

    document: Analysis
    sources: tuple[Analysis, ...]
    skipped: tuple[tuple[str, str], ...]
    paragraphs: tuple[Corroborated, ...]

    @property
    def reports(self) -> bool:
        """Whether a source has anything of it."""
        return any(sentence.found for paragraph in self.paragraphs for sentence in paragraph.sentences)

    def as_json(self) -> dict[str, Any]:
        """The object that ``workbench corroborate --format json`` prints."""
        return {
            "schema": "workbench.corroborate/1",
            "document": _described(self.document),
            "sources": [_described(source) for source in self.sources],
            "skipped": [{"path": path, "why": why} for path, why in self.skipped],
            "summary": {s: sum(p.stands == s for p in self.paragraphs) for s in ("all", "part", "none")},
            "paragraphs": [paragraph.as_json() for paragraph in self.paragraphs],
        }


def _described(analysis: Analysis) -> dict[str, Any]:
    document = analysis.document
    return {"path": document.path, "sha256": document.sha256, "format": document.format}
