"""Values with places -> models, or located problems in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nist_docs.model.types import Entry
from nist_docs.problems import Place, Problem, Problems, nearest
from nist_docs.source import SourceFile

M = TypeVar("M", bound=Entry)


def validate(model: type[M], file: SourceFile) -> M:
    """The file's content as a model. Raises Problems that name line, column and what to write instead."""
    try:
        return model.model_validate(file.value)
    except ValidationError as error:
        raise Problems(_problems(model, file, error)) from None


def _problems(model: type[Entry], file: SourceFile, error: ValidationError) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and any(
            detail["loc"] == d["loc"][: len(detail["loc"])] != d["loc"] for d in details
        ):
            continue  # pydantic counts the items that are right; the wrong ones are told themselves
        # The last step of a bad dictionary key's path is pydantic's own word for it.
        keys = tuple(key for key in detail["loc"] if key != "[key]")
        of_key = detail["type"] in ("missing", "extra_forbidden") or "[key]" in detail["loc"]
        message, hint = _words(model, detail, keys)
        where = file.place(keys, of_key=of_key)
        if detail["type"] == "missing" and (below := _next_key(model, file, keys)):
            where, hint = below, hint.replace(" here.", " above this line.", 1)
        rule = _RULES.get(detail["type"], detail["type"])
        yield Problem(rule, where, message, hint)


def _next_key(model: type[Entry], file: SourceFile, keys: tuple[str | int, ...]) -> Place | None:
    """The key above which a missing one belongs by the model's order; none if that begins its group's first line,
    where a hyphen or a bracket may stand before it."""
    *above, missing = keys
    fields = list(getattr(_model_at(model, tuple(above)), "model_fields", ()))
    group = file.place(tuple(above))
    for key in fields[fields.index(str(missing)) + 1 :] if missing in fields else ():
        place = file.place((*above, key), of_key=True)
        if place.line > group.line and place.column == group.column:
            return place
    return None


_RULES = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "string_type": "wrong-type",
    "tuple_type": "wrong-type",
    "dict_type": "wrong-type",
    "model_type": "wrong-type",
    "enum": "unknown-word",
    "int_type": "wrong-type",
    "too_short": "empty-list",
}


def _words(model: type[Entry], detail: ErrorDetails, keys: tuple[str | int, ...]) -> tuple[str, str]:
    """Message and hint for one of pydantic's errors."""
    last = next((str(key) for key in reversed(keys) if isinstance(key, str)), "the file")
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            meaning = _described(_model_at(model, keys[:-1]), last)
            return f"the key '{last}' is missing", f"add '{last}:' here. {meaning}".strip()
        case "extra_forbidden":
            parent = _model_at(model, keys[:-1])
            return f"unknown key '{last}'", _known_key(model, parent, last)
        case "string_type":
            if keys and isinstance(keys[-1], int):
                return _item_not_text(detail["input"], last)
            return _not_expected(detail["input"], last, "a text", f"write '{last}: the text' on one line, or after '|'")
        case "tuple_type":
            hint = "begin each item on a line of its own with '- '"
            if str(detail["input"]).startswith("-"):
                hint = "write a space after the hyphen that begins each item"
            return _not_expected(detail["input"], last, "a list", hint)
        case "dict_type" | "model_type":
            inner = _model_at(model, keys)
            known = ", ".join(inner.model_fields) if inner else ""
            hint = f"indent its keys under it: {known}" if known else "indent its entries under it"
            if not keys:
                hint = "write 'key: value' on lines of their own, the first one: format: 1"
            return _not_expected(detail["input"], last, "keys with values", hint)
        case "enum":
            words = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            written = str(detail["input"])
            message = f"'{written}' is not one of the words for '{last}'"
            return message, _translated(written, words) or nearest(written, words, likeness=0.7)
        case "int_type":
            return _not_expected(detail["input"], last, "a number", f"write '{last}: 1'")
        case "too_short":
            return f"'{last}' has no items", "add at least one, on a line that begins with '- '"
        case _:
            return str(context.get("text", detail["msg"])), str(context.get("hint", ""))


# What Swedish hands write where the format has an English word.
SWEDISH = {
    "måndag": "monday", "tisdag": "tuesday", "onsdag": "wednesday", "torsdag": "thursday", "fredag": "friday",
    "lördag": "saturday", "söndag": "sunday", "svenska": "sv", "engelska": "en", "utkast": "draft",
    "granskning": "review", "publicerad": "published", "klar": "published", "artikel": "article",
    "pressmeddelande": "press-release", "tal": "speech", "före": "before", "inför": "before", "vid": "at",
    "efter": "after", "myndighet": "agency", "kommun": "municipality", "universitet": "university",
    "högskola": "university", "företag": "company", "förening": "association", "fack": "union", "fackförbund": "union",
    "titel": "title", "rubrik": "headline", "underrubrik": "subtitle", "språk": "language", "avsändare": "sender",
    "strategi": "strategy", "brödtext": "body", "sammanfattning": "summary", "plats": "place", "datum": "date",
    "börjar": "starts", "slutar": "ends", "syfte": "purpose", "diarienummer": "reference", "teman": "themes",
    "frågor": "questions", "fråga": "question", "svar": "answers", "intervjuer": "interviews", "bilder": "pictures",
    "bildtext": "caption", "fotograf": "photographer", "rättigheter": "rights", "länkar": "links",
    "genvägar": "links", "faktarutor": "fact_boxes", "deltagare": "participants", "dagordning": "agenda",
    "namn": "name", "efternamn": "surname", "visionen": "vision", "mål": "goal",
    "utmaningar": "challenges", "nyckelområden": "key_areas", "riktningar": "directions", "citat": "pulled",
}  # fmt: skip


def _translated(word: str, known: Iterable[str]) -> str:
    meant = SWEDISH.get(word.strip().lower(), "")
    return f"did you mean '{meant}'?" if meant in known else ""


def _item_not_text(value: object, key: str) -> tuple[str, str]:
    if value is None:
        return f"an item of '{key}' is empty", "write its text after the hyphen, or delete the line"
    hint = "a colon followed by a space ends a key, and [ or { begins a list or group: put the item in quotes"
    return _not_expected(value, f"an item of '{key}'", "a text", hint)


def _known_key(model: type[Entry], parent: type[Entry] | None, key: str) -> str:
    """The few groups of the file that have a key of this name, else the known key most like it."""
    fields = parent.model_fields if parent else {}
    if meant := _translated(key, fields):
        return meant
    holders = [name for name, inner in groups(model) if key in inner.model_fields] if model is parent else []
    if 0 < len(holders) <= 3:
        return f"'{key}' belongs under {' or '.join(map(repr, holders))}: indent it"
    return nearest(key, fields)


def groups(model: type[Entry]) -> Iterator[tuple[str, type[Entry]]]:
    """The groups of keys right below a model, each under its key."""
    for name, field in model.model_fields.items():
        inner = _as_entry(field.annotation) or _as_entry(_items_of(field.annotation))
        if inner:
            yield name, inner


def _not_expected(value: object, key: str, expected: str, hint: str) -> tuple[str, str]:
    name = key if " " in key else f"'{key}'"  # "the file" is no key
    match value:
        case None:
            return f"{name} is empty", hint
        case str():
            found = "a text"
        case list():
            found = "a list"
        case _:
            found = "keys with values"
    return f"{name} must be {expected}, but is {found}", hint


def _model_at(model: type[Entry], keys: tuple[str | int, ...]) -> type[Entry] | None:
    """The model that describes the values below this path, if one does."""
    here: Any = model
    for key in keys:
        entry = _as_entry(here)
        if entry is None:
            here = _items_of(here)
        elif key in entry.model_fields:
            here = entry.model_fields[str(key)].annotation
        else:
            return None
    return _as_entry(here)


def _bare(annotation: Any) -> Any:
    """The type itself, without ``| None`` and ``Annotated``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(arg for arg in get_args(annotation) if arg is not type(None)))
    return annotation


def _as_entry(annotation: Any) -> type[Entry] | None:
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, Entry) else None


def _items_of(annotation: Any) -> Any:
    """What a list or mapping holds: ``Answer`` of ``tuple[Answer, ...]`` and of ``dict[str, Answer]``."""
    arguments = [arg for arg in get_args(_bare(annotation)) if arg is not Ellipsis]
    return arguments[-1] if arguments else None


def _described(model: type[Entry] | None, key: str) -> str:
    field = model.model_fields.get(key) if model else None
    return (field.description or "") if field else ""
