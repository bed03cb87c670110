"""What templates see: the content, read-only, each value knowing its address.

A view of a group of keys gives views of what is in it; a reference by id gives a view of what it names;
a text, number or date is a leaf. Where a leaf is printed it writes its marks (see ``addresses``), so
templates need to do nothing for their values to be traced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from html import escape
from typing import Any

from nist_docs import markup
from nist_docs.addresses import Address, Kind, Origin, Origins
from nist_docs.content import HEARINGS, PEOPLE, SENDERS, STRATEGIES, Content
from nist_docs.language import dates, typography
from nist_docs.model.hearing import Participant, Weekday
from nist_docs.model.people import Person
from nist_docs.model.types import (
    Entry,
    Moment,
    PartialDate,
    PersonId,
    QuestionId,
    Record,
    Ref,
    Rich,
    SenderId,
    StrategyId,
    ThemeId,
    TimeOfDay,
    Url,
)
from nist_docs.problems import nearest
from nist_docs.records import dataclass
from nist_docs.source import SourceFile


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rendering stands in: its content, hearing and language, and the table of origins it fills."""

    content: Content
    hearing: str
    language: str
    origins: Origins
    labels: SourceFile | None = None  # the documents' own words, for what stands in the place of a name

    def unnamed(self) -> Leaf:
        """The words in the place of a name that may not be shown."""
        assert self.labels is not None  # whoever shows people gives the labels
        words = self.labels.value["name-withheld"] if isinstance(self.labels.value, dict) else None
        return Leaf(self, str(words), Origin(Address(self.labels.name) / "name-withheld", Kind.LABEL))

    @property
    def hearing_address(self) -> Address:
        return self.content.address(HEARINGS, f"{self.hearing}.yaml")

    def view(self) -> View:
        return View(self, self.content.hearings[self.hearing], self.hearing_address)


class Leaf:
    """A printable value. ``plain`` is its text; ``number`` is set where it counts something."""

    __slots__ = ("_setting", "_source", "number", "origin")

    def __init__(self, setting: Setting, source: str | Rich, origin: Origin, number: int | None = None) -> None:
        self._setting, self._source, self.origin, self.number = setting, source, origin, number

    @property
    def plain(self) -> str:
        """The text without markup, set by the language's typography."""
        text = self._source.plain if isinstance(self._source, Rich) else self._source
        return self._set(text)

    @property
    def is_rich(self) -> bool:
        return isinstance(self._source, Rich)

    def _set(self, text: str, before: str = "") -> str:
        if self.origin.kind is Kind.DERIVED:
            return text
        return typography.set_text(text, self._setting.language, before)

    def __html__(self) -> str:
        mark = self._setting.origins.mark
        if not isinstance(self._source, Rich):
            return mark(self.origin, escape(self._set(self._source)))
        before = ""

        def write(words: str) -> str:
            nonlocal before
            done = mark(self.origin, escape(self._set(words, before)))
            before = words[-1]
            return done

        return markup.html(self._source.source, write)

    def __str__(self) -> str:
        return self._setting.origins.mark(self.origin, self.plain)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Leaf):
            return self.plain == other.plain
        return self.plain == other

    def __hash__(self) -> int:
        return hash(self.plain)

    def edited(self, edit: Callable[[str], str]) -> Leaf:
        """The same value with its source text changed in a way that keeps its words."""
        source = self._source
        return Leaf(self._setting, Rich(edit(source.source)) if isinstance(source, Rich) else edit(source), self.origin)

    def derived(self, text: str, number: int | None = None) -> Leaf:
        """Another text that follows from this value."""
        return Leaf(self._setting, text, Origin(self.origin.address, Kind.DERIVED), number)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"'{self.plain[:40]}' is a text and has no key '{name}'")


class DateLeaf(Leaf):
    """A date or time; ``iso`` is what documents' metadata write, with the precision that is known."""

    __slots__ = ("_iso", "has_day")

    def __init__(self, setting: Setting, text: str, origin: Origin, iso: str) -> None:
        super().__init__(setting, text, origin)
        self._iso, self.has_day = iso, len(iso) > len("2015-12")

    @property
    def iso(self) -> Leaf:
        return self.derived(self._iso)


class View:
    """A group of keys: ``hearing.led_by.name``."""

    __slots__ = ("_address", "_entry", "_setting")

    def __init__(self, setting: Setting, entry: Entry, address: Address) -> None:
        self._setting, self._entry, self._address = setting, entry, address

    def __getattr__(self, name: str) -> Any:  # what it is depends on the key, as templates ask for it
        fields = type(self._entry).model_fields
        if name not in fields:
            kind = type(self._entry).__name__.lower()
            raise AttributeError(f"a {kind} has no key '{name}' ({nearest(name, fields)})")
        if isinstance(self._entry, Person | Participant) and not self._entry.named and name in ("name", "surname"):
            return self._setting.unnamed() if name == "name" else None
        return see(self._setting, getattr(self._entry, name), self._address / name)


class ListView:
    """A list of the content, or a chosen part of one."""

    __slots__ = ("_address", "_items", "_setting")

    def __init__(self, setting: Setting, items: tuple[tuple[object, Address], ...], address: Address) -> None:
        self._setting, self._items, self._address = setting, items, address

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        return (see(self._setting, value, address) for value, address in self._items)

    def __getitem__(self, index: int) -> Any:
        return see(self._setting, *self._items[index])


class MapView:
    """Entries under ids: ``hearing.themes``."""

    __slots__ = ("_address", "_entries", "_setting")

    def __init__(self, setting: Setting, entries: dict[str, object], address: Address) -> None:
        self._setting, self._entries, self._address = setting, entries, address

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __getitem__(self, id: str) -> Any:
        return see(self._setting, self._entries[id], self._address / id)

    def values(self) -> list[Any]:
        return [self[id] for id in self]


# What recipients' words are said to come from: their file stands in no message, as their addresses are in it.
LIST = "the list of recipients"
# Columns that templates may ask for whether or not a list has them.
RECIPIENTS_COLUMNS = ("name", "organisation", "table", "group", "greeting", "note", "held")


class RecipientView:
    """A recipient as templates see them: ``recipient.name``. A column that is empty for them is nothing.

    ``asked`` are the columns that a template has looked at.
    """

    __slots__ = ("_columns", "_fields", "_setting", "asked")

    def __init__(self, setting: Setting, fields: Mapping[str, str], columns: Iterable[str]) -> None:
        self._setting, self._fields, self._columns = setting, fields, tuple(columns)
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Leaf | None:
        if name not in self._columns and name not in RECIPIENTS_COLUMNS:
            raise AttributeError(f"the list of recipients has no column '{name}' ({nearest(name, self._columns)})")
        self.asked.add(name)
        words = self._fields.get(name)
        # Derived, so that they stand as their owner writes them: no typography.
        return Leaf(self._setting, words, Origin(Address(LIST) / name, Kind.DERIVED)) if words else None


def see(setting: Setting, value: object, address: Address) -> object:
    """The view of one value; nothing that has no words (an unknown date, a missing text) is seen."""
    language = setting.language

    def derived(text: str, number: int | None = None) -> Leaf:
        return Leaf(setting, text, Origin(address, Kind.DERIVED), number)

    match value:
        case None | bool():
            return value
        case Weekday():
            return derived(dates.weekday(value.value, language))
        case Enum():
            # A word of the format, not of the documents: for conditions and for choosing labels.
            return str(value)
        case Rich():
            return Leaf(setting, value, Origin(address))
        case str():
            return Leaf(setting, value, Origin(address))
        case int():
            return derived(str(value), value)
        case PartialDate():
            if not value.known:
                return None
            return DateLeaf(setting, dates.written(value, language), Origin(address, Kind.DERIVED), value.iso)
        case TimeOfDay():
            return derived(dates.clock(value, language))
        case Moment():
            return DateLeaf(setting, dates.moment(value, language), Origin(address, Kind.DERIVED), value.at.isoformat())
        case Url():
            return Leaf(setting, value.href, Origin(address, Kind.DERIVED))
        case Ref():
            return _referred(setting, value)
        case Record():
            raise AttributeError("this is kept for the office, and no document shows it")
        case Entry():
            return View(setting, value, address)
        case tuple():
            return ListView(setting, tuple((v, address / i) for i, v in enumerate(value)), address)
        case dict():
            return MapView(setting, value, address)
    raise TypeError(f"no view of {type(value).__name__}")


def _referred(setting: Setting, ref: Ref) -> object:
    """The view of what an id names. The rules have seen to it that it exists."""
    content, hearing = setting.content, setting.content.hearings[setting.hearing]
    match ref:
        case PersonId():
            return View(setting, content.people[ref.id], content.address(PEOPLE) / "people" / ref.id)
        case StrategyId():
            return View(setting, content.strategies[ref.id], content.address(STRATEGIES, f"{ref.id}.yaml"))
        case SenderId():
            return View(setting, content.senders[ref.id], content.address(SENDERS, f"{ref.id}.yaml"))
        case ThemeId():
            return see(setting, hearing.themes[ref.id], setting.hearing_address / "themes" / ref.id)
        case QuestionId():
            return see(setting, hearing.questions[ref.id], setting.hearing_address / "questions" / ref.id)
    raise TypeError(f"no view of {type(ref).__name__}")


def address_of(seen: View | ListView | MapView | Leaf) -> Address:
    """The address of what a template sees (templates themselves cannot reach it)."""
    return seen.origin.address if isinstance(seen, Leaf) else seen._address


def entry_of(view: View) -> Entry:
    return view._entry


def setting_of(seen: View | ListView | MapView | Leaf) -> Setting:
    return seen._setting
