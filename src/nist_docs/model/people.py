"""People and senders: who speaks, and in whose name."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from nist_docs.model.mail import Mail
from nist_docs.model.types import Entry, File, Id, Many, Rich, Text, YesNo


class OrganisationKind(StrEnum):
    GOVERNMENT = "government"
    AGENCY = "agency"
    REGION = "region"
    MUNICIPALITY = "municipality"
    UNIVERSITY = "university"
    COMPANY = "company"
    ASSOCIATION = "association"
    UNION = "union"
    OTHER = "other"


NAMED = Field(
    None,
    description="Whether documents may show the name: yes or no. As long as nobody decided, none does.",
    examples=["yes"],
)


class Person(Entry):
    name: Text = Field(
        description="First name and surname, as the person writes it.", examples=["Johanna Essemyr Pauldin"]
    )
    named: YesNo | None = NAMED
    surname: Text | None = Field(
        None, description="The surname, where it is more than the last word of the name.", examples=["Essemyr Pauldin"]
    )
    title: Text | None = Field(None, description="Title or role, as it stands after the name.", examples=["enhetschef"])
    unit: Text | None = Field(None, description="Unit or department within the organisation.", examples=["Analys"])
    organisation: Text | None = Field(
        None, description="The organisation that the person speaks for.", examples=["Chalmers tekniska högskola"]
    )
    organisation_short: Text | None = Field(
        None, description="A short name for tables and figures.", examples=["Chalmers"]
    )
    organisation_kind: OrganisationKind | None = Field(
        None, description="What kind of organisation it is.", examples=["university"]
    )


class People(File):
    people: dict[Id, Person] = Field(
        description="Everyone the documents name, each under an id.",
        examples=[{"johan-stahre": {"name": "Johan Stahre", "title": "professor"}}],
    )


class Contact(Entry):
    name: Text = Field(description="Whom to contact.", examples=["Förnamn Efternamn"])
    role: Text | None = Field(None, description="For example: Pressekreterare hos …", examples=["Pressekreterare"])
    switchboard: Text | None = Field(None, description="Telephone, switchboard.", examples=["08-405 10 00"])
    mobile: Text | None = Field(None, description="Mobile telephone.", examples=["070-123 45 67"])
    email: Text | None = Field(None, description="E-mail address.", examples=["press@example.org"])


class Sender(File):
    organisation: Text = Field(
        description="The name that the documents are sent under.", examples=["Näringsdepartementet"]
    )
    department: Text | None = Field(
        None, description="A department within the organisation.", examples=["Pressenheten"]
    )
    contacts: Many[Contact] = Field(
        (),
        description="Press contacts.",
        examples=[[{"name": "Förnamn Efternamn", "role": "Pressekreterare", "mobile": "070-123 45 67"}]],
    )
    mail: Mail | None = Field(
        None,
        description="From whom participants get their copies by mail.",
        examples=[{"address": "hearingar@example.org"}],
    )
    standing: Rich | None = Field(
        None,
        description="A standing paragraph about the sender.",
        examples=["Näringsdepartementet ansvarar för näringspolitiken."],
    )
