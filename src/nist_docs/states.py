"""What a hearing's documents are at the moment of decision: draft, embargoed, archived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nist_docs.model.hearing import Hearing, Status


@dataclass(frozen=True, slots=True)
class States:
    draft: bool = False
    embargoed: bool = False
    archived: bool = False

    def names(self) -> tuple[str, ...]:
        """The states that hold, as the receipt names them."""
        every = (("draft", self.draft), ("embargoed", self.embargoed), ("archived", self.archived))
        return tuple(name for name, holds in every if holds)


def states(hearing: Hearing, now: dt.datetime) -> States:
    """The states at this moment (with its zone). Only a published text is not a draft."""
    ends = hearing.archive.ends.last_day() if hearing.archive else None
    return States(
        draft=hearing.status is not Status.PUBLISHED,
        embargoed=hearing.embargo is not None and now < hearing.embargo.at,
        archived=ends is not None and now.date() > ends,
    )
