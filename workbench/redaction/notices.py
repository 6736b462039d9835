# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a copy says of itself: the declassification stamp on its first page, and a header and footer on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from workbench.core.errors import UsageError


PAGE_FIELDS = ("page", "pages")
FIELDS = ("document", "page", "pages", "date", "case")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Notices:
    """``stamp`` are the lines of the stamp; ``header`` and ``footer`` are templates. Empty: none of it."""

    stamp: tuple[str, ...] = ()
    header: str = ""
    footer: str = ""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.stamp or self.header or self.footer)

    def filled(self, values: Mapping[str, str]) -> Notices:
        """With these fields filled in; the others stay fields."""
        return Notices(self.stamp, _filled(self.header, values), _filled(self.footer, values))

    def on_page(self, page: int, pages: int) -> tuple[str, str]:
        """The header and the footer of page ``page`` (from 1) of ``pages``."""
        numbers = {"page": str(page), "pages": str(pages)}
        header, footer = (
            "".join(numbers.get(field, field) for _, field in segments(t)) for t in (self.header, self.footer)
        )
        return header, footer

    def said(self, pages: int) -> Iterator[str]:
        """Every line that a copy of ``pages`` pages has because of them."""
        for page in range(1, pages + 1):
            yield from filter(None, self.on_page(page, pages))
        yield from self.stamp


def segments(template: str) -> Iterator[tuple[bool, str]]:
    """The parts of a template: whether it is a field, and its name or its words."""
    for words, field, _, _ in Formatter().parse(template):
        if words:
            yield False, words
        if field is not None:
            yield True, field


def checked_template(template: str, option: str) -> str:
    """``template``, which holds one line and fields such as ``{page}``; ``{{`` and ``}}`` stand for braces.

    Raises:
        UsageError: it is too long or no line, or a field is none of ours; names ``option``.

    """
    if len(template) > _LONGEST or not template.isprintable():
        raise UsageError(f"{option}: is one line of up to {_LONGEST} characters")
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise UsageError(f"{option}: {error}; write {{{{ and }}}} for braces") from None
    for _, field, form, conversion in parts:
        if field is not None and (field not in FIELDS or form or conversion):
            known = ", ".join(f"{{{name}}}" for name in FIELDS)
            raise UsageError(f"{option}: no field {{{field}}}: use {known}")
    return template


def fields_of(template: str) -> set[str]:
    """The fields that a template uses."""
    return {name for is_field, name in segments(template) if is_field}


def _filled(template: str, values: Mapping[str, str]) -> str:
    parts = []
    for is_field, part in segments(template):
        kept = f"{{{part}}}" if is_field else _escaped(part)
        parts.append(_escaped(values[part]) if is_field and part in values else kept)
    return "".join(parts)


def _escaped(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")
