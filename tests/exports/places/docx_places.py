# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a word can be in a DOCX: in the text however it is cut, in what no page shows, in every other part."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.documents.docx_files import docx, paragraph
from tests.exports.docx_plans import run
from tests.exports.places.docx_parts import OPEN, PARTS, ZIP, Build, body
from tests.exports.places.docx_switches import (
    faint_text_stays_behind,
    field_codes_stay_behind,
    hidden_text_stays_behind,
    package_made_anew,
    text_made_anew,
    zip_made_anew,
)
from tests.exports.places.model import Place, Switch
from tests.exports.places.pdf_switches import spellings_are_folded, words_are_searched


_STYLED = '<w:rStyle w:val="q"/>'


def _inside(content: Callable[[str], str]) -> Build:
    """In a paragraph of its own, between benign words."""
    return lambda word: docx(f"{OPEN}<w:p>{run('The ferry of ')}{content(word)}{run(' left.')}</w:p>")


def _split(word: str) -> str:
    return "".join(run(letter, f'<w:sz w:val="{20 + i}"/>') for i, letter in enumerate(word))


def _between(element: str) -> Callable[[str], str]:
    """The word in two runs with something between them, or in one run with something inside."""
    return lambda word: run(word[:5]) + element + run(word[5:])


def _within(element: str) -> Callable[[str], str]:
    return lambda word: f"<w:r><w:t>{word[:5]}</w:t>{element}<w:t>{word[5:]}</w:t></w:r>"


def _symbols(word: str) -> str:
    return "<w:r>" + "".join(f'<w:sym w:font="Arial" w:char="{ord(c):04X}"/>' for c in word) + "</w:r>"


def _field(word: str, result: str = "there") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>ASK {word}</w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate") + run(result) + mark.format("end")


def _nested_field(word: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark.format("begin") + run(f"IF {word} = 1") + mark.format("separate") + run("there") + mark.format("end")


_VISIBLE: dict[str, Callable[[str], str]] = {
    "text": run,
    "several runs": _split,
    "mark of a spelling error": _between(
        "<w:proofErr/><w:bookmarkStart w:id='1' w:name='a'/><w:bookmarkEnd w:id='1'/>"
    ),
    "page break of the last print": _within("<w:lastRenderedPageBreak/>"),
    "character references": lambda w: "<w:r><w:t>" + "".join(f"&#{ord(c)};" for c in w) + "</w:t></w:r>",
    "CDATA": lambda w: f"<w:r><w:t><![CDATA[{w}]]></w:t></w:r>",
    "inserted text": lambda w: f"<w:ins w:id='1'>{run(w)}</w:ins>",
    "moved here": lambda w: f"<w:moveTo w:id='1'>{run(w)}</w:moveTo>",
    "link": lambda w: f"<w:hyperlink w:anchor='a'>{run(w)}</w:hyperlink>",
    "field result": lambda w: _field("NAME", w),
    "symbols": _symbols,
    "reading above": lambda w: f"<w:r><w:ruby><w:rt>{run(w)}</w:rt><w:rubyBase>{run('x')}</w:rubyBase></w:ruby></w:r>",
    "equation": lambda w: f"<m:oMath><m:r><m:t>{w[:4]}</m:t></m:r><m:r><m:t>{w[4:]}</m:t></m:r></m:oMath>",
    "content control": lambda w: f"<w:sdt><w:sdtContent>{run(w)}</w:sdtContent></w:sdt>",
    "smart tag": lambda w: f"<w:smartTag>{run(w)}</w:smartTag>",
    "drawn word": lambda w: f'<w:r><w:pict><v:shape><v:textpath string="{w}"/></v:shape></w:pict></w:r>',
    "text box": lambda w: f"<w:r><w:pict><w:txbxContent>{paragraph(w)}</w:txbxContent></w:pict></w:r>",
    "capitals of lower case": lambda w: run(w.lower(), "<w:caps/>"),
    "small capitals": lambda w: run(w.lower(), "<w:smallCaps/>"),
}
_SPELLED: dict[str, Callable[[str], str]] = {
    "soft hyphens": _within("<w:softHyphen/>"),
    "hyphens that do not break": _within("<w:noBreakHyphen/>"),
    "hyphen at a line's end": lambda w: f"<w:r><w:t>{w[:5]}-</w:t><w:br/><w:t>{w[5:]}</w:t></w:r>",
    "line break": _within("<w:br/>"),
    "tab": _within("<w:tab/>"),
    "zero width": lambda w: run("\u200b".join(w)),
    "lower case": lambda w: run(w.lower()),
    "letters apart": lambda w: run(" ".join(w)),
    "backwards": lambda w: f'<w:bdo w:val="rtl">{run(w[::-1])}</w:bdo>',
    "base64": lambda w: run(base64.b64encode(f"by {w} at noon".encode()).decode()),
}
_BLOCKS: dict[str, Build] = {
    "cell": body(lambda w: f"<w:tbl><w:tr><w:tc>{paragraph(w)}</w:tc></w:tr></w:tbl>"),
    "table in a table": body(
        lambda w: (
            f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph(w)}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
        )
    ),
    "header": body(
        lambda w: '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>', header1=paragraph("{}")
    ),
    "footer": body(
        lambda w: '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>', footer1=paragraph("{}")
    ),
    "footnote": body(
        lambda w: '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        footnotes=f'<w:footnote w:id="2">{paragraph("{}")}</w:footnote>',
    ),
    "endnote": body(
        lambda w: '<w:p><w:r><w:endnoteReference w:id="2"/></w:r></w:p>',
        endnotes=f'<w:endnote w:id="2">{paragraph("{}")}</w:endnote>',
    ),
    "label of a list": body(
        lambda w: paragraph("one", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="{} %1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ),
}

_VANISHED: dict[str, Callable[[str], str]] = {
    "hidden text": lambda w: run(w, "<w:vanish/>"),
}
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def _filled(color: str) -> str:
    return f"<w14:textFill {_W14}><w14:solidFill>{color}</w14:solidFill></w14:textFill>"


_FAINT: dict[str, Callable[[str], str]] = {
    "white on white": lambda w: run(w, '<w:color w:val="FFFFFF"/>'),
    "white on a white ground": lambda w: run(w, '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>'),
    "half a point high": lambda w: run(w, '<w:sz w:val="1"/>'),
    "white by its theme": lambda w: run(w, '<w:color w:val="auto" w:themeColor="background1"/>'),
    "white on a white marker": lambda w: run(w, '<w:color w:val="FFFFFF"/><w:highlight w:val="white"/>'),
    "black on a black marker": lambda w: run(w, '<w:highlight w:val="black"/>'),
    "black on a black ground": lambda w: run(w, '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'),
    "letters without a filling": lambda w: run(w, f"<w14:textFill {_W14}><w14:noFill/></w14:textFill>"),
    "letters filled with white": lambda w: run(w, _filled('<w14:srgbClr w14:val="FFFFFF"/>')),
    "clear letters": lambda w: run(
        w, _filled('<w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr>')
    ),
    "letters without a width": lambda w: run(w, '<w:w w:val="1"/>'),
}
_FLAT: dict[str, Callable[[str], str]] = {
    "lines without a height": lambda w: paragraph(w, properties='<w:spacing w:line="1" w:lineRule="exact"/>'),
    "row without a height": lambda w: (
        '<w:tbl><w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>'
        f"<w:tc>{paragraph(w)}</w:tc></w:tr></w:tbl>"
    ),
}
# Inside of the text part, where nobody reads it.
_UNSEEN: dict[str, Callable[[str], str]] = {
    "deleted text": lambda w: f"<w:del><w:r><w:delText>{w}</w:delText></w:r></w:del>",
    "moved text": lambda w: f"<w:moveFrom>{run(w)}</w:moveFrom>",
    "author of a change": lambda w: f'<w:ins w:author="{w}">{run("x")}</w:ins>',
    "author of a format": lambda w: f'<w:r><w:rPr><w:rPrChange w:author="{w}"><w:rPr/></w:rPrChange></w:rPr></w:r>',
    "field code": _field,
    "code of a simple field": lambda w: f'<w:fldSimple w:instr="ASK {w}"/>',
    "bookmark": lambda w: f'<w:bookmarkStart w:id="1" w:name="{w}"/><w:bookmarkEnd w:id="1"/>',
    "alternative text": lambda w: f'<w:r><w:drawing><wp:inline><wp:docPr descr="{w}"/></wp:inline></w:drawing></w:r>',
    "title of a picture": lambda w: f'<w:r><w:drawing><wp:inline><wp:docPr title="{w}"/></wp:inline></w:drawing></w:r>',
    "name of a picture": lambda w: f'<w:r><w:drawing><wp:inline><wp:docPr name="{w}"/></wp:inline></w:drawing></w:r>',
    "alternative text of a shape": lambda w: f'<w:r><w:pict><v:shape alt="{w}"/></w:pict></w:r>',
    "title of a control": lambda w: f'<w:sdt><w:sdtPr><w:alias w:val="{w}"/></w:sdtPr><w:sdtContent/></w:sdt>',
    "tag of a control": lambda w: f'<w:sdt><w:sdtPr><w:tag w:val="{w}"/></w:sdtPr><w:sdtContent/></w:sdt>',
    "choice of a control": lambda w: (
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{w}"/></w:dropDownList></w:sdtPr></w:sdt>'
    ),
    "binding of a control": lambda w: f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/{w}"/></w:sdtPr></w:sdt>',
    "smart tag's property": lambda w: (
        f'<w:smartTag><w:smartTagPr><w:attr w:name="a" w:val="{w}"/></w:smartTagPr></w:smartTag>'
    ),
    "tool tip of a link": lambda w: f'<w:hyperlink w:tooltip="{w}">{run("x")}</w:hyperlink>',
    "anchor of a link": lambda w: f'<w:hyperlink w:anchor="{w}">{run("x")}</w:hyperlink>',
    "form field": lambda w: (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{w}"/></w:ffData></w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "other branch": lambda w: (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{run("x")}</mc:Choice>'
        f"<mc:Fallback>{run(w)}</mc:Fallback></mc:AlternateContent>"
    ),
    "comment of the XML": lambda w: f"<!-- {w} -->",
    "instruction of the XML": lambda w: f"<?note {w}?>",
    "unknown element": lambda w: f"<new:thing new:word='{w}'>{w}</new:thing>",
    "unknown attribute": lambda w: f"<w:r new:word='{w}'><w:t>x</w:t></w:r>",
    "font": lambda w: run("x", f'<w:rFonts w:ascii="{w}"/>'),
    "language": lambda w: run("x", f'<w:lang w:val="{w}"/>'),
    "text outside of a text element": lambda w: f"<w:r>{w}<w:t>x</w:t></w:r>",
}
_UNSEEN_BLOCKS: dict[str, Callable[[str], str]] = {
    "caption of a table": lambda w: (
        f'<w:tbl><w:tblPr><w:tblCaption w:val="{w}"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    ),
    "description of a table": lambda w: (
        f'<w:tbl><w:tblPr><w:tblDescription w:val="{w}"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    ),
    "hidden row": lambda w: f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph(w)}</w:tc></w:tr></w:tbl>",
    "deleted row": lambda w: f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(w)}</w:tc></w:tr></w:tbl>",
    "merged cell": lambda w: f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph(w)}</w:tc></w:tr></w:tbl>",
    "name of a style": lambda w: paragraph("x", properties=f'<w:pStyle w:val="{w}"/>'),
    "name of a web part": lambda w: f'<w:altChunk r:id="{w}"/>',
    "data of custom XML": lambda w: f'<w:customXml w:element="{w}">{paragraph("x")}</w:customXml>',
}


def _places(builders: dict[str, Build], off: Switch, *, listed: bool = False) -> dict[str, Place]:
    return {name: Place(build, off, listed) for name, build in builders.items()}


def _runs(contents: dict[str, Callable[[str], str]]) -> dict[str, Build]:
    return {name: _inside(content) for name, content in contents.items()}


def _styled(word: str) -> bytes:
    quiet = '<w:style w:type="character" w:styleId="q"><w:name w:val="q"/><w:rPr><w:vanish/></w:rPr></w:style>'
    return docx(f"{OPEN}<w:p>{run(word, _STYLED)}</w:p>", styles=quiet)


PLACES: dict[str, Place] = {
    **_places({**_runs(_VISIBLE), **_BLOCKS}, words_are_searched, listed=True),
    **_places(_runs(_SPELLED), spellings_are_folded, listed=True),
    **_places(_runs(_VANISHED), hidden_text_stays_behind),
    "hidden by its style": Place(_styled, hidden_text_stays_behind),
    **_places({**_runs(_FAINT), **{k: body(v) for k, v in _FLAT.items()}}, faint_text_stays_behind),
    **_places(_runs({"code written as text": _nested_field}), field_codes_stay_behind),
    **_places({**_runs(_UNSEEN), **{k: body(v) for k, v in _UNSEEN_BLOCKS.items()}}, text_made_anew),
    **_places(PARTS, package_made_anew),
    **_places(ZIP, zip_made_anew),
}
