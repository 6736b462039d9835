# SPDX-License-Identifier: AGPL-3.0-or-later
"""A part of an e-mail out of its transfer encoding and character set; a header field out of its encoded words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from workbench.core.errors import DamagedDocumentError, DocumentError
from workbench.documents.decoding import NotTextError, codec_named, decode_text
from workbench.documents.limits import Limits
from workbench.documents.model import Document, Format, Span, Torn
from workbench.documents.text import struck_spans


_LINK = re.compile(r"https?://\S+|mailto:\S+")
_WORD = re.compile(r"[^\W_]+")
# Of enriched text (RFC 1896), and of that before it (RFC 1341).
_COMMAND = re.compile(r"<<|<param>[^<>]{0,1000}</param>|</?[a-z0-9-]{1,60}>", re.IGNORECASE)
_WRITES = {"<<": "<", "<lt>": "<", "<nl>": "\n"}
_RTF = b"{\\rtf"
# Of words that one form of a text has and the other has not: more are another text, or are there to take time.
_MOST_OTHERS, _LONGEST_WORD, _SHORTEST_PART, _MOST_PLACES = 1000, 60, 3, 20
_LONGEST_FIELD = 100_000
"""Characters of a header field that are decoded; a longer one stands as it is."""


def decode_body(part: Message, path: str, limits: Limits) -> tuple[Document, bool]:
    """A ``text/plain`` or ``text/html`` part, whose line ends are LF, and whether it is in the encoding it declares."""
    data = payload_of(part)
    if part.get_content_type() == "text/html" and data.strip():
        return _html(part, data, path, limits)
    if data.startswith(_RTF):
        from workbench.documents.rtf.reading import read_rtf

        return read_rtf(data, path, "", limits), True
    text, well = _decoded(data, part.get_content_charset())
    if part.get_content_type() in ("text/enriched", "text/richtext"):
        text = _COMMAND.sub(lambda found: _WRITES.get(found[0].lower(), ""), text)
    text = re.sub("\r\n?", "\n", text).rstrip()
    return _plain(text), well and not part.defects


def _plain(text: str) -> Document:
    return Document("", "", Format.TEXT, text, (), struck=struck_spans(text))


def payload_of(part: Message) -> bytes:
    """The bytes of a part out of its transfer encoding; none of a part that holds others."""
    if encoding := transfer_encoding(part):
        part.replace_header("Content-Transfer-Encoding", encoding)  # ``email`` knows no other form of it
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def transfer_encoding(part: Message) -> str:
    """The name of it, without a comment, a fold or blanks beside it (RFC 2045, 6.1); empty where none is told."""
    told = re.search(r"[\w-]+", re.sub(r"\([^()]*\)", " ", str(part.get("Content-Transfer-Encoding", ""))))
    return told[0].lower() if told else ""


def _html(part: Message, data: bytes, path: str, limits: Limits) -> tuple[Document, bool]:
    from workbench.documents.html.reading import read_html

    charset = part.get_content_charset()
    text, well = _decoded(data, charset) if charset else ("", True)
    try:
        page = read_html(text.encode("utf-8", "replace") if charset else data, path, "", limits)
    except DamagedDocumentError:
        return _plain(""), False
    except DocumentError:
        return _plain(_decoded(data, charset)[0].rstrip()), False
    return page, well and not part.defects


def _decoded(data: bytes, charset: str | None) -> tuple[str, bool]:
    """By the declared character set where the bytes are in it, else by what they look like."""
    codec = codec_named(charset)
    if codec:
        try:
            return data.decode(codec), True
        except ValueError:
            pass
    try:
        return decode_text(data)[0], not charset or codec == "ascii"
    except NotTextError:
        return data.decode("latin-1"), False


def decode_field(raw: str) -> tuple[str, bool]:
    """A header field on one line, its encoded words (RFC 2047) decoded, and whether all of them could be."""
    # Bytes above ASCII are kept as surrogates by ``email``: here as the characters they probably are.
    value = raw if raw.isascii() else _decoded(raw.encode("utf-8", "surrogateescape"), None)[0]
    well = True
    if "=?" in value and len(value) <= _LONGEST_FIELD:
        try:
            # Unfolded: decode_header drops the blank with which a line begins, behind an encoded word too.
            one_line = value.replace("\r", "").replace("\n", "")
            # Behind the last end of one no encoded word is looked for: it would be, from each beginning of one.
            coded, end, rest = one_line.rpartition("?=")
            pieces = [_field_piece(piece, charset) for piece, charset in decode_header(coded + end)]
            value, well = "".join(text for text, _ in pieces) + rest, all(fine for _, fine in pieces)
        except (HeaderParseError, ValueError):
            well = False
    return " ".join(value.split()), well


def _field_piece(piece: bytes | str, charset: str | None) -> tuple[str, bool]:
    if isinstance(piece, str):
        return piece, True
    if charset is None:
        return piece.decode("raw-unicode-escape", "replace"), True  # how decode_header packs what was not encoded
    return _decoded(piece, charset)


def file_name(part: Message) -> str:
    """The name that an attachment says it has, on one line; empty where it says none."""
    try:
        name = part.get_filename("")
    except (ValueError, LookupError, TypeError):
        return ""
    return decode_field(str(name or ""))[0]


def words_of(text: str) -> frozenset[str]:
    """The words of a text, links and layout aside: one form of a body is compared with the other by them."""
    return frozenset(_WORD.findall(_LINK.sub(" ", text.casefold())))


def halves(text: str, shown: Span, others: Iterable[str]) -> Iterator[Torn]:
    """Words among those ``shown`` of ``text`` that another form of it has as the first or last part of ``others``."""
    places: dict[str, list[Span]] = {}
    for found in _WORD.finditer(text, *shown):
        places.setdefault(found[0].casefold(), []).append(Span(*found.span()))
    for other in sorted(others)[:_MOST_OTHERS]:
        for cut in range(min(len(other), _LONGEST_WORD)):
            for part, start in ((other[:cut], 0), (other[cut:], cut)):
                seen = places.get(part, ()) if _SHORTEST_PART <= len(part) < len(other) else ()
                yield from (Torn(span, other, start, start + len(part)) for span in seen[:_MOST_PLACES])
