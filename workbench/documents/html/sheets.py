# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of the style sheets in an HTML page: nested ones unfolded, each with whether every window obeys it.

Sheets elsewhere are not fetched; those in an address (``data:``) are read.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from lxml import etree


Declaration = tuple[str, bool, str]
"""A property, whether it is important, and its value."""
_SET_APART = ("template", "noscript")
SCREENS = frozenset(("", "all", "screen", "screen, print", "print, screen", "screen,print", "print,screen"))
_MOST_RULES, _MOST_SELECTORS = 20_000, 64
MORE = "@more"
"""In place of a selector: what follows is not read."""
_LONGEST = 2000
_DATA = re.compile(r"\s*data:text/css[^,;]*(?:;charset=[^,;]*)?(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)


class Rule(NamedTuple):
    """What a selector, without ``&``, or an at-rule such as ``@property --x`` declares.

    ``certain`` is 0 for what holds in print, in some windows or in some programs only, 1 for what most programs obey or
    what is weaker than all outside of its layer, else 2.
    """

    selector: str
    declarations: list[Declaration]
    certain: int


def sheets_of(root: etree._Element) -> Iterator[tuple[str, bool]]:
    """The text of every sheet that is in the page itself, and whether every screen obeys it."""
    for sheet in root.iter("style", "link"):
        relations = (sheet.get("rel") or "").lower().split()
        told = (sheet.get("type") or "text/css").strip().lower() == "text/css" and sheet.get("disabled") is None
        if told and (sheet.tag == "style" or ("stylesheet" in relations and "alternate" not in relations)):
            certain = is_for_screens(sheet.get("media") or "") and next(sheet.iterancestors(*_SET_APART), None) is None
            yield sheet.text or in_address(sheet.get("href") or "") or "", certain


def in_address(address: str) -> str | None:
    """The sheet that an address holds; None where it stands elsewhere."""
    found = _DATA.match(address)
    if found is None:
        return None
    data = unquote_to_bytes(found[2])
    try:
        return (base64.b64decode(data) if found[1] else data).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def is_for_screens(media: str) -> bool:
    """Whether every screen obeys."""
    return media.strip().lower().removeprefix("only ") in SCREENS


class _Waiting(NamedTuple):
    node: Any
    parents: Sequence[str]
    certain: int


def rules_of(sheets: Sequence[tuple[str, bool]], telling: Callable[[list[Any]], list[Declaration]]) -> Iterator[Rule]:
    """The rules of ``sheets`` in their order; ``telling`` picks what is wanted of the declarations of one."""
    import tinycss2

    waiting = deque(
        _Waiting(rule, (), 2 * certain)
        for sheet, certain in sheets
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    )
    for _ in range(_MOST_RULES):
        if not waiting:
            return
        node, parents, certain = waiting.popleft()
        if node.type == "at-rule":
            name, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
            if name == "import":
                address = re.search(r"data:[^\"')]*", prelude, re.IGNORECASE)
                imported = (in_address(address[0]) if address else None) or ""
                parsed = tinycss2.parse_stylesheet(imported, skip_comments=True, skip_whitespace=True)
                waiting.extendleft(_Waiting(rule, (), certain) for rule in reversed(parsed))
                continue
            certain = min(certain, _holds(name, prelude))
            if name == "scope":
                parents = _within([prelude.strip("() ")], parents)
            elif name in ("property", "counter-style"):
                yield Rule(f"@{name} {prelude}", _all(node.content), certain)
                continue
            elif name not in ("media", "supports", "layer", "container"):
                continue
        elif node.type == "qualified-rule":
            parents = _within(_listed(node.prelude), parents)
        else:
            continue
        content = node.content or []
        parse = tinycss2.parse_blocks_contents if parents else tinycss2.parse_rule_list
        inside = parse(content, skip_comments=True, skip_whitespace=True)
        declared = telling(inside)
        if declared and parents:
            yield Rule(", ".join(parents), declared, certain)
        waiting.extendleft(_Waiting(each, parents, certain) for each in reversed(inside) if each.type.endswith("rule"))
    yield Rule(MORE, [], certain=0)


def _holds(name: str, prelude: str) -> int:
    """How certain it is that a rule in this one is obeyed, and is as strong as those outside of it."""
    if name == "container" or (name == "media" and not is_for_screens(prelude)) or re.search(r"\bnot\b", prelude):
        return 0
    return 1 if name in ("layer", "supports") else 2


def _all(content: list[Any] | None) -> list[Declaration]:
    import tinycss2

    nodes = tinycss2.parse_blocks_contents(content or [], skip_comments=True, skip_whitespace=True)
    return [(n.lower_name, n.important, tinycss2.serialize(n.value).strip()) for n in nodes if n.type == "declaration"]


def _listed(prelude: list[Any]) -> list[str]:
    import tinycss2

    groups: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            groups.append([])
        else:
            groups[-1].append(token)
    return [tinycss2.serialize(group).strip() for group in groups]


def _within(selectors: Sequence[str], parents: Sequence[str]) -> list[str]:
    """Selectors as they stand without the rules around them (CSS Nesting 1, 3)."""
    if not parents:
        return [selector.replace("&", ":root") for selector in selectors]
    made = [_nested(selector, parent) for selector in selectors for parent in parents[:_MOST_SELECTORS]]
    return [selector for selector in made[:_MOST_SELECTORS] if len(selector) < _LONGEST]


def _nested(selector: str, parent: str) -> str:
    if "&" not in selector:
        return f"{parent} {selector}"
    return re.sub(r"&([\w-]*)", lambda found: f"{found[1]}{parent}", selector)
