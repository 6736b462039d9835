# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from tests.exports.pdf_copies import LAYOUTS, copy_of, lines, made
from workbench.documents import read_document
from workbench.exports.model import Layout
from workbench.exports.pdf.reflow import reflow
from workbench.exports.pdf.title import packet, told_title
from workbench.exports.pdf.verification.inspect import inspect
from workbench.exports.pdf.verification.verify import verify
from workbench.redaction import Plan, load_policy, make_plan
from workbench.redaction.model import Term
from workbench.structure import analyse


NEUTRAL = "Sanitized copy"
REST = "<p>(U) The lamps were lit at dusk by two men of the harbour.</p><p>SECRET</p>"


def plan(data: bytes, name: str, *terms: str) -> Plan:
    analysis = analyse(read_document(data, name))
    return make_plan(analysis, load_policy("public"), [Term(term) for term in terms])


def page(body: str) -> bytes:
    return f"<html><head><title>Winter files of Orsa</title></head><p>SECRET</p>{body}{REST}".encode()


def title(copy: bytes) -> str | None:
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle and str(pdf.Root.Lang) == "en"
        assert "/Info" not in pdf.trailer
        return told_title(pdf)


@pytest.mark.parametrize(
    ("body", "terms", "expected"),
    [
        ("<h1>(U) The Piers of the North</h1>", (), "(U) The Piers of the North"),
        ("<h2>(U) Lamps &amp; Oil</h2>", (), "(U) Lamps & Oil"),
        ("<h1>(S) The Kestrel Affair</h1><h2>(U) Lamps</h2>", (), "(U) Lamps"),
        ("<h1>The Kestrel Affair</h1><h2>(U) Lamps</h2>", (), "(U) Lamps"),
        ("<h1>(U) Orsa of the North</h1><h2>(U) Lamps</h2>", ("Orsa",), "(U) Lamps"),
        ("<h1>(S) The Kestrel Affair</h1>", (), NEUTRAL),
        ("", (), NEUTRAL),
        (f"<h1>(U) {'The Piers ' * 30}</h1>", (), NEUTRAL),
    ],
)
def test_a_copy_has_its_first_kept_title_or_heading_for_a_title(
    body: str, terms: tuple[str, ...], expected: str
) -> None:
    made_plan = plan(page(body), "winter.html", *terms)
    copy = reflow(made_plan)
    assert title(copy) == expected
    assert not any(check.found for check in verify(copy, made_plan)[0])
    assert not any(check.found for check in inspect(copy, "copy.pdf")[0])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_a_title_and_none_of_the_originals(layout: Layout) -> None:
    with pikepdf.open(io.BytesIO(made(lines("SECRET", "", "SUBJECT: (U) Lamps of the north", "", "(S) Orsa")))) as pdf:
        pdf.docinfo["/Title"] = "Winter files of Orsa"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Winter files of Orsa"
        out = io.BytesIO()
        pdf.save(out)
    copy = copy_of(out.getvalue(), plan(out.getvalue(), "winter.pdf"), layout)
    assert title(copy) == "SUBJECT: (U) Lamps of the north"
    assert b"Winter" not in copy and b"winter" not in copy


def test_a_withheld_title_does_not_change_the_title() -> None:
    bodies = ("(S) The Kestrel Affair", "(S) Lamps", "(S) What two men of the harbour had to say about it")
    copies = {reflow(plan(page(f"<h1>{body}</h1><h2>(U) Lamps</h2>"), "winter.html")) for body in bodies}
    assert len(copies) == 1


@pytest.mark.parametrize("term", ["Sanitized", "copy", "Description", "ViewerPreferences", "metadata"])
def test_a_term_may_be_a_word_of_the_metadata_and_their_syntax(term: str) -> None:
    told = plan(page(f"<p>(U) The {term} of the north is old.</p>"), "winter.html", term)
    assert not any(check.found for check in verify(reflow(told), told)[0])


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(packet("The Kestrel Affair"))


def told_more(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(packet("(U) Lamps").replace(b"</dc:title>", b"</dc:title><dc:creator>Orsa</dc:creator>"))


def wished_more(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.Orsa = True


@pytest.mark.parametrize(
    ("change", "code", "sign"), [(retitled, "V143", "V121"), (told_more, "V109", "V121"), (wished_more, "V109", "V121")]
)
def test_metadata_that_say_more_are_found(change: Callable[[pikepdf.Pdf], None], code: str, sign: str) -> None:
    told = plan(page("<h2>(U) Lamps</h2>"), "winter.html")
    with pikepdf.open(io.BytesIO(reflow(told))) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    assert code in {finding.code for finding in verify(out.getvalue(), told)[1]}
    assert sign in {finding.code for finding in inspect(out.getvalue(), "copy.pdf")[1]}
