"""A hearing: what was said, by whom, about which strategy, and what comes of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from nist_docs.model.mail import Mailing
from nist_docs.model.people import NAMED
from nist_docs.model.pictures import Picture
from nist_docs.model.quotations import Interview, Question, Statement
from nist_docs.model.types import (
    Entry,
    File,
    Id,
    Many,
    Moment,
    Paragraphs,
    PartialDate,
    PersonId,
    Rich,
    SenderId,
    StrategyId,
    Text,
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
    date: PartialDate = Field(
        PartialDate(),
        description="The day, as far as it is known: 2015-12-01, 2015-12 or unknown.",
        examples=["2015-12-01"],
    )
    weekday: Weekday | None = Field(
        None, description="The day of the week, where only that is known.", examples=["tuesday"]
    )
    starts: TimeOfDay | None = Field(None, description="When it begins: 13:00", examples=["13:00"])
    ends: TimeOfDay | None = Field(None, description="When it ends: 16:00", examples=["16:00"])


class Archive(Entry):
    begins: PartialDate = Field(
        PartialDate(), description="The first day that the text was published.", examples=["2014-10-03"]
    )
    ends: PartialDate = Field(
        PartialDate(), description="The last day; after it, documents bear the archive notice.", examples=["2019-01-21"]
    )


class Source(Entry):
    """Where the facts and quotations come from."""

    title: Text = Field(description="The title of the source.", examples=["Hearing om hamnstrategin"])
    publisher: Text = Field(description="Who published it.", examples=["Näringsdepartementet"])
    type: TextType = Field(TextType.ARTICLE, description="What kind of text it is.", examples=["article"])
    note: Rich | None = Field(
        None,
        description="What a reader should know about it.",
        examples=["Artikeln var utan datum; månaden framgår av dess adress."],
    )


class KeyPoint(Entry):
    title: Text = Field(description="The point in a few words.", examples=["Digitalisering förenar"])
    text: Rich = Field(
        description="The point in one or two sentences.",
        examples=["Alla fyra som intervjuades tar upp digitalisering."],
    )


class Phase(StrEnum):
    BEFORE = "before"
    AT = "at"
    AFTER = "after"


class Step(Entry):
    phase: Phase = Field(description="Whether the step is taken before, at or after the hearing.", examples=["after"])
    when: Text = Field(description="When, in words: Under hösten", examples=["Efter hearingen"])
    short: Text = Field(description="What, in a few words, for the figure.", examples=["Förslagen tas med"])
    text: Rich = Field(
        description="What, in a sentence.",
        examples=["Departementet tar med sig förslagen i arbetet med handlingsplanerna."],
    )
    people: Many[PersonId] = Field(
        (), description="Who took part, where it is known: ids from people.yaml.", examples=[["eva-lindstrom"]]
    )


class Process(Entry):
    conclusion: Rich | None = Field(
        None, description="What the steps add up to, in a sentence.", examples=["Inspelen har redan ändrat visionen."]
    )
    steps: tuple[Step, ...] = Field(
        min_length=1,
        description="The steps, in the order of time.",
        examples=[[{"phase": "at", "when": "Tisdagen", "short": "Hearing", "text": "Hearingen hölls."}]],
    )
    next: Many[KeyPoint] = Field(
        (),
        description="What follows from the hearing.",
        examples=[[{"title": "Det här tar departementet med sig", "text": "Förslagen går in i handlingsplanerna."}]],
    )


class AgendaItem(Entry):
    starts: TimeOfDay | None = Field(None, description="When it begins: 13:00", examples=["13:00"])
    title: Text = Field(description="What it is about.", examples=["Välkomna"])
    speaker: PersonId | None = Field(
        None, description="Who leads it: an id from people.yaml.", examples=["eva-lindstrom"]
    )


class Participant(Entry):
    name: Text = Field(description="First name and surname.", examples=["Förnamn Efternamn"])
    named: YesNo | None = NAMED
    role: Text | None = Field(None, description="Title or role.", examples=["Utredare"])
    organisation: Text | None = Field(None, description="The organisation.", examples=["Tillväxtverket"])


class Change(Entry):
    text: Rich = Field(
        description="What the input changed, in a sentence.", examples=["Varor och tjänster har lagts till i visionen."]
    )
    short: Text | None = Field(None, description="The same in a few words.", examples=["varor och tjänster"])
    vision_words: Text | None = Field(
        None, description="The words of the vision that are new.", examples=["varor och tjänster"]
    )


class Input(Entry):
    summary: Rich = Field(
        description="The input received beforehand, in a sentence.",
        examples=["Inför hearingen kunde parterna lämna inspel."],
    )
    changes: Many[Change] = Field(
        (), description="What it changed.", examples=[[{"text": "Varor och tjänster har lagts till i visionen."}]]
    )


class Fact(Entry):
    label: Text = Field(description="What it is: Ledning", examples=["Ledning"])
    text: Rich = Field(description="The fact.", examples=["Strategin leds av Näringsdepartementet."])


class FactBox(Entry):
    title: Text = Field(description="The box's title.", examples=["Fakta om strategin"])
    text: Many[Rich] = Field((), description="Running text.", examples=[["Strategin gäller hela landet."]])
    facts: Many[Fact] = Field(
        (), description="Facts with labels.", examples=[[{"label": "Ledning", "text": "Näringsdepartementet"}]]
    )


class Link(Entry):
    text: Text = Field(description="What the link leads to, in words.", examples=["Strategin i sin helhet"])
    url: Url = Field(
        description="The address that it leads to, as https://… or mailto:…", examples=["https://example.org/strategin"]
    )


class Web(Entry):
    """What is known when the press release has its place on the web: for search engines and shared links."""

    page: Url | None = Field(
        None, description="The page's public address, as https://…", examples=["https://example.org/hearing"]
    )
    picture: Url | None = Field(
        None,
        description="The public address of a picture that is shown where the page is shared, as https://…",
        examples=["https://example.org/hearing.png"],
    )
    picture_alt: Text | None = Field(
        None, description="What that picture shows.", examples=["Hamnen i Exempelstad en tidig morgon."]
    )


class Hearing(File):
    language: Language = Field(description="The documents' language: sv or en.", examples=["sv"])
    status: Status = Field(
        description="draft, review or published. Until it is published, every page says that it is a draft.",
        examples=["draft"],
    )
    type: TextType = Field(
        TextType.PRESS_RELEASE,
        description="What the text is called on its first line: press-release, article or speech.",
        examples=["press-release"],
    )
    strategy: StrategyId = Field(
        description="The strategy's id: the name of its file in content/strategies/, without .yaml.", examples=["nist"]
    )
    sender: SenderId = Field(
        description="The sender's id: the name of its file in content/senders/, without .yaml.",
        examples=["naringsdepartementet"],
    )
    reference: Text | None = Field(
        None, description="The reference number (diarienummer).", examples=["N2015/08421/FÖF"]
    )

    title: Text = Field(
        description="The hearing's name, on the cover.", examples=["Hearing om nyindustrialiseringsstrategin"]
    )
    short_title: Text | None = Field(None, description="A shorter one, for running feet.", examples=["Hearing om NIST"])
    divisions: Many[Text] = Field(
        (),
        description="Long words with a hyphen where a heading may divide them: nyindustrialiserings-strategin",
        examples=[["nyindustrialiserings-strategin"]],
    )
    subtitle: Text | None = Field(
        None, description="What it was about, below the title.", examples=["Vision, mål och fokusområden"]
    )
    headline: Text | None = Field(
        None, description="The press release's heading; the title if left out.", examples=["Inspel har ändrat visionen"]
    )
    ingress: Rich = Field(
        description="The first paragraph of the press release: at most four lines.",
        examples=["Varor och tjänster har lagts till i visionen."],
    )
    body: Paragraphs = Field(
        (), description="The text of the press release.", examples=["Hearingen leddes av statssekreteraren."]
    )
    summary: Rich | None = Field(
        None,
        description="The first paragraph of the briefing and the report.",
        examples=["Hearingen handlade om riktningen för arbetet."],
    )

    when: When = Field(
        When(),
        description="When the hearing is held.",
        examples=[{"date": "2015-12-01", "starts": "13:00", "ends": "16:00"}],
    )
    place: Text | None = Field(None, description="Where the hearing is held.", examples=["Rosenbad, Stockholm"])
    led_by: PersonId | None = Field(None, description="Who led it: an id from people.yaml.", examples=["eva-lindstrom"])
    purpose: Rich | None = Field(
        None, description="What it was for.", examples=["Hearingen skulle ge riktningen för arbetet."]
    )
    on_the_table: Many[Text] = Field(
        (), description="What was discussed: vision, mål, fokusområden", examples=[["vision", "mål"]]
    )

    published: PartialDate = Field(PartialDate(), description="When the text was published.", examples=["2015-12-02"])
    updated: PartialDate | None = Field(None, description="When it was last changed.", examples=["2015-12-03"])
    mailing: Mailing | None = Field(
        None,
        description="What the message says that brings participants their copies.",
        examples=[{"subject": "Ditt underlag från hearingen", "text": "Tack för att du deltog."}],
    )
    embargo: Moment | None = Field(
        None, description="Not to be published before: 2015-12-01 06:00+01:00", examples=["2015-12-01 06:00+01:00"]
    )
    archive: Archive | None = Field(
        None,
        description="The period for which an archived text was published.",
        examples=[{"begins": "2014-10-03", "ends": "2019-01-21"}],
    )
    source: Source | None = Field(
        None,
        description="Where facts and quotations come from.",
        examples=[{"title": "Hearing om strategin", "publisher": "Näringsdepartementet"}],
    )

    key_points: Many[KeyPoint] = Field(
        (),
        description="The most important, point by point.",
        examples=[[{"title": "Digitalisering förenar", "text": "Alla fyra tar upp digitalisering."}]],
    )
    themes: dict[Id, Text] = Field(
        {},
        description="Themes that statements and answers raise, each under an id.",
        examples=[{"digitalisering": "Digitalisering"}],
    )
    questions: dict[Id, Question] = Field(
        {},
        description="Questions asked of several people, each under an id.",
        examples=[{"intryck": {"text": "Vad är ditt intryck?", "short": "Intryck"}}],
    )
    statements: Many[Statement] = Field(
        (),
        description="What the host and others said.",
        examples=[[{"speaker": "eva-lindstrom", "verb": "sade", "lead": "yes", "text": "Tack för era inspel."}]],
    )
    interviews: Many[Interview] = Field(
        (),
        description="Answers to the questions.",
        examples=[[{"person": "johan-stahre", "answers": [{"question": "intryck", "text": "Mycket relevant."}]}]],
    )
    pictures: Many[Picture] = Field(
        (),
        description="Pictures, with or without a file.",
        examples=[[{"description": "Fem personer runt ett bord", "caption": "Diskussion under hearingen."}]],
    )
    input: Input | None = Field(
        None,
        description="Input received beforehand, and what it changed.",
        examples=[{"summary": "Inför hearingen kunde parterna lämna inspel."}],
    )
    process: Process | None = Field(
        None,
        description="The steps before, at and after the hearing.",
        examples=[{"steps": [{"phase": "at", "when": "Tisdagen", "short": "Hearing", "text": "Hearingen hölls."}]}],
    )
    agenda: Many[AgendaItem] = Field(
        (), description="The agenda.", examples=[[{"starts": "13:00", "title": "Välkomna"}]]
    )
    participants: Many[Participant] = Field(
        (),
        description="Who took part.",
        examples=[[{"name": "Förnamn Efternamn", "named": "no", "organisation": "Tillväxtverket"}]],
    )
    fact_boxes: Many[FactBox] = Field(
        (),
        description="Boxes with facts.",
        examples=[[{"title": "Fakta om strategin", "facts": [{"label": "Ledning", "text": "Näringsdepartementet"}]}]],
    )
    links: Many[Link] = Field(
        (),
        description="Links to more (Genvägar).",
        examples=[[{"text": "Strategin i sin helhet", "url": "https://example.org/strategin"}]],
    )
    web: Web = Field(
        Web(),
        description="Addresses of the published page, for search engines and shared links.",
        examples=[{"page": "https://example.org/hearing"}],
    )

    def document_date(self) -> PartialDate:
        """The date that documents bear: publication's, else the hearing's; unknown if neither is known."""
        return self.published if self.published.known else self.when.date
