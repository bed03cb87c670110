"""Pictures of a hearing: what they show, and by what right they are shown."""

from __future__ import annotations

from pydantic import Field

from nist_docs.model.types import Entry, PartialDate, PersonId, Record, Rich, Text, YesNo


class Recognisable(Record):
    who: Text = Field(description="Who can be recognised.", examples=["Förnamn Efternamn"])
    consent: YesNo = Field(description="Whether they agreed to the picture's being published.", examples=["yes"])


class Picture(Entry):
    description: Text = Field(
        description="What the picture shows, for those who cannot see it.",
        examples=["Fem personer sitter runt ett bord och pratar"],
    )
    caption: Rich = Field(description="The text below the picture.", examples=["Diskussion under hearingen."])
    person: PersonId | None = Field(
        None, description="Whose portrait it is: an id from people.yaml.", examples=["johan-stahre"]
    )
    photographer: Text | None = Field(
        None, description="Who took it; without it a file is not shown.", examples=["Förnamn Efternamn"]
    )
    rights: Text | None = Field(
        None, description="Who holds the rights; without it a file is not shown.", examples=["Regeringskansliet"]
    )
    file: Text | None = Field(
        None, description="The file, in content/pictures/; leave out if there is none.", examples=["bordet.jpg"]
    )
    recognisable: tuple[Recognisable, ...] | None = Field(
        None,
        description="Who can be recognised in the file's picture, each with their consent; [] if nobody can. Without "
        "this key the picture is not shown.",
        examples=[[{"who": "Förnamn Efternamn", "consent": "yes"}]],
    )
    expires: PartialDate | None = Field(
        None,
        description="The last day on which the picture may be shown, where the rights end.",
        examples=["2026-12-31"],
    )
