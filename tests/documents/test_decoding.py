# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.decoding import NotTextError, codec_named, decode_declared, decode_text, encode_text


SAMPLE = "(U) The ferry left Ålesund at 0630.\r\nCargo: 12 crates – none opened.\r\n"


@pytest.mark.parametrize(
    ("codec", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le-sig", "utf-16-le-sig"),
        ("utf-16-be-sig", "utf-16-be-sig"),
        ("utf-32-le-sig", "utf-32-le-sig"),
        ("utf-32-be-sig", "utf-32-be-sig"),
        ("cp1252", "cp1252"),
    ],
)
def test_text_is_read_in_its_encoding_and_line_ends_are_kept(codec: str, expected: str) -> None:
    assert decode_text(SAMPLE.encode(codec)) == (SAMPLE, expected)


def test_latin_1_takes_what_windows_1252_has_no_character_for() -> None:
    assert decode_text(b"Stra\xdfe\x81 nach Norden") == ("Straße\x81 nach Norden", "latin-1")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_told_in_scripts_beside_latin(codec: str) -> None:
    text = "Паром вышел из порта в шесть утра."
    assert decode_text(text.encode(codec)) == (text, codec)


@pytest.mark.parametrize("data", [b"\0" * 64, bytes(range(256)) * 4, b"\xff\xfeA", b"\xff\xfe\x00\xd8"])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode_text(data)


@given(st.binary(max_size=300))
def test_any_bytes_decode_and_come_back_or_are_refused(data: bytes) -> None:
    try:
        text, codec = decode_text(data)
    except NotTextError:
        return
    assert encode_text(text, codec) == data


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200))
def test_utf_8_is_always_read_as_utf_8(text: str) -> None:
    data = text.encode()
    expected = text.removeprefix("\ufeff")
    assert decode_text(data)[0] == expected


@pytest.mark.parametrize("text", ["a name N\0A\0M\0E in plain text", "\0".join("CODENAME") + " and some more words"])
def test_ascii_with_zero_bytes_strewn_in_is_read_as_ascii(text: str) -> None:
    assert decode_text(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
@pytest.mark.parametrize("end", ["", "!"])
def test_a_zero_byte_makes_no_utf_16_of_other_text(codec: str, end: str) -> None:
    text = "(S) The café at the pier of Nordhavn\0 opens on Monday.\n" * 9 + end
    assert decode_text(text.encode(codec)) == (text, codec)


def test_a_zero_byte_makes_no_utf_16_of_utf_8_in_other_scripts() -> None:
    text = "(S) Паром вышел\0 из порта в шесть утра.\n" * 2
    assert decode_text(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "これはひみつのぶんしょです。 第3条\n",
        "本文件为机密，未经许可不得复制。 第三条\n",
        "(S) 码头关闭到五月。一座起重机在北码头。\u3000第一次会议。\n",
        "码头关闭到五月，一座起重机开在北码头。",
        "(S) 부두는 오월까지 닫혀 있다. 가나 가라.\n",
        "(S) घाट मई तक बंद है। क्रेन उत्तरी घाट पर है।\n",
        "(S) పీర్ మే వరకు మూసివేయబడింది\n",
        "(U) The pier is open until May. (S) Причал закрыт до мая. The crane stands in the north.\n",
    ],
)
def test_utf_16_without_mark_is_told_where_letters_look_like_ascii(text: str, codec: str) -> None:
    assert decode_text((text * 5).encode(codec)) == (text * 5, codec)


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("x-cp1251", "cp1251"),
        ("gb2312", "gb18030"),
        ("iso-8859-8-i", "iso8859-8"),
        ("utf-16", "utf-16"),
        ("unicode_escape", ""),
        ("idna", ""),
        ("no such", ""),
        (None, ""),
    ],
)
def test_a_declared_character_set_is_one_that_texts_have(charset: str | None, codec: str) -> None:
    assert codec_named(charset) == codec


@pytest.mark.parametrize("charset", [b"utf-16", b"utf-7", b"iso-8859-1", b"unicode_escape"])
def test_a_page_that_declares_what_it_cannot_be_in_is_windows_1252(charset: bytes) -> None:
    page = b"<meta charset=" + charset + b"><p>\x93+AEs- \\x4b\x94</p> "
    text, codec = decode_declared(page, re.compile(rb"charset=([\w-]+)"))
    assert (codec, text) == ("cp1252", page.decode("cp1252"))
