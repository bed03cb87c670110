"""The preview in a real browser: what a person does to a file, and what they then see."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from conftest import Project
from previewing import IN_FRAME, Browser, Running, until

HEARING = "content/hearings/harbours.yaml"
PANEL = "!document.getElementById('problems').hidden"
NO_PANEL = "document.getElementById('problems').hidden"
OLD = "document.querySelectorAll('.document.old').length"
FRAME = '[data-key="press-release.html"] iframe:not(.next)'

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal of Unix")


@pytest.fixture
def running(english: Project) -> Iterator[Running]:
    preview = Running(english)
    yield preview
    preview.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    browser = Browser()
    yield browser
    browser.end()


@pytest.fixture
def browser(chromium: Browser, running: Running) -> Browser:
    """The preview's page with every document on it, at 1400 by 900."""
    chromium("goto", url=running.address)
    chromium("size", width=1400, height=900)
    chromium.wait(IN_FRAME.format(words="harbour strategy") + " && !!document.querySelector('.region')", 60)
    return chromium


def line_of(project: Project, words: str, file: str = HEARING) -> int:
    (found,) = (n for n, line in enumerate((project.root / file).read_text("utf-8").splitlines(), 1) if words in line)
    return found


def test_a_save_is_seen_in_the_press_release_and_in_the_briefing(running: Running, browser: Browser) -> None:
    running.project.replace(HEARING, "Shore power, freight and people", "Shore power and seagulls")
    browser.wait("[...document.querySelectorAll('.region')].some(r => r.textContent.includes('seagulls'))")
    running.project.replace(HEARING, "heard from harbours", "heard from gulls")
    browser.wait(IN_FRAME.format(words="heard from gulls"))


def test_only_documents_that_show_the_changed_value_are_made_again(running: Running, browser: Browser) -> None:
    shown = "[...document.querySelectorAll('.document')].map(d => [d.dataset.key, d.dataset.version])"
    browser.wait("document.getElementById('status').textContent.includes('passes every check')")
    before = dict(browser("eval", code=shown))
    running.project.replace(HEARING, "A made-up hearing", "A wholly made-up hearing")  # a comment: nobody shows it
    running.project.replace(HEARING, "Shore power, freight and people", "Shore power and seagulls")  # the subtitle
    browser.wait("[...document.querySelectorAll('.region')].some(r => r.textContent.includes('seagulls'))")
    browser.wait("document.getElementById('status').textContent.includes('passes every check')")
    after = dict(browser("eval", code=shown))
    assert {key for key in after if after[key] != before[key]} == {"briefing.pdf", "report.docx"}


def test_an_error_keeps_the_last_good_version_marked_as_old_until_it_is_mended(
    running: Running, browser: Browser
) -> None:
    running.project.replace(HEARING, "led_by: anna-example", "led_by: anna-exampel")
    browser.wait(PANEL)
    line = line_of(running.project, "led_by:")
    item = browser.text("#problem-list li")
    assert item.startswith(f"content/hearings/harbours.yaml:{line}:9 error: no person has the id 'anna-exampel'")
    assert "did you mean 'anna-example'?" in item
    link = browser("eval", code="document.querySelector('#problem-list a').getAttribute('href')")
    assert link == f"vscode://file{running.project.root}/{HEARING}:{line}:9"
    assert browser("eval", code=OLD) == 4
    assert "last good version" in browser.text("#status")
    assert browser("eval", code=IN_FRAME.format(words="heard from harbours"))
    running.project.replace(HEARING, "led_by: anna-exampel", "led_by: anna-example")
    browser.wait(f"{NO_PANEL} && {OLD} === 0")


def test_an_error_in_one_template_leaves_the_other_documents_fresh(running: Running, browser: Browser) -> None:
    running.project.replace("templates/briefing.html.j2", "hearing.title", "hearing.titel")
    browser.wait(f"{PANEL} && {OLD} === 1")
    assert "templates/briefing.html.j2" in browser.text("#problem-list li")
    assert browser("eval", code="document.querySelector('.document.old').dataset.key") == "briefing.pdf"
    running.project.replace("templates/briefing.html.j2", "hearing.titel", "hearing.title")
    browser.wait(f"{NO_PANEL} && {OLD} === 0")


def test_a_changed_style_is_seen(running: Running, browser: Browser) -> None:
    running.project.replace("templates/styles/web.css", "body {", "body { letter-spacing: 7px;")
    inside = f"document.querySelector('{FRAME}').contentDocument"
    browser.wait(f"getComputedStyle({inside}.body).letterSpacing === '7px'")


@pytest.mark.parametrize(
    ("selector", "frame", "words"),
    [
        ("[data-at$='#ingress']", FRAME, "ingress:"),
        ("[data-at$='statements[0].text[1]']", FRAME, "They will get them"),
        ("[data-at$='#subtitle']", "", "subtitle:"),
    ],
)  # fmt: skip
def test_a_click_on_a_text_leads_to_its_line(
    running: Running, browser: Browser, selector: str, frame: str, words: str
) -> None:
    browser("click", selector=selector, frame=frame)
    browser.wait("document.querySelector('#place a')")
    assert browser.text("#place a").startswith(f"{HEARING}:{line_of(running.project, words)}:")


def test_a_name_leads_to_the_list_of_people(running: Running, browser: Browser) -> None:
    browser("click", selector="[data-at*='people.anna-example']", frame=FRAME)
    browser.wait("document.querySelector('#place a')")
    assert browser.text("#place a").startswith("content/people.yaml:")


def test_everything_is_reached_by_keyboard_alone(running: Running, browser: Browser) -> None:
    browser("eval", code="document.body.focus()")
    reached = set()
    for _ in range(60):
        browser("press", key="Tab")
        at = browser("eval", code="(document.activeElement.contentDocument ?? document).activeElement.dataset?.at")
        reached.add(at)
        if at and at.endswith("#ingress"):
            break
    assert f"{HEARING}#ingress" in reached
    browser("press", key="Enter")
    browser.wait("document.querySelector('#place a')")
    assert browser.text("#place a").startswith(f"{HEARING}:{line_of(running.project, 'ingress:')}:")


def test_a_narrow_window_never_scrolls_sideways_and_shows_one_document_after_the_other(browser: Browser) -> None:
    browser("size", width=320, height=700)
    root = browser("eval", code="[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert root[0] <= root[1]
    tops = browser("eval", code="[...document.querySelectorAll('.document:not([hidden])')].map(d => d.offsetTop)")
    assert tops == sorted(set(tops))
    assert len(tops) == 3


def test_one_document_at_a_time_is_chosen_by_a_button(browser: Browser) -> None:
    browser("click", selector="#views button[data-key='press-release.txt']")
    visible = "[...document.querySelectorAll('.document:not([hidden])')].map(d => d.dataset.key)"
    assert browser("eval", code=visible) == ["press-release.txt"]
    browser("click", selector="#views button[data-key='all']")
    assert len(browser("eval", code=visible)) == 3


def test_axe_finds_nothing_with_and_without_problems(running: Running, browser: Browser) -> None:
    assert browser("axe") == []
    running.project.replace(HEARING, "led_by: anna-example", "led_by: anna-exampel")
    browser.wait(PANEL)
    assert browser("axe") == []


def test_nothing_is_asked_for_from_anywhere_else_and_no_policy_is_broken(running: Running, browser: Browser) -> None:
    asked = browser("requests")
    assert [one for one in asked if one.startswith(running.address)]
    assert [one for one in asked if not one.startswith(("http://127.0.0.1:", "vscode://", "data:"))] == []
    assert [one for one in browser("faults") if "Content Security Policy" in one] == []


# --- saves of every kind ---------------------------------------------------------------------------


def test_it_survives_deleting_renaming_and_half_written_files(running: Running, browser: Browser) -> None:
    hearing = running.project.root / HEARING
    text = hearing.read_text("utf-8")
    hearing.unlink()
    browser.wait(PANEL)
    assert browser("eval", code=IN_FRAME.format(words="heard from harbours"))
    hearing.write_text(text, "utf-8")
    browser.wait(NO_PANEL)
    aside = hearing.with_name("harbours.new")
    aside.write_text(text.replace("heard from harbours", "heard from gulls"), "utf-8")
    os.replace(aside, hearing)  # as many editors save
    browser.wait(IN_FRAME.format(words="heard from gulls"))
    shutil.rmtree(running.project.content / "hearings")
    browser.wait(PANEL)
    (running.project.content / "hearings").mkdir()
    hearing.write_text(text, "utf-8")
    browser.wait(f"{NO_PANEL} && {IN_FRAME.format(words='heard from harbours')}")


def test_it_finds_the_content_folder_again_after_it_was_replaced(running: Running, browser: Browser) -> None:
    content = running.project.content
    aside = content.with_name("aside")
    content.rename(aside)
    browser.wait(PANEL)
    shutil.copytree(aside, content)
    browser.wait(NO_PANEL)
    running.project.replace(HEARING, "heard from harbours", "heard from gulls")
    browser.wait(IN_FRAME.format(words="heard from gulls"))


def test_a_file_that_is_empty_for_a_moment_is_no_error(running: Running, browser: Browser) -> None:
    """An editor that empties a file before it fills it: nobody should be shown an error for that."""
    hearing = running.project.root / HEARING
    text = hearing.read_text("utf-8")
    browser("eval", code="window.seen = 0; new MutationObserver(() => { window.seen += !problems.hidden; })"
                         ".observe(problems, { attributes: true })")  # fmt: skip
    hearing.write_text("", "utf-8")
    time.sleep(0.05)
    hearing.write_text(text.replace("heard from harbours", "heard from gulls"), "utf-8")
    browser.wait(IN_FRAME.format(words="heard from gulls"))
    assert browser("eval", code="window.seen") == 0


def test_ten_saves_a_second_end_with_the_last_one_on_screen(running: Running, browser: Browser) -> None:
    text = (running.project.root / HEARING).read_text("utf-8")
    for number in range(30):
        words = f"heard from {number} gulls"
        running.project.write(HEARING, text.replace("heard from harbours", words))
        time.sleep(0.1)
    browser.wait(IN_FRAME.format(words="heard from 29 gulls"))
    browser.wait("document.getElementById('status').textContent.startsWith('Everything')")
    assert browser("faults") == [one for one in browser("faults") if "vscode" in one or "404" in one]


# --- the process -----------------------------------------------------------------------------------


def children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_ends_it_is_quiet_and_leaves_no_process_behind(running: Running, how: signal.Signals) -> None:
    workers = children(running.process.pid)
    assert len(workers) >= 2
    with urllib.request.urlopen(running.address, timeout=20):  # it answers: from now on it minds signals
        pass
    if how is signal.SIGINT:
        code, said = running.end(how)  # as Ctrl-C: to all of them
    else:
        running.process.send_signal(how)
        _, said = running.process.communicate(timeout=20)
        code = running.process.returncode
    assert said == ""
    assert code == (-signal.SIGKILL if how is signal.SIGKILL else 0)
    until(lambda: not any(map(alive, workers)))


def test_the_editor_is_settable_and_an_address_that_runs_a_script_is_refused(english: Project) -> None:
    for wrong in ("javascript:alert('{path}')", "data:text/html,{path}", "subl {path}", "vscode://file/"):
        result = english.run("preview", "--editor", wrong)
        assert result.exit_code == 2
        assert "no editor's address" in result.output, json.dumps(wrong)
