# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests.exports.pdf_making import plan_for
from workbench.exports.model import PLAIN, Layout, Wishes
from workbench.exports.pdf.sanitize import sanitize_pdf
from workbench.exports.pdf.verification.verify import verify


ATTACK = Path(__file__).resolve().parents[2].parent / "shared" / "attack"
CHECKER_NEEDS = find_spec("pdfminer") and which("pdftotext") and which("tesseract")

pytestmark = pytest.mark.skipif(
    not (ATTACK / "leakcheck.py").exists() or not CHECKER_NEEDS,
    reason="the attack files or the tools of their checker are not here",
)


def entries() -> list[dict[str, Any]]:
    manifest: list[dict[str, Any]] = json.loads((ATTACK / "files" / "manifest.json").read_text(encoding="utf-8"))
    return [entry for entry in manifest if entry["format"] == "pdf" and (ATTACK / "files" / entry["file"]).exists()]


EVERYTHING = Wishes(hide_widths=True, keep_links=True, keep_bookmarks=True)


@pytest.mark.parametrize(
    ("layout", "wishes"),
    [*((layout, PLAIN) for layout in Layout), (Layout.FAITHFUL, EVERYTHING)],
    ids=["faithful", "reflow", "image", "everything"],
)
def test_no_attack_file_leaks_and_its_other_words_stay(layout: Layout, wishes: Wishes, tmp_path: Path) -> None:
    for entry in entries():
        data = (ATTACK / "files" / entry["file"]).read_bytes()
        plan = plan_for(data, entry["token"], *entry.get("also_secret", ()))
        copy = sanitize_pdf(plan, data, layout, wishes).data
        checks, _ = verify(copy, plan)
        assert sum(check.found for check in checks) == 0
        (tmp_path / entry["file"]).write_bytes(copy)
    report = tmp_path / "report.json"
    paths = (ATTACK / "leakcheck.py", ATTACK / "files" / "manifest.json", tmp_path, "--json", report)
    options = ("--ocr", "all", "--only", "_pdf_", "--quiet")
    subprocess.run([sys.executable, *map(str, paths), *options], check=False, capture_output=True)
    summary = json.loads(report.read_text(encoding="utf-8"))["summary"]["pdf"]
    assert summary["files"] > 30
    assert summary["absent"] == 0
    assert summary["leaks"] == 0
    assert summary["width"] == 0
    assert summary["lost"] <= 1
