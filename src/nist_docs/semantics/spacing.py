"""White space in inline content, folded as a browser folds it."""

from __future__ import annotations

import re
from dataclasses import replace

from nist_docs.semantics import tree

_SPACE = re.compile(r"[ \t\r\n\f]+")  # a fixed space is not white space here


def spaced(inlines: tree.Inlines) -> tree.Inlines:
    """The content with single spaces between words, and none at either end or after a line break."""
    return _right_trimmed(_folded(inlines, _Edge()))


class _Edge:
    """Whether the next space would be the first of its line or follow another."""

    spaced = True


def _folded(inlines: tree.Inlines, edge: _Edge) -> tree.Inlines:
    found: list[tree.Inline] = []
    for inline in inlines:
        match inline:
            case tree.Text(text, origin):
                text = _SPACE.sub(" ", text)
                if edge.spaced:
                    text = text.removeprefix(" ")
                if text:
                    edge.spaced = text.endswith(" ")
                    found.append(tree.Text(text, origin))
            case tree.LineBreak():
                edge.spaced = True
                found.append(inline)
            case tree.Footnote() | tree.Reference():
                edge.spaced = False
                found.append(inline)
            case _:
                if children := _folded(inline.children, edge):
                    found.append(_with_children(inline, children))
    return tuple(found)


def _right_trimmed(inlines: tree.Inlines) -> tree.Inlines:
    if not inlines:
        return inlines
    *others, last = inlines
    match last:
        case tree.Text(text, origin):
            text = text.removesuffix(" ")
            return (*others, tree.Text(text, origin)) if text else _right_trimmed(tuple(others))
        case tree.LineBreak() | tree.Footnote() | tree.Reference():
            return inlines
        case _:
            return (*others, _with_children(last, _right_trimmed(last.children)))


def _with_children(
    inline: tree.Emphasis | tree.Strong | tree.Link | tree.Span | tree.Abbreviation | tree.Time, children: tree.Inlines
) -> tree.Inline:
    return replace(inline, children=children)
