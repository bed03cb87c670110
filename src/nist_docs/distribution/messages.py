"""A recipient's message: the template once, as text and as HTML, and their copy attached."""

from __future__ import annotations

import datetime as dt
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from nist_docs.content import SENDERS
from nist_docs.deliverables import Document
from nist_docs.distribution.personal import Personal
from nist_docs.distribution.recipients import Recipient, normalised
from nist_docs.problems import Problem, Problems
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers import text
from nist_docs.writers.hypertext import Hypertext

TEMPLATE = "message.html.j2"
_DOCUMENT = Document("message", TEMPLATE, (), "{hearing}-message")

# Mail programs know few styles; these are what a plain message needs to be read on any screen.
_STYLE = "font-family:'Source Sans Pro',Calibri,Arial,sans-serif;font-size:16px;line-height:24px;max-width:36em"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: addresses are checked, names have no line breaks."""

    sender: Address | None
    reply_to: Address | None
    unsubscribe: str

    @property
    def domain(self) -> str:
        return self.sender.domain if self.sender else "localhost.invalid"


def writer(personal: Personal) -> Writer:
    """From whom messages come, by the content. Raises Problems where an address is none."""
    content = personal.maker.content
    id = content.hearings[personal.maker.name].sender.id
    sender = content.senders[id]
    if sender.mail is None:
        return Writer(None, None, "")
    at = content.address(SENDERS, f"{id}.yaml") / "mail"
    found: dict[str, str] = {}
    problems = []
    for key in ("address", "reply_to", "unsubscribe"):
        try:
            written = getattr(sender.mail, key)
            found[key] = normalised(written) if written else ""
        except ValueError as error:
            problems.append(
                Problem("address", content.place(at / key), f"this is no address: {error}", "write it anew")
            )
    if problems:
        raise Problems(problems)
    name = sender.mail.name or sender.organisation
    reply_to = Address(addr_spec=found["reply_to"]) if found["reply_to"] else None
    return Writer(Address(name, addr_spec=found["address"]), reply_to, found["unsubscribe"])


def message(
    personal: Personal, who: Writer, recipient: Recipient, file: str, copy: bytes, now: dt.datetime
) -> EmailMessage:
    """The message, without what a way of sending adds."""
    read = personal.maker.tree_of(_DOCUMENT, personal.date, personal.view(recipient.fields))
    made = headed(who, recipient, read.meta.title, _token(recipient, copy, read), now)
    made["Content-Language"] = read.meta.language
    made.set_content(text.write(read, personal.maker.resources).data.decode())
    made.add_alternative(_html(personal, read), subtype="html")
    made.add_attachment(copy, maintype="application", subtype="pdf", filename=file)
    return made


def headed(who: Writer, recipient: Recipient, subject: str, token: str, now: dt.datetime) -> EmailMessage:
    """An empty message with its headers, to one recipient. Every relay takes it: it has no sign beyond ASCII."""
    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    made["Subject"] = " ".join(subject.split())
    if who.sender:
        made["From"] = who.sender
    made["To"] = Address(recipient.name, addr_spec=recipient.address)
    if who.reply_to:
        made["Reply-To"] = who.reply_to
    made["Date"] = now
    made["Message-ID"] = f"<{token}@{who.domain}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
    if who.unsubscribe:
        made["List-Unsubscribe"] = f"<mailto:{who.unsubscribe}>"
    return made


def _token(recipient: Recipient, copy: bytes, read: tree.Document) -> str:
    """The same for the same message, and nobody's address can be read from it: a copy's bytes are not known outside."""
    said = "\n".join((*recipient.identity, read.meta.title, hashlib.sha256(copy).hexdigest()))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _html(personal: Personal, read: tree.Document) -> str:
    hypertext = Hypertext(read, personal.maker.resources, paged=False)
    body = hypertext.blocks(read.body)
    return (
        f'<!DOCTYPE html>\n<html lang="{read.meta.language}"><head><meta charset="utf-8">'
        f"<title>{escape(read.meta.title)}</title></head>\n"
        f'<body><div style="{_STYLE}">\n{body}</div></body></html>\n'
    ).replace("<br/>", "<br>")
