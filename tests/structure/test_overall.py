# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest

from tests.structure.making import document, found, look
from workbench.markings import Form, parse
from workbench.marks.model import Authority, Mark, MarkType, Stamp
from workbench.structure import Overall, analyse


TEXT = "{banner}\n\nThe mill at Orr\n\n(S) The mill stands still.\n\n(U) Its owner is well.\n\n{stamp}\n"


def real(text: str, raw: str, kind: MarkType, *, struck: bool = False) -> list[Mark]:
    form = Form.PORTION if kind is MarkType.PORTION else Form.BANNER
    marking = parse(raw, form).marking
    assert marking is not None
    return [Mark(kind, raw, mark.start, mark.end, mark.page, marking, struck) for mark in found(text, kind, [raw])]


def overall(banner: str = "", *, struck: bool = False, stamp: str = "", decision: str = "release") -> Overall:
    text = TEXT.format(banner=banner, stamp=stamp)
    marks = real(text, "(S)", MarkType.PORTION) + real(text, "(U)", MarkType.PORTION)
    if banner:
        marks += real(text, banner, MarkType.BANNER, struck=struck)
    if stamp:
        start = text.index(stamp)
        marks.append(Mark(MarkType.STAMP, stamp, start, start + len(stamp), 1, Stamp(decision)))
    return analyse(document(text), sorted(marks, key=lambda mark: mark.start)).overall


def test_a_banner_that_follows_from_the_portions_is_consistent() -> None:
    seen = overall("SECRET")
    assert seen.banner is not None
    assert seen.computed is not None
    assert (seen.banner.banner, seen.computed.banner, seen.consistent) == ("SECRET", "SECRET", True)
    assert seen.classified
    assert not seen.released


def test_a_banner_below_its_portions_is_not() -> None:
    assert overall("CONFIDENTIAL").consistent is False


def test_without_a_banner_nothing_is_compared_and_the_portions_still_classify() -> None:
    seen = overall()
    assert seen.banner is None
    assert seen.consistent is None
    assert seen.classified


def test_a_struck_banner_and_a_stamp_release() -> None:
    seen = overall("SECRET", struck=True, stamp="RELEASED IN FULL")
    assert (seen.released, seen.classified, seen.banner) == (True, False, None)


@pytest.mark.parametrize(
    ("struck", "stamp", "decision"),
    [(True, "", ""), (False, "RELEASED IN FULL", "release"), (True, "DENIED IN FULL", "deny")],
    ids=["struck without a stamp", "stamped but not struck", "denied"],
)
def test_anything_less_stays_classified(struck: bool, stamp: str, decision: str) -> None:
    seen = overall("SECRET", struck=struck, stamp=stamp, decision=decision)
    assert seen.classified
    assert not seen.released


def test_a_stamp_alone_does_not_reach_the_portions() -> None:
    seen = overall(stamp="RELEASED IN FULL")
    assert seen.classified
    assert not seen.released


def test_a_struck_banner_that_no_stamp_accounts_for_is_a_finding_without_text() -> None:
    text = TEXT.format(banner="SECRET", stamp="")
    analysis = analyse(document(text), real(text, "SECRET", MarkType.BANNER, struck=True))
    (finding,) = analysis.findings
    assert (finding.code, finding.line) == ("struck-without-stamp", 1)
    assert "mill" not in finding.message


def test_the_banner_of_a_release_footer_is_not_the_documents() -> None:
    footer = "UNCLASSIFIED U.S. Department of State Case No. F-2031-00001 Doc No. C00000001 Date: 01/02/2031"
    text = f"{footer}\n\n(S) The mill stands still.\n\n{footer}\n"
    marks = found(text, MarkType.BANNER, ["UNCLASSIFIED"]) + found(text, MarkType.PORTION, ["(S)"])
    assert analyse(document(text), sorted(marks, key=lambda mark: mark.start)).overall.banner is None


def test_marks_that_contradict_each_other_are_found() -> None:
    analysis = look("(U) The tower is high. (S)\n\n(U) It is old.\n\n(U) It is red.\n", ["(U)", "(S)"])
    assert [finding.code for finding in analysis.findings] == ["two-marks"]


def test_a_mark_that_cannot_be_read_is_said_without_its_text() -> None:
    text = "(U) One.\n\n(U) Two.\n\n(U) Three.\n\n<S=GEO} The mill stands still.\n\n<br> is no mark.\n"
    (finding,) = look(text, ["(U)"]).findings
    assert (finding.code, finding.line, text[finding.start : finding.end]) == ("unread-mark", 7, "<S=GEO}")
    assert "GEO" not in finding.message


BLOCK = "The mill at Orr\n\n[-§=) The mill stands still.\n\n{line}\n\n{stamp}\n"


def block(line: str, field: str, stamp: str = "") -> Overall:
    text = BLOCK.format(line=line, stamp=stamp)
    start = text.index(line)
    marks = [Mark(MarkType.AUTHORITY, line, start, start + len(line), 1, Authority(field, line))]
    if stamp:
        start = text.index(stamp)
        marks.append(Mark(MarkType.STAMP, stamp, start, start + len(stamp), 1, Stamp("release")))
    return analyse(document(text), marks).overall


@pytest.mark.parametrize("field", ["classified_by", "derived_from", "declassify_on", "downgrade_to", "choice"])
def test_an_authority_block_classifies_a_document_whose_marks_nobody_can_read(field: str) -> None:
    assert block("Classified By: A. Miller", field).classified


@pytest.mark.parametrize(("field", "stamp"), [("reason", ""), ("classified_by", "RELEASED IN FULL")])
def test_a_reason_alone_classifies_nothing_and_a_release_stamp_ends_it(field: str, stamp: str) -> None:
    assert not block("Classified By: A. Miller", field, stamp).classified


def test_an_authority_block_beside_readable_marks_leaves_the_word_to_them() -> None:
    text = "UNCLASSIFIED\n\n(U) The mill stands still.\n\nDerived From: Mill Guide\n"
    line = "Derived From: Mill Guide"
    marks = real(text, "UNCLASSIFIED", MarkType.BANNER) + real(text, "(U)", MarkType.PORTION)
    start = text.index(line)
    marks.append(Mark(MarkType.AUTHORITY, line, start, start + len(line), 1, Authority("derived_from", "Mill Guide")))
    assert not analyse(document(text), marks).overall.classified


def test_a_portion_that_borrows_its_list_from_the_banner_requires_that_list() -> None:
    banner = "SECRET//REL TO USA, FVEY"
    text = f"{banner}\n\n(S//REL) The mill at Orr stands still.\n\n(U) Its owner is well.\n"
    marks = real(text, banner, MarkType.BANNER)
    marks += real(text, "(S//REL)", MarkType.PORTION) + real(text, "(U)", MarkType.PORTION)
    seen = analyse(document(text), marks).overall
    assert seen.computed is not None
    assert seen.computed.banner == banner


def test_caveats_stamped_beside_the_banner_count_with_it() -> None:
    text = "SECRET\nNOFORN-ORCON\n\nThe mill stands still. (S NF OC)\n\nIts owner is well. (U)\n"
    seen = analyse(document(text)).overall
    assert seen.banner is not None
    assert (seen.banner.banner, seen.consistent) == ("SECRET//ORCON/NOFORN", True)


def test_noforn_below_the_classification_line_of_a_telegram_counts_with_it_and_exdis_does_not() -> None:
    text = "C O N F I D E N T I A L ORR 0412\n\nEXDIS\nNOFORN\n\nE.O. 12958: N/A\n\n1. (C/NF) It stands.\n"
    seen = analyse(document(text))
    assert seen.overall.banner is not None
    assert (seen.overall.banner.banner, seen.overall.consistent) == ("CONFIDENTIAL//NOFORN", True)
    assert [marking.banner for marking in seen.stamped.values()] == ["CONFIDENTIAL//NOFORN"]
