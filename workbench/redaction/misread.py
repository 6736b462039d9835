# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as OCR misreads them: on pages read from their picture a name may stand as ``KE5TREL`` or ``Kestrei``.

Over-withholding can be put right by whoever compares the picture; a name that slipped through cannot. Pages of live
text are never searched so: there a near miss is another word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from workbench.documents import Document, Span
from workbench.documents.model import Page
from workbench.redaction.folding import fold
from workbench.redaction.intervals import overlapping
from workbench.redaction.model import Term


# What OCR takes for one another on typed pages, each group as one letter.
_ALIKE = str.maketrans("01i58q", "ollsbg")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"))
_LONG = 6
"""Letters from which on a term is known again with a fifth of them wrong; a shorter one by its shapes alone."""


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
    for term, letters in wanted:
        for first, last in _stretches(ends, len(letters) + len(letters) // 4 + 1):
            span = Span(words[first].start, words[last - 1].end)
            doubtful = bool(overlapping(document.unsure, span))
            if _is_near(whole[ends[first] : ends[last]], letters, doubtful=doubtful):
                yield term, span


def _stretches(ends: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Every run of words of no more than ``most`` letters: its first word, and the one behind its last."""
    for first in range(len(ends) - 1):
        for last in range(first + 1, len(ends)):
            if ends[last] - ends[first] > most:
                break
            yield first, last


def _is_near(read: str, term: str, *, doubtful: bool) -> bool:
    """Whether ``read`` (letters and digits, folded) may be ``term``; ``doubtful``: the engine was unsure of it."""
    if _shape(read) == _shape(term):
        return True
    if len(term) < _LONG:
        return False
    from rapidfuzz.distance import Levenshtein

    wrong = max(1, len(term) // (3 if doubtful else 5))
    return Levenshtein.distance(_shape(read), _shape(term), score_cutoff=wrong) <= wrong


def _shape(letters: str) -> str:
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters.translate(_ALIKE)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)[0]))
