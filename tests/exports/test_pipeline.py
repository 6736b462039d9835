# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from workbench.documents import OcrMode, Span, TextVersion, read_document
from workbench.exports import pipeline
from workbench.exports.model import Layout, Output, Purpose
from workbench.exports.naming import name_outputs
from workbench.exports.options import ExportOptions, Status
from workbench.exports.pipeline import export_document
from workbench.exports.verifying import verify_against
from workbench.redaction import Action, Decision, Policy, Term, load_policy


TEXT = "The harbour is open.\n\nThe source Quillback was met at noon.\n"
BOTH = (Purpose.SANITIZED, Purpose.ANNOTATED)


def options(to: Path, policy: str = "none", **changed: Any) -> ExportOptions:
    settings: dict[str, Any] = {"terms": (Term("Quillback", "(b)(3)"),), "purposes": BOTH, **changed}
    return ExportOptions(to=to, policy=load_policy(policy), **settings)


def report(tmp_path: Path, text: str = TEXT, name: str = "report.txt") -> Path:
    path = tmp_path / "in" / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text.encode())
    return path


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_copies_and_record_have_their_folders(tmp_path: Path) -> None:
    path = report(tmp_path)
    exported = export_document(path, options(tmp_path / "out"))
    assert exported.status is Status.EXPORTED
    assert files(tmp_path / "out") == {
        "sanitized/report.sanitized.txt",
        "annotated/report.annotated.txt",
        "records/report.redactions.json",
    }
    assert path.read_text() == TEXT


def test_the_record_tells_what_was_withheld_and_not_the_words(tmp_path: Path) -> None:
    export_document(report(tmp_path), options(tmp_path / "out"))
    raw = (tmp_path / "out" / "records" / "report.redactions.json").read_text()
    found = json.loads(raw)
    copy = (tmp_path / "out" / "sanitized" / "report.sanitized.txt").read_bytes()
    assert found["schema"] == "workbench.redactions/1"
    assert found["source"]["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert found["output"] == {
        "path": "sanitized/report.sanitized.txt",
        "sha256": hashlib.sha256(copy).hexdigest(),
    }
    [redaction] = found["redactions"]
    assert (redaction["code"], redaction["why"], redaction["characters"]) == ("(b)(3)", "term", 9)
    assert [TEXT[a:b] for a, b in redaction["spans"]] == ["Quillback"]
    assert found["verified"]["leaks"] == 0
    assert all(check["found"] == 0 for check in found["verified"]["checks"])
    assert "quillback" not in raw.lower()


def test_what_may_not_be_released_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    export_document(report(tmp_path), options(tmp_path / "out"))
    for name in ("annotated", "records"):
        folder = tmp_path / "out" / name
        assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in (folder, *folder.iterdir()))


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    path = report(tmp_path)
    for folder in ("one", "two"):
        export_document(path, options(tmp_path / folder))
    assert files(tmp_path / "one") == files(tmp_path / "two")
    for name in files(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_is_read_as_a_term_in_the_copy_alone_is_withheld_there(tmp_path: Path) -> None:
    """Words over a picture are read as an engine's: a misprinted term is found in them, not in the original."""
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 90), "The ferry is led by Corneliu Vale of the northern pier.")
        pdf.save(tmp_path / "report.pdf")
    asked = options(tmp_path / "out", terms=(Term("Cornelius Vale", "(b)(6)"),), layout=Layout.IMAGE)
    assert export_document(tmp_path / "report.pdf", asked).status is Status.EXPORTED
    copy = tmp_path / "out/sanitized/report.sanitized.pdf"
    text = read_document(copy.read_bytes(), "copy.pdf", ocr=OcrMode.NEVER).text
    assert "Vale" not in text and "Corneliu" not in text and "of the northern pier" in text and "(b)(6)" in text
    assert not verify_against(copy, tmp_path / "report.pdf", None, load_policy("none"), ()).leaks


@pytest.mark.parametrize(("first", "then"), [BOTH, BOTH[::-1]])
def test_a_copy_for_another_purpose_joins_those_of_the_same_settings(
    tmp_path: Path, first: Purpose, then: Purpose
) -> None:
    path, out = report(tmp_path), tmp_path / "out"
    export_document(path, options(tmp_path / "both"))
    export_document(path, options(out, purposes=(first,)))
    export_document(path, options(out, purposes=(then,)))
    assert {name: (out / name).read_bytes() for name in files(out)} == {
        name: (tmp_path / "both" / name).read_bytes() for name in files(tmp_path / "both")
    }
    again = export_document(path, options(out, purposes=(first,), resume=True))
    assert (again.status, len(again.outputs), len(files(out))) == (Status.RESUMED, 2, 3)


def test_a_copy_for_another_purpose_made_under_other_settings_goes_with_its_record(tmp_path: Path) -> None:
    path = report(tmp_path)
    export_document(path, options(tmp_path / "out", terms=(), purposes=(Purpose.SANITIZED,)))
    export_document(path, options(tmp_path / "out", purposes=(Purpose.ANNOTATED,)))
    assert files(tmp_path / "out") == {"annotated/report.annotated.txt", "records/report.redactions.json"}


def test_a_copy_that_leaks_is_never_left_behind_not_even_an_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report(tmp_path)
    export_document(path, options(tmp_path / "out", terms=()))
    assert files(tmp_path / "out")
    monkeypatch.setattr(pipeline, "write_sanitized", lambda plan, data, *more: (data, (), ()))
    exported = export_document(path, options(tmp_path / "out"))
    assert exported.status is Status.REFUSED
    assert files(tmp_path / "out") == set()
    assert {finding.line for finding in exported.findings if finding.code == "leak"} >= {3}
    assert "quillback" not in json.dumps(exported.as_json()).lower()


def test_a_copy_with_parts_that_no_copy_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = report(tmp_path)
    made = options(tmp_path / "out", output=Output.PDF, purposes=(Purpose.SANITIZED,))
    assert export_document(path, made).status is Status.EXPORTED
    monkeypatch.setattr("workbench.exports.pdf.writing._clean_trailer", lambda *_: None)
    exported = export_document(path, made)
    assert exported.status is Status.REFUSED
    assert {finding.code for finding in exported.findings} == {"V109"}
    assert files(tmp_path / "out") == set()


def test_whatever_a_writer_raises_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> bytes:
        raise ValueError("Quillback")

    monkeypatch.setattr(pipeline, "write_sanitized", fail)
    exported = export_document(report(tmp_path), options(tmp_path / "out"))
    assert exported.status is Status.REFUSED
    assert "Quillback" not in exported.error
    assert files(tmp_path / "out") == set()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 8),
        ("damaged.pdf", b"%PDF-1.7\nnothing of the kind"),
        ("damaged.docx", b"PK\x03\x04 nothing of the kind"),
        ("foreign.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_what_cannot_be_read_is_one_line_and_leaves_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    exported = export_document(path, options(tmp_path / "out"))
    assert exported.status is Status.UNREADABLE
    assert exported.error.startswith(f"{path}: ")
    assert "\n" not in exported.error
    assert files(tmp_path / "out") == set()


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        assert export_document(path, options(tmp_path / "out")).error.startswith(f"{path}: ")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    exported = export_document(report(tmp_path), options(tmp_path / "out"))
    assert exported.status is Status.REFUSED
    assert "cannot be written" in exported.error


def test_a_decision_of_the_case_is_in_the_copy(tmp_path: Path) -> None:
    path = report(tmp_path)
    start = TEXT.index("harbour")

    def decided(sha256: str) -> list[Decision]:
        return [Decision(sha256, ((start, start + 7),), Action.WITHHOLD, code="(b)(7)(A)", reason="pending case")]  # type: ignore[arg-type]

    export_document(path, options(tmp_path / "out"), decisions=decided)
    copy = (tmp_path / "out" / "sanitized" / "report.sanitized.txt").read_text()
    assert copy.startswith("The [text withheld (b)(7)(A)] is open.")


def test_a_decision_on_another_reading_of_the_file_is_refused(tmp_path: Path) -> None:
    path = report(tmp_path)

    def decided(sha256: str) -> list[Decision]:
        made = TextVersion("0" * 64, "tesseract")
        return [Decision(sha256, (Span(0, 7),), Action.RELEASE, reading=made)]

    exported = export_document(path, options(tmp_path / "out"), decisions=decided)
    assert exported.status is Status.REFUSED
    assert exported.error == (
        f"{path}: a decision of the case was made on another reading of the text "
        "(read by tesseract, now without OCR); read it the same way, or review it again"
    )
    assert files(tmp_path / "out") == set()


def test_a_term_in_the_name_of_a_file_does_not_reach_the_copy(tmp_path: Path) -> None:
    export_document(report(tmp_path, name="memo on quillback.txt"), options(tmp_path / "out"))
    assert not any("quillback" in name for name in files(tmp_path / "out"))
    assert "sanitized/memo on withheld.sanitized.txt" in files(tmp_path / "out")


def test_resume_skips_what_is_finished_and_nothing_else(tmp_path: Path) -> None:
    path, first = report(tmp_path), options(tmp_path / "out", resume=True)
    assert export_document(path, first).status is Status.EXPORTED
    assert export_document(path, first).status is Status.RESUMED
    other = options(tmp_path / "out", resume=True, output=Output.HTML)  # what else does: see test_records.py
    assert export_document(path, other).status is Status.EXPORTED
    assert export_document(path, first).status is Status.EXPORTED
    made = [Decision("", (Span(4, 11),), Action.WITHHOLD)]
    assert export_document(path, first, decisions=lambda sha256: made).status is Status.EXPORTED
    assert export_document(path, first).status is Status.EXPORTED
    (tmp_path / "out" / "sanitized" / "report.sanitized.txt").write_text("changed by hand")
    assert export_document(path, first).status is Status.EXPORTED
    path.write_text(TEXT + "More.\n")
    assert export_document(path, first).status is Status.EXPORTED


def test_resume_skips_nothing_that_was_read_by_other_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, rules = report(tmp_path), tmp_path / "rules"
    rules.mkdir()
    (rules / ".#levels.yaml").symlink_to("the lock of an editor")
    monkeypatch.setenv("WORKBENCH_RULES", str(rules))
    for status in (Status.EXPORTED, Status.RESUMED):
        assert export_document(path, options(tmp_path / "out", resume=True)).status is status
    other = tmp_path / "other"
    other.mkdir()
    (other / "restricted_data.yaml").write_text("wordings: [Harbour Data]")
    monkeypatch.setenv("WORKBENCH_RULES", str(other))
    assert export_document(path, options(tmp_path / "out", resume=True)).status is Status.EXPORTED


def test_a_policy_travels_with_the_options() -> None:
    import pickle

    made = options(Path("out"), "public")
    assert isinstance(made.policy, Policy)
    assert pickle.loads(pickle.dumps(made)) == made


def made(tmp_path: Path, *names: str, **changed: Any) -> list[Status]:
    """Each in a run of its own, into one folder."""
    paths = [report(tmp_path, name=name) for name in names]
    return [export_document(path, options(tmp_path / "out", **changed)).status for path in paths]


def test_a_later_document_of_the_same_stem_leaves_the_copies_of_the_first(tmp_path: Path) -> None:
    for _ in range(3):
        assert made(tmp_path, "m.md", "m.txt") == [Status.EXPORTED, Status.EXPORTED]
        assert files(tmp_path / "out") == {
            *("sanitized/m.sanitized.md", "annotated/m.annotated.md", "records/m.redactions.json"),
            *("sanitized/m.sanitized.txt", "annotated/m.annotated.txt", "records/m.txt.redactions.json"),
        }
    for source in ("m.md", "m.txt"):
        copy = tmp_path / "out" / "sanitized" / source.replace(".", ".sanitized.")
        assert verify_against(copy, tmp_path / "in" / source, None, load_policy("none"), ()).leaks == 0


def test_a_later_document_that_fails_removes_no_other_one_s_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "m.md")
    first = files(tmp_path / "out")
    made(tmp_path, "m.txt")
    monkeypatch.setattr(pipeline, "write_sanitized", lambda plan, data, *more: (data, (), ()))
    assert made(tmp_path, "m.txt") == [Status.REFUSED]
    assert files(tmp_path / "out") == first


def test_a_document_of_another_folder_leaves_the_copies_of_one_called_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(folder: str, text: str) -> set[str]:
        """Named alike from wherever it lies: ``cd box-2; workbench export report.txt --to ../out``."""
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "m.txt").write_text(text)
        monkeypatch.chdir(tmp_path / folder)
        export_document(Path("m.txt"), options(tmp_path / "out"))
        return {path for path in files(tmp_path / "out") if path.startswith("sanitized")}

    first, second, third = (f"sanitized/{stem}.sanitized.txt" for stem in ("m", "m.txt", "m.txt-2"))
    assert export("box-1", "(U) The pier.") == {first}
    assert export("box-2", "(U) The mole.") == {first, second}
    assert export("box-3", "(U) The quay.") == {first, second, third}
    for box, copy in (("box-1", first), ("box-2", second), ("box-3", third)):
        assert export(box, f"(U) {box} mended.") == {first, second, third}
        assert box in (tmp_path / "out" / copy).read_text()
    # The same bytes somewhere else are the same document: an older copy of them would pass for this run's.
    assert export("moved", "(U) box-2 mended.") == {first, second, third}
    assert export("moved", "") == {first, third}


def test_a_later_document_takes_no_name_that_a_copy_in_its_format_has(tmp_path: Path) -> None:
    made(tmp_path, "m.md", output=Output.TXT)
    made(tmp_path, "m.txt")
    assert "sanitized/m.txt.sanitized.txt" in files(tmp_path / "out")


SETTINGS: dict[str, dict[str, Any]] = {
    "format": {"output": Output.HTML},
    "purpose": {"purposes": (Purpose.ANNOTATED,)},
    "same": {},
}


@pytest.mark.parametrize("later", SETTINGS)
@pytest.mark.parametrize("earlier", SETTINGS)
def test_no_copy_is_left_that_the_record_does_not_tell(tmp_path: Path, earlier: str, later: str) -> None:
    """Made before the list of terms was complete, it would lie among the copies of today."""
    for settings in ({"terms": (), **SETTINGS[earlier]}, SETTINGS[later]):
        made(tmp_path, "m.md", **settings)
    found = json.loads((tmp_path / "out" / "records" / "m.redactions.json").read_text())
    told = {copy["path"] for copy in found["outputs"].values()}
    assert files(tmp_path / "out") == {*told, "records/m.redactions.json"}


@pytest.mark.parametrize("order", [("m.md", "m.txt"), ("m.txt", "m.md")])
def test_one_of_two_made_again_alone_takes_nothing_of_the_other(tmp_path: Path, order: tuple[str, str]) -> None:
    paths = [report(tmp_path, name=name) for name in order]
    for path, name in zip(paths, name_outputs(paths), strict=True):
        export_document(path, options(tmp_path / "out"), name)
    before = files(tmp_path / "out")
    made(tmp_path, order[0])
    assert files(tmp_path / "out") == before
    made(tmp_path, order[0], output=Output.TXT if order[0] == "m.md" else Output.HTML)
    for record in (tmp_path / "out" / "records").iterdir():
        for copy in json.loads(record.read_text())["outputs"].values():
            assert hashlib.sha256((tmp_path / "out" / copy["path"]).read_bytes()).hexdigest() == copy["sha256"]


def test_a_copy_by_a_shorter_name_goes_with_its_record(tmp_path: Path) -> None:
    made(tmp_path, "m.md", output=Output.TXT)
    made(tmp_path, "m.txt")
    made(tmp_path, "m.md")
    assert files(tmp_path / "out") == {
        *("sanitized/m.sanitized.md", "annotated/m.annotated.md", "records/m.redactions.json"),
        *("sanitized/m.txt.sanitized.txt", "annotated/m.txt.annotated.txt", "records/m.txt.redactions.json"),
    }


def test_both_in_one_run_leave_no_record_of_copies_that_they_replace(tmp_path: Path) -> None:
    made(tmp_path, "m.md")
    paths = [report(tmp_path, name=name) for name in ("m.md", "m.txt")]
    for path, name in zip(paths, name_outputs(paths), strict=True):
        export_document(path, options(tmp_path / "out"), name)
    assert {name for name in files(tmp_path / "out") if name.startswith("records/")} == {
        "records/m.md.redactions.json",
        "records/m.txt.redactions.json",
    }
