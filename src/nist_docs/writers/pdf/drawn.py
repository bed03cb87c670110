"""What WeasyPrint has drawn, piece by piece: what our tag tree is made of."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pydyf

from nist_docs.records import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """What is no part of the text: ISO 32000-1, 14.8.2.2.2, table 330."""

    type: str  # Pagination or Layout
    subtype: str = ""  # Header or Footer

    def properties(self) -> pydyf.Dictionary:
        said = {"Type": f"/{self.type}"}
        return pydyf.Dictionary(said | ({"Subtype": f"/{self.subtype}"} if self.subtype else {}))


LAYOUT = Artifact("Layout")
REPEATED = Artifact("Pagination")  # a table's head on its second page


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One marked-content sequence: a line's run of text, or an image.

    ``pseudo`` names generated content: marker, before, footnote-call. ``rectangle`` is x0, y0, x1, y1 in points
    from the page's lower left corner; texts have none.
    """

    page: int
    mcid: int
    element: Element
    pseudo: str
    text: str
    rectangle: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A link's area on a page; a link that is broken over lines has several."""

    page: int
    element: Element
    object: pydyf.Dictionary


@dataclass(slots=True)
class Drawn:
    """Everything that was drawn on the pages, in the order of the boxes."""

    pieces: list[Piece]
    annotations: list[Annotation]
    artifacts: dict[tuple[int, int], Artifact]
    areas: list[Area]


@dataclass(frozen=True, slots=True)
class Area:
    """Where words stand that personal copies set anew: sizes are in CSS pixels.

    ``text`` is what the layout shows there, ``height`` what is reserved for it, ``leading`` one line's height.
    """

    page: int
    mcid: int
    text: str
    family: str
    weight: int
    italic: bool
    width: float
    height: float
    leading: float
