# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plans for DOCX files without the rooms that find marks: every paragraph is one of the file's own."""

from __future__ import annotations

from collections.abc import Sequence

from tests.documents.docx_files import docx, paragraph
from workbench.documents import Place, read_document
from workbench.exports.docx.verify import verify
from workbench.redaction import Action, Decision, Plan, Term, load_policy, make_plan
from workbench.structure.model import Analysis, Kind, Overall, Paragraph


def plan_of(data: bytes, withhold: str = "", terms: Sequence[str] = (), code: str | None = "(b)(1)") -> Plan:
    """Withheld is each paragraph that begins with ``withhold``, and ``terms`` wherever they stand."""
    document = read_document(data, "report.docx")
    paragraphs = tuple(
        Paragraph(f"p{i}", Kind.FURNITURE if b.place in (Place.HEADER, Place.FOOTER) else Kind.BODY, b.page, (b.span,))
        for i, b in enumerate(document.blocks, 1)
    )
    decisions = [
        Decision(document.sha256, p.spans, Action.WITHHOLD, p.id, code)
        for p in paragraphs
        if withhold and document.text[p.spans[0].start : p.spans[0].end].startswith(withhold)
    ]
    analysis = Analysis(document, paragraphs, (), Overall(None, None, None))
    return make_plan(analysis, load_policy("none"), [Term(term, code) for term in terms], decisions)


UNDERLINED = '<w:u w:val="single"/>'
LABEL = "[paragraph withheld (b)(1)]"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def shown(copy: bytes) -> str:
    return read_document(copy, "copy.docx").text


def leaks(copy: bytes, data: bytes, withhold: str = "", terms: tuple[str, ...] = ()) -> int:
    checks, findings = verify(copy, plan_of(data, withhold, terms))
    found = sum(check.found for check in checks)
    assert bool(findings) == bool(found)
    return found


MEMO = docx(
    paragraph("Harbour traffic", properties='<w:pStyle w:val="Heading1"/>')
    + f"<w:p>{run('(U) The ')}{run('ferry', '<w:b/>')}{run(' left at ')}"
    + f"{run('0630', '<w:strike/>')}{run('0700.')}</w:p>"
    + f"<w:p>{run('(S) Our man is ', '<w:i/>')}{run('the cook.', UNDERLINED)}</w:p>"
    + "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>Berth</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>(S) Nine</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    + paragraph("(U) Reported by Vasquez.")
    + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
    styles='<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>',
    header1=paragraph("SECRET", properties='<w:jc w:val="center"/>'),
)


HIDING_PLACES = {
    "hidden text": run("ORCHARD", "<w:vanish/>"),
    "deleted text": "<w:del><w:r><w:delText>ORCHARD</w:delText></w:r></w:del>",
    "moved text": f"<w:moveFrom>{run('ORCHARD')}</w:moveFrom>",
    "author of a change": f'<w:ins w:author="ORCHARD">{run("x")}</w:ins>',
    "field code": '<w:fldSimple w:instr="ASK ORCHARD"/>',
    "bookmark": '<w:bookmarkStart w:id="1" w:name="ORCHARD"/>',
    "alternative text": '<w:r><w:drawing><wp:inline><wp:docPr descr="ORCHARD"/></wp:inline></w:drawing></w:r>',
    "drawn word": '<w:r><w:pict><v:shape><v:textpath string="ORCHARD"/></v:shape></w:pict></w:r>',
    "content control": '<w:sdt><w:sdtPr><w:alias w:val="ORCHARD"/></w:sdtPr>'
    f"<w:sdtContent>{run('x')}</w:sdtContent></w:sdt>",
    "runs": "".join(run(letter, f'<w:sz w:val="{20 + i}"/>') for i, letter in enumerate("ORCHARD")),
    "reading above": f"<w:r><w:ruby><w:rt>{run('ORCHARD')}</w:rt><w:rubyBase>{run('x')}</w:rubyBase></w:ruby></w:r>",
    "equation": "<m:oMath><m:r><m:t>ORCH</m:t></m:r><m:r><m:t>ARD</m:t></m:r></m:oMath>",
    "soft hyphens": "<w:r><w:t>ORC</w:t><w:softHyphen/><w:t>HARD</w:t></w:r>",
    "symbols": '<w:r><w:t>ORC</w:t><w:sym w:font="Arial" w:char="0048"/><w:t>ARD</w:t></w:r>',
    "line break": "<w:r><w:t>ORC-</w:t><w:br/><w:t>HARD</w:t></w:r>",
    "backwards": f'<w:bdo w:val="rtl">{run("DRAHCRO")}</w:bdo>',
    "other branch": f'<mc:AlternateContent><mc:Choice Requires="wps">{run("x")}</mc:Choice>'
    f"<mc:Fallback>{run('ORCHARD')}</mc:Fallback></mc:AlternateContent>",
    "XML comment": "<!-- ORCHARD --><?note ORCHARD?>",
    "unknown element": "<new:thing new:word='ORCHARD'>ORCHARD</new:thing>",
    "character references": "<w:r><w:t>&#79;RCH&#x41;RD</w:t></w:r>",
}
