# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways to spell characters and to interrupt words: what each looks like, and what a program or a reader makes of it."""

from __future__ import annotations

import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from workbench.core.lookalikes import LOOKALIKES
from workbench.redaction.folding import is_invisible
from workbench.redaction.needles import LETTERS, SIGNS, SPELLED_OUT, spell_out


class Spelling(NamedTuple):
    """Matches of ``pattern`` are read as what ``read`` makes of them.

    A text without any of ``signs`` has none; where no signs are named, the text is looked through.
    """

    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], str]


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else ""


def _bytes(digits: str) -> str:
    """Bytes as Latin-1; those that are UTF-8 are read so in a reading of their own (``MOJIBAKE``)."""
    return bytes.fromhex(digits).decode("latin-1")


def _unescape(match: re.Match[str]) -> str:
    kind = str(match.lastgroup)
    return _character(int(match[kind], {"octal": 8, "octals": 8, "decimal": 10}.get(kind, 16)))


def _refer(match: re.Match[str]) -> str:
    return html.unescape(match.group().replace("amp;", ""))


def _of_name(match: re.Match[str]) -> str:
    try:
        return unicodedata.lookup(match[1])
    except KeyError:
        return match.group()


def _of_punycode(match: re.Match[str]) -> str:
    try:
        return match[1].encode().decode("punycode")
    except UnicodeError:
        return match.group()


def _of_utf8(match: re.Match[str]) -> str:
    for codec in ("cp1252", "latin-1"):
        try:
            return match.group().encode(codec).decode()
        except UnicodeError:
            continue
    return match.group()


def _of_quoted_printable(match: re.Match[str]) -> str:
    return "" if match[0][1] in "\r\n" else _bytes(match[0].replace("=", ""))


def _of_encoded_word(match: re.Match[str]) -> str:
    if match[1] in "qQ":
        return re.sub("(?:=[0-9A-Fa-f]{2})+", lambda m: _bytes(m[0].replace("=", "")), match[2]).replace("_", " ")
    try:
        return binascii.a2b_base64(match[2]).decode("latin-1")
    except ValueError:  # no base64, or no ASCII
        return match.group()


def _pieces_swapped(text: str) -> str:
    return "".join(re.split("[\u202a-\u202e\u2066-\u2069]+", text)[::-1])


def _between(ends: str) -> Iterable[str]:
    return map(chr, range(ord(ends[0]), ord(ends[1]) + 1))


def nothing(_: re.Match[str]) -> str:
    """Reads over what matches."""
    return ""


_SIGN = "[A-Za-z0-9+/]"
# Groups of one size with the same between them; of few the last has to say that it is the end of a code.
_GROUPS = (
    f"(?<!{_SIGN}){_SIGN}{{{{{{0}}}}}}(?P<by>[^A-Za-z0-9=]{{{{1,5}}}})(?:"
    f"(?:{_SIGN}{{{{{{0}}}}}}(?P=by)){{{{2,}}}}{_SIGN}{{{{1,{{0}}}}}}(?:(?P=by)?=)*"
    f"|(?:{_SIGN}{{{{{{0}}}}}}(?P=by)){{{{0,1}}}}{_SIGN}{{{{1,{{0}}}}}}(?:(?P=by)?=)+)(?!{_SIGN})"
)
_PERCENT_BYTE = re.compile(r"%(?:25)*([0-9a-fA-F]{2})")
_PERCENT = re.compile(r"(?:%(?:25)*[0-9a-fA-F]{2})+")
# As C, Python and JavaScript, RTF (`\'e9`, `\u233?`) and style sheets (`\e9 `, `\0000e9`) write a character.
_ESCAPE = re.compile(
    r"[\\`]u\{(?P<braced>[0-9a-fA-F]{1,6})\}"
    r"|\\(?:[x'](?P<byte>[0-9a-fA-F]{2})|u(?P<decimal>[0-9]{2,5})\?|u+(?P<four>[0-9a-fA-F]{4})"
    r"|U(?P<eight>[0-9a-fA-F]{8})|N\{U\+(?P<named>[0-9a-fA-F]{1,6})\}"
    r"|x\{(?P<perl>[0-9a-fA-F]{1,6})\}|o\{(?P<octals>[0-7]{2,7})\}|(?P<six>0[0-9a-fA-F]{5})|(?P<octal>[0-3][0-7]{2})"
    r"|(?P<style>[0-9a-fA-F]{2,6}) ?)"
)
_CODE_POINT = re.compile(
    r"(?:%u(?=[0-9a-fA-F]{4})|[Uu]\+)((?<=%u).{4}|[0-9a-fA-F]{4,6})(?:[ ,;]{1,2}(?=[Uu]\+[0-9a-fA-F]))?"
)
_TEX_CHARACTER = re.compile(r"\\char(?P<decimal>[0-9]{2,3}) ?|\^\^(?P<byte>[0-9a-f]{2})")
# RFC 2047; what stands between two of them is not shown.
_ENCODED_WORD = re.compile(r"=\?[\w*-]{2,40}\?([bBqQ])\?([^?\s]{1,300})\?=(?:\s+(?==\?))?")
# Words of TeX and RTF with their numbers, groups, comments to the end of a line; fonts and sizes of troff.
_COMMAND = re.compile(
    r"\\f[BIRP]|\\f\[[A-Z]{0,2}\]|\\s[-+]?[0-9]|\\[,;:!](?=\w)"
    r"|\\[A-Za-z]{1,24}(?:-?[0-9]{1,6}(?:\.[0-9]{1,4})?(?:[a-z]{2})?)?\*? ?|[{}$]|(?<!\\)%[^\n]{0,200}\n[ \t]*"
)
_REFERENCE = re.compile(r"&(?:amp;)*(?:#0*+[0-9]{1,8}|#[xX]0*+[0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")

REFERENCES = Spelling(("&",), _REFERENCE, _refer)
"""Character references, however often the ampersand is one itself."""
CODES = (
    Spelling(("%",), _PERCENT, lambda m: _bytes("".join(_PERCENT_BYTE.findall(m.group())))),
    Spelling(("%u", "U+", "u+"), _CODE_POINT, lambda m: _character(int(m[1], 16))),
    Spelling(("xn--", "XN--"), re.compile(r"xn--([a-z0-9-]{2,59})", re.IGNORECASE), _of_punycode),
    Spelling(("+A",), re.compile(r"\+[A-Za-z0-9+/]{3,}-?"), lambda m: m[0].encode().decode("utf-7", "ignore")),
    Spelling(("\\N{",), re.compile(r"\\N\{([A-Za-z -]{1,60})\}"), _of_name),
    # Pictures by their names, as chats write them: letters (`:regional_indicator_k:`), and any other.
    Spelling((":",), re.compile(r":(?:[a-z]{1,20}[_-]){0,4}([a-z0-9]):"), itemgetter(1)),
    Spelling((":",), re.compile(r":[a-z][a-z0-9_+-]{1,40}:"), nothing),
    Spelling(("\\", "`u{"), _ESCAPE, _unescape),
    # A reader reads on behind them.
    Spelling(("\\",), _COMMAND, nothing),
    Spelling(("\\char", "^^"), _TEX_CHARACTER, _unescape),
    Spelling(("=?",), _ENCODED_WORD, _of_encoded_word),
    Spelling(("=",), re.compile(r"=\r?\n|(?:=[0-9A-F]{2})+"), _of_quoted_printable),
    # What stands above the letters before it.
    Spelling(("\ufffa",), re.compile("\ufffa[^\ufffb\n]{0,200}\ufffb?"), nothing),
    Spelling(("\u202e",), re.compile("\u202e([^\u202c\u202d\n\r\u2029]+)\u202c?"), lambda m: m[1][::-1]),
    # Pieces that each run to the right, in a stretch that runs to the left: the last one is read first.
    Spelling(
        ("\u2067", "\u202b"),
        re.compile("[\u2067\u202b][^\n\r\u2029]{1,300}[\u2069\u202c]"),
        lambda m: _pieces_swapped(m[0]),
    ),
)
TAGS = Spelling((), re.compile("[\U000e0020-\U000e007e]"), lambda m: chr(ord(m[0]) - 0xE0000))
"""Letters of the plane of tags: nobody sees them."""
MOJIBAKE = Spelling(
    (),
    re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"),
    _of_utf8,
)
"""UTF-8 that was read, or written byte by byte, as Latin-1 or its Windows kin."""

BARE_SIGNS = frozenset(map(chr, LOOKALIKES)).union(
    *map(_between, ("\u00ad\u00ad", "\u034f\u034f", "\u180e\u180e", "\u200b\u200f", "\u2060\u2064", "\ufe00\ufe0f")),
    *map(_between, ("\ufeff\ufeff", "\uff01\uff5e")),
)
BARE = Spelling(
    (),
    re.compile(f"[{''.join(sorted(BARE_SIGNS))}]"),
    lambda m: "" if is_invisible(m[0]) else unicodedata.normalize("NFKC", m[0].translate(LOOKALIKES)),
)
"""What is not seen, and letters that look like plain ones, which keep their case: a code is made of them."""
_GROUPED = {size: re.compile(_GROUPS.format(size)) for size in (1, 4, 5, 8)}


def ungrouped(text: str) -> Iterator[list[tuple[int, int, str]]]:
    """What parts codes in groups of as many signs, the same between them; for each size where there are such."""
    for size, pattern in _GROUPED.items():
        codes = [(*match.span(), match["by"]) for match in pattern.finditer(text)]
        if codes:
            yield [
                (at, at + len(by), "")
                for start, end, by in codes
                for at in range(start + size, end, size + len(by))
                if text.startswith(by, at)
            ]


MARKUP = Spelling(("<",), re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z!?][^<>]*>", re.DOTALL), nothing)
EMPHASIS = Spelling(tuple("*_`~\\"), re.compile(r"\*+|_{1,3}(?=\w)|(?<=\w)_{1,3}|~~|`+|\\(?=[!-/:-@\[-`{-~])"), nothing)
LINKS = Spelling(
    ("[", "{", "%%", "@@", "--"),
    re.compile(
        r"\{% ?comment\b.{0,300}?endcomment ?%\}|\{([#%])[^{}\n]{0,200}\1\}"
        r"|\{/\*[^\n]{0,200}?\*/\}|\{[.#:][^{}\n]{1,200}\}"
        r"|--(?<=\w--)\w[^-\n]{0,60}--(?=\w)"
        r"|%%[^%\n]{1,200}%%|@@[^@\n]{1,200}@@|!\[[^\]\n]{0,200}\]\([^()\n]{0,500}\)|\]\([^()\n]{0,500}\)|\]\[[^\]\n]{0,200}\]|\[\^[^\]\s]{1,40}\]"
        r"|\]\{[^{}\n]{0,200}\}|\^\[[^\]\n]{0,200}\]|\{--[^{}\n]{1,200}--\}|\{[a-z]{1,12}\}|\[/?[a-z]{1,8}(?:=[^\]\n]{0,200})?\]"
    ),
    nothing,
)
"""What light markup sets around or behind the letters of a word: targets of links, notes, pictures, classes, edits."""
STRUCK = Spelling(
    ("~~", "</"),
    re.compile(
        r"~~(?=\S).{1,200}?~~|<(del|s|strike|rt|rp)\b[^<>]*>.{0,200}?</\1\s*>"
        r"|<(\w{1,12})(?=\s)[^<>]{0,200}?(?:\shidden\b|(?:display|visibility|font-size|opacity):\s*(?:none|hidden|0))[^<>]*>"
        r".{0,200}?</\2\s*>",
        re.DOTALL | re.IGNORECASE,
    ),
    nothing,
)
"""What a pen struck out, and what an element hides."""
IMAGES = Spelling(("![",), re.compile(r"!\[|\]\([^()\n]{0,500}\)"), nothing)
"""What light markup sets around the words that stand for a picture."""

# They begin with the characters that are rare, and look behind from there: so they are looked for fast.
_BESIDE = re.compile(
    r"[\n\r\f \t\[(^\u00b2\u00b3\u00b9\u2070-\u2079]"
    r"(?:(?<=[\n\r\f])[ \t>|\[]*[0-9][0-9:.,/TZ-]{0,24}(?:(?: -->)? [0-9][0-9:.,]{0,15})?[)|\]]?(?:[ \t]+|(?=[\r\n\f]))"
    r"|(?<=[ \t])[0-9]{1,4}(?=[ \t]*[\n\r\f])"
    r"|(?<=[^\W\d_] \[)[0-9]{1,3}\]|(?<=[^\W\d_][\[(^])[0-9]{1,3}[\])^]|(?<=[^\W\d_][\u00b2\u00b3\u00b9\u2070-\u2079]))"
)
_BEHIND = re.compile(r"[0-9](?<=[^\W\d_].)[0-9]{0,2}(?=[\s.,;:!?])")
_ALIKE = re.compile(r"[0-9@$](?:(?<=[^\W\d_].)[0-9@$]{0,3}|[0-9@$]{0,3}(?=[^\W\d_]))")
# Of a typewriter without a one, or somebody who types a nought as a letter.
_FIGURES = re.compile(r"[OolI](?:(?<=[0-9].)|(?<=[0-9][.,:/-].)|(?=[OolI]{0,3}[.,:/-]?[0-9]))")
_DIGITS = str.maketrans("OolI", "0011")
# Two strings of a program, sections of a file, values of an address, a word and its reading: what stands between
# their letters is not read.
_JOINT = re.compile(
    r"\\[nrt](?=\w)|<!\[CDATA\[|\]\]>|\)\s{0,9}(?:show|Tj|-?[0-9.]{1,8})\s{0,9}\(|\\c\n\.[A-Z]{1,2} "
    r"|(?<=[\n\r])[ \t]*(?:REM|rem|dnl) "
    r"|\[\[(?:[^\]|\n]{1,100}\|)?|\]\]|pass:[a-z,]{0,9}\[(?P<passed>[^\]\n]{0,200})\]|\{~~[^{}\n]{0,200}~>|~~\}"
    r"|\{(?P<base>[^{}|\n]{1,60})\|[^{}|\n]{1,60}\}|\((?:sic|ph|[?!])\)"
    r"|(?<=[\w%])[&;](?:amp;)?[A-Za-z_]\w{0,30}(?:\[\w{0,9}\])?=(?=[\w%])"
    r"|(?P<quote>[\"'])(?: ?(?:\.{1,2}|,) ?(?P=quote)|\.concat\((?P=quote))"
)
_BLANKS = ("\\n", "\\r", "\\t")
_JOINED = (
    *(*_BLANKS, "]]", "show", "Tj", "\\c\n", "REM ", "rem ", "dnl ", "[[", "pass:", "{~~", "{", "(sic", "(ph"),
    *("&", ";", "(?", "(!", "TJ", '",', '".', '" .', "',", "'.", "' ."),
)
LOOSE = (
    Spelling(_JOINED, _JOINT, lambda m: "\n" if m[0] in _BLANKS or m[0][0] in "&;" else m["passed"] or m["base"] or ""),
    Spelling((), _BESIDE, lambda m: "\n" if m[0][0] in "\n\r\f" else ""),
    Spelling((), _BEHIND, nothing),
    Spelling((), _ALIKE, lambda m: m[0].translate(LETTERS)),
    Spelling(("1",), _ALIKE, lambda m: m[0].replace("1", "i").translate(LETTERS)),
    Spelling((), _FIGURES, lambda m: m[0].translate(_DIGITS)),
    Spelling(SIGNS, SPELLED_OUT, spell_out),
)
"""What joins pieces of a file, numbers of lines and times in a margin and of notes behind words, over which a reader
reads on, digits for letters, letters for digits, and letters that a text of plain ones spells with two."""

# What a terminal carries out.
ANSI = re.compile(
    r"\x1b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|\x9b[0-9;?]*[@-~]"
)
CONCEALED = re.compile(r"\x1b\[(?:[0-9;]{0,20};)?8m[^\x1b\n]{0,300}(?:\x1b\[(?:0|28)?m)?")
STEPS_BACK = re.compile(r"\x1b\[([0-9]{0,2})D")
TYPED_BACK = Spelling(("^H",), re.compile(r"\^H"), lambda _: "\b")
"""A step back as terminals print it where they do not take it."""
