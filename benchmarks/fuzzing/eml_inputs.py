# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-mail with parts in parts, every transfer encoding, several character sets, and what breaks their headers."""

from __future__ import annotations

import email.message
import email.policy
import random
import re

from benchmarks.fuzzing import Target


_FIELD = re.compile(rb"^[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n", re.MULTILINE)
_BOUNDARY = re.compile(rb"--[\w=.'-]{5,}")
_VALUES = (
    b"multipart/mixed; boundary=x",
    b"multipart/alternative; boundary=",
    b"message/rfc822",
    b"message/partial",
    b"text/html; charset=utf-16",
    b"text/plain; charset=idna",
    b"text/plain; charset=\xff",
    b"text/plain; charset*0*=utf-8''%; charset*1=x",
    b"attachment; filename*=''%ff%",
    b"=?utf-8?b?====?=",
    b"=?utf-8?q?=?= =?idna?q?x?=",
    b"base64",
    b"uuencode",
    b"quoted-printable",
    b"(" * 3000,
    b"<" * 3000 + b"a@b",
    b'"' + b"\\" * 3000,
    b"a:" * 3000 + b";",
)
_TEXT = "SECRET\n\n(S//NF) The ferry “Aster” sailed.\n\n> (U) Who says so?\n\n~~SECRET~~\n"


def seeds() -> list[bytes]:
    messages = [_plain("utf-8", "base64"), _plain("iso-8859-1", "quoted-printable"), _html(), _mixed()]
    return [message.as_bytes(policy=email.policy.SMTP) for message in messages]


def _plain(charset: str, encoding: str) -> email.message.EmailMessage:
    message = email.message.EmailMessage()
    message["From"], message["To"] = "Käte Ousk <k@cape.example>", "a@b.example, Group: c@d.example;"
    message["Subject"], message["Message-ID"] = "(C) Die Fähre", "<1@cape.example>"
    message.set_content(_TEXT.replace("“", '"').replace("”", '"'), charset=charset, cte=encoding)
    return message


def _html() -> email.message.EmailMessage:
    message = _plain("utf-8", "8bit")
    message.add_alternative("<h1>(U) x</h1><p>(S) The <s>ferry</s><br>sailed.</p><!-- x -->", subtype="html")
    return message


def _mixed() -> email.message.EmailMessage:
    message = _html()
    message.add_attachment(b"\0\1\2", maintype="application", subtype="pdf", filename="plän.pdf")
    message.add_attachment(_plain("utf-16", "base64"))
    message.add_attachment("notes\n", filename="a.txt")
    message.set_boundary("=====quay=====")
    return message


def odd_field(data: bytes, rng: random.Random) -> bytes:
    """A field with another value, or its value at another field."""
    found = list(_FIELD.finditer(data))
    if not found:
        return data
    at = rng.choice(found)
    value = rng.choice((*_VALUES, rng.choice(found)[0].partition(b":")[2].strip()))
    return data[: at.start()] + at[0].partition(b":")[0] + b": " + value + b"\r\n" + data[at.end() :]


def swap_boundary(data: bytes, rng: random.Random) -> bytes:
    found = list(_BOUNDARY.finditer(data))
    if not found:
        return data
    at = rng.choice(found)
    return data[: at.start()] + rng.choice((rng.choice(found)[0], b"--x", b"", at[0] + b"--")) + data[at.end() :]


def nest(data: bytes, rng: random.Random) -> bytes:
    """The message inside messages or multiparts, up to thousands deep."""
    depth = rng.choice((2, 30, 2000))
    if rng.random() < 0.5:
        return b"Subject: x\r\nContent-Type: message/rfc822\r\n\r\n" * depth + data
    opened = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(min(depth, 300)))
    return b"Subject: x\r\n" + b"".join(opened) + data


TARGET = Target(
    "note.eml",
    seeds,
    changes=(odd_field, odd_field, swap_boundary, nest),
    tokens=(
        b"\r\n\r\n",
        b"\r\n ",
        b"=?utf-8?b?",
        b"?=",
        b"=\r\n",
        b"=ZZ",
        b"\nFrom x\n",
        b"\r\n--",
        b"%00",
        b"begin 644 x\n",
    ),
)
