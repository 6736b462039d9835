# SPDX-License-Identifier: AGPL-3.0-or-later
"""The redaction index: each withholding with its exemption and its reason, as a court asks for it (Vaughn v. Rosen).

It holds places, extents, codes and reasons. Nothing of what is withheld, and no more of its length than the copy says.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from workbench.core.counted import counted
from workbench.core.errors import UsageError
from workbench.documents import Document, Format, Page, Span
from workbench.exports.html.page import page as html_page
from workbench.exports.naming import RECORDS, is_output_folder
from workbench.marks.exemptions import find_exemptions
from workbench.marks.model import Exemption
from workbench.redaction.model import Decision


@dataclass(frozen=True, slots=True)
class Row:
    """One withholding. ``page`` is empty where it is not known; ``extent`` is what the label in the copy says.

    ``disposition`` is of the document: withheld in full, or in part.
    """

    document: str
    page: str
    paragraph: str
    extent: str
    code: str
    authority: str
    statute: str
    reason: str
    disposition: str = ""


COLUMNS = tuple(field.name for field in fields(Row))
_HEADS = tuple(column.capitalize() for column in COLUMNS)
_TITLE = "Index of withheld information"
_FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")  # the wide ones in some languages
_STYLE = """
body { max-width: none } table { border-collapse: collapse }
td, th { border: 1px solid #999; padding: .3rem; text-align: left; vertical-align: top }
"""


def rows_of_folder(folder: Path) -> list[Row]:
    """The rows of every record that ``workbench export`` wrote below ``folder``; of several runs each named.

    Raises:
        UsageError: there is none, or one cannot be read.

    """
    paths = sorted(folder.rglob("*.redactions.json")) if folder.is_dir() else []
    if not paths:
        raise UsageError(f"{folder}: {'holds no records of an export' if folder.is_dir() else 'does not exist'}")
    folders = {path: _folder_of_record(path, folder) for path in paths}
    shared = os.path.commonpath([run for run, _ in folders.values()])
    return [
        row for path, (run, below) in folders.items() for row in _rows_of_record(path, run.relative_to(shared) / below)
    ]


def _folder_of_record(path: Path, folder: Path) -> tuple[Path, Path]:
    """The folder below which the run of a record wrote, and the document's own below the records of that run."""
    for above in path.parents:
        if above.name == RECORDS and is_output_folder(above):
            return above.parent, path.parent.relative_to(above)
        if above == folder:
            break
    return folder, path.parent.relative_to(folder)


def _rows_of_record(path: Path, folder: Path) -> list[Row]:
    """The rows of one record; same-named documents of a run are told apart by ``folder``, as their copies are."""
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        name = (folder / _name(found)).as_posix()
        disposition = _DISPOSITIONS.get(str(found.get("disposition")), "")
        return [_row_of_redaction(name, disposition, item) for item in found["redactions"]]
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'cannot be read'}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path}: is no record of redactions") from None


def _name(found: Mapping[str, Any]) -> str:
    """The name of the document, but that of its copy where a term was taken out of that."""
    name = Path(str(found["source"]["path"]))
    outputs = found.get("outputs") or ({"sanitized": found["output"]} if found.get("output") else {})
    copies = [Path(str(copy["path"])).name.replace(f".{purpose}", "") for purpose, copy in outputs.items()]
    return next((copy for copy in copies if not copy.startswith(f"{name.stem}.")), name.name)


def _row_of_redaction(name: str, disposition: str, item: dict[str, Any]) -> Row:
    code = str(item.get("code") or "")
    why = str(item["why"])
    extent = str(item.get("label") or item.get("unit") or "").strip("[]").replace(code, "").replace("withheld", "")
    reason = str(item.get("reason") or "") or _REASONS.get(why) or f"withheld by {why.replace(':', ' ')}"
    pages = sorted({page for page in (item.get("page"), *(box["page"] for box in item.get("boxes", ()))) if page})
    page = f"{pages[0]}-{pages[-1]}" if pages[1:] else "".join(map(str, pages))
    paragraph = str(item.get("paragraph") or "")
    return Row(name, page, paragraph, extent.strip(), code, *_bases(code, reason), reason, disposition)


_DISPOSITIONS = {"full": "withheld in full", "part": "withheld in part"}
_REASONS = {
    "policy:public": "marked above unclassified, controlled, or unmarked in a classified document",  # of older records
    "term": "on the list of terms to withhold",
    "decision": "decided by a reviewer",
}


def row_of_decision(name: str, page: int | None, decision: Decision) -> Row:
    """The row of a reviewer's decision to withhold."""
    code, reason = decision.code or "", decision.reason or _REASONS["decision"]
    place = str((decision.box.page if decision.box else decision.page) or page or ""), decision.paragraph or ""
    extent = "paragraph" if decision.paragraph else "page" if decision.page else "box" if decision.box else "text"
    return Row(name, *place, extent, code, *_bases(code, decision.reason), reason)


@lru_cache(maxsize=256)
def exemption_of(code: str) -> Exemption | None:
    """What an exemption code means, None for one that is not known."""
    document = Document("", "", Format.TEXT, code, (Page(1, Span(0, len(code))),))
    values = (mark.value for mark in find_exemptions(document))
    return next((value for value in values if isinstance(value, Exemption)), None)


def _bases(code: str, reason: str) -> tuple[str, str]:
    """The authority and the law of each of several codes."""
    found = [(part, exemption) for part in code.split(", ") if (exemption := exemption_of(part))]
    laws = filter(None, (_statute(e, f"{part} {reason}", f"{code} {reason}") for part, e in found))
    return "; ".join(dict.fromkeys(e.authority for _, e in found)), "; ".join(dict.fromkeys(laws))


def _statute(exemption: Exemption, *said: str) -> str:
    """The law. (b)(3) is none by itself: the statute it points to stands in the code, in the reason, or is lacking."""
    if exemption.statute:
        return exemption.statute
    for words in said if exemption.code == "(b)(3)" else ():
        if (named := exemption_of(words)) and named.statute:
            return named.statute
    bases = {"FOIA": "5 U.S.C. 552", "PA": "5 U.S.C. 552a"}
    if exemption.authority in bases:
        return f"{bases[exemption.authority]}{exemption.code}"
    return f"{exemption.authority} {exemption.code}" if exemption.authority.startswith("EO") else ""


def gaps(rows: Iterable[Row]) -> Iterator[str]:
    """What the index lacks before it can be put before a court, a line each."""
    rows = list(rows)
    without = sum(not row.code for row in rows)
    bare = sum("5 U.S.C. 552(b)(3)" in row.statute.split("; ") for row in rows)
    if without:
        yield f"{counted(without, 'withholding')} name{'s' * (without == 1)} no exemption"
    if bare:
        few = counted(bare, "withholding")
        yield f"{few} under (b)(3) name{'s' * (bare == 1)} no statute; name it in the code or reason"


def render(rows: Sequence[Row], form: str) -> bytes:
    """The index as ``csv``, ``json``, ``html`` or ``docx``; the same rows give the same bytes."""
    if form == "json":
        return (json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n").encode(
            errors="backslashreplace"
        )
    # No control character, and none that turns the order of letters about.
    cells = [["".join(c if c.isprintable() else " " for c in cell) for cell in astuple(row)] for row in rows]
    if form == "html":
        return _html(cells)
    if form == "docx":
        from workbench.exports.index_docx import index_docx

        return index_docx(_TITLE, _HEADS, cells)
    return _csv(cells)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_no_formula, row) for row in rows)
    return out.getvalue().encode("utf-8")


def _no_formula(cell: str) -> str:
    """A spreadsheet runs a cell that begins like this; an apostrophe makes it text (CWE-1236)."""
    return f"'{cell}" if cell.lstrip()[:1] in _FORMULA and cell.strip() else cell


def _html(rows: Iterable[Sequence[str]]) -> bytes:
    head = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    return html_page(_TITLE, f"<h1>{_TITLE}</h1>\n{table}", _STYLE)
