"""HTML of the closed vocabulary -> the tree. All faults of a document are found in one reading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nist_docs.addresses import Kind, Origins, unmarked
from nist_docs.problems import Place, Problem, Problems, nearest
from nist_docs.semantics import tree
from nist_docs.semantics.checks import check
from nist_docs.semantics.spacing import spaced
from nist_docs.semantics.vocabulary import BLOCKS, INLINE, META, REQUIRED, VOCABULARY
from nist_docs.semantics.xml import Element, Locate, parse

Rows = tuple[tuple[tree.Cell, ...], ...]


def read(html: str, origins: Origins, locate: Locate) -> tree.Document:
    """The document's tree, numbered and checked. Raises Problems with every fault found."""
    reader = _Reader(origins)
    document = reader.document(parse(html, locate))
    problems = [*reader.problems, *check(document, reader.places)]
    if problems:
        raise Problems(problems)
    return document


class _Reader:
    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self.problems: list[Problem] = []
        # Blocks have no place of their own; the checks and the writers' messages need one.
        self.places: dict[int, Place] = {}
        self.kept: list[tree.Block] = []
        self.numbered = False
        self.look = ""
        self.counts = {"figure": 0, "table": 0, "note": 0, "heading": 0}
        self.outline = [0, 0]
        self.appendix = 0
        self.in_appendix = False

    def refuse(self, rule: str, element: Element, message: str, hint: str = "") -> None:
        self.problems.append(Problem(rule, element.at, message, hint))

    # --- elements ----------------------------------------------------------------------------

    def document(self, html: Element) -> tree.Document:
        children = {child.tag: child for child in self.elements(html, {"head", "body"})}
        if html.tag != "html" or set(children) != {"head", "body"}:
            message = "a document is <html> with <head> and <body>"
            raise Problems([Problem("vocabulary", html.at, message, "extend base.html.j2")])
        self.attributes(html)
        body = children["body"]
        looks = unmarked(body.attributes.get("class", "")).split()
        self.numbered = "numbered" in looks
        self.look = " ".join(look for look in looks if look != "numbered")
        meta = self.meta(html, children["head"])
        return tree.Document(meta, self.blocks(body))

    def meta(self, html: Element, head: Element) -> tree.Meta:
        said: dict[str, str] = {}
        status: tuple[tree.Text, ...] = ()
        words: list[tree.Text] = []
        title = ""
        for child in self.elements(head, {"title", "meta"}):
            if child.tag == "title":
                inlines = self.inlines(child)
                title = tree.words(inlines)
                words += tree.texts(inlines)
            elif (name := child.attributes.get("name", "")) not in META:
                self.refuse("vocabulary", child, f"<meta> of this name is not known: '{name}'", nearest(name, META))
            elif name == "status":
                status = self.runs(child, "content")
            else:
                said[name] = unmarked(child.attributes.get("content", "")).strip()
                words += self.runs(child, "content")
        return tree.Meta(
            title,
            unmarked(html.attributes.get("lang", "")),
            status=status,
            numbered=self.numbered,
            look=self.look,
            said=tuple(words),
            **said,
        )

    def elements(self, parent: Element, allowed: Iterable[str]) -> list[Element]:
        """The children of an element that holds no words of its own."""
        found = []
        for child in parent.children:
            if isinstance(child, str):
                if child.strip():
                    shown = unmarked(" ".join(child.split()))[:40]
                    message = f"words stand directly in <{parent.tag}>: “{shown}”"
                    self.refuse("vocabulary", parent, message, "put them into <p>…</p>")
            elif child.tag in allowed:
                self.attributes(child)
                found.append(child)
            else:
                self.misplaced(child, parent, allowed)
        return found

    def misplaced(self, child: Element, parent: Element, allowed: Iterable[str]) -> None:
        if child.tag in VOCABULARY:
            hint = f"<{parent.tag}> may hold: {', '.join(sorted(allowed))}"
            self.refuse("vocabulary", child, f"<{child.tag}> cannot stand in <{parent.tag}>", hint)
        else:
            hint = nearest(child.tag, VOCABULARY)
            self.refuse("vocabulary", child, f"<{child.tag}> is not in the documents' vocabulary", hint)

    def attributes(self, element: Element) -> None:
        """Refuses attributes that the element cannot bear, and asks for those that it needs."""
        known = VOCABULARY[element.tag]
        for name in REQUIRED.get(element.tag, ()):
            if not unmarked(element.attributes.get(name, "")).strip():
                self.refuse("vocabulary", element, f"<{element.tag}> needs the attribute '{name}'", f'write {name}="…"')
        for name in element.attributes:
            if name not in known:
                hint = nearest(name, known) if known else "this element has no attributes"
                self.refuse("vocabulary", element, f"<{element.tag}> has no attribute '{name}'", hint)

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, parent: Element, allowed: Iterable[str] = BLOCKS) -> tree.Blocks:
        return tuple(self.block(child) for child in self.elements(parent, allowed))

    def flow(self, parent: Element) -> tree.Blocks:
        """The content of a list item or cell: blocks, or words as a paragraph of their own."""
        blocks: list[tree.Block] = []
        words: list[Element | str] = []

        def paragraph() -> None:
            if children := self.normalised(self.inline(word, parent) for word in words):
                blocks.append(self.keep(tree.Paragraph(children), parent))
            words.clear()

        for child in parent.children:
            if isinstance(child, str) or child.tag in INLINE:
                words.append(child)
            elif child.tag in BLOCKS:
                self.attributes(child)
                paragraph()
                blocks.append(self.block(child))
            else:
                self.misplaced(child, parent, BLOCKS | INLINE)
        paragraph()
        return tuple(blocks)

    def keep(self, block: tree.Block, element: Element) -> tree.Block:
        self.places[id(block)] = element.at
        self.kept.append(block)  # or its id could be given to another block
        return block

    def block(self, element: Element) -> tree.Block:
        return self.keep(self.built(element, unmarked(element.attributes.get("class", ""))), element)

    def built(self, element: Element, role: str) -> tree.Block:
        id = unmarked(element.attributes.get("id", ""))
        match element.tag:
            case "p":
                return tree.Paragraph(self.inlines(element), role)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return self.heading(element, id, role)
            case "section":
                return self.section(element, id, role)
            case "div" | "header" | "footer" | "address":
                return tree.Group(self.blocks(element), element.tag, role)
            case "aside":
                return tree.Aside(self.blocks(element), role)
            case "ul" | "ol":
                items = tuple(tree.Item(self.flow(item)) for item in self.elements(element, {"li"}))
                return tree.List(items, element.tag == "ol", role)
            case "dl":
                return self.description_list(element, role)
            case "table":
                return self.table(element, id, role)
            case "figure":
                return self.figure(element, id, role)
            case "img":
                return self.image(element, role)
            case "blockquote":
                return self.quote(element, role)
            case "nav":
                return self.contents(element, role)
            case other:
                raise AssertionError(f"no rule for <{other}>")

    def section(self, element: Element, id: str, role: str) -> tree.Section:
        short = self.runs(element, "title")
        outer, self.in_appendix = self.in_appendix, self.in_appendix or "appendix" in role.split()
        section = tree.Section(self.blocks(element), id, role, short)
        self.in_appendix = outer
        return section

    def heading(self, element: Element, id: str, role: str) -> tree.Heading:
        level = int(element.tag[1])
        self.counts["heading"] += 1
        id = id or f"h-{self.counts['heading']}"
        number = self.number(level) if self.numbered and "unnumbered" not in role.split() else ""
        return tree.Heading(level, self.inlines(element), id, role, number)

    def number(self, level: int) -> str:
        """``3``, ``3.1`` or, in an appendix, ``A``; the title and the lowest levels have none."""
        if level == 2 and self.in_appendix:
            self.appendix += 1
            return chr(ord("A") + self.appendix - 1)
        if level == 2:
            self.outline = [self.outline[0] + 1, 0]
            return str(self.outline[0])
        if level == 3 and not self.in_appendix:
            self.outline[1] += 1
            return f"{self.outline[0]}.{self.outline[1]}"
        return ""

    def description_list(self, element: Element, role: str) -> tree.DescriptionList:
        entries: list[tree.Description] = []
        terms: list[tree.Inlines] = []
        details: list[tree.Blocks] = []
        for child in self.elements(element, {"dt", "dd"}):
            if child.tag == "dt":
                if details:
                    entries.append(tree.Description(tuple(terms), tuple(details)))
                    terms, details = [], []
                terms.append(self.inlines(child))
            elif not terms:
                self.refuse("vocabulary", child, "a <dd> stands before any <dt>", "begin with the term: <dt>…</dt>")
            else:
                details.append(self.flow(child))
        if terms and not details:
            self.refuse("vocabulary", element, "a <dt> has no <dd>", "add <dd>…</dd> after it")
        elif terms:
            entries.append(tree.Description(tuple(terms), tuple(details)))
        return tree.DescriptionList(tuple(entries), role)

    def table(self, element: Element, id: str, role: str) -> tree.Table:
        caption: tree.Caption | None = None
        head: Rows = ()
        body: Rows = ()
        for part in self.elements(element, {"caption", "thead", "tbody"}):
            match part.tag:
                case "caption":
                    caption = self.caption(part, "table", role)
                case "thead":
                    head = self.rows(part)
                case _:
                    body = self.rows(part)
        return tree.Table(caption, head, body, id, role)

    def rows(self, part: Element) -> Rows:
        return tuple(
            tuple(self.cell(cell) for cell in self.elements(row, {"th", "td"})) for row in self.elements(part, {"tr"})
        )

    def cell(self, element: Element) -> tree.Cell:
        is_header, scope = element.tag == "th", element.attributes.get("scope", "")
        if is_header and scope not in ("col", "row"):
            self.refuse(
                "vocabulary", element, "a header cell needs a scope", 'write <th scope="col"> or <th scope="row">'
            )
        return tree.Cell(self.flow(element), is_header, scope, unmarked(element.attributes.get("class", "")))

    def caption(self, element: Element, kind: str, role: str) -> tree.Caption:
        number = 0
        if "unnumbered" not in role.split():
            self.counts[kind] += 1
            number = self.counts[kind]
        return tree.Caption(kind, number, self.inlines(element))

    def figure(self, element: Element, id: str, role: str) -> tree.Block:
        image, caption = None, None
        for part in self.elements(element, {"img", "figcaption"}):
            if part.tag == "img":
                image = self.image(part, unmarked(part.attributes.get("class", "")))
                self.keep(image, part)
            else:
                caption = self.caption(part, "figure", role)
        if image is None:
            self.refuse("vocabulary", element, "a <figure> has no <img>", 'add <img src="figure:…" alt="…"/>')
            return tree.Group((), "div", role)
        return tree.Figure(image, caption, id, role)

    def image(self, element: Element, role: str) -> tree.Image:
        source = unmarked(element.attributes.get("src", ""))
        if not re.fullmatch(r"(figure|portrait|monogram|picture):[\w.-]+", source):
            hint = "images come from the content: figure:…, portrait:…, monogram:… or picture:…"
            self.refuse("vocabulary", element, f"'{source}' is no source of an image", hint)
        if "alt" not in element.attributes:
            hint = 'add alt="…" that says what it shows, or alt="" for decoration'
            self.refuse("vocabulary", element, "an image has no alternative text", hint)
        return tree.Image(source, self.runs(element, "alt"), element.at, role)

    def quote(self, element: Element, role: str) -> tree.Quote:
        blocks: list[tree.Block] = []
        source: tree.Inlines = ()
        if not any(isinstance(child, Element) and child.tag == "p" for child in element.children):
            self.refuse("vocabulary", element, "a <blockquote> has no words", "put them into <p>…</p>")
        for child in self.elements(element, {"p", "footer"}):
            if child.tag == "footer":
                source = self.inlines(child)
            else:
                blocks.append(self.block(child))
        return tree.Quote(tuple(blocks), source, role)

    def contents(self, element: Element, role: str) -> tree.Block:
        titles = [c for c in self.elements(element, {"h2", "h3"})]
        depth = element.attributes.get("data-depth", "2")
        if len(titles) != 1 or depth not in ("2", "3"):
            hint = 'write <nav data-depth="3"><h2>Innehåll</h2></nav>; the entries come by themselves'
            self.refuse("vocabulary", element, "a table of contents has one heading and a depth of 2 or 3", hint)
            return tree.Group((), "div", role)
        title = tree.Heading(int(titles[0].tag[1]), self.inlines(titles[0]), "contents", "contents-title")
        self.keep(title, titles[0])
        return tree.Contents(title, int(depth), role)

    # --- words -------------------------------------------------------------------------------

    def inlines(self, element: Element) -> tree.Inlines:
        return self.normalised(self.inline(child, element) for child in element.children)

    def inline(self, child: Element | str, parent: Element) -> tree.Inlines:
        """The inline content of one child: a text is as many runs as it has origins."""
        if isinstance(child, str):
            return self.resolved(child, parent)
        if child.tag not in INLINE:
            self.misplaced(child, parent, INLINE)
            return ()
        self.attributes(child)
        role = child.attributes.get("role", "")
        if role and role != "doc-footnote":
            self.refuse(
                "vocabulary", child, f"a <span> cannot have the role '{role}'", 'a footnote is role="doc-footnote"'
            )
        if child.tag == "br" and child.children:
            self.refuse("vocabulary", child, "<br> holds nothing", "write <br/>")
        if role == "doc-footnote":
            self.counts["note"] += 1
            return (tree.Footnote(self.counts["note"], self.inlines(child)),)
        inner = tuple(i for c in child.children for i in self.inline(c, child))
        match child.tag:
            case "em":
                return (tree.Emphasis(inner),)
            case "strong":
                return (tree.Strong(inner),)
            case "br":
                return (tree.LineBreak(),)
            case "time":
                return (tree.Time(inner, unmarked(child.attributes.get("datetime", ""))),)
            case "abbr":
                return (tree.Abbreviation(inner, unmarked(child.attributes.get("title", ""))),)
            case "a":
                href = unmarked(child.attributes.get("href", ""))
                if href.startswith("#") and not inner:
                    return (tree.Reference(href[1:], child.at),)
                if not tree.words(inner).strip():  # it would vanish with them
                    self.refuse("empty-link", child, f"a link to {href} has no words", "say where it leads")
                return (tree.Link(href, inner),)
            case _:
                language, look = (unmarked(child.attributes.get(name, "")) for name in ("lang", "class"))
                return (tree.Span(inner, language, look),)

    def runs(self, element: Element, attribute: str) -> tuple[tree.Text, ...]:
        """An attribute's text as runs."""
        text = self.resolved(element.attributes.get(attribute, ""), element)
        return tuple(run for run in self.normalised([text]) if isinstance(run, tree.Text))

    def resolved(self, text: str, element: Element) -> tuple[tree.Text, ...]:
        try:
            runs = self.origins.resolve(text)
        except ValueError as error:
            hint = "use a filter that keeps the whole value"
            self.refuse("broken-value", element, f"in <{element.tag}>: {error}", hint)
            return ()
        if code := next((run for run, origin in runs if origin and origin.kind is Kind.CODE), ""):
            self.refuse(
                "code", element, f"'{code}' is a word for machines and stands in text", "print it in class or id only"
            )
        return tuple(tree.Text(run, origin) for run, origin in runs)

    def normalised(self, parts: Iterable[tree.Inlines]) -> tree.Inlines:
        """Inline content with white space folded, as a browser shows it."""
        return spaced(tuple(i for part in parts for i in part))
