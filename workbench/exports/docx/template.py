# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fixed parts of a DOCX that this program writes: styles by Word's own names, content types, relationships."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from lxml import etree

from workbench.documents.docx.model import Look
from workbench.documents.model import Place
from workbench.exports.docx.markup import R, W


STYLE_OF = {
    Place.TITLE: "Title",
    Place.LIST_ITEM: "ListParagraph",
    Place.CAPTION: "Caption",
    Place.HEADER: "Header",
    Place.FOOTER: "Footer",
    Place.FOOTNOTE: "FootnoteText",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {"hdr": "header", "ftr": "footer", "document": "document.main"}
_FONT = "Calibri"
DEFAULT_SIZE = 11.0
# What the styles below add to a run, if it does not say otherwise.
STYLED = {
    Place.TITLE: Look(bold=True, size=16),
    Place.HEADING: Look(bold=True, size=14),
    Place.CAPTION: Look(italic=True, size=10),
    Place.FOOTNOTE: Look(size=10),
}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def styles(base: Look) -> etree._Element:
    """``word/styles.xml``: the few styles a copy uses. ``base`` is the look of its text, of known names only."""
    font, size = base.font or _FONT, round((base.size or DEFAULT_SIZE) * 2)
    language = f'<w:lang w:val="{base.language}"/>' if base.language else ""
    named = [
        _style("Title", "Title", '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="32"/>'),
        *(
            _style(f"Heading{n}", f"heading {n}", _outline(n), f'<w:b/><w:sz w:val="{max(22, 30 - 2 * n)}"/>')
            for n in range(1, 10)
        ),
        _style("Caption", "caption", "", '<w:i/><w:sz w:val="20"/>'),
        _style("ListParagraph", "List Paragraph", '<w:ind w:left="360"/>', ""),
        _style("Header", "header", "", ""),
        _style("Footer", "footer", "", ""),
        _style("FootnoteText", "footnote text", "", '<w:sz w:val="20"/>'),
    ]
    return etree.fromstring(
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/>{language}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + "".join(named)
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


def content_types(parts: dict[str, etree._Element]) -> dict[str, bytes]:
    """``[Content_Types].xml`` for ``parts``."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_MAIN}.{_kind(root)}+xml"/>' for name, root in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    text = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    return {"[Content_Types].xml": _DECLARATION + text.encode()}


def relationships(parts: dict[str, etree._Element]) -> dict[str, bytes]:
    """The relationships of the package and of its main part; an id is the name of the part."""
    main, *others = parts
    return {
        "_rels/.rels": _relations([("officeDocument", main)]),
        "word/_rels/document.xml.rels": _relations((_kind(parts[name]), posixpath.basename(name)) for name in others),
    }


def _relations(named: Iterable[tuple[str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{posixpath.splitext(posixpath.basename(name))[0]}" Type="{R}/{kind}" Target="{name}"/>'
        for kind, name in named
    )
    return _DECLARATION + f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()


def _kind(root: etree._Element) -> str:
    name = etree.QName(root).localname
    return _KINDS.get(name, name)


def _style(identifier: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _outline(level: int) -> str:
    return f'<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="{level - 1}"/>'
