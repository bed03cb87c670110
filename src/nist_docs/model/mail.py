"""What the messages say that bring participants their copies: who writes, and what."""

from __future__ import annotations

from pydantic import Field

from nist_docs.model.types import Entry, Paragraphs, Text


class Mail(Entry):
    """Of a sender."""

    address: Text = Field(
        description="The address that messages come from; needed to send them from here.",
        examples=["hearingar@example.org"],
    )
    name: Text | None = Field(
        None, description="The name beside it; the organisation's, where nothing stands here.", examples=["Hearingar"]
    )
    reply_to: Text | None = Field(
        None, description="Where answers go, if elsewhere.", examples=["handlaggare@example.org"]
    )
    unsubscribe: Text | None = Field(
        None,
        description="The address to which a mail program writes for somebody who wants no more messages.",
        examples=["avanmalan@example.org"],
    )


class Mailing(Entry):
    """Of a hearing."""

    subject: Text = Field(description="The message's subject.", examples=["Ditt underlag från hearingen"])
    text: Paragraphs = Field(
        (),
        description="What it says between the greeting and the sender's name. Blank lines part paragraphs.",
        examples=["Tack för att du deltog. Här är ditt exemplar av underlaget."],
    )
