# SPDX-License-Identifier: AGPL-3.0-or-later
"""The annotated copy as a page one can read on its own: a margin with each paragraph's mark, colours and a key.

The colours are those of the classification labels SF 706 to SF 710 (top secret orange, secret red, confidential blue,
unclassified green), the word always stands beside the colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from workbench.exports.cleaning import clean
from workbench.exports.fragments import Fragment, Show, Shown, Teller
from workbench.exports.html.page import TAGS, page
from workbench.exports.text.annotate import WARNING, overall_line, summary
from workbench.markings.model import Marking
from workbench.redaction.model import Plan
from workbench.structure.model import Kind, Paragraph


_STYLE = """
body { max-width: 60rem }
.row { display: grid; grid-template-columns: 7.5rem 1fr; gap: .8rem }
.row > :first-child { font: .8rem/1.6 monospace; text-align: right }
.mark { padding: .1rem .35rem; color: #fff; background: #555 } .TS { background: #b34700 } .S { background: #b00020 }
.C { background: #0b4f9e } .R { background: #5b4a00 } .U { background: #1b6e2b } .CUI { background: #502b85 }
.cut { background: #ffe08a; border-bottom: 2px solid #8a5a00 } .cut > b { font: bold .75rem monospace; color: #5c3b00 }
.warn { border: 3px solid #b00020; padding: .5rem; font-weight: bold } .key { border: 1px solid #999; padding: .5rem }
@media print { .mark { color: #000; background: none; border: 1px solid #000 } }
"""


def annotate_html(plan: Plan) -> bytes:
    """The copy. It holds everything that is withheld: it is as classified as the original."""
    paragraphs = {paragraph.id: paragraph for paragraph in plan.analysis.paragraphs}
    rows = (_row(shown, paragraphs.get(shown.paragraph)) for shown in Teller(plan).paragraphs())
    return page("Annotated copy", "\n".join((*_head(plan), *rows)), _STYLE)


def _head(plan: Plan) -> Iterator[str]:
    yield f'<p class="warn">{WARNING}</p>'
    yield f"<p>{escape(overall_line(plan))} {escape(summary(plan))}</p>"
    levels = " ".join(f'<span class="mark {level}">{level}</span>' for level in ("TS", "S", "C", "R", "U", "CUI"))
    yield (
        f'<p class="key">Margin: {levels} <span class="mark">unmarked</span> the marking in force. '
        '<span class="cut"><b>(b)(1)</b> shaded</span> is withheld under that code. '
        "<s>Struck</s> is struck through in the sanitized copy.</p>"
    )


def _row(shown: Shown, paragraph: Paragraph | None) -> str:
    tag = TAGS.get(shown.kind, "p")
    text = "".join(map(_fragment, shown.fragments)).strip()
    margin = "" if shown.kind is Kind.FURNITURE else _mark(paragraph.governing if paragraph else None)
    named = f"<span>{margin} {escape(shown.paragraph)}</span>"
    return f'<div class="row">{named}<{tag} class="{shown.kind}">{text}</{tag}></div>'


def _mark(governing: Marking | None) -> str:
    if governing is None:
        return '<span class="mark">unmarked</span>'
    return f'<span class="mark {governing.level}">{escape(governing.portion or governing.level)}</span>'


def _fragment(fragment: Fragment) -> str:
    if fragment.redaction:
        original = fragment.redaction
        note = escape(" ".join(filter(None, (original.code, original.why))))
        return f'<span class="cut"><b>{note}</b> {escape(clean(fragment.text))}</span>'
    text = escape(clean(fragment.text))
    return f"<s>{text}</s>" if fragment.show is Show.STRUCK else text
