# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a word can be in a text, Markdown or HTML file, beside the spellings of ``cases/hiding.yaml``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exports.hiding import spellings
from tests.exports.places.model import Place, Switch
from tests.exports.places.pdf_switches import words_are_searched
from workbench.documents.html import looks as html_looks
from workbench.documents.html import reading as html
from workbench.documents.html import sights as html_sights
from workbench.documents.html import styles as html_styles
from workbench.exports import cleaning
from workbench.exports.html import sanitize as html_sanitize
from workbench.exports.text import sanitize as text_sanitize


_SPELLED: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "hiding.yaml").read_text("utf-8")
)
_OPEN = "The harbour of Grey Island is open, {} and so on.\n"


def markup_stays_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: the tags and comments of a Markdown file are text like the rest."""
    monkeypatch.setattr(text_sanitize, "_HIDDEN_MARKUP", re.compile(r"(?!)"))


def elements_are_judged(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: every element of an HTML page is taken for one that its reader sees."""
    monkeypatch.setattr(html_sights.Sights, "is_unseen", False)


def readings_stand_behind(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: what stands above letters is read between them."""
    monkeypatch.setattr(html, "_SET", {})


def orders_are_tried(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: the pieces of an element are read in the order of the file alone."""
    monkeypatch.setattr(html_looks.Pieces, "torn", lambda *_: iter(()))


def directions_are_shown(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: what an element writes from right to left is read as the file has it."""
    monkeypatch.setattr(html_looks.Looks, "writes_backwards", lambda *_: False)


def sheets_write(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: what a sheet sets before and after a text is not read."""
    monkeypatch.setattr(html_styles.Styles, "generated", lambda *_: "")


def page_made_anew(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: the copy of an HTML page is the page."""
    monkeypatch.setattr(html_sanitize, "sanitize_html", lambda *_: original)


def characters_are_seen(monkeypatch: pytest.MonkeyPatch, _: bytes) -> None:
    """Off: characters that show nothing are kept."""
    monkeypatch.setattr(text_sanitize, "clean", lambda text: text)
    monkeypatch.setattr(cleaning, "_PLAIN", re.compile(r".*", re.DOTALL))


def words_and_characters(monkeypatch: pytest.MonkeyPatch, original: bytes) -> None:
    """Off: both. A word in characters that show nothing is found by either."""
    words_are_searched(monkeypatch, original)
    characters_are_seen(monkeypatch, original)


def _in(text: str) -> Callable[[str], bytes]:
    def build(word: str) -> bytes:
        written: dict[str, Any] = spellings(word)
        return text.format(**written).encode()

    return build


def _invisible(word: str) -> bytes:
    """Eight invisible characters a letter, between the words of a line: a message nobody sees."""
    bits = "".join(f"{ord(c):08b}" for c in word)
    return _OPEN.format(bits.translate({48: 0x200B, 49: 0x200C})).encode()


_MARKDOWN = {
    "comment": "The harbour is open.<!-- {T} -->\n",
    "open comment": "The harbour is open.\n\n<!-- {T}",
    "script": "The harbour is open.\n<script>var a = '{T}'</script>\n",
    "style": "The harbour is open.\n<style>.{T} {{ color: red }}</style>\n",
    "attribute": 'The harbour is <img alt="{T}" src="x"> open.\n',
    "data of an element": "The harbour is <span data-by='{T}'>open</span>.\n",
    "declaration": "The harbour is open. <!DOCTYPE {T}>\n",
    "template": "The harbour is open.\n<template>{T}</template>\n",
}
_PAGE = "<!doctype html><html><head>{head}</head><body><p>The harbour is open.</p>{body}</body></html>"
_ELEMENTS = {
    "title": ("<title>{T}</title>", ""),
    "script": ("", "<script>var a = '{T}'</script>"),
    "style": ("<style>.{T} {{ color: red }}</style>", ""),
    "template": ("", "<template><p>{T}</p></template>"),
    "no script": ("", "<noscript>{T}</noscript>"),
    "hidden attribute": ("", "<p hidden>{T}</p>"),
    "not displayed": ("", "<p style='display: none'>{T}</p>"),
    "not visible": ("", "<p style='visibility:hidden'>{T}</p>"),
    "clear": ("", "<p style='opacity:0'>{T}</p>"),
    "no size": ("", "<p style='font-size:0px'>{T}</p>"),
    "left of the page": ("", "<p style='position:absolute; left:-9999px'>{T}</p>"),
    "indented away": ("", "<p style='text-indent: -999em'>{T}</p>"),
    "without colour": ("", "<p style='color: transparent'>{T}</p>"),
    "dialog": ("", "<dialog>{T}</dialog>"),
    "drawing": ("", "<svg><text>{T}</text></svg>"),
    "class that is not displayed": ("<style>p.h {{ display: none }}</style>", "<p class='h'>{T}</p>"),
    "sheet for screens": ("<style>@media screen {{ #h {{ visibility: hidden }} }}</style>", "<p id='h'>{T}</p>"),
    "class without size": ("<style>div .h {{ font-size: 0 !important }}</style>", "<div><b class='h'>{T}</b></div>"),
    "colour of the page": ("", "<p style='color: #fefefe'>{T}</p>"),
    "colour of its ground": ("<style>.h {{ color: navy; background: #000080 }}</style>", "<p class='h'>{T}</p>"),
    "colour of the ground around": ("", "<div style='background: red'><p style='color: #ff0000'>{T}</p></div>"),
    "clipped to nothing": ("", "<p style='position:absolute; clip: rect(0, 0, 0, 0)'>{T}</p>"),
    "folded": ("", "<div style='max-height:0; overflow:hidden'><p>{T}</p></div>"),
    "scaled to nothing": ("", "<p style='transform: rotate(3deg) scale(0)'>{T}</p>"),
    "shifted away": ("", "<p style='transform: translateX(-9999px)'>{T}</p>"),
    "margin that takes it away": ("", "<p style='margin-left: -9999px'>{T}</p>"),
    "place that is reckoned": ("", "<p style='position: absolute; left: calc(-100vw - 5em)'>{T}</p>"),
    "clipped to a point": ("", "<p style='clip-path: circle(0)'>{T}</p>"),
    "filtered": ("", "<p style='filter: opacity(0%)'>{T}</p>"),
    "contents not visible": ("", "<p style='content-visibility: hidden'>{T}</p>"),
    "size in short": ("", "<p style='font: 0/0 serif'>{T}</p>"),
    "size of a point": ("", "<p style='font-size: 1px'>{T}</p>"),
    "no zoom": ("", "<p style='zoom: 0'>{T}</p>"),
    "letters not filled": ("", "<p style='-webkit-text-fill-color: transparent'>{T}</p>"),
    "property with an escape": ("", "<p style='dis\\70 lay: none'>{T}</p>"),
    "colour of a font": ("", "<p><font color='white'>{T}</font></p>"),
    "layer of a sheet": ("<style>@layer a {{ p.h {{ display: none }} }}</style>", "<p class='h'>{T}</p>"),
    "sheet if supported": (
        "<style>@supports (display: grid) {{ p.h {{ display: none }} }}</style>",
        "<p class='h'>{T}</p>",
    ),
    "pop-over": ("", "<div popover>{T}</div>"),
    "no frames": ("", "<noframes>{T}</noframes>"),
    "progress": ("", "<progress>{T}</progress>"),
    "choice": ("", "<select><option>{T}</option></select>"),
    "frame": ("", "<iframe>{T}</iframe>"),
}
_TAGS = {
    "comment": ("", "<!-- {T} -->"),
    "condition": ("", "<!--[if IE]>{T}<![endif]-->"),
    "meta": ("<meta name='author' content='{T}'>", ""),
    "base": ("<base href='https://example.org/{T}/'>", ""),
    "link": ("<link rel='next' href='{T}.html'>", ""),
    "alternative text": ("", "<img alt='{T}' src='x'>"),
    "address of a picture": ("", "<img src='{T}.png'>"),
    "picture in the page": ("", "<img src='data:text/plain,{T}'>"),
    "picture in base64": ("", "<img src='data:text/plain;base64,{base64}'>"),
    "tool tip": ("", "<p title='{T}'>there</p>"),
    "data": ("", "<p data-by='{T}'>there</p>"),
    "class": ("", "<p class='{T}'>there</p>"),
    "address of a link": ("", "<a href='https://example.org/{percent}'>there</a>"),
    "script of an element": ("", "<p onclick='tell(\"{T}\")'>there</p>"),
    "unknown element": ("", "<{T}>there</{T}>"),
    "unknown attribute": ("", "<p {T}>there</p>"),
    "instruction": ("", "<?note {T}?>"),
    "value of a field": ("", "<input value='{T}'>"),
    "style of an element": ("", "<p style='font-family: {T}'>there</p>"),
}
_WRITTEN = {
    "plain": ("", "<p>met {T} there</p>"),
    "tags inside": ("", "<p>met {first}<b>{second}</b> there</p>"),
    "empty tags inside": ("", "<p>met {first}<span></span>{second} there</p>"),
    "references": ("", "<p>met {entities} there</p>"),
    "breaks that may be": ("", "<p>met {first}<wbr>{second} there</p>"),
    "soft hyphens": ("", "<p>met {soft} there</p>"),
    "zero width": ("", "<p>met {zero_width} there</p>"),
    "end of a line in the source": ("", "<p>met {first}\n{second} there</p>"),
    "dump of bytes": ("", "<p>{dump}</p>"),
    "direction": ("", "<p>met <bdo dir='rtl'>{reversed}</bdo> there</p>"),
    "cell": ("", "<table><tr><td>{T}</td></tr></table>"),
    "struck": ("", "<p>met <del>{T}</del> there</p>"),
    "struck inside": ("", "<p>met {first}<del>boats</del>{second} there</p>"),
}
_ORDERED = {
    "row in reverse": (
        "",
        "<div style='display: flex; flex-direction: row-reverse'><b>{second}</b><b>{first}</b></div>",
    ),
    "column in reverse": (
        "",
        "<div style='display: flex; flex-flow: column-reverse'><p>{second}</p><p>{first}</p></div>",
    ),
    "order": ("", "<div style='display: flex'><b style='order: 2'>{second}</b><b>{first}</b></div>"),
    "order of three": (
        "<style>.a {{ order: 1 }} .b {{ order: 2 }} .c {{ order: 3 }}</style>",
        "<div style='display: flex'><b class='b'>{second}</b><b class='c'>s</b><b class='a'>{first}</b></div>",
    ),
    "left of the line": ("", "<p>{second} was met<b style='float: left'>{first}</b></p>"),
    "right of the line": ("<style>b {{ float: right }}</style>", "<p><b>{second} there</b><b>met {first}</b></p>"),
    "places": (
        "",
        "<p style='position: relative'><b style='position: absolute; left: 90px'>{second}</b>"
        "<b style='position: absolute; left: 0'>{first}</b></p>",
    ),
    "places beside the line": (
        "",
        "<p><b style='position: relative; left: 5em'>{second}</b>"
        "<b style='position: relative; left: -5em'>{first}</b></p>",
    ),
    "cells of a grid": (
        "",
        "<div style='display: grid'><b style='grid-column: 2'>{second}</b><b style='grid-column: 1'>{first}</b></div>",
    ),
    "table from the right": ("", "<table dir='rtl'><tr><td>{second}</td><td>{first}</td></tr></table>"),
}
_BACKWARDS = {
    "half mirrored": ("", "<p>met {first}<b style='transform: scaleX(-1)'>{half_reversed}</b> there</p>"),
    "half from the right": ("", "<p>met {first}<bdo dir='rtl'>{half_reversed}</bdo> there</p>"),
    "half from the right by a style": (
        "<style>b {{ unicode-bidi: bidi-override; direction: rtl }}</style>",
        "<p>met {first}<b>{half_reversed}</b> there</p>",
    ),
}
_GENERATED = {
    "written by a sheet before": ("<style>b::before {{ content: '{first}' }}</style>", "<p><b>{second}</b></p>"),
    "written by a sheet from an attribute": (
        "<style>b:after {{ content: attr(data-x) }}</style>",
        "<p><b data-x='{first}'>met </b>{second}</p>",
    ),
    "written by a sheet as a marker": ("<style>li::marker {{ content: '{first}' }}</style>", "<ul><li>{second}</ul>"),
    "written by a sheet as the sign of a list": (
        "<style>ul {{ list-style: '{first}' inside }}</style>",
        "<ul><li>{second}</ul>",
    ),
    "written by a sheet as quotation marks": ("<style>q {{ quotes: '{first}' 'x' }}</style>", "<p><q>{second}</q>"),
}
_ABOVE = {"readings between": ("", "<ruby>{first}<rt>the</rt>{second}<rt>boats</rt></ruby>")}


def _pages(parts: dict[str, tuple[str, str]], off: Switch, *, listed: bool = False) -> dict[str, Place]:
    made = {name: _PAGE.replace("{head}", head).replace("{body}", body) for name, (head, body) in parts.items()}
    return {f"HTML: {name}": Place(_in(text), off, listed) for name, text in made.items()}


def _spelled(kind: str) -> dict[str, Place]:
    cases = {name: _in("The harbour is open.\n\n" + text) for name, text in _SPELLED[kind].items()}
    return {f"{kind}: {name}": Place(build, words_and_characters, listed=True) for name, build in cases.items()}


TEXT: dict[str, Place] = {**_spelled("text"), "text: unseen characters": Place(_invisible, characters_are_seen)}
MARKDOWN: dict[str, Place] = {
    name: place for name, place in _spelled("markdown").items() if not re.search("comment|attribute|script", name)
} | {f"Markdown: {name}": Place(_in(text), markup_stays_behind) for name, text in _MARKDOWN.items()}
HTML: dict[str, Place] = {
    **_pages(_WRITTEN, words_are_searched, listed=True),
    **_pages(_ABOVE, readings_stand_behind, listed=True),
    **_pages(_ORDERED, orders_are_tried, listed=True),
    **_pages(_BACKWARDS, directions_are_shown, listed=True),
    **_pages(_GENERATED, sheets_write, listed=True),
    **_pages(_ELEMENTS, elements_are_judged),
    **_pages(_TAGS, page_made_anew),
}
