"""Words and what is in them -> runs in character styles; captions and footnotes, which are words too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn

from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass
from nist_docs.semantics import tree
from nist_docs.writers.docx.context import Context
from nist_docs.writers.docx.ooxml import Element, field, root, run, w, words
from nist_docs.writers.docx.package import SEPARATORS
from nist_docs.writers.docx.styles import CHARACTERS, SPANS, Style
from nist_docs.writers.numbering import caption_name, caption_number, reference_words


@dataclass(frozen=True, slots=True)
class Look:
    """What surrounds a run. In a caption, strong words are its label."""

    kind: str = ""  # link, new, exact or nothing
    strong: bool = False
    emphasis: bool = False
    language: str = ""
    in_caption: bool = False

    @property
    def style(self) -> Style | None:
        if self.in_caption and self.strong and not (self.kind or self.emphasis):
            return Style.CAPTION_LABEL
        return CHARACTERS.get((self.kind, self.strong, self.emphasis))


PLAIN = Look()


class Inlines:
    """Writes inline content into one part, which has its own relationships; footnotes have theirs."""

    def __init__(self, context: Context, part: Part, *, in_notes: bool = False) -> None:
        self.context = context
        self.part = part
        self.in_notes = in_notes

    def runs(self, inlines: Iterable[tree.Inline], look: Look = PLAIN) -> list[Element]:
        return [made for inline in inlines for made in self.inline(inline, look)]

    def inline(self, inline: tree.Inline, look: Look) -> list[Element]:
        match inline:
            case tree.Text():
                return [run(words(inline.text), self.style_id(look), look.language)] if inline.text else []
            case tree.Emphasis():
                return self.runs(inline.children, replace(look, emphasis=True))
            case tree.Strong():
                return self.runs(inline.children, replace(look, strong=True))
            case tree.Link():
                return self.link(inline, look)
            case tree.Reference():
                return self.reference(inline, look)
            case tree.Span():
                return self.runs(inline.children, self.spanned(inline, look))
            case tree.Abbreviation() | tree.Time():
                return self.runs(inline.children, look)
            case tree.LineBreak():
                return [run([w("br")], self.style_id(look))]
            case tree.Footnote():
                return [self.footnote(inline)]
            case _:
                assert_never(inline)

    def style_id(self, look: Look) -> str:
        return self.context.styles[look.style] if look.style else ""

    def spanned(self, span: tree.Span, look: Look) -> Look:
        # Within a link the link's look stays: a reader must see that it leads somewhere.
        roles = [part for part in span.role.split() if part in SPANS] if look.kind != "link" else []
        return replace(look, kind=roles[0] if roles else look.kind, language=span.language or look.language)

    def link(self, link: tree.Link, look: Look) -> list[Element]:
        content = self.runs(link.children, replace(look, kind="link"))
        anchor = self.context.anchors.names.get(link.href[1:]) if link.href.startswith("#") else None
        if anchor:
            return [w("hyperlink", *content, anchor=anchor, history=1)]
        made = w("hyperlink", *content, history=1)
        made.set(qn("r:id"), self.part.relate_to(link.href, RT.HYPERLINK, is_external=True))
        return [made]

    def reference(self, reference: tree.Reference, look: Look) -> list[Element]:
        """A REF field; a heading's number is a second one (\\r): the bookmark holds its words."""
        target = self.context.targets[reference.target]
        anchor = self.context.anchors.names[reference.target]
        shown = reference_words(target, self.context.words)
        style, language = self.style_id(look), look.language
        if isinstance(target, tree.Section):
            heading = next((b for b in target.children if isinstance(b, tree.Heading)), None)
            if heading is None:
                return field(f"REF {anchor} \\h", shown, style, language)
            target, anchor = heading, self.context.anchors.names[heading.id]
        if isinstance(target, tree.Heading) and target.number:
            title = tree.line(target.children)
            number = shown.removesuffix(tree.words(target.children)).rstrip()
            gap = run(words(" "), style)
            numbered = field(f"REF {anchor} \\r \\h", number, style, language)
            return [*numbered, gap, *field(f"REF {anchor} \\h", title, style, language)]
        return field(f"REF {anchor} \\h", shown, style, language)

    def footnote(self, note: tree.Footnote) -> Element:
        if self.in_notes:
            message = "a footnote stands inside a footnote, which Word cannot express"
            raise Problems([Problem("word-note", Place("templates"), message, "put both into one note")])
        self.context.notes.append(note)
        reference = w("footnoteReference", id=note.number)
        return run([reference], self.context.styles[Style.NOTE_REFERENCE])


def caption(context: Context, caption: tree.Caption, id: str, style: Style, above: Iterable[Element] = ()) -> Element:
    """The caption's paragraph: "Tabell 1. Teman per person." A bookmark holds "Tabell 1".

    ``above`` are runs that stand over its words, in the same paragraph.
    """
    said = Inlines(context, context.file.part).runs(caption.children, Look(in_caption=True))
    name = caption_name(caption, context.words)
    if not name:
        return context.paragraph(style, [*above, *context.anchors.around(id, said)])
    label = context.styles[Style.CAPTION_LABEL]
    counted: list[Element] = []
    if caption.number:
        kind = context.words.figure if caption.kind == "figure" else context.words.table
        # A later part has the number of the first one: \c tells Word to count no further.
        counting = "\\c" if caption.part > 1 else "\\* ARABIC"
        counted = [run(words(f"{kind} "), label), *field(f"SEQ {kind} {counting}", str(caption.number), label)]
        name = name.removeprefix(caption_number(caption, context.words))
    numbered = context.anchors.around(id, counted)
    return context.paragraph(style, [*above, *numbered, run(words(f"{name}."), label), run(words(" ")), *said])


def add_footnotes(context: Context) -> None:
    """The part with all notes that the body refers to, after the two rules that Word wants first."""
    main, notes = context.file.part, root("footnotes")
    part = XmlPart(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, notes, main.package)
    main.relate_to(part, RT.FOOTNOTES)
    for kind, number in SEPARATORS.items():
        rule = context.paragraph(Style.NOTE, [run([w(kind)])])
        notes.append(w("footnote", rule, type=kind, id=number))
    inlines = Inlines(context, part, in_notes=True)
    for note in context.notes:
        sign = run([w("footnoteRef")], context.styles[Style.NOTE_NUMBER])
        content = [sign, run(words("\t")), *inlines.runs(note.children)]
        notes.append(w("footnote", context.paragraph(Style.NOTE, content), id=note.number))
