"""The command line: what `make` does, `python build.py` does too."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from nist_docs import __version__
from nist_docs.commands.reports import FAULTS, INTERRUPTED, OUR_BUG, report
from nist_docs.problems import Problems

# We use no plugins of pydantic's; to look for some it would read what every installed package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# By their modules in commands/: only that of the command that was called is loaded.
_COMMANDS = {
    "building": ("build", "publish", "clean"),
    "writing": ("new", "check", "preview", "approve"),
    "proofs": ("verify", "trace", "validate"),
    "distribution": ("copies", "send", "send-correction", "send-status", "forget"),
    "workshop": ("test", "torture", "accept", "lint", "reference", "schema", "lock"),
}


class _Commands(click.Group):
    """`build` is meant where no command is named; faults end in messages, and only our own in a traceback."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
            arguments = ["build", *arguments]
        return super().parse_args(context, arguments)

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(name for names in _COMMANDS.values() for name in names)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        for module, names in _COMMANDS.items():
            if name in names:
                found: click.Command = getattr(import_module(f"nist_docs.commands.{module}"), name.replace("-", "_"))
                return found
        return None

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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nist-docs")
def main() -> None:
    """Press release, briefing and report from one source in YAML.

    Without a command, everything is built.
    """
