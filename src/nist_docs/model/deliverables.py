"""The table of documents: templates/deliverables.yaml."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from nist_docs.formats import Format
from nist_docs.model.types import Entry, File, Id, Text, refused

_PATTERN = r"^[a-z0-9-]*(\{hearing\}[a-z0-9-]*)+$"  # what the check below lets through, for editors


def _file_name(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"([a-z0-9-]|\{hearing\})+", value):
        hint = 'use small letters, digits, hyphens and {hearing}: "{hearing}-hearing-briefing"'
        raise refused("file-name", f"'{value}' is no pattern for a file name", hint)
    if isinstance(value, str) and "{hearing}" not in value:
        raise refused("file-name", f"'{value}' would be the same for every hearing", "add {hearing} to it")
    return value


class Deliverable(Entry):
    template: Text = Field(description="The template's file in templates/.", examples=["briefing.html.j2"])
    formats: tuple[Format, ...] = Field(
        min_length=1, description="The formats in which it is written: html, txt, pdf, docx.", examples=[["pdf"]]
    )
    name: Annotated[str, BeforeValidator(_file_name)] = Field(
        description="The file's name, without its ending; {hearing} stands for the hearing's id.",
        examples=["{hearing}-briefing"],
        json_schema_extra={"pattern": _PATTERN},
    )


class Deliverables(File):
    documents: dict[Id, Deliverable] = Field(
        min_length=1,
        description="Every document, under the name that the receipt uses.",
        examples=[{"briefing": {"template": "briefing.html.j2", "formats": ["pdf"], "name": "{hearing}-briefing"}}],
    )
