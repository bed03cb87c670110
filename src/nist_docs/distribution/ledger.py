"""Who was sent which edition, and what became of it: SQLite, each step on the disk before the next is taken.

    intended -> at_data -> sent
        |          |----> refused | deferred | uncertain
        |--> refused | deferred -> intended's place, when its time has come

A message that was at data when the program ended is uncertain: the relay may have taken it (RFC 1047). Uncertain is
never sent again by itself; a person decides.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from nist_docs.distribution.folders import made
from nist_docs.distribution.mending import PRIVATE
from nist_docs.distribution.recipients import Recipient
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

_TABLES = """
create table if not exists message (
    id integer primary key, edition integer not null, row integer not null,
    address text, name text, fields text, identity text,
    state text not null, attempts integer not null default 0, due text,
    message_id text, file text, sha256 text, reply text, changed text not null,
    unique (edition, identity)
);
create table if not exists event (
    id integer primary key, message integer not null references message, at text not null, state text not null
);
create index if not exists event_message on event (message);
"""


_SETTINGS = ("locking_mode=exclusive", "journal_mode=wal", "synchronous=full", "secure_delete=on", "foreign_keys=on")


class State(StrEnum):
    INTENDED = "intended"
    AT_DATA = "at_data"
    SENT = "sent"
    DEFERRED = "deferred"  # refused for now
    REFUSED = "refused"  # for good
    UNCERTAIN = "uncertain"


OPEN = (State.INTENDED, State.DEFERRED)
SETTLED = (State.SENT, State.REFUSED, State.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One recipient of one edition. Of one who is forgotten, number and state are left."""

    id: int
    edition: int
    row: int
    address: str | None
    name: str | None
    state: State
    attempts: int
    due: dt.datetime | None
    message_id: str | None
    file: str | None
    reply: str | None
    changed: dt.datetime
    fields: dict[str, str]

    @property
    def is_forgotten(self) -> bool:
        return self.address is None

    @property
    def recipient(self) -> Recipient:
        assert self.address is not None
        return Recipient(self.row, self.address, self.fields)


class Ledger:
    """A hearing's ledger, for one program at a time."""

    def __init__(self, path: Path) -> None:
        """Opens it, or begins it. Raises Problems if another program has it."""
        made(path.parent)
        path.touch(PRIVATE)
        path.chmod(PRIVATE)
        self.path = path
        self._database = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            for setting in _SETTINGS:
                self._database.execute(f"pragma {setting}")
            self._database.executescript(_TABLES)
        except sqlite3.OperationalError:
            where = Place(path.name)
            raise Problems(
                [Problem("busy", where, "another program has the ledger", "wait until it is done, then run again")]
            ) from None
        for side in path.parent.glob(f"{path.name}-*"):
            side.chmod(PRIVATE)

    def close(self) -> None:
        self._database.execute("pragma wal_checkpoint(truncate)")
        self._database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reading -----------------------------------------------------------------------------

    def entries(self, edition: int | None = None) -> list[Entry]:
        rows = self._database.execute(f"select {_COLUMNS} from message order by edition, row, id")
        return [entry for entry in map(_entry, rows) if edition is None or entry.edition == edition]

    def due(self, edition: int, now: dt.datetime) -> list[Entry]:
        """What may be sent at this moment."""
        return [
            entry
            for entry in self.entries(edition)
            if not entry.is_forgotten and entry.state in OPEN and (entry.due is None or entry.due <= now)
        ]

    def counts(self, edition: int) -> dict[State, int]:
        rows = self._database.execute(
            "select state, count(*) from message where edition = ? group by state", (edition,)
        )
        return {State(state): number for state, number in rows}

    def events(self, edition: int) -> list[tuple[dt.datetime, State, int]]:
        """What happened, a line for each minute and state: when, what, how often."""
        rows = self._database.execute(
            "select substr(event.at, 1, 16), event.state, count(*) from event join message on message.id = message "
            "where edition = ? group by 1, 2 order by min(event.id)",
            (edition,),
        )
        return [(dt.datetime.fromisoformat(f"{at}+00:00"), State(state), number) for at, state, number in rows]

    def latest(self) -> list[Entry]:
        """For each recipient the newest edition that was sent to them, or may have been."""
        held: dict[tuple[str, str], Entry] = {}
        for entry in self.entries():
            if not entry.is_forgotten and entry.state in (State.SENT, State.UNCERTAIN):
                held[entry.recipient.identity] = entry
        return list(held.values())

    # --- writing -----------------------------------------------------------------------------

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._database.execute("begin immediate")
        try:
            yield self._database
        except BaseException:
            self._database.execute("rollback")
            raise
        self._database.execute("commit")

    def settle(self, now: dt.datetime) -> int:
        """What an ended program left at data becomes uncertain; how many there were."""
        left = [entry for entry in self.entries() if entry.state is State.AT_DATA]
        for entry in left:
            self.note(entry.id, State.UNCERTAIN, now, reply="the program ended before the relay's answer came")
        return len(left)

    def intend(self, edition: int, recipients: Iterable[Recipient], now: dt.datetime) -> None:
        """Writes down who is to get the edition. Whoever stands there keeps their state; what the list says of those
        who wait is renewed."""
        with self._transaction() as database:
            for one in recipients:
                said = (one.row, json.dumps(dict(one.fields), ensure_ascii=False))
                identity = "\n".join(one.identity)
                done = database.execute(
                    "insert or ignore into message (row, fields, edition, address, name, identity, state, changed) "
                    "values (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*said, edition, one.address, one.name, identity, State.INTENDED, _time(now)),
                )
                if done.rowcount:
                    noted = (done.lastrowid, _time(now), State.INTENDED)
                    database.execute("insert into event (message, at, state) values (?, ?, ?)", noted)
                else:
                    database.execute(
                        "update message set row = ?, fields = ? where edition = ? and identity = ? and state in (?, ?)",
                        (*said, edition, identity, *OPEN),
                    )

    def note(
        self, id: int, state: State, now: dt.datetime, *, reply: str | None = None, due: dt.datetime | None = None,
        message_id: str | None = None, file: str | None = None, sha256: str | None = None,
    ) -> None:  # fmt: skip
        """A message's next state. Returns when it is on the disk."""
        with self._transaction() as database:
            database.execute(
                "update message set state = ?, changed = ?, due = ?, reply = coalesce(?, reply), "
                "attempts = attempts + ?, message_id = coalesce(?, message_id), file = coalesce(?, file), "
                "sha256 = coalesce(?, sha256) where id = ?",
                (
                    state,
                    _time(now),
                    _time(due) if due else None,
                    reply,
                    state is State.DEFERRED,
                    message_id,
                    file,
                    sha256,
                    id,
                ),
            )
            database.execute("insert into event (message, at, state) values (?, ?, ?)", (id, _time(now), state))

    def forget(self, ids: Iterable[int]) -> None:
        """Takes away whose these were, out of the file too, and keeps that they were: number and state."""
        with self._transaction() as database:
            for id in ids:
                database.execute(
                    "update message set address = null, name = null, fields = null, identity = null, reply = null, "
                    "message_id = null, file = null, sha256 = null where id = ?", (id,),
                )  # fmt: skip
        self._database.execute("pragma wal_checkpoint(truncate)")
        self._database.execute("vacuum")
        self._database.execute("pragma wal_checkpoint(truncate)")


_COLUMNS = "id, edition, row, address, name, state, attempts, due, message_id, file, reply, changed, fields"


def _entry(row: tuple[object, ...]) -> Entry:
    id, edition, number, address, name, state, attempts, due, message_id, file, reply, changed, fields = row
    return Entry(
        _int(id), _int(edition), _int(number), _text(address), _text(name), State(str(state)), _int(attempts),
        dt.datetime.fromisoformat(str(due)) if due else None, _text(message_id), _text(file), _text(reply),
        dt.datetime.fromisoformat(str(changed)), json.loads(str(fields)) if fields else {},
    )  # fmt: skip


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _time(at: dt.datetime) -> str:
    """In UTC, so that texts are in the order of time."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")
