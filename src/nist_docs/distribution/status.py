"""Where a mailing stands: counts, a table, a time line; and the same as CSV. Names and states, no addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nist_docs.distribution.ledger import OPEN, Entry, Ledger, State
from nist_docs.distribution.lists import as_csv

WORDS = {
    State.INTENDED: "to be sent",
    State.AT_DATA: "being sent",
    State.SENT: "sent: the relay took it",
    State.DEFERRED: "refused for now, tried again",
    State.REFUSED: "refused for good",
    State.UNCERTAIN: "uncertain: look for it, then decide",
}
HEAD = ("edition", "row", "name", "state", "since", "tried", "next", "relay's code", "message-id")
_TIME = "%Y-%m-%d %H:%M"


def counts(ledger: Ledger, edition: int) -> Iterator[str]:
    found = ledger.counts(edition)
    for state, words in WORDS.items():
        if number := found.get(state, 0):
            yield f"{number:6}  {words}"


def table(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    return [_row(one) for one in entries]


def _row(one: Entry) -> tuple[str, ...]:
    tried = one.attempts + (one.state not in OPEN)
    since, due = one.changed.astimezone().strftime(_TIME), one.due.astimezone().strftime(_TIME) if one.due else ""
    code = (one.reply or "")[:3]
    return (
        str(one.edition), str(one.row), one.name or "forgotten", _word(one.state), since, str(tried), due,
        code if code.isdigit() else "", one.message_id or "",
    )  # fmt: skip


def _word(state: State) -> str:
    return state.value.replace("_", " ")


def time_line(ledger: Ledger, edition: int) -> Iterator[str]:
    """A line for each minute in which something happened."""
    for at, state, number in ledger.events(edition):
        yield f"{at.astimezone().strftime(_TIME)}  {_word(state):9}  {number}"


def csv(entries: Sequence[Entry]) -> bytes:
    return as_csv(HEAD, table(entries))
