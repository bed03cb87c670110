"""What people said: statements, answers, the words set apart from them, and who approved them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from nist_docs.model.types import (
    Entry,
    Many,
    Paragraphs,
    PartialDate,
    PersonId,
    QuestionId,
    Record,
    Rich,
    Text,
    ThemeId,
    YesNo,
)


class Basis(StrEnum):
    """What an approval rests on."""

    WORD = "word"  # the person's own word, to whoever notes it
    PUBLICATION = "publication"  # the words were published before


class Approval(Record):
    """Somebody's consent to words, as they were then: another letter, another speaker, and it no longer holds."""

    by: Text = Field(description="Who approved the words, or published them before.", examples=["Förnamn Efternamn"])
    on: PartialDate = Field(description="When: 2015-12-02, 2015-12 or unknown.", examples=["2015-12-02"])
    basis: Basis = Field(
        description="What it rests on: word (the person's own) or publication (the words were published before).",
        examples=["word"],
    )
    fingerprint: Text = Field(
        description="What `make approve` made of the words and who said them.", examples=["9f86d081884c7d65"]
    )


_APPROVAL = Field(
    None,
    description="Who approved the words; `make approve` writes it.",
    examples=[{"by": "Förnamn Efternamn", "on": "2015-12-02", "basis": "word", "fingerprint": "9f86d081884c7d65"}],
)


class PullUse(StrEnum):
    """Where a pulled quote is shown."""

    PRESS = "press"  # the press release
    OPENING = "opening"  # the first page of the interview
    CLOSING = "closing"  # the last page of a long interview
    SUMMARY = "summary"  # the page with everything most important
    STRATEGY = "strategy"  # below the strategy's figure
    CONTRIBUTION = "contribution"  # how the organisation will take part


class PulledQuote(Entry):
    words: Rich = Field(
        description="Contiguous words of the answer; […] marks an omission.", examples=["Den roliga delen kommer nu"]
    )
    use: tuple[PullUse, ...] = Field(
        min_length=1,
        description="Where it is shown: press (the press release), opening (the first page of the interview), closing "
        "(its last page), summary (the page with everything most important), strategy (below the strategy's figure), "
        "contribution (how the organisation will take part).",
        examples=[["opening", "press"]],
    )
    approval: Approval | None = _APPROVAL


class ThemeMention(Entry):
    theme: ThemeId = Field(description="The theme's id, from the list of themes.", examples=["digitalisering"])
    words: Rich = Field(description="The words of the text that raise it.", examples=["digitalisering av industrin"])


class Statement(Entry):
    speaker: PersonId = Field(description="Who said it: an id from people.yaml.", examples=["eva-lindstrom"])
    verb: Text | None = Field(None, description="How it is attributed, for example: sade.", examples=["sade"])
    text: Paragraphs = Field(
        description="Word for word; a blank line begins a new paragraph.", examples=["Tack för era inspel."]
    )
    lead: YesNo = Field(
        False, description="Whether it stands right after the ingress of the press release.", examples=["yes"]
    )
    themes: Many[ThemeMention] = Field(
        (),
        description="Themes that it raises, with the words that do.",
        examples=[[{"theme": "inspel", "words": "era inspel"}]],
    )
    pulled: Many[PulledQuote] = Field(
        (),
        description="Words set apart as a quotation.",
        examples=[[{"words": "Tack för era inspel", "use": ["strategy"]}]],
    )
    approval: Approval | None = _APPROVAL


class Question(Entry):
    text: Rich = Field(
        description="The question, as asked of all.", examples=["Vad är ditt intryck från dagens hearing?"]
    )
    short: Text = Field(
        description="The question in a few words, for headings of summaries.", examples=["Intryck från hearingen"]
    )


class Answer(Entry):
    question: QuestionId = Field(
        description="Which question is answered: an id from the list of questions.", examples=["intryck"]
    )
    asked: Rich | None = Field(
        None,
        description="The question as asked of this person, where it differs.",
        examples=["Johan Stahre, vad är ditt intryck från dagens hearing?"],
    )
    text: Paragraphs = Field(
        description="Word for word; a blank line begins a new paragraph.",
        examples=["Öppet, intressant och inlyssnande."],
    )
    themes: Many[ThemeMention] = Field(
        (),
        description="Themes that the answer raises, with the words that do.",
        examples=[[{"theme": "digitalisering", "words": "digitalisering av industrin"}]],
    )
    pulled: Many[PulledQuote] = Field(
        (),
        description="Words set apart as a quotation.",
        examples=[[{"words": "Öppet, intressant och inlyssnande.", "use": ["opening"]}]],
    )
    approval: Approval | None = _APPROVAL


class Interview(Entry):
    person: PersonId = Field(description="Who answers: an id from people.yaml.", examples=["johan-stahre"])
    answers: tuple[Answer, ...] = Field(
        min_length=1,
        description="The answers, in the order they were given.",
        examples=[[{"question": "intryck", "text": "Öppet, intressant och inlyssnande."}]],
    )
