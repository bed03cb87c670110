"""Editorial rules about what is made of the content: what no document shows, how long and how heavy documents are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nist_docs.addresses import Address, Kind
from nist_docs.content import HEARINGS, PEOPLE, SENDERS, STRATEGIES, Content
from nist_docs.drawing import Drawing
from nist_docs.editorial.entries import referred_people
from nist_docs.editorial.notes import note
from nist_docs.editorial.wording import is_quoted
from nist_docs.language.reading_ease import lix, word_count
from nist_docs.model.hearing import Archive, Change, Hearing, Participant
from nist_docs.model.mail import Mail, Mailing
from nist_docs.model.people import Person
from nist_docs.model.pictures import Picture
from nist_docs.model.quotations import Question, ThemeMention
from nist_docs.model.strategy import Group
from nist_docs.model.types import Entry, Moment, PartialDate, Rich, TimeOfDay
from nist_docs.problems import Problem
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.values import Value, values

Trees = Mapping[str, tree.Document]


@dataclass(frozen=True, slots=True)
class Readability:
    """How heavy a hearing's document is to read: LIX of its own sentences, quotations left out."""

    hearing: str
    document: str
    lix: int


RELEASE = "press-release"  # the document of the table whose length is limited
SHORTEST = 100  # words: a document with fewer has no LIX of its own

# Not every value waits to be printed: these help to set or check others, ...
HELPING = {(Hearing, "divisions"), (Change, "vision_words"), (ThemeMention, "words"), (Group, "words"),
           (Person, "surname"), (Picture, "expires")}  # fmt: skip
# ... these are shown in a state of their own (under embargo, in the archive), ...
OF_A_STATE = {(Hearing, "embargo"), (Archive, "begins"), (Archive, "ends")}
# ... these are for messages, which are no document of the table, ...
OF_MESSAGES = {(holder, key) for holder in (Mail, Mailing) for key in holder.model_fields}
# ... this is left out on purpose, and a question gives way to the words in which each person was asked it.
GIVING_WAY = {(Participant, "name"), (Person, "name"), (Question, "text"), (Question, "short")}


def shown(document: tree.Document, images: Mapping[str, object]) -> set[Address]:
    """The addresses of the values whose words the document shows, figures and properties included."""
    blocks = tree.walk(document.body)
    runs = [run for block in blocks for own in tree.own_inlines(block) for run in tree.texts(own)]
    runs += [*document.meta.status, *document.meta.said]
    for block in blocks:
        if isinstance(block, tree.Image) and isinstance(drawn := images.get(block.source), Drawing):
            runs += [run for label in drawn.labels() for run in label.text]
    return {run.origin.address for run in runs if run.origin}


def check(content: Content, made: Mapping[str, Trees], seen: set[Address]) -> list[Problem]:
    """``made`` has each hearing's documents, ``seen`` the addresses that any of them shows."""
    return [*_unshown(content, seen), *_lengths(content, made), *_heavy(content, readability(content, made))]


# --- what no document shows --------------------------------------------------------------------------


def _unshown(content: Content, seen: set[Address]) -> Iterator[Problem]:
    begun = {Address(one.file, one.keys[:length]) for one in seen for length in range(len(one.keys))}
    for entry, at in _entries(content):
        told: set[Address] = set()
        for value in values(entry, at):
            if not _printable(value) or value.at in seen:
                continue
            # A list of which nothing is shown is told once, at its key.
            group = next((above for above in _above(value.at, at) if above not in begun), value.at)
            if group not in told:
                told.add(group)
                message = f"no document shows '{_name(group)}'"
                hint = _NEEDED if _is_required(group, at, type(entry), value) else _HINT
                yield from note(content, "unshown", group, message, hint, of_key=True)


_HINT = "delete it, or have a template show it; content that waits for one can be a comment"
_NEEDED = "have a template show it: the key itself must be there"


def _is_required(group: Address, at: Address, entry: type[Entry], value: Value) -> bool:
    """Whether the key that is told of cannot be deleted: one of the entry itself, or the value's own."""
    if group == value.at:
        return value.holder.model_fields[value.key].is_required()
    keys = group.keys[len(at.keys) :]
    # Of an entry that is told as a whole, something refers to it.
    return not keys or (len(keys) == 1 and entry.model_fields[str(keys[0])].is_required())


def _entries(content: Content) -> Iterator[tuple[Entry, Address]]:
    """The entries that hearings refer to; others are told as unused."""
    for name, hearing in content.hearings.items():
        yield hearing, content.address(HEARINGS, f"{name}.yaml")
    for id in dict.fromkeys(hearing.strategy.id for hearing in content.hearings.values()):
        yield content.strategies[id], content.address(STRATEGIES, f"{id}.yaml")
    for id in dict.fromkeys(hearing.sender.id for hearing in content.hearings.values()):
        yield content.senders[id], content.address(SENDERS, f"{id}.yaml")
    for id in sorted(referred_people(content)):
        yield content.people[id], content.address(PEOPLE) / "people" / id


def _printable(value: Value) -> bool:
    """Whether the value has words for readers: no id, no choice, nothing unknown, no name that must not be shown."""
    if (value.holder, value.key) in HELPING | OF_A_STATE | OF_MESSAGES | GIVING_WAY:
        return False
    match value.value:
        case PartialDate():
            return value.value.known
        case Rich() | TimeOfDay() | Moment():
            return True
        case str():
            return type(value.value) is str  # enumerations are strings too
    return False


def _above(at: Address, entry: Address) -> Iterator[Address]:
    """The groups and lists around an address, the entry itself first; a whole file is none."""
    for length in range(max(1, len(entry.keys)), len(at.keys)):
        yield Address(at.file, at.keys[:length])


def _name(at: Address) -> str:
    return next((str(key) for key in reversed(at.keys) if isinstance(key, str)), at.file)


# --- how long and how heavy --------------------------------------------------------------------------


def _lengths(content: Content, made: Mapping[str, Trees]) -> Iterator[Problem]:
    limit = content.editorial.limits.release
    for name, trees in made.items():
        if RELEASE in trees:
            words = [tree.words(own) for own in tree.in_reading_order(trees[RELEASE].body)]
            length = sum(map(len, words)) + len(words) - 1
            if length > limit:
                message = f"the press release has {length} signs; at most {limit} are good"
                at = content.address(HEARINGS, f"{name}.yaml") / "ingress"
                hint = "shorten body, choose fewer quotes with use: [press], or leave the background to the briefing"
                yield from note(content, "long-release", at, message, hint, of_key=True)


def readability(content: Content, made: Mapping[str, Trees]) -> Iterator[Readability]:
    """Each document's, in the table's order; those without a hundred words of their own have none."""
    quoted = {value.at for entry, at in _entries(content) for value in values(entry, at) if is_quoted(value)}
    for name, trees in made.items():
        for document, read in trees.items():
            text = "\n".join(_own_sentences(read, quoted))
            if word_count(text) >= SHORTEST:
                yield Readability(name, document, round(lix(text)))


def _heavy(content: Content, measured: Iterable[Readability]) -> Iterator[Problem]:
    limit = content.editorial.limits.lix_document
    for one in measured:
        if one.lix > limit:
            message = f"the {one.document} has LIX {one.lix} outside of quotations; over {limit} is heavy to read"
            at = content.address(HEARINGS, f"{one.hearing}.yaml") / "title"
            hint = "divide long sentences, and choose shorter words"
            yield from note(content, "lix-document", at, message, hint, of_key=True)


def _own_sentences(read: tree.Document, quoted: set[Address]) -> Iterator[str]:
    """The paragraphs that are sentences of our own: no quotation, and no label or name alone."""
    for block in tree.walk(read.body):
        if isinstance(block, tree.Paragraph):
            runs = tree.texts(block.children, notes=False)
            words = "".join(run.text for run in runs)
            origins = [run.origin for run in runs if run.origin]
            ours = any(origin.kind is Kind.VALUE for origin in origins)
            if ours and words.rstrip().endswith((".", "!", "?")) and not any(o.address in quoted for o in origins):
                yield words
