# SPDX-License-Identifier: AGPL-3.0-or-later
"""Releasing a copy: the stamp that says by whose authority it was declassified, its header and footer.

32 CFR 2001.25(b): the word, the authority by name and position (or title and date of the guide), the date; the overall
markings on the cover or first page lined through and readable beneath, which the plan does (``Plan.cancelled``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from workbench.core.errors import UsageError
from workbench.core.rules import load_rules, rule_files
from workbench.redaction import Plan
from workbench.redaction.notices import Notices, checked_template, fields_of


class Track(BaseModel):
    """A ground of release, as ``rules/release_tracks.yaml`` has it; ``remark`` is whether it allows a stamp."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    remark: bool


class _Tracks(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """What an export was asked to say on its copies. ``authority`` is empty where no stamp was asked for."""

    authority: str = ""
    on: str = ""
    track: str = ""
    header: str = ""
    footer: str = ""
    case: str = ""

    def notices(self, plan: Plan, document: str, *, partly: bool = False) -> Notices:
        """Those of the copy that ``plan`` makes; ``document`` is the name it goes by.

        ``partly``: its writer withholds something too, such as a picture.
        """
        values = {"document": document, "date": self.on, "case": self.case}
        return Notices(self._stamp(plan, partly=partly), self.header, self.footer).filled(values)

    def _stamp(self, plan: Plan, *, partly: bool) -> tuple[str, ...]:
        """Its lines, none where there was nothing to declassify: never marked, or released before."""
        if not self.authority or not plan.analysis.overall.classified:
            return ()
        partly |= bool(plan.redactions)
        return _lines("DECLASSIFIED IN PART" if partly else "DECLASSIFIED", self.on, self.authority)

    def note(self, plan: Plan) -> str:
        """What a person should know of a copy that was to be stamped and is not."""
        if not self.authority or plan.notices.stamp:
            return ""
        why = "it was released before" if plan.analysis.overall.released else "no marking of it is in force"
        return f"not stamped as declassified: {why}"

    def as_json(self, plan: Plan) -> dict[str, Any] | None:
        """The ``stamp`` of redactions.json, None where there is none."""
        lines = plan.notices.stamp
        return {"text": lines[0], "authority": self.authority, "date": self.on, "track": self.track} if lines else None


NOTHING_SAID = Release()


def recorded_notices(record: Mapping[str, Any]) -> Notices:
    """What a copy says of itself, as its redactions.json tells it; nothing where an earlier version wrote that."""
    stamp = record.get("stamp") or {}
    lines = _lines(str(stamp["text"]), str(stamp["date"]), str(stamp["authority"])) if stamp else ()
    templates = (checked_template(str(record.get(name) or ""), name) for name in ("header", "footer"))
    return Notices(lines, *templates)


def _lines(text: str, on: str, authority: str) -> tuple[str, ...]:
    return text, f"Date: {on}", f"Authority: {authority}"


@cache
def tracks() -> Mapping[str, Track]:
    """The grounds of release there are, by name; the user's own come last.

    Raises:
        RulesError: a file of them is not valid.

    """
    return {t.name: t for path in rule_files("release_tracks.yaml") for t in load_rules(path, _Tracks).tracks}


def make_release(
    *,
    stamp: bool = False,
    authority: str = "",
    on: str = "",
    track: str = "foia",
    header: str = "",
    footer: str = "",
    case: str = "",
) -> Release:
    """What was asked for, checked; ``on`` is ISO 8601 (YYYY-MM-DD), ``case`` the name of the case.

    Raises:
        UsageError: something is missing, of the wrong form, or not allowed on the track; names the option.

    """
    _check_track(track, stamp=stamp)
    if stamp and not (authority.strip() and on):
        raise UsageError("--stamp: needs --authority (name and position, or title and date of the guide) and --on DATE")
    if authority and not stamp:
        raise UsageError("--authority: goes with --stamp declassified")
    if len(authority) > 200 or not authority.isprintable():
        raise UsageError("--authority: is one line of up to 200 characters")
    if on:
        _check_date(on)
    for option, template in (("--header", header), ("--footer", footer)):
        used = fields_of(checked_template(template, option))
        if "date" in used and not on:
            raise UsageError(f"{option}: {{date}} needs --on DATE")
        if "case" in used and not case:
            raise UsageError(f"{option}: {{case}} needs --case FILE")
    return Release(authority.strip() if stamp else "", on, track if stamp else "", header, footer, case)


def _check_track(name: str, *, stamp: bool) -> None:
    known = tracks()
    if name not in known:
        raise UsageError(f"--track: no track {name!r}: use {', '.join(known)}")
    if stamp and not known[name].remark:
        allowed = ", ".join(track.name for track in known.values() if track.remark)
        why = "documents keep their markings (ISOO marking FAQ 3)"
        raise UsageError(f"--stamp: is for --track {allowed}; under {known[name].title} {why}")


def _check_date(text: str) -> None:
    try:
        whole = date.fromisoformat(text).isoformat() == text
    except ValueError:
        whole = False
    if not whole:
        raise UsageError(f"--on: {text!r} is no date: write YYYY-MM-DD")
