"""Building through the front door: content in, documents and receipt out."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import lxml.html
import pytest
from conftest import ENGLISH, ROOT, Project
from docx.oxml.ns import qn

from nist_docs import unchanged
from nist_docs.formats import Format
from nist_docs.verify import read

REAL = "content/hearings/nist.yaml"
HEARING = "content/hearings/harbours.yaml"
FORMATS = ("html", "txt", "pdf", "docx")
DOCUMENTS = ("press-release", "briefing", "report")


def files(folder: Path) -> dict[str, bytes]:
    """Every file but the one that the next build goes by."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != unchanged.FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def word_text(data: bytes) -> str:
    """All words of a Word file, headers and footers too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist() if re.match(r"word/(document|header|footer)", n)]
    return " ".join(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", part)) for part in parts)


@pytest.fixture
def text_of(pdf_text: Callable[[bytes], str]) -> Callable[[Path], str]:
    def text(path: Path) -> str:
        data = path.read_bytes()
        if path.suffix == ".pdf":
            return pdf_text(data)
        return word_text(data) if path.suffix == ".docx" else data.decode()

    return text


def test_the_real_content_builds_into_three_documents_in_four_files(project: Project) -> None:
    result = project.build()
    assert result.exit_code == 0, result.output
    names = {path.name for path in (project.output / "nist").iterdir()}
    assert names == {"nist-hearing-press-release.html", "nist-hearing-press-release.txt", "nist-hearing-briefing.pdf",
                     "nist-hearing-briefing.pdf.checks.json", "nist-hearing-report.docx", "receipt.json"}  # fmt: skip


def test_a_build_ends_with_a_table_of_what_was_made(english: Project) -> None:
    lines = english.build().output.splitlines()
    assert lines[0].split() == ["document", "format", "extent", "size", "path"]
    assert re.fullmatch(r"harbours briefing +pdf +\d+ pages +\d+ kB +\S+harbours-hearing-briefing\.pdf", lines[3])
    assert re.fullmatch(r"harbours report +docx +\d+ words +\d+ kB +\S+harbours-hearing-report\.docx", lines[4])


def test_two_builds_give_the_same_bytes_in_every_format(real: Project, project: Project) -> None:
    from conftest import with_all_formats

    with_all_formats(project)
    assert files(project.built().output) == files(real.output)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_any_document_can_be_written_in_any_format(
    real: Project, document: str, format: str, text_of: Callable[[Path], str]
) -> None:
    text = text_of(real.file(f"nist-hearing-{document}.{format}"))
    assert "Eva Lindström" in text


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_english_hearing_without_interviews_pictures_and_participants_builds(
    built_english: Project, document: str, format: str, text_of: Callable[[Path], str]
) -> None:
    text = text_of(built_english.file(f"harbours-hearing-{document}.{format}"))
    assert "Every harbour is quiet, clean and safe" in text
    for swedish in ("Utkast", "Innehåll", "röster", "Avsändare", "Pressmeddelande", "Sidan"):
        assert swedish not in text


def test_no_swedish_document_has_an_english_label(real: Project, text_of: Callable[[Path], str]) -> None:
    for path in sorted((real.output / "nist").iterdir()):
        if path.suffix in (".txt", ".pdf", ".docx"):
            text = text_of(path)
            for english in (
                "Contents",
                "Published",
                "Press release",
                r"Figure \d",
                r"Table \d",
                "Sender",
                "Draft",
                "Appendix",
            ):
                assert not re.search(english, text), path.name


def test_two_hearings_built_in_one_run_do_not_mix(project: Project, text_of: Callable[[Path], str]) -> None:
    for part in ("hearings", "strategies", "senders"):
        shutil.copytree(ENGLISH / part, project.content / part, dirs_exist_ok=True)
    people = (ENGLISH / "people.yaml").read_text("utf-8").split("people:\n")[1]
    project.write("content/people.yaml", (project.content / "people.yaml").read_text("utf-8") + "\n" + people)
    project.built()
    for name in ("nist", "harbours"):
        other = "harbour" if name == "nist" else "industri"
        for path in (project.output / name).iterdir():
            if path.name != "receipt.json":
                assert other not in text_of(path).lower(), path.name
        sources = {source["path"] for source in project.receipt(name)["sources"]}
        assert {s for s in sources if s.startswith("content/hearings/")} == {f"content/hearings/{name}.yaml"}
    index = json.loads((project.output / "receipt.json").read_bytes())
    assert index["hearings"] == ["harbours", "nist"]
    assert [o for name in ("harbours", "nist") for o in project.receipt(name)["outputs"]] == index["outputs"]


def test_a_second_hearing_on_the_same_strategy_repeats_nothing(project: Project) -> None:
    project.write(
        "content/hearings/nist-2.yaml",
        """format: 1
language: sv
status: draft
strategy: nist
sender: naringsdepartementet
title: En andra hearing
ingress: En andra hearing om samma strategi, påhittad för ett prov.
""",
    )
    project.built()
    text = project.file("nist-2-hearing-press-release-draft.txt").read_text("utf-8")
    assert "Sverige ska vara världsledande" in " ".join(text.split())


def test_a_hearing_that_is_no_more_leaves_the_output(project: Project) -> None:
    project.write("content/hearings/other.yaml", (project.root / REAL).read_bytes())
    project.built()
    assert (project.output / "other").is_dir()
    (project.content / "hearings" / "other.yaml").unlink()
    project.built()
    assert not (project.output / "other").exists()
    assert json.loads((project.output / "receipt.json").read_bytes())["hearings"] == ["nist"]


def test_a_new_document_is_a_template_and_a_row(english: Project, text_of: Callable[[Path], str]) -> None:
    english.write(
        "templates/invitation.html.j2",
        """{% extends 'base.html.j2' %}
{% block title %}{{ hearing.title }}{% endblock %}
{% block type %}Invitation{% endblock %}
{% block body %}<h1>{{ hearing.title }}</h1><p>Welcome to {{ hearing.place }}.</p>{% endblock %}
""",
    )
    table = (english.templates / "deliverables.yaml").read_text("utf-8")
    english.write(
        "templates/deliverables.yaml",
        table
        + """  invitation:
    template: invitation.html.j2
    formats: [html, txt, pdf, docx]
    name: "{hearing}-invitation"
""",
    )
    english.built()
    for format in FORMATS:
        assert "Welcome to Example Hall, Exampletown." in text_of(english.file(f"harbours-invitation.{format}"))


# --- receipts ----------------------------------------------------------------------------------


def test_the_receipt_has_an_entry_for_each_file_with_its_hash(real: Project) -> None:
    outputs = real.receipt("nist")["outputs"]
    assert len(outputs) == 12
    for entry in outputs:
        data = (real.output / entry["path"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["bytes"] == len(data)
        assert entry["hearing"] == "nist"
        assert entry["document"] in DOCUMENTS
        assert entry["language"] == "sv-SE"
        assert entry["states"] == []
        assert ("pages" in entry) == (entry["format"] == "pdf")
        assert ("words" in entry) == (entry["format"] != "pdf")
    assert {entry["title"] for entry in outputs} == {
        "Inspel från hearingen har redan ändrat visionen",
        "Hearing om nyindustrialiseringsstrategin. Underlag för deltagare",
        "Hearing om nyindustrialiseringsstrategin. Rapport",
    }


def test_the_receipt_names_sources_with_their_hashes_and_versions(real: Project) -> None:
    receipt = real.receipt("nist")
    paths = {source["path"] for source in receipt["sources"]}
    assert {path for path in paths if path.startswith("content/")} == {
        "content/hearings/nist.yaml", "content/strategies/nist.yaml", "content/people.yaml",
        "content/senders/naringsdepartementet.yaml", "content/policy.yaml",
    }  # fmt: skip
    assert {"templates/deliverables.yaml", "templates/briefing.html.j2", "templates/word/reference.docx"} < paths
    for source in receipt["sources"]:
        assert source["sha256"] == hashlib.sha256((real.root / source["path"]).read_bytes()).hexdigest()
    lock = hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()
    assert receipt["versions"]["lock"] == lock
    for name in ("nist-docs", "weasyprint", "pango", "harfbuzz"):
        assert re.fullmatch(r"\d+(\.\d+)+", receipt["versions"][name])


def test_receipts_tell_of_no_machine_and_no_moment(real: Project) -> None:
    for path in real.output.rglob("receipt.json"):
        text = path.read_text("utf-8")
        assert str(real.root) not in text
        assert "/tmp" not in text
        assert not re.search(r"\d{2}:\d{2}:\d{2}", text)


def test_verify_finds_nothing_after_a_build_and_names_what_was_altered(english: Project) -> None:
    english.built()
    assert english.run("verify").output == (
        "Every file is as its receipt says; every PDF passes PDF/UA-1 and PDF/A-3a again.\n"
        "4 files say what the content says, compared again word by word.\n"
    )
    path = english.file("harbours-hearing-press-release.txt")
    path.write_bytes(path.read_bytes().replace(b"clear", b"vague"))
    english.file("harbours-hearing-report.docx").unlink()
    english.write("output/harbours/notes.txt", "mine")
    result = english.run("verify")
    assert result.exit_code == 1
    assert "harbours-hearing-press-release.txt: error: the file was changed after it was built" in result.output
    assert "harbours-hearing-report.docx: error: the file is gone" in result.output
    assert "notes.txt: error: this file was not built here" in result.output


# --- states ------------------------------------------------------------------------------------


EMBARGO = "Not for publication before 4 March 2026 at 6:00"


@pytest.mark.parametrize(
    ("change", "state", "word", "notice"),
    [
        (("status: published", "status: draft"), "draft", "Draft", "This text is not final"),
        (("status: published", "status: review"), "draft", "Draft", "This text is not final"),
        (("published: 2026-03-04", "embargo: 2026-03-04 06:00+01:00"), "embargo", EMBARGO, EMBARGO),
    ],
    ids=["draft", "review", "embargo"],
)
def test_what_is_not_public_yet_says_so_on_every_page_and_first_of_all_in_every_format_title_and_file_name(
    english: Project,
    change: tuple[str, str],
    state: str,
    word: str,
    notice: str,
    pdf_text: Callable[[bytes], str],
) -> None:
    from conftest import with_all_formats

    with_all_formats(english)
    english.replace(HEARING, *change)
    english.built("--now", "2026-03-04T05:59+01:00")
    for entry in english.receipt("harbours")["outputs"]:
        assert re.search(rf"-{state}\.\w+$", entry["path"])
        assert entry["title"].startswith(f"{word}: ")
        assert entry["states"] == ["draft" if state == "draft" else "embargoed"]
        data = (english.output / entry["path"]).read_bytes()
        if entry["format"] == "pdf":
            pages = [" ".join(page.split()) for page in pdf_text(data).split("\f")]
            assert len(pages) == entry["pages"]
            assert [word in page for page in pages] == [True] * len(pages)
            assert notice in read(data, Format.PDF).passages[0].text
        elif entry["format"] == "docx":
            document = docx.Document(io.BytesIO(data))
            for section in document.sections:
                assert word in section.header._element.xpath("string()")
                if section.different_first_page_header_footer:
                    assert word in section.first_page_header._element.xpath("string()")
            first = next(words for p in document.element.body.iter(qn("w:p")) if (words := p.xpath("string()")))
            assert notice in first
        elif entry["format"] == "txt":
            assert data.decode().startswith(word.upper())
            assert data.decode().rstrip().endswith(word.upper())
        else:
            page = lxml.html.fromstring(data.decode())
            assert notice in page.find(".//main").text_content().strip().split("\n")[0]


def test_an_embargoed_text_says_so_until_its_time(english: Project) -> None:
    english.replace(HEARING, "published: 2026-03-04", "published: 2026-03-04\nembargo: 2026-03-04 06:00+01:00")
    english.built("--now", "2026-03-04T05:59+01:00")
    text = english.file("harbours-hearing-press-release-embargo.txt").read_text("utf-8")
    assert text.splitlines()[0].startswith("NOT FOR PUBLICATION BEFORE 4 MARCH 2026 AT 6:00")
    for output in english.receipt("harbours")["outputs"]:
        assert output["states"] == ["embargoed"]
        assert output["title"].startswith("Not for publication before 4 March 2026 at 6:00: ")
        assert re.search(r"-embargo\.\w+$", output["path"])
    english.built("--now", "2026-03-04T06:00+01:00")
    assert "Not for publication" not in english.file("harbours-hearing-press-release.txt").read_text("utf-8")
    assert english.receipt("harbours")["outputs"][0]["states"] == []


def test_an_archived_text_says_when_it_was_published(english: Project) -> None:
    english.replace(HEARING, "links:", "archive:\n  begins: 2026-03-04\n  ends: 2026-08-31\nlinks:")
    english.built("--now", "2026-08-31T12:00+02:00")
    assert "content was published" not in english.file("harbours-hearing-press-release.txt").read_text("utf-8")
    english.built("--now", "2026-09-01T12:00+02:00")
    text = " ".join(english.file("harbours-hearing-press-release.txt").read_text("utf-8").split())
    assert "This content was published from 4 March 2026 to 31 August 2026" in text
    assert english.receipt("harbours")["outputs"][0]["states"] == ["archived"]


def test_an_updated_text_says_so(english: Project) -> None:
    english.replace(HEARING, "published: 2026-03-04", "published: 2026-03-04\nupdated: 2026-03-05")
    english.built()
    text = english.file("harbours-hearing-press-release.txt").read_text("utf-8")
    assert "Published: 4 March 2026\nUpdated: 5 March 2026\n" in text


def test_the_documents_date_is_the_contents_or_the_epochs(english: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    english.built()
    assert english.receipt("harbours")["document_date"] == "2026-03-04"
    core = docx.Document(str(english.file("harbours-hearing-report.docx"))).core_properties
    assert core.created is not None
    assert core.created.date().isoformat() == "2026-03-04"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    english.built()
    assert english.receipt("harbours")["document_date"] == "2027-01-01"


def test_the_clock_reaches_bytes_only_through_states(english: Project) -> None:
    english.built("--now", "2026-03-10T12:00+01:00")
    before = files(english.output)
    english.built("--now", "2031-01-01T12:00+01:00")
    assert files(english.output) == before


# --- pictures ----------------------------------------------------------------------------------


def test_a_picture_with_a_file_takes_the_stand_ins_place_without_its_metadata(project: Project) -> None:
    from PIL import Image

    image = Image.new("RGB", (400, 500), "#3366aa")
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif)
    project.write("content/pictures/groth.jpg", written.getvalue())
    given = "file: groth.jpg\n    recognisable: [{who: Margareta Groth, consent: yes}]"
    portrait = "  - person: margareta-groth\n    "
    project.replace(REAL, f"{portrait}description:", f"{portrait}{given}\n    description:")
    project.built()
    page = project.file("nist-hearing-briefing.pdf").read_bytes()
    assert b"SECRET-PLACE" not in page
    assert b"/Subtype /Image" in page or b"/Image" in page


def test_a_broken_picture_is_told_at_its_line(english: Project) -> None:
    english.write("content/pictures/quay.jpg", b"\xff\xd8\xff not a picture")
    english.replace(
        HEARING, "links:", "pictures:\n  - description: A quay\n    caption: A quay.\n    photographer: Pia Example\n"
        "    rights: Pia Example\n    recognisable: []\n    file: quay.jpg\nlinks:"
    )  # fmt: skip
    output = english.build().output
    assert f"{HEARING}:45:11: error: the file is not a JPEG or PNG picture [picture]" in output
    assert "hint: open it in a picture editor and save it anew as JPEG or PNG" in output


# --- everything that the format can say --------------------------------------------------------


SHOWN = {
    "press-release": ["Shore power comes first", "Updated: 5 March 2026", "Photo: Pia Example/Example Agency",
                      "Shore power in brief", "About a hundred", "EX2026/0001", "made up for tests"],
    "briefing": ["Power first", "What matters most? Two answers", "Agenda", "13:15", "Name not given", "Observer",
                 "Bo Example", "Photo: Pia Example", "noise", "quiet quays", "The minutes", "070-000 00 00"],
    "report": ["HARB", "To hear what harbours need", "A second paragraph of the same answer", "noise and smoke",
               "Discussion", "quay.jpg", "The vision now says quiet", "Verbatim from the source"],
}  # fmt: skip


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_everything_that_the_format_can_say_is_said(
    everything: Project, document: str, format: str, text_of: Callable[[Path], str]
) -> None:
    text = " ".join(text_of(everything.file(f"harbours-hearing-{document}-draft-embargo.{format}")).split())
    for words in SHOWN[document]:
        in_notes = words.startswith("Verbatim") and format == "docx"  # a part of its own in Word
        assert words in text or in_notes, words
    assert "Eve Secret" not in text


def test_a_draft_under_embargo_has_both_states(everything: Project) -> None:
    assert {tuple(o["states"]) for o in everything.receipt("harbours")["outputs"]} == {("draft", "embargoed")}


def test_a_name_that_may_not_be_shown_is_in_no_byte_of_what_is_published(everything: Project) -> None:
    for path in (everything.output / "harbours").iterdir():
        data = path.read_bytes()
        assert b"Eve Secret" not in data
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                assert not [name for name in archive.namelist() if b"Eve Secret" in archive.read(name)]


# --- what a designer changes in Word -------------------------------------------------------------


def test_a_style_changed_in_word_survives_a_rebuild_and_shows_in_the_report(english: Project) -> None:
    import docx
    from docx.shared import Pt, RGBColor

    reference = english.templates / "word" / "reference.docx"
    before = docx.Document(str(english.built().file("harbours-hearing-report.docx")))
    assert str(before.styles["heading 1"].font.color.rgb) == "0E3B47"
    changed = docx.Document(str(reference))
    changed.styles["heading 1"].font.color.rgb = RGBColor(0x27, 0x5C, 0x6E)
    changed.styles["Faktaruta"].paragraph_format.space_after = Pt(11)
    changed.save(str(reference))
    saved = reference.read_bytes()
    report = docx.Document(str(english.built().file("harbours-hearing-report.docx")))
    assert str(report.styles["heading 1"].font.color.rgb) == "275C6E"
    assert report.styles["Faktaruta"].paragraph_format.space_after == Pt(11)
    used = {paragraph.style.name for paragraph in report.paragraphs if paragraph.style}
    assert {"Heading 1", "Faktaruta"} <= used
    assert reference.read_bytes() == saved
