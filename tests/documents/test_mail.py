# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import email.message
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.totality import assert_read_or_refused
from workbench.core.errors import (
    DamagedDocumentError,
    DocumentError,
    EncryptedDocumentError,
    TooLargeDocumentError,
    UnknownFormatError,
)
from workbench.core.findings import Severity
from workbench.documents import Format, Limits, Place, read_document
from workbench.documents.mail.parts import decode_body
from workbench.structure import Kind, Role, analyse


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "mail.yaml").read_text(encoding="utf-8"))
SENT = b"From: a@cape.example\r\nMessage-ID: <1@cape.example>\r\nSubject: (U) x\r\n\r\n(U) Text.\r\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_reader_sees(case: dict[str, Any], end: str) -> None:
    document = read_document(case["message"].replace("\n", end).encode(), "a.eml")
    assert document.format is Format.EML
    assert document.text == case["text"].rstrip("\n")
    assert [finding.code for finding in document.findings] == case["codes"]


def test_findings_tell_nothing_that_a_sender_wrote() -> None:
    for case in CASES:
        for finding in read_document(case["message"].encode(), "a.eml").findings:
            assert not any(w in finding.message for w in ("plän", "notes", "governor", "nobody", "no-such-set"))


def test_a_customary_notice_is_no_warning_and_other_words_are() -> None:
    source = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}\n--b\n\ntext\n--b--\n"
    severities = []
    for words in ("This is a multi-part message in MIME format.", "This is a multi-part message. Meet Raske at noon."):
        severities += [f.severity for f in read_document(source.format(words).encode(), "a.eml").findings]
    assert severities == [Severity.INFO, Severity.WARNING]


def test_addresses_are_furniture_and_the_subject_carries_its_mark() -> None:
    source = (
        "From: Maren Ousk <ousk@cape.example>\nTo: Consul <consul@cape.example>\nDate: Tue, 3 Mar 1998 10:00:00 +0000\n"
        "Subject: (C) The buoy\n\nSECRET\n\n(S) The buoy was moved.\n\nSECRET\n"
    )
    analysis = analyse(read_document(source.encode(), "a.eml"))
    first, subject, *_ = analysis.paragraphs
    assert (first.kind, first.role) == (Kind.FURNITURE, Role.ADDRESSING)
    assert subject.portion is not None and subject.portion.raw == "(C)"
    assert analysis.overall.consistent is True


def test_the_blocks_of_an_html_body_lie_in_the_text() -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "x"
    message.set_content("<h1>Report</h1><ul><li>(S) one</li></ul><p><s>SECRET</s></p>", subtype="html")
    document = read_document(message.as_bytes(), "a.eml")
    assert [(document.text[slice(*b.span)], b.place) for b in document.blocks] == [
        ("Report", Place.HEADING),
        ("(S) one", Place.LIST_ITEM),
        ("SECRET", Place.BODY),
    ]
    assert [document.text[slice(*span)] for span in document.struck] == ["SECRET"]


def test_what_is_struck_in_lines_as_they_were_typed_is_struck() -> None:
    html = b"Subject: x\nContent-Type: text/html\n\n<pre>one\n<s>SECRET</s> ~~two~~</pre>\n"
    document = read_document(html, "note.eml")
    assert [document.text[slice(*span)] for span in document.struck] == ["SECRET"]


@pytest.mark.parametrize("name", ["a.eml", "a", "-", "a.msgsource"])
def test_mail_is_told_by_what_mail_programs_write(name: str) -> None:
    assert read_document(SENT, name).format is Format.EML


@pytest.mark.parametrize("name", ["memo", "-"])
def test_a_memorandum_with_address_lines_is_text(name: str) -> None:
    memo = b"From: The Director\nTo: The Governor\nSubject: (U) The buoy\n\n(U) Text.\n"
    assert read_document(memo, name).format is Format.TEXT
    assert read_document(SENT, "a.txt").format is Format.TEXT


@pytest.mark.parametrize(
    ("data", "error", "why"),
    [
        (b"(U) Words of a memorandum.\n", DamagedDocumentError, "is no e-mail"),
        (b"Colour: red\n\nx", DamagedDocumentError, "is no e-mail"),
        (b"%PDF-1.7\n%%EOF", DamagedDocumentError, "it is a PDF, not an e-mail"),
        (b"From a@b Tue\nSubject: x\n\none\n\nFrom c@d Wed\nSubject: y\n\ntwo\n", DamagedDocumentError, "several"),
        (b"Subject: x\nContent-Type: application/pkcs7-mime\n\nabc", DocumentError, "encrypted or sealed"),
        (b"Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n", DocumentError, "encrypted"),
        (b"Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--", DocumentError, "encrypted"),
        (b"Content-Type: text/plain\nReceived: x\n\nwords", DamagedDocumentError, "no header field that says"),
    ],
)
def test_what_is_no_mail_is_refused_in_one_line(data: bytes, error: type[DocumentError], why: str) -> None:
    with pytest.raises(error, match=why) as caught:
        read_document(data, "a.eml")
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_first_field() -> None:
    data = b"\xef\xbb\xbfSubject: (S) The buoy\nFrom: a@cape.example\n\n(U) Text.\n"
    assert read_document(data, "a.eml").text.startswith("Subject: (S) The buoy\n")


def test_a_mailbox_without_a_name_is_named() -> None:
    data = b"From a@b Tue\nSubject: x\nReceived: z\n\none\n\nFrom c@d Wed\nSubject: y\n\ntwo\n"
    with pytest.raises(UnknownFormatError, match="mailbox"):
        read_document(data, "inbox")


def test_messages_inside_messages_end_somewhere() -> None:
    inner = b"Subject: x\n\nend\n"
    for _ in range(400):
        inner = b"Subject: x\nContent-Type: message/rfc822\n\n" + inner
    with pytest.raises(TooLargeDocumentError):
        read_document(inner, "a.eml")


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
@pytest.mark.parametrize(("depth", "lines", "read"), [(8, 500, True), (15, 10, True), (15, 500, False)])
def test_the_longer_a_message_the_less_deep_it_may_be(
    depth: int, lines: int, read: bool, end: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line is compared with the end of every part around it: 900 KB nested a hundredfold took 18 seconds."""
    monkeypatch.setattr("workbench.documents.mail.parsing._COMPARED", 1000)
    data = b"Subject: x\nContent-Type: message/rfc822\n\n" * depth + b"Subject: (U) last\n\n" + b"words\n" * lines
    data = data.replace(b"\n", end)
    if read:
        assert read_document(data, "a.eml").text.endswith("words")
    else:
        with pytest.raises(TooLargeDocumentError, match="nested too deep"):
            read_document(data, "a.eml")


def test_too_many_parts_are_refused() -> None:
    parts = b"".join(b"--b\nContent-Type: text/plain\n\nx\n" for _ in range(50))
    data = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n"
    with pytest.raises(TooLargeDocumentError, match="more than 20 parts"):
        read_document(data, "a.eml", Limits(max_members=20))


def test_each_form_of_a_text_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of 5,000 forms took minutes when each was compared with all."""
    calls: list[object] = []

    def counted(*args: Any) -> Any:
        calls.append(args)
        return decode_body(*args)

    monkeypatch.setattr("workbench.documents.mail.reading.decode_body", counted)
    parts = b"".join(b"--b\nContent-Type: text/plain\n\nx\n" for _ in range(50))
    data = b"Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n" + parts + b"--b--\n"
    assert read_document(data, "a.eml").text == "Subject: x\n\nx"
    assert len(calls) <= 51


FRAGMENTS = [
    *("Subject: x\n", "From: =?utf-8?q?=C3=28?=\n", "To: \udce4\udcf6 <a@b>\n", "--b\n", "--b--\n", "=?", " "),
    *("Content-Type: multipart/mixed; boundary=b\n", "Content-Type: text/plain; charset=", "utf-16\n", "\n", "\x00"),
    *("Content-Type: message/rfc822\n", "Content-Disposition: attachment; filename*0*=''%\n", "QUJD\n", "<p>x"),
    *("Content-Transfer-Encoding: base64\n", "Content-Type: multipart/alternative; boundary=b\n", "text/html\n"),
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
def test_reading_is_total(fragments: list[str]) -> None:
    data = ("Subject: (U) first\n" + "".join(fragments)).encode("utf-8", "surrogateescape")
    assert_read_or_refused(data, "a.eml")


@pytest.mark.parametrize("kind", ["multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"])
def test_a_message_that_is_sealed_is_refused_and_a_sealed_part_is_an_attachment(kind: str) -> None:
    sealed = f"Content-Type: {kind}; boundary=c\n\n--c\n\nMIAG\n--c--\n"
    with pytest.raises(EncryptedDocumentError):
        read_document(f"Subject: x\n{sealed}".encode(), "a.eml")
    beside = f"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nopen\n--b\n{sealed}--b--\n"
    assert "open" in read_document(beside.encode(), "a.eml").text


@pytest.mark.parametrize(
    "kind", ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"]
)
def test_a_signature_is_no_attachment(kind: str) -> None:
    parts = f"--b\n\nopen\n--b\nContent-Type: {kind}; name=smime.p7s\n\nMIAG\n--b--\n"
    read = read_document(f"Subject: x\nContent-Type: multipart/signed; boundary=b\n\n{parts}".encode(), "a.eml")
    assert read.text == "Subject: x\n\nopen"
    assert [finding.code for finding in read.findings] == ["R207"]
