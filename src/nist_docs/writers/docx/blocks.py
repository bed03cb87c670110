"""The tree's blocks -> paragraphs and tables in named styles."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never, cast

from docx.oxml.text.paragraph import CT_P

from nist_docs.semantics import tree
from nist_docs.writers.docx.contents import MARK, contents
from nist_docs.writers.docx.context import Context, Setting
from nist_docs.writers.docx.images import image_run
from nist_docs.writers.docx.inlines import Inlines, caption
from nist_docs.writers.docx.ooxml import Element, run, w
from nist_docs.writers.docx.styles import ANSWERS, Style, role_style
from nist_docs.writers.docx.tables import keep_with_next, table

OPEN = Setting()
FACTS = Setting(Style.FACTS, Style.FACTS_LABEL, Style.FACTS, Style.FACTS_HEADING)
NOTICE = Setting(Style.NOTICE, Style.NOTICE, Style.NOTICE, Style.NOTICE_HEADING)

# The bar above a fact box belongs to its first paragraph.
FIRST_IN_FACTS = {
    Style.FACTS: Style.FACTS_FIRST,
    Style.FACTS_LABEL: Style.FACTS_LABEL_FIRST,
    Style.FACTS_HEADING: Style.FACTS_HEADING_FIRST,
}
BULLETS = (Style.BULLET_1, Style.BULLET_2, Style.BULLET_3)
NUMBERS = (Style.NUMBER_1, Style.NUMBER_2, Style.NUMBER_3)
CONTINUED = (Style.CONTINUE_1, Style.CONTINUE_2, Style.CONTINUE_3)
DEEPEST = len(BULLETS) - 1


class Blocks:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.inlines = Inlines(context, context.file.part)
        self.first_in_facts = False

    def write(self, blocks: tree.Blocks, setting: Setting = OPEN) -> list[Element]:
        return [made for block in blocks for made in self.block(block, setting)]

    def block(self, block: tree.Block, setting: Setting) -> list[Element]:
        match block:
            case tree.Paragraph():
                return [self.paragraph(role_style(block.role, setting.body), block.children)]
            case tree.Heading():
                return [self.heading(block, setting)]
            case tree.Section():
                return self.section(block, setting)
            case tree.Group():
                return self.write(block.children, setting)
            case tree.List():
                return self.listed(block, setting)
            case tree.DescriptionList():
                return [made for entry in block.entries for made in self.description(entry, setting)]
            case tree.Table():
                return table(self.context, block, setting, self.write)
            case tree.Figure():
                return self.figure(block, setting)
            case tree.Image():
                return [self.image(block, setting)]
            case tree.Quote():
                return self.quote(block)
            case tree.Aside():
                return self.aside(block, setting)
            case tree.Contents():
                return [contents(self.context, block)]
            case _:
                assert_never(block)

    def paragraph(self, style: Style, children: tree.Inlines, *properties: Element) -> Element:
        if self.first_in_facts:
            style, self.first_in_facts = FIRST_IN_FACTS.get(style, style), False
        return self.context.paragraph(style, self.inlines.runs(children), *properties)

    def heading(self, heading: tree.Heading, setting: Setting) -> Element:
        if setting.heading is None:
            made = self.paragraph(heading_style(heading), heading.children)
        else:
            # One style serves headings of every level in a box; their place in the outline is their own.
            level = w("outlineLvl", val=max(heading.level - 2, 0))
            made = self.paragraph(setting.heading, heading.children, level)
        content = cast(list[Element], list(made)[1:])  # after its properties
        made.extend(self.context.anchors.around(heading.id, content))
        if heading.level == 1:
            made.set(MARK, "1")
        return made

    def section(self, section: tree.Section, setting: Setting) -> list[Element]:
        if "page" in section.role.split():
            self.context.at_new_page = True
        return [*self.context.anchors.around(section.id, []), *self.write(section.children, setting)]

    # --- lists -------------------------------------------------------------------------------

    def listed(self, block: tree.List, setting: Setting) -> list[Element]:
        level = min(setting.depth, DEEPEST)
        if setting.in_cell and not block.ordered:
            style = Style.TABLE_BULLET
        else:
            style = (NUMBERS if block.ordered else BULLETS)[level]
        instance = self.context.numbering.restarted(Style.NUMBER_1, level) if block.ordered else None
        inner = replace(setting, body=setting.body if setting.in_cell else CONTINUED[level], depth=setting.depth + 1)
        found = []
        for item in block.items:
            first, rest = item.children[:1], item.children[1:]
            if first and isinstance(first[0], tree.Paragraph):
                number = [w("numPr", w("ilvl", val=level), w("numId", val=instance))] if instance else []
                found.append(self.paragraph(style, first[0].children, *number))
            else:
                rest = item.children
            found += self.write(rest, inner)
        return found

    def description(self, entry: tree.Description, setting: Setting) -> list[Element]:
        terms = [self.paragraph(setting.label, term) for term in entry.terms]
        inner = replace(setting, body=setting.value)
        return terms + [made for detail in entry.details for made in self.write(detail, inner)]

    # --- what stands out ---------------------------------------------------------------------

    def quote(self, quote: tree.Quote) -> list[Element]:
        whole = bool(ANSWERS & set(quote.role.split()))
        setting = Setting(body=Style.ANSWER if whole else Style.QUOTE)
        made = self.write(quote.children, setting)
        if quote.source:
            keep_with_next(made[-1:])
            made.append(self.paragraph(Style.SOURCE, quote.source))
        return made

    def aside(self, aside: tree.Aside, setting: Setting) -> list[Element]:
        roles = aside.role.split()
        if "facts" in roles:
            return self.facts(aside)
        return self.write(aside.children, NOTICE if "notice" in roles else setting)

    def facts(self, aside: tree.Aside) -> list[Element]:
        """A fact box: a bar above its first paragraph, air below its last."""
        self.first_in_facts = True
        made = self.write(aside.children, FACTS)
        self.first_in_facts = False
        last = made[-1] if made else None
        if isinstance(last, CT_P) and last.style == self.context.styles[Style.FACTS]:
            last.style = self.context.styles[Style.FACTS_LAST]
        return made

    def figure(self, figure: tree.Figure, setting: Setting) -> list[Element]:
        if not figure.caption:
            return [*self.context.anchors.around(figure.id, []), self.image(figure.image, setting)]
        picture = image_run(self.context, figure.image, setting)
        style = setting.style(Style.FIGURE_CAPTION)
        return [
            caption(
                self.context,
                figure.caption,
                figure.id,
                style,
                above=[picture, run([w("br")])],
            )
        ]

    def image(self, image: tree.Image, setting: Setting) -> Element:
        style = setting.body if setting.in_cell else setting.style(Style.FIGURE)
        return self.context.paragraph(style, [image_run(self.context, image, setting)])


def heading_style(heading: tree.Heading) -> Style:
    """Word numbers Heading 1, Heading 2 and appendices by itself; what has no number has another style."""
    match heading.level, heading.number:
        case 1, _:
            return Style.TITLE
        case 2, "":
            return Style.PLAIN_1
        case 2, number:
            return Style.APPENDIX if number.isalpha() else Style.HEADING_1
        case 3, "":
            return Style.PLAIN_2
        case 3, _:
            return Style.HEADING_2
        case 4, _:
            return Style.HEADING_3
        case 5, _:
            return Style.HEADING_4
        case _:
            return Style.HEADING_5
