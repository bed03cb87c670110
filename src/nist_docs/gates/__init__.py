"""What stands between a text and its publication: who approved its words, by what right its pictures are shown, who
may be named, and when it may be known. ``status`` is what the office wants; the gates decide whether it may be so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from nist_docs.content import EDITIONS, HEARINGS, Content
from nist_docs.editions import Standing, day, standing
from nist_docs.gates import approvals, people, pictures
from nist_docs.model.hearing import Hearing, Status
from nist_docs.problems import Problem, Severity
from nist_docs.records import dataclass

GATES = ("approval", "picture-rights", "changed-since")  # the rules whose problems make a draft of a text


@dataclass(frozen=True, slots=True)
class States:
    """What a hearing's documents are at the moment of decision."""

    draft: bool = False
    embargoed: bool = False
    archived: bool = False
    picture_withheld: bool = False

    def names(self) -> tuple[str, ...]:
        """The states that hold, as the receipt names them."""
        every = (("draft", self.draft), ("embargoed", self.embargoed), ("archived", self.archived),
                 ("picture-withheld", self.picture_withheld))  # fmt: skip
        return tuple(name for name, holds in every if holds)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gates say of a hearing at a moment."""

    states: States
    standing: Standing
    withheld: frozenset[int]  # the pictures, by their places in the list, whose files are not shown
    reasons: tuple[Problem, ...]  # why it cannot be published, whatever the office wants


def decide(content: Content, name: str, now: dt.datetime) -> Decision:
    """The decision on one hearing at this moment (with its zone). The content has no errors."""
    hearing = content.hearings[name]
    where = standing(content, name)
    refused = list(pictures.refused(content, name, now.date()))
    reasons = (
        *approvals.missing(content, name),
        *(problem for _, problem in refused),
        *_changed(content, name, where),
    )
    withheld = frozenset(index for index, _ in refused)
    return Decision(_states(hearing, now, bool(reasons), bool(withheld)), where, withheld, reasons)


def _states(hearing: Hearing, now: dt.datetime, stopped: bool, withheld: bool) -> States:
    ends = hearing.archive.ends.last_day() if hearing.archive else None
    return States(
        draft=hearing.status is not Status.PUBLISHED or stopped,
        embargoed=hearing.embargo is not None and now < hearing.embargo.at,
        archived=ends is not None and now.date() > ends,
        picture_withheld=withheld,
    )


def _changed(content: Content, name: str, where: Standing) -> Iterator[Problem]:
    if where.last and not where.is_published:
        at = content.address(HEARINGS, f"{name}.yaml") / "status"
        message = (
            f"this is no longer the text of edition {where.last.number}, published {day(where.last.published.at).iso}"
        )
        hint = f'publish the correction: make publish NAME={name} REASON="what was corrected"'
        yield Problem("changed-since", content.place(at), message, hint, Severity.WARNING)


def check(content: Content) -> Iterator[Problem]:
    """What is wrong whatever the state: names that may not be shown, records that cannot be right."""
    yield from people.undecided(content)
    yield from people.withheld(content)
    yield from _records(content)


def _records(content: Content) -> Iterator[Problem]:
    for name, record in content.editions.items():
        at = content.address(EDITIONS, f"{name}.yaml") / "editions"
        for index, (one, before) in enumerate(zip(record, (None, *record), strict=False)):
            if one.number != index + 1:
                hint = "the record is written by `make publish`: take back what was changed in it"
                where = content.place(at / index / "number")
                yield Problem("edition-record", where, f"edition {index + 1} has the number {one.number}", hint)
            if before and one.published.at < before.published.at:
                where = content.place(at / index / "published")
                yield Problem(
                    "edition-record", where, "it was published before the edition above it", "check both times"
                )
        if name not in content.hearings and content.address(HEARINGS, f"{name}.yaml").file not in content.broken:
            hint = "give the hearing its name back; what was published is not forgotten"
            yield Problem("edition-record", content.place(at), f"there is no hearing '{name}'", hint)


def told(content: Content, decisions: Mapping[str, Decision]) -> Iterator[Problem]:
    """What keeps the hearings that ask for it from being published, as warnings; for those in review, as advice. Of
    drafts, only which pictures are not shown: whoever added one would look for it."""
    for name, hearing in content.hearings.items():
        for reason in decisions[name].reasons:
            if hearing.status is Status.PUBLISHED or reason.rule == "picture-rights":
                yield reason
            elif hearing.status is Status.REVIEW:
                yield replace(reason, severity=Severity.ADVICE)


def turns(content: Content, zone: dt.tzinfo | None) -> Iterator[dt.datetime]:
    """The moments at which a state changes by itself: an embargo ends, an archive period or a right is over."""
    for hearing in content.hearings.values():
        if hearing.embargo:
            yield hearing.embargo.at
        ends = [hearing.archive.ends] if hearing.archive else []
        ends += [picture.expires for picture in hearing.pictures if picture.expires]
        for last in (date.last_day() for date in ends):
            if last:
                yield dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)


def obstacles(content: Content, name: str, now: dt.datetime) -> Iterator[Problem]:
    """Everything that keeps a hearing from being published now, as errors."""
    hearing, at = content.hearings[name], content.address(HEARINGS, f"{name}.yaml")
    if hearing.status is not Status.PUBLISHED:
        hint = "write status: published when the office wants it to be"
        yield Problem("not-final", content.place(at / "status"), f"the text is in status '{hearing.status}'", hint)
    decision = decide(content, name, now)
    if hearing.embargo and decision.states.embargoed:
        message = f"the embargo lasts until {hearing.embargo.at.isoformat(' ', 'minutes')}"
        yield Problem("embargo", content.place(at / "embargo"), message, "publish after that, or take it back")
    for reason in decision.reasons:
        yield replace(reason, severity=Severity.ERROR)


def presented(content: Content, withheld: Mapping[str, frozenset[int]]) -> Content:
    """The content as documents may show it: of each hearing, pictures that are withheld have no file, and stand-ins
    take their place."""
    return replace(content, hearings=content.hearings | {
        name: content.hearings[name].model_copy(update={"pictures": tuple(
            one.model_copy(update={"file": None}) if index in places else one
            for index, one in enumerate(content.hearings[name].pictures)
        )})
        for name, places in withheld.items() if places
    })  # fmt: skip
