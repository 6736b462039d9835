# SPDX-License-Identifier: AGPL-3.0-or-later
"""An e-mail (RFC 5322, MIME) as its reader sees it: the fields a mail program shows, its text, what is forwarded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from workbench.core.errors import DamagedDocumentError, EncryptedDocumentError, TooLargeDocumentError
from workbench.core.findings import Finding, Severity, tallied
from workbench.documents.limits import Limits
from workbench.documents.mail.parsing import parse_message
from workbench.documents.mail.parts import (
    decode_body,
    decode_field,
    file_name,
    halves,
    payload_of,
    transfer_encoding,
    words_of,
)
from workbench.documents.model import Block, Document, Format, Page, Span, Torn


_SHOWN = frozenset("from sender reply-to to cc bcc date subject importance sensitivity".split())
"""Fields that mail programs show, casefolded. Resent-* and transport fields they do not."""
_SEALED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
_CLOSED = "is encrypted or sealed: save it in the clear first"
# A multipart or message without its boundary is text that nobody can take apart: it is read as it stands.
# Text of a kind that nobody knows is plain text (RFC 2046 4.1.4).
_READ = re.compile(r"text/.*|message/(?:rfc822|global)")
_MESSAGES = frozenset(("message/rfc822", "message/global"))
_ENCODED = frozenset(("base64", "quoted-printable"))
_MEDIA_TYPE = re.compile(r"(?:application|image|audio|video|text|message)/[a-z0-9.+-]{1,70}")
_WEB_ARCHIVE = "multipart/related"  # a page with its pictures (RFC 2557), with or without a sender
_FORMS = frozenset(("text/plain", "text/html"))
# What mail programs write before the first part, for readers of forty years ago.
_CUSTOMARY = re.compile(
    r"(?i)this is an? (?:multi-?part|mime|mime-encapsulated|cryptographically signed) message(?: in mime format)?\.?"
)
_SAID = {
    "fields": ("R202", Severity.INFO, "{} header fields that mail programs do not show are left out"),
    "other form": ("R203", Severity.WARNING, "{} other forms of the text say something else and are left out"),
    "same form": ("R204", Severity.INFO, "{} other forms of the same text are left out"),
    "damaged": ("R205", Severity.WARNING, "{} parts or fields are not in the encoding they declare"),
    "outside": ("R206", Severity.WARNING, "{} characters outside of all parts are left out"),
    "customary": ("R206", Severity.INFO, "{} characters outside of all parts are left out: a customary notice"),
    "signature": ("R207", Severity.INFO, "{} signatures are not checked"),
}
_SIGNATURES = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"))


def read_mail(data: bytes, path: str, sha256: str, limits: Limits) -> Document:
    """The message as one page: header fields a line each, a blank line, the text; forwarded messages below it.

    Attachments are named on a line each and not read.

    Raises:
        DamagedDocumentError: it has no header field that a mail program shows.
        EncryptedDocumentError: its text is encrypted.
        TooLargeDocumentError: more parts, deeper nested or longer than ``limits`` allow.

    """
    reader, message = _Reader(path, limits), parse_message(data, path, limits)
    reader.message(message, 0)
    if not reader.shown and message.get_content_type() != _WEB_ARCHIVE:
        raise DamagedDocumentError(path, "is no e-mail: it has no header field that says from, to or about what")
    page = Page(1, Span(0, len(reader.text)))
    document = Document(path, sha256, Format.EML, reader.text, (page,), tuple(reader.blocks), tuple(reader.struck))
    return replace(document, torn=tuple(reader.torn), findings=reader.findings())


class _Reader:
    def __init__(self, path: str, limits: Limits) -> None:
        self.shown = 0
        self.blocks: list[Block] = []
        self.struck: list[Span] = []
        self.torn: list[Torn] = []
        self._path, self._limits = path, limits
        self._pieces: list[str] = []
        self._length = self._parts = 0
        self._counts: Counter[str] = Counter()
        self._found: list[Finding] = []

    @property
    def text(self) -> str:
        """All that was read."""
        return "".join(self._pieces)

    def message(self, message: Message, depth: int) -> None:
        """Takes in a message: its fields, its parts."""
        shown = list(self._fields(message))
        if shown:
            self._add("\n".join(shown))
        self._part(message, depth)

    def _fields(self, message: Message) -> Iterator[str]:
        for name, value in message.raw_items():
            if name.casefold() in _SHOWN:
                self.shown += 1
                decoded, well = decode_field(str(value))
                self._counts["damaged"] += not well
                yield f"{name}: {decoded}"
            elif not name.casefold().startswith(("content-", "mime-version")):
                self._counts["fields"] += 1

    def _part(self, part: Message, depth: int) -> None:
        self._parts += 1
        if self._parts > self._limits.max_members:
            raise TooLargeDocumentError(self._path, f"has more than {self._limits.max_members} parts")
        if depth > self._limits.max_depth:
            raise TooLargeDocumentError(self._path, "is nested too deep")
        kind = part.get_content_type()
        if kind.startswith("multipart/") and not part.is_multipart():
            kind = "text/plain"
        if kind in _SEALED and self._parts == 1:
            raise EncryptedDocumentError(self._path, _CLOSED)
        if kind == "multipart/alternative":
            self._alternative(part, depth)
        elif part.is_multipart() and kind in _MESSAGES:
            if transfer_encoding(part) in _ENCODED:
                self._attachment(part, kind)  # no mail program writes this (RFC 2046 5.2.1), and not every one reads it
            else:
                self.message(_children(part)[0], depth + 1)
        elif part.is_multipart():
            self._outside(part)
            for child in _children(part):
                self._part(child, depth + 1)
        elif _READ.fullmatch(kind) and part.get_content_disposition() != "attachment":
            self._body(part)
        else:
            self._attachment(part, kind)

    def _alternative(self, part: Message, depth: int) -> None:
        """The plain form of a text where there is one; whether the other says the same is looked at."""
        self._outside(part)
        children = _children(part)
        plain = [child for child in children if child.get_content_type() == "text/plain"]
        chosen = plain[:1] or children[-1:]  # RFC 2046 5.1.4: the last is the best
        start = self._length
        for child in chosen:
            self._part(child, depth + 1)
        said = self._words(plain[0]) if plain else frozenset[str]()
        end = self._length
        for child in children:
            if child not in chosen:
                self._other_form(child, said, Span(start, end))

    def _other_form(self, part: Message, said: frozenset[str], shown: Span) -> None:
        leaves = [leaf for leaf in part.walk() if not leaf.is_multipart()]
        texts = [leaf for leaf in leaves if leaf.get_content_type() in _FORMS]
        others = [word for leaf in texts for word in self._words(leaf) - said]
        same = bool(texts) and not others
        self.torn += halves(self.text, shown, others)
        self._counts["same form" if same else "other form"] += 1
        self._parts += len(leaves)
        for leaf in leaves:
            if leaf not in texts:
                self._attachment(leaf, leaf.get_content_type())

    def _words(self, part: Message) -> frozenset[str]:
        return words_of(decode_body(part, self._path, self._limits)[0].text)

    def _body(self, part: Message) -> None:
        name = file_name(part)
        if name:
            self._add(f"Attachment: {name}")
        body, well = decode_body(part, self._path, self._limits)
        if body.text.startswith("-----BEGIN PGP MESSAGE-----"):
            raise EncryptedDocumentError(self._path, _CLOSED)
        self._counts["damaged"] += not well
        self._found += body.findings
        start = self._add(body.text)
        for block in body.blocks:
            self.blocks.append(block._replace(span=_moved(block.span, start), page=1))
        self.struck += (_moved(span, start) for span in body.struck)
        self.torn += (torn._replace(span=_moved(torn.span, start)) for torn in body.torn)

    def _attachment(self, part: Message, kind: str) -> None:
        if kind in _SIGNATURES:
            self._counts["signature"] += 1
            return
        self._counts["attachment"] += 1
        number = self._counts["attachment"]
        name = file_name(part)
        self._add(f"Attachment: {name}" if name else f"Attachment {number}")
        told = f"attachment {number} ({_known(kind)}, {len(payload_of(part))} bytes) is not read"
        self._found.append(Finding("R201", Severity.WARNING, told))

    def _outside(self, part: Message) -> None:
        """Text before the first and behind the last part, which no mail program shows (RFC 2046 5.1.1)."""
        for outside in (part.preamble, part.epilogue):
            words = " ".join((outside or "").split())
            self._counts["customary" if _CUSTOMARY.fullmatch(words) else "outside"] += len(words.replace(" ", ""))

    def _add(self, text: str) -> int:
        text = text.encode("utf-8", "replace").decode("utf-8")
        if self._length + len(text) > self._limits.max_unpacked:
            raise TooLargeDocumentError(self._path, "holds more text than is read")
        if self._pieces and text:
            self._pieces.append("\n\n")
            self._length += 2
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start

    def findings(self) -> tuple[Finding, ...]:
        """What the text does not have, without its words."""
        return (*self._found, *tallied(_SAID.items(), self._counts))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _known(kind: str) -> str:
    """A media type as far as it is one: what a sender wrote there ends up in a log."""
    return kind if _MEDIA_TYPE.fullmatch(kind) else "other"


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
