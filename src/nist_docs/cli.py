"""The command line: what `make` does, `python build.py` does too."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from nist_docs import __version__
from nist_docs.problems import Problem, Problems, Severity, summary
from nist_docs.project import Project

ROOT = Path(__file__).resolve().parents[2]

BUILT, FAULTS, USAGE, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130


class _Commands(click.Group):
    """`build` is meant where no command is named; faults end in messages, and only our own in a traceback."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
            arguments = ["build", *arguments]
        return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Problems as found:
            report(found.problems)
            context.exit(FAULTS)
        except KeyboardInterrupt:
            click.echo("\nInterrupted. What was built before is unchanged.", err=True)
            context.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            import traceback

            traceback.print_exc()
            click.echo(
                "\nThis is a fault of the program, not of your content. Please report the lines above.", err=True
            )
            context.exit(OUR_BUG)


def report(problems: Sequence[Problem]) -> None:
    """Prints problems and their count, on standard error."""
    for problem in problems:
        click.echo(f"{problem}\n", err=True)
    if problems:
        click.echo(summary(problems), err=True)


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> dt.datetime:
    if value is None:
        return dt.datetime.now().astimezone()
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write date and time: 2015-12-01T06:00+01:00") from None
    return moment if moment.tzinfo else moment.astimezone()


def _document_date() -> dt.date | None:
    """The documents' date from SOURCE_DATE_EPOCH (seconds), where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError("SOURCE_DATE_EPOCH must be a number of seconds since 1970") from None


def project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--content, --output and --now, handed to the command as one project."""

    def with_project(content: Path, output: Path, now: dt.datetime, **others: Any) -> Any:
        project = Project(ROOT, content.absolute(), output.absolute(), now, _document_date())
        return command(project, **others)

    with_project.__name__, with_project.__doc__ = command.__name__, command.__doc__
    folder = click.Path(path_type=Path)
    for option in (
        click.option("--now", callback=_moment, metavar="TIME", help="The moment of decision, instead of the clock's."),
        click.option(
            "--output", type=folder, default=ROOT / "output", help="Where the documents go.", show_default="output/"
        ),
        click.option(
            "--content", type=folder, default=ROOT / "content", help="Where the YAML lies.", show_default="content/"
        ),
    ):
        with_project = option(with_project)
    return with_project


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nist-docs")
def main() -> None:
    """Press release, briefing and report from one source in YAML.

    Without a command, everything is built.
    """


@main.command()
@project_options
def build(project: Project) -> None:
    """Build all documents of all hearings."""
    from nist_docs import pipeline

    outputs = pipeline.build(project)
    rows = [
        (
            f"{one.hearing} {one.document}",
            one.format,
            f"{one.pages} pages" if one.pages is not None else f"{one.words} words",
            f"{max(1, round(len(one.data) / 1000))} kB",
            _shown(project.output / one.path),
        )
        for one in outputs
    ]
    _table(("document", "format", "extent", "size", "path"), rows)
    drafts = sorted({one.hearing for one in outputs if "draft" in one.states})
    if drafts:
        click.echo(f"\nDrafts, as their status is not 'published': {', '.join(drafts)}")


@main.command()
@project_options
def check(project: Project) -> None:
    """Check content and templates without building anything."""
    from nist_docs import pipeline

    problems = pipeline.check(project)
    if problems:
        report(problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise click.exceptions.Exit(FAULTS)
    else:
        click.echo("No problems found.")


@main.command()
@project_options
def verify(project: Project) -> None:
    """Check that what lies in output/ is what its receipts say, and that PDFs still pass their standards."""
    from nist_docs.receipt import altered

    problems = altered(project.output)
    if problems:
        raise Problems(problems)
    click.echo("Every file is as its receipt says; every PDF passes PDF/UA-1 and PDF/A-3a again.")


@main.command()
@project_options
def clean(project: Project) -> None:
    """Delete what can be built again: the output folder."""
    from nist_docs.publish import clear

    if left := clear(project.output):
        names = ", ".join(left)
        raise click.UsageError(f"what was not built here is left alone: {names} in {_shown(project.output)}")
    click.echo(f"{_shown(project.output)} is gone.")


@main.command()
@project_options
def validate(project: Project) -> None:
    """Check what lies in output/ with other people's validators."""
    _run(sys.executable, "tools/validate.py", str(project.output))


# --- for those who work on the program ---------------------------------------------------------


_PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


@main.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; arguments go to pytest."""
    _run(sys.executable, "-m", "pytest", *arguments)


@main.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def accept(arguments: tuple[str, ...]) -> None:
    """Renew the golden files that tests compare with; look at the difference before committing it."""
    _run(sys.executable, "-m", "pytest", "--accept", "-k", "golden", *arguments)


@main.command()
def lint() -> None:
    """Check style and types (ruff, mypy)."""
    _run(sys.executable, "-m", "ruff", "check", ".")
    _run(sys.executable, "-m", "ruff", "format", "--check", ".")
    _run(sys.executable, "-m", "mypy")


@main.command()
def reference() -> None:
    """Make Word's styles and typefaces in templates/word/ anew, undoing changes made in Word."""
    from nist_docs.writers.docx.embedding import all_faces
    from nist_docs.writers.docx.reference import make

    folder = ROOT / "templates" / "word"
    for name, data in (("faces.zip", all_faces()), ("reference.docx", make(ROOT / "templates"))):
        (folder / name).write_bytes(data)
        click.echo(f"{_shown(folder / name)} is made.")


@main.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lock(arguments: tuple[str, ...]) -> None:
    """Renew the lock files: of a build, of the tests, of the comparisons in bench/."""
    options = ("--quiet", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-emit-index-url")
    for name in ("requirements", "requirements-test", "bench/requirements-bench"):
        files = (f"{name}.in", "--output-file", f"{name}.lock")
        command = (sys.executable, "-m", "uv", "pip", "compile", *options, "--custom-compile-command", "make lock")
        _run(*command, *arguments, *files)


def _run(*command: str) -> None:
    if status := subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise click.exceptions.Exit(status)


def _shown(path: Path) -> str:
    """The path from where the user stands, if that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
