# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zip that a DOCX is: its parts, read within bounds, and their XML, parsed with entities and network off."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import NamedTuple

from lxml import etree

from workbench.core.errors import DamagedDocumentError, EncryptedDocumentError, TooLargeDocumentError
from workbench.documents.limits import MEGABYTE, Limits


A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# ISO/IEC 29500 "Strict" says the same under other names.
_STRICT = {
    "{http://purl.oclc.org/ooxml/drawingml/main}": A,
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": W,
    "{http://purl.oclc.org/ooxml/officeDocument/math}": M,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": R,
}
# Where a Word of before has numbers, it may have units (ISO/IEC 29500-1, 22.9.2.15): here in twentieths of a point.
_MEASURE = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(mm|cm|in|pt|pc|pi)")
_UNITS = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
_IN_HALF_POINTS = frozenset(W + name for name in ("sz", "szCs", "position", "kern"))
_ENCRYPTED = 0x1


class Relation(NamedTuple):
    """From one part to another: ``kind`` is the last word of the relationship's type, ``target`` a part's name."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a DOCX. Nothing is unpacked that the zip's directory shows to be beyond the limits."""

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        """Raises DamagedDocumentError, EncryptedDocumentError or TooLargeDocumentError."""
        self.path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise DamagedDocumentError(path, "is damaged: its zip directory cannot be read") from None
        members = self._archive.infolist()
        _bound(members, path, limits)
        self.names = tuple(info.filename.replace("\\", "/").lstrip("/") for info in members)
        # Names of parts are the same in large and small letters (ISO/IEC 29500-2, 6.2.2.3).
        self._members = {name.casefold(): info for name, info in zip(self.names, members, strict=True)}
        if len(self._members) < len(members):
            # Programs differ in which of two they show; a reviewer would decide on the wrong one.
            raise DamagedDocumentError(path, "holds two parts of the same name")

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.casefold() in self._members

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none."""
        if not self.has(name):
            return None
        try:
            return self._archive.read(self._members[name.casefold()])
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise DamagedDocumentError(self.path, "is damaged: a part of it cannot be unpacked") from None

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part's XML, None where there is no such part. Comments and instructions are left out."""
        data = self.read(name)
        return None if data is None else parse_xml(data, self.path)

    def relations(self, name: str) -> dict[str, Relation]:
        """The relationships of part ``name`` (the empty name: of the package) by their ids."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, Relation] = {}
        for element in root if root is not None else ():
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], target, external)
        return found

    def related(self, kind: str) -> etree._Element | None:
        """The root of the part that the main part has for ``kind``; None where there is none."""
        relations = self.relations(self.main()).values()
        target = next((each.target for each in relations if each.kind == kind and not each.external), None)
        return self.xml(target) if target else None

    def main(self) -> str:
        """The name of the main part."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.external and self.has(relation.target):
                return relation.target
        if self.has("word/document.xml"):
            return "word/document.xml"
        raise DamagedDocumentError(self.path, "is damaged: it has no main part")


def parse_xml(data: bytes, path: str) -> etree._Element:
    """``data`` as XML; nothing outside of it is fetched and no entity is expanded.

    Raises:
        DamagedDocumentError: no XML, or with a DTD, which ECMA-376 part 2 (8.1.4) forbids.
        TooLargeDocumentError: nested deeper than libxml2 allows (256).

    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise TooLargeDocumentError(path, "is nested too deep") from None
        raise DamagedDocumentError(path, "is damaged: a part of it is no XML") from None
    if root.getroottree().docinfo.doctype:
        raise DamagedDocumentError(path, "holds a DTD, which no Word document may")
    return _transitional(root)


def _transitional(root: etree._Element) -> etree._Element:
    if "http://purl.oclc.org/ooxml/" not in str(root.nsmap.values()):
        return root
    for element in root.iter(etree.Element):
        element.tag = _renamed(str(element.tag))
        for name in [name for name in element.attrib if _renamed(str(name)) != name]:
            element.set(_renamed(str(name)), element.attrib.pop(name))
        for name, value in element.attrib.items():
            if measure := _MEASURE.fullmatch(str(value)):
                twentieths = float(measure[1]) * _UNITS[measure[2]]
                element.set(name, str(round(twentieths / (10 if element.tag in _IN_HALF_POINTS else 1))))
    return root


def _renamed(name: str) -> str:
    space, brace, local = name.rpartition("}")
    return _STRICT.get(space + brace, space + brace) + local


def _bound(members: list[zipfile.ZipInfo], path: str, limits: Limits) -> None:
    if len(members) > limits.max_members:
        raise TooLargeDocumentError(path, f"holds more than {limits.max_members} parts")
    if sum(info.file_size for info in members) > limits.max_unpacked:
        raise TooLargeDocumentError(path, f"unpacks to more than {limits.max_unpacked // MEGABYTE} MB")
    for info in members:
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedDocumentError(path, "is encrypted: save it without a password first")
        if info.file_size > MEGABYTE and info.file_size > limits.max_ratio * max(1, info.compress_size):
            raise TooLargeDocumentError(path, f"unpacks to more than {limits.max_ratio} times its size (a zip bomb?)")
