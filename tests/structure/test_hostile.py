# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts that whoever wants to stop a run would hand in: what is asked of the whole text is asked once.

Nothing is timed. Where each line, label or bracket looks at all of the others again these do not come to an end.
"""

from __future__ import annotations

import pytest

from tests.structure.making import document
from workbench.structure import analyse


TEXTS = {
    "levels below each other": "CONFIDENTIAL\n" * 10_000,
    "labels of a deletion": "Harm to Ongoing Matter\n" * 10_000,
    "codes in brackets": "[b6] x\n" * 10_000,
    "codes of an act that is not named": "P1 \n" * 10_000,
    "answers": "Answer: (C)\n" * 10_000,
    "names behind letters": "(S) Ann\n(A) Tom\n" * 5_000,
    "empty lines": "(Secret) The pier\n(Secret) The quay\n" + "\n" * 200_000,
    "lines of signs": "(C) The pier\n(C) The quay\n" + "- \n" * 50_000,
    "marks in a frame": "(U) The pier\n" * 5 + "<S> The pier is shut.\n" * 8_000,
    "numbers in brackets": "(U) The pier\n" * 5 + "(5) The pier is shut.\n" * 8_000,
    "fences": "```\nSECRET\nfoo\nbar\n```\n" * 4_000,
    "a paragraph of lines with figures": "(U) The boat\n" + "5 the boats are late and\n" * 10_000,
    "headings of contents": "Contents\nFoo bar 1\n" * 10_000,
    "lists without a first item": "- (U) The pier:\n(2) foo\n(3) (U) foo bar\n" * 4_000,
    "blanks": "A" + " " * 100_000 + "B\n",
    "cells": "|(S) a|(U) b" + "|a" * 40_000 + "|\n",
    "a banner of countries": "SECRET" + " USA" * 50,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_is_read(text: str) -> None:
    analysis = analyse(document(text))
    assert sum(end - start for paragraph in analysis.paragraphs for start, end in paragraph.spans) <= len(text)
