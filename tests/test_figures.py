"""Figures show what the content says, lead back to it, and degrade by rule."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import ugly
from conftest import ROOT, Project, copy_program

from nist_docs import content, figures, fonts
from nist_docs.addresses import Origins
from nist_docs.drawing import MM_PER_POINT, Disc, Drawing, Label, Line, Rect, svg
from nist_docs.figures.lettering import NoRoom, fitting, widest
from nist_docs.language.folding import folded
from nist_docs.model.strategy import Group
from nist_docs.semantics.tree import Text
from nist_docs.templating import Templates
from nist_docs.tokens import tokens
from nist_docs.views import Setting


def drawn(change: object = None) -> dict[str, Drawing]:
    read, _ = content.load(ROOT / "content", "content")
    if callable(change):
        change(read)
    setting = Setting(read, "nist", "sv", Origins())
    templates = Templates(ROOT / "templates")
    return figures.draw(setting.view(), ROOT / "templates", templates.label_writer(setting), setting.origins)


def words(drawing: Drawing) -> str:
    return folded(" ".join(label.words for label in drawing.labels()))


def test_the_strategys_figure_has_every_member_of_every_group() -> None:
    shown = words(drawn()["figure:strategy"]).lower()
    for member in ("globalisering", "demografiska utmaningar", "innovationskraft", "cirkulär/hållbar produktion"):
        assert member in shown


def test_groups_are_joined_by_one_arrow_each_not_member_by_member() -> None:
    arrows = [m for m in drawn()["figure:strategy"].marks if isinstance(m, Line) and m.arrow]
    assert len(arrows) == 3


def test_the_themes_figure_highlights_every_theme_that_the_conclusion_names() -> None:
    labels = drawn()["figure:themes"].labels()
    bold = [label.words for label in labels if label.weight == 600 and label.anchor == "start"]
    assert bold == ["Digitalisering"]
    assert [label.words for label in labels if label.words.endswith("av 4")] == ["4 av 4"] + ["3 av 4"] * 3 + [
        "2 av 4"
    ] * 5


def test_every_word_in_a_figure_leads_back_to_where_it_comes_from() -> None:
    for name, drawing in drawn().items():
        for label in drawing.labels():
            assert all(run.origin for run in label.text), (name, label.words)


def test_nothing_in_a_figure_stands_outside_of_it() -> None:
    for name, drawing in drawn().items():
        for label in drawing.labels():
            width = fonts.width(label.words, label.size, label.family, label.weight) * MM_PER_POINT
            left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
            assert left >= -0.5, (name, label.words)
            assert left + width <= drawing.width + 0.5, (name, label.words)
            assert 0 < label.y <= drawing.height, (name, label.words)


def test_a_group_of_seven_is_no_figure_but_a_list() -> None:
    def seven(read: content.Content) -> None:
        strategy = read.strategies["nist"]
        group = Group(members=tuple(f"medlem {n}" for n in range(7)))
        read.strategies["nist"] = strategy.model_copy(update={"challenges": group})

    assert "figure:strategy" not in drawn(seven)


def test_a_missing_group_leaves_its_room_to_the_others() -> None:
    def without(read: content.Content) -> None:
        read.strategies["nist"] = read.strategies["nist"].model_copy(update={"challenges": None})

    drawing = drawn(without)["figure:strategy"]
    assert drawing.width == 170
    assert "Utmaningar" not in words(drawing)


def test_long_words_are_set_smaller_before_they_leave_their_box() -> None:
    text = (Text("Konkurrenskraftsutveckling"),)
    size, lines = fitting(text, 37, (10, 9.5, 9, 8.5), 600, 3)
    assert size < 10
    assert len(lines) == 1


def test_words_that_are_still_too_long_are_broken_and_too_many_lines_are_no_figure() -> None:
    text = (Text("Konkurrenskraftsutveckling"),)
    size, lines = fitting(text, 28, (10, 9.5, 9, 8.5), 600, 3)
    assert size == 8.5
    assert "".join(run.text for line in lines for run in line) == "Konkurrenskraftsutveckling"
    assert widest(lines, size, 600) <= 28
    with pytest.raises(NoRoom):
        fitting(text, 28, (10, 9.5, 9, 8.5), 600, 1)


# --- who raised which theme: from few to many ------------------------------------------------------


Figures = Callable[..., dict[str, Drawing]]


@pytest.fixture
def theme_figures(tmp_path: Path) -> Figures:
    """The figures of so many interviews, the first of which raises every theme, the next one all but one, and so on."""

    def figures_of(
        people: int, themes: int, names: dict[int, str] | None = None, theme: str = ""
    ) -> dict[str, Drawing]:
        case = ugly.case(ugly.hearing(people, themes))
        for number, interview in enumerate(case.hearing["interviews"]):
            raised = interview["answers"][0]["themes"]
            del raised[max(1, len(raised) - number) :]
        for number in range(people):
            case.people[f"person-{number}"]["name"] = f"{chr(65 + number % 26)}na {chr(65 + number // 26)}berg"
        for number, name in (names or {}).items():
            case.people[f"person-{number}"]["name"] = name
        if theme:
            case.hearing["themes"][ugly.theme(0)] = theme
        ugly.write_case("made", case, tmp_path)
        read, problems = content.load(tmp_path / "content", "content")
        assert not problems
        setting = Setting(read, "made", "sv", Origins())
        templates = Templates(ROOT / "templates")
        made = figures.draw(setting.view(), ROOT / "templates", templates.label_writer(setting), setting.origins)
        return {name: drawing for name, drawing in made.items() if name.startswith(("figure:themes", "figure:people"))}

    return figures_of


def discs(drawing: Drawing) -> list[Disc]:
    return [mark for mark in drawing.marks if isinstance(mark, Disc)]


@pytest.mark.parametrize(
    ("people", "themes", "names"),
    [
        (1, 9, []),
        (4, 2, []),
        (2, 3, ["figure:themes"]),
        (6, 12, ["figure:themes"]),
        (12, 15, ["figure:themes"]),
        (13, 15, ["figure:people-1-1", "figure:themes-1"]),
        (12, 16, ["figure:people-1-1", "figure:themes-1"]),
        (41, 30, ["figure:people-1-1", "figure:people-1-2", "figure:themes-1"]),
    ],
)
def test_themes_are_shown_by_how_many_there_are(
    theme_figures: Figures, people: int, themes: int, names: list[str]
) -> None:
    drawn = theme_figures(people, themes)
    assert sorted(drawn) == names
    assert all(drawing.width == 170 and drawing.height < 215 for drawing in drawn.values())


def test_dots_have_their_questions_number_for_few_people_and_a_key_for_more(theme_figures: Figures) -> None:
    few, more = theme_figures(6, 12)["figure:themes"], theme_figures(12, 15)["figure:themes"]
    assert len(discs(few)) == 6 * 12
    assert len(discs(more)) == 12 * 15
    assert "1" in {label.words for label in few.labels()}
    said = [label.words for label in more.labels()]
    assert said.count("AA") == 1 + 1  # over its column, and in the key
    assert "Ana Aberg" in said


def test_people_with_the_same_initials_have_numbers(theme_figures: Figures) -> None:
    said = [label.words for label in theme_figures(12, 15, {3: "Anna Abel"})["figure:themes"].labels()]
    assert "AA" not in said
    assert said.count("12") >= 2


def test_bars_are_as_long_as_their_number_and_the_grid_has_a_dot_for_each(theme_figures: Figures) -> None:
    drawn = theme_figures(41, 30)
    bars = [mark for mark in drawn["figure:themes-1"].marks if isinstance(mark, Rect)]
    values = [
        label.words for label in drawn["figure:themes-1"].labels() if label.anchor == "start" and label.weight == 600
    ]
    counts = [int(value.split()[0]) for value in values if value[0].isdigit()]
    assert [round(bar.width, 3) for bar in bars] == [round(95 * count / 41, 3) for count in counts]
    assert sum(len(discs(drawn[f"figure:people-1-{n}"])) for n in (1, 2)) == sum(counts)


def test_no_label_of_a_figure_of_themes_runs_into_another(theme_figures: Figures) -> None:
    long = ugly.LONG_WORD
    for people, themes in ((2, 3), (6, 12), (12, 15), (40, 30)):
        for name, drawing in theme_figures(people, themes, {1: f"Bo {long}"}, long).items():
            assert overlapping(drawing) == [], (people, themes, name)


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of labels that cover each other."""
    boxes = []
    for label in drawing.labels():
        width = fonts.width(label.words, label.size, label.family, label.weight) * MM_PER_POINT
        left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
        boxes.append((label, left, left + width, label.size * MM_PER_POINT * 0.7))
    return [
        (one.words, other.words)
        for (one, left, right, high), (other, start, end, _) in combinations(boxes, 2)
        if min(right, end) - max(left, start) > 0.2 and abs(one.y - other.y) < high
    ]


def test_every_figure_is_told_apart_without_colours() -> None:
    """Neighbours in a figure differ in grey by more than a bad printer swallows."""
    colours = tokens(ROOT / "templates")
    steps = [luminance(colours[name]) for name in ("paper", "step-2", "step-3", "step-4")]
    assert all(light / dark > 1.25 for light, dark in pairwise(steps))


def luminance(colour: str) -> float:
    """By WCAG 2.2, with 0.05 for what the paper reflects."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05


def test_initials_leave_out_particles_and_shorten_long_names() -> None:
    from nist_docs import findings
    from nist_docs.model.people import Person

    def initials(name: str) -> str:
        read, _ = content.load(ROOT / "content", "content")
        read.people["margareta-groth"] = Person(name=name, named="yes")
        view = Setting(read, "nist", "sv", Origins()).view()
        return findings.initials(view.interviews[0].person).plain  # type: ignore[attr-defined]

    assert initials("Anna Åkerström") == "AÅ"
    assert initials("Johanna Essemyr Pauldin") == "JEP"
    assert initials("Carl von Linné") == "CL"
    assert initials("Anna Bo Cia Dahl") == "AD"


def test_an_image_with_a_name_is_one_for_screen_readers_and_decoration_is_not() -> None:
    drawing = Drawing(10, 10, (Label(1, 5, (Text("A & B"),), 9, "#000"),))
    assert '<title id="d-t">What it &lt;shows&gt;</title>' in svg(drawing, "What it <shows>")
    assert 'role="img"' in svg(drawing, "x")
    assert 'aria-hidden="true"' in svg(drawing)
    assert "A &amp; B" in svg(drawing)


@pytest.mark.parametrize(("interviews", "words"), [(2, "båda"), (3, "alla tre")])
def test_what_everyone_raises_is_said_as_one_says_it(
    tmp_path: Path, every_word: Callable[[Path], str], interviews: int, words: str
) -> None:
    copy_program(tmp_path)
    ugly.write_case("few", ugly.case(ugly.hearing(interviews)), tmp_path)
    said = every_word(Project(tmp_path).built().file("few-hearing-report.docx"))
    assert f"är de teman som {words} tar upp" in said
