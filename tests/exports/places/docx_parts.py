# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a word can be in a DOCX beside its text: in every other part, and in the zip around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.documents.docx_files import docx, paragraph, zipped_bytes
from tests.exports.places.docx_switches import DOCUMENT, files_of
from tests.exports.places.pdf_building import LINE


Build = Callable[[str], bytes]
OPEN = paragraph(LINE)


def body(content: Callable[[str], str], **parts: str) -> Build:
    """Below a benign paragraph; ``{}`` in ``parts`` stands for the word."""
    return lambda word: docx(
        OPEN + content(word), comment=b"", chunks={}, **{k: v.replace("{}", word) for k, v in parts.items()}
    )


def _part(name: str, content: Callable[[str], str | bytes]) -> Build:
    """A part beside the text, of which the text says nothing."""

    def build(word: str) -> bytes:
        made = content(word)
        files = files_of(docx(OPEN))
        return zipped_bytes({**files, name.replace("{}", word): made.encode() if isinstance(made, str) else made})

    return build


def _xml(inner: str) -> Callable[[str], str]:
    return lambda word: '<?xml version="1.0"?>' + inner.replace("{}", word)


def _related(kind: str, target: str, mode: str = "") -> Build:
    """A relationship of the text part."""

    def build(word: str) -> bytes:
        files = files_of(docx(OPEN))
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        made = (
            f'<Relationship Id="x" Type="{office}/{kind}" Target="{target.replace("{}", word)}"{mode}/></Relationships>'
        )
        name = "word/_rels/document.xml.rels"
        return zipped_bytes({**files, name: files[name].replace(b"</Relationships>", made.encode())})

    return build


def _picture(**options: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (8, 8), 128).save(out, "JPEG", **options)
    return out.getvalue()


def _exif(word: str) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = word
    return _picture(exif=exif.tobytes())


def _workbook(word: str) -> bytes:
    return zipped_bytes({"xl/sharedStrings.xml": f"<sst><si><t>{word}</t></si></sst>".encode()})


PARTS: dict[str, Build] = {
    "title": _part("docProps/core.xml", _xml("<p><title>{}</title></p>")),
    "last author": _part("docProps/core.xml", _xml("<p><lastModifiedBy>{}</lastModifiedBy></p>")),
    "company": _part("docProps/app.xml", _xml("<p><Company>{}</Company></p>")),
    "template": _part("docProps/app.xml", _xml("<p><Template>C:\\{}.dotx</Template></p>")),
    "headings in the properties": _part("docProps/app.xml", _xml("<p><TitlesOfParts>{}</TitlesOfParts></p>")),
    "own property": _part("docProps/custom.xml", _xml('<p><property name="{}">1</property></p>')),
    "custom XML": _part("customXml/item1.xml", _xml("<a><b>{}</b></a>")),
    "custom XML in attributes": _part("customXml/item1.xml", _xml('<a b="{}"/>')),
    "people": _part("word/people.xml", _xml('<people><person author="{}"/></people>')),
    "comments on comments": _part("word/commentsExtended.xml", _xml('<c paraId="{}"/>')),
    "theme": _part("word/theme/theme1.xml", _xml('<theme name="{}"/>')),
    "web settings": _part("word/webSettings.xml", _xml('<w><div id="{}"/></w>')),
    "table of fonts": _part("word/fontTable.xml", _xml('<fonts><font name="{}"/></fonts>')),
    "embedded font": _part("word/fonts/font1.odttf", lambda w: w.encode("utf-16-le")),
    "glossary": _part("word/glossary/document.xml", _xml("<doc><t>{}</t></doc>")),
    "chart's cache": _part("word/charts/chart1.xml", _xml("<chart><strCache><v>{}</v></strCache></chart>")),
    "chart's workbook": _part("word/embeddings/book.xlsx", _workbook),
    "diagram": _part("word/diagrams/data1.xml", _xml("<dataModel><t>{}</t></dataModel>")),
    "embedded object": _part("word/embeddings/oleObject1.bin", lambda w: b"\xd0\xcf" + w.encode("utf-16-le")),
    "macros": _part("word/vbaProject.bin", lambda w: b"\xd0\xcf" + w.encode()),
    "picture that nothing shows": _part("word/media/image9.png", lambda w: b"\x89PNG" + w.encode()),
    "comment of a picture": _part("word/media/image1.jpeg", lambda w: _picture(comment=w.encode())),
    "EXIF of a picture": _part("word/media/image1.jpeg", _exif),
    "preview": _part("docProps/thumbnail.jpeg", lambda w: _picture(comment=w.encode())),
    "text in a format of its own": _part("word/afchunk.html", lambda w: f"<p>{w}</p>"),
    "task pane": _part("word/webextensions/taskpanes.xml", _xml("<taskpanes><t>{}</t></taskpanes>")),
    "ink": _part("word/ink/ink1.xml", _xml("<ink><annotation>{}</annotation></ink>")),
    "signature": _part(
        "_xmlsignatures/sig1.xml", _xml("<Signature><SignatureComments>{}</SignatureComments></Signature>")
    ),
    "label of sensitivity": _part("docMetadata/LabelInfo.xml", _xml('<labels><label id="{}"/></labels>')),
    "printer's settings": _part("word/printerSettings1.bin", lambda w: w.encode("utf-16-le")),
    "name of a part": _part("word/{}.xml", _xml("<a/>")),
    "folder": _part("{}/", lambda w: b""),
    "zip in the zip": _part("word/media/a.zip", _workbook),
    "zip in a zip in the zip": _part("word/media/a.zip", lambda w: zipped_bytes({"b.zip": _workbook(w)})),
    "document in the document": _part("word/embeddings/a.docx", lambda w: docx(paragraph(w))),
    "address of a link": _related("hyperlink", "https://example.org/{}", ' TargetMode="External"'),
    "template attached": _related("attachedTemplate", "file:///C:/{}.dotx", ' TargetMode="External"'),
    "picture from outside": _related("image", "https://example.org/{}.png", ' TargetMode="External"'),
    "source of a mail merge": _related("mailMergeSource", "file:///{}.mdb", ' TargetMode="External"'),
    "comment": body(lambda w: "", comments=f'<w:comment w:id="1">{paragraph("{}")}</w:comment>'),
    "author of a comment": body(lambda w: "", comments='<w:comment w:id="1" w:author="{}" w:initials="x"/>'),
    "header that no page shows": body(lambda w: "", header1=paragraph("{}")),
    "footnote that nothing calls": body(lambda w: "", footnotes=f'<w:footnote w:id="2">{paragraph("{}")}</w:footnote>'),
    "header of first pages": body(
        lambda w: '<w:sectPr><w:headerReference w:type="first" r:id="header1"/></w:sectPr>', header1=paragraph("{}")
    ),
    "variable": body(lambda w: "", settings='<w:docVars><w:docVar w:name="a" w:val="{}"/></w:docVars>'),
    "mail merge": body(lambda w: "", settings='<w:mailMerge><w:query w:val="SELECT {}"/></w:mailMerge>'),
    "password hint": body(lambda w: "", settings='<w:documentProtection w:hash="{}"/>'),
    "session of editing": body(lambda w: "", settings='<w:rsids><w:rsid w:val="{}"/></w:rsids>'),
    "style that nothing has": body(
        lambda w: "", styles='<w:style w:type="paragraph" w:styleId="a"><w:name w:val="{}"/></w:style>'
    ),
    "other name of a style": body(
        lambda w: "", styles='<w:style w:type="paragraph" w:styleId="a"><w:aliases w:val="{}"/></w:style>'
    ),
    "list that nothing is in": body(
        lambda w: "", numbering='<w:abstractNum w:abstractNumId="0"><w:name w:val="{}"/></w:abstractNum>'
    ),
}


def _of_member(word: str, *, comment: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files_of(docx(OPEN)).items():
            info = zipfile.ZipInfo(name)
            if name == DOCUMENT and comment:
                info.comment = word.encode()
            elif name == DOCUMENT:
                info.extra = b"\xfe\xca" + len(word).to_bytes(2, "little") + word.encode()
            archive.writestr(info, content)
    return out.getvalue()


def _behind_parts(word: str) -> bytes:
    """Between the last part and the directory, which is told to begin behind it."""
    data = docx(OPEN)
    end = data.rindex(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    moved = (start + len(word)).to_bytes(4, "little")
    return data[:start] + word.encode() + data[start : end + 16] + moved + data[end + 20 :]


ZIP: dict[str, Build] = {
    "comment of the zip": lambda w: zipped_bytes(files_of(docx(OPEN)), w.encode()),
    "comment of a member": lambda w: _of_member(w, comment=True),
    "field of a member": lambda w: _of_member(w, comment=False),
    "bytes behind the last part": _behind_parts,
}
