"""A list of recipients as a table of texts: CSV as spreadsheets save it, XLSX, or YAML.

A row keeps the number that the spreadsheet shows beside it. What the cells mean is for `recipients` to say.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

LARGEST = 50_000_000  # bytes
DELIMITERS = ";,\t"
_HOW = "save it as 'CSV UTF-8', as XLSX, or as YAML (docs/distribution.md shows each)"


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first row that is not empty names the columns; a row has a cell for each, and may by mistake have more."""

    file: str
    head: Row
    rows: tuple[Row, ...]


def read(path: Path) -> Table:
    """The list in a file. Raises Problems if it cannot be read; rows without any words are left out."""
    rows = [row for row in _rows(path) if any(cell.strip() for cell in row.cells)]
    if not rows:
        raise _refused(path, "the list is empty", "its first row names the columns: namn;e-post;organisation")
    head, *rest = rows
    return Table(path.name, head, tuple(_as_wide(row, len(head.cells)) for row in rest))


def _as_wide(row: Row, width: int) -> Row:
    """The row with a cell for each column, and whatever words it has beyond them."""
    cells = list(row.cells)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return Row(row.number, (*cells, *[""] * (width - len(cells))))


def _rows(path: Path) -> list[Row]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refused(path, "there is no such list", "name it with LIST=path") from None
    except OSError as error:
        raise _refused(path, f"the list cannot be opened: {error.strerror}", "close it in other programs") from None
    if len(data) > LARGEST:
        raise _refused(path, "the list is larger than 50 MB", "leave only the columns that are needed")
    match path.suffix.lower():
        case ".csv" | ".txt" | ".tsv":
            return _csv(path, data)
        case ".xlsx":
            return _xlsx(path, data)
        case ".yaml" | ".yml":
            return _yaml(path, data)
        case other:
            raise _refused(path, f"a list cannot be read from a file of the kind '{other or 'none'}'", _HOW)


def _refused(path: Path, message: str, hint: str, line: int = 0, column: int = 0) -> Problems:
    return Problems([Problem("list", Place(path.name, line, column), message, hint)])


# --- CSV -----------------------------------------------------------------------------------------


def _csv(path: Path, data: bytes) -> list[Row]:
    text = _text(path, data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    if first.lower().startswith("sep="):  # what Excel itself reads, and does not show as a row
        delimiter, text = first[4:5] or ";", text.split("\n", 1)[1] if "\n" in text else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for number, cells in enumerate(reader, 1):
            rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        hint = 'a quotation mark that begins a cell also ends it; inside, it is written twice: ""'
        raise _refused(path, f"this is not CSV: {error}", hint, len(rows) + 1) from None
    return rows


def _text(path: Path, data: bytes) -> str:
    """The text in UTF-8 or, as Excel in Sweden saves 'CSV', in Windows' alphabet."""
    if data.startswith(b"PK"):
        raise _refused(path, "this is an XLSX file with another ending", "give it the ending .xlsx")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(path, data, "utf-16")
    if b"\0" in data:
        raise _refused(path, "this is no text file", _HOW)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(path, data, "cp1252")


def _decoded(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "the letters are neither in UTF-8 nor in Windows' alphabet"
        raise _refused(path, message, _HOW, line) from None


# --- XLSX ----------------------------------------------------------------------------------------


def _xlsx(path: Path, data: bytes) -> list[Row]:
    """The first sheet with anything in it, values instead of formulas."""
    import openpyxl

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = "the workbook has a password, or is of the old kind (.xls)"
        raise _refused(path, message, "save it anew as XLSX, without a password")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except Exception as error:  # openpyxl lets whatever went wrong in the file through
        message = f"the workbook cannot be opened ({type(error).__name__})"
        raise _refused(path, message, "open it in the spreadsheet program and save it anew") from None
    filled = (sheet for sheet in sheets if any(value is not None for row in sheet for value in row))
    rows = next(filled, [])
    width = max((i + 1 for row in rows for i, value in enumerate(row) if value is not None), default=0)
    return [Row(number, tuple(_written(value) for value in row[:width])) for number, row in enumerate(rows, 1)]


def _written(value: object) -> str:
    """A cell's value as it is read: whole numbers without a decimal, a date without a clock's zeros."""
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
    return str(value)


# --- YAML ----------------------------------------------------------------------------------------


def _yaml(path: Path, data: bytes) -> list[Row]:
    """A list of entries, each with its keys; rows are counted by their line."""
    from nist_docs import source

    try:
        file = source.parse(data, path.name)
    except Problems as found:  # without the lines that they would show: these hold addresses
        raise Problems(replace(problem, where=_bare(problem.where)) for problem in found.problems) from None
    if not isinstance(file.value, list) or not all(isinstance(entry, dict) for entry in file.value):
        raise _refused(path, "a YAML list of recipients is a list of entries", "write: - name: …\n    email: …", 1)
    entries = [entry for entry in file.value if isinstance(entry, dict)]
    keys = list(dict.fromkeys(str(key) for entry in entries for key in entry))
    nested = [
        Problem("list", _bare(file.place((index, key))), f"the key '{key}' holds more than one text", "write one text")
        for index, entry in enumerate(entries)
        for key, value in entry.items()
        if isinstance(value, list | dict)
    ]
    if nested:
        raise Problems(nested)
    rows = [
        Row(file.place((index,)).line, tuple(_plain(entry.get(key)) for key in keys))
        for index, entry in enumerate(entries)
    ]
    return [Row(0, tuple(keys)), *rows] if keys else []


def _bare(place: Place) -> Place:
    return replace(place, snippet="")


def _plain(value: object) -> str:
    return "" if value is None else str(value)


# --- writing -------------------------------------------------------------------------------------

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text so that a spreadsheet shows it and does not compute it (CWE-1236)."""
    return "'" + text if text.startswith(_FORMULA) else text


def plain_cell(text: str) -> str:
    """The text without the apostrophe of a safe cell."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def as_csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """CSV that Excel in Sweden opens as it is: semicolons, UTF-8 with a BOM, no cell that it would compute."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow([safe_cell(cell) for cell in head])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
