"""People and senders: who speaks, and in whose name."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from nist_docs.model.types import Entry, File, Id, Many, Rich, Text


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


class Person(Entry):
    name: Text = Field(description="First name and surname, as the person writes it.")
    surname: Text | None = Field(None, description="The surname, where it is more than the last word of the name.")
    title: Text | None = Field(None, description="Title or role, as it stands after the name.")
    unit: Text | None = Field(None, description="Unit or department within the organisation.")
    organisation: Text | None = Field(None, description="The organisation that the person speaks for.")
    organisation_short: Text | None = Field(None, description="A short name for tables and figures.")
    organisation_kind: OrganisationKind | None = Field(None, description="What kind of organisation it is.")


class People(File):
    people: dict[Id, Person] = Field(description="Everyone the documents name, each under an id.")


class Contact(Entry):
    name: Text = Field(description="Whom to contact.")
    role: Text | None = Field(None, description="For example: Pressekreterare hos …")
    switchboard: Text | None = Field(None, description="Telephone, switchboard.")
    mobile: Text | None = Field(None, description="Mobile telephone.")
    email: Text | None = Field(None, description="E-mail address.")


class Sender(File):
    organisation: Text = Field(description="The name that the documents are sent under.")
    department: Text | None = Field(None, description="A department within the organisation.")
    contacts: Many[Contact] = Field((), description="Press contacts.")
    standing: Rich | None = Field(None, description="A standing paragraph about the sender.")
