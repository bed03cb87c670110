"""The command line: what `make` does, `python build.py` does too."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nist_docs import __version__, unchanged
from nist_docs.commands import distribution, workshop
from nist_docs.commands.sharing import worker_options
from nist_docs.commands.wording import begun, shown, table
from nist_docs.problems import Problem, Problems, Severity, as_id, errors, nearest
from nist_docs.project import MEGABYTES, SECONDS, Limits, Project, Workers
from nist_docs.reporting import Format, as_github, as_json, as_text

if TYPE_CHECKING:
    from nist_docs.running import Built

ROOT = Path(__file__).resolve().parents[2]

# We use no plugins of pydantic's; to look for some it would read what every installed package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

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
            report(found.problems, context)
            context.exit(FAULTS)
        except KeyboardInterrupt:
            click.echo("\nInterrupted. What was built before is unchanged.", err=True)
            context.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            import traceback

            from nist_docs.bounds import Failed

            click.echo(str(error) if isinstance(error, Failed) else traceback.format_exc(), err=True)
            click.echo(
                "\nThis is a fault of the program, not of your content. Please report the lines above.", err=True
            )
            context.exit(OUR_BUG)


_FORMAT = "nist_docs.format"


def report(problems: Sequence[Problem], context: click.Context, **more: object) -> None:
    """Prints problems in the format asked for: for people on standard error, for programs on standard output."""
    match context.meta.get(_FORMAT, Format.TEXT):
        case Format.JSON:
            click.echo(as_json(problems, **more), nl=False)
        case Format.GITHUB:
            click.echo(as_github(problems), nl=False)
        case _:
            click.echo(as_text(problems), nl=False, err=True)


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--format, kept for whoever reports, and --strict, handed to the command."""

    def keep(context: click.Context, _: click.Parameter, value: str) -> None:
        context.meta[_FORMAT] = Format(value)

    words = "Problems as text, as JSON, or as GitHub's annotations."
    strict = click.option("--strict", is_flag=True, help="Count warnings as errors.")
    choice = click.Choice([format.value for format in Format])
    named = click.option("--format", type=choice, default="text", callback=keep, expose_value=False, help=words)
    return named(strict(command))


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
    """--content, --output, --now and the limits, handed to the command as one project; with `worker_options`, too."""

    def with_project(
        content: Path, output: Path, now: dt.datetime, seconds: float, megabytes: float, workers: int | None = None,
        scheduler: str | None = None, **others: Any,
    ) -> Any:  # fmt: skip
        limits, by = Limits(seconds, megabytes), Workers(workers, scheduler or "")
        project = Project(ROOT, content.absolute(), output.absolute(), now, _document_date(), limits, by)
        return command(project=project, **others)

    with_project.__name__, with_project.__doc__ = command.__name__, command.__doc__
    folder = click.Path(path_type=Path)
    words = "{} that making a hearing may take; more for one of over 200 pages."
    for option in (
        click.option("--megabytes", default=MEGABYTES, help=words.format("Memory"), show_default=True),
        click.option("--seconds", default=SECONDS, help=words.format("Processor time"), show_default=True),
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
@report_options
@worker_options
@project_options
@click.pass_context
def build(context: click.Context, project: Project, strict: bool) -> None:
    """Build all documents of all hearings."""
    now = project.now.timestamp()
    if context.meta[_FORMAT] is Format.TEXT and (
        said := unchanged.said(project.root, project.content, project.output, now, strict=strict)
    ):
        _say(said)
        return
    from nist_docs import pipeline

    with _or_the_old(project, context):
        built = pipeline.build(project, context.obj, strict=strict)
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
    if context.meta[_FORMAT] is not Format.TEXT:
        outputs = [{"hearing": o.hearing, "document": o.document, "format": o.format, "path": o.path}
                   for o in built.outputs]  # fmt: skip
        published = {}
        if built.edition:
            hearing, edition = built.edition
            at = edition.published.at.isoformat(" ", "minutes")
            published = {"edition": {"hearing": hearing, "number": edition.number, "published": at}}
        report(told, context, outputs=outputs, **published)
        return
    said = {"err": as_text(told), "out": _summary(built, project)}
    unchanged.remember(project.output, replace(built.build, told=said))
    _say({"err": said["err"], "out": said["out"] + last})


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


@main.command()
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

    name = _hearing(project, name)
    with _or_the_old(project, context):
        built = pipeline.release(project, name, reason, context.obj, strict=strict)
    if built.edition:
        _, edition = built.edition
        record = shown(project.content / EDITIONS / f"{name}.yaml")
        last = f"\nEdition {edition.number} of {name} is published and recorded in {record}: commit that file.\n"
    else:
        last = f"\nNothing changed since the last edition of {name}: it is built again, and no edition is added.\n"
    _tell(built, project, context, last)


@main.command()
@click.option("--name", help="The hearing's id; needed where there are several.")
@click.option("--key", help="What is approved: a key as interviews[2].answers[0], or one above it, or all.")
@click.option("--by", help="Who approved it, or published it before.")
@click.option("--basis", help="What the approval rests on: word or publication.")
@click.option("--on", "day", help="The day: 2015-12-02, 2015-12 or unknown.", show_default="today")
@project_options
def approve(project: Project, name: str | None, key: str | None, **given: str | None) -> None:
    """List the quotations that wait for an approval; with KEY, write the approval into the YAML."""
    from nist_docs import approving, content, rules
    from nist_docs.model.quotations import Basis
    from nist_docs.model.types import PartialDate

    name = _hearing(project, name)
    read, problems = content.load(project.content, project.name(project.content))
    if errors(problems := [*problems, *rules.check(read)]):
        raise Problems(problems)
    waiting = approving.waiting(read, name)
    if key is None:
        if not waiting:
            click.echo(f"No quotation of {name} waits for an approval.")
            return
        rows = [(one.key, "changed" if one.is_void else "new", one.person, f"“{begun(one.words, 50)}”")
                for one in waiting]  # fmt: skip
        click.echo("\n".join(table(("key", "state", "who", "words"), rows)))
        click.echo(
            f"\nWhen they approved: make approve NAME={name} KEY='{waiting[0].key}' BY=… BASIS=word (KEY=all: all)"
        )
        return
    chosen = approving.named(read, name, key)
    if not chosen:
        raise click.UsageError(f"nothing waits at '{key}': `make approve NAME={name}` lists what does")
    by = _asked(given["by"], "BY", "Who approved it, or published it before")
    basis = _chosen(given["basis"], "BASIS", "What it rests on", [one.value for one in Basis])
    day = given["day"] or project.now.date().isoformat()
    try:
        PartialDate.read(day)
    except ValueError:
        raise click.UsageError(f"ON={day} is no day: write 2015-12-02, 2015-12 or unknown") from None
    approving.approve(read, name, chosen, approving.Consent(by, day, basis))
    file = shown(project.content / content.HEARINGS / f"{name}.yaml")
    click.echo(f"{len(chosen)} approval{'s' if len(chosen) > 1 else ''} written into {file}.")


def _hearing(project: Project, name: str | None) -> str:
    """The hearing meant: the one named, else the only one."""
    from nist_docs.content import HEARINGS

    known = _ids(project.content / HEARINGS)
    if name in known:
        return str(name)
    if name is None and len(known) == 1:
        return known[0]
    raise click.UsageError(f"name the hearing: NAME={' or NAME='.join(known) or '…'}")


@main.command()
@report_options
@project_options
@click.pass_context
def check(context: click.Context, project: Project, strict: bool) -> None:
    """Check content and templates without building anything."""
    gc.disable()  # it is over before memory is worth tidying, and a tenth of its time would go into that
    from nist_docs import checking
    from nist_docs.language.reading_ease import band

    problems, readability = checking.check(project, strict=strict)
    report(problems, context, readability=[dataclasses.asdict(one) for one in readability])
    if errors(problems):
        context.exit(FAULTS)
    if context.meta[_FORMAT] is Format.TEXT:
        if not problems:
            click.echo("No problems found.")
        for hearing in dict.fromkeys(one.hearing for one in readability):
            own = [one for one in readability if one.hearing == hearing]
            told = ", ".join(f"{one.document.replace('-', ' ')} {one.lix} ({band(one.lix)})" for one in own)
            click.echo(f"Readability of {hearing} (LIX, quotations left out): {told}.")


@main.command()
@click.option("--name", help="The hearing's id: its file's name, and a part of its documents' names.")
@click.option("--language", help="The documents' language: sv or en.")
@click.option("--title", help="The hearing's name, on the cover.")
@click.option("--strategy", help="The strategy's id.")
@click.option("--sender", help="The sender's id.")
@project_options
def new(project: Project, name: str | None, language: str | None, title: str | None, **named: str | None) -> None:
    """Begin a hearing: a file that builds at once, with every key explained. What is not named is asked for."""
    from nist_docs.content import HEARINGS, SENDERS, STRATEGIES
    from nist_docs.skeleton import hearing

    name = _asked(name, "NAME", "The hearing's id, for its file's name (small letters a-z, digits, hyphens)")
    if name != as_id(name) or "_" in name or "--" in name:
        raise click.UsageError(f"'{name}' is not an id: try NAME={as_id(name).replace('_', '-') or 'my-hearing'}")
    path = project.content / HEARINGS / f"{name}.yaml"
    if path.exists():
        raise click.UsageError(f"{shown(path)} exists already and is left as it is: choose another NAME")
    language = _chosen(language, "LANGUAGE", "Language", ["sv", "en"])
    title = _asked(title, "TITLE", "Title")
    strategy = _chosen(named["strategy"], "STRATEGY", "Strategy", _ids(project.content / STRATEGIES))
    sender = _chosen(named["sender"], "SENDER", "Sender", _ids(project.content / SENDERS))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(hearing(language, title, strategy, sender))
    click.echo(f"{shown(path)} is begun, as a draft. Edit it, look at it with `make check`, build it with `make all`.")


def _asked(value: str | None, variable: str, question: str, default: str | None = None) -> str:
    """The value given, else the answer; without anybody to ask, wrong usage."""
    try:
        answer: str = click.prompt(question, default=default, err=True) if value is None else value
    except click.Abort:
        raise click.UsageError(f"say {variable}=… : there is nobody to ask") from None
    if not (answer := " ".join(answer.split())):
        raise click.UsageError(f"{variable} is empty")
    return answer


def _chosen(value: str | None, variable: str, question: str, known: list[str]) -> str:
    if not known:
        raise click.UsageError(f"there is no {question.lower()} yet: write one first (docs/content.md tells its keys)")
    if value is None and len(known) == 1:
        return known[0]
    answer = _asked(value, variable, f"{question} ({', '.join(known)})", known[0])
    if answer not in known:
        raise click.UsageError(f"{variable} '{answer}' is not known: {nearest(answer, known)}")
    return answer


def _ids(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The page's port.", show_default="a free one")
@click.option("--no-browser", is_flag=True, help="Only print the page's address.")
@click.option(
    "--editor",
    envvar="NIST_DOCS_EDITOR",
    metavar="ADDRESS",
    help="How a place opens in your editor: an address with {path}, {line} and {column}, or 'none'.",
    show_default="VS Code; NIST_DOCS_EDITOR sets it too",
)
@project_options
def preview(project: Project, port: int, no_browser: bool, editor: str | None) -> None:
    """Show the documents on a local page that follows every save."""
    from nist_docs.preview import editing, running

    pattern = {None: editing.VS_CODE, "": editing.VS_CODE, "none": ""}.get(editor, editor or "")
    if pattern and not editing.is_pattern(pattern):
        raise click.UsageError(f"'{pattern}' is no editor's address: write it like {editing.VS_CODE}")
    try:
        running.run(project, port=port, browse=not no_browser, pattern=pattern, say=click.echo)
    except OSError as error:
        raise click.UsageError(f"port {port} cannot be used: {error.strerror}") from None


@main.command()
@project_options
def verify(project: Project) -> None:
    """Prove output/ again: hashes, standards, and every word, if the content is still what it was built from."""
    from nist_docs import reprove
    from nist_docs.receipt import altered

    problems = altered(project.output)
    again = reprove.reprove(project)
    if problems or again.problems:
        raise Problems([*problems, *again.problems])
    click.echo("Every file is as its receipt says; every PDF passes PDF/UA-1 and PDF/A-3a again.")
    for line in reprove.said(again):
        click.echo(line)


@main.command()
@click.option("--file", type=click.Path(path_type=Path), help="A built file: where do its words come from?")
@click.option("--key", help="A key of the content: where are its words shown? As interviews[2].answers[0].")
@project_options
def trace(project: Project, file: Path | None, key: str | None) -> None:
    """Print the lines of YAML that a file comes from, or every place where a value is shown."""
    from nist_docs import trace as tracing

    if (file is None) == (key is None):
        raise click.UsageError("name a file (FILE=output/…) or a key (KEY='interviews[2].answers[0]')")
    if file is not None:
        passages, is_current = tracing.trace_file(project, file)
        for passage in passages:
            click.echo(f"{passage.where}: “{begun(passage.text)}”")
            for place, path, words in passage.values:
                click.echo(f"    {place}  {path}  “{begun(words)}”")
        if not is_current:
            click.echo(f"\n{shown(file)} is not what would be built now (by its SHA-256): this traces what would be.")
    else:
        for passage in tracing.trace_key(project, key or ""):
            for place, path, words in passage.values:
                click.echo(f"{passage.path}, {passage.where}: “{begun(words)}”  {place}  {path}")


@main.command()
@project_options
def clean(project: Project) -> None:
    """Delete what can be built again: the output folder."""
    from nist_docs.publish import clear

    if left := clear(project.output):
        names = ", ".join(left)
        raise click.UsageError(f"what was not built here is left alone: {names} in {shown(project.output)}")
    click.echo(f"{shown(project.output)} is gone.")


@main.command()
@project_options
def validate(project: Project) -> None:
    """Check what lies in output/ with other people's validators."""
    workshop.run(sys.executable, "tools/validate.py", str(project.output))


# --- what happens with the built documents ---------------------------------------------------------

distribution.register(main, project_options)


# --- for those who work on the program ---------------------------------------------------------

workshop.register(main)
