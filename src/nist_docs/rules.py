"""Editorial rules across fields and files: what is well-formed and still wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from nist_docs.addresses import Address
from nist_docs.content import HEARINGS, PEOPLE, PICTURES, SENDERS, STRATEGIES, Content
from nist_docs.language.folding import folded
from nist_docs.model.hearing import Hearing
from nist_docs.model.people import Person
from nist_docs.model.quotations import Answer, PullUse, Statement
from nist_docs.model.strategy import Strategy
from nist_docs.problems import Problem, nearest


def check(content: Content) -> list[Problem]:
    """Every breach of a rule, in all files."""
    problems: list[Problem] = []
    for id, person in content.people.items():
        problems += _person(content, person, content.address(PEOPLE) / "people" / id)
    for name, hearing in content.hearings.items():
        problems += _Hearing(content, hearing, content.address(HEARINGS, f"{name}.yaml")).problems()
    for name, strategy in content.strategies.items():
        problems += _strategy(content, strategy, content.address(STRATEGIES, f"{name}.yaml"))
    return problems


def _person(content: Content, person: Person, at: Address) -> Iterator[Problem]:
    if "@" in person.name:
        message, hint = "the name is an e-mail address", "write first name and surname, as documents print them"
        yield Problem("person-name", content.place(at / "name"), message, hint)


def _strategy(content: Content, strategy: Strategy, at: Address) -> Iterator[Problem]:
    for name in ("challenges", "key_areas", "directions"):
        group = getattr(strategy, name)
        if group and group.reported_by:
            yield from _known(content, at / name / "reported_by", group.reported_by.id, "person", content.people)


_WHERE = {"person": (PEOPLE,), "strategy": (STRATEGIES, "{}.yaml"), "sender": (SENDERS, "{}.yaml")}


def _known(content: Content, at: Address, id: str, what: str, known: Mapping[str, object]) -> Iterator[Problem]:
    described_in = content.address(*(part.format(id) for part in _WHERE.get(what, ())))
    if id in known or described_in.file in content.broken:
        return
    hint = nearest(id, known) or f"none is described yet; write one under the id '{id}'"
    yield Problem(f"unknown-{what}", content.place(at), f"no {what} has the id '{id}'", hint)


_OF_ANSWERS = {PullUse.OPENING, PullUse.CLOSING, PullUse.SUMMARY, PullUse.CONTRIBUTION}
_UNDER_ONE_QUESTION = {PullUse.SUMMARY, PullUse.CONTRIBUTION}


class _Hearing:
    """The rules for one hearing."""

    def __init__(self, content: Content, hearing: Hearing, at: Address) -> None:
        self.content, self.hearing, self.at = content, hearing, at

    def problems(self) -> Iterator[Problem]:
        yield from self._references()
        yield from self._pictures()
        yield from self._quotations()
        yield from self._uses()
        yield from self._repeated()
        yield from self._vision_words()
        yield from self._dates()
        yield from self._times()
        yield from self._web()

    def _web(self) -> Iterator[Problem]:
        web, at = self.hearing.web, self.at / "web"
        for key, url in (("page", web.page), ("picture", web.picture)):
            if url and not url.href.startswith("https://"):
                hint = "write the address at which everyone finds it: https://…"
                yield Problem("web-address", self.content.place(at / key), f"'{url.href}' is no public address", hint)
        if web.picture and not web.page:
            where, hint = self.content.place(at / "picture"), "say above it where the page is: page: https://…"
            yield Problem("web-address", where, "the picture belongs to a page whose address is not said", hint)
        if web.picture and not web.picture_alt:
            where, hint = self.content.place(at / "picture"), "say below it what it shows: picture_alt: …"
            yield Problem("web-address", where, "the picture has no description for those who cannot see it", hint)

    def _known(self, at: Address, id: str, what: str, known: Mapping[str, object]) -> Iterator[Problem]:
        return _known(self.content, at, id, what, known)

    def _references(self) -> Iterator[Problem]:
        hearing, at, people = self.hearing, self.at, self.content.people
        yield from self._known(at / "strategy", hearing.strategy.id, "strategy", self.content.strategies)
        yield from self._known(at / "sender", hearing.sender.id, "sender", self.content.senders)
        persons = [(at / "led_by", hearing.led_by)]
        persons += [(at / "agenda" / i / "speaker", item.speaker) for i, item in enumerate(hearing.agenda)]
        persons += [(at / "statements" / i / "speaker", said.speaker) for i, said in enumerate(hearing.statements)]
        persons += [(at / "interviews" / i / "person", one.person) for i, one in enumerate(hearing.interviews)]
        persons += [(at / "pictures" / i / "person", picture.person) for i, picture in enumerate(hearing.pictures)]
        steps = hearing.process.steps if hearing.process else ()
        persons += [
            (at / "process" / "steps" / i / "people" / j, person)
            for i, step in enumerate(steps)
            for j, person in enumerate(step.people)
        ]
        for place, person in persons:
            if person:
                yield from self._known(place, person.id, "person", people)
        for text_at, text in self._texts():
            for i, mention in enumerate(text.themes):
                yield from self._known(text_at / "themes" / i / "theme", mention.theme.id, "theme", hearing.themes)
            if isinstance(text, Answer):
                yield from self._known(text_at / "question", text.question.id, "question", hearing.questions)

    def _texts(self) -> Iterator[tuple[Address, Statement | Answer]]:
        for i, statement in enumerate(self.hearing.statements):
            yield self.at / "statements" / i, statement
        for i, interview in enumerate(self.hearing.interviews):
            for j, answer in enumerate(interview.answers):
                yield self.at / "interviews" / i / "answers" / j, answer

    def _quotations(self) -> Iterator[Problem]:
        """Theme words and pulled quotes are words of the text that they stand under."""
        leads = [i for i, statement in enumerate(self.hearing.statements) if statement.lead]
        for i in leads[1:]:
            where = self.content.place(self.at / "statements" / i / "lead")
            message = "a second statement is marked as the lead"
            yield Problem("two-leads", where, message, "the press release has room for one: keep lead: yes at one")
        for at, text in self._texts():
            whole = " ".join(paragraph.plain for paragraph in text.text)
            what = "answer" if isinstance(text, Answer) else "statement"
            for i, mention in enumerate(text.themes):
                yield from self._contained(at / "themes" / i / "words", mention.words.plain, whole, what, "theme-words")
            for i, pulled in enumerate(text.pulled):
                yield from self._contained(at / "pulled" / i / "words", pulled.words.plain, whole, what, "pulled-quote")

    def _uses(self) -> Iterator[Problem]:
        """Pulled quotes stand under one question, and never beside the same words."""
        questions: dict[PullUse, str] = {}
        for at, text in self._texts():
            for i, pulled in enumerate(text.pulled):
                where = self.content.place(at / "pulled" / i / "use")
                for use in pulled.use:
                    if isinstance(text, Statement) and use in _OF_ANSWERS:
                        hint = "use press or strategy for words of a statement"
                        yield Problem("pulled-use", where, f"'{use}' is for words of an interview's answer", hint)
                    elif isinstance(text, Statement) and text.lead and use is PullUse.PRESS:
                        hint = "choose words of somebody else for the press release"
                        yield Problem("pulled-use", where, "the press release has this statement in full already", hint)
                    elif isinstance(text, Answer) and use in _UNDER_ONE_QUESTION:
                        first = questions.setdefault(use, text.question.id)
                        if first != text.question.id:
                            message = f"quotes for '{use}' stand under one question, and others answer '{first}'"
                            yield Problem("pulled-use", where, message, "choose words of the answer to that question")

    def _repeated(self) -> Iterator[Problem]:
        """One interview for a person, one answer to a question, one portrait with a file."""
        people: set[str] = set()
        for i, interview in enumerate(self.hearing.interviews):
            at = self.at / "interviews" / i
            if interview.person.id in people:
                message = f"'{interview.person.id}' is interviewed twice"
                yield Problem(
                    "repeated", self.content.place(at / "person"), message, "put all answers under one interview"
                )
            people.add(interview.person.id)
            questions: set[str] = set()
            for j, answer in enumerate(interview.answers):
                if answer.question.id in questions:
                    where = self.content.place(at / "answers" / j / "question")
                    message = f"'{answer.question.id}' is answered twice in this interview"
                    yield Problem(
                        "repeated", where, message, "put both parts into one answer, with a blank line between"
                    )
                questions.add(answer.question.id)
        portraits: set[str] = set()
        for i, picture in enumerate(self.hearing.pictures):
            if picture.person and picture.file:
                if picture.person.id in portraits:
                    where = self.content.place(self.at / "pictures" / i / "file")
                    message = f"a second portrait of '{picture.person.id}' has a file"
                    yield Problem("repeated", where, message, "keep the file of one")
                portraits.add(picture.person.id)

    def _contained(self, at: Address, words: str, whole: str, what: str, rule: str) -> Iterator[Problem]:
        text = folded(whole)
        position = 0
        for part in re.split(r"\s*\[…\]\s*|\s*\[\.\.\.\]\s*", words):
            found = text.find(folded(part), position)
            if found < 0:
                hint = f"copy them from the {what}, letter for letter; mark words left out by […]"
                if folded(part) in text:
                    hint = f"“{part}” stands there, but not after the words before […]: keep the {what}'s order"
                elif differing := _first_difference(folded(part), text):
                    hint = differing
                yield Problem(rule, self.content.place(at), f"these words do not stand in the {what}", hint)
                return
            position = found + len(folded(part))

    def _vision_words(self) -> Iterator[Problem]:
        strategy = self.content.strategies.get(self.hearing.strategy.id)
        for i, change in enumerate(self.hearing.input.changes if self.hearing.input else ()):
            if change.vision_words and strategy:
                vision = strategy.vision.text.plain if strategy.vision else ""
                if folded(change.vision_words) not in folded(vision):
                    where = self.content.place(self.at / "input" / "changes" / i / "vision_words")
                    hint = f"the vision reads: {vision}" if vision else "the strategy has no vision yet"
                    yield Problem("vision-words", where, "these words do not stand in the strategy's vision", hint)

    def _pictures(self) -> Iterator[Problem]:
        for i, picture in enumerate(self.hearing.pictures):
            if picture.file is None:
                continue
            where = self.content.place(self.at / "pictures" / i / "file")
            folder = f"{self.content.name}/{PICTURES}/"
            if not re.fullmatch(r"\w[\w .-]*\.(jpe?g|png)", picture.file, re.ASCII | re.IGNORECASE):
                hint = f"put a JPEG or PNG file into {folder} and write its name alone, with letters a–z: lindstrom.jpg"
                yield Problem("picture-name", where, f"'{picture.file}' cannot be a picture's name", hint)
            elif not (path := self.content.picture(picture.file)).is_file() or not _inside(path, self.content.root):
                others = [p.name for p in path.parent.glob("*")] if path.parent.is_dir() else []
                close = nearest(picture.file, others) if others else ""
                hint = close or f"put the file into {folder}; without a file, leave the key out: a stand-in is drawn"
                yield Problem("missing-picture", where, f"there is no picture '{picture.file}' in {folder}", hint)

    def _times(self) -> Iterator[Problem]:
        when = self.hearing.when
        if when.ends and not when.starts:
            where = self.content.place(self.at / "when" / "ends")
            yield Problem(
                "time-order", where, "the hearing ends, but does not begin", "say when it begins: starts: 13:00"
            )
        elif when.ends and when.starts and when.ends <= when.starts:
            where = self.content.place(self.at / "when" / "ends")
            yield Problem("time-order", where, "the hearing ends before it begins", "check both times")
        latest = None
        for i, item in enumerate(self.hearing.agenda):
            if item.starts and latest and item.starts < latest:
                where = self.content.place(self.at / "agenda" / i / "starts")
                yield Problem("time-order", where, "this item begins before the one above it", "check both times")
            latest = item.starts or latest

    def _dates(self) -> Iterator[Problem]:
        hearing = self.hearing
        published, updated = hearing.published.first_day(), hearing.updated and hearing.updated.last_day()
        if published and updated and updated < published:
            where = self.content.place(self.at / "updated")
            yield Problem("date-order", where, "updated before it was published", "check both dates")
        if hearing.archive:
            begins, ends = hearing.archive.begins.first_day(), hearing.archive.ends.last_day()
            if begins and ends and ends < begins:
                where = self.content.place(self.at / "archive" / "ends")
                yield Problem("date-order", where, "the archive period ends before it begins", "check both dates")
        day, weekday = hearing.when.date, hearing.when.weekday
        if day.day and weekday and (first := day.first_day()):
            named = first.strftime("%A").lower()
            if named != weekday:
                where = self.content.place(self.at / "when" / "weekday")
                message = f"{day.iso} was a {named}, not a {weekday}"
                yield Problem("weekday", where, message, "correct the date or the weekday, or leave the weekday out")


def _inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


def _first_difference(words: str, text: str) -> str:
    """Where words that nearly stand in the text depart from it."""
    known = len(words)
    while known > 12 and words[:known] not in text:
        known -= 1
    if known <= 12:
        return ""
    start = text.find(words[:known])
    there, here = text[start + known : start + known + 20], words[known : known + 20]
    return f"the same up to “…{words[max(0, known - 20) : known]}”; then the text has “{there}”, these words “{here}”"
