"""The commands of those who write: begin a hearing, look for faults, see the documents, note who approved what."""

from __future__ import annotations

import dataclasses
import gc

import click

from nist_docs.commands.asking import asked, hearing_of, ids, one_of
from nist_docs.commands.options import project_options
from nist_docs.commands.reports import FAULTS, asked_format, report, report_options
from nist_docs.commands.wording import begun, shown, table
from nist_docs.problems import Problems, as_id, errors
from nist_docs.project import Project
from nist_docs.reporting import Format


@click.command()
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
    if asked_format(context) is Format.TEXT:
        if not problems:
            click.echo("No problems found.")
        for hearing in dict.fromkeys(one.hearing for one in readability):
            own = [one for one in readability if one.hearing == hearing]
            told = ", ".join(f"{one.document.replace('-', ' ')} {one.lix} ({band(one.lix)})" for one in own)
            click.echo(f"Readability of {hearing} (LIX, quotations left out): {told}.")


@click.command()
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

    name = asked(name, "NAME", "The hearing's id, for its file's name (small letters a-z, digits, hyphens)")
    if name != as_id(name) or "_" in name or "--" in name:
        raise click.UsageError(f"'{name}' is not an id: try NAME={as_id(name).replace('_', '-') or 'my-hearing'}")
    path = project.content / HEARINGS / f"{name}.yaml"
    if path.exists():
        raise click.UsageError(f"{shown(path)} exists already and is left as it is: choose another NAME")
    language = one_of(language, "LANGUAGE", "Language", ["sv", "en"])
    title = asked(title, "TITLE", "Title")
    strategy = one_of(named["strategy"], "STRATEGY", "Strategy", ids(project.content / STRATEGIES))
    sender = one_of(named["sender"], "SENDER", "Sender", ids(project.content / SENDERS))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(hearing(language, title, strategy, sender))
    more = "" if project.content == project.root / "content" else f" CONTENT={shown(project.content)}"
    look, build = f"`make check{more}`", f"`make all{more}`"
    click.echo(f"{shown(path)} is begun, as a draft. Edit it, look at it with {look}, build it with {build}.")


@click.command()
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


@click.command()
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

    name = hearing_of(project, name)
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
    by = asked(given["by"], "BY", "Who approved it, or published it before")
    basis = one_of(given["basis"], "BASIS", "What it rests on", [one.value for one in Basis])
    day = given["day"] or project.now.date().isoformat()
    try:
        first = PartialDate.read(day).first_day()
    except ValueError:
        raise click.UsageError(f"ON={day} is no day: write 2015-12-02, 2015-12 or unknown") from None
    if first and first > project.now.date():
        raise click.UsageError(f"ON={day} is still to come: write the day on which it was approved")
    approving.approve(read, name, chosen, approving.Consent(by, day, basis))
    file = shown(project.content / content.HEARINGS / f"{name}.yaml")
    click.echo(f"{len(chosen)} approval{'s' if len(chosen) > 1 else ''} written into {file}.")
