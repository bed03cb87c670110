"""The values that fields hold: each decides for itself what the text in the YAML file means.

Every type reads the text as it stands in the file and says in plain words when it cannot.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from nist_docs import markup
from nist_docs.problems import as_id
from nist_docs.records import dataclass


def refused(rule: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error that the validation turns into a located problem."""
    # Braces would be taken for placeholders by pydantic's message templates.
    return PydanticCustomError(rule, "{text}", {"text": message, "hint": hint})


class Entry(BaseModel):
    """A group of keys in a YAML file."""

    # Inner groups are built as a part of their file's model, when a file of that kind is read.
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Record(Entry):
    """What the office keeps about a text or a picture. No document shows it, and no template sees it."""


class Scalar:
    """A value written as one text; a subclass says how it is read."""

    json_pattern: ClassVar[str | None] = None
    json_types: ClassVar[tuple[str, ...]] = ("string",)

    @classmethod
    def read(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> CoreSchema:
        written = core_schema.to_string_ser_schema()
        return core_schema.no_info_after_validator_function(cls.read, core_schema.str_schema(), serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, __: GetJsonSchemaHandler) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": list(cls.json_types) if len(cls.json_types) > 1 else cls.json_types[0]}
        if cls.json_pattern:
            schema["pattern"] = cls.json_pattern
        return schema


def one_line(text: str) -> str:
    """The text with line breaks and runs of spaces as one space; fixed spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _line(text: object) -> object:
    if isinstance(text, str):
        text = one_line(text)
        if not text:
            raise refused("empty-text", "the text is empty", "write a text, or delete the key")
    return text


# A text without quotes is a number or a yes-or-no to an editor, where it looks like one.
_AS_WRITTEN = ("string", "number", "boolean")

Text = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": list(_AS_WRITTEN)})]
"""One text without markup; line breaks in the file count as spaces."""


@dataclass(frozen=True, slots=True)
class Rich(Scalar):
    """A running text with inline markup (see ``markup``)."""

    json_types: ClassVar[tuple[str, ...]] = _AS_WRITTEN
    source: str

    @classmethod
    def read(cls, text: str) -> Self:
        line = one_line(text)
        if not line:
            raise refused("empty-text", "the text is empty", "write a text, or delete the key")
        for message, hint in (*markup.listed(text), *markup.faults(line)):
            raise refused("markup", message, hint)
        return cls(line)

    @property
    def plain(self) -> str:
        return markup.plain(self.source)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text with blank lines."""
    return tuple(part for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()) or ("",)


def _paragraphs(value: object) -> object:
    """A text with blank lines as a list of paragraphs; a list stays one."""
    return paragraphs(value) if isinstance(value, str) else value


T = TypeVar("T")


def _none_is_empty(value: object) -> object:
    return () if value is None else value


Many = Annotated[tuple[T, ...], BeforeValidator(_none_is_empty)]
"""A list; a key with nothing after it is an empty one."""

_JSON_TEXT = {"type": list(_AS_WRITTEN)}
_JSON_PARAGRAPHS = {"anyOf": [_JSON_TEXT, {"type": "array", "items": _JSON_TEXT, "minItems": 1}]}

Paragraphs = Annotated[tuple[Rich, ...], BeforeValidator(_paragraphs), WithJsonSchema(_JSON_PARAGRAPHS)]
"""Running text; a blank line begins a new paragraph."""


_YES, _NO = {"yes", "true", "ja"}, {"no", "false", "nej"}


def _yes_or_no(value: object) -> object:
    if not isinstance(value, str) or value.lower() not in _YES | _NO:
        raise refused("yes-or-no", "expected yes or no", "write yes or no")
    return value.lower() in _YES


_YES_OR_NO = "^([Yy][Ee][Ss]|[Nn][Oo]|[Jj][Aa]|[Nn][Ee][Jj]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_JSON_YES_NO = {"anyOf": [{"enum": ["yes", "no"]}, {"type": "string", "pattern": _YES_OR_NO}, {"type": "boolean"}]}

YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema(_JSON_YES_NO)]


@dataclass(frozen=True, slots=True)
class PartialDate(Scalar):
    """A date as far as it is known: a day, a month, or nothing at all."""

    json_pattern: ClassVar[str | None] = r"^(unknown|\d{4}-\d{2}(-\d{2})?)$"
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        if text == "unknown":
            return cls()
        found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text)
        hint = "write 2015-12-01, or 2015-12 where the day is not known, or unknown"
        if not found:
            raise refused("date", f"'{text}' is not a date", hint)
        year, month, day = (int(n) if n else None for n in found.groups())
        assert year is not None  # the pattern requires both
        assert month is not None
        try:
            dt.date(year, month, day or 1)
        except ValueError:
            raise refused("date", f"'{text}' is not a day in the calendar", hint) from None
        return cls(year, month, day)

    @property
    def known(self) -> bool:
        return self.year is not None

    @property
    def iso(self) -> str:
        """ISO 8601 with the precision that is known: ``2015-12``; empty if nothing is."""
        parts = [f"{self.year:04}"] if self.year else []
        parts += [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def first_day(self) -> dt.date | None:
        return dt.date(self.year, self.month or 1, self.day or 1) if self.year else None

    def last_day(self) -> dt.date | None:
        if not self.year:
            return None
        if self.day:
            return self.first_day()
        return dt.date(self.year, self.month or 12, calendar.monthrange(self.year, self.month or 12)[1])


@dataclass(frozen=True, slots=True, order=True)
class TimeOfDay(Scalar):
    """A time on the clock, 24 hours."""

    json_pattern: ClassVar[str | None] = r"^\d{1,2}[:.]\d{2}$"
    json_types: ClassVar[tuple[str, ...]] = ("string", "number")  # 13.00 is a number to an editor
    hour: int
    minute: int

    @classmethod
    def read(cls, text: str) -> Self:
        found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise refused("time", f"'{text}' is not a time of day", "write hours and minutes: 14:30")
        return cls(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Moment(Scalar):
    """A date and time with its zone."""

    json_pattern: ClassVar[str | None] = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$"
    at: dt.datetime

    @classmethod
    def read(cls, text: str) -> Self:
        hint = "write date, time and zone: 2015-12-01 06:00+01:00"
        try:
            # Python reads more forms than people do: 20151201T06+01, 2015-W49-2T06:00Z
            at = dt.datetime.fromisoformat(text if re.match(r"\d{4}-\d{2}-\d{2}(?![^T ])", text) else "")
        except ValueError:
            raise refused("moment", f"'{text}' is not a date with a time", hint) from None
        if at.tzinfo is None:
            raise refused("moment", f"'{text}' does not say its time zone", hint)
        return cls(at)


@dataclass(frozen=True, slots=True)
class Url(Scalar):
    """An address that a document may link to."""

    href: str

    @classmethod
    def read(cls, text: str) -> Self:
        if fault := markup.link_fault(text):
            raise refused("link", *fault)
        return cls(text)


@dataclass(frozen=True, slots=True)
class Ref(Scalar):
    """The id of something that is described elsewhere."""

    json_pattern: ClassVar[str | None] = r"^[a-z0-9]+(-[a-z0-9]+)*$"
    id: str

    @classmethod
    def read(cls, text: str) -> Self:
        if not is_id(text):
            hint = f"an id has small letters a–z, digits and single hyphens: {as_id(text) or 'eva-lindstrom'}"
            raise refused("id", f"'{text}' is not an id", hint)
        return cls(text)


class PersonId(Ref):
    __slots__ = ()


class ThemeId(Ref):
    __slots__ = ()


class QuestionId(Ref):
    __slots__ = ()


class StrategyId(Ref):
    __slots__ = ()


class SenderId(Ref):
    __slots__ = ()


def is_id(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def _id(text: object) -> object:
    if isinstance(text, str):
        Ref.read(text)
    return text


Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": Ref.json_pattern})]


def _whole_number(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch("[1-9][0-9]{0,5}", value):
        raise refused("number", f"'{value}' is not a whole number from 1", "write digits only: 1")
    return value


Number = Annotated[int, BeforeValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 1})]
"""A whole number from 1, in digits only: ``010``, ``1.0`` and ``1_0`` could mean several things."""


def _format_one(value: object) -> object:
    if value != "1":
        message = f"this program reads format 1, not {value!r}" if value else "the format is empty"
        raise refused(
            "format", message, "write format: 1, or use the version of the program that the file was made for"
        )
    return 1


Format = Annotated[int, BeforeValidator(_format_one), WithJsonSchema({"const": 1})]


class File(Entry):
    """What every content file begins with."""

    format: Format = Field(description="The version of this format: 1.", examples=[1])
