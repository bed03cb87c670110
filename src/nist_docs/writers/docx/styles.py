"""The Word styles that documents use, by purpose: the one place that knows their names.

Built-in styles bear Word's own names, so that Word shows them in the reader's language; the rest are
Swedish, as the designer meets them in Word's list of styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from docx.styles.styles import Styles

from nist_docs.problems import Place, Problem, Problems

REFERENCE = "word/reference.docx"


class Style(StrEnum):
    BODY = "Normal"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    HEADING_5 = "heading 5"
    PLAIN_1 = "Rubrik 1 utan nummer"
    PLAIN_2 = "Rubrik 2 utan nummer"
    APPENDIX = "Bilagerubrik"
    ABOVE = "Överrubrik"
    LEAD = "Ingress"
    LABEL = "Etikett"
    VALUE = "Faktavärde"
    METADATA = "Metadata"
    ANSWER = "Svar"
    QUOTE = "Quote"
    SOURCE = "Citatkälla"
    FACTS = "Faktaruta"
    FACTS_HEADING = "Faktaruta rubrik"
    FACTS_LABEL = "Faktaruta etikett"
    FACTS_FIRST = "Faktaruta början"
    FACTS_LAST = "Faktaruta slut"
    FACTS_HEADING_FIRST = "Faktaruta rubrik början"
    FACTS_LABEL_FIRST = "Faktaruta etikett början"
    VISION = "Vision"
    VISION_NOTE = "Visionsnot"
    NOTICE = "Notis"
    NOTICE_HEADING = "Notis rubrik"
    BULLET_1 = "List Bullet"
    BULLET_2 = "List Bullet 2"
    BULLET_3 = "List Bullet 3"
    NUMBER_1 = "List Number"
    NUMBER_2 = "List Number 2"
    NUMBER_3 = "List Number 3"
    CONTINUE_1 = "List Continue"
    CONTINUE_2 = "List Continue 2"
    CONTINUE_3 = "List Continue 3"
    CAPTION = "caption"
    FIGURE_CAPTION = "Figurtext"
    FIGURE = "Figur"
    CAPTION_IN_LIST = "Tabellrubrik i lista"
    FIGURE_CAPTION_IN_LIST = "Figurtext i lista"
    FIGURE_IN_LIST = "Figur i lista"
    TABLE_TEXT = "Tabelltext"
    TABLE_HEAD = "Tabellhuvud"
    TABLE_TEXT_SHORT = "Tabelltext kort"
    TABLE_HEAD_SHORT = "Tabellhuvud kort"
    TABLE_BULLET = "Tabellpunkt"
    CONTENTS_TITLE = "TOC Heading"
    CONTENTS_1 = "toc 1"
    CONTENTS_2 = "toc 2"
    NOTE = "footnote text"
    HEADER = "header"
    FOOTER = "footer"
    STATUS = "Status"
    COVER_LABEL = "Omslag etikett"
    COVER_TITLE = "Omslag titel"
    COVER_TITLE_LONG = "Omslag titel lång"
    COVER_SUBTITLE = "Omslag underrubrik"
    COVER_TEXT = "Omslag text"
    COVER_NOTICE = "Omslag notis"
    SEPARATOR = "Mellanrum"
    BODY_AFTER_TABLE = "Brödtext efter tabell"
    LABEL_AFTER_TABLE = "Etikett efter tabell"
    BULLET_AFTER_TABLE = "Punkt efter tabell"
    NUMBER_AFTER_TABLE = "Nummer efter tabell"

    # Characters. A run has one style, so each combination that a text can need is a style.
    EMPHASIS = "Emphasis"
    STRONG = "Strong"
    STRONG_EMPHASIS = "Intense Emphasis"
    LINK = "Hyperlink"
    LINK_EMPHASIS = "Länk betonad"
    LINK_STRONG = "Länk stark"
    LINK_STRONG_EMPHASIS = "Länk stark betonad"
    NEW = "Nytt"
    NEW_EMPHASIS = "Nytt betonat"
    NEW_STRONG = "Nytt starkt"
    NEW_STRONG_EMPHASIS = "Nytt starkt betonat"
    EXACT = "Ordagrant"
    EXACT_EMPHASIS = "Ordagrant betonat"
    EXACT_STRONG = "Ordagrant starkt"
    EXACT_STRONG_EMPHASIS = "Ordagrant starkt betonat"
    CAPTION_LABEL = "Bildtext etikett"
    NOTE_REFERENCE = "footnote reference"
    NOTE_NUMBER = "Fotnotsnummer"
    RUNNING_STRONG = "Sidhuvud typ"

    # Tables.
    TABLE = "Hearingtabell"
    COVER = "Omslag"
    FACTS_TABLE = "Uppgifter"


# Styles that Word knows by these names; it shows them in the reader's language.
BUILT_IN = frozenset(
    {
        Style.BODY, Style.TITLE, Style.SUBTITLE, Style.HEADING_1, Style.HEADING_2, Style.HEADING_3,
        Style.HEADING_4, Style.HEADING_5, Style.QUOTE, Style.BULLET_1, Style.BULLET_2, Style.BULLET_3,
        Style.NUMBER_1, Style.NUMBER_2, Style.NUMBER_3, Style.CONTINUE_1, Style.CONTINUE_2,
        Style.CONTINUE_3, Style.CAPTION, Style.CONTENTS_TITLE, Style.CONTENTS_1, Style.CONTENTS_2,
        Style.NOTE, Style.HEADER, Style.FOOTER, Style.EMPHASIS, Style.STRONG, Style.STRONG_EMPHASIS,
        Style.LINK, Style.NOTE_REFERENCE,
    }
)  # fmt: skip

# What a template's class names mean in Word. A name that is not here leaves an element's own style.
PARAGRAPHS: Mapping[str, Style] = {
    "lead": Style.LEAD,
    "ingress": Style.LEAD,
    "conclusion": Style.LEAD,
    "label": Style.LABEL,
    "kicker": Style.ABOVE,
    "band-name": Style.LABEL,
    "section-label": Style.LABEL,
    "raised-title": Style.LABEL,
    "subtitle": Style.SUBTITLE,
    "byline": Style.METADATA,
    "meta": Style.METADATA,
    "dateline": Style.METADATA,
    "post": Style.METADATA,
    "organisation": Style.METADATA,
    "answer": Style.ANSWER,
    "vision": Style.VISION,
    "vision-note": Style.VISION_NOTE,
}
COVER_PARAGRAPHS: Mapping[str, Style] = {
    "label": Style.COVER_LABEL,
    "cover-type": Style.COVER_LABEL,
    "subtitle": Style.COVER_SUBTITLE,
}
# A table has no distance of its own to what follows it in Word; headings, captions and boxes bring theirs.
AFTER_TABLE: Mapping[Style, Style] = {
    Style.BODY: Style.BODY_AFTER_TABLE,
    Style.LABEL: Style.LABEL_AFTER_TABLE,
    Style.BULLET_1: Style.BULLET_AFTER_TABLE,
    Style.NUMBER_1: Style.NUMBER_AFTER_TABLE,
}
# Tables, figures and what is said of them hang into the left margin, but not within a list or a cell.
WITHIN: Mapping[Style, Style] = {
    Style.CAPTION: Style.CAPTION_IN_LIST,
    Style.FIGURE: Style.FIGURE_IN_LIST,
    Style.FIGURE_CAPTION: Style.FIGURE_CAPTION_IN_LIST,
}
ANSWERS = frozenset({"answer", "statement"})  # quotations that are someone's whole words, not a pulled line
SPANS = frozenset({"new", "exact"})

# (what it is besides, strong, emphasised) -> style
CHARACTERS: Mapping[tuple[str, bool, bool], Style] = {
    ("", False, True): Style.EMPHASIS,
    ("", True, False): Style.STRONG,
    ("", True, True): Style.STRONG_EMPHASIS,
    ("link", False, False): Style.LINK,
    ("link", False, True): Style.LINK_EMPHASIS,
    ("link", True, False): Style.LINK_STRONG,
    ("link", True, True): Style.LINK_STRONG_EMPHASIS,
    ("new", False, False): Style.NEW,
    ("new", False, True): Style.NEW_EMPHASIS,
    ("new", True, False): Style.NEW_STRONG,
    ("new", True, True): Style.NEW_STRONG_EMPHASIS,
    ("exact", False, False): Style.EXACT,
    ("exact", False, True): Style.EXACT_EMPHASIS,
    ("exact", True, False): Style.EXACT_STRONG,
    ("exact", True, True): Style.EXACT_STRONG_EMPHASIS,
}


def role_style(role: str, otherwise: Style, known: Mapping[str, Style] = PARAGRAPHS) -> Style:
    """The style of the first class name that has one."""
    return next((known[part] for part in role.split() if part in known), otherwise)


class StyleSheet:
    """The reference document's styles by name; Word may give them other ids when it saves."""

    def __init__(self, styles: Styles) -> None:
        """Raises Problems with every style that the reference document lacks."""
        # Without regard to case, which programs and python-docx use differently in built-in names.
        self.found = {style.name.casefold(): style for style in styles if style.name}
        missing = [style for style in Style if style.casefold() not in self.found]
        if missing:
            where, hint = Place(f"templates/{REFERENCE}"), "run: make reference"
            raise Problems(Problem("word-style", where, f"there is no style “{one}”", hint) for one in missing)
        self._ids = {style: str(self.found[style.casefold()].style_id) for style in Style}

    def __getitem__(self, style: Style) -> str:
        """A style's id."""
        return self._ids[style]

    def numbering(self, style: Style) -> str:
        """The id of the numbering that a style has, or nothing."""
        ids = self.found[style.casefold()].element.xpath("w:pPr/w:numPr/w:numId/@w:val")
        return str(ids[0]) if ids else ""
