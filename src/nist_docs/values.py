"""Every value of the content with its address: what editorial rules and the search for what is not shown walk over."""

from __future__ import annotations

from collections.abc import Iterator

from nist_docs.addresses import Address
from nist_docs.model.types import Entry, Record, Scalar
from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is no group and no list; ``holder`` and ``key`` say which key of which group holds it."""

    at: Address
    value: object
    holder: type[Entry]
    key: str


def values(entry: Entry, at: Address) -> Iterator[Value]:
    """The values of an entry that are filled in, in the model's order; the office's own records are left out."""
    for key in type(entry).model_fields:
        yield from _inner(getattr(entry, key), at / key, type(entry), key)


def _inner(value: object, at: Address, holder: type[Entry], key: str) -> Iterator[Value]:
    match value:  # the commonest kinds first: to be asked for its kind takes an Entry long
        case Scalar() | str():
            yield Value(at, value, holder, key)
        case None:
            return
        case tuple():
            for index, inner in enumerate(value):
                yield from _inner(inner, at / index, holder, key)
        case dict():
            for id, inner in value.items():
                yield from _inner(inner, at / id, holder, key)
        case Record():
            return
        case Entry():
            yield from values(value, at)
        case _:
            yield Value(at, value, holder, key)
