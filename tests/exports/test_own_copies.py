# SPDX-License-Identifier: AGPL-3.0-or-later
"""The samples as strangers' files: what is wrong with them is found, and nothing beside that; nothing in our copies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from workbench.core.findings import Severity
from workbench.documents import Format, OcrMode, read_document
from workbench.exports import sanitize
from workbench.exports.formats import inspect_file
from workbench.exports.gate import pass_gate
from workbench.exports.model import Layout, Output
from workbench.redaction import Plan, load_policy, make_plan
from workbench.structure import analyse


SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CLEAN = sorted(path.name for path in SAMPLES.glob("*.pdf") if path.name != "bad-redaction.pdf")
SOURCES = sorted(p.name for p in SAMPLES.iterdir() if p.suffix in (".pdf", ".docx", ".txt", ".md"))


@cache
def plan(name: str) -> tuple[Plan, bytes]:
    data = (SAMPLES / name).read_bytes()
    return make_plan(analyse(read_document(data, name, ocr=OcrMode.NEVER)), load_policy("public")), data


def test_the_badly_redacted_sample_is_found_and_its_words_are_not_told() -> None:
    verification = inspect_file((SAMPLES / "bad-redaction.pdf").read_bytes(), "bad-redaction.pdf")
    assert verification.leaks > 10
    covered = [finding for finding in verification.findings if finding.code == "V111"]
    assert covered and covered[0].severity is Severity.ERROR and covered[0].page == 1
    with_words = read_document((SAMPLES / "sources" / "bad-redaction.txt").read_bytes(), "a.txt").text
    assert not any(word in covered[0].message for word in with_words.split() if len(word) > 6)


@pytest.mark.parametrize("name", CLEAN)
def test_the_other_samples_raise_no_alarm(name: str) -> None:
    assert inspect_file((SAMPLES / name).read_bytes(), name).leaks == 0


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("layout", list(Layout))
def test_a_copy_of_ours_raises_no_alarm_in_any_layout(name: str, layout: Layout) -> None:
    made, data = plan(name)
    if made.analysis.document.format is not Format.PDF and layout is not Layout.FAITHFUL:
        pytest.skip("layouts are of PDFs")
    copy = sanitize(made, data, layout)
    verification = inspect_file(copy, f"copy.{Path(name).suffix}")
    assert [f.code for f in verification.findings if f.severity is not Severity.INFO] == []
    assert verification.leaks == 0
    assert not pass_gate(copy, f"copy{Path(name).suffix}", made, load_policy("public")), "the sample is refused"


@pytest.mark.parametrize("name", [name for name in SOURCES if name.endswith((".txt", ".docx"))])
@pytest.mark.parametrize("output", [Output.HTML, Output.PDF, Output.DOCX])
def test_a_copy_in_another_format_raises_no_alarm(name: str, output: Output) -> None:
    made, data = plan(name)
    verification = inspect_file(sanitize(made, data, Layout.FAITHFUL, output), f"copy.{output.value}")
    assert [f.code for f in verification.findings if f.severity is not Severity.INFO] == []
