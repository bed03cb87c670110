"""What commands need to know and were not told: they ask for it, or say how to name it."""

from __future__ import annotations

from pathlib import Path

import click

from nist_docs.problems import nearest
from nist_docs.project import Project


def hearing_of(project: Project, name: str | None) -> str:
    """The hearing meant: the one named, else the only one."""
    from nist_docs.content import HEARINGS

    known = ids(project.content / HEARINGS)
    if name in known:
        return str(name)
    if name is None and len(known) == 1:
        return known[0]
    raise click.UsageError(f"name the hearing: NAME={' or NAME='.join(known) or '…'}")


def asked(value: str | None, variable: str, question: str, default: str | None = None) -> str:
    """The value given, else the answer; without anybody to ask, wrong usage."""
    try:
        answer: str = click.prompt(question, default=default, err=True) if value is None else value
    except click.Abort:
        raise click.UsageError(f"say {variable}=… : there is nobody to ask") from None
    if not (answer := " ".join(answer.split())):
        raise click.UsageError(f"{variable} is empty")
    return answer


def one_of(value: str | None, variable: str, question: str, known: list[str]) -> str:
    if not known:
        raise click.UsageError(f"there is no {question.lower()} yet: write one first (docs/content.md tells its keys)")
    if value is None and len(known) == 1:
        return known[0]
    answer = asked(value, variable, f"{question} ({', '.join(known)})", known[0])
    if answer not in known:
        raise click.UsageError(f"{variable} '{answer}' is not known: {nearest(answer, known)}")
    return answer


def ids(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))
