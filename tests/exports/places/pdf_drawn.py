# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a word can be in the contents of a PDF's pages: spelled oddly, hidden from sight, in resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.exports.places.model import Place, Switch
from tests.exports.places.pdf_building import (
    LINE,
    Put,
    add_page,
    annotate,
    form,
    in_file,
    more,
    on_page,
    page_of,
    shown,
)
from tests.exports.places.pdf_switches import (
    contents_made_anew,
    only_what_is_seen,
    pages_and_spellings,
    pages_are_searched_again,
    spellings_are_folded,
    words_are_searched,
)


def _text(operators: str) -> str:
    return f"BT /F1 12 Tf 72 600 Td {operators} ET\n"


def _adjusted(word: str) -> str:
    return _text("[" + " -20 ".join(f"({char})" for char in word) + "] TJ")


def _apart(word: str, step: float = 24) -> str:
    return "".join(shown(char, 72 + step * number) for number, char in enumerate(word))


def _out_of_order(word: str) -> str:
    order = sorted(range(len(word)), key=lambda i: (i * 7) % len(word))
    return "".join(shown(word[i], 72 + 24 * i) for i in order)


def _upright(word: str) -> str:
    return "".join(shown(char, 72, 650 - 14 * number) for number, char in enumerate(word))


def _first_letters(word: str) -> str:
    return _upright(word) + "".join(shown("boats", 130, 650 - 14 * number) for number in range(len(word)))


def _halves(word: str, between: str) -> str:
    middle = len(word) // 2
    return shown(f"met {word[:middle]}{between}") + shown(f"{word[middle:]} there", 72, 586)


# Read by everybody: the search for terms keeps it out, whole or in any spelling.
_WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": shown,
    "octal escapes": lambda w: _text("(" + "".join(f"\\{ord(c):03o}" for c in w) + ") Tj"),
    "hexadecimal string": lambda w: _text(f"<{w.encode().hex()}> Tj"),
    "adjusted letter by letter": _adjusted,
    "an operator for each letter": lambda w: _apart(w, 8),
    "turned a quarter": lambda w: f"BT /F1 12 Tf 0 1 -1 0 300 300 Tm ({w}) Tj ET\n",
    "upside down": lambda w: f"BT /F1 12 Tf -1 0 0 -1 400 300 Tm ({w}) Tj ET\n",
    "clipped to and painted": lambda w: "q " + _text(f"6 Tr ({w}) Tj") + "Q\n",
    "very small": lambda w: f"BT /F1 2 Tf 72 600 Td ({w}) Tj ET\n",
    "marked content": lambda w: "/Span <</MCID 0>> BDC " + shown(w) + " EMC\n",
}
_SPELLED: dict[str, Callable[[str], str]] = {
    "lower case": lambda w: shown(w.lower()),
    "hyphen at the end of a line": lambda w: _halves(w, "-"),
    "end of a line": lambda w: _halves(w, ""),
    "soft hyphen": lambda w: _halves(w, "\xad"),
    "backwards": lambda w: shown(w[::-1]),
    "dots between the letters": lambda w: shown(".".join(w)),
    "hexadecimal digits": lambda w: shown(w.encode().hex()),
}
_PLACED: dict[str, Callable[[str], str]] = {
    "drawn out of order": _out_of_order,
    "one below the other": _upright,
    "spaces between the letters": lambda w: shown(" ".join(w)),
    "spaced by the character": lambda w: _text(f"9 Tc ({w}) Tj 0 Tc"),
}

_BESIDE: dict[str, Callable[[str], str]] = {"first letters of lines": _first_letters}

# Seen by nobody: it does not enter, whether it is on a list or not.
_UNSEEN: dict[str, Callable[[str], str]] = {
    "not painted": lambda w: _text(f"3 Tr ({w}) Tj 0 Tr"),
    "white": lambda w: "1 g " + shown(w) + "0 g\n",
    "outside of the page": lambda w: shown(w, 700),
    "below the page": lambda w: shown(w, 72, -50),
    "letters too narrow to read": lambda w: _text(f"4 Tz ({w}) Tj 100 Tz"),
    "letters too low to read": lambda w: f"BT /F1 0.4 Tf 72 600 Td ({w}) Tj ET\n",
    "under a black box": lambda w: shown(w) + "0 g 60 590 300 30 re f\n",
    "under a white box": lambda w: shown(w) + "1 g 60 590 300 30 re f 0 g\n",
    "under a thick line": lambda w: shown(w) + "q 20 w 60 604 m 360 604 l S Q\n",
    "under a white line": lambda w: shown(w) + "q 1 G 20 w 60 604 m 360 604 l S Q\n",
    "under a line by hand": lambda w: shown(w) + "q 20 w 60 604 m 160 600 260 608 360 604 c S Q\n",
    "whited out and typed over": lambda w: shown(w) + "1 g 60 590 300 30 re f 0 g\n" + shown("the boats of the island"),
}
# Not text of the page for the reader either.
_NOT_SHOWN: dict[str, Callable[[str], str]] = {
    "comment in the contents": lambda w: f"% by {w}\n",
    "replacement text in the contents": lambda w: f"/Span <</ActualText ({w})>> BDC " + shown("there") + " EMC\n",
    "alternate text in the contents": lambda w: f"/Figure <</Alt ({w})>> BDC 60 60 90 90 re f EMC\n",
    "property of a point": lambda w: f"/Note <</By ({w})>> DP\n",
    "tag in the contents": lambda w: f"/{w} BMC EMC\n",
    "operator of no meaning": lambda w: f"BX ({w}) Quux EX\n",
    "operand of nothing": lambda w: f"({w}) pop\n",
    "clipped away": lambda w: "q 0 0 10 10 re W n " + shown(w) + "Q\n",
    "clipped to": lambda w: "q " + _text(f"7 Tr ({w}) Tj") + "Q\n",
    "no size": lambda w: f"BT /F1 0 Tf 72 600 Td ({w}) Tj ET\n",
}


def _resource(kind: str, value: Any) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        page_of(pdf).Resources[f"/{kind}"] = Dictionary(value(pdf, word))

    return put


def _transparent(pdf: pikepdf.Pdf, word: str) -> None:
    page_of(pdf).Resources.ExtGState = Dictionary(G0=Dictionary(ca=0, CA=0))
    more(pdf, "q /G0 gs " + shown(word) + "Q\n")


def _cropped(pdf: pikepdf.Pdf, word: str) -> None:
    page_of(pdf).CropBox = Array([0, 300, 612, 792])
    more(pdf, shown(word, 72, 100))


def _layer(*, printed: bool = False) -> Put:
    """Text in a layer that is off, or on for the printer only."""

    def put(pdf: pikepdf.Pdf, word: str) -> None:
        usage = {"Usage": Dictionary(View=Dictionary(ViewState=Name.OFF))} if printed else {}
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a"), **usage))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        page_of(pdf).Resources.Properties = Dictionary(L0=group)
        more(pdf, "/OC /L0 BDC " + shown(word) + " EMC\n")

    return put


def _in_form(depth: int, *, painted: bool = True) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        made = form(pdf, shown(word))
        for _ in range(depth - 1):
            outer = form(pdf, "/X0 Do\n")
            outer.Resources.XObject = Dictionary(X0=made)
            made = outer
        page_of(pdf).Resources.XObject = Dictionary(X0=made)
        if painted:
            more(pdf, "/X0 Do\n")

    return put


def _pattern(pdf: pikepdf.Pdf, word: str) -> None:
    tile = form(pdf, shown(word, 10, 10), PatternType=1, PaintType=1, TilingType=1, XStep=300, YStep=100)
    del tile.Subtype
    tile.Type, tile.BBox = Name.Pattern, Array([0, 0, 300, 100])
    page_of(pdf).Resources.Pattern = Dictionary(P0=pdf.make_indirect(tile))


def _soft_mask(pdf: pikepdf.Pdf, word: str) -> None:
    group = form(pdf, shown(word), Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    page_of(pdf).Resources.ExtGState = Dictionary(G0=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))


def _type3(pdf: pikepdf.Pdf, word: str, *, painted: bool = False) -> None:
    """A glyph whose procedure shows the word."""
    glyph = pdf.make_stream(f"600 0 d0 BT /F1 1 Tf ({word}) Tj ET".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 0, 0]), FontMatrix=Array([1, 0, 0, 1, 0, 0]),
        CharProcs=Dictionary(a=glyph), Encoding=Dictionary(Differences=Array([97, Name("/a")])),
        FirstChar=97, LastChar=97, Widths=Array([600]), Resources=Dictionary(Font=page_of(pdf).Resources.Font),
    )  # fmt: skip
    page_of(pdf).Resources.Font.T3 = pdf.make_indirect(font)
    if painted:
        more(pdf, "BT /T3 12 Tf 72 600 Td (a) Tj ET\n")


def _font(**keys: Any) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        made = {key: value(pdf, word) for key, value in keys.items()}
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for key, value in made.items():
            font[f"/{key}"] = value
        page_of(pdf).Resources.Font.F9 = pdf.make_indirect(font)
        more(pdf, "BT /F9 12 Tf 72 560 Td (boats) Tj ET\n")

    return put


def _lying(pdf: pikepdf.Pdf, word: str) -> None:
    """Letters that are drawn as one word and copied as another: ``ToUnicode`` says so."""
    other = "".join(sorted(set("zyxwvutsrqponmlkjihgfedcba"), reverse=True))[: len(word)]
    pairs = "".join(f"<{ord(a):02x}> <{ord(b):04x}>\n" for a, b in zip(other, word, strict=True))
    table = (
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(word)} beginbfchar\n{pairs}endbfchar endcmap"
    )
    _font(ToUnicode=lambda pdf, _: pdf.make_stream(table.encode()))(pdf, word)
    more(pdf, f"BT /F9 12 Tf 72 540 Td ({other}) Tj ET\n")


def _on_every_page(pdf: pikepdf.Pdf, word: str) -> None:
    for _ in range(2):
        add_page(pdf, (shown(LINE, 72, 700) + shown(word)).encode())


def _on_page_with(key: str, value: Any) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        page_of(pdf)["/" + key] = value
        more(pdf, shown(word, 0, 300))

    return put


_MORE_WRITTEN: dict[str, Put] = {
    "every page": _on_every_page,
    "unit of the page": _on_page_with("UserUnit", 2),
    "turned page": _on_page_with("Rotate", 90),
    "page that begins elsewhere": _on_page_with("MediaBox", Array([-100, -100, 512, 750])),
    "form": _in_form(1),
    "form in a form": _in_form(3),
    "letters that are others": _lying,
}


def _marked_out(pdf: pikepdf.Pdf, word: str) -> None:
    """A stroke of a pen over the word, as programs for notes set it."""
    more(pdf, shown(word))
    stroke = form(pdf, "20 w 60 604 m 360 604 l S")
    annotate(pdf, "Ink", InkList=Array([Array([60, 604, 360, 604])]), AP=Dictionary(N=stroke), F=4).Rect = Array(
        [0, 0, 612, 792]
    )


_MORE_UNSEEN: dict[str, Put] = {
    "transparent": _transparent,
    "outside of the crop": _cropped,
    "marked out with a pen": _marked_out,
}
_RESOURCES: dict[str, Put] = {
    "layer that is off": _layer(),
    "form that nothing paints": _in_form(1, painted=False),
    "pattern that nothing paints": _pattern,
    "mask of a state": _soft_mask,
    "glyph that nothing shows": _type3,
    "glyph that is a text": lambda pdf, w: _type3(pdf, w, painted=True),
    "name of a font": _font(BaseFont=lambda pdf, w: Name(f"/ABCDEF+{w}")),
    "name of a glyph": _font(Encoding=lambda pdf, w: Dictionary(Differences=Array([1, Name("/" + w)]))),
    "description of a font": _font(FontDescriptor=lambda pdf, w: Dictionary(FontFamily=String(w))),
    "program of a font": _font(
        FontDescriptor=lambda pdf, w: Dictionary(FontFile=pdf.make_stream(f"%!PS-AdobeFont /Notice ({w})".encode()))
    ),
    "name of a resource": _resource("ExtGState", lambda pdf, w: {f"/{w}": Dictionary(LW=1)}),
    "name of a colorant": _resource(
        "ColorSpace", lambda pdf, w: {"/C0": Array([Name.Separation, Name("/" + w), Name.DeviceGray, Dictionary()])}
    ),
    "program of a function": _resource(
        "Shading",
        lambda pdf, w: {"/S0": Dictionary(Function=pdf.make_stream(f"{{ % {w}\n }}".encode(), FunctionType=4))},
    ),
    "marked properties": _resource("Properties", lambda pdf, w: {"/M0": Dictionary(ActualText=String(w))}),
    "group of the page": lambda pdf, w: setattr(page_of(pdf), "Group", Dictionary(S=Name.Transparency, Note=String(w))),
}


def _places(builders: dict[str, Callable[[str], bytes]], off: Switch, *, listed: bool) -> dict[str, Place]:
    return {name: Place(build, off, listed) for name, build in builders.items()}


def _pages(contents: dict[str, Callable[[str], str]]) -> dict[str, Callable[[str], bytes]]:
    return {name: on_page(make) for name, make in contents.items()}


def _files(puts: dict[str, Put]) -> dict[str, Callable[[str], bytes]]:
    return {name: in_file(put) for name, put in puts.items()}


DRAWN: dict[str, Place] = {
    **_places({**_pages(_WRITTEN), **_files(_MORE_WRITTEN)}, words_are_searched, listed=True),
    **_places(_pages(_SPELLED), spellings_are_folded, listed=True),
    **_places(_pages(_PLACED), pages_and_spellings, listed=True),
    **_places(_pages(_BESIDE), pages_are_searched_again, listed=True),
    **_places({**_pages(_UNSEEN), **_files(_MORE_UNSEEN)}, only_what_is_seen, listed=False),
    **_places({**_pages(_NOT_SHOWN), **_files(_RESOURCES)}, contents_made_anew, listed=False),
}
