"""Values keep their address on the way through a template, and only what has an origin is printed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import ENGLISH, ROOT

from nist_docs import content
from nist_docs.addresses import Kind, Origins
from nist_docs.dating import dating
from nist_docs.editions import standing
from nist_docs.gates import States, decide
from nist_docs.problems import Problems
from nist_docs.semantics import reading, tree
from nist_docs.templating import Templates
from nist_docs.views import Setting

PAGE = '<html lang="en"><head><title>T</title></head><body><h1>H</h1>{}</body></html>'


class Bench:
    """Renders a template's body over the English hearing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "labels").mkdir()
        (folder / "labels" / "en.yaml").write_text(
            "format: 1\nhello: Hello, {name}!\nthings: {one: One thing, other: '{count} things'}\n"
        )
        read, problems = content.load(ENGLISH, "content")
        assert problems == []
        self.setting = Setting(read, "harbours", "en", Origins())

    def runs(self, body: str) -> list[tree.Text]:
        (self.folder / "t.html.j2").write_text(PAGE.format(body), "utf-8")
        templates = Templates(self.folder)
        values = {"hearing": self.setting.view(), "states": States(), "tag": "en-GB"}
        html = templates.render("t.html.j2", self.setting, values)
        document = reading.read(html, self.setting.origins, templates.locate)
        return [
            run for block in tree.walk(document.body)[1:] for own in tree.own_inlines(block) for run in tree.texts(own)
        ]

    def pairs(self, body: str) -> list[tuple[str, str]]:
        return [(run.text, str(run.origin.address) if run.origin else "") for run in self.runs(body)]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


HEARING = "content/hearings/harbours.yaml"


def test_a_printed_value_knows_its_file_and_key_path(bench: Bench) -> None:
    assert bench.pairs("<p>{{ hearing.place }}</p>") == [("Example Hall, Exampletown", f"{HEARING}#place")]
    assert bench.pairs("<p>{{ hearing.statements[0].text[1] }}</p>") == [
        ("They will get them, and soon.", f"{HEARING}#statements[0].text[1]")
    ]


def test_a_reference_leads_to_the_file_of_what_it_names(bench: Bench) -> None:
    assert bench.pairs("<p>{{ hearing.led_by.name }}</p>") == [
        ("Anna Example", "content/people.yaml#people.anna-example.name")
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "{{ hearing.place|upper }}",
        "{{ hearing.place ~ '' }}",
        "{{ [hearing.place]|join(', ') }}",
        "{% set x = hearing.place %}{{ x }}",
        "{% set x %}{{ hearing.place }}{% endset %}{{ x }}",
        "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(hearing.place) }}",
        "{{ hearing.place|trim }}",
        "{{ hearing.place|sentence }}",
    ],
)
def test_an_address_survives_what_templates_do_to_a_value(bench: Bench, expression: str) -> None:
    ((text, address),) = bench.pairs(f"<p>{expression}</p>")
    assert text.lower() == "example hall, exampletown"
    assert address == f"{HEARING}#place"


def test_running_text_with_markup_is_several_runs_of_one_value(bench: Bench) -> None:
    pairs = bench.pairs("<p>{{ hearing.body[1] }}</p>")
    assert [text for text, _ in pairs] == [
        "A second paragraph says ",
        "what comes next",
        ", in the spirit of ",
        "lagom",
        ".",
    ]
    assert {address for _, address in pairs} == {f"{HEARING}#body[1]"}


def test_an_attribute_knows_its_origin_too(bench: Bench) -> None:
    (run, *_) = bench.runs('<section title="{{ hearing.place }}"><p>x</p></section>')
    assert run.origin
    assert str(run.origin.address) == f"{HEARING}#place"


def test_a_date_is_derived_from_its_value(bench: Bench) -> None:
    (run,) = bench.runs("<p>{{ hearing.published }}</p>")
    assert run.text == "4 March 2026"
    assert run.origin
    assert run.origin.kind is Kind.DERIVED


def test_a_label_is_runs_of_its_own_words_around_its_values(bench: Bench) -> None:
    assert bench.pairs("<p>{{ label('hello', name=hearing.led_by.name) }}</p>") == [
        ("Hello, ", "templates/labels/en.yaml#hello"),
        ("Anna Example", "content/people.yaml#people.anna-example.name"),
        ("!", "templates/labels/en.yaml#hello"),
    ]


def test_the_count_chooses_the_labels_form(bench: Bench) -> None:
    assert bench.pairs("<p>{{ label('things', count=hearing.links|count) }}</p>")[0][0] == "One thing"
    texts = [text for text, _ in bench.pairs("<p>{{ label('things', count=hearing.body|count) }}</p>")]
    assert "".join(texts) == "two things"


def test_the_templates_own_words_have_no_origin(bench: Bench) -> None:
    assert bench.pairs("<p>Words.</p>") == [("Words.", "")]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("{{ 1 + 1 }}", "a int cannot be printed"),
        ("{{ 'words' }}", "'words' has no origin"),
        ("{{ hearing.place|replace('Example', 'x') }}", "No filter named 'replace'"),
        ("{{ hearing.place.plain|e }}", "No filter named 'e'"),
        ("{{ hearing.place.plain }}", "has no origin"),
        ("{{ [1, 2]|random }}", "No filter named 'random'"),
        ("{{ hearing }}", "this holds several values and cannot be printed"),
        ("{{ hearing.links }}", "this holds several values and cannot be printed"),
        ("{{ hearing.purpose }}", "there is nothing to print here"),
        ("{{ (hearing.place ~ '')[:12] }}", "a value was cut in two by a filter"),
        ("{{ ('x'|code) }}", "'x' is a word for machines and stands in text"),
        ("{{ hearing.__class__ }}", "unsafe"),
    ],
)
def test_what_has_no_origin_is_refused(bench: Bench, expression: str, message: str) -> None:
    with pytest.raises(Problems) as caught:
        bench.runs(f"<p>{expression}</p>")
    (problem,) = caught.value.problems
    assert message in str(problem)
    assert problem.where.file == "templates/t.html.j2"
    assert problem.where.line == 1


def test_content_is_escaped_in_text_and_attributes(tmp_path: Path, bench: Bench) -> None:
    evil = '<b onclick="x">&"\''  # quotation marks are set by the language's typography, too
    read = bench.setting.content
    hearing = read.hearings["harbours"].model_copy(update={"place": evil})
    read.hearings["harbours"] = hearing
    runs = bench.runs('<p>{{ hearing.place }}</p><section title="{{ hearing.place }}"><p>x</p></section>')
    assert [run.text for run in runs[:2]] == ["<b onclick=”x”>&”’"] * 2


def test_states_follow_the_moment() -> None:
    read, _ = content.load(ROOT / "content", "content")
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert decide(read, "nist", now).states == States()


def test_templates_that_python_has_compiled_before_give_the_same_page_and_the_same_places() -> None:
    """The program's own templates are kept compiled; a folder of somebody else's is not."""
    read, _ = content.load(ENGLISH, "content")
    pages = []
    for _ in range(2):
        setting = Setting(read, "harbours", "en", Origins())
        templates = Templates(ROOT / "templates")
        edition = dating(setting, standing(read, "harbours"))
        values = {"hearing": setting.view(), "states": States(), "images": frozenset(), "tag": "en-GB"}
        values["edition"] = edition
        html = templates.render("press-release.html.j2", setting, values)
        pages.append((html, reading.read(html, setting.origins, templates.locate)))
    assert pages[0] == pages[1]
    kept = ROOT / "src" / "nist_docs" / "__pycache__"
    assert list(kept.glob("template-*.cache"))


def test_no_compiled_template_of_another_folder_is_kept(bench: Bench) -> None:
    kept = ROOT / "src" / "nist_docs" / "__pycache__"
    before = set(kept.glob("template-*.cache"))
    bench.pairs("<p>{{ hearing.place }}</p>")
    assert set(kept.glob("template-*.cache")) == before
