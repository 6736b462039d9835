# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a word can be in a PDF beside its pages: metadata, annotations, forms, attachments, names, tags, history."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.exports.places.model import Place
from tests.exports.places.pdf_building import (
    LINE,
    Put,
    add_page,
    annotate,
    attach,
    field,
    form,
    in_file,
    new,
    page_of,
    shown,
    tree,
)
from tests.exports.places.pdf_switches import file_made_anew, no_byte_of_the_original, saved


def _root(key: str, value: Any) -> Put:
    """Puts ``value(pdf, word)`` into the catalog."""
    return lambda pdf, word: setattr(pdf.Root, key, value(pdf, word))


def _page(key: str, value: Any) -> Put:
    return lambda pdf, word: setattr(page_of(pdf), key, value(pdf, word))


def _names(kind: str, value: Any) -> Put:
    return _root("Names", lambda pdf, word: Dictionary({"/" + kind: value(pdf, word)}))


def _script(word: str) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{word}')"))


def _structure(**keys: str) -> Put:
    """A tagged paragraph with the word under a key of its element."""

    def put(pdf: pikepdf.Pdf, word: str) -> None:
        values = {key: String(value.format(word)) for key, value in keys.items()}
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, Pg=page_of(pdf), K=0, **values))
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))
        element.P = pdf.Root.StructTreeRoot

    return put


def _tree_root(key: str, value: Any) -> Put:
    return _root("StructTreeRoot", lambda pdf, word: Dictionary(Type=Name.StructTreeRoot, **{key: value(word)}))


def _layer(pdf: pikepdf.Pdf, name: str, **keys: Any) -> Any:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name), **keys))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    return group


def _outline(pdf: pikepdf.Pdf, word: str) -> None:
    item = pdf.make_indirect(Dictionary(Title=String(word), Dest=Array([page_of(pdf), Name.Fit])))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))


def _xmp(word: str) -> bytes:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF {rdf}><dc:title>{word}</dc:title></rdf:RDF></x:xmpmeta>".encode()
    )


def _xml(pdf: pikepdf.Pdf, word: str) -> Any:
    return pdf.make_stream(_xmp(word), Dictionary(Type=Name.Metadata, Subtype=Name.XML))


def _zip(word: str, data: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data or f"met {word} at noon")
    return out.getvalue()


def _attached(name: str, content: Any) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        spec = attach(pdf, name.format(word), content(word))
        pdf.Root.Names = Dictionary(EmbeddedFiles=tree("a", spec))

    return put


def _associated(pdf: pikepdf.Pdf, word: str) -> None:
    pdf.Root.AF = Array([attach(pdf, "a.txt", word.encode())])


def _deflated_twice(word: str) -> bytes:
    pdf = new(shown(word))
    return _zip(word, _zip(word, saved(pdf, compress_streams=True)))


def _reply(pdf: pikepdf.Pdf, word: str) -> None:
    first = annotate(pdf, "Text", Contents=String("agreed"))
    annotate(pdf, "Text", Contents=String(word), IRT=first)


def _popup(pdf: pikepdf.Pdf, word: str) -> None:
    parent = annotate(pdf, "Highlight", QuadPoints=Array([72, 520, 300, 520, 72, 500, 300, 500]))
    parent.Popup = annotate(pdf, "Popup", Parent=parent, Contents=String(word))


def _appearance(state: str = "") -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        drawn = form(pdf, shown(word, 0, 0))
        annotate(pdf, "FreeText", AP=Dictionary(N=Dictionary({state: drawn, "/Off": drawn}) if state else drawn))

    return put


def _annotation(kind: str, **keys: str) -> Put:
    return lambda pdf, word: annotate(pdf, kind, **{key: String(value.format(word)) for key, value in keys.items()})


def _field(kind: str, **keys: Any) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        made = {key: value(word) if callable(value) else String(value.format(word)) for key, value in keys.items()}
        field(pdf, FT=Name("/" + kind), **made)

    return put


def _private(pdf: pikepdf.Pdf, word: str) -> Dictionary:
    return Dictionary(Editor=Dictionary(LastModified=String("D:2001"), Private=pdf.make_stream(word.encode())))


def _picture(**keys: Any) -> Put:
    """A small grey picture in the corner with something in its dictionary."""

    def put(pdf: pikepdf.Pdf, word: str) -> None:
        made = {key: value(pdf, word) for key, value in keys.items()}
        dictionary = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2, BitsPerComponent=8, ColorSpace=Name.DeviceGray
        )
        for key, value in made.items():
            dictionary[f"/{key}"] = value
        page_of(pdf).Resources.XObject = Dictionary(Im0=pdf.make_stream(b"\x80\x90\xa0\xb0", dictionary))

    return put


def _signature(**keys: str) -> Put:
    def put(pdf: pikepdf.Pdf, word: str) -> None:
        values = {key: String(value.format(word)) for key, value in keys.items()}
        value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String(b"0" * 16), **values)
        field(pdf, FT=Name.Sig, V=pdf.make_indirect(value))

    return put


_FILE: dict[str, Put] = {
    # Metadata
    "title in the information dictionary": lambda pdf, word: pdf.docinfo.__setitem__("/Title", word),
    "key of the information dictionary": lambda pdf, word: pdf.docinfo.__setitem__(f"/{word}", "x"),
    "author in UTF-16": lambda pdf, w: pdf.docinfo.__setitem__("/Author", String(b"\xfe\xff" + w.encode("utf-16-be"))),
    "XMP": _root("Metadata", _xml),
    "XMP of the page": _page("Metadata", _xml),
    "XMP in UTF-16": _root("Metadata", lambda p, w: p.make_stream(_xmp(w).decode().encode("utf-16"), Subtype=Name.XML)),
    "private data of the file": _root("PieceInfo", _private),
    "private data of the page": _page("PieceInfo", _private),
    "unknown key of the catalog": _root("Quux", lambda pdf, word: String(word)),
    "name of a key of the catalog": lambda pdf, word: setattr(pdf.Root, word, True),
    "name as a value": _root("Quux", lambda pdf, word: Name("/" + word)),
    "name in number signs": _root("Quux", lambda pdf, w: Name("/" + w[:3] + " " + w[3:])),
    "unknown key of the page": _page("Quux", lambda pdf, word: Array([Dictionary(Note=String(word))])),
    "key of the trailer": lambda pdf, word: pdf.trailer.__setitem__("/Note", String(word)),
    "language of the file": _root("Lang", lambda pdf, word: String(f"x-{word}")),
    "base of addresses": _root("URI", lambda pdf, word: Dictionary(Base=String(f"https://example.org/{word}/"))),
    "profile of an output device": _root(
        "OutputIntents", lambda pdf, w: Array([Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, Info=String(w))])
    ),
    "legal attestation": _root("Legal", lambda pdf, word: Dictionary(Attestation=String(word))),
    "extensions of a developer": _root("Extensions", lambda pdf, w: Dictionary({"/QUUX": Dictionary(URL=String(w))})),
    "web capture": _root("SpiderInfo", lambda pdf, w: Dictionary(V=1.0, C=Array([Dictionary(URL=String(w))]))),
    "schema of a portfolio": _root("Collection", lambda pdf, w: Dictionary(Schema=Dictionary(a=String(w)))),
    "rights of a signature": _root("Perms", lambda pdf, w: Dictionary(DocMDP=Dictionary(Reason=String(w)))),
    "requirements": _root("Requirements", lambda pdf, w: Array([Dictionary(S=Name.EnableJavaScripts, RH=String(w))])),
    "labels of pages": _root("PageLabels", lambda pdf, w: Dictionary(Nums=Array([0, Dictionary(P=String(w))]))),
    "article threads": _root("Threads", lambda pdf, w: Array([Dictionary(I=Dictionary(Title=String(w)))])),
    "last change of the page": _page("LastModified", lambda pdf, word: String(word)),
    "separation of the page": _page("SeparationInfo", lambda pdf, w: Dictionary(DeviceColorant=Name("/" + w))),
    "measures of the page": _page("VP", lambda pdf, w: Array([Dictionary(Type=Name.Viewport, Name=String(w))])),
    # Annotations and links
    "note": _annotation("Text", Contents="{}"),
    "author of a note": _annotation("Text", Contents="x", T="{}"),
    "subject of a note": _annotation("Text", Contents="x", Subj="{}"),
    "name of a note": _annotation("Text", Contents="x", NM="{}"),
    "rich text of a note": _annotation("Text", Contents="x", RC="<body><p>{}</p></body>"),
    "highlight that quotes": _annotation("Highlight", Contents="{}"),
    "pop-up": _popup,
    "reply": _reply,
    "caret with an insertion": _annotation("Caret", Contents="{}"),
    "hidden note": lambda pdf, w: annotate(pdf, "Text", Contents=String(w), F=2),
    "mark for print only": lambda pdf, w: annotate(pdf, "Watermark", F=36, AP=Dictionary(N=form(pdf, shown(w, 0, 0)))),
    "appearance not shown": _appearance("/On"),
    "overlay of a redaction": _annotation("Redact", OverlayText="{}"),
    "file as an annotation": lambda pdf, w: annotate(pdf, "FileAttachment", FS=attach(pdf, "a.txt", w.encode())),
    "sound": lambda pdf, w: annotate(pdf, "Sound", Sound=pdf.make_stream(w.encode(), Dictionary(R=8000))),
    "movie": lambda pdf, w: annotate(pdf, "Movie", Movie=Dictionary(F=String(w))),
    "screen": lambda pdf, w: annotate(pdf, "Screen", A=Dictionary(S=Name.Rendition, R=Dictionary(N=String(w)))),
    "3D view": lambda pdf, w: annotate(pdf, "3D", **{"3DV": Dictionary(XN=String(w))}),
    "address of a link": lambda pdf, w: annotate(
        pdf, "Link", A=Dictionary(S=Name.URI, URI=String(f"https://x.org/{w}"))
    ),
    "target of a link": lambda pdf, w: annotate(pdf, "Link", Dest=String(w)),
    "file that a link opens": lambda pdf, w: annotate(pdf, "Link", A=Dictionary(S=Name.GoToR, F=String(f"{w}.pdf"))),
    "program that a link starts": lambda pdf, w: annotate(pdf, "Link", A=Dictionary(S=Name.Launch, F=String(w))),
    "form that is submitted": lambda pdf, w: annotate(pdf, "Link", A=Dictionary(S=Name.SubmitForm, F=String(w))),
    # Fields of forms
    "default of a field": _field("Tx", DV="{}"),
    "choices": _field("Ch", Opt=lambda w: Array([String("one"), Array([String(w), String("two")])])),
    "name of a field": _field("Tx", T="{}"),
    "tool tip": _field("Tx", TU="{}"),
    "name for export": _field("Tx", TM="{}"),
    "caption of a button": _field("Btn", MK=lambda w: Dictionary(CA=String(w), RC=String("x"))),
    "state of a button": _field("Btn", V=lambda w: Name("/" + w)),
    "script of a field": _field("Tx", AA=lambda w: Dictionary(K=_script(w))),
    "XFA form": _root("AcroForm", lambda p, w: Dictionary(Fields=Array([]), XFA=p.make_stream(w.encode()))),
    "XFA in packets": _root(
        "AcroForm", lambda p, w: Dictionary(Fields=Array([]), XFA=Array([String("t"), p.make_stream(w.encode())]))
    ),
    "signature": _signature(Name="{}"),
    "reason of a signature": _signature(Reason="{}"),
    "contact of a signature": _signature(ContactInfo="{}", Location="here"),
    # Attachments
    "attachment": _attached("a.txt", lambda w: f"met {w}".encode()),
    "name of an attachment": _attached("{}.txt", lambda w: b"x"),
    "attached PDF": _attached("a.pdf", lambda w: saved(new(shown(w)), compress_streams=True)),
    "attached zip": _attached("a.zip", _zip),
    "PDF in a zip in a zip": _attached("a.zip", _deflated_twice),
    "attachment in UTF-16": _attached("a.txt", lambda w: w.encode("utf-16")),
    "attachment in base64": _attached("a.eml", lambda w: base64.b64encode(f"by {w} at".encode())),
    "associated file": _associated,
    "description of an attachment": _root(
        "AF", lambda pdf, w: Array([Dictionary(Type=Name.Filespec, F=String("a"), Desc=String(w))])
    ),
    # Scripts and actions
    "script of the file": _names("JavaScript", lambda pdf, w: tree("a", _script(w))),
    "name of a script": _names("JavaScript", lambda pdf, w: tree(w, _script("x"))),
    "script in a stream": _names(
        "JavaScript", lambda p, w: tree("a", Dictionary(S=Name.JavaScript, JS=p.make_stream(f"var a='{w}'".encode())))
    ),
    "script on opening": _root("OpenAction", lambda pdf, word: _script(word)),
    "script on closing": _root("AA", lambda pdf, word: Dictionary(WC=_script(word))),
    "script of a page": _page("AA", lambda pdf, word: Dictionary(O=_script(word))),
    # Names
    "named destination": _names("Dests", lambda pdf, w: tree(w, Array([page_of(pdf), Name.Fit]))),
    "old named destination": _root("Dests", lambda pdf, w: Dictionary({"/" + w: Array([page_of(pdf), Name.Fit])})),
    "named appearance": _names("AP", lambda pdf, w: tree("a", form(pdf, shown(w)))),
    "named template": _names("Templates", lambda pdf, w: tree("a", Dictionary(Type=Name.Template, Note=String(w)))),
    "named address": _names("URLS", lambda pdf, w: tree(f"https://x.org/{w}", Dictionary())),
    "named rendition": _names("Renditions", lambda pdf, w: tree("a", Dictionary(S=Name.MR, N=String(w)))),
    "bookmark": _outline,
    # Layers
    "name of a layer": lambda pdf, word: _layer(pdf, word),
    "creator of a layer": lambda pdf, w: _layer(pdf, "a", Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(w)))),
    "order of layers": lambda pdf, w: _layer(pdf, "a") and pdf.Root.OCProperties.D.Order.insert(0, String(w)),
    # Tags
    "alternate text of a tag": _structure(Alt="{}"),
    "replacement text of a tag": _structure(ActualText="{}"),
    "expansion of a tag": _structure(E="{}"),
    "title of a tag": _structure(T="{}"),
    "identifier of a tag": _structure(ID="{}"),
    "language of a tag": _structure(Lang="x-{}"),
    "role of tags": _tree_root("RoleMap", lambda w: Dictionary({"/" + w: Name.P})),
    "class of tags": _tree_root("ClassMap", lambda w: Dictionary({"/" + w: Dictionary(O=Name.Layout)})),
    "property of tags": _tree_root(
        "K", lambda w: Dictionary(S=Name.P, A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String(w))])))
    ),
    "namespace of tags": _tree_root("Namespaces", lambda w: Array([Dictionary(NS=String(f"http://x.org/{w}"))])),
}


def _beneath(word: str) -> bytes:
    """An update that empties the page, behind the page that shows the word."""
    pdf = pikepdf.new()
    add_page(pdf, shown(word).encode() + shown(LINE, 72, 700).encode())
    first = saved(pdf, compress_streams=False)
    with pikepdf.open(io.BytesIO(first)) as old:
        number, root, size = old.pages[0].obj.Contents.objgen[0], old.Root.objgen[0], int(old.trailer.Size)
    body = shown(LINE, 72, 700).encode()
    update = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), body)
    previous = int(first.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(first))
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, previous)
    return first + update + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(update))


def _loose(body: bytes) -> bytes:
    """An object that no table names, between the last object and the table."""
    data = saved(new(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    moved = data[:start] + body + data[start:]
    return moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(body)))


def _unreferenced(word: str) -> bytes:
    import pymupdf

    with pymupdf.open("pdf", saved(new())) as pdf:
        pdf.update_object(pdf.get_new_xref(), f"<</Note({word})>>")
        return bytes(pdf.tobytes(garbage=0, no_new_id=True))


_BYTES = {
    "earlier revision": _beneath,
    "object that nothing refers to": _unreferenced,
    "object that no table names": lambda w: _loose(b"99 0 obj\n(%s)\nendobj\n" % w.encode()),
    "stream that no table names": lambda w: _loose(
        b"98 0 obj\n<<>>\nstream\n" + zlib.compress(f"met {w} at noon".encode()) + b"\nendstream\nendobj\n"
    ),
    "comment between objects": lambda w: _loose(b"% by " + w.encode() + b"\n"),
    "bytes behind the end": lambda w: saved(new()) + b"\n% " + w.encode() + b"\n",
    "bytes behind the end in UTF-16": lambda w: saved(new()) + w.encode("utf-16-le"),
}

# What a viewer draws of annotations and fields is text of the page, so the word is on the list.
_SEEN: dict[str, Put] = {
    "appearance of a free text": _appearance(),
    "value of a field": _field("Tx", V="{}"),
    "value that is a stream": lambda pdf, w: field(pdf, FT=Name.Tx, V=pdf.make_stream(w.encode())),
    "rich value of a field": _field("Tx", RV="<body><p>{}</p></body>"),
}

CARRIED: dict[str, Place] = {
    **{name: Place(in_file(put), file_made_anew) for name, put in _FILE.items()},
    **{name: Place(in_file(put), file_made_anew, listed=True) for name, put in _SEEN.items()},
    **{name: Place(build, no_byte_of_the_original) for name, build in _BYTES.items()},
}
