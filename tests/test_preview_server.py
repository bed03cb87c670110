"""What the preview's server gives to whom, without a browser; and what it puts into documents, and never publishes."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Project
from starlette.testclient import TestClient

from nist_docs import project as projects
from nist_docs.addresses import Address, Kind, Origin, Origins
from nist_docs.preview import messages, places, server, worker
from nist_docs.preview.board import Board, Shown, relevant
from nist_docs.preview.editing import VS_CODE, Editing, is_pattern
from nist_docs.problems import Place, Problem, Severity

HOST = "127.0.0.1:8123"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PAGE = b"<html><head><style>p {}</style></head><p>Words</p></html>"


def editing(project: Project, pattern: str = VS_CODE) -> Editing:
    return Editing(projects.Project(project.root, project.content, project.output, NOW), pattern)


@pytest.fixture
def served(english: Project) -> server.Served:
    board = Board(hearing="harbours", hearings=(("harbours", "Hearing"),), table=(("press-release", "html"),))
    board.documents["harbours", "press-release", "html"] = Shown(1, PAGE)
    asked: list[str] = []
    return server.Served(board, editing(english), asked.append)


@pytest.fixture
def client(served: server.Served) -> TestClient:
    return TestClient(server.app(served, frozenset({HOST})), base_url=f"http://{HOST}")


@pytest.mark.parametrize("host", ["example.org", "example.org:8123", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8123.x"])
def test_another_host_is_refused_whatever_is_asked(client: TestClient, host: str) -> None:
    for path in ("/", "/events", "/place?at=content/people.yaml%23x", "/assets/preview.js", "/nowhere"):
        assert client.get(path, headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://example.org"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
def test_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/", headers=headers).status_code == 403


def test_a_hearing_is_chosen_by_the_page_alone(client: TestClient) -> None:
    assert client.post("/hearing/harbours").status_code == 403
    assert client.post("/hearing/harbours", headers={"x-preview": "1"}).status_code == 204
    assert client.post("/hearing/nowhere", headers={"x-preview": "1"}).status_code == 404
    assert client.get("/hearing/harbours").status_code == 405


@pytest.mark.parametrize("path", ["/", "/assets/preview.js", "/document/harbours/press-release.html", "/nowhere"])
def test_every_answer_says_that_nothing_comes_from_elsewhere(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_document_may_run_no_script_and_use_its_own_style_sheet_alone(client: TestClient) -> None:
    policy = client.get("/document/harbours/press-release.html").headers["content-security-policy"]
    assert "script-src" not in policy  # default-src 'none' holds
    assert "unsafe" not in policy
    assert "sha256-" in policy


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..%2fserver.py", "/assets/server.py", "/fonts/..%2f..%2fetc%2fpasswd", "/fonts/other.ttf",
        "/document/harbours/briefing.pdf", "/document/..%2f..%2fcontent/people.yaml",
        "/picture/harbours/briefing/0.png", "/picture/harbours/briefing/0.png?width=99999999",
    ],
)  # fmt: skip
def test_what_is_not_the_previews_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "at", ["", "x", "content/../../secret.yaml#a", "templates/../requirements.lock#a", "/etc/passwd#x", "content/a#["]
)
def test_a_place_outside_of_content_and_templates_is_not_told(client: TestClient, at: str) -> None:
    answer = client.get("/place", params={"at": at})
    assert answer.status_code == 404
    assert answer.json()["link"] == ""


def test_a_place_is_told_with_its_line_and_where_the_editor_finds_it(client: TestClient, english: Project) -> None:
    answer = client.get("/place", params={"at": "content/hearings/harbours.yaml#statements[0].text[1]"}).json()
    line = (english.content / "hearings" / "harbours.yaml").read_text("utf-8").splitlines().index(
        "      They will get them, and soon."
    ) + 1  # fmt: skip
    assert answer["place"] == f"content/hearings/harbours.yaml:{line}:7"
    assert answer["snippet"] == "They will get them, and soon."
    assert answer["link"] == f"vscode://file{english.content}/hearings/harbours.yaml:{line}:7"


def test_while_a_file_is_broken_its_places_are_those_that_it_had(english: Project) -> None:
    known = editing(english)
    address = Address("content/hearings/harbours.yaml", ("ingress",))
    before = known.place(address)
    english.write("content/hearings/harbours.yaml", "title: [")
    assert known.place(address) == before


def test_an_editors_address_is_filled_in_and_names_with_spaces_and_percents_stay_whole(english: Project) -> None:
    english.write("content/pictures/a b%20#.png", b"")
    link = editing(english, "idea://open?file={path}&line={line}").link(Place("content/pictures/a b%20#.png", 7))
    assert link == f"idea://open?file={english.content}/pictures/a%20b%2520%23.png&line=7"
    assert editing(english, "").link(Place("content/people.yaml", 1)) == ""
    assert is_pattern("vscodium://file{path}:{line}")
    assert not is_pattern("JavaScript:alert({path})")


def test_the_stream_begins_with_the_state_and_goes_on_when_it_changes(served: server.Served) -> None:
    async def two() -> list[str]:
        stream = server._states(served)
        first = await anext(stream)
        served.board.content = (Problem("x", Place("content/people.yaml", 3, 1), "wrong"),)
        await served.tell()
        second = await anext(stream)
        await served.stop()
        rest = [one async for one in stream]
        return [first, second, *rest]

    told = asyncio.run(two())
    states = [json.loads(one.removeprefix("data: ")) for one in told]
    assert [state["errors"] for state in states] == [0, 1]
    assert states[0]["documents"][0]["old"] is False
    assert states[1]["documents"][0]["old"] is True
    assert states[1]["problems"][0]["place"] == "content/people.yaml:3:1"


def test_a_document_that_was_made_stays_while_the_content_has_errors_and_after_a_fault_of_ours() -> None:
    board = Board()
    job = board.begin("a")
    table = (("press-release", "html"),)
    board.take(messages.Read(job.number, "a", (("a", "A"),), table, ()))
    board.take(messages.Rendered(job.number, "a", "press-release", "html", b"1"))
    job = board.begin()
    board.take(messages.Bug(job.number, "Traceback"))
    board.take(messages.Done(job.number - 1, "web"))  # of the job before: old news
    (document,) = board.state(lambda _: "")["documents"]
    assert (document["version"], document["old"]) == (1, True)
    assert board.done == set()


def test_files_that_editors_leave_about_are_no_reason_to_look_again() -> None:
    for name in ("content/.nist.yaml.swp", "content/nist.yaml~", "content/#nist.yaml#", "C:\\content\\~$report.docx"):
        assert not relevant([name])
    assert relevant(["content/.x.swp", "content/hearings/nist.yaml"])


# --- addresses in pages ----------------------------------------------------------------------------


def test_every_address_that_a_page_bears_is_read_back() -> None:
    for keys in ((), ("title",), ("interviews", 2, "answers", 0, "text", 1), ("people", "eva-lindstrom", "name")):
        address = Address("content/people.yaml", keys)
        assert places.address(str(address)) == address


def test_words_get_an_element_of_their_own_and_attributes_and_names_of_images_lose_their_marks() -> None:
    origins = Origins()
    mark = origins.mark(Origin(Address("content/a.yaml", ("b",)), Kind.VALUE), "x &amp; y")
    image = f'<img alt="{mark}" src="s"><svg><title id="t">{mark}</title></svg>'
    written = places.placed(f"<p>a {mark}</p>{image}", origins)
    assert written == (
        '<p>a <span data-at="content/a.yaml#b">x &amp; y</span></p>'
        '<img alt="x &amp; y" src="s" data-at="content/a.yaml#b"><svg><title id="t">x &amp; y</title></svg>'
    )


def test_nothing_that_is_published_bears_an_address(real: Project, built_english: Project) -> None:
    for built in (real, built_english):
        files = [path for path in built.output.rglob("*") if path.is_file()]
        assert len(files) > 12
        for path in files:
            data = path.read_bytes()
            assert b"data-at" not in data, path.name
            assert "\ufdd0".encode() not in data, path.name
            assert b"/assets/" not in data, path.name


def test_the_assets_ask_for_nothing_from_elsewhere() -> None:
    for path in Path(server.ASSETS).iterdir():
        text = path.read_text("utf-8")
        assert "http:" not in text, path.name
        assert "https:" not in text, path.name


class Heard:
    """The worker's end of a connection, whose other end is this list."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def send(self, message: Any) -> None:
        self.messages.append(message)

    def poll(self, _: float = 0.0) -> bool:
        return False


def test_new_words_are_not_compared_with_a_pdf_that_was_made_before_them(english: Project) -> None:
    english.replace("templates/deliverables.yaml", "formats: [html, txt]", "formats: [txt]")
    heard, now = Heard(), dt.datetime.now(dt.UTC)
    desk = worker.Desk(heard, "pages", projects.Project(english.root, english.content, english.output, now))  # type: ignore[arg-type]
    desk.work(messages.Job(1, "harbours"))
    style = english.templates / "styles" / "paged.css"
    style.write_text(f"{style.read_text('utf-8')}\nh1 {{ colour: red; }}\n", "utf-8")
    english.replace("content/hearings/harbours.yaml", "title: Hearing on", "title: Talks on")
    heard.messages.clear()
    desk.work(messages.Job(2, "harbours"))
    assert [one.document for one in heard.messages if isinstance(one, messages.Failed) and one.problems] == ["briefing"]
    told = [problem for one in heard.messages if isinstance(one, messages.Checked) for problem in one.problems]
    assert {problem.rule for problem in told if problem.severity is Severity.ERROR} == {"layout"}
