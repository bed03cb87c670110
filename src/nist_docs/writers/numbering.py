"""Numbers in words, the same in every format: "Tabell 1.", "3.1", "Bilaga A"."""

from __future__ import annotations

from nist_docs.semantics import tree
from nist_docs.writers.resources import Words

Target = tree.Heading | tree.Section | tree.Figure | tree.Table


def targets(document: tree.Document) -> dict[str, Target]:
    """Everything that a reference can lead to, by its id."""
    found = (b for b in tree.walk(document.body) if isinstance(b, Target))
    return {block.id: block for block in found if block.id}


def caption_words(caption: tree.Caption, text: str, words: Words) -> str:
    """'Figur 1. Strategins kedja. …'; without a number, the text alone."""
    name = caption_name(caption, words)
    return f"{name}. {text}" if name else text


def caption_name(caption: tree.Caption, words: Words) -> str:
    """'Figur 1', 'Tabell 2 (1 av 3)', or nothing."""
    number = caption_number(caption, words) if caption.number else ""
    if not caption.parts:
        return number
    part = f"{caption.part} {words.of} {caption.parts}"
    return f"{number} ({part})" if number else part


def caption_number(caption: tree.Caption, words: Words) -> str:
    """'Figur 1'."""
    return f"{words.figure if caption.kind == 'figure' else words.table} {caption.number}"


def heading_number(heading: tree.Heading, words: Words) -> str:
    """'3.1', 'Bilaga A', or nothing."""
    return f"{words.appendix} {heading.number}" if heading.number.isalpha() else heading.number


def heading_words(heading: tree.Heading, text: str, words: Words) -> str:
    number = heading_number(heading, words)
    return f"{number} {text}" if number else text


def reference_words(target: Target, words: Words) -> str:
    """What a cross-reference says: "Tabell 1", or the heading's words."""
    match target:
        case tree.Figure() | tree.Table():
            return caption_number(target.caption, words) if target.caption else ""
        case tree.Heading():
            return heading_words(target, tree.words(target.children), words)
        case tree.Section():
            heading = next((b for b in target.children if isinstance(b, tree.Heading)), None)
            return reference_words(heading, words) if heading else ""
