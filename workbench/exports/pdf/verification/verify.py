# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is anything that was withheld still in a sanitized PDF? Looked for with pikepdf and pypdfium2; the writer is PyMuPDF.

A copy is searched as a person reads it (text of the pages, in the order of the file and by position) and as a program
takes it apart (every string, name and stream of every object and revision, leftovers, raw bytes). Pictures are
read by OCR; where there is none, the check says that it did not look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pikepdf
import pypdfium2

from workbench.core.collecting import without_collection
from workbench.core.counted import counted
from workbench.core.findings import Finding, Severity
from workbench.exports.addresses import Addresses
from workbench.exports.model import Check
from workbench.exports.needles import Hit, Needles
from workbench.exports.pdf.grammar import without_syntax
from workbench.exports.pdf.texts import PageText, page_texts
from workbench.exports.pdf.title import told_title
from workbench.exports.pdf.verification.carried import is_named
from workbench.exports.pdf.verification.font_check import check_fonts
from workbench.exports.pdf.verification.gap_boxes import GapCheck
from workbench.exports.pdf.verification.navigation_check import check_navigation, has_plain_links, is_plain_outline
from workbench.exports.pdf.verification.objects import Objects, printed
from workbench.exports.pdf.verification.parts import coded, leftovers, open_pdf, revisions, strays
from workbench.exports.pdf.verification.seen import check_pictures
from workbench.redaction.model import Plan


_PLACES = {
    "V101": "in the text of the page",
    "V102": "in the text of the page, read by position",
    "V103": "in an object of the file",
    "V104": "in a stream of the file",
    "V105": "in the raw bytes of the file",
    "V136": "in a file inside the file",
}
# What a copy of ours holds; anything else was put there by somebody.
_CATALOG = frozenset(("/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang"))
_PAGE = frozenset(("/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate", "/StructParents", "/Tabs"))


@without_collection
def verify(copy: bytes, plan: Plan) -> tuple[list[Check], list[Finding]]:
    """Search ``copy`` for everything ``plan`` withholds. Findings say where and how often, never what.

    A copy that cannot be opened counts as a leak: what cannot be searched is not known to be clean.
    """
    needles, gaps = Needles(plan), GapCheck(plan)
    try:
        states = [open_pdf(state) for state in revisions(copy)]
        objects = Objects(states, needles)
        by_position = bool(needles.terms)
        pages = page_texts(copy, by_position=by_position, always=by_position and objects.moves_back, look=gaps.look)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError) as error:
        return _unopened(error)
    findings: list[Finding] = []
    checks = [
        _check("page text", "V101", ((page.number, needles.search_page(page.text)) for page in pages), findings),
        _check("page text by position", "V102", _by_position(pages if by_position else [], needles), findings),
        *_check_objects(copy, objects, needles, findings),
        _check_fonts(states[0], "".join(page.text for page in pages), findings),
        check_pictures(copy, states, [page.number for page in pages if page.pictures], plan, needles, findings),
        gaps.check(findings),
        check_navigation(states[0], {page.number: page.text for page in pages}, Addresses(plan, needles), findings),
    ]
    findings += _unexpected(states)
    return checks, findings


def _unopened(error: Exception) -> tuple[list[Check], list[Finding]]:
    why = f"the copy cannot be opened to be searched ({type(error).__name__})"
    return [Check("opening", 0, 1, why)], [Finding("V100", Severity.ERROR, why)]


def _check(name: str, code: str, searched: Iterable[tuple[int | None, list[Hit]]], findings: list[Finding]) -> Check:
    looked, counts = 0, Counter[tuple[int | None, str]]()
    for page, hits in searched:
        looked += 1
        for hit in hits:
            counts[page, hit.what] += hit.times
    for (page, what), times in counts.items():
        message = f"{what} found {_PLACES[code]}, {counted(times, 'time')}"
        findings.append(Finding(code, Severity.ERROR, message, page=page))
    return Check(name, looked, counts.total())


def _by_position(pages: Iterable[PageText], needles: Needles) -> Iterator[tuple[int, list[Hit]]]:
    """What is read by position; a page that reads the same in the order of the file has been searched already."""
    for page in pages:
        yield page.number, needles.search_terms(page.positional) if page.positional else []


def _check_objects(copy: bytes, objects: Objects, needles: Needles, findings: list[Finding]) -> Iterator[Check]:
    found, streams = objects.found, objects.streams
    raw = [(None, needles.search_shingles(printed(copy)))]
    raw.append((None, needles.search_bytes(copy) and needles.search_bytes(without_syntax(copy))))
    raw += [(None, streams.search(found)) for found in (*leftovers(copy), *coded(copy), *strays(copy).values())]
    yield _check("strings and names of every object", "V103", found[False], findings)
    yield _check("streams of every object", "V104", found[True], findings)
    files = _check("files in the file", "V136", streams.inside, findings)
    yield replace(files, not_searched="; ".join(sorted(streams.unread)))
    yield _check("raw bytes", "V105", raw, findings)


def _check_fonts(pdf: pikepdf.Pdf, text: str, findings: list[Finding]) -> Check:
    """Fonts may draw nothing but what they say, and nothing that the pages do not show."""
    report = check_fonts(pdf, text)
    for count, severity, words in (
        (report.lying, Severity.ERROR, "draw other letters than they say"),
        (report.extra, Severity.ERROR, "have letters that no page shows"),
        (report.odd, Severity.WARNING, "have signs that no page was found to show"),
    ):
        if count:
            findings.append(Finding("V106", severity, f"fonts that {words}: {count}"))
    why = f"{report.unread} of {report.looked}: what their glyphs are is not told" if report.unread else ""
    return Check("fonts", report.looked, report.lying + report.extra, why)


def _unexpected(states: list[pikepdf.Pdf]) -> Iterator[Finding]:
    if len(states) > 1:
        message = f"the file carries {len(states) - 1} earlier revision{'s' * (len(states) > 2)} of itself"
        yield Finding("V108", Severity.WARNING, message)
    pdf = states[0]
    extra = sorted(set(pdf.Root.keys()) - _CATALOG - _plain(pdf))
    if "/Info" in pdf.trailer:
        extra.append("/Info")
    if extra:
        yield Finding("V109", Severity.WARNING, f"the file has parts that no sanitized copy has: {_named(extra)}")
    for number, page in enumerate(pdf.pages, start=1):
        extra = sorted(set(page.obj.keys()) - _PAGE - ({"/Annots"} if has_plain_links(page.obj) else set()))
        if extra:
            yield Finding(
                "V109", Severity.WARNING, f"the page has parts that no sanitized copy has: {_named(extra)}", page=number
            )


def _plain(pdf: pikepdf.Pdf) -> set[str]:
    """The keys of the catalog that are as those of a copy: bookmarks and a title that lead and say nothing else."""
    titled = {"/Metadata", "/ViewerPreferences"} if told_title(pdf) is not None else set()
    return titled | ({"/Outlines"} if is_plain_outline(pdf) else set())


def _named(keys: list[str]) -> str:
    """Keys the specification knows by name, others by number: a made-up key can be a message."""
    known = list(filter(is_named, keys))
    return ", ".join([*known, *([f"{len(keys) - len(known)} unknown"] if len(known) < len(keys) else [])])
