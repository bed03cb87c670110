"""What documents say of their edition: its number, when it was published, and what was corrected since."""

from __future__ import annotations

from nist_docs.addresses import Address, Kind, Origin
from nist_docs.content import EDITIONS
from nist_docs.editions import Standing, day
from nist_docs.language import dates
from nist_docs.model.types import PartialDate
from nist_docs.records import dataclass
from nist_docs.views import DateLeaf, Leaf, Setting


@dataclass(frozen=True, slots=True)
class Dating:
    """``edition`` in templates. What is not known, or has not happened, is None."""

    number: Leaf
    published: DateLeaf | None
    updated: DateLeaf | None
    reason: Leaf | None


def dating(setting: Setting, standing: Standing) -> Dating:
    """The dates that the content gives hold where it gives them; the record of editions has the others."""
    hearing, at = setting.content.hearings[setting.hearing], setting.hearing_address
    record = setting.content.editions.get(setting.hearing, ())
    entries = setting.content.address(EDITIONS, f"{setting.hearing}.yaml") / "editions"
    number_at = entries / (standing.number - 1) / "number" if standing.is_published else at / "status"
    published = _date(setting, hearing.published, at / "published")
    updated = _date(setting, hearing.updated, at / "updated") if hearing.updated else None
    reason = None
    if record and published is None:
        published = _date(setting, day(record[0].published.at), entries / 0 / "published")
    if standing.is_published and len(record) > 1:
        last = entries / (len(record) - 1)
        updated = _date(setting, day(record[-1].published.at), last / "published")
        reason = Leaf(setting, record[-1].reason, Origin(last / "reason")) if record[-1].reason else None
    number = Leaf(setting, str(standing.number), Origin(number_at, Kind.DERIVED), standing.number)
    return Dating(number, published, updated, reason)


def _date(setting: Setting, date: PartialDate, at: Address) -> DateLeaf | None:
    if not date.known:
        return None
    return DateLeaf(setting, dates.written(date, setting.language), Origin(at, Kind.DERIVED), date.iso)
