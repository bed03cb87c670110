"""What editors and people read about the content files: JSON Schema, and docs/content.md. Both come from the model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from nist_docs.model.schema import KINDS, Schema, schemas

SCHEMAS, PAGE = "content/.schema", "docs/content.md"


def files() -> dict[str, str]:
    """The text of every file that `make schema` writes, by its path in the project."""
    made = schemas()
    written = {f"{SCHEMAS}/{name}.json": _json(schema) for name, schema in made.items()}
    return {**written, PAGE: page(made)}


def _json(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


INTRODUCTION = """# What the content files hold

Every key, what it means and how it is written. Made by `make schema` from the model in `src/nist_docs/model/`;
VS Code (with the YAML extension that it offers to install) shows the same words while you type, completes keys
and underlines what is wrong.

A key in **bold** must be there; the others may be left out. A *text* is one line, or several after `>-`. A
*running text* may also hold `*emphasis*`, `**strong**`, `[words](https://…)`, `[advisory board]{lang=en}` and
`a word^[with a footnote]`. *Paragraphs* are a running text after `|`, with a blank line between them. An *id* has
small letters a–z, digits and single hyphens. Put a text in quotes if it holds `: ` or ` #`, or begins with one of
``[ { * & ! % @ ` " ' | > ? -``.
"""


def page(made: dict[str, Schema]) -> str:
    """docs/content.md: a table for each kind of file and each group of keys in it."""
    return "\n".join([INTRODUCTION, *(line for name in made for line in _kind(name, made[name]))])


def _kind(name: str, schema: Schema) -> Iterator[str]:
    yield f"## `{KINDS[name][1]}`\n"
    yield from _table(schema, schema)
    told: set[str] = set()
    pending = list(_groups(schema, schema, ""))
    while pending:
        path, group, inner = pending.pop(0)
        if group not in told:
            told.add(group)
            yield f"### `{path}`\n"
            if words := inner.get("description"):
                yield f"{words}\n"
            yield from _table(inner, schema)
            pending += _groups(inner, schema, path)


def _groups(schema: Schema, whole: Schema, path: str) -> Iterator[tuple[str, str, Schema]]:
    """The groups of keys right below this one: the way to each, its name and its schema."""
    for key, value in schema.get("properties", {}).items():
        for one in _forms(value):
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name and "properties" in (inner := whole["$defs"][name]):
                yield f"{path}{' → ' if path else ''}{key}", name, inner


def _forms(value: Schema) -> Iterator[Schema]:
    """A value's schema, and those of what it may be instead, of its items and of what it holds under ids."""
    yield value
    items = [value["items"]] if "items" in value else []
    for one in (*value.get("anyOf", ()), *items, *value.get("patternProperties", {}).values()):
        yield from _forms(one)


def _table(schema: Schema, whole: Schema) -> Iterator[str]:
    yield "| key | what it holds | written as |"
    yield "| --- | --- | --- |"
    for key, value in schema["properties"].items():
        shown = f"**`{key}`**" if key in schema.get("required", ()) else f"`{key}`"
        words = f"{value['description']} {_choices(value, whole)}".strip()
        yield f"| {shown} | {_cell(words)} | `` {_cell(written(key, value['examples'][0]))} `` |"
    yield ""


def _choices(value: Schema, whole: Schema) -> str:
    """The words that the key takes, where they are a closed list that its meaning does not name already."""
    for one in (value, *value.get("anyOf", ()), value.get("items", {})):
        name = str(one.get("$ref", "")).rpartition("/")[2]
        if words := whole.get("$defs", {}).get(name, {}).get("enum"):
            if all(word in value["description"] for word in words):
                return ""
            return f"One of: {', '.join(words)}."
    return ""


def written(key: str, example: Any) -> str:
    """The example in YAML as a person would write it, on one line."""
    if isinstance(example, str) and not re.search(r": | #|^\W", example):
        return f"{key}: {example}"
    return f"{key}: {_flow(example)}"


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str() if re.search(r'[,\[\]{}"]|: | #|^\W', value):
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
