"""The figures: the strategy's groups, who raised which theme, the process in time, portraits' stand-ins.

Sizes and how they degrade with little and much content follow the looks that the project set out with.
A figure that cannot be drawn well is not there, and its template falls back to the table or list.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from nist_docs import findings, fonts
from nist_docs.addresses import Origins
from nist_docs.drawing import MM_PER_POINT, Drawing
from nist_docs.figures.lettering import LabelWriter, Studio, if_room
from nist_docs.figures.portraits import monogram, portrait
from nist_docs.figures.process import process
from nist_docs.figures.strategy import strategy
from nist_docs.figures.themes import themes
from nist_docs.tokens import tokens
from nist_docs.views import View, address_of


def draw(hearing: View, templates: Path, label: LabelWriter, origins: Origins) -> dict[str, Drawing]:
    """Every figure that this hearing has content for, by the name that templates use."""
    studio = Studio(tokens(templates), label, origins)
    view: Any = hearing
    drawn = {
        "figure:strategy": if_room(lambda: strategy(view, studio)),
        "figure:process": if_room(lambda: process(view.process, studio)),
    }
    for name, draw_part in themes(findings.themes(hearing), studio).items():
        drawn[name] = if_room(draw_part)
    for order, interview in enumerate(view.interviews):
        id = address_of(interview.person).keys[-1]
        drawn[f"portrait:{id}"] = portrait(interview.person, order, studio)
        drawn[f"monogram:{id}"] = monogram(interview.person, studio)
    return {name: _fitting(drawing) for name, drawing in drawn.items() if drawing and _fits(drawing)}


def _fitting(drawing: Drawing) -> Drawing:
    """The drawing without a narrow form whose words would be cut off."""
    return drawing if drawing.narrow is None or _fits(drawing.narrow) else replace(drawing, narrow=None)


def _fits(drawing: Drawing) -> bool:
    """Whether all words stand inside the drawing: one that is cut off says less than none."""
    for label in drawing.labels():
        width = fonts.width(label.words, label.size, label.family, label.weight) * MM_PER_POINT
        left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
        if left < -0.5 or left + width > drawing.width + 0.5 or not 0 < label.y <= drawing.height:
            return False
    return True
