"""What an office asks for before it publishes: content/policy.yaml."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from nist_docs.model.types import Entry, File


class Demand(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"


class Approvals(Entry):
    statements: Demand = Field(
        Demand.REQUIRED, description="Whether statements need an approval: required or optional.", examples=["required"]
    )
    answers: Demand = Field(
        Demand.REQUIRED, description="Whether answers need an approval: required or optional.", examples=["required"]
    )
    shortened_quotes: Demand = Field(
        Demand.REQUIRED,
        description="Whether a pulled quote that leaves words out by […] needs an approval of its own: required or "
        "optional. One that leaves nothing out rests on its text's.",
        examples=["required"],
    )


class Policy(File):
    approvals: Approvals = Field(
        Approvals(),
        description="Which quotations must be approved before publication.",
        examples=[{"statements": "optional", "answers": "required"}],
    )
