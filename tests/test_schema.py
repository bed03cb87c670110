"""Help in the editor: the JSON Schema is the model's, it knows the real files, and an editor's own server uses it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import test_corpus
import yaml12
from conftest import ENGLISH, ROOT, required, tool
from jsonschema import Draft202012Validator

from nist_docs import describing
from nist_docs.model.schema import KINDS, schemas
from nist_docs.model.types import Entry
from nist_docs.model.validation import SWEDISH, groups, validate
from nist_docs.problems import Problem, Problems
from nist_docs.source import parse

CONTENT = ROOT / "content"
EVERYTHING = ROOT / "tests" / "content" / "everything"


def files() -> Iterator[tuple[str, Path]]:
    """Every file of the real content and of the tests' contents, with the name of its schema."""
    for kind, (_, pattern) in KINDS.items():
        found = [*ROOT.glob(pattern)]
        for folder in (ENGLISH, EVERYTHING):
            found += folder.glob(pattern.removeprefix("content/"))
        yield from ((kind, path) for path in sorted(found))


# --- made from the model ---------------------------------------------------------------------------


def test_what_make_schema_writes_is_fresh() -> None:
    for name, text in describing.files().items():
        assert (ROOT / name).read_text("utf-8") == text, f"{name} is not the model's: run make schema"
    kept = {path.relative_to(ROOT).as_posix() for path in (CONTENT / ".schema").iterdir()}
    assert kept == {name for name in describing.files() if name.endswith(".json")}


def models() -> list[type[Entry]]:
    found: list[type[Entry]] = []
    pending: list[type[Entry]] = [model for model, _ in KINDS.values()]
    while pending:
        model = pending.pop()
        if model not in found:
            found.append(model)
            pending += [inner for _, inner in groups(model)]
    return found


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_key_has_plain_words_and_an_example_that_the_program_reads(model: type[Entry]) -> None:
    for key, field in model.model_fields.items():
        assert field.description, key
        assert re.match(r"[A-Zd].*", field.description), key
        assert not re.search(r"\b(str|int|bool|tuple|enum|None|null|pydantic)\b", field.description), key
        (example,) = field.examples or [None]
        assert example is not None, f"{model.__name__}.{key} has no example"
        text = describing.written(key, example)
        told = problems(lambda text=text: validate(model, parse(text.encode(), "example.yaml")))
        assert {problem.rule for problem in told} <= {"missing-key"}, (text, told)


def problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except Problems as found:
        return found.problems
    return ()


def test_the_page_tells_every_key_of_every_group_once() -> None:
    page = (ROOT / describing.PAGE).read_text("utf-8")
    for model in models():
        for key, field in model.model_fields.items():
            assert f"`{key}`" in page
            assert (field.description or "?").replace("|", "\\|") in page


def test_the_swedish_words_that_are_understood_stand_for_words_of_the_format() -> None:
    keys = {key for model in models() for key in model.model_fields}
    groups = [inner for schema in schemas().values() for inner in schema.get("$defs", {}).values()]
    words = {word for inner in groups for word in inner.get("enum", ())}
    assert set(SWEDISH.values()) <= keys | words
    assert not set(SWEDISH) & (keys | words)


# --- against the files -----------------------------------------------------------------------------


def test_every_schema_is_a_schema() -> None:
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("kind", "path"), list(files()), ids=lambda value: getattr(value, "name", value))
def test_a_validator_finds_no_fault_in_the_contents(kind: str, path: Path) -> None:
    validator = Draft202012Validator(schemas()[kind])
    assert [error.message for error in validator.iter_errors(yaml12.load(path.read_text("utf-8")))] == []


VALUES = [case for case in test_corpus.CASES if "# value " in test_corpus.comments(case)]


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case.stem)
def test_the_schema_takes_every_value_that_the_program_reads(case: Path) -> None:
    value = yaml12.load(test_corpus.completed(case).decode("utf-8-sig"))
    assert [error.message for error in Draft202012Validator(schemas()["hearing"]).iter_errors(value)] == []


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("status", "publised", "'publised' is not one of ['draft', 'review', 'published']"),
        ("sutitle", "x", "Additional properties are not allowed ('sutitle' was unexpected)"),
        ("published", "3 March", "'3 March' does not match"),
        ("when", "soon", "'soon' is not of type 'object'"),
        ("format", "2", "1 was expected"),
        ("themes", "{Not An Id: x}", "'Not An Id' does not match any of the regexes"),
        ("participants", "[{name: A, named: perhaps}]", "is not valid under any of the given schemas"),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(key: str, text: str, message: str) -> None:
    lines = (ENGLISH / "hearings" / "harbours.yaml").read_text("utf-8")
    whole = re.sub(rf"(?m)^{key}:.*\n(?:[ ]+.*\n)*", "", lines) + f"{key}: {text}\n"
    errors = list(Draft202012Validator(schemas()["hearing"]).iter_errors(yaml12.load(whole)))
    assert len(errors) == 1
    assert message in errors[0].message
    with pytest.raises(Problems):
        validate(KINDS["hearing"][0], parse(whole.encode(), "hearing.yaml"))


@pytest.mark.parametrize("name", ["{hearing}", "note-{hearing}-2", "briefing", "{hearing}-Briefing", "{hearing}/a", ""])
def test_the_schema_and_the_program_agree_on_names_of_files(name: str) -> None:
    text = (ROOT / "templates" / "deliverables.yaml").read_text("utf-8")
    whole = text.replace('"{hearing}-hearing-briefing"', json.dumps(name))
    assert whole != text
    refused = bool(list(Draft202012Validator(schemas()["deliverables"]).iter_errors(yaml12.load(whole))))
    try:
        validate(KINDS["deliverables"][0], parse(whole.encode(), "deliverables.yaml"))
    except Problems:
        assert refused
    else:
        assert not refused


# --- in the editor ---------------------------------------------------------------------------------


def test_every_file_names_its_schema_in_its_first_line() -> None:
    for kind, (_, pattern) in KINDS.items():
        paths = list(ROOT.glob(pattern))
        assert paths or kind == "editions", kind  # a record is written by the program, and by its test is named so
        for path in paths:
            found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
            assert found, path
            assert (path.parent / found[1]).resolve() == CONTENT / ".schema" / f"{kind}.json"


def test_vs_code_knows_the_schemas_of_files_that_are_new() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    expected = {f"{describing.SCHEMAS}/{kind}.json": pattern for kind, (_, pattern) in KINDS.items()}
    assert settings["yaml.schemas"] == expected
    assert settings["files.encoding"] == "utf8"
    extensions = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))
    assert extensions["recommendations"] == ["redhat.vscode-yaml"]


EDITOR = ROOT / "tests" / "editor"


class Server:
    """yaml-language-server, spoken to as an editor speaks to it: the Language Server Protocol on its pipes."""

    def __init__(self, node: str, root: Path) -> None:
        program = EDITOR / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([node, str(program), "--stdio"], cwd=root, **pipes)
        self.number = 0
        self.root = root
        self.settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        capabilities = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}, "hover": {}},
                        "workspace": {"configuration": True}}  # fmt: skip
        self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings={"yaml": self.settings})

    def tell(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            assert line or self.process.poll() is None, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            answers = [self.settings if item.get("section") == "yaml" else {} for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": answers})
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def open(self, path: Path) -> list[dict[str, Any]]:
        """Opens a file and gives what the editor would underline."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self.tell("textDocument/didOpen", textDocument=document)
        while uri not in self.diagnostics:
            self.receive()
        return self.diagnostics[uri]

    def at(self, path: Path, method: str, line: int, column: int) -> Any:
        position = {"line": line - 1, "character": column - 1}
        return self.ask(f"textDocument/{method}", textDocument={"uri": path.as_uri()}, position=position)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            pipe.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, over a copy of the real content that tests may change."""
    node = tool("node")
    if not (EDITOR / "node_modules").is_dir():
        command = [tool("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=EDITOR, capture_output=True, text=True, check=False)
        if done.returncode:
            required(f"npm could not install tests/editor: {done.stderr[-300:]}")
    root = tmp_path_factory.mktemp("editor")
    for folder in ("content", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    started = Server(node, root)
    yield started
    started.end()


def changed(server: Server, name: str, old: str, new: str) -> Path:
    """A copy of the real hearing with a change, under another name."""
    text = (CONTENT / "hearings" / "nist.yaml").read_text("utf-8")
    assert old in text
    path = server.root / "content" / "hearings" / name
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def place(path: Path, words: str) -> tuple[int, int]:
    """Line and column right after these words."""
    before = path.read_text("utf-8").split(words)[0] + words
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def test_the_editor_finds_no_fault_in_the_real_content(server: Server) -> None:
    paths = [path for _, pattern in KINDS.values() for path in server.root.glob(pattern)]
    assert len(paths) == len([path for _, pattern in KINDS.values() for path in ROOT.glob(pattern)]) > 4
    for path in paths:
        assert server.open(path) == [], path


def test_the_editor_underlines_a_wrong_word_and_says_which_ones_there_are(server: Server) -> None:
    path = changed(server, "wrong.yaml", "status: published", "status: publised")
    (found,) = server.open(path)
    line, column = place(path, "status: ")
    assert found["range"]["start"] == {"line": line - 1, "character": column - 1}
    assert all(word in found["message"] for word in ("draft", "review", "published"))


def test_the_editor_underlines_a_key_that_is_misspelt(server: Server) -> None:
    path = changed(server, "misspelt.yaml", "subtitle:", "subtitel:")
    (found,) = server.open(path)
    assert found["range"]["start"]["line"] == place(path, "subtitel")[0] - 1
    assert "subtitel" in found["message"]


def test_the_editor_completes_a_key_with_its_meaning(server: Server) -> None:
    path = changed(server, "key.yaml", "led_by: eva", "pla\nled_by: eva")
    server.open(path)
    items = server.at(path, "completion", *place(path, "\npla"))["items"]
    (item,) = [item for item in items if item["label"] == "place"]
    assert item["insertText"].startswith("place: ")
    assert "Where the hearing is held." in json.dumps(item)


def test_the_editor_completes_keys_inside_a_group_and_the_words_of_a_list(server: Server) -> None:
    path = changed(server, "group.yaml", "  weekday: tuesday", "  weekday: tuesday\n  st")
    server.open(path)
    labels = {item["label"] for item in server.at(path, "completion", *place(path, "tuesday\n  st"))["items"]}
    assert {"starts", "ends"} <= labels
    assert "weekday" not in labels
    path = changed(server, "word.yaml", "  weekday: tuesday", "  weekday: ")
    server.open(path)
    labels = {item["label"] for item in server.at(path, "completion", *place(path, "  weekday: "))["items"]}
    assert {"monday", "sunday"} <= labels


def test_the_editor_shows_the_meaning_of_the_key_under_the_mouse(server: Server) -> None:
    path = changed(server, "hover.yaml", "# Our own sorting", "# Our own sorting")
    server.open(path)
    line, column = place(path, "\nled_by")
    assert "Who led it: an id from people.yaml." in json.dumps(server.at(path, "hover", line, column - 2))
