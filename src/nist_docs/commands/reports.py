"""How commands tell of problems: to people on standard error, to programs on standard output; and how they end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from nist_docs.problems import Problem
from nist_docs.reporting import Format, as_github, as_json, as_text

FAULTS, OUR_BUG, INTERRUPTED = 1, 3, 130  # exit codes; 2, for wrong usage, is click's

_FORMAT = "nist_docs.format"


def asked_format(context: click.Context) -> Format:
    """The format that was asked for; text where a command knows no other."""
    found: Format = context.meta.get(_FORMAT, Format.TEXT)
    return found


def report(problems: Sequence[Problem], context: click.Context, **more: object) -> None:
    """Prints problems in the format asked for: for people on standard error, for programs on standard output."""
    match asked_format(context):
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
