# SPDX-License-Identifier: AGPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import settings

# First, so that PyMuPDF is what the program runs: a test file that imported it before would bring its extras along (a
# layout model, ONNX Runtime with threads of its own that are still there when the process ends).
import workbench.documents.pdf  # noqa: F401
from workbench.documents import ocr


# How long an example takes says more of the machine than of the code: speed is measured in benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def no_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed on a machine decides no test, but those marked ``real_ocr``."""
    if "real_ocr" not in request.keywords:
        monkeypatch.setattr(ocr, "engine_name", lambda: None)
