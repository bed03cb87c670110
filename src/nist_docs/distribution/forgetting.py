"""`make forget`: a person, or a whole mailing, out of lists, copies, messages and ledger. Number and state stay."""

from __future__ import annotations

import csv
import email.policy
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from pathlib import Path

from nist_docs.distribution import lists, manifest, outbox
from nist_docs.distribution.ledger import Entry, Ledger
from nist_docs.distribution.mending import write_private
from nist_docs.distribution.recipients import column_of
from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Who:
    """An address, in small letters, and perhaps the one name that is meant of several."""

    address: str
    name: str = ""

    def is_meant(self, address: str, name: str) -> bool:
        return address.casefold() == self.address and self.name in ("", name.casefold())


def entries(ledger: Ledger, who: Who | None, edition: int | None) -> list[Entry]:
    """The ledger's entries of a person, or of a mailing."""
    found = [one for one in ledger.entries(edition) if not one.is_forgotten]
    return [one for one in found if who is None or who.is_meant(one.address or "", one.name or "")]


def copies(folder: Path, files: Iterable[str], names: Iterable[str], *, all_of_it: bool) -> int:
    """Takes copies away: those that the ledger names, and those whose title bears the name; how many."""
    gone = set(files) & {path.name for path in folder.glob("*.pdf")}
    wanted = {name for name in names if name}
    for path in folder.glob("*.pdf"):
        if all_of_it or any(_has(_title(path), name) for name in wanted):
            gone.add(path.name)
    for name in gone:
        (folder / name).unlink()
    known = manifest.read(folder)
    if known and gone:
        kept = tuple(one for one in known.copies if one.file not in gone)
        replace(known, copies=kept).write(folder)
    return len(gone)


def _has(title: str, name: str) -> bool:
    """Whether the name stands there by itself: Bo Berg is not in a copy for Bo Bergman."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) is not None


def _title(path: Path) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return str(pdf.get_metadata_value("Title"))
    finally:
        pdf.close()


def messages(folder: Path, who: Who | None) -> list[str]:
    """Takes messages away, and the page of the first of them; the names that they were to."""
    gone = []
    for path in folder.glob("*.eml"):
        name, address = _to(path)
        if who is None or who.is_meant(address, name):
            gone.append(name)
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


def rows(path: Path, who: Who) -> list[str]:
    """Takes a person's rows out of a list or a file to mend, and leaves the others as they are; the names in them.
    Raises Problems if it is no list."""
    table = lists.read(path)
    columns = [column_of(cell) for cell in table.head.cells]
    said = {one.number: _said(columns, one) for one in table.rows}
    theirs = {number: name for number, (address, name) in said.items() if who.is_meant(address, name)}
    if not theirs:
        return []
    numbers = set(theirs)
    data = path.read_bytes()
    match path.suffix.lower():
        case ".xlsx":
            kept = _without_in_workbook(data, numbers)
        case ".yaml" | ".yml":
            kept = b"".join(_without_in_yaml(data, numbers, {one.number for one in table.rows}))
        case _:
            kept = _without_in_csv(data, numbers)
    half = path.with_name(f"{path.name}.part")
    write_private(half, kept)
    os.replace(half, path)
    return list(theirs.values())


def _said(columns: list[str], one: lists.Row) -> tuple[str, str]:
    """A row's address and name."""
    said = dict(zip(columns, (lists.plain_cell(" ".join(cell.split())) for cell in one.cells), strict=False))
    name = said.get("name") or f"{said.get('first_name', '')} {said.get('surname', '')}".strip()
    return said.get("address", ""), name


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
