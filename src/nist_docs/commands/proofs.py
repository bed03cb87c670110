"""The commands that look at what was built: is it as it should be, and where does it come from?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nist_docs.commands import workshop
from nist_docs.commands.options import project_options
from nist_docs.commands.wording import begun, shown
from nist_docs.problems import Problems
from nist_docs.project import Project


@click.command()
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


@click.command()
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


@click.command()
@project_options
def validate(project: Project) -> None:
    """Check what lies in output/ with other people's validators."""
    workshop.run(sys.executable, "tools/validate.py", str(project.output))
