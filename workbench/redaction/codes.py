# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exemption codes as they may be printed in a label: short, on one line, and nothing that is markup anywhere."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from workbench.core.errors import UsageError


_CODE = re.compile(r"[\w().,;:/§ -]{1,60}")
_RULE = "a code has up to 60 letters, digits, spaces and ().,;:/§-"


def _code(text: str | None) -> str | None:
    if text is not None and not _CODE.fullmatch(text):
        raise ValueError(_RULE)
    return text


Code = Annotated[str | None, AfterValidator(_code)]
"""A code in a file of rules."""


def checked_code(code: str, place: str) -> str:
    """``code`` as it may be printed in a label.

    Raises:
        UsageError: it is longer than 60 characters or has characters that no exemption code has; names ``place``.

    """
    if not _CODE.fullmatch(code):
        raise UsageError(f"{place}: {_RULE}")
    return code
