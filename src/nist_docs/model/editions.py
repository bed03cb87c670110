"""The record of what was published: content/editions/<hearing>.yaml, written by `make publish`."""

from __future__ import annotations

from pydantic import Field

from nist_docs.model.types import Entry, File, Moment, Number, Text


class Edition(Entry):
    number: Number = Field(description="The edition's number, from 1.", examples=[1])
    published: Moment = Field(
        description="When it was published, with the zone: 2015-12-01 10:00+01:00",
        examples=["2015-12-01 10:00+01:00"],
    )
    reason: Text | None = Field(
        None,
        description="Why an edition after the first was published: the line that documents bear.",
        examples=["Ett namn är rättat."],
    )
    content: Text = Field(
        description="The SHA-256 of the content that it was made of.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )


class Editions(File):
    editions: tuple[Edition, ...] = Field(
        min_length=1,
        description="Every edition, the first one first.",
        examples=[[{"number": 1, "published": "2015-12-01 10:00+01:00", "content": "9f86d081…"}]],
    )
