# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known of one paragraph: its marking in words, its decisions, and who changed them when."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from workbench.cases import Change, Entry, Note
from workbench.core.counted import counted
from workbench.documents import Span
from workbench.markings.model import Marking
from workbench.redaction.model import Place
from workbench.tui.dialog import Page
from workbench.tui.review import Review
from workbench.tui.row_painter import said
from workbench.tui.safe_text import one_line
from workbench.tui.target import Target


def details_page(review: Review, row: int, history: Sequence[Entry]) -> Page:
    """``history`` are all changes to the document; those about this row are shown."""
    title = Target((row,)).name(review)
    return Page(title[:1].upper() + title[1:], details(review, row, history))


def details(review: Review, row: int, history: Sequence[Entry]) -> Text:
    """Marking, decisions, history; a line each."""
    lines = [*_marking(review, row), "", *_decisions(review, row), "", *_past(review, row, history)]
    return Text("\n".join(lines))


def _marking(review: Review, row: int) -> list[str]:
    shown = review.rows[row]
    pages = sorted({review.document.page_at(span.start) for span in shown.spans})
    lines = [f"page        {', '.join(map(str, pages))}"]
    paragraph = shown.paragraph
    if shown.caption:
        return [*lines, f"what        {shown.caption}"]
    if paragraph is None:
        return [*lines, "belongs to no paragraph"]
    kind = paragraph.kind.value.replace("_", " ")
    lines.append(f"kind        {', '.join(filter(None, (kind, review.cell(row))))}")
    if shown.is_furniture:
        return lines
    if paragraph.portion:
        lines.append(f"marked      {one_line(paragraph.portion.raw)} ({paragraph.portion.placement})")
    elif paragraph.inherited:
        lines.append("marked      not itself: the mark above it covers it")
    else:
        lines.append("marked      no mark")
    return lines + (_meaning(paragraph.governing) if paragraph.governing else [])


def _meaning(marking: Marking) -> list[str]:
    parts = {
        "means": marking.banner or marking.level.value,
        "SCI": ", ".join(marking.sci),
        "SAP": ", ".join(marking.sar),
        "AEA": ", ".join(marking.aea),
        "FGI": ", ".join(marking.fgi),
        "control": ", ".join((*marking.dissem, *marking.nonic, *marking.cui)),
        "release to": ", ".join((*marking.rel_to, *marking.display_only)),
        "not known": ", ".join(marking.unknown),
        "era": "" if marking.era == "modern" else marking.era.value,
    }
    return [f"{name:<12}{one_line(value)}" for name, value in parts.items() if value]


def _decisions(review: Review, row: int) -> list[str]:
    whole, shown = review.whole(row), review.rows[row]
    lines = [f"decided     {said(whole, shown)}"] if whole else []
    lines += [f"decided     {said(d, shown)} ({_amount(d.spans)})" for d in review.words(row)]
    if by_policy := tuple(review.policy_words(row)):
        lines.append(f"policy      withholds words of it ({_amount(by_policy)})")
    sources = {d.carried for d in (whole, *review.words(row)) if d and d.carried}
    lines += [f"from        the file with SHA-256 {source[:12]}…" for source in sorted(sources)]
    note = review.note(row)
    remark = [f"note        {one_line(note.text)} ({one_line(note.reviewer)})"] if note else []
    return [*(lines or ["decided     nothing yet"]), *remark]


def _past(review: Review, row: int, history: Sequence[Entry]) -> list[str]:
    about = {e.number: e for e in history if _concerns(e, review, row)}
    lines = []
    for entry in history:
        if entry.number in about or entry.target in about:
            change = _change(entry, review, row)
            when = entry.at[:16].replace("T", " ")
            lines.append(f"{entry.number:>4}  {when} UTC  {one_line(entry.reviewer)}: {change}")
    return ["history", *lines] if lines else ["no history"]


def _concerns(entry: Entry, review: Review, row: int) -> bool:
    return any(_lies_in(place, review, row) for place in entry.places)


def _lies_in(place: Place, review: Review, row: int) -> bool:
    (spans, page, box), shown = place, review.rows[row]
    if page in review.pages_of(row) or (box and box == shown.box):
        return True
    return any(a.start < b.end and b.start < a.end for a in spans for b in shown.spans)


def _change(entry: Entry, review: Review, row: int) -> str:
    if entry.kind is Change.CLEAR:
        return "cleared"
    if entry.target:
        return f"{'undid' if entry.kind is Change.UNDO else 'redid'} no. {entry.target}"
    here = [
        said(decision, review.rows[row], entry.reviewer)
        for decision in entry.decisions
        if _lies_in(decision.place, review, row)
    ]
    here += [_noted(note, entry) for note in entry.notes if _lies_in(note.place, review, row)]
    return "; ".join(here)


def _noted(note: Note, entry: Entry) -> str:
    by = f" by {note.reviewer}" if note.reviewer != entry.reviewer else ""
    return one_line(f"note{by}: {note.text}") if note.text else "note taken away"


def _amount(spans: tuple[Span, ...]) -> str:
    count = sum(end - start for start, end in spans)
    return counted(count, "character")
