# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading rules/: YAML a reviewer can change without Python, checked against a model before anything uses it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.core.errors import RulesError


if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")


@cache
def _loader() -> Any:
    """The loader of libyaml, ten times faster than the pure Python one; a wheel without it still works.

    It takes no key twice: of two lists of decisions in a file the first would come to nothing unsaid.
    """
    import yaml

    safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(safe):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            known: set[str] = set()
            for key, _ in node.value:
                if key.value in known and key.value != "<<":
                    raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
                known.add(str(key.value))
            return super().construct_mapping(node, deep)

    return Loader


@cache
def rules_folder() -> Path:
    """The rules that ship with the program: inside the installed package, or beside it in a source tree."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def user_rules_folder() -> Path | None:
    """The folder named by ``WORKBENCH_RULES``, whose files add to those that ship; None where unset.

    Raises:
        RulesError: there is no such folder: what marks and forms it holds would be overlooked.

    """
    named = os.environ.get("WORKBENCH_RULES")
    if named and not os.path.isdir(named):  # noqa: PTH112 - as ``Path`` raises where a folder above may not be entered
        raise RulesError("WORKBENCH_RULES", None, named, "is no folder")
    return Path(named) if named else None


def rule_files(name: str) -> Iterator[Path]:
    """``rules/NAME`` as it ships, then the user's file of the same name where there is one."""
    yield rules_folder() / name
    folder = user_rules_folder()
    if folder and (folder / name).is_file():
        yield folder / name


def rules_digest() -> str:
    """The SHA-256 of all files of rules, those that ship and the user's: what a text is read and withheld by."""
    return _digest((rules_folder(), user_rules_folder()))


@cache
def _digest(folders: tuple[Path | None, ...]) -> str:
    found = hashlib.sha256()
    for folder in filter(None, folders):
        for path in sorted(filter(Path.is_file, folder.rglob("*.yaml"))):  # editors leave links that lead nowhere
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            found.update(f"{len(name)} {len(data)} {name}".encode() + data)
    return found.hexdigest()


def load_rules(path: Path, model: type[M]) -> M:
    """The YAML file ``path`` as a ``model``.

    Raises:
        RulesError: not readable, not YAML, or not valid; names the file, the line and the key.

    """
    import yaml
    from pydantic import ValidationError

    try:
        source = path.read_text(encoding="utf-8")
        data = yaml.load(source, Loader=_loader())
    except OSError as error:
        raise RulesError(str(path), None, "", error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise RulesError(str(path), None, "", "is not UTF-8") from error
    except (yaml.YAMLError, ValueError) as error:  # a ValueError: 2020-13-45 is no date
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or "is not YAML"
        raise RulesError(str(path), mark.line + 1 if mark else None, "", why) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        keys = first["loc"]
        line = _line_of(source, keys)
        # pydantic would name the class of the model, of which a user knows nothing.
        why = "must hold keys with values" if first["type"] == "model_type" else first["msg"]
        raise RulesError(str(path), line, ".".join(map(str, keys)), why) from error


def _line_of(source: str, keys: tuple[int | str, ...]) -> int | None:
    """The line on which the value at ``keys`` stands, or its nearest parent's: a missing key has no line."""
    import yaml

    node = yaml.compose(source, Loader=_loader())
    line = node.start_mark.line + 1 if node else None
    for key in keys:
        node = _child(node, key)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _child(node: Any, key: int | str) -> Any:
    import yaml

    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key]
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    return None
