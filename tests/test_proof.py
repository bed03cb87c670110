"""The proof of a single source: any letter that a written file has otherwise is found, in every format."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import os
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT, Project, make_project
from test_architecture import imports

from nist_docs import content, deliverables, facts
from nist_docs import project as projects
from nist_docs.addresses import Address, Origin
from nist_docs.formats import Format
from nist_docs.making import Maker
from nist_docs.problems import Problem, Problems
from nist_docs.semantics import tree
from nist_docs.templating import Templates
from nist_docs.verify import Subject, verify
from nist_docs.writers import writer
from nist_docs.writers.resources import Written

TORTURE = int(os.environ.get("NIST_DOCS_TORTURE", "0"))


class Made:
    """A document of the content in which every key is used, written in every format."""

    def __init__(self, name: str) -> None:
        folder = ROOT / "tests" / "content" / "everything"
        project = projects.Project(ROOT, folder, ROOT / "output", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        read, _ = content.load(folder, "content")
        self.content = read
        self.maker = Maker(project, read, "harbours", Templates(project.templates))
        (document,) = (d for d in deliverables.load(project.templates) if d.name == name)
        self.tree = self.maker.tree_of(document, "2016-03-03")
        self._written: dict[Format, Written] = {}

    def written(self, format: Format) -> Written:
        if format not in self._written:
            self._written[format] = writer(format)(self.tree, self.maker.resources)
        return self._written[format]

    def problems(self, format: Format, data: bytes) -> list[Problem]:
        written = dataclasses.replace(self.written(format), data=data)
        words, place = self.maker.resources.words, self.maker.place
        return list(
            verify(Subject(written, format, self.tree, words, f"x.{format}", place, self.maker.images)).problems
        )


once = cache(Made)


@pytest.fixture(scope="module", params=["press-release", "report"])
def made(request: pytest.FixtureRequest) -> Made:
    return once(request.param)


def examples(usual: int) -> range:
    """The usual number; for `make torture`, five hundred."""
    return range(max(usual, 500 if TORTURE else 0))


LETTER = re.compile(r"[^\W_]")


def other(letter: str, chance: random.Random) -> str:
    return chance.choice([sign for sign in "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJ0123456789" if sign != letter])


def changed(text: str, spots: list[int], chance: random.Random) -> tuple[str, int]:
    """One letter changed, taken away or doubled."""
    at = chance.choice(spots)
    new = chance.choice([other(text[at], chance), "", text[at] * 2])
    return text[:at] + new + text[at + 1 :], at


# --- every letter --------------------------------------------------------------------------------


def letters_of_html(page: str) -> list[int]:
    """Where the letters of text, titles, descriptions and addresses stand, outside of tags and styles."""
    shown = re.sub(r"<style>.*?</style>", lambda found: "<" * len(found[0]), page, flags=re.DOTALL)
    # Entities are no letters, and what names a viewport is no word of the document.
    shown = re.sub(r"&#?\w+;|width=device-width|initial-scale=1|light dark", lambda found: " " * len(found[0]), shown)
    texts = [found.span() for found in re.finditer(r"(?<=>)[^<>]+(?=<)", shown)]
    texts += [found.span(1) for found in re.finditer(r' (?:alt|content|href)="(?!data:|#)([^"]+)"', shown)]
    return [letter.start() for begin, end in texts for letter in LETTER.finditer(shown, begin, end)]


@pytest.mark.torture
def test_any_letter_of_a_web_page_that_is_changed_is_found(made: Made) -> None:
    page = made.written(Format.HTML).data.decode()
    spots, chance = letters_of_html(page), random.Random(1)
    assert len(spots) > 1000
    for _ in examples(120):
        wrong, at = changed(page, spots, chance)
        assert made.problems(Format.HTML, wrong.encode()), (page[at - 40 : at + 40], wrong[at - 40 : at + 40])


@pytest.mark.torture
def test_any_letter_of_a_plain_text_that_is_changed_is_found(made: Made) -> None:
    text = made.written(Format.TEXT).data.decode()
    spots, chance = [found.start() for found in LETTER.finditer(text)], random.Random(2)
    for _ in examples(120):
        wrong, at = changed(text, spots, chance)
        assert made.problems(Format.TEXT, wrong.encode()), (text[at - 40 : at + 40], wrong[at - 40 : at + 40])


def with_part(data: bytes, name: str, edit: Callable[[str], str]) -> bytes:
    """The zip file with one part edited."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, edit(text.decode()).encode() if part == name else text)
    return written.getvalue()


@pytest.mark.torture
def test_any_letter_of_a_word_file_that_is_changed_is_found(made: Made) -> None:
    data, chance = made.written(Format.WORD).data, random.Random(3)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = [name for name in archive.namelist() if re.search(r"document|footnotes|header|footer|core", name)]
        parts = {name: archive.read(name).decode() for name in known if name.endswith(".xml")}
    pattern = (
        r"(?<=<w:t>)[^<]+|(?<=preserve\">)[^<]+(?=</w:t>)|(?<=descr=\")[^\"]+|(?<=<dc:)(?:title|subject|creator)>[^<]+"
    )
    for _ in examples(40):
        name = chance.choice([name for name, text in parts.items() for _ in range(1 + len(text) // 2000)])
        texts = [m for m in re.finditer(pattern, parts[name]) if LETTER.search(unescape(m[0]))]
        if not texts:
            continue
        found = chance.choice(texts)
        begin = found[0].index(">") + 1 if ">" in found[0] else 0
        whole = unescape(found[0][begin:])
        wrong, _ = changed(whole, [m.start() for m in LETTER.finditer(whole)], chance)
        text = parts[name]
        edited = text[: found.start() + begin] + escape(wrong) + text[found.end() :]
        assert made.problems(Format.WORD, with_part(data, name, lambda _, edited=edited: edited)), (name, whole, wrong)


@pytest.mark.parametrize("format", [Format.HTML, Format.TEXT, Format.WORD, Format.PDF])
def test_what_is_written_says_what_the_document_says(made: Made, format: Format) -> None:
    assert made.problems(format, made.written(format).data) == []


# --- PDF: letters of the file itself -----------------------------------------------------------------


def as_hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


class PdfLetters:
    """Every spot of a PDF at which a letter stands: glyphs of pages and forms, Unicode values of glyphs, and the
    texts of structure elements, link areas, bookmarks and properties. ``altered`` writes the file with one changed."""

    TEXTS = ("/Alt", "/E", "/ActualText", "/Contents", "/Title", "/URI", "/Lang", "/Author", "/Subject")

    def __init__(self, data: bytes) -> None:
        self.data = data
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            self.glyphs = [spot for spot in self._glyphs(pdf) if LETTER.match(spot[3])]
            self.values = [spot for spot in self._values(pdf) if LETTER.match(spot[2])]
            self.texts = list(self._texts(pdf))

    @staticmethod
    def _fonts(holder: Any, page: Any) -> dict[bytes, Any]:
        resources = holder.get("/Resources", page.Resources)
        return {name[1:].encode(): font for name, font in resources.get("/Font", {}).items()}

    @staticmethod
    def _map(font: Any) -> dict[bytes, str]:
        pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes())
        return {code: bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}

    def _holders(self, pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Any, bytes]]:
        """Every page's stream and every form's, once, with what it draws."""
        seen = set()
        for page in pdf.pages:
            drawn = page.Contents.read_bytes()
            yield page.Contents, page, drawn
            for name, form in page.Resources.get("/XObject", {}).items():
                used = re.search(rb"/" + name[1:].encode() + rb" Do", drawn)
                if form.Subtype == "/Form" and used and form.objgen not in seen:
                    seen.add(form.objgen)
                    yield form, page, form.read_bytes()

    def _shown(self, drawn: bytes) -> Iterator[tuple[bytes, int, bytes]]:
        """The font, place and code of every glyph that a stream shows."""
        font = b""
        for found in re.finditer(rb"/(\S+) \S+ Tf|\[((?:<[0-9a-f]*>|[-\d. ])*)\] ?TJ", drawn):
            if found[1]:
                font = found[1]
                continue
            for row in re.finditer(rb"<([0-9a-f]{4,})>", found[2]):
                for at in range(row.start(1), row.end(1), 4):
                    yield font, found.start(2) + at, found[2][at : at + 4]

    def _glyphs(self, pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], int, bytes, str]]:
        for holder, page, drawn in self._holders(pdf):
            fonts = self._fonts(holder, page)
            known = {name: self._map(font) for name, font in fonts.items()}
            for font, at, code in self._shown(drawn):
                others = [c for c, text in known[font].items() if LETTER.match(text) and text != known[font].get(code)]
                if others:
                    yield holder.objgen, at, others[at % len(others)], known[font].get(code, "")

    def _values(self, pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], bytes, str]]:
        """The Unicode values of glyphs that are shown. A letter's alone: others have no sign that is compared."""
        used: dict[tuple[int, int], dict[bytes, str]] = {}
        for holder, page, drawn in self._holders(pdf):
            fonts = self._fonts(holder, page)
            for name, _, code in self._shown(drawn):
                font = fonts[name]
                used.setdefault(font.ToUnicode.objgen, {})[code] = ""
        for objgen in used:
            own = self._map(pikepdf.Dictionary(ToUnicode=pdf.get_object(objgen)))
            yield from ((objgen, code, own[code]) for code in used[objgen] if code in own)

    def _texts(self, pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], str, str]]:
        for thing in pdf.objects:
            # A link's properties are not those of its area, which are looked at.
            if not isinstance(thing, pikepdf.Dictionary) or thing.get("/S") == "/Link":
                continue
            for name in self.TEXTS:
                if isinstance(thing.get(name), pikepdf.String) and LETTER.search(str(thing[name])):
                    yield thing.objgen, name, str(thing[name])
                if name == "/URI" and "/URI" in thing.get("/A", {}):
                    yield thing.objgen, "/A", str(thing.A.URI)

    def altered(self, chance: random.Random) -> tuple[bytes, str]:
        with pikepdf.Pdf.open(io.BytesIO(self.data)) as pdf:
            match chance.choice(("glyph", "glyph", "value", "text")):
                case "glyph":
                    objgen, at, other_code, told = chance.choice(self.glyphs)
                    stream = pdf.get_object(objgen)
                    drawn = stream.read_bytes()
                    told = f"glyph {told}, object {objgen[0]}: {drawn[at : at + 4]!r} -> {other_code!r}"
                    stream.write(drawn[:at] + other_code + drawn[at + 4 :])
                case "value":
                    objgen, code, letter = chance.choice(self.values)
                    stream = pdf.get_object(objgen)
                    wrong = other(letter[0], chance) + letter[1:]
                    told = f"value of {code!r}: {letter} -> {wrong}"
                    before, after = (b"<" + code + b"> <" + as_hex(text) + b">" for text in (letter, wrong))
                    assert before in stream.read_bytes()
                    stream.write(stream.read_bytes().replace(before, after))
                case _:
                    objgen, name, text = chance.choice(self.texts)
                    begin = text.index(":") + 1 if name == "/A" else 0
                    wrong, _ = changed(text, [found.start() for found in LETTER.finditer(text, begin)], chance)
                    told = f"{name}: {text} -> {wrong}"
                    thing = pdf.get_object(objgen)
                    if name == "/A":
                        thing.A.URI = pikepdf.String(wrong)
                    else:
                        thing[name] = pikepdf.String(wrong)
            written = io.BytesIO()
            pdf.save(written, static_id=True)
        return written.getvalue(), told


@pytest.mark.torture
@pytest.mark.parametrize("name", ["press-release", "briefing", "report"])
def test_any_letter_in_the_bytes_of_a_pdf_that_is_changed_is_found(name: str) -> None:
    made, chance = once(name), random.Random(4)
    letters = PdfLetters(made.written(Format.PDF).data)
    assert len(letters.glyphs) > 1000
    assert len(letters.values) > 50
    assert len(letters.texts) > 10
    for _ in examples(25):
        data, told = letters.altered(chance)
        assert made.problems(Format.PDF, data), told


# --- whole blocks, of the tree that is written ------------------------------------------------------


def places(document: tree.Document) -> list[tree.Block]:
    inside = [b for c in tree.walk(document.body) if isinstance(c, CONTAINERS) for b in tree.inner_blocks(c)]
    with_words = (b for b in inside if not isinstance(b, tree.Image) and tree.in_reading_order((b,)))
    return [b for b in with_words if not isinstance(b, tree.Heading | tree.Contents | tree.Section)]


CONTAINERS = (tree.Section, tree.Group, tree.Aside, tree.Quote)


def with_block(blocks: tree.Blocks, target: tree.Block, by: tuple[tree.Block, ...]) -> tree.Blocks:
    done: list[tree.Block] = []
    for block in blocks:
        if block is target:
            done += by
        elif isinstance(block, CONTAINERS):
            done.append(dataclasses.replace(block, children=with_block(block.children, target, by)))
        else:
            done.append(block)
    return tuple(done)


@pytest.mark.torture
@pytest.mark.parametrize("change", ["removed", "doubled", "moved"])
@pytest.mark.parametrize(("format", "usual"), [(Format.TEXT, 60), (Format.HTML, 15), (Format.WORD, 5), (Format.PDF, 2)])
def test_any_block_that_is_removed_doubled_or_moved_is_found(
    made: Made, format: Format, usual: int, change: str
) -> None:
    document, chance = made.tree, random.Random(5)
    unnumbered = [b for b in places(document) if not isinstance(b, tree.Table | tree.Figure)]
    for _ in range(usual * (5 if TORTURE else 1)):
        block, next_one = chance.sample(unnumbered, 2)
        if change == "removed":
            body = with_block(document.body, block, (tree.Paragraph(()),))
        elif change == "doubled":
            body = with_block(document.body, block, (block, block))
        else:
            if tree.in_reading_order((block,)) == tree.in_reading_order((next_one,)):
                continue
            holder = tree.Paragraph((tree.Text("…"),))
            body = with_block(with_block(document.body, block, (holder,)), next_one, (block,))
            body = with_block(body, holder, (next_one,))
        if body == document.body or said_words(body) == said_words(document.body):
            continue  # one of two lies within the other
        try:
            wrong = writer(format)(dataclasses.replace(document, body=body), made.maker.resources)
        except Problems:
            continue  # the writer itself refuses, as where an id stands twice
        assert made.problems(format, wrong.data), block


def said_words(body: tree.Blocks) -> str:
    return "".join(tree.words(own) for own in tree.in_reading_order(body))


# --- what is told ---------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [Format.HTML, Format.TEXT])
def test_a_difference_names_the_line_of_the_value_and_the_spot_in_the_file(made: Made, format: Format) -> None:
    page = made.written(format).data.decode()
    runs = [run for own in tree.in_reading_order(made.tree.body) for run in tree.texts(own, notes=False)]
    values = [run.text for run in runs if run.origin and run.origin.address.file.startswith("content/")]
    word = next(word for text in values for word in re.findall(r"\w{6,}", text) if page.count(word) == 1)
    wrong = page.replace(word, word[:-1] + "§").encode()
    (problem,) = made.problems(format, wrong)
    assert problem.where.file.startswith("content/")
    assert problem.where.line > 0
    assert re.search(r"x\.\w+, (paragraph|line) \d+: .*“[^”]*§[^”]*”", problem.message), problem.message


def test_folding_shares_no_code_with_typesetting() -> None:
    graph = imports()

    def reached(name: str) -> set[str]:
        return {name}.union(*(reached(other) for other in graph[name]))

    assert graph["nist_docs.language.folding"] == set()
    for name in graph:
        if name.startswith("nist_docs.verify"):
            assert "nist_docs.language.typography" not in reached(name), name


# --- all documents of a hearing --------------------------------------------------------------------


def test_a_letter_that_a_document_shows_of_a_value_otherwise_than_the_source_is_found(made: Made) -> None:
    shown = list(facts.shown("report", made.tree, made.maker.images))
    texts, place = made.content.texts, made.maker.place
    assert len(shown) > 30
    assert list(facts.altered(shown, texts, place)) == []
    for one in shown:
        for wrong in (one.text[:-1] + "§", one.text[: len(one.text) // 2] + "§" + one.text[len(one.text) // 2 + 1 :]):
            (problem,) = facts.altered([dataclasses.replace(one, text=wrong)], texts, place)
            assert problem.where == place(Origin(one.at))


def test_the_receipt_counts_values_places_and_documents(built_english: Project) -> None:
    receipt = built_english.receipt("harbours")
    proof = receipt["proof"]
    assert proof["documents"] == len(receipt["outputs"])
    assert 0 < proof["values"] < proof["places"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", font["sha256"]) for font in receipt["fonts"])
    assert {"SourceSansPro-Regular.ttf", "SourceSerifPro-Regular.ttf"} <= {font["name"] for font in receipt["fonts"]}


def test_an_address_without_a_text_has_none(made: Made) -> None:
    hearing = made.content.address("hearings", "harbours.yaml")
    assert made.content.texts(Address(hearing.file, ("no-such-key",))) == ()


def test_a_build_over_an_older_one_and_a_build_into_nothing_prove_alike(english: Project, tmp_path: Path) -> None:
    english.built()
    english.replace(
        "content/hearings/harbours.yaml", "title: Hearing on the harbour strategy", "title: Hearing on quays"
    )
    over = english.built().receipt("harbours")
    fresh = make_project(tmp_path / "fresh", english.content).built().receipt("harbours")
    assert over == fresh
    assert english.run("verify").output == Project(tmp_path / "fresh").run("verify").output
