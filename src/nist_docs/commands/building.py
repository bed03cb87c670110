"""The commands that make documents: for a look, or as an edition; and the one that takes them away."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from nist_docs import disk, unchanged
from nist_docs.commands.asking import hearing_of
from nist_docs.commands.options import project_options, run_of, worker_options
from nist_docs.commands.reports import FAULTS, asked_format, report, report_options
from nist_docs.commands.wording import shown, table
from nist_docs.problems import Place, Problem, Problems, Severity
from nist_docs.project import Project
from nist_docs.reporting import Format, as_text

if TYPE_CHECKING:
    from nist_docs.running import Built


@click.command()
@report_options
@worker_options
@project_options
@click.pass_context
def build(context: click.Context, project: Project, strict: bool) -> None:
    """Build all documents of all hearings."""
    now, zone = project.now.timestamp(), project.now.strftime("%z")
    if asked_format(context) is Format.TEXT and (
        said := unchanged.said(project.root, project.content, project.output, now, zone, strict=strict)
    ):
        _say(said)
        return
    from nist_docs import pipeline

    with _or_the_old(project, context):
        built = pipeline.build(project, run_of(context).typesetter, strict=strict)
    with disk.uninterrupted():
        _tell(built, project, context)


@contextlib.contextmanager
def _or_the_old(project: Project, context: click.Context) -> Iterator[None]:
    """Tells of problems, and that what lies in the output folder is older than they are."""
    from nist_docs import publish

    try:
        yield
    except Problems as found:
        report(found.problems, context)
        if old := publish.standing(project.output):
            message = f"Nothing was built: what {shown(project.output)}/ holds is older ({', '.join(old)})."
            click.echo(message, err=True)
        context.exit(FAULTS)


def _tell(built: Built, project: Project, context: click.Context, last: str = "") -> None:
    """What was built, and what there is to say of it besides errors."""
    told = [problem for problem in built.problems if problem.severity is not Severity.ADVICE]
    edited = _edited(built.edited, project)
    if asked_format(context) is not Format.TEXT:
        outputs = [{"hearing": o.hearing, "document": o.document, "format": o.format, "path": o.path}
                   for o in built.outputs]  # fmt: skip
        published = {}
        if built.edition:
            hearing, edition = built.edition
            at = edition.published.at.isoformat(" ", "minutes")
            published = {"edition": {"hearing": hearing, "number": edition.number, "published": at}}
        report([*told, *edited], context, outputs=outputs, **published)
        return
    said = {"err": as_text(told), "out": _summary(built, project)}
    unchanged.remember(project.output, replace(built.build, told=said))
    _say({"err": as_text([*told, *edited]), "out": said["out"] + last})


def _edited(files: Mapping[str, str], project: Project) -> list[Problem]:
    """That files were set aside: said once, by the run that did it."""
    hint = "take what was changed over into the YAML, or go on in the file that is kept"
    output = shown(project.output)
    return [
        Problem(
            "edited-output",
            Place(f"{output}/{old}"),
            f"it was edited after it was built, and is kept as {output}/{now}",
            hint,
            Severity.WARNING,
        )
        for old, now in files.items()
    ]


def _say(said: Mapping[str, str]) -> None:
    click.echo(said["err"], nl=False, err=True)
    click.echo(said["out"], nl=False)


def _summary(built: Built, project: Project) -> str:
    """The table of what was built, and what else is to be known of it."""
    from nist_docs.gates import GATES

    rows = [
        (
            f"{one.hearing} {one.document}",
            one.format,
            f"{one.pages} pages" if one.pages is not None else f"{one.words} words",
            f"{max(1, round(len(one.data) / 1000))} kB",
            shown(project.output / one.path),
        )
        for one in built.outputs
    ]
    lines = list(table(("document", "format", "extent", "size", "path"), rows))
    if advice := sum(problem.severity is Severity.ADVICE for problem in built.problems):
        lines += ["", f"Advice on how it is written, told by `make check`: {advice}"]
    for name in sorted({one.hearing for one in built.outputs if "draft" in one.states}):
        stops = any(one.rule in GATES and one.severity is Severity.WARNING for one in built.problems)
        lines += ["", f"{name} is a draft: {'a gate is closed, see above' if stops else 'its status says so'}."]
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--name", help="The hearing's id; needed where there are several.")
@click.option("--reason", help="What was corrected, in a line: for every edition after the first. Documents bear it.")
@report_options
@worker_options
@project_options
@click.pass_context
def publish(context: click.Context, project: Project, name: str | None, reason: str | None, strict: bool) -> None:
    """Build everything, with one hearing as its next edition: recorded, and final or not at all."""
    from nist_docs import pipeline
    from nist_docs.content import EDITIONS

    name = hearing_of(project, name)
    with _or_the_old(project, context):
        built = pipeline.release(project, name, reason, run_of(context).typesetter, strict=strict)
    if built.edition:
        _, edition = built.edition
        record = shown(project.content / EDITIONS / f"{name}.yaml")
        last = f"\nEdition {edition.number} of {name} is published and recorded in {record}: commit that file.\n"
    else:
        last = f"\nNothing changed since the last edition of {name}: it is built again, and no edition is added.\n"
    with disk.uninterrupted():
        _tell(built, project, context, last)


@click.command()
@project_options
def clean(project: Project) -> None:
    """Delete what can be built again: the output folder, but for what was edited there."""
    from nist_docs.publish import EDITED, clear

    left, edited = clear(project.output)
    click.echo(as_text(_edited(edited, project)), nl=False, err=True)
    if left:
        names = ", ".join(left)
        raise click.UsageError(f"what was not built here is left alone: {names} in {shown(project.output)}")
    kept = project.output / EDITED
    click.echo(f"{shown(project.output)} is gone{f', but for {shown(kept)}' if kept.exists() else ''}.")
