"""The table of contents: a field that Word can update, complete when the file opens.

The cached entries have no page numbers, which only Word's layout knows; updating the field adds them.
"""

from __future__ import annotations

from docx.oxml.ns import qn

from nist_docs.semantics import tree
from nist_docs.writers.docx.context import Context
from nist_docs.writers.docx.inlines import Inlines
from nist_docs.writers.docx.ooxml import Element, begin, end, run, twips, w, words
from nist_docs.writers.docx.styles import Style
from nist_docs.writers.numbering import heading_number

RANGE = "_innehall"  # the bookmark around all that follows the main heading, which is no entry of its own
MARK = "main-heading"  # stands on the main heading's paragraph until the range is set; never written


def contents(context: Context, block: tree.Contents) -> Element:
    """The contents' heading and entries, marked so that Word offers to update them."""
    title = Inlines(context, context.file.part).runs(block.title.children)
    paragraphs = [context.paragraph(Style.CONTENTS_TITLE, context.anchors.around(block.title.id, title))]
    listed = [h for h in tree.headings(context.document) if 2 <= h.level <= block.depth]
    paragraphs += [_entry(context, heading) for heading in listed]
    if listed:
        # \o: headings to this level; \u: by outline level, so that unnumbered and appendix headings count;
        # \b: not the main heading; \h: as links; \z: no page numbers in Word's web view.
        instruction = f'TOC \\o "1-{block.depth - 1}" \\h \\z \\u \\b {RANGE}'
        first = paragraphs[1]
        for part in reversed(begin(instruction)):
            first.insert(1, part)
        paragraphs[-1].append(end())
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w("sdt", w("sdtPr", gallery), w("sdtContent", *paragraphs))


def _entry(context: Context, heading: tree.Heading) -> Element:
    number = heading_number(heading, context.words)
    content = [run(words(f"{number}\t"))] if number else []
    content.append(run(words(tree.line(heading.children))))
    link = w("hyperlink", *content, anchor=context.anchors.names[heading.id], history=1)
    return context.paragraph(Style.CONTENTS_1 if heading.level == 2 else Style.CONTENTS_2, [link])


def draw_in(context: Context) -> None:
    """Contents are as wide as a cover; without one, as wide as headings and tables: 10 mm less to the left, 5 to the
    right. The styles move, for Word to write new entries in them."""
    for style in (Style.CONTENTS_TITLE, Style.CONTENTS_1, Style.CONTENTS_2):
        properties = context.styles.found[style.casefold()].element
        for path, by in (
            ("w:pPr/w:ind/@w:left", 10.0),
            ("w:pPr/w:ind/@w:right", 5.0),
            ("w:pPr/w:tabs/w:tab[@w:val='left']/@w:pos", 10.0),
            ("w:pPr/w:tabs/w:tab[@w:val='right']/@w:pos", -5.0),
        ):
            for place in properties.xpath(path):
                place.getparent().set(place.attrname, str(int(place) + twips(by)))


def in_range(context: Context, body: list[Element]) -> list[Element]:
    """The body without marks; if it has contents, a bookmark runs from the main heading to the end."""
    after = 0
    for number, element in enumerate(body, 1):
        marked = next((one for one in element.iter(qn("w:p")) if one.get(MARK)), None)
        if marked is not None:
            del marked.attrib[MARK]
            after = number
            break
    if not any(isinstance(block, tree.Contents) for block in tree.walk(context.document.body)):
        return body
    return [*body[:after], *context.anchors.ends(RANGE, body[after:])]
