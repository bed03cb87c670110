"""All of `content/` as models: hearings, strategies, senders and people, each with its file."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path
from typing import TypeVar

from nist_docs import markup
from nist_docs.addresses import Address
from nist_docs.model.editions import Edition, Editions
from nist_docs.model.editorial import Editorial
from nist_docs.model.hearing import Hearing
from nist_docs.model.people import People, Person, Sender
from nist_docs.model.policy import Policy
from nist_docs.model.strategy import Strategy
from nist_docs.model.types import Entry, is_id, paragraphs
from nist_docs.model.validation import validate
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass
from nist_docs.source import SourceFile, read

M = TypeVar("M", bound=Entry)

HEARINGS, STRATEGIES, SENDERS, PEOPLE = "hearings", "strategies", "senders", "people.yaml"
EDITIONS = "editions"
EDITORIAL, POLICY = "editorial.yaml", "policy.yaml"
PICTURES = "pictures"


@dataclass(slots=True)
class Content:
    """What the content folder holds. ``name`` is how messages call the folder."""

    root: Path
    name: str
    files: dict[str, SourceFile] = field(default_factory=dict)
    hearings: dict[str, Hearing] = field(default_factory=dict)
    strategies: dict[str, Strategy] = field(default_factory=dict)
    senders: dict[str, Sender] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    editions: dict[str, tuple[Edition, ...]] = field(default_factory=dict)  # by hearing, the first edition first
    editorial: Editorial = field(default_factory=lambda: Editorial.model_validate({"format": "1"}))
    policy: Policy = field(default_factory=lambda: Policy.model_validate({"format": "1"}))
    # Files that are there but have faults: a reference into one of them is not a fault of its own.
    broken: set[str] = field(default_factory=set)

    def address(self, *parts: str) -> Address:
        return Address("/".join((self.name, *parts)))

    def place(self, address: Address, *, of_key: bool = False) -> Place:
        """The spot in the file where an addressed value stands."""
        return self.files[address.file].place(address.keys, of_key=of_key)

    def texts(self, address: Address) -> tuple[str, ...]:
        """What the file says there, before the program sets it: as it is written, and without its markup; then
        its footnotes. Nothing where there is no text."""
        value: object = self.files[address.file].value
        for key in address.keys:
            if isinstance(value, str) and isinstance(key, int):
                value = list(paragraphs(value))
            match value, key:
                case dict(), str() if key in value:
                    value = value[key]
                case list(), int() if key < len(value):
                    value = value[key]
                case _:
                    return ()
        return (value, markup.plain(value), *markup.notes(value)) if isinstance(value, str) else ()

    def alone(self, name: str) -> Content:
        """What one hearing's documents are made of: without the other hearings and their editions."""
        others = self.hearings.keys() - {name}
        left_out = {self.address(folder, f"{other}.yaml").file for folder in (HEARINGS, EDITIONS) for other in others}
        return replace(
            self,
            files={file: read for file, read in self.files.items() if file not in left_out},
            hearings={name: self.hearings[name]},
            editions={id: known for id, known in self.editions.items() if id == name},
        )

    def picture(self, file: str) -> Path:
        return self.root / PICTURES / file


def load(root: Path, name: str) -> tuple[Content, list[Problem]]:
    """Everything that could be read, and what is wrong with the rest."""
    content = Content(root, name)
    problems: list[Problem] = []
    if not root.is_dir():
        hint = "run the command in the project's folder, or name the folder with --content"
        return content, [Problem("no-content", Place(name), "there is no such folder", hint)]
    problems += _misplaced(root, name)
    _load_folder(content, HEARINGS, Hearing, content.hearings, problems)
    _load_folder(content, STRATEGIES, Strategy, content.strategies, problems)
    _load_folder(content, SENDERS, Sender, content.senders, problems)
    if people := _load_file(content, (PEOPLE,), People, problems):
        content.people.update(people.people)
    if (root / EDITORIAL).exists() and (editorial := _load_file(content, (EDITORIAL,), Editorial, problems)):
        content.editorial = editorial
    if (root / POLICY).exists() and (policy := _load_file(content, (POLICY,), Policy, problems)):
        content.policy = policy
    records: dict[str, Editions] = {}
    _load_folder(content, EDITIONS, Editions, records, problems)
    content.editions = {name: record.editions for name, record in records.items()}
    if not content.hearings and not problems:
        hint = f"add one as {name}/{HEARINGS}/my-hearing.yaml (README: adding a hearing)"
        problems.append(Problem("no-hearing", Place(f"{name}/{HEARINGS}"), "there is no hearing here", hint))
    return content, problems


def _load_folder(content: Content, folder: str, model: type[M], into: dict[str, M], problems: list[Problem]) -> None:
    for path in sorted((content.root / folder).glob("[!.]*.yaml")):
        if not is_id(path.stem):
            where = Place(f"{content.name}/{folder}/{path.name}")
            hint = "use small letters a–z, digits and hyphens: the name becomes part of file names and addresses"
            problems.append(Problem("file-name", where, "this file name cannot be used as an id", hint))
        elif entry := _load_file(content, (folder, path.name), model, problems):
            into[path.stem] = entry


def _load_file(content: Content, parts: tuple[str, ...], model: type[M], problems: list[Problem]) -> M | None:
    name = content.address(*parts).file
    try:
        path = content.root.joinpath(*parts)
        if not path.resolve().is_relative_to(content.root.resolve()):
            hint = "put the file itself here, not a link to it"
            raise Problems([Problem("outside", Place(name), "the file lies outside of the content folder", hint)])
        file = read(path, name)
        content.files[name] = file
        return validate(model, file)
    except Problems as found:
        problems.extend(found.problems)
        content.broken.add(name)
        return None


def _misplaced(root: Path, name: str) -> list[Problem]:
    """YAML files that nothing would read: in the wrong folder, or with another ending."""
    known = {HEARINGS, STRATEGIES, SENDERS, EDITIONS}
    problems = []
    for path in sorted(p for ending in ("yaml", "yml") for p in root.rglob(f"[!.]*.{ending}")):
        relative = path.relative_to(root)
        right_place = (len(relative.parts) == 2 and relative.parts[0] in known) or str(relative) in (
            PEOPLE,
            EDITORIAL,
            POLICY,
        )
        if path.suffix == ".yml":
            hint = f"rename it to {path.stem}.yaml"
        elif not right_place:
            hint = f"hearings belong in {name}/{HEARINGS}/, strategies in {STRATEGIES}/, senders in {SENDERS}/"
        else:
            continue
        problems.append(Problem("stray-file", Place(f"{name}/{relative.as_posix()}"), "this file is not read", hint))
    return problems
