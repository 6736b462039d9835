# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words that the syntax of a copy is made of: they stand in every copy and say nothing of a document.

A term can be one of them (Mr. Page, Ms. Root, a ship called Catalog). They are told by what they are, a name of the
specification (ISO 32000-1) or a keyword in its place: `Page` in a string, in a comment or in another name is none.
"""

from __future__ import annotations

import io
import re
import struct
from typing import overload


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
XMP_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">"""
XMP_TAIL = """</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
NEUTRAL_TITLE = "Sanitized copy"
_MAPPINGS = "{count} beginbfchar\n{lines}\nendbfchar"
_CFF = b"\x01\x00\x04"
_MOST = 100  # mappings in one block of a CMap

_NAMES = (
    "Alt|Annots?|Artifact|Ascent|BaseFont|BitsPerComponent|Border|Catalog|CIDFontType0C?|CIDFontType2|CIDSystemInfo"
    "|CIDToGIDMap|ColorSpace|Column|Contents|Count|DCTDecode|DecodeParms|DescendantFonts|Descent|Dest|DeviceGray"
    "|DeviceRGB|DisplayDocTitle(?: true)?|Document|Encoding|Filter|First|FitH?|FlateDecode|Flags|Font|FontBBox"
    "|FontDescriptor|FontFile[23]|FontName|Height|Identity-H|Image|Info(?: null)?|ItalicAngle|Kids|L(?:ang|Body|I)?"
    "|Last|Length1?|Link|MarkInfo|Marked(?: true)?|MediaBox|Metadata|Names|Next|Nums|OBJR|Ordering|Outlines|Pages?"
    "|Parent|ParentTree|Prev|Rect|Registry|Resources|Root|Rotate|Scope|Size|Span|StemV|StructElem|StructParents?"
    "|StructTreeRoot|Subtype|Supplement|T[DHR]|Table|Tabs|Title|ToUnicode|Type0?|URI|ViewerPreferences|Width|XML"
    "|XObject"
)
_URW = r"(?:Copyright )?\(URW\)\+\+,Copyright 2014 by \(URW\)\+\+ Design & Development"
_FONT = r"(?:Nimbus|Noto|Droid)(?:(?:#20|[ -])?(?:Roman|Sans|Mono|Serif|PS|Regular|Bold|Italic|Oblique|Fallback)){1,4}"
_SYNTAX = re.compile(
    rf"/(?:{_NAMES})(?![\w#+-])|/F(?:[a-z]{{4}}|noto\d+)(?![\w#+-])|(?<![A-Za-z]){_FONT}(?![A-Za-z])|{_URW}"
    rf"|{re.escape(XMP_HEAD)}(?:{NEUTRAL_TITLE}(?=<))?|{re.escape(XMP_TAIL)}"
    rf"|{re.escape(_CMAP_HEAD)}|{re.escape(_CMAP_TAIL)}|(?m:^\d+ beginbfchar$)|(?m:^endbfchar$)"
    # The numbers of a glyph and of its letter, or of a ligature's: `<0008> <2019>`, `<0009>` are no case of 2019.
    r"|(?m:^<[0-9a-f]{4}> <(?:[0-9a-f]{4}){1,3}>$)"
    r"|\A%PDF-1\.\d\s+(?:%[^\n]{2,6}\n)?% Written by MuPDF [\d.]+|(?<=>>)\s*stream(?=\r?\n)"
    r"|(?m:^(?:endstream|endobj|startxref|xref|trailer)$)"
    r"|(?<=/Registry)\(Adobe\)|(?<=/Ordering)\((?:UCS|Identity)\)|(?<=[\[ ])null(?= )"
)
_SYNTAX_BYTES = re.compile(_SYNTAX.pattern.encode())


@overload
def without_syntax(data: bytes) -> bytes: ...
@overload
def without_syntax(data: bytes | str) -> bytes | str: ...
def without_syntax(data: bytes | str) -> bytes | str:
    """A name, a stream or the bytes of a file without the words of its syntax."""
    if isinstance(data, str):
        return _SYNTAX.sub("\ufffc", data)
    return _SYNTAX_BYTES.sub(b"\xff", _without_glyph_names(data) if data.startswith(_CFF) else data)


def _without_glyph_names(program: bytes) -> bytes:
    """A font program in CFF without the names of its characters, `delta` or `parenleft`: every font has all of them."""
    from fontTools import agl
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    try:
        fonts.decompile(io.BytesIO(program), None)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, AssertionError, struct.error):
        return program
    strings = [str(each) for each in fonts.strings.strings]
    odd = "\n".join(each for each in strings if not agl.toUnicode(each.partition(".")[0]))
    return program.replace("".join(strings).encode("latin-1"), odd.encode("latin-1"))


def to_unicode(used: dict[str, str]) -> bytes:
    """The CMap (ISO 32000-1, 9.10.3) that tells the characters of glyphs, which are four hexadecimal digits each."""
    lines = [f"<{code}> <{char.encode('utf-16-be').hex()}>" for code, char in sorted(used.items())]
    blocks = (lines[i : i + _MOST] for i in range(0, len(lines), _MOST))
    body = "\n".join(_MAPPINGS.format(count=len(block), lines="\n".join(block)) for block in blocks)
    return f"{_CMAP_HEAD}{body}{_CMAP_TAIL}".encode("ascii")
