"""Figures show what the content says, lead back to it, and degrade by rule."""

from __future__ import annotations

from conftest import ROOT

from nist_docs import content, figures, fonts
from nist_docs.addresses import Origins
from nist_docs.drawing import MM_PER_POINT, Drawing, Label, Line, svg
from nist_docs.figures.lettering import fitting
from nist_docs.language.folding import folded
from nist_docs.model.strategy import Group
from nist_docs.semantics.tree import Text
from nist_docs.templating import Templates
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
    size, lines = fitting(text, 34 - 6, (10, 9.5, 9, 8.5), 600, 3)
    assert size < 10
    assert len(lines) == 1


def test_initials_leave_out_particles_and_shorten_long_names() -> None:
    from nist_docs import findings
    from nist_docs.model.people import Person

    def initials(name: str) -> str:
        read, _ = content.load(ROOT / "content", "content")
        read.people["margareta-groth"] = Person(name=name)
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
