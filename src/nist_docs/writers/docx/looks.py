"""The Word styles' looks as data, from the design tokens: what reference.docx is made of.

Sizes are in points, lengths in millimetres. Sizes and leadings come from ``--word-*``; distances are
those of the design's type table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from nist_docs.records import dataclass
from nist_docs.writers.docx.styles import WITHIN, Style

SANS, SEMIBOLD, LIGHT, SERIF = (
    "Source Sans Pro",
    "Source Sans Pro Semibold",
    "Source Sans Pro Light",
    "Source Serif Pro",
)
HANG = -20.0
WIDE = -15.0  # mm: headings, figures, tables reach into the right margin; text has 55 to 75 signs on a line
APPENDIX = 25.0  # mm: where an appendix's title begins: "Appendix A" has room before it
COVER_INSET = 8.0  # mm: the title's distance from the field's edges


@dataclass(frozen=True, slots=True)
class Rule:
    """A border; its width and its distance from the words are in points."""

    side: str  # top, left, bottom, right or between
    width: float
    colour: str
    gap: float = 0


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style's looks; what is None is taken over from the style that it is based on."""

    style: Style
    type: str | None = None  # a token's name: word-body
    font: str | None = None
    colour: str | None = None
    before: float = 0
    after: float = 0
    left: float | None = None
    hanging: float | None = None
    right: float | None = None
    base: Style | None = Style.BODY
    next: Style | None = None
    keep_next: bool = False
    keep_lines: bool = False
    image: bool = False  # as high as what stands in it
    sliver: bool = False  # a paragraph that the format demands and nobody should see
    outline: int | None = None
    number: tuple[int, int] | None = None  # numbering and level; numbering 0 takes the base's away
    tabs: tuple[tuple[str, float], ...] = ()
    rules: tuple[Rule, ...] = ()
    shade: str | None = None
    tracking: float = 0
    centred: bool = False
    tabular: bool = False
    hyphenated: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A character style's looks; colours and the underline's are tokens."""

    style: Style
    bold: bool = False
    italic: bool = False
    colour: str = ""
    underline: str = ""
    thick: bool = False
    font: str = ""
    raised: bool = False


HEADINGS, APPENDICES, BULLETS, NUMBERS, TABLE_BULLETS = 1, 2, 3, 4, 5  # numberings


def paragraphs() -> tuple[Look, ...]:
    """All paragraph styles, in the order in which a designer meets them."""
    return (
        *_headings(),
        *_text(),
        *_voices(),
        *_boxes(),
        *_lists(),
        *_tables(),
        *_contents(),
        *_pages(),
        *_cover(),
    )


def _headings() -> tuple[Look, ...]:
    first, second = "word-heading-1", "word-heading-2"
    heading = partial(Look, right=WIDE, next=Style.BODY, keep_next=True, keep_lines=True)
    plain = partial(heading, left=HANG, hanging=0, number=(0, 0))
    return (
        Look(Style.TITLE, "word-title", SEMIBOLD, "step-4", 0, 10, HANG, 0, WIDE, outline=0, tracking=-0.6,
             next=Style.LEAD, keep_next=True, keep_lines=True),
        heading(Style.HEADING_1, first, SEMIBOLD, "step-4", 24, 12, 0, 20, outline=0, tracking=-0.3,
             number=(HEADINGS, 0), tabs=(("left", 0),)),
        heading(Style.HEADING_2, second, SEMIBOLD, "step-4", 18, 6, 0, 20, outline=1,
             number=(HEADINGS, 1), tabs=(("left", 0),)),
        heading(Style.HEADING_3, "word-heading-3", SEMIBOLD, "step-4", 12, 4, outline=2),
        heading(Style.HEADING_4, "word-body", SEMIBOLD, "ink", 10, 3, outline=3),
        heading(Style.HEADING_5, "word-body", SANS, "ink", 10, 3, outline=4),
        plain(Style.PLAIN_1, before=24, after=12, base=Style.HEADING_1),
        plain(Style.PLAIN_2, before=18, after=6, base=Style.HEADING_2),
        heading(Style.APPENDIX, before=24, after=12, left=APPENDIX, hanging=APPENDIX - HANG, base=Style.HEADING_1,
                number=(APPENDICES, 0), tabs=(("left", APPENDIX),)),
        Look(Style.SUBTITLE, "word-subtitle", LIGHT, "ink", 0, 12, HANG, 0, WIDE, keep_next=True, next=Style.BODY),
    )  # fmt: skip


def _text() -> tuple[Look, ...]:
    return (
        Look(Style.BODY, "word-body", SANS, "ink", 0, 8, base=None),
        Look(Style.ABOVE, "word-label", SEMIBOLD, "step-3", 0, 4, HANG, keep_next=True, next=Style.TITLE),
        Look(Style.LEAD, "word-lead", before=0, after=12, next=Style.BODY),
        Look(Style.LABEL, "word-label", SEMIBOLD, "step-3", 4, 0, keep_next=True, next=Style.VALUE),
        Look(Style.VALUE, before=0, after=6),
        Look(Style.METADATA, "word-label", SANS, "quiet", 0, 8, keep_next=True),
    )


def _voices() -> tuple[Look, ...]:
    """Someone's exact words: the serif, and a bar above a pulled line."""
    bar = (Rule("top", 2.25, "step-4", 10),)
    panel = _panel("step-1")
    return (
        Look(Style.ANSWER, "word-answer", SERIF, before=0, after=8, hyphenated=True),
        Look(Style.QUOTE, "word-quote", SERIF, "step-4", 20, 0, rules=bar, keep_next=True, keep_lines=True,
             next=Style.SOURCE),
        Look(Style.SOURCE, "word-quote-source", SANS, "quiet", 3, 14, next=Style.BODY),
        panel(Style.VISION, "word-quote", SERIF, "step-4", 14, 14, keep_next=True, next=Style.VISION_NOTE),
        panel(Style.VISION_NOTE, "word-label", SANS, "ink", 0, 16, next=Style.BODY),
    )  # fmt: skip


def _panel(colour: str) -> partial[Look]:
    """A ground with air around its words, which Word has as borders of the ground's own colour."""
    rules = tuple(Rule(side, 0.5, colour, 8) for side in ("top", "left", "bottom", "right"))
    return partial(Look, left=3, right=3, keep_lines=True, shade=colour, rules=rules)


def _boxes() -> tuple[Look, ...]:
    third = "word-heading-3"
    bar = (Rule("top", 3, "step-4", 6),)
    panel = _panel("step-1")
    first = partial(Look, next=Style.FACTS, rules=bar, before=18)
    return (
        Look(Style.FACTS_HEADING, third, SEMIBOLD, "step-4", 0, 3, keep_next=True, next=Style.FACTS),
        Look(Style.FACTS_LABEL, "word-label", SEMIBOLD, "step-3", 4, 0, keep_next=True, next=Style.FACTS),
        Look(Style.FACTS, before=0, after=6, keep_lines=True),
        first(Style.FACTS_HEADING_FIRST, after=3, base=Style.FACTS_HEADING),
        first(Style.FACTS_LABEL_FIRST, base=Style.FACTS_LABEL),
        first(Style.FACTS_FIRST, after=6, base=Style.FACTS),
        Look(Style.FACTS_LAST, after=20, base=Style.FACTS, next=Style.BODY),
        panel(Style.NOTICE_HEADING, third, SEMIBOLD, "step-4", 0, 2, keep_next=True, next=Style.NOTICE),
        panel(Style.NOTICE, after=12),
    )  # fmt: skip


def _lists() -> tuple[Look, ...]:
    bullets = (Style.BULLET_1, Style.BULLET_2, Style.BULLET_3)
    numbers = (Style.NUMBER_1, Style.NUMBER_2, Style.NUMBER_3)
    continued = (Style.CONTINUE_1, Style.CONTINUE_2, Style.CONTINUE_3)
    found = []
    for level in range(3):
        left = LIST_INDENT * (level + 1)
        for style, numbering in ((bullets[level], BULLETS), (numbers[level], NUMBERS)):
            found.append(Look(style, before=0, after=6, left=left, hanging=LIST_INDENT, number=(numbering, level)))
        found.append(Look(continued[level], before=0, after=6, left=left))
    return tuple(found)


LIST_INDENT = 5.0


def _tables() -> tuple[Look, ...]:
    across = partial(Look, left=HANG, right=WIDE)
    caption = partial(across, type="word-caption", font=SANS, colour="quiet", keep_lines=True, next=Style.BODY)
    return (
        caption(Style.CAPTION, before=14, after=5, keep_next=True),
        # A picture stands in its caption's paragraph: no program parts the lines of a paragraph that keeps them.
        across(Style.FIGURE, before=14, after=6, keep_next=True, image=True, next=Style.BODY),
        caption(Style.FIGURE_CAPTION, before=14, after=16),
        *(
            Look(within, before=14, after=after, left=0, base=hanging)
            for (hanging, within), after in zip(WITHIN.items(), (5, 6, 16), strict=True)
        ),
        Look(Style.TABLE_TEXT, "word-table", SANS, "ink", 0, 0, tabular=True),
        Look(Style.TABLE_TEXT_SHORT, base=Style.TABLE_TEXT, centred=True),
        Look(Style.TABLE_HEAD, font=SEMIBOLD, base=Style.TABLE_TEXT, keep_next=True),
        Look(Style.TABLE_HEAD_SHORT, base=Style.TABLE_HEAD, centred=True),
        Look(Style.BODY_AFTER_TABLE, before=14, after=8, next=Style.BODY),
        Look(Style.LABEL_AFTER_TABLE, before=14, after=0, base=Style.LABEL, keep_next=True, next=Style.VALUE),
        Look(Style.BULLET_AFTER_TABLE, before=14, after=6, base=Style.BULLET_1, next=Style.BULLET_1),
        Look(Style.NUMBER_AFTER_TABLE, before=14, after=6, base=Style.NUMBER_1, next=Style.NUMBER_1),
        Look(Style.TABLE_BULLET, base=Style.TABLE_TEXT, left=3.5, hanging=3.5, number=(TABLE_BULLETS, 0)),
    )


def _contents() -> tuple[Look, ...]:
    """Entries are as wide as the cover: 170 mm."""
    lines = tuple(Rule(side, 0.5, "hairline", 3) for side in ("bottom", "between"))
    entry = partial(Look, type="word-contents", before=3, after=3, hanging=10, right=WIDE - 5, rules=lines)
    end = ("right", 140.0)  # where Word sets the page numbers
    return (
        Look(Style.CONTENTS_TITLE, "word-heading-2", SEMIBOLD, "step-4", 26, 6, -30, keep_next=True),
        # A number ends at the first stop, an appendix's name at the second.
        entry(Style.CONTENTS_1, font=SEMIBOLD, left=-20, tabs=(("left", -20), ("left", -6), end)),
        entry(Style.CONTENTS_2, font=SANS, left=-10, tabs=(("left", -10), end)),
    )  # fmt: skip


def _pages() -> tuple[Look, ...]:
    end = (("right", 135.0),)
    below = (Rule("bottom", 0.75, "line", 5),)
    mark = tuple(Rule(side, 0.5, "step-2", 2.5) for side in ("top", "left", "bottom", "right"))
    return (
        Look(Style.NOTE, "word-note", before=0, after=2, left=4, hanging=4, tabs=(("left", 4),)),
        Look(Style.HEADER, "word-running", colour="quiet", after=8, left=HANG, right=WIDE, tabs=end, rules=below),
        Look(Style.FOOTER, "word-running", colour="quiet", left=HANG, right=WIDE, tabs=end),
        Look(Style.STATUS, "word-running", SEMIBOLD, "ink", 0, 6, HANG + 1, right=WIDE + 1, shade="step-2", rules=mark),
        Look(Style.SEPARATOR, sliver=True),
    )


def _cover() -> tuple[Look, ...]:
    inside = partial(Look, left=COVER_INSET, right=COVER_INSET, colour="paper")
    return (
        # The air above shows where a long title fills the field up to its steps.
        inside(Style.COVER_LABEL, "word-lead", font=SEMIBOLD, before=22, after=4),
        inside(Style.COVER_TITLE, after=8, base=Style.TITLE, hanging=0, next=Style.COVER_SUBTITLE),
        inside(Style.COVER_TITLE_LONG, "word-title-long", after=8, base=Style.COVER_TITLE, next=Style.COVER_SUBTITLE),
        inside(Style.COVER_SUBTITLE, "word-subtitle", font=LIGHT, after=10),
        inside(Style.COVER_TEXT, "word-lead", after=8),
        replace(_panel("step-1")(Style.COVER_NOTICE, after=12), left=-27, right=WIDE - 2),
    )


def characters() -> tuple[Sign, ...]:
    return (
        Sign(Style.EMPHASIS, italic=True),
        Sign(Style.STRONG, bold=True),
        Sign(Style.STRONG_EMPHASIS, bold=True, italic=True),
        *_combined(
            (Style.LINK, Style.LINK_EMPHASIS, Style.LINK_STRONG, Style.LINK_STRONG_EMPHASIS),
            "step-4",
            "step-4",
        ),
        *_combined(
            (Style.NEW, Style.NEW_EMPHASIS, Style.NEW_STRONG, Style.NEW_STRONG_EMPHASIS),
            "",
            "new",
            thick=True,
        ),
        *_combined((Style.EXACT, Style.EXACT_EMPHASIS, Style.EXACT_STRONG, Style.EXACT_STRONG_EMPHASIS), font=SERIF),
        Sign(Style.CAPTION_LABEL, font=SEMIBOLD, colour="ink"),
        Sign(Style.NOTE_REFERENCE, font=SEMIBOLD, raised=True),
        Sign(Style.NOTE_NUMBER, font=SEMIBOLD),
        Sign(Style.RUNNING_STRONG, font=SEMIBOLD, colour="ink"),
    )


def _combined(
    styles: tuple[Style, Style, Style, Style],
    colour: str = "",
    underline: str = "",
    *,
    thick: bool = False,
    font: str = "",
) -> tuple[Sign, ...]:
    kinds = ((False, False), (False, True), (True, False), (True, True))
    return tuple(
        Sign(style, bold, italic, colour, underline, thick, font)
        for style, (bold, italic) in zip(styles, kinds, strict=True)
    )


def type_of(tokens: Mapping[str, str], token: str) -> tuple[float, float]:
    """A token's size and leading in points."""
    size, leading = tokens[token].split("/")
    return float(size), float(leading)


def colour_of(tokens: Mapping[str, str], token: str) -> str:
    """A token's colour as Word writes it."""
    return tokens[token].lstrip("#").upper()
