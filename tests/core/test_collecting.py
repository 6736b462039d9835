# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import gc

import pytest

from workbench.core.collecting import without_collection


def test_collection_is_off_inside_and_on_again_behind() -> None:
    assert gc.isenabled()
    assert without_collection(gc.isenabled)() is False
    assert gc.isenabled()


def test_it_is_on_again_behind_an_error() -> None:
    with pytest.raises(ValueError, match="no"):
        without_collection(int)("no")
    assert gc.isenabled()


def test_it_stays_off_where_somebody_else_turned_it_off() -> None:
    gc.disable()
    try:
        assert without_collection(gc.isenabled)() is False
        assert not gc.isenabled()
    finally:
        gc.enable()
