"""`make forget`: a person, or a whole mailing, out of lists, copies, messages and ledger. Number and state stay."""

from __future__ import annotations

import csv
import email.policy
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from pathlib import Path

from nist_docs.distribution import lists, manifest, mending, outbox
from nist_docs.distribution.ledger import Entry, Ledger
from nist_docs.distribution.lists import Table
from nist_docs.distribution.recipients import column_of, folded, normalised
from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """An address, in small letters, and perhaps the one name that is meant of several."""

    address: str
    name: str = ""

    def is_meant(self, address: str, name: str) -> bool:
        return address.casefold() == self.address and self.name in ("", name.casefold())

    @property
    def mark(self) -> str:
        """What a manifest knows them by."""
        address, person = manifest.marks(self.address, self.name)
        return person if self.name else address


def entries(ledger: Ledger, who: Who | None, edition: int | None) -> list[Entry]:
    """The ledger's entries of a person, or of a mailing."""
    found = [one for one in ledger.entries(edition) if not one.is_forgotten]
    return [one for one in found if who is None or who.is_meant(one.address or "", one.name or "")]


def copies(folder: Path, files: Iterable[str], who: Who | None) -> int:
    """Takes a person's copies away, or all of them, and what the manifest knows of them; how many lay there. ``files``
    are those that the ledger names: what it knows of a file is older than what the manifest does."""
    known = manifest.read(folder)
    whose = known.whose if known else {}
    if who is None:
        gone = {
            *whose,
            *(path.name for path in folder.glob("*.pdf")),
            *(one.file for one in (known.copies if known else ())),
        }
    else:
        gone = {file for file, marks in whose.items() if who.mark in marks}
        gone |= {file for file in files if file not in whose}
    there = [path for path in (folder / name for name in gone) if path.is_file()]
    for path in there:
        path.unlink()
    if known and gone:
        kept = tuple(one for one in known.copies if one.file not in gone)
        others = {file: marks for file, marks in whose.items() if file not in gone}
        replace(known, copies=kept, whose=others).write(folder)
    return len(there)


def nobodys(folder: Path) -> int:
    """How many copies lie there of which the manifest does not know whose they are."""
    known = manifest.read(folder)
    return sum(path.name not in (known.whose if known else ()) for path in folder.glob("*.pdf"))


def messages(folder: Path, who: Who | None) -> int:
    """Takes messages away, and the page of the first of them; how many."""
    gone = 0
    for path in folder.glob("*.eml"):
        name, address = _to(path)
        if who is None or who.is_meant(address, name):
            gone += 1
            path.unlink()
    if gone:
        (folder / outbox.PAGE).unlink(missing_ok=True)
    return gone


def _to(path: Path) -> tuple[str, str]:
    """The name and the address that a message is to."""
    with path.open("rb") as file:
        # Not by email.policy.default: it puts a space between the words that a long name is encoded in.
        message = BytesHeaderParser(policy=email.policy.compat32).parse(file)
    name, address = parseaddr(message["To"])
    return str(make_header(decode_header(name))), address


Lists = list[tuple[Path, Table]]


def opened(paths: Iterable[Path]) -> Lists:
    """Lists, and beside each what was to be mended of it. Raises Problems if one is none: before anything is gone."""
    beside = [one for path in paths for one in (path, mending.to_mend(path), mending.refused(path))]
    return [(path, lists.read(path)) for path in beside if path in paths or path.exists()]


def rows(path: Path, table: Table, who: Who) -> int:
    """Takes a person's rows out of a list or a file to mend, and leaves the others as they are; how many."""
    columns = [column_of(cell) for cell in table.head.cells]
    numbers = {one.number for one in table.rows if _is_theirs(columns, one, who)}
    if not numbers:
        return 0
    data = path.read_bytes()
    match path.suffix.lower():
        case ".xlsx":
            kept = _without_in_workbook(data, numbers)
        case ".yaml" | ".yml":
            kept = b"".join(_without_in_yaml(data, numbers, {one.number for one in table.rows}))
        case _:
            kept = _without_in_csv(data, numbers)
    half = path.with_name(f"{path.name}.part")
    mending.write_private(half, kept)
    os.replace(half, path)
    return len(numbers)


def _is_theirs(columns: list[str], row: lists.Row, who: Who) -> bool:
    """Whether their address is in the row, whichever cell it slipped into, and the name in it is theirs."""
    cells = [lists.plain_cell(cell) for cell in row.cells]
    said = dict(zip(columns, cells, strict=False))
    name = said.get("name") or f"{said.get('first_name', '')} {said.get('surname', '')}"
    return any(who.is_meant(_address(cell), folded(name)) for cell in cells if "@" in cell)


def _address(cell: str) -> str:
    """The cell's address as it is sent to; the cell as it is, where that is none."""
    try:
        return normalised(cell.strip())
    except ValueError:
        return cell.strip()


def _without_in_csv(data: bytes, numbers: set[int]) -> bytes:
    """The same bytes without these records."""
    encoding = next(one for one in ("utf-8", "cp1252", "utf-16") if _decodes(data, one))
    text = data.decode(encoding)
    lines = io.StringIO(text, newline="").readlines()
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=max(lists.DELIMITERS, key=first.count))
    kept, at = [], 0
    for number, _ in enumerate(reader, 1):
        if number not in numbers:
            kept += lines[at : reader.line_num]
        at = reader.line_num
    return "".join(kept).encode(encoding)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not (encoding == "cp1252" and data.startswith((b"\xff\xfe", b"\xfe\xff")))


def _without_in_workbook(data: bytes, numbers: set[int]) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet.cell(1, 1).value is not None)
    for number in sorted(numbers, reverse=True):
        sheet.delete_rows(number)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _without_in_yaml(data: bytes, numbers: set[int], starts: set[int]) -> Iterator[bytes]:
    keeps = True
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if number in starts:
            keeps = number not in numbers
        if keeps:
            yield line
