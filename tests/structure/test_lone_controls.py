# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from workbench.documents import read_document
from workbench.structure import Analysis, analyse


SIGNS = yaml.safe_load(Path(__file__).with_name("level_signs.yaml").read_text("utf-8"))
PROSE = "".join(f"The crane of pier {n} is out of order.\n\n" for n in range(20))


def read(text: str) -> Analysis:
    return analyse(read_document(text.encode(), "note.txt"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"NOFORN\n\n{PROSE}", 1),
        (f"{PROSE}RESTRICTED DATA\n", 41),
        (f"{PROSE}\f(NO FOREIGN DISSEM)\n\n{PROSE}", 41),
        (f"{PROSE}This document contains information affecting the\nnational defense of the country.\n\n{PROSE}", 41),
        (f"SECRET BY AUTHORITY OF THE PILOT\n\n{PROSE}SECRET BY AUTHORITY OF THE PILOT\n", 1),
        (f"OUTSIDE SYSTEM TOP SECRET\n\n{PROSE}", 1),
    ],
    ids=["head", "foot", "head of a page", "warning anywhere", "a level among unknown words", "one of two words"],
)
def test_a_control_without_a_level_makes_a_document_classified(text: str, line: int) -> None:
    analysis = read(text)
    assert analysis.overall.classified
    assert [(f.code, f.line) for f in analysis.findings] == [("no-level", line)]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}NOFORN\n\n{PROSE}",
        f"NOFORN is a control.\n\n{PROSE}",
        f"UNCLASSIFIED\n\nNOFORN\n\n{PROSE}",
        f"NOFORN\n\n(U) {PROSE}",
        f"Approved For Release 2001/03/04\n\nNOFORN\n\n{PROSE}",
        f"THE SECRET OF THE PIER\n\n{PROSE}THE SECRET OF THE PIER\n",
        f"SECRET OF THE PIER\n\n{PROSE}",
        f"A) The crane\nB) The pier\nC) The lamp\n\n{PROSE}A) The rope\nB) The buoy\nC) The boat\n",
        f"R) The crane\nS) The pier\n\n{PROSE}",
        f"S   Sunday on the pier\nM   Monday on the quay\nS   Saturday on the pier\n\n{PROSE}",
    ],
    ids="entry_in_a_list prose level portion_marks release_stamp title said_once two_lists end_of_a_list days".split(),
)
def test_elsewhere_it_says_nothing(text: str) -> None:
    analysis = read(text)
    assert not analysis.overall.classified
    assert "no-level" not in {f.code for f in analysis.findings}


@pytest.mark.parametrize(
    "text",
    [
        "\\section{(U) Piers}\n\\item (S) The crane is out of order.\n",
        "* TODO (S) Mend the crane\n",
        "<li>(S) The crane is out of order.</li>\n",
        'number,text\n4,"(S) The crane is out of order."\n',
        '{"mark": "(S)", "text": "The crane is out of order."}\n',
        "crane: (S) It is out of order.\n",
        ".. note:: (S) The crane is out of order.\n",
        'The paper printed "(S//NF) The crane" on Monday.\n',
        "The pier is open.\n\nSECRET The crane is out of order.\n",
        "3. TOP SECRET. The crane is out of order.\n",
        "S) The crane is out of order.\n\nIt is old.\n\nS) The pier is closed.\n",
        "(C The crane is out of order.\n\n(C/NF The pier is closed.\n",
        "S\tThe crane is out of order.\n\nU\tIt is old.\n\nS\tThe pier is closed.\n",
        "| S | The crane is out of order. |\n| U | It is old. |\n| S | The pier is closed. |\n",
    ],
)
def test_a_mark_in_markup_makes_a_document_classified(text: str) -> None:
    assert read(text).overall.classified


@pytest.mark.parametrize(
    ("edges", "kind", "line"), [(kind.endswith("edges"), kind, line) for kind, lines in SIGNS.items() for line in lines]
)
def test_a_level_that_no_mark_says_makes_a_document_classified(edges: bool, kind: str, line: str) -> None:
    text = f"{line}\n\n{PROSE}{line}\n" if edges else f"{PROSE}{line}\n\n{PROSE}"
    assert read(text).overall.classified == kind.startswith("shown")


def test_types_in_parentheses_are_no_levels() -> None:
    assert not read("(Secret) The answer.\n\n(Project) The project.\n").overall.classified
