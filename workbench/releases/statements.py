# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a sentence states, as far as words tell it: its names, its numbers, its other words, and whether it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from workbench.core.rules import load_rules, rule_files
from workbench.documents import Span
from workbench.redaction.folding import fold


# A sentence ends here, but not behind an initial or one of the shortened words that precede a name or number.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bGen)(?<!\bCol)(?<!\bSgt)(?<!\bLt)"
    r"(?<!\bvs)(?<!\bca)[.!?][\"')\]”’]*\s+(?=[\"'(\[“‘]*[A-Z0-9])|;\s+"
)
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_ENDINGS = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e")


class Vocabulary(BaseModel):
    """rules/statements.yaml; see there what each list is for. Lists are words with spaces between them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    small_words: str = ""
    denials: str = ""
    figures: dict[int, str] = {}


class Words(NamedTuple):
    """The words of all files of that name, folded."""

    small: frozenset[str]
    denials: frozenset[str]
    figures: dict[str, str]


@cache
def vocabulary() -> Words:
    """Read once.

    Raises:
        RulesError: a file is not valid.

    """
    read = [load_rules(path, Vocabulary) for path in rule_files("statements.yaml")]
    figures = {word: str(figure) for v in read for figure, words in v.figures.items() for word in words.split()}
    small = frozenset(word for v in read for word in v.small_words.split())
    return Words(small, frozenset(word for v in read for word in v.denials.split()), figures)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence: where it stands, its words as stems in their order, those that are names, those that are numbers.

    ``plain`` are the stems written small. ``unsure`` are those whose capital does not tell whether they are names: the
    first, and all of a sentence in capitals.
    """

    spans: tuple[Span, ...]
    stems: tuple[str, ...]
    names: Set[str]
    numbers: Set[str]
    denies: bool
    plain: Set[str]
    unsure: Set[str]

    @property
    def facts(self) -> Set[str]:
        """The stems that may not be missing where the sentence stands in other words."""
        return self.names | self.numbers

    def naming(self, names: Set[str], plain: Set[str]) -> Statement:
        """The same, what is unsure a name where other sentences have it as one, or none has it written small."""
        return replace(self, names=self.names | {s for s in self.unsure if s in names or s not in plain})


def statements(text: str, spans: Sequence[Span]) -> Iterator[Statement]:
    """The sentences in ``spans``, the pieces of one paragraph; a sentence may run over the end of a piece."""
    joined = " ".join(text[start:end] for start, end in spans)
    start = 0
    for end in [*(match.end() for match in _END.finditer(joined)), len(joined)]:
        sentence = joined[start:end]
        if sentence.strip():
            yield _statement(sentence, tuple(_pieces(spans, start, start + len(sentence.rstrip()))))
        start = end


def _pieces(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """The stretch of the joined pieces as stretches of the text."""
    begin = 0
    for span in spans:
        first, last = max(start - begin, 0), min(end - begin, span.end - span.start)
        if first < last:
            yield Span(span.start + first, span.start + last)
        begin += span.end - span.start + 1


def _statement(sentence: str, spans: tuple[Span, ...]) -> Statement:
    stems, names, numbers = list[str](), set[str](), set[str]()
    plain, unsure = set[str](), set[str]()
    denies = False
    shouting = sentence.isupper()
    known = vocabulary()
    for number, match in enumerate(_WORD.finditer(sentence)):
        word = fold(match.group())[0].replace(",", "")
        denies = denies or word in known.denials or word.endswith(("n't", "n’t"))
        if not word or word in known.small or word in known.denials:
            continue
        found = stem(word)
        stems.append(found)
        if found[0].isdigit():
            numbers.add(found)
        elif match.group()[0].isupper():
            (names if number and not shouting else unsure).add(found)
        else:
            plain.add(found)
    return Statement(spans, tuple(stems), names, numbers, denies, plain, unsure)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """``word``, folded, without the ending that its grammar gives it: moved, moves and moving are one, 15th and 15."""
    word = vocabulary().figures.get(word, word)
    if word[0].isdigit():
        return _ORDINAL.sub("", word)
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
