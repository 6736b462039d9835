# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from hypothesis import strategies as st

from workbench.markings import Marking, parse


WORDS = st.sampled_from(
    [
        "TS",
        "S",
        "C",
        "U",
        "R",
        "TOP",
        "SECRET",
        "CONFIDENTIAL",
        "UNCLASSIFIED",
        "NATO",
        "COSMIC",
        "JOINT",
        "CUI",
        "SP-CTI",
        "SI",
        "SI-G",
        "ABCD",
        "TK",
        "HCS-P",
        "SAR-BP",
        "RD",
        "FRD",
        "CNWDI",
        "SIGMA",
        "14",
        "FGI",
        "GBR",
        "DEU",
        "NF",
        "NOFORN",
        "OC",
        "REL",
        "TO",
        "USA,",
        "FVEY",
        "RELIDO",
        "DISPLAY",
        "ONLY",
        "EYES",
        "FOUO",
        "DSEN",
        "LES-NF",
        "SBU",
        "LIMDIS",
        "WNINTEL",
        "UMBRA",
        "X1",
        "X2",
        "and",
        "the",
        "ENTIRE",
        "TEXT",
        "HANDLE",
        "VIA",
        "COMINT",
        "CHANNELS",
        "(N)",
        "8",
        "S3CRET",
    ]
)
SEPARATORS = st.sampled_from(["//", "/", "-", " ", ", ", ",", "", "///", " // ", "\n"])
BRACKETS = st.sampled_from([("(", ")"), ("", ""), ("{", ")"), ("((", ")"), ("/", ")"), (" (", ") "), ("(", "")])


@st.composite
def near_marks(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(WORDS, SEPARATORS), min_size=1, max_size=7))
    opening, closing = draw(BRACKETS)
    return opening + "".join(word + separator for word, separator in parts).rstrip("/ ,-") + closing


HEADS = st.sampled_from(
    [
        *("TS", "S", "C", "U", "R", "TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "UNCLAS", "SRD", "CTSA"),
        *("//GBR S", "//FGI SECRET", "//NS", "//COSMIC TOP SECRET", "//JOINT S DEU USA", "CUI", "NATO-S", "UK-C"),
        *(
            "S E C R E T",
            "LIMITED OFFICIAL USE",
            "SBU",
            "FOUO",
            "//EU S",
            "GEHEIM",
            "//JOINT C AND USA",
            "//NATO DEU S",
        ),
        *("CONTROLLED UNCLASSIFIED INFORMATION", "//AFG AND GBR SECRET", "//CTS-B", "UN RESTRICTED"),
    ]
)
ENTRIES = st.sampled_from(
    [
        *(
            "SI",
            "SI-G ABCD",
            "TK-BLFH",
            "COMINT-UMBRA",
            "HCS-O-P",
            "TALENT KEYHOLE",
            "RSV-ABC",
            "UMBRA",
            "BYEMAN",
            "CCO",
        ),
        *("SAR-BP", "SAR-PAPER LANTERN-1", "HVSACO", "RD", "RD-CNWDI", "FRD-SIGMA 14 18", "RESTRICTED DATA", "DCNI"),
        *(
            "FGI",
            "FGI DEU GBR",
            "NF",
            "NOFORN",
            "OC",
            "ORCON",
            "IMCON",
            "REL TO USA, FVEY",
            "REL TO USA and GBR",
            "REL",
        ),
        *("RELIDO", "DISPLAY ONLY IRQ", "USA/GBR EYES ONLY", "EYES ONLY", "WNINTEL", "NC", "NO FOREIGN DISSEM", "DSEN"),
        *("FOUO", "SBU-NF", "LES NOFORN", "LIMDIS", "EXDIS", "NODIS", "SENSITIVE", "STADIS", "ACCM-KITE", "ATOMAL"),
        *("USA/AX2/NATO EYES ONLY", "MYS/GBR EYES ONLY", "SI NOFORN", "FGI USA", "FGI GBR FGI", "SIGMA 14", "WAIVED"),
        *("TK-IDIT-UMBRA", "DISPLAY ONLY", "LACONIC/FEDONLY", "REL TO USA, GBR, AND", "FGI DEU NF", "SAR", "NO FORN"),
        *("BOHEMIA", "X1", "20010101", "MR", "SP-CTI", "HLTH", "FED ONLY", "CUI", "ORCON,PROPIN", "FROBNICATE"),
    ]
)


@st.composite
def likely_marks(draw: st.DrawFn) -> str:
    """A head and entries, put together as some time did it; many are no good, most are readable."""
    separator = draw(st.sampled_from(["//", "//", "//", "/", " ", "-", ", ", "; "]))
    text = separator.join([draw(HEADS), *draw(st.lists(ENTRIES, max_size=4))])
    return f"({text})" if draw(st.booleans()) else text


LEVELS = st.sampled_from(["U", "C", "S", "TS"])
SCI = st.lists(st.sampled_from(["SI", "SI-G", "TK", "HCS-P", "SI-EU"]), max_size=2, unique=True)
ATOMIC = st.sampled_from(["", "RD", "FRD", "RD-SG 14 18", "FRD-SG 20", "RD-CNWDI", "DCNI", "TFNI"])
FOREIGN = st.sampled_from(["", "FGI GBR", "FGI DEU GBR", "FGI"])
RELEASE = st.sampled_from(
    [
        "",
        "",
        "NF",
        "RELIDO",
        "REL TO USA, GBR",
        "REL TO USA, FVEY",
        "REL TO USA, AUS, GBR",
        "REL TO USA, ACGU",
        "REL TO USA, GBR/RELIDO",
        "DISPLAY ONLY IRQ",
        "DISPLAY ONLY AFG, GBR",
        "REL TO USA, GBR/DISPLAY ONLY AFG",
    ]
)
OTHERS = st.sampled_from(["", "", "FOUO", "OC", "OC-USGOV", "IMC", "DSEN", "FISA", "PR"])
NONIC = st.sampled_from(["", "", "LES", "LES-NF", "SBU", "SBU-NF", "DS", "XD", "ND", "SSI"])


@st.composite
def portions(draw: st.DrawFn) -> Marking:
    """Portion marks of the register, allowed together or not: a document holds both."""
    foreign = draw(st.booleans()) and draw(st.booleans())
    head = draw(st.sampled_from(["//GBR S", "//FGI S", "//NS", "//JOINT S GBR USA"])) if foreign else draw(LEVELS)
    dissem = "/".join(filter(None, (draw(OTHERS), draw(RELEASE))))
    categories = ["/".join(draw(SCI)), draw(ATOMIC), "" if foreign else draw(FOREIGN), dissem, draw(NONIC)]
    marking = parse(f"({'//'.join(filter(None, (head, *categories)))})").marking
    assert marking is not None
    return marking
