"""Who approved which words. An approval is bound to the words, to who said them and to what was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from nist_docs.addresses import Address, key_path
from nist_docs.content import HEARINGS, Content
from nist_docs.model.policy import Approvals, Demand
from nist_docs.model.quotations import Answer, Approval, PulledQuote, Statement
from nist_docs.problems import Problem, Severity
from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody said, as the content has them at ``at``; ``needs`` says whether publication asks for an
    approval that stands there."""

    at: Address
    what: str
    person: str
    words: str
    fingerprint: str
    approval: Approval | None
    needs: bool

    @property
    def key(self) -> str:
        return key_path(self.at.keys)

    @property
    def is_void(self) -> bool:
        """Whether there is an approval, of other words."""
        return self.approval is not None and self.approval.fingerprint != self.fingerprint

    @property
    def is_approved(self) -> bool:
        return self.approval is not None and not self.is_void

    @property
    def waits(self) -> bool:
        return self.is_void or (self.needs and not self.is_approved)


def quotations(content: Content, name: str) -> Iterator[Quotation]:
    """Every statement, answer and pulled quote of a hearing, in the file's order."""
    hearing, at = content.hearings[name], content.address(HEARINGS, f"{name}.yaml")
    demands = content.policy.approvals
    for i, statement in enumerate(hearing.statements):
        yield from _text(at / "statements" / i, "statement", statement, statement.speaker.id, "", demands)
    for i, interview in enumerate(hearing.interviews):
        for j, answer in enumerate(interview.answers):
            where = at / "interviews" / i / "answers" / j
            yield from _text(where, "answer", answer, interview.person.id, answer.question.id, demands)


def _text(
    at: Address, what: str, said: Statement | Answer, person: str, question: str, demands: Approvals
) -> Iterator[Quotation]:
    demand = demands.statements if what == "statement" else demands.answers
    words = "\n\n".join(paragraph.source for paragraph in said.text)
    yield _quotation(at, what, words, person, question, said.approval, demand is Demand.REQUIRED)
    for i, pulled in enumerate(said.pulled):
        shortened = "[…]" in pulled.words.source or "[...]" in pulled.words.source
        needs = shortened and demand is Demand.REQUIRED and demands.shortened_quotes is Demand.REQUIRED
        yield from _pulled(at / "pulled" / i, pulled, person, question, needs)


def _pulled(at: Address, pulled: PulledQuote, person: str, question: str, needs: bool) -> Iterator[Quotation]:
    yield _quotation(at, "pulled quote", pulled.words.source, person, question, pulled.approval, needs)


def _quotation(
    at: Address, what: str, words: str, person: str, question: str, approval: Approval | None, needs: bool
) -> Quotation:
    bound = json.dumps([person, question, words], ensure_ascii=False).encode()
    return Quotation(at, what, person, words, hashlib.sha256(bound).hexdigest()[:16], approval, needs)


def missing(content: Content, name: str) -> Iterator[Problem]:
    """The approvals that publication asks for and that are not there, or not for these words."""
    for one in quotations(content, name):
        if one.waits:
            void = "was approved in other words, or as somebody else's" if one.is_void else "is not approved"
            message = f"this {one.what} of '{one.person}' {void}"
            hint = f"ask them, then: make approve NAME={name} KEY='{one.key}' BY=… BASIS=word"
            where = content.place(one.at / "approval" / "fingerprint") if one.is_void else content.place(one.at)
            yield Problem("approval", where, message, hint, Severity.WARNING)
