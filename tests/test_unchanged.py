"""What a build takes over from the last one is what it would make: incremental is clean, byte for byte."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Project, make_project, with_all_formats

from nist_docs import disk, parts, printing, unchanged
from nist_docs import publish as publishing
from nist_docs.writers import writer

HEARING = "content/hearings/harbours.yaml"
Change = Callable[[Project, random.Random], str]


def files(output: Path) -> dict[str, bytes]:
    found = (path for path in sorted(output.rglob("*")) if path.is_file() and path.name != unchanged.FILE)
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The formats that are written while this lasts, one by one."""
    asked: list[str] = []

    def counted(format: object) -> object:
        asked.append(str(format))
        return writer(format)  # type: ignore[arg-type]

    monkeypatch.setattr(printing, "writer", counted)
    monkeypatch.setattr("nist_docs.bounds.within", lambda _, work: work())  # in this process, where it can be counted
    return asked


# --- what is made again -------------------------------------------------------------------------------


def test_where_nothing_changed_nothing_is_made_and_the_same_is_said(english: Project, written: list[str]) -> None:
    first = english.build()
    before = files(english.output)
    written.clear()
    second = english.build()
    assert (second.output, second.exit_code) == (first.output, 0)
    assert written == []
    assert files(english.output) == before


def test_warnings_are_said_again_where_nothing_changed(english: Project) -> None:
    english.replace("content/people.yaml", "    named: yes\n", "")
    assert "nobody decided whether" in english.build().output
    assert "nobody decided whether" in english.build().output


def test_a_comment_changes_no_document(english: Project, written: list[str]) -> None:
    english.built()
    written.clear()
    english.replace(HEARING, "place: Example Hall", "# where\nplace: Example Hall")
    english.built()
    assert written == []
    assert english.receipt("harbours")["sources"] != []


def test_only_documents_that_show_a_changed_value_are_made_again(english: Project, written: list[str]) -> None:
    english.built()
    written.clear()
    english.replace(HEARING, "was held in English", "was held in plain English")  # the press release's and the report's
    english.built()
    assert sorted(written) == ["docx", "html", "txt"]


@pytest.mark.parametrize("damage", [b"", b"something else"])
def test_a_file_that_was_altered_is_made_again(english: Project, damage: bytes) -> None:
    english.built()
    before = files(english.output)
    english.file("harbours-hearing-report.docx").write_bytes(damage)
    english.built()
    assert {name: data for name, data in files(english.output).items() if not name.startswith("_edited/")} == before


REPORT = "harbours-hearing-report.docx"


def test_a_file_that_somebody_went_on_editing_is_kept_before_another_takes_its_place(english: Project) -> None:
    """The desk officer's report, and an editor who builds again."""
    english.built()
    for words in (b"edited", b"edited", b"edited again"):
        english.file(REPORT).write_bytes(words)
        result = english.build()
    told = f"output/harbours/{REPORT}: warning: it was edited after it was built, and is kept as "
    assert f"{told}{english.output}/_edited/harbours/harbours-hearing-report-2.docx [edited-output]" in result.stderr
    assert "edited-output" not in english.build().output
    aside = english.output / "_edited" / "harbours"
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == {
        REPORT: b"edited", "harbours-hearing-report-2.docx": b"edited again",
    }  # fmt: skip
    assert english.run("verify").exit_code == 0


@pytest.mark.parametrize("format", ["json", "github"])
def test_other_programs_are_told_of_an_edited_file_too(english: Project, format: str) -> None:
    english.built().file(REPORT).write_bytes(b"edited")
    assert "it was edited after it was built" in english.build("--format", format).stdout


def test_what_is_saved_while_the_new_set_takes_its_place_is_kept(
    english: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    english.built()
    english.replace(HEARING, "was held in English", "was held in plain English")
    exchanged = disk.exchanged

    def saved(staged: Path, place: Path) -> bool:
        (place / REPORT).write_bytes(b"saved at the last moment")
        return exchanged(staged, place)

    monkeypatch.setattr(disk, "exchanged", saved)
    english.built()
    (kept,) = (english.output / "_edited" / "harbours").iterdir()
    assert kept.read_bytes() == b"saved at the last moment"


def test_what_was_edited_survives_a_run_that_is_killed_when_the_new_set_has_its_place(
    english: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    english.built().file(REPORT).write_bytes(b"edited")
    with monkeypatch.context() as killed:
        killed.setattr(publishing, "_set_aside", lambda *_: (_ for _ in ()).throw(SystemExit(9)))
        killed.setattr("shutil.rmtree", lambda *_, **__: None)
        english.build()
    assert not (english.output / "_edited").exists()
    english.replace(HEARING, "was held in English", "was held in plain English")
    english.built()
    assert [one.read_bytes() for one in (english.output / "_edited" / "harbours").iterdir()] == [b"edited"]


def test_cleaning_keeps_what_somebody_went_on_editing_and_says_so(english: Project) -> None:
    english.built()
    english.file(REPORT).write_bytes(b"edited")
    result = english.run("clean")
    assert result.exit_code == 0
    assert "it was edited after it was built, and is kept as" in result.stderr
    assert result.stdout.endswith("_edited.\n")
    assert [path.read_bytes() for path in english.output.rglob("*.docx")] == [b"edited"]
    assert english.run("clean").exit_code == 0


def test_a_file_that_is_gone_is_made_again(english: Project) -> None:
    english.built()
    before = files(english.output)
    english.file("harbours-hearing-briefing.pdf").unlink()
    english.built()
    assert files(english.output) == before


@pytest.mark.parametrize("record", [b"", b"{}", b"[1]", b'{"format": 1, "build": {}}', b"\xff"])
def test_a_damaged_record_of_the_last_build_only_costs_time(english: Project, record: bytes) -> None:
    english.built()
    before = files(english.output)
    (english.output / unchanged.FILE).write_bytes(record)
    english.built()
    assert files(english.output) == before


def test_drawings_and_typefaces_are_not_made_again_where_only_words_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nist_docs.bounds.within", lambda _, work: work())
    project.built()
    project.replace("content/hearings/nist.yaml", "Under hösten har det", "Under denna höst har det")

    def never(*_: object, **__: object) -> bytes:
        raise AssertionError("it was made before")

    monkeypatch.setattr("resvg_py.svg_to_bytes", never)
    monkeypatch.setattr("nist_docs.fonts.embedded_css", never)
    project.built()
    assert "Under denna höst" in project.file("nist-hearing-press-release.html").read_text("utf-8")


def test_parts_that_no_document_has_any_more_are_gone(project: Project) -> None:
    project.built()
    assert (drawings := len(parts.read(project.output))) > 1
    text = (project.root / "templates/deliverables.yaml").read_text("utf-8")
    project.write("templates/deliverables.yaml", text[: text.index("  report:")])
    project.built()
    assert len(parts.read(project.output)) < drawings


@pytest.mark.parametrize("damage", [b"", b"something else", None])
def test_parts_that_were_damaged_only_cost_time(project: Project, damage: bytes | None) -> None:
    project.built()
    project.replace("content/hearings/nist.yaml", "Under hösten har det", "Under denna höst har det")
    path = project.output / parts.FILE
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    over = files(project.built().output)
    shutil.rmtree(project.output)
    assert files(project.built().output) == over


def test_time_alone_changes_what_it_decides(english: Project) -> None:
    english.replace(HEARING, "published: 2026-03-04", "embargo: 2026-03-04 06:00+01:00")
    english.built("--now", "2026-03-04T05:59+01:00")
    assert english.receipt("harbours")["outputs"][0]["states"] == ["embargoed"]
    english.built("--now", "2026-03-04T06:00+01:00")
    assert english.receipt("harbours")["outputs"][0]["states"] == []
    english.built("--now", "2026-03-04T05:59+01:00")
    assert english.receipt("harbours")["outputs"][0]["states"] == ["embargoed"]


def test_time_alone_is_asked_in_the_zone_by_which_days_end(english: Project) -> None:
    english.replace(HEARING, "links:", "archive:\n  begins: 2026-03-01\n  ends: 2026-03-03\nlinks:")
    english.built("--now", "2026-03-03T20:00+00:00")
    assert english.receipt("harbours")["outputs"][0]["states"] == []
    english.built("--now", "2026-03-04T00:30+02:00")  # two and a half hours later, and the day is over
    assert english.receipt("harbours")["outputs"][0]["states"] == ["archived"]


def as_from_nothing(project: Project) -> bool:
    """Whether what lies there, after another build, is what a build from nothing gives."""
    over = files(project.built().output)
    shutil.rmtree(project.output)
    return over == files(project.built().output)


@pytest.mark.parametrize("undone", ["at once", "after the build"])
@pytest.mark.parametrize("file", ["templates/styles/web.css", HEARING])
def test_what_is_saved_during_a_build_and_undone_again_is_not_taken_for_what_it_was(
    english: Project, monkeypatch: pytest.MonkeyPatch, undone: str, file: str
) -> None:
    path = english.root / file
    before = path.read_bytes()

    def saved(format: object) -> object:
        path.write_bytes(before.replace(b"font-weight: 600", b"font-weight: 400"))
        write = writer(format)  # type: ignore[arg-type]

        def written(*arguments: object) -> object:
            done = write(*arguments)  # type: ignore[arg-type]
            if undone == "at once":
                path.write_bytes(before)
            return done

        return written

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(printing, "writer", saved)
        english.built()
    path.write_bytes(before)
    assert unchanged.read(english.output).documents == {}  # type: ignore[union-attr]
    assert as_from_nothing(english)


def test_a_program_that_was_renewed_during_a_build_makes_everything_anew(
    english: Project, monkeypatch: pytest.MonkeyPatch, written: list[str]
) -> None:
    programs = iter(["old", *["new"] * 9])
    monkeypatch.setattr(unchanged, "program", lambda _: next(programs))
    english.built()
    written.clear()
    english.built()
    assert sorted(written) == ["docx", "html", "txt"]


def test_files_in_a_linked_folder_count_as_any_other(english: Project, tmp_path: Path) -> None:
    house = tmp_path / "house"
    (english.templates / "styles").rename(house)
    (english.templates / "styles").symlink_to(house)
    (english.templates / "styles" / "again").symlink_to(english.templates)  # a way round in a circle
    english.built()
    before = files(english.output)
    assert "templates/styles/web.css" in {source["path"] for source in english.receipt("harbours")["sources"]}
    text = (house / "web.css").read_text("utf-8")
    (house / "web.css").write_text(text.replace("font-weight: 600", "font-weight: 400"), "utf-8")
    english.built()
    assert files(english.output) != before
    assert as_from_nothing(english)


def test_a_build_for_programs_is_known_to_the_next_one_too(english: Project, written: list[str]) -> None:
    english.built("--format", "json")
    written.clear()
    english.built()
    assert written == []


def test_system_libraries_that_are_gone_are_no_known_ones(tmp_path: Path) -> None:
    (tmp_path / "libpango.so").write_bytes(b"1")
    assert list(unchanged.libraries([str(tmp_path / "libpango.so")])) == [str(tmp_path / "libpango.so")]
    assert unchanged.libraries([str(tmp_path / "libpango.so"), f"{tmp_path}/libpango.so (deleted)"]) == {}


def test_another_system_library_makes_pdfs_anew(english: Project, written: list[str]) -> None:
    english.built()
    path = english.output / unchanged.FILE
    path.write_text(re.sub(r'(libpango[^"]*": ")\w', r"\1x", path.read_text("utf-8")), "utf-8")
    written.clear()
    english.built()
    assert "html" in written


def test_strictness_is_asked_again(english: Project) -> None:
    english.replace("content/people.yaml", "    named: yes\n", "")
    english.built()
    assert english.build("--strict").exit_code == 1


# --- incremental is clean -----------------------------------------------------------------------------


def a_letter(project: Project, chance: random.Random) -> str:
    """Another letter in a text of the content, of the labels or of a template."""
    path = chance.choice([*project.content.rglob("*.yaml"), *project.templates.glob("labels/en.yaml")])
    text = path.read_text("utf-8")
    places = [found.start() for found in re.finditer(r"(?<=[a-z] )[a-z](?=[a-z]{3,} [a-z])", text)]
    if places:
        at = chance.choice(places)
        path.write_text(text[:at] + chance.choice("abcdefg") + text[at + 1 :], "utf-8")
    return f"a letter in {path.name}"


def a_size(project: Project, chance: random.Random) -> str:
    """Another number in a style sheet."""
    path = chance.choice(list(project.templates.glob("styles/*.css")))
    text = path.read_text("utf-8")
    found = chance.choice(list(re.finditer(r"\b\d+(?=pt\b|px\b|rem\b)", text)) or [None])
    if found:
        path.write_text(text[: found.start()] + str(int(found[0]) + 1) + text[found.end() :], "utf-8")
    return f"a size in {path.name}"


def a_colour(project: Project, chance: random.Random) -> str:
    path = project.templates / "styles" / "tokens.css"
    text = path.read_text("utf-8")
    found = chance.choice(list(re.finditer(r"(?<=#)[0-9a-f]{6}(?=;)", text)))
    path.write_text(text[: found.start()] + f"{chance.randrange(1 << 24):06x}" + text[found.end() :], "utf-8")
    return "a colour"


def a_format(project: Project, chance: random.Random) -> str:
    """Other formats for a document."""
    path = project.templates / "deliverables.yaml"
    chosen = ", ".join(chance.sample(["html", "txt", "pdf", "docx"], chance.randrange(1, 5)))
    text = path.read_text("utf-8")
    found = chance.choice(list(re.finditer(r"    formats: \[.*\]", text)))
    path.write_text(text[: found.start()] + f"    formats: [{chosen}]" + text[found.end() :], "utf-8")
    return f"formats {chosen}"


def a_status(project: Project, chance: random.Random) -> str:
    path = project.root / HEARING
    status = chance.choice(["draft", "review", "published"])
    path.write_text(re.sub("(?m)^status: .*$", f"status: {status}", path.read_text("utf-8")), "utf-8")
    return f"status {status}"


def a_comment(project: Project, chance: random.Random) -> str:
    path = chance.choice(list(project.content.rglob("*.yaml")))
    path.write_text(path.read_text("utf-8") + f"# {chance.random()}\n", "utf-8")
    return f"a comment in {path.name}"


def a_picture(project: Project, chance: random.Random) -> str:
    from PIL import Image

    colour = tuple(chance.randrange(256) for _ in range(3))
    Image.new("RGB", (40, 50), colour).save(project.content / "pictures" / "quay.jpg")
    return "a picture"


def an_output(project: Project, chance: random.Random) -> str:
    """A built file is damaged or deleted."""
    path = chance.choice([path for path in project.output.glob("[!_]*/*") if path.suffix != ".json"])
    if chance.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    return f"damage to {path.name}"


CHANGES: list[Change] = [a_letter, a_letter, a_size, a_colour, a_format, a_status, a_comment, a_picture, an_output]
TIMES = ["2026-03-04T12:00+01:00", "2031-01-01T05:59+01:00", "2031-01-01T06:00+01:00", "2033-01-01T12:00+01:00"]


def stays_clean(tmp_path: Path, runs: int, seed: int) -> None:
    """A project is changed at random, again and again; each time the build over the last one is as one from nothing."""
    chance = random.Random(seed)
    project = make_project(tmp_path / "project", ROOT / "tests" / "content" / "everything")
    project.built("--now", TIMES[0])
    done = []
    for _ in range(runs):
        before = {path: path.read_bytes() for path in project.root.rglob("*") if path.is_file()}
        done.append(chance.choice(CHANGES)(project, chance))
        now = ("--now", chance.choice(TIMES))
        changed = project.build(*now)
        # What was damaged is kept as if somebody had edited it.
        found = {name: data for name, data in files(project.output).items() if not name.startswith("_edited/")}
        aside = tmp_path / "aside"
        project.output.rename(aside)
        anew = project.build(*now)
        assert changed.exit_code == anew.exit_code, done
        if changed.exit_code == 0:
            assert re.sub(" +", " ", changed.stdout) == re.sub(" +", " ", anew.stdout), done
            assert changed.stderr == anew.stderr or "[edited-output]" in changed.stderr, done
            assert found == files(project.output), done
            shutil.rmtree(project.output)
        aside.rename(project.output)
        if changed.exit_code != 0:  # the change was no good one: taken back
            for path, data in before.items():
                path.write_bytes(data)


TORTURE = min(1000, int(os.environ.get("NIST_DOCS_TORTURE", "0")))  # changes in all; each costs two builds


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10) if TORTURE else [7])
def test_after_any_change_a_build_over_the_last_one_is_as_one_from_nothing(tmp_path: Path, seed: int) -> None:
    stays_clean(tmp_path, TORTURE // 10 or 8, seed)


# --- as a program -------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is one process where the system cannot fork")
def test_the_program_that_works_in_several_processes_makes_the_same_bytes(tmp_path: Path) -> None:
    project = make_project(tmp_path, ROOT / "tests" / "content" / "english")
    text = (project.root / HEARING).read_text("utf-8")
    for name in ("quays", "ships"):
        project.write(f"content/hearings/{name}.yaml", text)
    with_all_formats(project)
    templates = ROOT / "templates"
    here = make_project(tmp_path / "here", project.content)
    shutil.rmtree(here.templates)
    shutil.copytree(templates, here.templates)
    command = [sys.executable, str(ROOT / "build.py"), "build", "--content", str(project.content)]
    ran = subprocess.run([*command, "--output", str(tmp_path / "apart")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    here.built()
    apart = files(tmp_path / "apart")
    assert {name: data for name, data in files(here.output).items() if "receipt" not in name} == {
        name: data for name, data in apart.items() if "receipt" not in name
    }
