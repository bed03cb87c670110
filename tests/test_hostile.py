"""Hostile content, templates and files: they get nothing that is not theirs, and a message says why."""

from __future__ import annotations

import base64
import contextlib
import http.server
import io
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pytest
import weasyprint
import yaml
from conftest import ROOT, Project, make_project, with_all_formats
from lxml import etree
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from nist_docs import content, source, tokens
from nist_docs.problems import Problems
from nist_docs.writers.pdf import engine
from nist_docs.writers.pdf.fetching import Fetcher

TORTURE = int(os.environ.get("NIST_DOCS_TORTURE", "0"))
HEARING = "content/hearings/harbours.yaml"
CANARY = "CANARY-7c1f"


# --- theft: what a template or a style could try to load --------------------------------------------------


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that it was asked for."""
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302 if "redirect" in self.path else 200)
            self.send_header("Location", "/after")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
THEFTS = [
    *(f'<img src="{{{where}}}"/>' for where in ("http", "redirect", "file", "relative", "ftp")),
    '<img src="//{host}/x"/>', '<img srcset="{http} 2x" src="{http}"/>', '<object data="{file}"></object>',
    '<embed src="{http}"/>', '<iframe src="{file}"></iframe>', '<link rel="stylesheet" href="{http}"/>',
    '<link rel="attachment" href="{file}"/>', '<link rel="attachment" href="{http}"/>',
    '<a rel="attachment" href="{file}">x</a>', '<style>@import "{http}";</style>',
    '<style>@import url({file});</style>', '<style>@font-face {{font-family:x;src:url({http})}} *{{font-family:x}}</style>',
    '<style>@font-face {{font-family:x;src:url({file})}} *{{font-family:x}}</style>',
    '<style>body{{background:url({http})}}</style>', '<style>body{{background:url("{file}")}}</style>',
    '<style>li{{list-style-image:url({http})}}</style><ul><li>x</li></ul>',
    '<style>p::before{{content:url({file})}}</style>', '<style>p{{border-image:url({http}) 1}}</style>',
    '<style>@page{{background:url({redirect})}}</style>', '<p style="background:url({http})">x</p>',
    '<base href="{http}"/><img src="x.png"/>', SVG.format('<image xlink:href="{file}" width="9" height="9"/>'),
    SVG.format('<image href="{http}" width="9" height="9"/>'), SVG.format('<use href="{http}#x"/>'),
    SVG.format('<style>@import url({http});</style>'),
    "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='{http}'/%3E%3C/svg%3E\"/>",
]  # fmt: skip


def places(folder: Path, address: str) -> dict[str, str]:
    canary = folder / "canary.txt"
    canary.write_text(CANARY)
    return {
        "http": f"{address}/x.png", "redirect": f"{address}/redirect", "host": address.removeprefix("http://"),
        "file": canary.as_uri(), "relative": "canary.txt", "ftp": "ftp://127.0.0.1/x.png",
    }  # fmt: skip


def all_bytes(data: bytes) -> bytes:
    """Everything in a PDF, unpacked."""
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        return b"\n".join(
            thing.read_raw_bytes() if "/Filter" in thing and "DCT" in str(thing.Filter) else thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream)
        )


def test_whatever_a_page_asks_for_a_pdf_loads_nothing(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    """All payloads, given to WeasyPrint with our fetcher as the writer of PDFs does it."""
    address, asked = server
    assert len(THEFTS) >= 30
    for theft in THEFTS:
        html = f"<html><body><p>x</p>{theft.format(**places(tmp_path, address))}</body></html>"
        with contextlib.suppress(Exception, FatalURLFetchingError), engine.warnings():  # a refusal
            page = weasyprint.HTML(string=html, url_fetcher=Fetcher(), base_url=None)
            data = page.write_pdf(pdf_variant="pdf/ua-1")
            assert CANARY.encode() not in all_bytes(data), theft
            with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
                assert not pdf.attachments, theft
    assert asked == []


@pytest.mark.parametrize("theft", [theft for theft in THEFTS if "<style>" not in theft])
def test_a_template_that_would_load_something_is_refused(
    english: Project, server: tuple[str, list[str]], theft: str
) -> None:
    address, asked = server
    payload = theft.format(**places(english.root, address))
    english.replace("templates/press-release.html.j2", "{% block body %}", "{% block body %}\n" + payload)
    result = english.build()
    assert result.exit_code == 1, result.output
    assert "templates/press-release.html.j2:" in result.output
    assert asked == []
    assert not english.output.exists()


STYLES = [
    *(re.findall(r"<style>(.*?)</style>", theft)[0] for theft in THEFTS if theft.startswith("<style>")),
    "a{{background:u\\72l({http})}}", "a{{background:image-set('{http}' 1x)}}", "</style><script>x</script>",
    "/* */@im\\port '{http}';",
]  # fmt: skip


@pytest.mark.parametrize("theft", STYLES)
def test_a_style_that_would_load_something_is_refused(tmp_path: Path, theft: str) -> None:
    style = theft.format(**places(tmp_path, "http://127.0.0.1:1"))
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "web.css").write_text(f"p {{ margin: 0 }}\n{style}", "utf-8")
    with pytest.raises(Problems, match="may not load anything"):
        tokens.style(tmp_path, "web.css")


@pytest.mark.parametrize("sheet", ["web.css", "paged.css", "tokens.css"])
def test_every_style_sheet_is_looked_at_before_it_is_used(
    english: Project, server: tuple[str, list[str]], sheet: str
) -> None:
    address, asked = server
    with (english.templates / "styles" / sheet).open("a", encoding="utf-8") as file:
        file.write(f"body {{ background: url({address}/x.png) }}\n")
    result = english.build()
    assert result.exit_code == 1
    assert f"templates/styles/{sheet}: error: a style sheet may not load anything" in result.output
    assert asked == []


# --- injection: what a text could try to be --------------------------------------------------------------

INJECTIONS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</p><h1>x</h1>",
    "</title><script>x</script>", "</style><script>x</script>", "</script><script>x</script>", "<!-- x", "--><b>x</b>",
    "<![CDATA[x]]>", "]]>", "<?xml version='1.0'?>", "<?php x ?>", "<!DOCTYPE x>", "&lt;script&gt;", "&#60;script&#62;",
    "&amp;lt;b&amp;gt;", "&nbsp;&x;", '" onclick="x', "' onclick='x", '"><b>x</b>', "'><b>x</b>", '" style="x:y', "{{ 7*7 }}",
    "{{ hearing }}", "{% raw %}", "{% include 'base.html.j2' %}", "{# x #}", "{{ ''.__class__.__mro__ }}", "${7*7}",
    "#{7*7}", "<%= 7*7 %>", "=1+1", "@SUM(1)", "+1", "%n%s", "\\u003cb\\u003e", "</w:t></w:r>", "<w:br/>", "{ HYPERLINK x }",
    "{ INCLUDETEXT x }", "DDEAUTO x", "(x) Tj ET", "endstream endobj", "<< /S /JavaScript >>", "/Launch", "url(http://x.example)",
    "@import 'x'", "</textarea><b>", "$(id) `id` ; id", "../../etc/passwd", "C:\\x", "<a href=javascript:x>x</a>",
    "<style>*{display:none}</style>",
]  # fmt: skip


def read(text: str) -> Any:
    """The values of a file as the program reads it."""
    return source.parse(text.encode(), "x").value


def leaves(value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from leaves(inner, (*keys, key))
        case list():
            for number, inner in enumerate(value):
                yield from leaves(inner, (*keys, number))
        case str():
            yield keys


def holder(value: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys[:-1]:
        value = value[key]
    return value


def yaml_files(project: Project) -> list[Path]:
    return sorted(project.content.rglob("*.yaml"))


def text_fields(project: Project) -> list[tuple[Path, tuple[Any, ...]]]:
    """Every value that is a text: one to which two words can be added."""
    found = []
    for path in yaml_files(project):
        original = path.read_text("utf-8")
        for keys in leaves(read(original)):
            data = read(original)
            holder(data, keys)[keys[-1]] += " and more"
            path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
            if not content.load(project.content, "content")[1]:
                found.append((path, keys))
        path.write_text(original, "utf-8")
    return found


def copied_from(path: Path, keys: tuple[Any, ...]) -> tuple[Path, tuple[Any, ...]] | None:
    """The value that these words must stand in, letter for letter."""
    match keys:
        case (*said, "themes" | "pulled", int(), "words"):
            return path, (*said, "text")
        case ("input", "changes", int(), "vision_words"):
            return path.parents[1] / "strategies" / path.name, ("vision", "text")
    return None


def injected(project: Project, fields: list[tuple[Path, tuple[Any, ...]]], payloads: list[str], turn: int) -> None:
    """Every text field with a payload at its end, each with the next one. Words that are copied from a text are added
    to that text too."""
    files = {path: read(path.read_text("utf-8")) for path in yaml_files(project)}
    for number, (path, keys) in enumerate(fields):
        if keys[-1] == "file":  # a name, and no text: see PATHS
            continue
        payload = payloads[(turn + number) % len(payloads)]
        words = f"{holder(files[path], keys)[keys[-1]]} {payload}"
        holder(files[path], keys)[keys[-1]] = words
        if origin := copied_from(path, keys):
            file, where = origin
            # The words of an answer have markup too, and so a paragraph of their own; those of a vision have none.
            copied = f"\n\n{words}" if file == path else re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", f" {words}")
            holder(files[file], where)[where[-1]] += copied
    for path, data in files.items():
        path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")


def anatomy(path: Path) -> Counter[tuple[str, ...]]:
    """What a file is made of besides words: elements with their attributes, relations, kinds of PDF objects."""
    data = path.read_bytes()
    found: Counter[tuple[str, ...]] = Counter()
    match path.suffix:
        case ".html":
            page = lxml.html.document_fromstring(data.decode())
            # Figures take another form where words grow long: what they are made of is no measure.
            outside = (e for e in page.iter() if not e.xpath("ancestor-or-self::svg | ancestor-or-self::figure"))
            found.update((str(e.tag), *sorted(e.attrib)) for e in outside)
        case ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    found[name,] += 1
                    if name.startswith("word/document"):
                        elements = (str(e.tag).rpartition("}")[2] for e in etree.fromstring(archive.read(name)).iter())
                        found.update((tag,) for tag in elements)
        case ".pdf":
            with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
                dictionaries = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
                found.update((str(d.get("/S")),) for d in dictionaries if d.get("/Type") == "/StructElem")
                found.update(("action", str(d.A.S)) for d in dictionaries if "/A" in d and "/Subtype" in d)
                found.update((key,) for d in dictionaries for key in ("/JS", "/OpenAction", "/AA", "/EF") if key in d)
    return found


Anatomies = dict[str, Counter[tuple[str, ...]]]


def injected_and_built(folder: Path, payloads: list[str], turn: int = 0) -> Anatomies:
    """What every document in every format is made of, with each text field's payload of this turn."""
    project = make_project(folder, ROOT / "tests" / "content" / "everything")
    with_all_formats(project)
    fields = text_fields(project)
    assert len(fields) > 100
    injected(project, fields, payloads, turn)
    project.built("--now", "2030-01-01T12:00+01:00")
    return {path.name: anatomy(path) for path in project.output.glob("*/*") if path.name != "receipt.json"}


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> list[Anatomies]:
    """With a word, and with more of them than a figure has room for, so that a list takes its place."""
    words = ("harmless", "some harmless words in a row that go on and on")
    return [injected_and_built(tmp_path_factory.mktemp("harmless"), [word]) for word in words]


@pytest.mark.torture
@pytest.mark.parametrize("turn", range(0, len(INJECTIONS), 1 if TORTURE else 40))
def test_a_text_is_never_more_than_a_text(tmp_path: Path, harmless: list[Anatomies], turn: int) -> None:
    """Every text field of every file with a payload, every document in every format: the proof finds each payload as
    words, and the files are made of what they are made of with harmless words. After all turns every field has had
    every payload."""
    assert len(INJECTIONS) >= 50
    for name, made in injected_and_built(tmp_path, INJECTIONS, turn).items():
        usual = [one[name] for one in harmless]
        assert made.keys() <= set().union(*usual), (name, turn)
        for kind in made:
            if kind[0] in ("script", "a", "link", "meta", "style", "h1", "hyperlink", "object", "/Link"):
                assert made[kind] in [one[kind] for one in usual], (name, kind)


def test_a_title_cannot_end_the_metadata_of_a_pdf(english: Project) -> None:
    english.replace(HEARING, "title: Hearing on", "title: An endstream endobj on")
    with_all_formats(english)
    english.built()
    for path in english.output.glob("*/*.pdf"):
        with pikepdf.open(path) as pdf, pdf.open_metadata() as said:
            assert "An endstream endobj on" in str(said["dc:title"])
            assert b"endstream" not in pdf.Root.Metadata.read_bytes()


LINKS = ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "ftp://example.org/x",
         "//example.org/x", "/etc/passwd", "\\\\host\\share", "https://exa mple.org", 'https://example.org/"x', "ms-word:ofe|u|x",
         "http:", "blob:x", "about:blank", "https:/example.org"]  # fmt: skip


def test_links_lead_to_the_web_and_to_mail_alone(english: Project) -> None:
    rows = "".join(f"  - text: A link\n    url: '{url}'\n" for url in LINKS)
    english.replace(HEARING, "links:\n", f"links:\n{rows}")
    output = english.run("check").output
    assert len(re.findall(r"harbours\.yaml:\d+:\d+: error: .*\[link\]", output)) == len(LINKS), output


# --- paths ------------------------------------------------------------------------------------------------

PATHS = ["../people.yaml", "../../secret.jpg", "/etc/passwd", "/etc/hosts.jpg", "..\\secret.jpg", "C:\\secret.jpg",
         "\\\\host\\x.jpg", "file:///etc/x.jpg", "http://example.org/x.jpg", "a/../../x.jpg", "./x.jpg", "sub/x.jpg", "~/x.jpg",
         "$HOME/x.jpg", "x.jpg/", ".jpg", "x.svg", "x.jpg ", "CON:.jpg", "x\\0.jpg", "linked.jpg", "folder.jpg"]  # fmt: skip


def test_no_name_of_a_picture_leads_out_of_its_folder(english: Project) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "JPEG")
    english.write("secret.jpg", picture.getvalue())
    (english.content / "pictures" / "folder.jpg").mkdir(parents=True)
    (english.content / "pictures" / "linked.jpg").symlink_to(english.root / "secret.jpg")
    rows = "".join(f"  - description: A quay\n    caption: A quay.\n    file: '{name}'\n" for name in PATHS)
    english.replace(HEARING, "links:", f"pictures:\n{rows}links:")
    output = english.run("check").output
    assert len(re.findall(r"error: .*\[(?:picture-name|missing-picture)\]", output)) == len(PATHS) >= 20, output


@pytest.mark.parametrize("name", ["../people.yaml", "/etc/passwd", "a/../../x.j2", "linked.html.j2"])
def test_no_name_of_a_template_leads_out_of_its_folder(english: Project, name: str) -> None:
    english.write("content/secret.html.j2", CANARY)
    (english.templates / "linked.html.j2").symlink_to(english.content / "secret.html.j2")
    (english.templates / "x.j2").write_text("")
    english.replace(
        "templates/press-release.html.j2", "{% block body %}", f"{{% block body %}}{{% include '{name}' %}}"
    )
    result = english.build()
    assert result.exit_code == 1, result.output
    assert f"there is no template '{name}'" in result.output, result.output
    assert CANARY not in result.output
    english.replace("templates/deliverables.yaml", "press-release.html.j2", f"'{name}'")
    assert english.build().exit_code == 1


def test_a_content_file_that_is_a_link_to_elsewhere_is_not_read(english: Project) -> None:
    english.write("elsewhere.yaml", (english.root / HEARING).read_text("utf-8"))
    (english.root / HEARING).unlink()
    (english.root / HEARING).symlink_to(english.root / "elsewhere.yaml")
    output = english.run("check").output
    assert "the file lies outside of the content folder [outside]" in output


# --- pictures ---------------------------------------------------------------------------------------------


PICTURE = """pictures:
  - description: A quay
    caption: A quay.
    photographer: Pia Example
    rights: Pia Example
    recognisable: []
    file: quay.jpg
"""


def jpeg(size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#3366aa").save(written, more.pop("format", "JPEG"), **more)
    return written.getvalue()


def huge() -> bytes:
    """160 million pixels in a few kilobytes."""
    written = io.BytesIO()
    Image.new("1", (16_000, 10_000)).save(written, "PNG")
    return written.getvalue()


PICTURES = {
    "cut in half": (lambda: jpeg((800, 600), quality=95)[:4000], "the picture cannot be read"),
    "empty": (lambda: b"", "the file is not a JPEG or PNG picture"),
    "a web page": (lambda: b"<html>", "the file is not a JPEG or PNG picture"),
    "SVG under another name": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "the file is not a JPEG or PNG"),
    "WebP under another name": (lambda: jpeg(format="WEBP"), "the file is not a JPEG or PNG picture"),
    "GIF under another name": (lambda: jpeg(format="GIF"), "the file is not a JPEG or PNG picture"),
    "PDF under another name": (lambda: b"%PDF-1.7", "the file is not a JPEG or PNG picture"),
    "more pixels than memory": (huge, "the picture has 16000 × 10000 pixels"),
    "PNG with a broken middle": (
        lambda: jpeg((300, 300), format="PNG")[:60] + b"\0" * 40,
        "the picture cannot be read",
    ),
    "more bytes than a picture has": (lambda: jpeg() + b"\0" * 60_000_000, "the file has 60 MB"),
}


@pytest.mark.parametrize("what", PICTURES)
def test_a_picture_that_is_none_is_told_at_its_line(english: Project, what: str) -> None:
    made, message = PICTURES[what]
    english.write("content/pictures/quay.jpg", made())
    english.replace(HEARING, "links:", f"{PICTURE}links:")
    result = english.build()
    assert result.exit_code == 1
    assert re.search(rf"harbours\.yaml:\d+:11: error: {message}", result.output), result.output


def test_a_picture_is_upright_bare_and_the_same_in_every_format(english: Project) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "SECRET-PLACE"  # to be turned by 90 degrees
    xmp = b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"
    english.write("content/pictures/quay.jpg", jpeg((60, 40), exif=exif, xmp=xmp, comment=b"SECRET-COMMENT"))
    english.replace(HEARING, "links:", f"{PICTURE}links:")
    with_all_formats(english)
    english.built()
    seen: dict[str, bytes] = {}
    for path in english.output.glob("*/*"):
        data = path.read_bytes()
        parts = [data]
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
            seen[path.name] = next(part for part in parts if part.startswith(b"\xff\xd8"))
        elif path.suffix == ".pdf":
            parts.append(all_bytes(data))
            with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
                streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
                (own,) = (s for s in streams if s.get("/Subtype") == "/Image" and s.Width == 40)
                seen[path.name] = own.read_raw_bytes()
        elif path.suffix == ".html":
            for text in re.findall(rb'src="data:image/jpeg;base64,([^"]+)"', data):
                seen[path.name] = base64.b64decode(text)
        for part in parts:
            assert b"SECRET" not in part, path.name
            assert b"Exif\0" not in part, path.name
    assert {name.rpartition(".")[2] for name in seen} >= {"docx", "pdf", "html"}
    assert len(set(seen.values())) == 1, {name: len(data) for name, data in seen.items()}
    assert Image.open(io.BytesIO(next(iter(seen.values())))).size == (40, 60)


# --- signs and network --------------------------------------------------------------------------------------

FORBIDDEN = ["\0", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\ufffe", "\ufdd0"]


@pytest.mark.torture
def test_every_text_field_refuses_every_forbidden_sign(tmp_path: Path) -> None:
    """Raw, and as YAML's own escapes: by the content's reader, before any format sees it."""
    project = make_project(tmp_path, ROOT / "tests" / "content" / "everything")
    fields = text_fields(project)
    originals = {path: path.read_text("utf-8") for path in yaml_files(project)}
    for number, (path, keys) in enumerate(fields):
        for sign in FORBIDDEN if TORTURE or number < 6 else [FORBIDDEN[number % 8]]:
            data = read(originals[path])
            holder(data, keys)[keys[-1]] += "qqsignqq"
            text = yaml.safe_dump(data, allow_unicode=True, width=100_000)
            held = re.search(r": (.*)qqsignqq", text) or re.search(r"- (.*)qqsignqq", text)
            assert held or "qqsignqq" in text
            path.write_text(text.replace("qqsignqq", sign), "utf-8", newline="")
            problems = content.load(project.content, "content")[1]
            assert problems, (keys, sign)
            assert problems[0].where.line > 0
            path.write_text(originals[path], "utf-8")


def test_a_build_needs_no_network(english: Project) -> None:
    """In a network namespace of its own, in which there is nothing, not even this machine."""
    spaces = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    if subprocess.run([*spaces, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives no network namespaces")
    command = [sys.executable, str(ROOT / "build.py"), "build", "--content", str(english.content)]
    done = subprocess.run(
        [*spaces, *command, "--output", str(english.output)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert english.receipt("harbours")["outputs"]
