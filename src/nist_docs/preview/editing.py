"""From an address to its line in a file, and from there into an editor."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path
from urllib.parse import quote

from nist_docs.addresses import Address
from nist_docs.problems import Place, Problem, Problems
from nist_docs.project import Project
from nist_docs.records import dataclass
from nist_docs.source import SourceFile, read

VS_CODE = "vscode://file{path}:{line}:{column}"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_NEVER = {"javascript", "data", "vbscript", "blob", "about"}


def is_pattern(text: str) -> bool:
    """Whether an editor's address names the file, and is of a scheme that opens programs."""
    found = _SCHEME.match(text)
    return bool(found and found[1].lower() not in _NEVER and "{path}" in text)


@dataclass(slots=True)
class Editing:
    """``pattern`` is the editor's address with {path}, {line} and {column}; empty: places are only shown."""

    project: Project
    pattern: str = VS_CODE
    read: dict[str, SourceFile] = field(default_factory=dict)  # as last readable

    def place(self, address: Address) -> Place:
        """Where the value stands now. Raises KeyError for a file that is none of ours."""
        path = self.path(address.file)
        if path is None:
            raise KeyError(address.file)
        try:
            self.read[address.file] = read(path, address.file)
        except Problems as found:
            if address.file not in self.read:
                return found.problems[0].where
        return self.read[address.file].place(address.keys)

    def path(self, name: str) -> Path | None:
        """The file that messages call so, if it lies in the content or the templates."""
        for folder in (self.project.content, self.project.templates):
            shown = self.project.name(folder)
            if name.startswith(f"{shown}/"):
                path = folder / name.removeprefix(f"{shown}/")
                if path.resolve().is_relative_to(folder.resolve()) and path.is_file():
                    return path
        return None

    def link(self, where: Place) -> str:
        """The address that opens the place in the editor; empty if it leads nowhere."""
        path = self.path(where.file)
        if path is None or not self.pattern:
            return ""
        shown = quote("/" + path.as_posix().removeprefix("/"), safe="/:")
        values = {"{path}": shown, "{line}": str(where.line or 1), "{column}": str(where.column or 1)}
        return re.sub(r"\{(path|line|column)\}", lambda found: values[found[0]], self.pattern)

    def problem_link(self, problem: Problem) -> str:
        return self.link(problem.where)
