"""The strategy that a hearing is about: vision, goal, and the groups that lead there."""

from __future__ import annotations

from pydantic import Field

from nist_docs.model.types import Entry, File, Many, PersonId, Rich, Text


class Vision(Entry):
    title: Text | None = Field(
        None, description="The heading of the fact box that shows it.", examples=["Regeringens vision"]
    )
    text: Rich = Field(description="The vision in one sentence.", examples=["Sverige ska vara världsledande."])
    elaboration: Rich | None = Field(
        None,
        description="What lies in it, in a sentence or two.",
        examples=["I detta ligger en smart och flexibel industri."],
    )


class Goal(Entry):
    text: Rich = Field(description="The goal as a sentence.", examples=["EU ska ha låg arbetslöshet 2020."])
    short: Text = Field(
        description="The goal in a few words, for fact boxes and figures.", examples=["Låg arbetslöshet"]
    )
    year: Text | None = Field(None, description="The year when it is to be reached.", examples=["2020"])


class Group(Entry):
    """Things that belong together; the documents draw them as one group, not pair by pair."""

    members: tuple[Text, ...] = Field(
        min_length=1,
        description="The members of the group, in the source's order.",
        examples=[["digitalisering", "kompetens"]],
    )
    reported_by: PersonId | None = Field(
        None,
        description="Whose words gave the group, if not the strategy's own: an id from people.yaml.",
        examples=["johan-stahre"],
    )
    words: Rich | None = Field(
        None, description="Those words, exactly.", examples=["områdena digitalisering och kompetens"]
    )


class Strategy(File):
    name: Text = Field(
        description="The strategy's name, as used in running text.", examples=["nyindustrialiseringsstrategin"]
    )
    short_name: Text | None = Field(None, description="The short form, for example NIST.", examples=["NIST"])
    summary: Rich | None = Field(
        None,
        description="The strategy's direction in one or two sentences.",
        examples=["Strategin utgår från fyra utmaningar."],
    )
    vision: Vision | None = Field(
        None, description="What the strategy is to lead to.", examples=[{"text": "Sverige ska vara världsledande."}]
    )
    goal: Goal | None = Field(
        None,
        description="The wider goal that the strategy serves.",
        examples=[{"text": "Låg arbetslöshet 2020.", "short": "Låg arbetslöshet"}],
    )
    challenges: Group | None = Field(
        None, description="The challenges that the strategy starts from.", examples=[{"members": ["globalisering"]}]
    )
    key_areas: Group | None = Field(None, description="The key areas.", examples=[{"members": ["digitalisering"]}])
    directions: Group | None = Field(
        None, description="The directions that the key areas open towards.", examples=[{"members": ["smart industri"]}]
    )
    focus: Many[Text] = Field((), description="Focus areas that belong to no group.", examples=[["små företag"]])
