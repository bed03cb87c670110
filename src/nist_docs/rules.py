"""Editorial rules across fields and files: what is well-formed and still wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nist_docs.addresses import Address
from nist_docs.content import HEARINGS, PICTURES, STRATEGIES, Content
from nist_docs.language.folding import folded
from nist_docs.model.hearing import Answer, Hearing, Statement
from nist_docs.model.strategy import Strategy
from nist_docs.problems import Problem, nearest


def check(content: Content) -> list[Problem]:
    """Every breach of a rule, in all files."""
    problems: list[Problem] = []
    for name, hearing in content.hearings.items():
        problems += _Hearing(content, hearing, content.address(HEARINGS, f"{name}.yaml")).problems()
    for name, strategy in content.strategies.items():
        problems += _strategy(content, strategy, content.address(STRATEGIES, f"{name}.yaml"))
    return problems


def _strategy(content: Content, strategy: Strategy, at: Address) -> Iterator[Problem]:
    for name in ("challenges", "key_areas", "directions"):
        group = getattr(strategy, name)
        if group and group.reported_by:
            yield from _known(content, at / name / "reported_by", group.reported_by.id, "person", content.people)


def _known(content: Content, at: Address, id: str, what: str, known: object) -> Iterator[Problem]:
    names = list(known) if isinstance(known, dict) else []
    if id in names or id in content.broken or (what == "person" and not content.people):
        # Without people there is a problem already: their file is missing or faulty.
        return
    hint = nearest(id, names) or f"none is described yet; write one under the id '{id}'"
    yield Problem(f"unknown-{what}", content.place(at), f"no {what} has the id '{id}'", hint)


class _Hearing:
    """The rules for one hearing."""

    def __init__(self, content: Content, hearing: Hearing, at: Address) -> None:
        self.content, self.hearing, self.at = content, hearing, at

    def problems(self) -> Iterator[Problem]:
        yield from self._references()
        yield from self._pictures()
        yield from self._quotations()
        yield from self._vision_words()
        yield from self._dates()

    def _known(self, at: Address, id: str, what: str, known: object) -> Iterator[Problem]:
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

    def _contained(self, at: Address, words: str, whole: str, what: str, rule: str) -> Iterator[Problem]:
        text = folded(whole)
        position = 0
        for part in re.split(r"\s*\[…\]\s*|\s*\[\.\.\.\]\s*", words):
            found = text.find(folded(part), position)
            if found < 0:
                hint = f"copy them from the {what}, letter for letter; mark words left out by […]"
                hint = _first_difference(folded(part), text) or hint
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
            if not re.fullmatch(r"[\w][\w .-]*\.(jpe?g|png)", picture.file, re.ASCII | re.IGNORECASE):
                hint = f"put the picture into {folder} and write its name here, such as lindstrom.jpg"
                yield Problem("picture-name", where, f"'{picture.file}' is not the name of a JPEG or PNG file", hint)
            elif not (path := self.content.picture(picture.file)).is_file() or path.is_symlink():
                others = [p.name for p in path.parent.glob("*")] if path.parent.is_dir() else []
                close = nearest(picture.file, others) if others else ""
                hint = close or f"put the file into {folder}; without a file, leave the key out: a stand-in is drawn"
                yield Problem("missing-picture", where, f"there is no picture '{picture.file}' in {folder}", hint)

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
