# SPDX-License-Identifier: AGPL-3.0-or-later
"""The overall marking: the banner in force, what the portions require, whether the document was released."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from workbench.core.findings import Finding, Severity
from workbench.markings import compare, resolved, roll_up
from workbench.markings.model import Era, Marking, RollUp
from workbench.markings.render import rendered
from workbench.marks.model import Authority, Mark, MarkType, Stamp
from workbench.marks.stamps import RELEASING
from workbench.structure.model import Overall, Paragraph, Role
from workbench.structure.portions import marking_of


# What only a classified document carries (32 CFR 2001.21 and 2001.22). A reason alone is a word of any letter.
# A choice is a row of levels on a form of which nobody can tell which was ticked.
_SIGNS = frozenset({"classified_by", "derived_from", "declassify_on", "downgrade_to", "choice"})


def overall(
    paragraphs: Sequence[Paragraph],
    marks: Sequence[Mark],
    caveats: Mapping[int, Marking],
    lone: Callable[[], Finding | None],
) -> tuple[Overall, tuple[Finding, ...]]:
    """What is in force for the whole document, and what could not be settled.

    A release stamp releases only what no unstruck classified banner contradicts; without a struck banner it is not
    taken to reach the portion marks either (fail closed). Where no marking can be read, the authority block still
    says that there was one, or a control that ``lone`` finds: it is asked only then. ``caveats``: what a banner, by its
    start, says with those stamped beside it.
    """
    banners = _banners(paragraphs, marks)
    struck = [b for b in banners if b.struck and marking_of(b).is_classified]
    standing = [caveats.get(b.start) or marking_of(b) for b in banners if not b.struck]
    portions = [p.portion.marking for p in paragraphs if p.portion and not p.portion.struck]
    distinct = {id(portion): portion for portion in portions}  # a document repeats a few
    banner = _handled(max(standing, key=_weight, default=None), standing)
    # (S//REL) stands for the list of the banner (CAPCO 2016 H.8).
    full = {key: resolved(portion, banner) if banner else portion for key, portion in distinct.items()}
    rolled = roll_up(full[id(portion)] for portion in portions) if portions else RollUp(None)
    stamped = any(releases(m) for m in marks)
    in_force = any(m.is_classified for m in standing)
    open_portions = any(m.is_classified for m in distinct.values())
    released = stamped and not in_force and (bool(struck) or not open_portions)
    silent = not standing and not portions
    signed = silent and any(_is_sign(m) for m in marks)
    alone = lone() if silent and not (signed or struck or stamped) else None
    classified = in_force or (not released and (open_portions or bool(struck) or signed or alone is not None))
    consistent = None
    if banner is not None and rolled.marking is not None:
        verdict = compare(banner, rolled.marking)
        consistent = None if verdict is None else verdict == 0
    result = Overall(banner, rolled.marking, consistent, classified, released, rolled.reasons)
    return result, (alone,) if alone else _findings(struck, stamped, in_force)


def _handled(banner: Marking | None, standing: Sequence[Marking]) -> Marking | None:
    """``banner`` with the systems of the handling lines that stand beside it: HANDLE VIA BYEMAN CONTROL SYSTEM ONLY."""
    systems = {name: None for other in standing for name in other.handle_via}
    if banner is None or banner.handle_via or not systems:
        return banner
    return rendered(replace(banner, sci=tuple(dict.fromkeys(banner.sci) | systems), era=Era.LEGACY))


def _banners(paragraphs: Sequence[Paragraph], marks: Sequence[Mark]) -> list[Mark]:
    """The banners of the document itself: those of a release footer speak of the copy, not of the original."""
    banners = [m for m in marks if m.type is MarkType.BANNER]
    if not banners:
        return []
    places = sorted((span.start, number) for number, p in enumerate(paragraphs) for span in p.spans)
    after = len(paragraphs)
    placed = [(m, paragraphs[places[bisect_right(places, (m.start, after)) - 1][1]].role) for m in banners if places]
    own = [m for m, role in placed if role not in (Role.RELEASE, Role.FORM)]
    furniture = [m for m, role in placed if role is not None and role not in (Role.RELEASE, Role.FORM)]
    return furniture or own


def _weight(marking: Marking) -> tuple[int, int]:
    """Of the banners of different pages the one with the highest level, and among those with the most controls."""
    controls = (marking.sci, marking.sar, marking.aea, marking.fgi, marking.dissem, marking.nonic, marking.rel_to)
    return marking.level.rank, sum(bool(control) for control in controls)


def releases(mark: Mark) -> bool:
    """Whether it is a stamp that releases the document."""
    return isinstance(mark.value, Stamp) and mark.value.decision in RELEASING and not mark.struck


def _is_sign(mark: Mark) -> bool:
    return isinstance(mark.value, Authority) and mark.value.field in _SIGNS and not mark.struck


def _findings(struck: list[Mark], stamped: bool, in_force: bool) -> tuple[Finding, ...]:
    if not struck or in_force or stamped:
        return ()
    first = struck[0]
    message = "a banner is struck out but no release stamp accounts for it: the document counts as classified"
    return (
        Finding("struck-without-stamp", Severity.WARNING, message, page=first.page, start=first.start, end=first.end),
    )
