# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole way, from the command line to the copy, on files that each hide one secret; and on released documents."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli import run
from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.exports.gate import pass_gate
from workbench.redaction import load_policy, make_plan
from workbench.structure import analyse


SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ATTACK = SHARED / "attack"
pytestmark = pytest.mark.skipif(not ATTACK.is_dir(), reason="the corpora are not here")


@pytest.mark.parametrize("kind", ["txt", "md", "html", "docx"])
def test_no_secret_of_the_attack_set_comes_through_and_no_word_is_lost(kind: str, tmp_path: Path) -> None:
    manifest = json.loads((ATTACK / "files" / "manifest.json").read_text("utf-8"))
    wanted = [entry for entry in manifest if entry["format"] == kind]
    copies = tmp_path / "copies"
    copies.mkdir()
    for number, entry in enumerate(wanted):
        terms, out = tmp_path / f"terms{number}.txt", tmp_path / f"out{number}"
        terms.write_text("\n".join([entry["token"], *entry.get("also_secret", [])]), "utf-8")
        source = ATTACK / "files" / entry["file"]
        assert run(["export", str(source), "--policy", "none", "--terms", str(terms), "--to", str(out), "-q"]) == 0
        [copy] = (out / "sanitized").iterdir()
        shutil.copy(copy, copies / f"{source.stem}{copy.suffix}")
    verdict = tmp_path / "verdict.json"
    checker = [sys.executable, str(ATTACK / "leakcheck.py"), str(ATTACK / "files" / "manifest.json"), str(copies)]
    done = subprocess.run([*checker, "--only", f"_{kind}_", "--json", str(verdict)], capture_output=True, text=True)
    assert wanted
    assert done.returncode == 0, done.stdout
    assert f"files {len(wanted):>3}  leaks   0  no output   0  sentinel lost   0" in done.stdout


def test_marked_text_of_released_documents_is_withheld_whole_and_copies_stay_as_they_are() -> None:
    policy = load_policy("public")
    lines = (SHARED / "corpora" / "portions.jsonl").read_text("utf-8").splitlines()
    refused = []
    for found in map(json.loads, lines):
        data = found["text"].encode()
        plan = make_plan(analyse(read_document(data, "document.txt")), policy)
        copy = sanitize(plan, data)
        assert verify_copy(copy, "copy.txt", plan).leaks == 0
        if pass_gate(copy, "copy.txt", plan, policy):
            refused.append(found["doc_id"])
    assert len(refused) <= 1, refused
