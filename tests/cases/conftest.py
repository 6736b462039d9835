# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.cases import Case


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".workbench" / "case.db"


@pytest.fixture
def case(path: Path) -> Iterator[Case]:
    with Case.open(path) as opened:
        yield opened
