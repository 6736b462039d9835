# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as OCR misreads them: on pages read from their picture a name may stand as ``KE5TREL`` or ``Kestrei``.

Over-withholding can be put right by whoever compares the picture; a name that slipped through cannot. Pages of live
text are never searched so: there a near miss is another word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from workbench.documents import Document, Span
from workbench.documents.model import Page
from workbench.redaction.folding import skeleton
from workbench.redaction.intervals import overlapping
from workbench.redaction.model import Term


# What OCR takes for one another on typed pages, each group as one letter.
_ALIKE = str.maketrans("01i58q", "ollsbg")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"))
_LONG = 6
"""Letters from which on a term is known again with a fifth of them wrong; a shorter one by its shapes alone."""
_WORDS, _TERMS = 2000, 100
"""How many words of a page are compared with how many terms at once: bounds the memory that takes."""


def misread_terms(document: Document, terms: Iterable[Term]) -> Iterator[tuple[Term, Span]]:
    """Stretches of recognised pages that may be a term: the term, and the words that hold it."""
    wanted = [(term, letters) for term in terms if (letters := _letters(term.text))]
    for page in document.pages if wanted else ():
        if page.recognised or page.layered:
            yield from _on_page(document, page, wanted)


def may_show(words: Iterable[str], terms: Iterable[Term], *, doubtful: bool = True) -> bool:
    """Whether words that an engine read in a picture may be one of ``terms``; ``doubtful``: it was unsure of them."""
    read = [letters for word in words if (letters := _letters(word))]
    wanted = [letters for term in terms if (letters := _letters(term.text))]
    for first in range(len(read)):
        stretch = ""
        for letters in read[first:]:
            stretch += letters
            if any(_is_near(stretch, term, doubtful=doubtful) for term in wanted):
                return True
            if all(len(stretch) > len(term) + len(term) // 3 + 1 for term in wanted):
                break
    return False


def _on_page(document: Document, page: Page, wanted: list[tuple[Term, str]]) -> Iterator[tuple[Term, Span]]:
    words = [Span(word.start, word.end) for line in page.lines for word in line.words]
    read = [_letters(document.text[start:end]) for start, end in words]
    ends = list(accumulate(map(len, read), initial=0))
    whole = "".join(read)
    longest = max(_reach(letters) for _, letters in wanted)
    for begin in range(0, len(words), _WORDS):
        spans: dict[str, list[Span]] = {}
        for first, last in _stretches(ends, longest, range(begin, min(begin + _WORDS, len(words)))):
            spans.setdefault(whole[ends[first] : ends[last]], []).append(Span(words[first].start, words[last - 1].end))
        likely = _likely(list(spans), [letters for _, letters in wanted])
        for (term, letters), stretches in zip(wanted, likely, strict=True):
            for span, stretch in sorted((span, each) for each in stretches for span in spans[each]):
                if _is_near(stretch, letters, doubtful=bool(overlapping(document.unsure, span))):
                    yield term, span


def _stretches(ends: Sequence[int], most: int, firsts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Every run of words of no more than ``most`` letters: its first, one of ``firsts``, and the one behind it."""
    for first in firsts:
        for last in range(first + 1, len(ends)):
            if ends[last] - ends[first] > most:
                break
            yield first, last


def _reach(letters: str) -> int:
    """How long a stretch may be that is read for a term of these letters."""
    return len(letters) + len(letters) // 4 + 1


def _likely(stretches: Sequence[str], terms: Sequence[str]) -> Iterator[list[str]]:
    """For each of ``terms`` those stretches that may be it if the engine was unsure of them."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    shapes, most = [*map(_shape, stretches)], [_wrong(term, doubtful=True) for term in terms]
    for start in range(0, len(terms), _TERMS):
        part = slice(start, start + _TERMS)
        asked = [*map(_shape, terms[part])]
        far = cdist(asked, shapes, scorer=Levenshtein.distance, score_cutoff=max(most[part]))
        for term, row, wrong in zip(terms[part], far, most[part], strict=True):
            near = (stretches[number] for number in (row <= wrong).nonzero()[0])
            yield [stretch for stretch in near if len(stretch) <= _reach(term)]


def _is_near(read: str, term: str, *, doubtful: bool) -> bool:
    """Whether ``read`` (letters and digits, folded) may be ``term``; ``doubtful``: the engine was unsure of it."""
    from rapidfuzz.distance import Levenshtein

    wrong = _wrong(term, doubtful=doubtful)
    return Levenshtein.distance(_shape(read), _shape(term), score_cutoff=wrong) <= wrong


def _wrong(term: str, *, doubtful: bool) -> int:
    """How many letters of ``term`` may be read wrong."""
    return 0 if len(term) < _LONG else max(1, len(term) // (3 if doubtful else 5))


@lru_cache(maxsize=10_000)
def _shape(letters: str) -> str:
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters.translate(_ALIKE)


@lru_cache(maxsize=10_000)
def _letters(text: str) -> str:
    return skeleton(text)
