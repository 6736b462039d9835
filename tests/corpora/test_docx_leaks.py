# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from workbench.documents import read_document
from workbench.exports import sanitize, verify_copy
from workbench.redaction import Term, find_term, load_policy, make_plan
from workbench.structure import analyse


FILES = Path(__file__).resolve().parents[2].parent / "shared" / "attack" / "files"
MANIFEST = FILES / "manifest.json"
ENTRIES: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else []
DOCX = [entry for entry in ENTRIES if entry["format"] == "docx"]


@pytest.mark.skipif(not DOCX, reason="the attack files are not here")
def test_no_planted_word_survives_in_any_docx() -> None:
    leaking, losing = [], []
    for entry in DOCX:
        data = (FILES / entry["file"]).read_bytes()
        terms = [entry["token"], *entry.get("also_secret", [])]
        plan = make_plan(analyse(read_document(data, entry["file"])), load_policy("none"), [Term(t) for t in terms])
        copy = sanitize(plan, data)
        with zipfile.ZipFile(io.BytesIO(copy)) as archive:
            parts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
        shown = read_document(copy, entry["file"]).text
        if any(find_term(text, term) for text in (shown, *parts) for term in terms):
            leaking.append(entry["file"])
        if verify_copy(copy, entry["file"], plan).leaks:
            leaking.append(entry["file"])
        if entry["keep"] not in shown:
            losing.append(entry["file"])
    assert not leaking
    assert len(losing) <= 1
