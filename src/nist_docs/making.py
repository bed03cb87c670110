"""One hearing's documents as trees, and what all of them share: decisions, figures, pictures, words."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable

from nist_docs import figures, fonts, gates, pictures, unchanged
from nist_docs.addresses import Origin, Origins
from nist_docs.content import EDITIONS, HEARINGS, PEOPLE, PICTURES, POLICY, SENDERS, STRATEGIES, Content
from nist_docs.dating import dating
from nist_docs.deliverables import Document
from nist_docs.drawing import Drawing
from nist_docs.editions import document_date
from nist_docs.formats import Format
from nist_docs.gates import Decision
from nist_docs.language import dates
from nist_docs.pictures import Picture
from nist_docs.problems import Place, Problem, Problems, nearest
from nist_docs.project import Project
from nist_docs.semantics import reading, tree
from nist_docs.source import SourceFile
from nist_docs.templating import Templates
from nist_docs.views import Setting
from nist_docs.writers.resources import Resources, Words

Images = dict[str, Drawing | Picture]


def date_of(project: Project, content: Content, name: str) -> str:
    """The date that a hearing's documents bear: ISO 8601 with the precision that is known."""
    return project.date.isoformat() if project.date else document_date(content, name).iso


def sources(project: Project, content: Content, name: str) -> dict[str, str]:
    """The files that this hearing's documents come from, with their hashes; all of templates/ among them.

    Names are the same wherever the folders lie, or the same content would have other bytes elsewhere.
    """
    hearing = content.hearings[name]
    parts = (
        (HEARINGS, f"{name}.yaml"),
        (STRATEGIES, f"{hearing.strategy.id}.yaml"),
        (SENDERS, f"{hearing.sender.id}.yaml"),
        (PEOPLE,),
        (POLICY,),
        (EDITIONS, f"{name}.yaml"),
    )
    files = {"/".join(("content", *part)): content.files.get(content.address(*part).file) for part in parts}
    sources = {shown: file.sha256 for shown, file in files.items() if file}
    for picture in hearing.pictures:
        if picture.file:
            data = content.picture(picture.file).read_bytes()
            sources[f"content/{PICTURES}/{picture.file}"] = hashlib.sha256(data).hexdigest()
    for path in unchanged.files(project.templates):
        if not path.name.startswith("~"):  # what Word puts beside a document that is open
            shown = f"templates/{path.relative_to(project.templates).as_posix()}"
            sources[shown] = hashlib.sha256(path.read_bytes()).hexdigest()
    return sources


class Maker:
    """Makes one hearing's documents: what all of them share is made once. ``decision`` is what is decided of them, if
    that is known. Raises Problems."""

    def __init__(
        self, project: Project, content: Content, name: str, templates: Templates, decision: Decision | None = None
    ) -> None:
        language = content.hearings[name].language.value
        self.decision = decision or gates.decide(content, name, project.now)
        self.content = gates.presented(content, {name: self.decision.withheld})
        self.name, self.templates = name, templates
        self.states = self.decision.states
        self.labels = templates.labels(language)
        self.setting = Setting(self.content, name, language, Origins(), self.labels)
        self.images = self._images(project)
        self.resources = Resources(self.images, _words(self.labels), project.templates)

    def _images(self, project: Project) -> Images:
        write_label = self.templates.label_writer(self.setting)
        drawn: Images = dict(figures.draw(self.setting.view(), project.templates, write_label, self.setting.origins))
        return drawn | _pictures(self.content, self.name)

    def tree_of(self, document: Document, date: str, recipient: object = None) -> tree.Document:
        """The document as a tree: what every writer writes; the general edition, or a recipient's. Raises Problems."""
        values = {
            "hearing": self.setting.view(),
            "recipient": recipient,
            "states": self.states,
            "edition": dating(self.setting, self.decision.standing),
            "images": frozenset(self.images),
            "tag": dates.locale(self.setting.language),
        }
        html = self.templates.render(document.template, self.setting, values)
        read = reading.read(html, self.setting.origins, self.templates.locate)
        read = dataclasses.replace(read, meta=dataclasses.replace(read.meta, date=date))
        problems = [*self._unknown_images(read), *self._missing_signs(read)]
        if problems:
            raise Problems(problems)
        return read

    def file_name(self, document: Document, format: Format) -> str:
        """The file's name, with what it must say of the text's state."""
        return document.file_name(self.name, format, draft=self.states.draft, embargoed=self.states.embargoed)

    def _unknown_images(self, read: tree.Document) -> Iterable[Problem]:
        for block in tree.walk(read.body):
            if isinstance(block, tree.Image) and block.source not in self.images:
                message = f"there is no image '{block.source}' for this hearing"
                hint = f"ask first: {{% if '{block.source}' in images %}}. {nearest(block.source, self.images)}"
                yield Problem("unknown-image", block.at, message, hint)

    def _missing_signs(self, read: tree.Document) -> Iterable[Problem]:
        """Signs that the fonts lack: another font would take their place in silence."""
        meta = read.meta
        runs = [tree.Text(text) for text in (meta.title, meta.running, meta.type, meta.author)] + [*meta.status]
        runs += [run for block in tree.walk(read.body) for own in tree.own_inlines(block) for run in tree.texts(own)]
        runs += [run for image in self.images.values() if isinstance(image, Drawing)
                 for label in image.labels() for run in label.text]  # fmt: skip
        placed = {sign for run in runs if run.origin for sign in fonts.missing(run.text)}
        for run in runs:
            for sign in fonts.missing(run.text):
                if run.origin or sign not in placed:
                    message = f"the documents' fonts have no sign '{sign}' (U+{ord(sign):04X})"
                    where = self.place(run.origin)
                    yield Problem("missing-sign", where, message, "write it another way; Latin letters are all there")

    def place(self, origin: Origin | None) -> Place:
        if origin is None:
            return Place("templates")
        address = origin.address
        if address.file == self.labels.name:
            return self.labels.place(address.keys)
        if address.file not in self.content.files:
            return Place(address.file)  # the list of recipients, whose words stand in no message
        return self.content.place(address)


def _words(labels: SourceFile) -> Words:
    """The writers' own words. Raises Problems if a label is missing."""
    texts = labels.value if isinstance(labels.value, dict) else {}
    names = [one.name for one in dataclasses.fields(Words)]
    missing = [name for name in names if not isinstance(texts.get(name), str)]
    if missing:
        raise Problems(
            Problem("unknown-label", labels.place(()), f"the label '{name}' is missing", f"add '{name}: …'")
            for name in missing
        )
    return Words(**{name: str(texts[name]) for name in names})


def _pictures(content: Content, name: str) -> Images:
    """The hearing's pictures that have a file; a person's portrait takes the stand-in's place."""
    found: Images = {}
    address = content.address(HEARINGS, f"{name}.yaml")
    problems: list[Problem] = []
    for index, picture in enumerate(content.hearings[name].pictures):
        if picture.file:
            where = content.place(address / "pictures" / index / "file")
            try:
                loaded = pictures.load(content.picture(picture.file), where)
            except Problems as faults:
                problems += faults.problems
                continue
            found[f"picture:{index}"] = loaded
            if picture.person:
                found[f"portrait:{picture.person.id}"] = loaded
    if problems:
        raise Problems(problems)
    return found
