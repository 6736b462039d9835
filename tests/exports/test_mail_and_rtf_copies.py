# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of messages and RTF documents: built anew from what is kept, in a format that is written and verified."""

from __future__ import annotations

import base64
import io
import json
import quopri
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.cli import run
from workbench.documents import read_document
from workbench.exports import inspect_file, sanitize, verify_copy
from workbench.exports.gate import pass_gate
from workbench.exports.model import Output
from workbench.redaction import Term, load_policy, make_plan
from workbench.structure import analyse


T = "Quillback"
HIDING = yaml.safe_load((Path(__file__).parent / "cases" / "hiding_mail_rtf.yaml").read_text(encoding="utf-8"))
NONE, PUBLIC = load_policy("none"), load_policy("public")


PLACES = [
    pytest.param(suffix, source, id=f"{suffix}: {name}")
    for suffix, cases in HIDING.items()
    for name, source in cases.items()
]


def filled(source: str) -> bytes:
    line = f"codename {T} and benign words"
    ways = {
        "<B64>": base64.b64encode(line.encode()).decode(),
        "<B64-16>": base64.b64encode(line.encode("utf-16")).decode(),
        "<QP>": quopri.encodestring(line.replace("i", "=").encode()).decode().replace("=3D", "=69"),
        "<WORD>": f"=?utf-8?b?{base64.b64encode(T.encode()).decode()}?=",
        "<HEX>": "".join(f"\\'{ord(c):02x}" for c in T),
        "<UNI>": "".join(f"\\u{ord(c)}?" for c in T),
        "<HEXDATA>": T.encode().hex(),
        "<LENGTH>": str(len(T)),
        "<T1>": T[:4],
        "<T2>": T[4:],
        "<T>": T,
    }
    for key, value in ways.items():
        source = source.replace(key, value)
    return source.encode()


def everything(copy: bytes) -> bytes:
    """All bytes of a copy, those of its packed parts too."""
    if not copy.startswith(b"PK"):
        return copy
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        return copy + b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(("suffix", "source"), PLACES)
@pytest.mark.parametrize("output", [Output.SAME, Output.HTML, Output.DOCX])
def test_a_term_is_nowhere_in_a_copy(suffix: str, source: str, output: Output) -> None:
    data = filled(source)
    plan = make_plan(analyse(read_document(data, f"a.{suffix}")), NONE, (Term(T, "(b)(3)"),))
    copy = sanitize(plan, data, output=output)
    found = everything(copy).lower()
    assert b"benign" in found
    for way in (T.lower().encode(), T[::-1].lower().encode(), T.encode().hex().encode(), T.lower().encode("utf-16-le")):
        assert way not in found
    assert base64.b64encode(T.encode())[:-4].lower() not in found
    name = {Output.SAME: {"eml": "a.txt", "rtf": "a.html"}[suffix]}.get(output, f"a.{output}")
    assert verify_copy(copy, name, plan).leaks == 0
    assert pass_gate(copy, name, plan, NONE) == ()


@pytest.mark.parametrize("suffix", ["eml", "rtf"])
def test_verifying_finds_a_copy_that_still_has_it(suffix: str) -> None:
    data = filled(next(iter(HIDING[suffix].values())))
    plan = make_plan(analyse(read_document(data, f"a.{suffix}")), NONE, (Term(T),))
    bad = make_plan(analyse(read_document(data, f"a.{suffix}")), NONE)
    assert verify_copy(sanitize(bad, data), "a.txt" if suffix == "eml" else "a.html", plan).leaks > 0


def mail(open_text: str, closed: str, subject: str) -> bytes:
    body = f"SECRET\n\n(U) {open_text}\n\n(S) {closed}\n\nSECRET\n"
    encoded = base64.encodebytes(body.encode()).decode()
    return (
        f"From: Maren Ousk <ousk@cape.example>\nX-Note: {closed}\nSubject: (S) {subject}\n"
        f"Content-Transfer-Encoding: base64\n\n{encoded}"
    ).encode()


def rtf(open_text: str, closed: str, subject: str) -> bytes:
    return (
        f"{{\\rtf1{{\\info{{\\title {subject}}}}}SECRET\\par\\par (S) {subject}\\par (U) {open_text}\\par"
        f" (S) {closed}{{\\v {closed}}}\\par (U) Read by nobody.{{\\footnote (S) {closed}}}\\par\\par SECRET\\par}}"
    ).encode()


WORDS = st.lists(st.sampled_from("the convoy harbour leaves at dawn Tarn some two men said by".split()), min_size=3)


@pytest.mark.parametrize(("make", "name"), [(mail, "a.eml"), (rtf, "a.rtf")])
@settings(max_examples=25)
@given(kept=WORDS, first=st.tuples(WORDS, WORDS), second=st.tuples(WORDS, WORDS))
# A line of so many words is no title any more: the copy must not tell by its tag which it was.
@example(kept=["some"] * 3, first=(["some"] * 3, ["some"] * 3), second=(["some"] * 3, ["convoy"] * 40))
def test_nothing_of_what_is_withheld_shows(
    make: Any, name: str, kept: list[str], first: tuple[list[str], list[str]], second: tuple[list[str], list[str]]
) -> None:
    copies = []
    for closed, subject in (first, second):
        texts = (" ".join(words).capitalize() + "." for words in (["Openly", *kept], ["Source", *closed]))
        data = make(*texts, " ".join(["Visit", *subject]).title())
        plan = make_plan(analyse(read_document(data, name)), PUBLIC)
        copies.append((sanitize(plan, data), sanitize(plan, data, output=Output.DOCX)))
    assert copies[0] == copies[1]
    assert b"Openly" in copies[0][0] and b"Source" not in copies[0][0] and b"Visit" not in copies[0][0]


@pytest.mark.parametrize(("suffix", "copy"), [("eml", "txt"), ("rtf", "html")])
def test_the_command_writes_and_verifies(
    suffix: str, copy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes((mail if suffix == "eml" else rtf)("Openly said.", "Source Quillback said.", "Visit"))
    to = tmp_path / "out"
    assert run(["export", str(path), "--to", str(to), "--as", "sanitized,annotated", "--jobs", "1"]) == 0
    sanitized = to / "sanitized" / f"a.sanitized.{copy}"
    assert "Quillback" not in sanitized.read_text() and "Openly said." in sanitized.read_text()
    assert "Quillback" in (to / "annotated" / f"a.annotated.{copy}").read_text()
    record = json.loads((to / "records" / "a.redactions.json").read_text())
    assert record["verified"]["leaks"] == 0
    capsys.readouterr()
    assert run(["verify", str(sanitized), "--against", str(path)]) == 0
    sanitized.write_text(sanitized.read_text().replace("Openly said.", "Openly said. Source Quillback said."))
    assert run(["verify", str(sanitized), "--against", str(path)]) == 1
    assert "Quillback" not in capsys.readouterr().out


def test_a_message_beside_a_text_of_its_name_keeps_its_copies_apart(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("Openly said.", "Source said.", "Visit"))
    (tmp_path / "a.txt").write_text("A note.\n")
    to = tmp_path / "out"
    assert run(["export", str(tmp_path / "a.eml"), str(tmp_path / "a.txt"), "--to", str(to), "--jobs", "1"]) == 0
    names = sorted(path.name for path in (to / "sanitized").iterdir())
    assert names == ["a.eml.sanitized.txt", "a.sanitized.txt"]


@pytest.mark.parametrize(
    ("source", "name", "hidden"),
    [
        ("{\\rtf1 a{\\v x}}", "a.rtf", 1),
        ("{\\rtf1 a{\\i x}}", "a.rtf", 0),
        ("Subject: x\n\nplain\n", "a.eml", 0),
        ("Subject: x\n\nzero\u200bwidth\n", "a.eml", 1),
    ],
)
def test_a_strangers_file_is_inspected(source: str, name: str, hidden: int) -> None:
    assert inspect_file(source.encode(), name).leaks == hidden
