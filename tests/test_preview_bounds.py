"""The preview when a document would never be done or fill the memory: one clear problem, and it lives on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import Project
from previewing import Running, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere work is not bounded in the same ways")

BLOCK, TEMPLATE = "{% block body %}", "templates/briefing.html.j2"
ENDLESS = "{% for a in '0123456789' %}" * 15 + "{% endfor %}" * 15
ENDLESS_OUTSIDE_OF_PYTHON = "{% set x = 3 ** 2000000000 %}"  # one step of the interpreter, in which it hears no signal
HUGE = "{{ 'words ' * 1000000000 }}"


def state(running: Running) -> dict[str, Any]:
    """What the preview's page would show now."""
    with urllib.request.urlopen(f"{running.address}events", timeout=20) as stream:
        found: dict[str, Any] = json.loads(stream.readline().decode().removeprefix("data: "))
    return found


def shown(running: Running, name: str) -> dict[str, Any]:
    (found,) = (one for one in state(running)["documents"] if f"{one['name']}.{one['format']}" == name)
    return dict(found)


def messages(running: Running) -> list[str]:
    return [one["message"] for one in state(running)["problems"] if one["severity"] == "error"]


def processes(session: int) -> bytes:
    """Those of a session, as ps lists them."""
    listed = ["ps", "-o", "pid=,args=", "--sid", str(session)]
    return subprocess.run(listed, capture_output=True, check=False).stdout


Begin = Callable[..., Running]


@pytest.fixture
def begin(english: Project) -> Iterator[Begin]:
    """Begins the preview and waits until every document is shown; no process of its own is left at the end."""
    begun: list[Running] = []

    def start(*options: str) -> Running:
        running = Running(english, *options)
        begun.append(running)
        until(lambda: state(running)["checked"], 60)
        return running

    yield start
    for running in begun:
        assert running.end()[0] == 0
        until(lambda one=running.process.pid: not processes(one))


@pytest.mark.parametrize(
    ("template", "seconds", "message"),
    [
        (ENDLESS, "2", "briefing of harbours takes more than 2 seconds"),
        (ENDLESS_OUTSIDE_OF_PYTHON, "2", "briefing of harbours takes more than 2 seconds"),
        (HUGE, "30", "this takes more memory than there is"),  # memory is to end it, however slow the machine
    ],
    ids=["endless", "endless outside of Python", "huge"],
)
def test_a_document_that_takes_too_much_is_one_problem_and_the_others_are_shown(
    begin: Begin, template: str, seconds: str, message: str
) -> None:
    running = begin("--seconds", seconds)
    before = shown(running, "briefing.pdf")
    running.project.replace(TEMPLATE, BLOCK, BLOCK + template)
    until(lambda: state(running)["checked"] and messages(running), 60)
    assert messages(running) == [message]
    now = shown(running, "briefing.pdf")
    assert (now["version"], now["old"]) == (before["version"], True)
    assert not shown(running, "press-release.html")["old"]
    release = shown(running, "press-release.html")["version"]
    running.project.replace(TEMPLATE, BLOCK + template, BLOCK)
    running.project.replace("content/hearings/harbours.yaml", "heard from harbours", "heard from gulls")
    until(lambda: not messages(running) and state(running)["checked"], 60)
    assert not shown(running, "briefing.pdf")["old"]
    assert shown(running, "press-release.html")["version"] != release


def test_a_save_is_shown_although_the_one_before_would_never_be_done(begin: Begin) -> None:
    """Within the usual minute nobody would know why nothing happens."""
    running = begin()
    running.project.replace(TEMPLATE, BLOCK, BLOCK + ENDLESS)
    time.sleep(1.5)
    assert not state(running)["checked"]
    running.project.replace(TEMPLATE, BLOCK + ENDLESS, BLOCK)
    until(lambda: state(running)["checked"], 30)
    assert messages(running) == []
    assert not shown(running, "briefing.pdf")["old"]
