"""The strategy that a hearing is about: vision, goal, and the groups that lead there."""

from __future__ import annotations

from pydantic import Field

from nist_docs.model.types import Entry, File, Many, PersonId, Rich, Text


class Vision(Entry):
    title: Text | None = Field(None, description="The heading of the fact box that shows it.")
    text: Rich = Field(description="The vision in one sentence.")
    elaboration: Rich | None = Field(None, description="What lies in it, in a sentence or two.")


class Goal(Entry):
    text: Rich = Field(description="The goal as a sentence.")
    short: Text = Field(description="The goal in a few words, for fact boxes and figures.")
    year: Text | None = Field(None, description="The year when it is to be reached.")


class Group(Entry):
    """Things that belong together; the documents draw them as one group, not pair by pair."""

    members: tuple[Text, ...] = Field(min_length=1, description="The members of the group, in the source's order.")
    reported_by: PersonId | None = Field(None, description="Whose words gave the group, if not the strategy's own.")
    words: Rich | None = Field(None, description="Those words, exactly.")


class Strategy(File):
    name: Text = Field(description="The strategy's name, as used in running text.")
    short_name: Text | None = Field(None, description="The short form, for example NIST.")
    summary: Rich | None = Field(None, description="The strategy's direction in one or two sentences.")
    vision: Vision | None = Field(None, description="What the strategy is to lead to.")
    goal: Goal | None = Field(None, description="The wider goal that the strategy serves.")
    challenges: Group | None = Field(None, description="The challenges that the strategy starts from.")
    key_areas: Group | None = Field(None, description="The key areas.")
    directions: Group | None = Field(None, description="The directions that the key areas open towards.")
    focus: Many[Text] = Field((), description="Focus areas that belong to no group.")
