# SPDX-License-Identifier: AGPL-3.0-or-later
"""One memorandum as text, PDF and DOCX: whatever the format, a reviewer sees the same paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.documents import open_document
from workbench.markings.model import Marking
from workbench.structure import Analysis, analyse


SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(params=["txt", "pdf", "docx"])
def memo(request: pytest.FixtureRequest) -> Analysis:
    return analyse(open_document(SAMPLES / f"harbor-memo.{request.param}"))


def test_every_paragraph_has_its_mark(memo: Analysis) -> None:
    raws = [p.portion.raw for p in memo.paragraphs if p.portion]
    assert raws == ["(U)", "(C)", "(C)", "(S/NF)", "(C)", "(U)", "(C)", "(C)", "(S/NF)"]


def test_the_paragraph_that_a_page_break_cuts_is_one(memo: Analysis) -> None:
    (cut,) = [p for p in memo.paragraphs if len(p.spans) > 1]
    first, second = (memo.document.text[start:end] for start, end in cut.spans)
    assert first.endswith("off, and")
    assert second.startswith("he may be replaced")


def test_the_banner_follows_from_the_portions(memo: Analysis) -> None:
    assert isinstance(memo.overall.computed, Marking)
    assert memo.overall.computed.banner == "SECRET//NOFORN"
    assert memo.overall.consistent is True
