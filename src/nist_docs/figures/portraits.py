"""Stand-ins for portraits: a form, a hatching and the initials; the same colours for everyone."""

from __future__ import annotations

from typing import Any

from nist_docs import findings
from nist_docs.drawing import MM_PER_POINT, Drawing, Hatched, Label, Rect
from nist_docs.figures.lettering import Studio, plain

PORTRAIT = (82.0, 102.5)  # 4:5; documents scale it


def portrait(person: Any, order: int, studio: Studio) -> Drawing:
    """The stand-in for a portrait: a form and a hatching by the person's place, and the initials."""
    width, height = PORTRAIT
    colours = studio.colours
    x, y, radius = (
        (width, 0.0, 0.74 * width),
        (0.0, 0.0, 0.74 * width),
        (width, 0.335 * height, 0.52 * width),
        (width / 2, 0.0, 0.5 * width),
    )[order % 4]
    # The hatching's direction moves on one step every four people, so that eight in a row differ.
    degrees = (45, 135, 0, 90)[(order + order // 4) % 4]
    initials = studio.runs(findings.initials(person))
    block = width * (0.64 if len(plain(initials)) > 2 else 0.5)
    tall = 0.29 * height
    size = 0.6 * tall / MM_PER_POINT
    marks = (
        Rect(0, 0, width, height, colours["step-2"]),
        Hatched(x, y, radius, colours["step-3"], colours["step-2"], width / 30, width / 190, degrees),
        Rect(0, height - tall, block, tall, colours["step-4"]),
        Label(
            block / 2, height - tall / 2 + size * MM_PER_POINT * 0.33, initials, size, colours["paper"], anchor="middle"
        ),
    )
    return Drawing(width, height, marks)


def monogram(person: Any, studio: Studio) -> Drawing:
    """The initials on a small dark field, for places too small for the stand-in."""
    initials = studio.runs(findings.initials(person))
    size = 16.0 if len(plain(initials)) <= 2 else 12.5
    marks = (
        Rect(0, 0, 12, 15, studio.colours["step-4"]),
        Label(6, 7.5 + size * MM_PER_POINT * 0.34, initials, size, studio.colours["paper"], 600, anchor="middle"),
    )
    return Drawing(12, 15, marks)
