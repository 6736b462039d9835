# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records of which a text makes thousands: frozen for the type checker, not at run time.

Python makes an instance of a frozen dataclass with a call for each of its fields, which takes five times as long. mypy
(strict, for all of workbench/ and tests/) refuses to set a field of one as it does for a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform


T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """``dataclass(frozen=True, slots=True)`` for the type checker; hashed by value, as that is."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
