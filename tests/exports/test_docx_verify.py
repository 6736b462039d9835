# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
import zipfile

import pytest

from tests.documents.docx_files import docx, paragraph, zipped
from tests.exports.docx_plans import HIDING_PLACES, MEMO, leaks, plan_of, run
from workbench.exports import sanitize
from workbench.exports.docx.verify import verify


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_the_check_finds_the_term_in_a_copy_that_is_the_original(place: str) -> None:
    data = docx(f"<w:p>{run('(U) Fruit of the ')}{HIDING_PLACES[place]}{run(' trade.')}</w:p>")
    assert leaks(data, data, terms=("orchard",)) > 0


def tampered(copy: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not old or old in files[part]
    return zipped({**files, part: files.get(part, "").replace(old, new) if old else new})


@pytest.mark.parametrize(
    ("part", "old", "new", "check"),
    [
        ("word/document.xml", "Berth", "Berth of the cook", "words of every part"),
        ("word/document.xml", "Berth", "(S) Our man is the cook.", "text of every part"),
        ("word/document.xml", "<w:b/>", '<w:b w:val="our man is the cook"/>', "other strings of every part"),
        ("docProps/core.xml", "", "<a>(S) Our man is the cook.</a>", "raw bytes of foreign parts"),
        ("word/document.xml", "<w:b/>", "<w:b/>our man is the cook", "XML that no copy has"),
        ("word/document.xml", "<w:b/>", '<w:b w:cook="1"/>', "XML that no copy has"),
        ("word/document.xml", "<w:b/>", "<?cook our man?><w:b/>", "XML that no copy has"),
        ("word/document.xml", "<w:document", "<!-- cook --><w:document", "XML that no copy has"),
        (
            "word/document.xml",
            "<w:document",
            '<!DOCTYPE w:document PUBLIC "cook" "x"><w:document',
            "XML that no copy has",
        ),
        ("word/styles.xml", "<w:styles", "our man is the cook<w:styles", "XML that no copy has"),
        ("word/document.xml", "<w:p>", "<w:p><!-- seen -->", "XML that no copy has"),
        ("word/document.xml", "<w:b/>", "<w:b/><w:vanish/>", "XML that no copy has"),
        ("word/document.xml", "<w:b/>", '<w:b w:val="our man is the cook"/>', "XML that no copy has"),
        ("word/document.xml", "<w:body>", '<w:body xmlns:x="our/man">', "XML that no copy has"),
        ("word/styles.xml", "Calibri", "The Cook", "XML that no copy has"),
        ("word/media/image1.png", "", "\x89PNG", "parts that no copy has"),
        ("docProps/core.xml", "", "<a>our man is the cook</a>", "parts that no copy has"),
    ],
)
def test_the_check_finds_what_a_copy_may_not_hold(part: str, old: str, new: str, check: str) -> None:
    copy = tampered(sanitize(plan_of(MEMO, "(S)"), MEMO), part, old, new)
    checks, findings = verify(copy, plan_of(MEMO, "(S)"))
    assert check in [c.name for c in checks if c.found]
    assert "cook" not in repr(findings) + repr(checks)


def test_bytes_that_belong_to_nothing_and_files_that_are_no_zip_are_leaks() -> None:
    plan = plan_of(MEMO, "(S)")
    copy = sanitize(plan, MEMO)
    for broken in (copy + b"more", copy[:-1], copy[:40], b"", b"our man"):
        assert sum(check.found for check in verify(broken, plan)[0]) > 0


def test_a_label_after_kept_words_makes_no_leak_of_them() -> None:
    # "...night crew" is kept before "[text withheld]", and "night crew t..." is withheld elsewhere.
    data = docx(
        paragraph("(U) harbour calm harbour night crew tanker")
        + paragraph("(S) harbour calm harbour night crew text of theirs")
    )
    assert leaks(sanitize(plan_of(data, "(S)", ["tanker"]), data), data, "(S)", ("tanker",)) == 0
