"""A hearing: what was said, by whom, about which strategy, and what comes of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from nist_docs.model.types import (
    Entry,
    File,
    Id,
    Many,
    Moment,
    Number,
    Paragraphs,
    PartialDate,
    PersonId,
    QuestionId,
    Rich,
    SenderId,
    StrategyId,
    Text,
    ThemeId,
    TimeOfDay,
    Url,
    YesNo,
)


class Language(StrEnum):
    SWEDISH = "sv"
    ENGLISH = "en"


class Status(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"


class TextType(StrEnum):
    ARTICLE = "article"
    PRESS_RELEASE = "press-release"
    SPEECH = "speech"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class When(Entry):
    date: PartialDate = Field(PartialDate(), description="2015-12-01, 2015-12 or unknown.")
    weekday: Weekday | None = Field(None, description="The day of the week, where only that is known.")
    starts: TimeOfDay | None = Field(None, description="When it begins: 13:00")
    ends: TimeOfDay | None = Field(None, description="When it ends: 16:00")


class Archive(Entry):
    begins: PartialDate = Field(PartialDate(), description="The first day that the text was published.")
    ends: PartialDate = Field(PartialDate(), description="The last day; after it, documents bear the archive notice.")


class Source(Entry):
    """Where the facts and quotations come from."""

    title: Text = Field(description="The title of the source.")
    publisher: Text = Field(description="Who published it.")
    type: TextType = Field(TextType.ARTICLE, description="What kind of text it is.")
    note: Rich | None = Field(None, description="What a reader should know about it.")


class KeyPoint(Entry):
    title: Text = Field(description="The point in a few words.")
    text: Rich = Field(description="The point in one or two sentences.")


class PullUse(StrEnum):
    """Where a pulled quote is shown."""

    PRESS = "press"  # the press release
    OPENING = "opening"  # the first page of the interview
    CLOSING = "closing"  # the last page of a long interview
    SUMMARY = "summary"  # the page with everything most important
    STRATEGY = "strategy"  # below the strategy's figure
    CONTRIBUTION = "contribution"  # how the organisation will take part


class PulledQuote(Entry):
    words: Rich = Field(description="Contiguous words of the answer; […] marks an omission.")
    use: tuple[PullUse, ...] = Field(min_length=1, description="Where it is shown.")


class ThemeMention(Entry):
    theme: ThemeId = Field(description="The theme's id, from the list of themes.")
    words: Rich = Field(description="The words of the text that raise it.")


class Statement(Entry):
    speaker: PersonId = Field(description="Who said it.")
    verb: Text | None = Field(None, description="How it is attributed, for example: sade.")
    text: Paragraphs = Field(description="Word for word; a blank line begins a new paragraph.")
    lead: YesNo = Field(False, description="Whether it stands right after the ingress of the press release.")
    themes: Many[ThemeMention] = Field((), description="Themes that it raises, with the words that do.")
    pulled: Many[PulledQuote] = Field((), description="Words set apart as a quotation.")


class Question(Entry):
    text: Rich = Field(description="The question, as asked of all.")
    short: Text = Field(description="The question in a few words, for headings of summaries.")


class Answer(Entry):
    question: QuestionId = Field(description="The question's id.")
    asked: Rich | None = Field(None, description="The question as asked of this person, where it differs.")
    text: Paragraphs = Field(description="Word for word; a blank line begins a new paragraph.")
    themes: Many[ThemeMention] = Field((), description="Themes that the answer raises, with the words that do.")
    pulled: Many[PulledQuote] = Field((), description="Words set apart as a quotation.")


class Interview(Entry):
    person: PersonId = Field(description="Who answers.")
    answers: tuple[Answer, ...] = Field(min_length=1, description="The answers, in the order they were given.")


class Picture(Entry):
    description: Text = Field(description="What the picture shows, for those who cannot see it.")
    caption: Rich = Field(description="The text below the picture.")
    person: PersonId | None = Field(None, description="Whose portrait it is.")
    photographer: Text | None = Field(None, description="Who took it.")
    rights: Text | None = Field(None, description="Who holds the rights.")
    file: Text | None = Field(None, description="The file, in content/pictures/; leave out if there is none.")


class Phase(StrEnum):
    BEFORE = "before"
    AT = "at"
    AFTER = "after"


class Step(Entry):
    phase: Phase = Field(description="before, at or after the hearing.")
    when: Text = Field(description="When, in words: Under hösten")
    short: Text = Field(description="What, in a few words, for the figure.")
    text: Rich = Field(description="What, in a sentence.")
    people: Many[PersonId] = Field((), description="Who took part, where it is known.")


class Process(Entry):
    conclusion: Rich | None = Field(None, description="What the steps add up to, in a sentence.")
    steps: tuple[Step, ...] = Field(min_length=1, description="The steps, in the order of time.")
    next: Many[KeyPoint] = Field((), description="What follows from the hearing.")


class AgendaItem(Entry):
    starts: TimeOfDay | None = Field(None, description="When it begins: 13:00")
    title: Text = Field(description="What it is about.")
    speaker: PersonId | None = Field(None, description="Who leads it.")


class Participant(Entry):
    name: Text = Field(description="First name and surname.")
    named: YesNo = Field(description="Whether documents may show the name.")
    role: Text | None = Field(None, description="Title or role.")
    organisation: Text | None = Field(None, description="The organisation.")


class Change(Entry):
    text: Rich = Field(description="What the input changed, in a sentence.")
    short: Text | None = Field(None, description="The same in a few words.")
    vision_words: Text | None = Field(None, description="The words of the vision that are new.")


class Input(Entry):
    summary: Rich = Field(description="The input received beforehand, in a sentence.")
    changes: Many[Change] = Field((), description="What it changed.")


class Fact(Entry):
    label: Text = Field(description="What it is: Ledning")
    text: Rich = Field(description="The fact.")


class FactBox(Entry):
    title: Text = Field(description="The box's title.")
    text: Many[Rich] = Field((), description="Running text.")
    facts: Many[Fact] = Field((), description="Facts with labels.")


class Link(Entry):
    text: Text = Field(description="What the link leads to, in words.")
    url: Url = Field(description="The address.")


class Hearing(File):
    language: Language = Field(description="The documents' language: sv or en.")
    status: Status = Field(description="draft, review or published; all but published are marked as drafts.")
    type: TextType = Field(TextType.PRESS_RELEASE, description="What the press release is called.")
    strategy: StrategyId = Field(description="The id of the strategy: its file's name in content/strategies/.")
    sender: SenderId = Field(description="The id of the sender: its file's name in content/senders/.")
    reference: Text | None = Field(None, description="The reference number (diarienummer).")
    edition: Number = Field(1, description="The edition's number.")

    title: Text = Field(description="The hearing's name, on the cover.")
    short_title: Text | None = Field(None, description="A shorter one, for running feet.")
    divisions: Many[Text] = Field(
        (), description="Long words with a hyphen where a heading may divide them: nyindustrialiserings-strategin"
    )
    subtitle: Text | None = Field(None, description="What it was about, below the title.")
    headline: Text | None = Field(None, description="The press release's heading; the title if left out.")
    ingress: Rich = Field(description="The first paragraph of the press release: at most four lines.")
    body: Paragraphs = Field((), description="The text of the press release.")
    summary: Rich | None = Field(None, description="The first paragraph of the briefing and the report.")

    when: When = Field(When(), description="When the hearing is held.")
    place: Text | None = Field(None, description="Where.")
    led_by: PersonId | None = Field(None, description="Who led it.")
    purpose: Rich | None = Field(None, description="What it was for.")
    on_the_table: Many[Text] = Field((), description="What was discussed: vision, mål, fokusområden")

    published: PartialDate = Field(PartialDate(), description="When the text was published.")
    updated: PartialDate | None = Field(None, description="When it was last changed.")
    embargo: Moment | None = Field(None, description="Not to be published before: 2015-12-01 06:00+01:00")
    archive: Archive | None = Field(None, description="The period for which an archived text was published.")
    source: Source | None = Field(None, description="Where facts and quotations come from.")

    key_points: Many[KeyPoint] = Field((), description="The most important, point by point.")
    themes: dict[Id, Text] = Field({}, description="Themes that statements and answers raise, each under an id.")
    questions: dict[Id, Question] = Field({}, description="Questions asked of several people, each under an id.")
    statements: Many[Statement] = Field((), description="What the host and others said.")
    interviews: Many[Interview] = Field((), description="Answers to the questions.")
    pictures: Many[Picture] = Field((), description="Pictures, with or without a file.")
    input: Input | None = Field(None, description="Input received beforehand, and what it changed.")
    process: Process | None = Field(None, description="The steps before, at and after the hearing.")
    agenda: Many[AgendaItem] = Field((), description="The agenda.")
    participants: Many[Participant] = Field((), description="Who took part.")
    fact_boxes: Many[FactBox] = Field((), description="Boxes with facts.")
    links: Many[Link] = Field((), description="Links to more (Genvägar).")

    def document_date(self) -> PartialDate:
        """The date that documents bear: publication's, else the hearing's; unknown if neither is known."""
        return self.published if self.published.known else self.when.date
