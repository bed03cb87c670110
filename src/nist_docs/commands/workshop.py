"""The commands of those who work on the program: tests, style, and what is made from its own sources."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import click

from nist_docs.commands.options import PROGRAM
from nist_docs.commands.wording import shown

_PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}
_ARGUMENTS = click.argument("arguments", nargs=-1, type=click.UNPROCESSED)


@click.command(context_settings=_PASS_ON)
@_ARGUMENTS
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests on all cores; arguments go to pytest (`-n 0` for one process)."""
    _run_module("pytest", "--numprocesses=auto", "--dist=loadfile", *arguments)


@click.command(context_settings=_PASS_ON)
@_ARGUMENTS
def torture(arguments: tuple[str, ...]) -> None:
    """Run the tests that can go on for long, with a hundred thousand examples each."""
    os.environ.setdefault("NIST_DOCS_TORTURE", "100000")
    _run_module("pytest", "-m", "torture", *arguments)


@click.command(context_settings=_PASS_ON)
@_ARGUMENTS
def accept(arguments: tuple[str, ...]) -> None:
    """Renew the golden files that tests compare with; look at the difference before committing it."""
    _run_module("pytest", "--accept", "-k", "golden", *arguments)


@click.command()
def lint() -> None:
    """Check style and types (ruff, mypy)."""
    _run_module("ruff", "check", ".")
    _run_module("ruff", "format", "--check", ".")
    _run_module("mypy")


@click.command()
def reference() -> None:
    """Make Word's styles and typefaces in templates/word/ anew, undoing changes made in Word."""
    from nist_docs.writers.docx.embedding import all_faces
    from nist_docs.writers.docx.reference import make

    folder = PROGRAM / "templates" / "word"
    for name, data in (("faces.zip", all_faces()), ("reference.docx", make(PROGRAM / "templates"))):
        (folder / name).write_bytes(data)
        click.echo(f"{shown(folder / name)} is made.")


@click.command()
def schema() -> None:
    """Write what editors and people read about the content files: JSON Schema and docs/content.md."""
    from nist_docs import describing

    for name, text in describing.files().items():
        path = PROGRAM / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        click.echo(f"{shown(path)} is made.")


@click.command(context_settings=_PASS_ON)
@_ARGUMENTS
def lock(arguments: tuple[str, ...]) -> None:
    """Renew the lock files: of a build, of the tests, of the comparisons in bench/."""
    options = ("--quiet", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-emit-index-url")
    for name in ("requirements", "requirements-test", "bench/requirements-bench"):
        files = (f"{name}.in", "--output-file", f"{name}.lock")
        command = ("pip", "compile", *options, "--custom-compile-command", "make lock")
        _run_module("uv", *command, *arguments, *files)


def _run_module(name: str, *arguments: str) -> None:
    """Runs a tool of those who work on the program. Raises UsageError if it is not installed."""
    if find_spec(name) is None:
        raise click.UsageError(f"{name} is not installed in this environment: `make set-up-test` does it")
    run(sys.executable, "-m", name, *arguments)


def run(*command: str) -> None:
    """Runs it in the program's folder. Raises Exit with its exit code, if it is not 0."""
    if status := subprocess.run(command, cwd=PROGRAM, check=False).returncode:
        raise click.exceptions.Exit(status)
