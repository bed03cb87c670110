"""JSON Schema of the content files and the table of documents, for editors that complete and check while one types.

An editor reads YAML by YAML's own rules, where ``2020`` is a number and ``yes`` may be a word; the schema
takes a value in every way that the program reads it.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from nist_docs.model.deliverables import Deliverables
from nist_docs.model.editions import Editions
from nist_docs.model.editorial import Editorial
from nist_docs.model.hearing import Hearing
from nist_docs.model.people import People, Sender
from nist_docs.model.policy import Policy
from nist_docs.model.strategy import Strategy
from nist_docs.model.types import File

Schema = dict[str, Any]

# The schema's name -> the model, and the files of the project that it describes.
KINDS: dict[str, tuple[type[File], str]] = {
    "hearing": (Hearing, "content/hearings/*.yaml"),
    "strategy": (Strategy, "content/strategies/*.yaml"),
    "sender": (Sender, "content/senders/*.yaml"),
    "people": (People, "content/people.yaml"),
    "editorial": (Editorial, "content/editorial.yaml"),
    "deliverables": (Deliverables, "templates/deliverables.yaml"),
    "policy": (Policy, "content/policy.yaml"),
    "editions": (Editions, "content/editions/*.yaml"),
}


class _InOrder(GenerateJsonSchema):
    """Keys in the model's order, which is the order of a page; pydantic would sort them."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        return value


def schemas() -> dict[str, Schema]:
    """Each kind of file's schema (draft 2020-12), without what pydantic adds for programmers."""
    return {name: _schema(model, files) for name, (model, files) in KINDS.items()}


def _schema(model: type[File], files: str) -> Schema:
    made = _plain(model.model_json_schema(schema_generator=_InOrder))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": files, **made}


def _plain(schema: Schema) -> Schema:
    """The schema with its keys' own titles and unwritable defaults left out; empty lists may be left empty."""
    found: Schema = {}
    for key, value in schema.items():
        match key, value:
            case "title", str():
                continue
            case "default", _ if not isinstance(value, int | str) or "(" in str(value):
                continue
            case (("properties" | "$defs" | "patternProperties"), dict()):
                found[key] = {name: _plain(inner) for name, inner in value.items()}
            case "items", dict():
                found[key] = _plain(value)
            case "anyOf", list():
                found[key] = [_plain(inner) for inner in value]
            case _:
                found[key] = value
    if "patternProperties" in found:
        found["additionalProperties"] = False  # keys that are no ids
    if found.get("type") == "array" and "minItems" not in found:
        found["type"] = ["array", "null"]
    return found
