"""The editions of a hearing: what was published, when and why, and whether the content is still that.

The record in content/editions/ is all that is known of them; nothing is asked of an earlier output folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

from nist_docs import disk
from nist_docs.addresses import Address
from nist_docs.content import EDITIONS, HEARINGS, PEOPLE, SENDERS, STRATEGIES, Content
from nist_docs.model.editions import Edition, Editions
from nist_docs.model.types import PartialDate, PersonId
from nist_docs.model.validation import validate
from nist_docs.problems import Problem, Problems
from nist_docs.records import dataclass
from nist_docs.source import Value, parse
from nist_docs.values import values

# What the office keeps about a text: it changes without the text's changing.
_KEPT = {"status", "embargo", "approval", "recognisable", "expires", "mail", "mailing"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a hearing stands between its editions: the last one, and the number that documents bear now."""

    last: Edition | None
    number: int
    content: str  # the content's SHA-256 as it is now

    @property
    def is_published(self) -> bool:
        """Whether the content is that of the last edition."""
        return self.last is not None and self.last.content == self.content

    def entry(self) -> dict[str, object]:
        """What a receipt tells of it; ``published`` is the time, or nothing if the content is no edition's."""
        at = self.last.published.at.isoformat(" ", "minutes") if self.last and self.is_published else None
        return {"number": self.number, "published": at, "content": self.content}


def standing(content: Content, name: str) -> Standing:
    """Where the hearing stands. Content that differs from the last edition's is on its way to the next one."""
    record = content.editions.get(name, ())
    last = record[-1] if record else None
    now = content_hash(content, name)
    return Standing(last, len(record) if last and last.content == now else len(record) + 1, now)


def content_hash(content: Content, name: str) -> str:
    """The SHA-256 of all that the hearing's documents can show: its file, strategy, sender, people, pictures.

    Of values as they stand in the YAML, each with its lines joined: comments, order and wrapping do not count,
    nor does what the office keeps about them (approvals, consents, the status).
    """
    hearing = content.hearings[name]
    strategy = content.strategies[hearing.strategy.id]
    at = content.address(HEARINGS, f"{name}.yaml")
    strategy_at = content.address(STRATEGIES, f"{hearing.strategy.id}.yaml")
    found = (value.value for entry, where in ((hearing, at), (strategy, strategy_at)) for value in values(entry, where))
    people = {value.id for value in found if isinstance(value, PersonId)}
    described = content.files[content.address(PEOPLE).file].value if people else {}
    everyone = described.get("people") if isinstance(described, dict) else None
    whole = {
        "hearing": content.files[at.file].value,
        "strategy": content.files[strategy_at.file].value,
        "sender": content.files[content.address(SENDERS, f"{hearing.sender.id}.yaml").file].value,
        "people": {id: everyone[id] for id in sorted(people)} if isinstance(everyone, dict) else {},
    }
    pictures = {one.file: _file_hash(content.picture(one.file)) for one in hearing.pictures if one.file}
    told = {"content": _bare(whole), "pictures": pictures}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _bare(value: Value) -> Value:
    match value:
        case dict():
            return {key: _bare(inner) for key, inner in value.items() if key not in _KEPT}
        case list():
            return [_bare(inner) for inner in value]
        case str():
            # Lines are joined, paragraphs stay apart.
            return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", value.strip()))
    return value


def document_date(content: Content, name: str) -> PartialDate:
    """The date that documents bear: the last edition's, else the date that the content gives for its publication,
    else the hearing's; unknown if none is known."""
    record = content.editions.get(name, ())
    hearing = content.hearings[name]
    if record and (len(record) > 1 or not hearing.published.known):
        return day(record[-1].published.at)
    return hearing.document_date()


def day(at: dt.datetime) -> PartialDate:
    return PartialDate(at.year, at.month, at.day)


_NO_REASON = (
    "a correction needs a reason: a line that says what was corrected, which documents bear",
    'make publish NAME=… REASON="The name of a participant is corrected"',
)

# --- the record ----------------------------------------------------------------------------------

_HEAD = """\
# yaml-language-server: $schema=../.schema/editions.json
# What was published of this hearing, written by `make publish`. Commit it: documents bear what stands here.
format: 1
editions:
"""


@dataclass(frozen=True, slots=True)
class Record:
    """A hearing's record with one edition more, as the bytes of its file."""

    path: Path
    data: bytes

    def write(self) -> None:
        """Puts the record in place: the old one or the new one is there, whatever happens. Raises OSError."""
        disk.replace(self.path, self.data)


def recorded(content: Content, name: str, now: dt.datetime, reason: str | None) -> tuple[Record, Content]:
    """The record with the content as it is now as the next edition; and the content as it is with that record.

    Times are to the minute, in the zone of ``now``. Raises Problems if a correction has no reason, and if a file of
    records is there that cannot be added to.
    """
    if content.editions.get(name) and not (reason and reason.strip()):
        raise Problems([Problem("no-reason", content.place(address_of_last(content, name)), *_NO_REASON)])
    path = content.root / EDITIONS / f"{name}.yaml"
    address = content.address(EDITIONS, f"{name}.yaml")
    before = path.read_text("utf-8") if path.is_file() else _HEAD
    entry = [
        f"  - number: {len(content.editions.get(name, ())) + 1}",
        f"    published: {now.isoformat(' ', 'minutes')}",
        *([f"    reason: {json.dumps(reason, ensure_ascii=False)}"] if reason else []),
        f"    content: {content_hash(content, name)}",
    ]
    text = before.rstrip("\n") + "\n" + "\n".join(entry) + "\n"
    file = parse(text.encode(), address.file)
    editions = validate(Editions, file).editions
    with_it = replace(content, files=content.files | {address.file: file}, editions=content.editions | {name: editions})
    return Record(path, text.encode()), with_it


def address_of_last(content: Content, name: str) -> Address:
    """The address of the hearing's last edition in its record."""
    return content.address(EDITIONS, f"{name}.yaml") / "editions" / (len(content.editions[name]) - 1)
