# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from tests.exports.docx_plans import LABEL, MEMO, plan_of, shown
from workbench.documents import read_document
from workbench.exports import annotate, inspect_file, sanitize, verify_copy
from workbench.exports.model import Output
from workbench.redaction import load_policy, make_plan
from workbench.structure import analyse


def test_docx_goes_through_the_same_door_as_every_format() -> None:
    plan = plan_of(MEMO, "(S)")
    copy = sanitize(plan, MEMO)
    assert LABEL in shown(copy)
    assert verify_copy(copy, "copy.docx", plan).leaks == 0
    assert verify_copy(MEMO, "copy.docx", plan).leaks > 0
    assert "the cook" in shown(annotate(plan, MEMO))
    assert inspect_file(copy, "copy.docx").findings == ()


def test_a_text_can_be_handed_over_as_docx() -> None:
    data = b"SECRET\n\n(U) The ferry left at 0630.\n\n(S) Our man is the cook.\n\nSECRET\n"
    plan = make_plan(analyse(read_document(data, "note.txt")), load_policy("public"))
    copy = sanitize(plan, data, output=Output.DOCX)
    lines = shown(copy).splitlines()
    assert "(U) The ferry left at 0630." in lines
    assert LABEL in lines
    assert verify_copy(copy, "note.docx", plan).leaks == 0


def test_policy_public_withholds_a_memo_paragraph_by_paragraph() -> None:
    plan = make_plan(analyse(read_document(MEMO, "memo.docx")), load_policy("public"))
    copy = sanitize(plan, MEMO)
    text = shown(copy)
    assert "(U) The ferry left at" in text
    assert "cook" not in text and "Nine" not in text
    assert verify_copy(copy, "memo.docx", plan).leaks == 0
