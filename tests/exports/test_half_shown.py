# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader is shown otherwise than the file has it: the cases stand in ``cases/half_shown.yaml``."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.documents.docx_files import docx, paragraph, zipped_bytes
from tests.exports.hiding import spellings
from tests.exports.places.model import BENIGN, SECRET
from workbench.documents import read_document, tears
from workbench.documents.docx import paragraph_formats
from workbench.documents.html import looks as html_looks
from workbench.documents.html import sights as html_sights
from workbench.documents.html import styles as html_styles
from workbench.documents.mail import reading
from workbench.exports import sanitize
from workbench.redaction import Term, hits, load_policy, make_plan
from workbench.redaction.searching import Searcher
from workbench.structure import analyse


CASES: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "half_shown.yaml").read_text("utf-8")
)
_OFF: dict[str, tuple[Any, str, Any]] = {
    "styles hide": (html_sights.Sights, "is_unseen", False),
    "styles write": (html_styles.Styles, "generated", lambda *_: ""),
    "hidden beside seen": (tears.Tears, "_tell", lambda _: iter(())),
    "read without doubt": (tears.Tears, "_tell_undoubted", lambda _: iter(())),
    "styles hide what is written": (html_sights.Sights, "hides_written", lambda *_: False),
    "grounds of letters": (html_looks, "_INKS", ("color",)),
    "flat lines": (paragraph_formats.ParagraphFormats, "is_flat", lambda *_: False),
    "carried over": (tears, "_last_word", lambda _: []),
    "sheets that hold": (html_styles, "sheets_of", lambda root: [each.text or "" for each in root.iter("style")]),
    "other forms": (reading, "halves", lambda *_: ()),
    "pieces": (hits, "_torn", lambda *_: iter(())),
    "terms": (Searcher, "find_each", lambda *_: iter(())),
    "struck": (hits, "_over_struck", lambda *_: iter(())),
    "veils lift": (html_looks, "_VEILS", [(hiding, re.compile("(?!)")) for hiding, _ in html_looks._VEILS]),
    "shown anyway": (html_looks.Looks, "shows_anyway", lambda *_: False),
    "uncertain rules": (
        html_looks.Looks,
        "hides",
        lambda looks, *told, hides=html_looks.Looks.hides, **_: hides(looks, *told),
    ),
}


def _html(case: dict[str, str]) -> bytes:
    page = f"<!doctype html><html><head>{case.get('head', '')}</head><body><p>The {BENIGN} is open.</p>{case['body']}"
    return page.encode()


def _rtf(case: dict[str, str]) -> bytes:
    colors = "{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}"
    return f"{{\\rtf1{colors} The {BENIGN} is open.\\par {case['body']}\\par}}".encode()


_DOCX = {
    "r": '<w:r><w:t xml:space="preserve">{}</w:t></w:r>',
    "i": '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>',
    "b": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    "s": '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    "e": '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "box": "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>",
}
_DOCX["f"] = _DOCX["b"] + _DOCX["i"] + _DOCX["e"]
_STYLE = (
    '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="flat"><w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr></w:style>'
)
_LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="{}"/><w:rPr><w:vanish/></w:rPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_PROPERTY = '<Properties xmlns:v="urn:v"><property name="Boat name"><v:lpwstr>{}</v:lpwstr></property></Properties>'


def _docx(case: dict[str, str]) -> bytes:
    body = re.sub(r"\{([a-z]+)(?::([^{}]*))?\}", lambda m: _DOCX[m[1]].format(m[2] or ""), case["body"])
    variable = f'<w:docVars><w:docVar w:name="Boat" w:val="{case.get("variable", "")}"/></w:docVars>'
    data = docx(
        f"{paragraph(f'The {BENIGN} is open.')}<w:p>{body}</w:p>",
        settings=variable,
        styles=_STYLE,
        numbering=_LIST.format(case.get("label", "")),
        footnotes=f'<w:footnote w:id="2">{paragraph(case.get("note", ""))}</w:footnote>',
        chunks={"a.htm": case.get("chunk", "")},
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["customXml/item1.xml"] = case.get("data", "<boats/>").encode()
    return zipped_bytes(files | {"docProps/custom.xml": _PROPERTY.format(case.get("property", "")).encode()})


def _eml(case: dict[str, str]) -> bytes:
    parts = (f"--b\nContent-Type: text/{kind}\n\n{case[kind]}\n" for kind in ("plain", "html"))
    head = f"Subject: the {BENIGN}\nContent-Type: multipart/alternative; boundary=b\n\n"
    return f"{head}{''.join(parts)}--b--\n".encode()


BUILD: dict[str, Callable[[dict[str, str]], bytes]] = {"html": _html, "rtf": _rtf, "docx": _docx, "eml": _eml}
NAMES = [(form, name) for form, cases in CASES.items() for name in cases]


def _filled(case: dict[str, str]) -> dict[str, str]:
    words = spellings(case.get("term", SECRET))
    return {key: re.sub(r"\{(T|first|second)\}", lambda m: words[m[1]], text) for key, text in case.items()}


def _shown(form: str, data: bytes, term: str) -> str:
    """The words of the copy, in its text and beside it."""
    plan = make_plan(analyse(read_document(data, f"a.{form}")), load_policy("none"), [Term(term)])
    copy = sanitize(plan, data)
    if form == "docx":
        return read_document(copy, "a.docx").text
    return unescape(re.sub(r"<[^>]*>", " ", copy.decode()))


@pytest.mark.parametrize(("form", "name"), NAMES)
def test_neither_half_of_a_word_is_in_the_copy_and_other_words_are(
    form: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _filled(CASES[form][name])
    data, term = BUILD[form](case), case.get("term", SECRET)
    halves = term[: len(term) // 2], term[len(term) // 2 :]
    copy, keep = _shown(form, data, term), f"{BENIGN} {case.get('keep', 'there')}".split()
    assert not any(half in copy for half in halves)
    assert [word for word in keep if word not in copy] == []
    monkeypatch.setattr(*_OFF[case["defence"]])
    leaky = _shown(form, data, term)
    assert any(half in leaky for half in halves) or any(word not in leaky for word in keep)
