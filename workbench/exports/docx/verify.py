# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is anything that was withheld still in a sanitized DOCX? Looked for with zipfile and lxml, not with the reader.

A copy of ours is a short language: a dozen parts, some fifty elements, attributes of numbers and a few words. First
it is held to that language, element by element and byte by byte of the zip; then what is left, its text, is searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from workbench.core.findings import Finding, Severity
from workbench.documents.docx.grounds import local
from workbench.exports.docx.known import known_names, language
from workbench.exports.docx.markup import W
from workbench.exports.docx.parts import PackageError, Part, around, namespaces, open_parts, parse, stray_bytes
from workbench.exports.model import Check
from workbench.exports.needles import Hit, Needles
from workbench.exports.withheld_words import Words
from workbench.redaction.model import Plan


_W = f"{{{W}}}"


def verify(copy: bytes, plan: Plan) -> tuple[list[Check], list[Finding]]:
    """Search ``copy`` for everything ``plan`` withholds. Findings say in which part and how often, never what.

    A copy that cannot be taken apart counts as a leak: what cannot be searched is not known to be clean.
    """
    try:
        parts = list(open_parts(copy))
        stray = stray_bytes(copy)
    except PackageError as error:
        return [Check("opening", 0, 1, str(error))], [Finding("V300", Severity.ERROR, str(error))]
    needles, words = Needles(plan), Words(plan)
    findings: list[Finding] = []
    foreign = [part for part in parts if not language().parts.fullmatch(part.name)]
    odd = {part.name: list(_odd(part)) for part in parts if part not in foreign}
    texts = {part.name: text_of(part) for part in parts if part not in foreign}
    strings = [(name, text) for name, found in odd.items() for text in found]
    strings += [(part.name, part.name) for part in foreign]
    searched: tuple[tuple[str, str, Iterable[tuple[str, Hit]], int], ...] = (
        ("text of every part", "V301", _search_texts(needles, texts), len(texts)),
        ("words of every part", "V302", _search_words(words, texts.items()), len(texts)),
        ("other strings of every part", "V303", _search_strings(needles, words, strings), len(strings)),
        ("raw bytes of foreign parts", "V304", _search_bytes(needles, foreign), len(foreign)),
        ("parts that no copy has", "V305", ((part.name, Hit("a part", 1)) for part in foreign), len(parts)),
        ("XML that no copy has", "V306", ((n, Hit("strings", len(o))) for n, o in odd.items() if o), len(odd)),
        ("bytes between the parts", "V307", [("the zip", Hit("bytes", 1))] * (stray != 0), len(copy)),
    )
    return [_check(*each, findings) for each in searched], findings


def text_of(part: Part) -> str:
    """The text of a part as a person reads it, a line a paragraph, whatever elements it is cut into."""
    root = parse(part.data)
    if root is None:
        return ""
    lines = ["".join(_characters(paragraph)) for paragraph in root.iter(_W + "p")]
    return "\n".join(lines)


def _characters(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(_W + "t", _W + "tab", _W + "br"):
        yield (element.text or "") if element.tag == _W + "t" else "\n" if element.tag == _W + "br" else "\t"


def _odd(part: Part) -> Iterator[str]:
    """Every string of a part that is neither its text nor a word of the language of a copy."""
    root, known, names = parse(part.data), language(), known_names()
    if root is None:
        yield part.data.decode("latin-1")
        return
    if root.getroottree().docinfo.doctype:
        yield root.getroottree().docinfo.doctype
    yield from (str(node.text or "") for node in around(root))
    yield from (uri for uri in namespaces(part.data) if uri not in known.namespaces)
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield str(element.text or "")
            continue
        if local(element.tag) not in known.elements:
            yield element.tag
        yield from (name for name in map(str, element.attrib) if local(name) not in known.attributes)
        values = (value for value in map(str, element.attrib.values()) if value not in names)
        yield from (value for value in values if not known.values.fullmatch(value))
        loose = (element.text if element.tag != _W + "t" else None, element.tail)
        yield from (text for text in loose if text and text.strip())


def _search_texts(needles: Needles, texts: dict[str, str]) -> Iterator[tuple[str, Hit]]:
    for name, text in texts.items():
        yield from ((name, hit) for hit in needles.search(text))
    # A passage may be spread over the parts of a page: the end of a header, the beginning of the body.
    together = needles.without_labels("\n".join(texts.values()))
    yield from (("the zip", hit) for hit in needles.search_shingles(together))


def _search_words(words: Words, texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Hit]]:
    counted = ((name, words.count(text)) for name, text in texts)
    return ((name, Hit("words of the withheld text", times)) for name, times in counted if times)


def _search_strings(needles: Needles, words: Words, strings: list[tuple[str, str]]) -> Iterator[tuple[str, Hit]]:
    for name, text in strings:
        hits = needles.search(text) + needles.search_bytes(text.encode("utf-8", "replace"))
        yield from ((name, hit) for hit in hits)
    yield from _search_words(words, [("the zip", " ".join(text for _, text in strings))])


def _search_bytes(needles: Needles, parts: list[Part]) -> Iterator[tuple[str, Hit]]:
    for part in parts:
        hits = needles.search_bytes(part.data) + needles.search(part.data.decode("latin-1"))
        yield from ((part.name, hit) for hit in hits)


def _check(name: str, code: str, hits: Iterable[tuple[str, Hit]], searched: int, findings: list[Finding]) -> Check:
    total = 0
    for place, hit in hits:
        total += hit.times
        findings.append(Finding(code, Severity.ERROR, f"{name}: {hit.what} ({hit.times} times), in {_safe(place)}"))
    return Check(name, searched, total)


def _safe(place: str) -> str:
    """A part's name, unless it is one that somebody has thought out: a name can hold a word too."""
    known = language().parts.fullmatch(place) or place == "the zip"
    return place if known else "a part with a name of its own"
