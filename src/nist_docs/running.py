"""What a run goes by from the last one, and what the next one can go by from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nist_docs import bounds, gates, parts, unchanged
from nist_docs.content import Content
from nist_docs.editions import Record
from nist_docs.model.editions import Edition
from nist_docs.printing import Printer
from nist_docs.problems import Problem
from nist_docs.project import Project
from nist_docs.publish import Set, publish
from nist_docs.receipt import Output
from nist_docs.records import dataclass
from nist_docs.rendering import Rendering
from nist_docs.typesetter import System, Typesetter
from nist_docs.unchanged import Build


@dataclass(frozen=True, slots=True)
class Built:
    """A run's sets and outputs, what there is to say of it that is no error, and what the next one can go by. Where it
    is an edition: the hearing and its record's last entry, and the record to be written."""

    sets: tuple[Set, ...]
    outputs: list[Output]
    problems: list[Problem]
    build: Build
    parts: dict[str, bytes]
    edition: tuple[str, Edition] | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """A run before it reads anything: what is changed while it runs counts as changed after it."""

    project: Project
    printer: Printer
    inputs: str
    settings: dict[str, str]

    def ended(self, read: Content, rendered: Sequence[Rendering], system: System) -> Build:
        """What is known of the run before its sets are put in place."""
        project = self.project
        now, turns = project.now.timestamp(), [at.timestamp() for at in gates.turns(read, project.now.tzinfo)]
        entries = {output.path: output.entry() for one in rendered for output in one.outputs}
        keys = {path: key for one in rendered for path, key in one.keys.items()}
        parts = {path: used for one in rendered for path, used in one.parts.items()}
        return Build(
            settings=self.settings,
            program=unchanged.program(project.root),
            libraries=unchanged.libraries(system.libraries),
            system=system.versions,
            inputs=self.inputs,
            since=max((at for at in turns if at <= now), default=0.0),
            until=min((at for at in turns if at > now), default=FOREVER),
            outputs={},  # known when they are in place
            documents={
                path: {"key": keys[path], "entry": entry, "parts": sorted(parts[path])}
                for path, entry in entries.items()
            },
        )


FOREVER = 253402300800.0  # the year 10000, in seconds since 1970


def started(project: Project, typesetter: Typesetter | None, *, strict: bool) -> Start:
    """The run, which uses of the last one what is as it was."""
    return Start(
        project,
        Printer(project, unchanged.usable(project.output), typesetter),
        unchanged.inputs(project.content, project.templates),
        unchanged.settings(project.content, project.output, strict=strict),
    )


def published(project: Project, make: Callable[[], Built]) -> Built:
    """What was made within its limits, in place. Raises Problems."""
    built = bounds.within(project, make)
    publish(project.output, list(built.sets), settle=built.record.write if built.record else None)
    parts.remember(project.output, built.parts)
    return replace(built, build=replace(built.build, outputs=unchanged.outputs(project.output)))
