"""The editorial rules of a project: which there are, how grave each is, and its limits. content/editorial.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from nist_docs.model.types import Entry, File, Number, refused
from nist_docs.problems import nearest


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    OFF = "off"


# Every editorial rule with what it is unless a project says otherwise, and what it looks at.
RULES: dict[str, tuple[Level, str]] = {
    "long-heading": (Level.WARNING, "A heading is longer than the limit."),
    "wordy-heading": (Level.ADVICE, "A heading is longer than can be read at a glance."),
    "long-ingress": (Level.WARNING, "The ingress runs over more than four lines."),
    "long-release": (Level.WARNING, "The press release is longer than the limit."),
    "long-statement": (Level.ADVICE, "A statement is longer than readers follow."),
    "no-lead": (Level.ADVICE, "No statement stands right after the ingress."),
    "no-themes": (Level.ADVICE, "A statement raises none of the hearing's themes."),
    "lix-document": (Level.ADVICE, "A document is heavy to read (LIX, quotations left out)."),
    "lix-paragraph": (Level.ADVICE, "A paragraph is heavy to read (LIX, quotations left out)."),
    "hyphen-as-dash": (Level.ADVICE, "A hyphen may stand for a dash, which the program cannot decide."),
    "unpaired-quote": (Level.WARNING, "A quotation mark has no partner in its paragraph."),
    "double-space": (Level.ADVICE, "Two spaces follow each other, of which one is a fixed one."),
    "time-form": (Level.ADVICE, "A time of day is not written as the language does."),
    "number-in-digits": (Level.ADVICE, "A number to twelve stands in digits in running text."),
    "leftover-markup": (Level.WARNING, "Signs of HTML or of unfinished markup are shown as they stand."),
    "garbled": (Level.WARNING, "A letter was read in a wrong alphabet before it came here."),
    "link-text": (Level.WARNING, "A link's words do not say where it leads."),
    "picture-alt": (Level.WARNING, "A picture's description does not say what it shows."),
    "alt-repeats-caption": (Level.WARNING, "A picture's description says the same as its caption."),
    "similar-names": (Level.WARNING, "Two people have nearly the same name."),
    "language": (Level.WARNING, "A text seems to be in another language than the documents."),
    "unused": (Level.WARNING, "A person, theme, question, strategy or sender that nothing refers to."),
    "unshown": (Level.WARNING, "Content that no document shows."),
}  # fmt: skip


def _rule(name: object) -> object:
    if isinstance(name, str) and name not in RULES:
        raise refused("unknown-rule", f"there is no editorial rule '{name}'", nearest(name, RULES))
    return name


RuleName = Annotated[str, BeforeValidator(_rule)]

_LEVELS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        name: {"enum": [level.value for level in Level], "default": usual.value, "description": words}
        for name, (usual, words) in RULES.items()
    },
}


class Limits(Entry):
    heading: Number = Field(70, description="The most signs in a heading.", examples=[70])
    heading_at_a_glance: Number = Field(
        50, description="More signs than this in a heading are advised against; about 35 are good.", examples=[50]
    )
    ingress: Number = Field(280, description="The most signs in the ingress: four lines of seventy.", examples=[280])
    release: Number = Field(2500, description="The most signs in the press release.", examples=[2500])
    statement: Number = Field(700, description="The most signs in a statement.", examples=[700])
    lix_document: Number = Field(
        60, description="The highest LIX of a document: 50–60 is official prose, over 60 heavy.", examples=[60]
    )
    lix_paragraph: Number = Field(65, description="The highest LIX of a paragraph.", examples=[65])


class Editorial(File):
    rules: Annotated[dict[RuleName, Level], WithJsonSchema(_LEVELS)] = Field(
        {},
        description="How grave each editorial rule is: error, warning, advice or off. docs/problems.md tells them all.",
        examples=[{"long-release": "error", "number-in-digits": "off"}],
    )
    limits: Limits = Field(Limits(), description="Where the rules about length begin.", examples=[{"release": 2000}])

    def level(self, rule: str) -> Level:
        """How grave a rule is in this project. Raises KeyError for what is no editorial rule."""
        return self.rules.get(rule, RULES[rule][0])
