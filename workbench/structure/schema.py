# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of the rules files this room reads; pydantic is imported with it, for rules that are not as they ship."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from workbench.structure.model import Role
from workbench.structure.wordings import Where


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return pattern


class ShapeRule(BaseModel):
    """A line that is furniture by its shape: ``pattern`` matches all of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    where: Where
    pattern: Annotated[str, AfterValidator(_compiles)]
    examples: tuple[str, ...]


class ShapeFile(BaseModel):
    """rules/structure/furniture.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shapes: tuple[ShapeRule, ...]


class WordingFile(BaseModel):
    """rules/structure/wordings.yaml; see there what each list is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_labels: tuple[str, ...] = ()
    address_labels: tuple[str, ...] = ()
    weak_address_labels: tuple[str, ...] = ()
    form_labels: tuple[str, ...] = ()
    form_text: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    lone_controls: tuple[str, ...] = ()
    lone_warnings: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    telegram_captions: tuple[str, ...] = ()
