"""Personal copies: each as good as the general edition, each its recipient's and nobody else's."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import ENGLISH, ROOT, Project, apart, make_project, tool
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nist_docs.distribution.comparing import Comparison, Mixed
from nist_docs.distribution.frame import Frame
from nist_docs.distribution.pattern import Pattern
from nist_docs.distribution.personal import Personal, load
from nist_docs.distribution.placeholders import placeholders, repertoire
from nist_docs.distribution.setting import CannotSet
from nist_docs.distribution.writing import Here
from nist_docs.problems import Problems
from nist_docs.project import Project as Settings
from nist_docs.verify import standards

SAMPLE = ROOT / "docs" / "participants.csv"
ANNA = {"name": "Anna Exempelåker", "organisation": "Exempelregionen", "table": "3"}
BO = {"name": "Bo O'Exempel", "organisation": "Exempel & Söner (AB)", "table": "4"}
LONG = {
    "name": "Maximiliana Charlotta Exempelstierna-Påhittshielm von und zu Beispielhausen-Musterstadt",
    "organisation": "Myndigheten för ovanligt långa och utförliga exempel, Avdelningen för samverkan om påhitt",
    "table": "5",
}


def personal_of(root: Path, columns: tuple[str, ...] = ("name", "organisation", "table", "note")) -> Personal:
    project = Settings(root, root / "content", root / "output", dt.datetime.now().astimezone())
    content, hearing, document = load(project, None, "briefing")
    return Personal(project, content, hearing, document, columns)


@pytest.fixture(scope="module")
def personal() -> Personal:
    """The real briefing."""
    return personal_of(ROOT)


@pytest.fixture(scope="module")
def frame(personal: Personal) -> Frame:
    return personal.frame(ANNA)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small hearing with copies for the sample's twelve people. Not to be changed."""
    project = make_project(tmp_path_factory.mktemp("copied"), ENGLISH)
    result = project.run("copies", "--list", str(SAMPLE))
    assert result.exit_code == 0, result.output
    return project


def copies(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.root.glob("distribution/*/1/copies/*.pdf")}


def manifest(project: Project) -> dict[str, object]:
    (path,) = project.root.glob("distribution/*/1/copies/manifest.json")
    loaded: dict[str, object] = json.loads(path.read_bytes())
    return loaded


def pages(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    finally:
        pdf.close()


# --- what a copy shows ---------------------------------------------------------------------------


def test_a_copy_bears_its_recipient_on_the_cover_on_every_page_and_in_its_title(frame: Frame) -> None:
    data = frame.prefix + frame.tail(BO)
    cover, *others = pages(data)
    for words in BO.values():
        assert words in cover
    assert all("Underlag för deltagare · Bo O'Exempel" in page for page in others)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]).endswith("Personligt exemplar för Bo O'Exempel")
        assert "Personligt exemplar för Bo O&#x27;Exempel</rdf:li>" in pdf.Root.Metadata.read_bytes().decode()


def test_without_a_list_no_word_and_no_room_is_left_of_personal_copies(project: Project) -> None:
    apart(project, "build")
    said = pages(project.file("nist-hearing-briefing.pdf").read_bytes())
    assert not [page for page in said if "Personligt" in page or "· ·" in page]


def test_the_placeholder_is_nowhere_in_a_copy(frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "copy.pdf").write_bytes(frame.prefix + frame.tail(ANNA))
    plain = subprocess.run(
        [tool("qpdf"), "--qdf", "--object-streams=disable", tmp_path / "copy.pdf", "-"], capture_output=True, check=True
    ).stdout
    some = repertoire()[3:11]
    assert some.encode() not in plain
    assert some.encode("utf-16-be") not in plain
    assert b"/Slot" not in plain


def test_a_column_that_a_recipient_lacks_leaves_no_gap(personal: Personal) -> None:
    with_note, without = personal.frame(ANNA | {"note": "Tack"}), personal.frame(ANNA)
    assert len(with_note.slots) == len(without.slots) + 1


def test_a_further_column_of_the_list_can_be_shown(tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    project.replace("templates/_partials/parts.html.j2", "{% if recipient.greeting %}",
                    "<p>{{ recipient.badge }}</p>{% if recipient.greeting %}")  # fmt: skip
    made = personal_of(tmp_path, ("name", "badge"))
    words = {"name": "Anna Exempelåker", "badge": "Blå 17"}
    frame = made.frame(words)
    assert "Blå 17" in pages(frame.prefix + frame.tail(words))[0]
    with pytest.raises(Problems, match="no column 'badge'"):
        personal_of(tmp_path, ("name",)).shape({"name": "Anna"})


def test_a_recipients_words_in_a_heading_are_refused(tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    contents = "<h2>{{ label('contents') }}"
    named = "{% if recipient %}{{ recipient.name }}{% endif %}"
    project.replace("templates/briefing.html.j2", contents, contents + named)
    with pytest.raises(Problems, match="stand where a copy cannot set them anew"):
        personal_of(tmp_path).frame({"name": "Anna Exempelåker"})


def test_a_recipients_words_in_running_text_are_refused(tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    lead = '<p class="lead">'
    project.replace("templates/briefing.html.j2", lead, lead + "{% if recipient %}{{ recipient.name }} {% endif %}")
    with pytest.raises(Problems, match="cannot set them anew, on page 2"):
        personal_of(tmp_path).frame({"name": "Anna Exempelåker"})


# --- standards, bytes, identity ------------------------------------------------------------------


def test_every_copy_of_a_small_run_passes_both_standards(copied: Project) -> None:
    made = copies(copied)
    assert len(made) == 12
    for name, data in made.items():
        assert all(check.passes for check in standards.check(data)), name


@pytest.mark.parametrize("reader", ["qpdf", "pdftotext"])
def test_other_readers_open_a_copy_without_a_word(frame: Frame, tmp_path: Path, reader: str) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(frame.prefix + frame.tail(LONG))
    command = {"qpdf": [tool("qpdf"), "--check", path], "pdftotext": [tool("pdftotext"), path, "-"]}[reader]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    if reader == "pdftotext":
        assert LONG["name"] in " ".join(done.stdout.split())


def test_a_copy_is_the_same_bytes_whoever_else_is_on_the_list(copied: Project, tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    head, *rows = SAMPLE.read_text("utf-8").splitlines()
    project.write("list.csv", "\n".join([head, rows[3], rows[1]]))
    assert project.run("copies", "--list", str(tmp_path / "list.csv")).exit_code == 0
    assert len(copies(project)) == 2
    assert copies(project).items() <= copies(copied).items()


def test_a_list_with_first_names_and_surnames_makes_copies(tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    project.write("list.csv", "förnamn;efternamn;e-post\nAnna;Exempelåker;anna@example.org\n")
    result = project.run("copies", "--list", str(tmp_path / "list.csv"))
    assert result.exit_code == 0, result.output
    (data,) = copies(project).values()
    assert "Anna Exempelåker" in pages(data)[0]


def test_every_copy_has_an_id_of_its_own(copied: Project) -> None:
    ids = set()
    for data in copies(copied).values():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            first, second = pdf.trailer.ID
            assert bytes(first) == bytes(second)
            ids.add(bytes(first))
    assert len(ids) == 12


def test_a_document_that_shows_no_recipient_makes_no_copies(english: Project) -> None:
    result = english.run("copies", "--list", str(SAMPLE), "--document", "report")
    assert result.exit_code == 1
    assert (
        "report.html.j2: error: the report shows no recipient's name: its copies would be nobody's [document]"
        in result.output
    )


def test_the_manifest_names_row_file_and_hash_and_nobodys_address(copied: Project) -> None:
    said = manifest(copied)
    made = copies(copied)
    entries = said["copies"]
    assert isinstance(entries, list)
    assert [entry["row"] for entry in entries] == list(range(2, 14))
    assert {entry["file"]: entry["sha256"] for entry in entries} == {
        name: hashlib.sha256(data).hexdigest() for name, data in made.items()
    }
    assert "@" not in json.dumps(said)


# --- what slots cannot hold ----------------------------------------------------------------------


def test_a_long_name_is_set_on_two_smaller_lines_inside_its_room(frame: Frame) -> None:
    for slot in frame.slots:
        stream = slot.stream(slot.pattern.filled(LONG)).decode("latin-1")
        lines = re.findall(r"/\w+ ([\d.]+) Tf\n1 0 0 -1 [\d.]+ ([\d.]+) Tm", stream)
        sizes = [float(size) for size, _ in lines]
        assert slot.size * 0.75 - 0.01 <= sizes[0] <= slot.size + 0.01
        assert float(lines[-1][1]) - slot.y <= slot.height
    assert LONG["name"] in pages(frame.prefix + frame.tail(LONG))[0]


def test_no_letter_of_a_copy_stands_outside_of_its_page(frame: Frame) -> None:
    pdf = pypdfium2.PdfDocument(frame.prefix + frame.tail(LONG))
    try:
        for page in pdf:
            width, height = page.get_size()
            text = page.get_textpage()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at)
                assert -1 <= left <= right <= width + 1
                assert -1 <= bottom <= top <= height + 1
    finally:
        pdf.close()


@pytest.mark.parametrize("name", ["Παράδειγμα Παραδειγματίδου", "Пример Примеров", "Z̈oe Exempel", "A" * 200])
def test_what_a_slot_cannot_set_is_refused_and_never_set_wrongly(frame: Frame, name: str) -> None:
    with pytest.raises(CannotSet):
        frame.tail(ANNA | {"name": name})


def test_a_greek_name_is_laid_out_by_itself_and_said_beforehand(copied: Project) -> None:
    result = copied.run("copies", "--list", str(SAMPLE))
    assert "Laid out one by one, for letters or lengths that the master has no room for: rows 12" in result.output
    (data,) = (data for name, data in copies(copied).items() if "row-12" in name)
    assert "Παράδειγμα Παραδειγματίδου" in pages(data)[0]


# --- no mix-up -----------------------------------------------------------------------------------


def test_a_copy_with_another_persons_words_in_any_slot_is_found(frame: Frame) -> None:
    mine = frame.prefix + frame.tail(ANNA)
    Comparison(frame).compare(mine, ANNA)
    for column in ANNA:
        with pytest.raises(Mixed):
            Comparison(frame).compare(frame.prefix + frame.tail(ANNA | {column: BO[column]}), ANNA)


def test_any_changed_byte_of_a_copy_is_found(frame: Frame) -> None:
    mine = frame.prefix + frame.tail(ANNA)
    chance = random.Random(1)
    own = range(len(frame.prefix), len(mine))
    for at in [*chance.sample(own, 400), *chance.sample(range(len(frame.prefix)), 50)]:
        changed = bytearray(mine)
        changed[at] ^= 1 << chance.randrange(7)
        with pytest.raises((Mixed, KeyError, ValueError)):
            Comparison(frame).compare(bytes(changed), ANNA)


def test_a_copy_with_something_more_or_less_is_found(frame: Frame) -> None:
    mine = frame.prefix + frame.tail(ANNA)
    for other in (mine + b"\n", mine[:-1], frame.prefix, mine.replace(b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n%%EOF\n")):
        with pytest.raises(Mixed):
            Comparison(frame).compare(other, ANNA)


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Pd", "Po", "Zs")), min_size=1, max_size=60)


@given(NAMES, NAMES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_name_is_set_so_that_it_reads_as_itself_or_is_refused(frame: Frame, name: str, organisation: str) -> None:
    words = {"name": " ".join(name.split()) or "x", "organisation": " ".join(organisation.split()) or "x", "table": "1"}
    try:
        tail = frame.tail(words)
    except CannotSet:
        return
    Comparison(frame).compare(frame.prefix + tail, words)


def test_no_two_letters_of_the_repertoire_are_read_as_one(frame: Frame) -> None:
    for slot in frame.slots:
        assert set(repertoire()) <= set(slot.letters.values()) | {" "}
    assert len(set(placeholders(map(str, range(20))).values())) == 20


@given(
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=5),
    st.lists(st.text("xyz ", max_size=5), min_size=6, max_size=6),
)
def test_a_text_is_parted_at_its_placeholders_and_filled_again(columns: list[str], between: list[str]) -> None:
    held = placeholders(("a", "b", "c"))
    text = between[0] + "".join(held[c] + words for c, words in zip(columns, between[1:], strict=False))
    pattern = Pattern.of(text, held)
    assert list(pattern.columns) == columns
    assert pattern.filled(held) == text


# --- runs ----------------------------------------------------------------------------------------


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path, copied: Project) -> None:
    project = make_project(tmp_path, ENGLISH)
    folder = next(copied.root.glob("distribution/*/1/copies"))
    here = project.root / folder.relative_to(copied.root)
    here.mkdir(parents=True)
    whole, half = sorted(folder.glob("*.pdf"))[:2]
    (here / whole.name).write_bytes(whole.read_bytes())
    (here / f"{half.name}.part").write_bytes(half.read_bytes()[:1000])
    before = (here / whole.name).stat().st_mtime_ns
    result = project.run("copies", "--list", str(SAMPLE))
    assert "12 copies" in result.output
    assert "1 of them from before" in result.output
    assert (here / whole.name).stat().st_mtime_ns == before
    assert copies(project) == copies(copied)
    assert not list(here.glob("*.part"))


def test_a_copy_that_was_changed_is_made_again_and_one_that_is_not_asked_for_goes(tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    head, *rows = SAMPLE.read_text("utf-8").splitlines()
    project.write("list.csv", "\n".join([head, *rows[1:3]]))
    run: Callable[[], str] = lambda: project.run("copies", "--list", str(tmp_path / "list.csv")).output  # noqa: E731
    run()
    first = copies(project)
    (folder,) = project.root.glob("distribution/*/1/copies")
    (folder / min(first)).write_bytes(b"something else")
    project.write("distribution/notes.txt", "ours")
    project.write("list.csv", "\n".join([head, rows[2]]))
    run()
    assert copies(project).items() <= first.items()
    assert len(copies(project)) == 1
    assert (project.root / "distribution" / "notes.txt").exists()


def test_clean_and_build_leave_distribution_alone(tmp_path: Path) -> None:
    project = make_project(tmp_path, ENGLISH)
    project.write("distribution/demo/1/copies/one.pdf", b"%PDF")
    apart(project, "build")
    assert project.run("clean").exit_code == 0
    assert (tmp_path / "distribution/demo/1/copies/one.pdf").read_bytes() == b"%PDF"


def test_processes_make_the_same_bytes(tmp_path: Path, copied: Project) -> None:
    project = make_project(tmp_path, ENGLISH)
    result = project.run("copies", "--list", str(SAMPLE), "--workers", "2")
    assert result.exit_code == 0, result.output
    assert copies(project) == copies(copied)


def test_a_dask_cluster_makes_the_same_bytes(tmp_path: Path, copied: Project, cluster: str) -> None:
    project = make_project(tmp_path, ENGLISH)
    result = project.run("copies", "--list", str(SAMPLE), "--scheduler", cluster)
    assert result.exit_code == 0, result.output
    assert copies(project) == copies(copied)


@pytest.mark.parametrize(
    ("exists", "words"), [(True, "lie on a worker's machine and not here"), (False, "a worker has no folder")]
)
def test_a_worker_that_does_not_reach_the_folder_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool, words: str
) -> None:
    theirs = tmp_path / "theirs"
    if exists:
        theirs.mkdir()

    class Elsewhere(Here):
        """A machine where the same path leads to another folder."""

        def submit(self, task: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            frame, _, *rest = args
            return super().submit(task, frame, str(theirs), *rest, **kwargs)

    monkeypatch.setattr("nist_docs.distribution.working.Here", Elsewhere)
    project = make_project(tmp_path / "ours", ENGLISH)
    result = project.run("copies", "--list", str(SAMPLE))
    assert result.exit_code == 1, result.output
    assert words in result.output
    assert "under the same path" in result.output


def test_making_copies_loads_nothing_heavy_in_a_worker() -> None:
    code = "import sys, nist_docs.distribution.writing; print(*sorted(sys.modules))"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT / "src").stdout.split()
    assert not {"weasyprint", "pikepdf", "pydantic"} & set(loaded)
