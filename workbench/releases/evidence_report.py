# SPDX-License-Identifier: AGPL-3.0-or-later
"""A corroboration for a person to read: each sentence by its place, each passage of a source in its words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from workbench.core.counted import counted
from workbench.releases.evidence import Corroborated, Corroboration, Evidence
from workbench.releases.words import Lines


_WIDTH = 100
_STANDS = {"all": "every sentence stands", "part": "some sentences stand", "none": "no sentence stands"}


def as_text(corroboration: Corroboration) -> str:
    """The whole report. Of the document it says where, of the sources what."""
    line_of = Lines(corroboration.document.document.text).at
    lines = [line for paragraph in corroboration.paragraphs for line in _paragraph(paragraph, line_of)]
    counts = corroboration.as_json()["summary"]
    total = (
        f"in public sources: {counted(counts['all'], 'paragraph')}, {counts['part']} in part, {counts['none']} not; "
        f"{counted(len(corroboration.sources), 'source')} searched"
    )
    return "\n".join([*lines, total])


def _paragraph(corroborated: Corroborated, line_of: Callable[[int], int]) -> Iterator[str]:
    if not any(sentence.found for sentence in corroborated.sentences):
        return
    paragraph = corroborated.paragraph
    mark = f" {paragraph.portion.raw}" if paragraph.portion else ""
    yield f"{paragraph.id}{mark}, page {paragraph.page}: {_STANDS[corroborated.stands]} in a public source"
    for number, sentence in enumerate(corroborated.sentences, 1):
        for evidence in sentence.found:
            yield f"  sentence {number}, line {line_of(sentence.spans[0].start)}: {_how(evidence)}"
            yield f"    {evidence.path}: {evidence.paragraph}, page {evidence.page}, line {evidence.line}"
            yield from textwrap.wrap(evidence.text, _WIDTH, initial_indent="      ", subsequent_indent="      ")
    yield ""


def _how(evidence: Evidence) -> str:
    lacks = [
        f"{counted(count, noun)} missing"
        for count, noun in ((evidence.missing_names, "name"), (evidence.missing_numbers, "number"))
        if count
    ]
    denial = ["one denies what the other says"] if evidence.denial else []
    return ", ".join([f"{evidence.how.value} ({evidence.share:.0%} of its words)", *lacks, *denial])
