# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages on which letters are read aloud that may not stand there are read a second time; others are not."""

from __future__ import annotations

import pytest

from workbench.documents.pdf.means import says_aloud


SPAN = b"/Span <</ActualText %s>> BDC (-) Tj EMC "


@pytest.mark.parametrize(
    "value", [b"<FEFF00AD>", b"<feff0009>", b"<FEFF00200020>", b"<FEFFF0B7>", b"<FEFF2022>", b"<FEFF>"]
)
def test_hyphens_tabs_and_bullets_are_no_letters(value: bytes) -> None:
    assert not says_aloud(SPAN % value * 3)


@pytest.mark.parametrize(
    "value", [b"<FEFF0061>", b"(a)", b"<61>", b"<FEFF00AD0061>", b"<FEFF 00AD>", b"(\\255)", b"7 0 R"]
)
def test_what_may_be_letters_is_read(value: bytes) -> None:
    assert says_aloud(SPAN % b"<FEFF00AD>" + SPAN % value)
