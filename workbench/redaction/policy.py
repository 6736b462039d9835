# SPDX-License-Identifier: AGPL-3.0-or-later
"""Policies: which markings withhold a paragraph, under which code, and the words that stand in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from workbench.core.errors import UsageError
from workbench.core.rules import load_rules, rules_folder, user_rules_folder
from workbench.redaction.codes import Code
from workbench.redaction.equities import Equity
from workbench.redaction.patterns import named_patterns
from workbench.structure.model import Role


_NAME = re.compile(r"[\w-]+")


def _label(text: str) -> str:
    if not re.fullmatch(r"\[[^\[\]\n]*\{code\}[^\[\]\n]*\]", text):
        raise ValueError("a label stands in [brackets] on one line and holds {code} once")
    return text


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    try:
        named_patterns(names)
    except UsageError as error:
        raise ValueError(str(error)) from None
    return names


def _role(role: Role) -> Role:
    if role in _NEVER:
        raise ValueError(f"{role} says what became of the document and stays")
    return role


_NEVER = frozenset({Role.BANNER, Role.PLACEHOLDER, Role.EXEMPTION, Role.RELEASE, Role.AUTHORITY, Role.SEPARATOR})
WithheldRole = Annotated[Role, AfterValidator(_role)]
Label = Annotated[str, AfterValidator(_label)]
PatternNames = Annotated[tuple[str, ...], AfterValidator(_known)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Verdict(_Strict):
    """Whether paragraphs of one kind are withheld, and the code that is printed when they are."""

    withhold: bool
    code: Code = None


class Amounts(_Strict):
    """The labels of extent ``lines``; ``{amount}`` is the count."""

    under_one: Label
    one: Label
    many: Label
    page: Label


class Labels(_Strict):
    """The labels of extent ``unit``: they say what kind of thing is gone and nothing of its length."""

    text: Label
    paragraph: Label
    page: Label
    picture: Label = "[picture withheld {code}]"


class Policy(_Strict):
    """A release policy, as ``rules/policies/*.yaml`` has it.

    ``classified`` is for portions above U, ``unmarked`` for paragraphs without a mark in a document that is classified,
    ``cui`` for CUI portions, ``controlled`` for unclassified portions with any control that ``open_controls`` does not
    name. ``authority`` is for the lines of the classification authority block; the fields in ``open_fields`` stay.
    ``roles`` are for furniture by what it is: signatures, addresses and the like, which stay otherwise.
    ``patterns`` (names of rules/patterns.yaml, or all) are withheld; ``proposals`` wait for a reviewer's decision.
    ``ask_why``: a reviewer who releases these gives a reason. ``approval``: a sanitized copy goes out only where one
    person reviewed the document and another approved it.
    """

    name: Annotated[str, Field(pattern=r"^[\w-]+$")]
    title: str = ""
    classified: Verdict
    unmarked: Verdict
    cui: Verdict
    controlled: Verdict
    authority: Verdict
    open_controls: tuple[str, ...] = ()
    open_fields: tuple[str, ...] = ()
    roles: Mapping[WithheldRole, Verdict] = {}
    patterns: PatternNames = ()
    proposals: PatternNames = ()
    approval: bool = False
    ask_why: tuple[Equity, ...] = ()
    labels: Labels
    amounts: Amounts


def load_policy(name_or_path: str) -> Policy:
    """The policy ``public``, ``none``, another of ``rules/policies/`` by its name, or the YAML file at a path.

    Raises:
        UsageError: no policy has that name and no file is there; names those that exist.
        RulesError: the file is not a valid policy.

    """
    # A name first: a file that is called `public` by chance, or by intent, must not take the place of the policy.
    named = [folder / f"{name_or_path}.yaml" for folder in _folders()] if _NAME.fullmatch(name_or_path) else []
    path = next(filter(Path.is_file, named), Path(name_or_path))
    if path.is_file() or not _NAME.fullmatch(name_or_path):
        return load_rules(path, Policy)
    raise UsageError(f"no policy {name_or_path!r}: use {', '.join(sorted(policy_names()))} or the path of a YAML file")


def policy_names() -> tuple[str, ...]:
    """The policies there are by name, ``public`` first."""
    names = {file.stem for folder in _folders() for file in folder.glob("*.yaml")}
    return tuple(sorted(names, key=lambda name: (name != "public", name)))


def _folders() -> list[Path]:
    return [folder / "policies" for folder in (user_rules_folder(), rules_folder()) if folder]
