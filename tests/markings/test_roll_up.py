# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from workbench.markings import Marking, compare, parse, resolved, roll_up


def marking(text: str) -> Marking:
    found = parse(text).marking
    assert found is not None, text
    return found


def computed(*portions: str) -> Marking:
    result = roll_up(map(marking, portions)).marking
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("portions", "banner"),
    [
        (("(U)", "(C)", "(S//NF)"), "SECRET//NOFORN"),
        (("(S//REL TO USA, DEU, ITA)", "(C//REL TO USA, DEU)"), "SECRET//REL TO USA, DEU"),
        (("(S//REL TO USA, DEU)", "(S//REL TO USA, ITA)"), "SECRET//NOFORN"),
        (("(S//REL TO USA, FVEY)", "(S//REL TO USA, CAN, NZL)"), "SECRET//REL TO USA, CAN, NZL"),
        (("(S//REL TO USA, FVEY)", "(U)"), "SECRET//REL TO USA, FVEY"),
        (("(S//REL TO USA, DEU)", "(S//DISPLAY ONLY DEU, POL)"), "SECRET//DISPLAY ONLY DEU"),
        (("(S//RELIDO)", "(S//REL TO USA, DEU/RELIDO)"), "SECRET//RELIDO"),
        (("(S//RELIDO)", "(S//REL TO USA, DEU)"), "SECRET//NOFORN"),
        (("(S)", "(S//REL TO USA, DEU)"), "SECRET//NOFORN"),
        (("(S)", "(C)"), "SECRET"),
        (("(TS//SI//NF)", "(TS//SI-G ABCD//OC/NF)", "(S//TK//NF)"), "TOP SECRET//SI-G ABCD/TK//ORCON/NOFORN"),
        (("(S//FRD-SG 14//NF)", "(S//RD-SG 20//NF)"), "SECRET//RD-SIGMA 14 20//NOFORN"),
        (("(U//DCNI)", "(S//REL TO USA, DEU)"), "SECRET//NOFORN"),
        (("(U//FOUO)", "(U//NF)"), "UNCLASSIFIED//FOUO/NOFORN"),
        (("(U//SBU-NF)", "(U//REL TO USA, DEU)"), "UNCLASSIFIED//NOFORN//SBU"),
        (("(//DEU S//NF)", "(S//NF)"), "SECRET//FGI DEU//NOFORN"),
        (("(//DEU R)", "(U)"), "//DEU RESTRICTED"),
        (("(//JOINT S DEU USA//REL TO USA, DEU)", "(S//REL TO USA, DEU)"), "SECRET//FGI DEU//REL TO USA, DEU"),
        (("(S/NF)", "(C)"), "SECRET//NOFORN"),
        (("(TS-CCO)", "(S)"), "TOP SECRET//SI"),
        (("(C)(N)", "(S/WN)"), "SECRET//RD-CNWDI"),
        (("(CUI//SP-CTI)", "(CUI//HLTH//FED ONLY)", "(U)"), "CUI//SP-CTI/HLTH//FED ONLY"),
        (("(U//XD)", "(U//SBU-NF)"), "UNCLASSIFIED//NOFORN//EXDIS"),
        (("(U//ND)", "(U//LES-NF)"), "UNCLASSIFIED//NOFORN//NODIS/LES"),
        (("(U//FISA)", "(S//REL TO USA, DEU)"), "SECRET//NOFORN/FISA"),
    ],
)
def test_banner(portions: tuple[str, ...], banner: str) -> None:
    assert computed(*portions).banner == banner


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "roll_up.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("portions", "banner"), [(case["portions"], case["banner"]) for group in CASES.values() for case in group]
)
def test_the_banner_that_the_book_asks_for(portions: list[str], banner: str) -> None:
    assert computed(*portions).banner == banner


def test_nothing_rolls_up_to_nothing() -> None:
    assert roll_up([]).marking is None


def test_reasons_name_the_portions_that_ask() -> None:
    result = roll_up(map(marking, ("(U)", "(S//SI//NF)", "(C//NF)")))
    asked = {reason.part: reason.sources for reason in result.reasons}
    assert asked["S"] == (1,)
    assert asked["SI"] == (1,)
    assert asked["NF"] == (1, 2)
    assert all(reason.rule.startswith("CAPCO 2016") for reason in result.reasons)


@pytest.mark.parametrize(
    ("written", "portions", "sign"),
    [
        ("SECRET//NOFORN", ("(S//NF)", "(U)"), 0),
        ("SECRET", ("(S//NF)",), -1),
        ("SECRET", ("(C)",), 1),
        ("SECRET//NOFORN", ("(S)",), 1),
        ("SECRET//REL TO USA, DEU, ITA", ("(S//REL TO USA, DEU)",), -1),
        ("SECRET//REL TO USA, DEU", ("(S//REL TO USA, DEU, ITA)",), 1),
        ("TOP SECRET//NOFORN", ("(S//SI//NF)",), -1),
        ("TOP SECRET//SI-G//ORCON/NOFORN", ("(TS//SI//OC/NF)",), 1),
        ("SECRET NOFORN", ("(S/NF)",), 0),
        ("SECRET//REL TO USA, DEU", ("(S//REL)",), 0),
        ("//NATO SECRET", ("(S)",), None),
        ("SECRET//CUI", ("(S)", "(CUI)"), 0),
        ("CUI", ("(U//FOUO)", "(CUI)"), 0),
        ("UNCLASSIFIED", ("(U//FOUO)", "(CUI//SP-CTI)"), -1),
    ],
)
def test_written_against_computed(written: str, portions: tuple[str, ...], sign: int | None) -> None:
    assert compare(marking(written), computed(*portions)) == sign


def test_a_portion_borrows_its_list_from_the_banner() -> None:
    banner = marking("SECRET//REL TO USA, DEU, ITA")
    assert resolved(marking("(C//REL)"), banner).portion == "(C//REL TO USA, DEU, ITA)"
    joint = marking("//JOINT SECRET DEU USA//REL TO USA, DEU")
    assert resolved(marking("(//JOINT S//REL)"), joint).portion == "(//JOINT S DEU USA//REL TO USA, DEU)"
