"""What a run goes by from the last one, and what the next one can go by from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace

from nist_docs import bounds, gates, parts, unchanged
from nist_docs.content import Content
from nist_docs.editions import Record
from nist_docs.model.editions import Edition
from nist_docs.printing import Printer
from nist_docs.problems import Problem
from nist_docs.project import Project
from nist_docs.publish import Edited, Set, publish
from nist_docs.receipt import Output
from nist_docs.records import dataclass
from nist_docs.rendering import Rendering
from nist_docs.typesetter import System, Typesetter
from nist_docs.unchanged import Build


@dataclass(frozen=True, slots=True)
class Built:
    """A run's sets and outputs, what there is to say of it that is no error, and what the next one can go by. Where it
    is an edition: the hearing and its record's last entry, and the record to be written. ``edited`` are files of
    earlier runs that somebody went on editing."""

    sets: tuple[Set, ...]
    outputs: list[Output]
    problems: list[Problem]
    build: Build
    parts: dict[str, bytes]
    edition: tuple[str, Edition] | None = None
    record: Record | None = None
    edited: Edited = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Start:
    """A run before it reads anything. What it made is not used again if anything that goes into it was saved meanwhile:
    nobody knows what was read before that, and what after."""

    project: Project
    printer: Printer
    inputs: str
    disturbed: str
    program: str
    settings: dict[str, str]

    def ended(self, read: Content, rendered: Sequence[Rendering], system: System) -> Build:
        """What is known of the run before its sets are put in place."""
        project = self.project
        now, turns = project.now.timestamp(), [at.timestamp() for at in gates.turns(read, project.now.tzinfo)]
        entries = {output.path: output.entry() for one in rendered for output in one.outputs}
        keys = {path: key for one in rendered for path, key in one.keys.items()}
        parts = {path: used for one in rendered for path, used in one.parts.items()}
        if not self._is_as_it_was():
            entries = {}
        return Build(
            settings=self.settings,
            program=self.program,
            libraries=unchanged.libraries(system.libraries),
            system=system.versions,
            inputs=self.inputs if entries else "",
            since=max((at for at in turns if at <= now), default=0.0),
            until=min((at for at in turns if at > now), default=FOREVER),
            outputs={},  # known when they are in place
            documents={
                path: {"key": keys[path], "entry": entry, "parts": sorted(parts[path])}
                for path, entry in entries.items()
            },
        )

    def _is_as_it_was(self) -> bool:
        folders = self.project.content, self.project.templates
        return (self.inputs, self.disturbed, self.program) == (
            unchanged.inputs(*folders), unchanged.disturbed(*folders), unchanged.program(self.project.root)
        )  # fmt: skip


FOREVER = 253402300800.0  # the year 10000, in seconds since 1970


def started(project: Project, typesetter: Typesetter | None, *, strict: bool) -> Start:
    """The run, which uses of the last one what is as it was."""
    folders, program = (project.content, project.templates), unchanged.program(project.root)
    return Start(
        project,
        Printer(project, program, unchanged.usable(project.output), typesetter),
        unchanged.inputs(*folders),
        unchanged.disturbed(*folders),
        program,
        unchanged.settings(project.content, project.output, project.now.strftime("%z"), strict=strict),
    )


def published(project: Project, make: Callable[[], Built]) -> Built:
    """What was made within its limits, in place, and known to the next run. Raises Problems."""
    built = bounds.within(project, make)
    known: list[Built] = []

    def remember(edited: Edited) -> None:
        """While nobody else may write there."""
        parts.remember(project.output, built.parts)
        build = replace(built.build, outputs=unchanged.outputs(project.output))
        known.append(replace(built, build=build, edited=edited))
        unchanged.remember(project.output, build)

    settle = built.record.write if built.record else None
    try:
        publish(project.output, list(built.sets), settle=settle, then=remember)
    except KeyboardInterrupt:
        if not known:
            raise
        # It came too late: everything is in place.
    return known[0]
