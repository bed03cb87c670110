"""The closed vocabulary: every element that documents are made of, and what each may bear."""

# Every element, with the attributes that it may bear.
VOCABULARY: dict[str, set[str]] = {
    "html": {"lang"}, "head": set(), "title": set(), "meta": {"name", "content"}, "body": {"class"},
    "section": {"id", "class", "title"},
    "div": {"class"}, "header": {"class"}, "footer": {"class"}, "address": {"class"},
    "nav": {"class", "data-depth"}, "aside": {"class"},
    **{f"h{level}": {"id", "class"} for level in range(1, 7)},
    "p": {"class"}, "ul": {"class"}, "ol": {"class"}, "li": set(),
    "dl": {"class"}, "dt": set(), "dd": set(),
    "table": {"id", "class"}, "caption": set(), "thead": set(), "tbody": set(), "tr": set(),
    "th": {"scope", "class"}, "td": {"class"},
    "figure": {"id", "class"}, "figcaption": set(), "img": {"src", "alt", "class"},
    "blockquote": {"class"},
    "a": {"href"}, "em": set(), "strong": set(), "span": {"lang", "class", "role"},
    "abbr": {"title"}, "time": {"datetime"}, "br": set(),
}  # fmt: skip

REQUIRED = {"html": ("lang",), "a": ("href",), "time": ("datetime",), "abbr": ("title",), "img": ("src",)}

INLINE = {"a", "em", "strong", "span", "abbr", "time", "br"}
META = {"type", "author", "description", "running", "copy", "status", "published", "modified", "page", "picture",
        "picture_alt"}  # fmt: skip

BLOCKS = set(VOCABULARY) - INLINE - {
    "html", "head", "title", "meta", "body", "li", "dt", "dd", "caption", "thead", "tbody", "tr", "th",
    "td", "figcaption",
}  # fmt: skip
