"""Who is to have a copy: the rows of a list, each one checked before anything is made.

No message quotes an address: messages are printed, logged and pasted into mails.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from nist_docs import fonts
from nist_docs.distribution.lists import Row, Table, plain_cell
from nist_docs.problems import Place, Problem, Problems, Severity, as_id, nearest
from nist_docs.records import dataclass

NAME, ADDRESS = "name", "address"
_NAME_PARTS = ("first_name", "surname")

# Columns by what they may be called, in Swedish and English; any other column has its own name as its key.
KNOWN = {
    NAME: ("namn", "name", "deltagare", "participant", "för- och efternamn", "full name"),
    "first_name": ("förnamn", "first name", "given name"),
    "surname": ("efternamn", "surname", "last name", "family name"),
    ADDRESS: (
        "e-post", "epost", "e-postadress", "epostadress", "mejl", "mejladress", "mail", "mailadress", "e-mail", "email",
        "e-mail address", "email address", "address", "adress",
    ),
    "organisation": ("organisation", "organization", "myndighet", "företag", "arbetsplats", "agency", "company"),
    "table": ("bord", "bordsnummer", "table"),
    "group": ("grupp", "group"),
    "greeting": ("hälsning", "greeting"),
    "note": ("anteckning", "bidrag", "inlägg", "note", "contribution"),
}  # fmt: skip
_KEYS = {as_id(called): key for key, names in KNOWN.items() for called in names}
LONGEST = 300  # signs of one cell

# What has no form of its own, or turns the direction of what follows: a name that looks like another's.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class Recipient:
    """One who gets a copy. ``fields`` are the columns with words in them, name and organisation among them;
    ``address`` is in the form that is sent to."""

    row: int
    address: str
    fields: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.fields[NAME]

    @cached_property
    def identity(self) -> tuple[str, str]:
        """Who it is, wherever capitals stand: the normalised address, and the name."""
        return self.address.casefold(), self.name.casefold()


@dataclass(frozen=True, slots=True)
class Checked:
    """A list's good rows, its bad rows with their problems, and hints about good ones. ``columns`` are those that a
    template may show: never the address, and the name in one."""

    table: Table
    columns: tuple[str, ...]
    good: tuple[Recipient, ...]
    bad: Mapping[int, tuple[Problem, ...]]
    hints: tuple[Problem, ...]

    def bad_rows(self) -> list[Row]:
        return [row for row in self.table.rows if row.number in self.bad]

    def problems(self) -> list[Problem]:
        return [problem for found in self.bad.values() for problem in found]


def check(table: Table) -> Checked:
    """Every row of a list. Raises Problems if its columns cannot be told apart, or it has no rows."""
    columns = _columns(table)
    if not table.rows:
        where, hint = Place(table.file, table.head.number), "add a row for each recipient"
        raise Problems([Problem("list", where, "the list has no rows below its column names", hint)])
    good: list[Recipient] = []
    bad: dict[int, tuple[Problem, ...]] = {}
    for row in table.rows:
        recipient, problems = _read(table.file, columns, row)
        if recipient:
            good.append(recipient)
        else:
            bad[row.number] = problems
    twice = list(_twice(table.file, good))
    bad |= {problem.where.line: (problem,) for problem in twice}
    good = [recipient for recipient in good if recipient.row not in bad]
    return Checked(table, _shown(columns), tuple(good), dict(sorted(bad.items())), tuple(_shared(table.file, good)))


# --- columns -------------------------------------------------------------------------------------


def _columns(table: Table) -> tuple[str, ...]:
    """The key of each column. Raises Problems if name or address is missing, or a key is there twice."""
    keys = tuple(column_of(cell) for cell in table.head.cells)
    problems = []
    where = Place(table.file, table.head.number)
    for key, number in Counter(key for key in keys if key).items():
        if number > 1:
            problems.append(
                Problem("list-columns", where, f"{number} columns are called '{key}'", "rename all but one")
            )
    if ADDRESS not in keys:
        problems.append(_missing(where, "the addresses", "e-post", table.head))
    if NAME not in keys and not set(_NAME_PARTS) <= set(keys):
        problems.append(_missing(where, "the names", "namn", table.head))
    if problems:
        raise Problems(problems)
    return keys


def _shown(columns: tuple[str, ...]) -> tuple[str, ...]:
    hidden = {"", ADDRESS} if NAME in columns else {"", ADDRESS, *_NAME_PARTS}
    return tuple(dict.fromkeys((*([] if NAME in columns else [NAME]), *(key for key in columns if key not in hidden))))


def column_of(cell: str) -> str:
    """The key of a column that is called so."""
    named = as_id(" ".join(plain_cell(cell).split()))
    return _KEYS.get(named, named.replace("-", "_"))


def _missing(where: Place, what: str, called: str, head: Row) -> Problem:
    if not any(column_of(cell) in KNOWN for cell in head.cells):
        hint = f"the first row names the columns: namn;{called if called != 'namn' else 'e-post'};organisation"
        return Problem("list-columns", where, f"no column is named as that of {what}", hint)
    hint = f"name it '{called}'; {nearest(called, (as_id(cell) for cell in head.cells))}"
    return Problem("list-columns", where, f"no column is named as that of {what}", hint)


# --- rows ----------------------------------------------------------------------------------------


def _read(file: str, columns: tuple[str, ...], row: Row) -> tuple[Recipient | None, tuple[Problem, ...]]:
    where = Place(file, row.number)
    problems: list[Problem] = []
    fields: dict[str, str] = {}
    faulty: set[str] = set()
    if len(row.cells) > len(columns):
        hint = "put a cell that holds the separator in quotes, or name the further column"
        return None, (Problem("list-cells", where, "the row has more cells than there are columns", hint),)
    for column, cell in zip(columns, row.cells, strict=True):
        if not column and not cell.strip():
            continue
        if not column:
            hint = "name the column, or empty the cell"
            problems.append(Problem("list-cells", where, "a cell has words, and its column has no name", hint))
            continue
        text, problem = _cell(where, column, plain_cell(cell))
        if problem:
            problems.append(problem)
            faulty.add(column)
        if text:
            fields[column] = text
    if NAME not in columns:
        names = [fields.pop(part, "") for part in _NAME_PARTS]
        fields = {NAME: " ".join(filter(None, names))} | fields if any(names) else fields
    written = fields.pop(ADDRESS, "")
    if NAME not in fields and not faulty & {NAME, *_NAME_PARTS}:
        problems.append(Problem("recipient-name", where, "the name is missing", "fill it in, or delete the row"))
    elif "@" in fields.get(NAME, ""):
        message, hint = "the name is an e-mail address", "write the name, with which the copy greets them"
        problems.append(Problem("recipient-name", where, message, hint))
    address = ""
    if not written and ADDRESS not in faulty:
        problems.append(Problem("recipient-address", where, "the address is missing", "fill it in, or delete the row"))
    elif written and ADDRESS not in faulty:
        try:
            address = normalised(written)
        except ValueError as error:
            problems.append(Problem("recipient-address", where, f"the address is none: {error}", "write it anew"))
    return (None if problems else Recipient(row.number, address, fields)), tuple(problems)


def _cell(where: Place, column: str, cell: str) -> tuple[str, Problem | None]:
    """The cell's words, spaces folded and letters composed, or why it cannot be used."""
    text = _composed(cell)
    if re.search(r"[\r\n\v\f\u0085\u2028\u2029]", text):
        message, hint = f"the cell '{column}' has a line break", "write it on one line"
        return "", Problem("recipient-line-break", where, message, hint)
    if hidden := next((sign for sign in text if unicodedata.category(sign) in _HIDDEN and sign != "\t"), None):
        message = f"the cell '{column}' holds a sign that cannot be seen (U+{ord(hidden):04X})"
        return "", Problem("recipient-control", where, message, "write the cell anew")
    if len(text) > LONGEST:
        message = f"the cell '{column}' has {len(text)} signs, and {LONGEST} have room"
        return "", Problem("recipient-long", where, message, "shorten it")
    if text.startswith("#") and text.rstrip("!?").isupper() and text.endswith(("!", "?", "/A")):
        message = f"the cell '{column}' is a spreadsheet's error ({text})"
        return "", Problem("recipient-error", where, message, "write the value")
    if column != ADDRESS and (lacking := fonts.missing(text)):
        message = f"the documents' fonts have no sign '{lacking[0]}' (U+{ord(lacking[0]):04X}), which is in '{column}'"
        hint = "write it in Latin, Greek or Cyrillic letters"
        return "", Problem("recipient-script", where, message, hint)
    return " ".join(text.split()), None


def _composed(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.strip().replace("\u00a0", " "))


def folded(name: str) -> str:
    """A name as a recipient bears it: letters composed, spaces as one."""
    return " ".join(_composed(name).split())


def normalised(address: str) -> str:
    """The address as it is sent to: the domain in small ASCII letters. Raises ValueError in plain words."""
    from email_validator import EmailNotValidError, validate_email

    try:
        known = validate_email(address, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError as error:
        raise ValueError(_without_quotes(str(error))) from None
    if known.ascii_email is None:
        raise ValueError("before the @ it has letters that many servers refuse")
    return known.ascii_email


def _without_quotes(message: str) -> str:
    """The reason in clauses; what it quotes may be a part of the address."""
    clauses = [clause[:1].lower() + clause[1:] for clause in message.rstrip(".").split(". ")]
    return "; ".join(re.sub(r"[:']\s.*|'[^']*'|\"[^\"]*\"", "…", clause) for clause in clauses)


# --- rows beside each other ----------------------------------------------------------------------


def _twice(file: str, recipients: Iterable[Recipient]) -> Iterable[Problem]:
    first: dict[tuple[str, str], int] = {}
    for recipient in recipients:
        row = first.setdefault(recipient.identity, recipient.row)
        if row != recipient.row:
            message = f"the same person with the same address as in row {row}"
            yield Problem("recipient-twice", Place(file, recipient.row), message, "delete one of the rows")


def _shared(file: str, recipients: Iterable[Recipient]) -> Iterable[Problem]:
    """A registry's mailbox, or a slip of the hand."""
    first: dict[str, int] = {}
    for recipient in recipients:
        row = first.setdefault(recipient.identity[0], recipient.row)
        if row != recipient.row:
            message = f"the same address as in row {row}, with another name: each gets a message"
            where = Place(file, recipient.row)
            yield Problem("recipient-shared", where, message, "right for a registry's mailbox", Severity.ADVICE)


# --- in words ------------------------------------------------------------------------------------

_TO_DO = {
    "list-cells": ("take the surplus cells out of {} row", "take the surplus cells out of {} rows"),
    "recipient-address": ("fix {} address", "fix {} addresses"),
    "recipient-name": ("fill in {} name", "fill in {} names"),
    "recipient-line-break": ("take a line break out of {} row", "take line breaks out of {} rows"),
    "recipient-control": ("clean {} row of hidden signs", "clean {} rows of hidden signs"),
    "recipient-long": ("shorten {} cell", "shorten {} cells"),
    "recipient-error": ("mend {} spreadsheet error", "mend {} spreadsheet errors"),
    "recipient-script": ("transcribe {} name or text", "transcribe {} names or texts"),
    "recipient-twice": ("delete {} repeated row", "delete {} repeated rows"),
}


def in_words(problems: Iterable[Problem]) -> str:
    """What is to be done about the list: ``fix 2 addresses; fill in 3 names``."""
    counts = Counter(problem.rule for problem in problems)
    return "; ".join(_TO_DO[rule][counts[rule] > 1].format(counts[rule]) for rule in _TO_DO if counts[rule])
