"""The structure tree as PDF objects: StructTreeRoot, ParentTree, IDTree (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence

import pydyf

from nist_docs.writers.pdf.drawn import Annotation, Artifact
from nist_docs.writers.pdf.engine import mark_artifacts, soften_hyphens
from nist_docs.writers.pdf.structure import ROLES, Attribute, Content, Kid, Node, Structure


def write_structure(pdf: pydyf.PDF, streams: Sequence[pydyf.Stream], tree: Structure) -> None:
    """Adds the structure to a PDF whose pages are drawn, and marks in their streams what is an artifact."""
    writer = _Writer(pdf, len(streams))
    root = writer.root(tree.document)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    artifacts: list[dict[int, Artifact]] = [{} for _ in streams]
    for (page, mcid), artifact in tree.artifacts.items():
        artifacts[page][mcid] = artifact
    hyphenated: list[set[int]] = [set() for _ in streams]
    for content in tree.document.contents():
        if content.hyphenated:
            hyphenated[content.piece.page].add(content.piece.mcid)
    for stream, kinds, mcids in zip(streams, artifacts, hyphenated, strict=True):
        mark_artifacts(stream, kinds)
        soften_hyphens(stream, mcids)


class _Writer:
    def __init__(self, pdf: pydyf.PDF, pages: int) -> None:
        self.pdf = pdf
        self.page_references = pdf.page_references
        self.parents: list[dict[int, bytes]] = [{} for _ in range(pages)]  # by MCID
        self.annotations: list[tuple[pydyf.Dictionary, bytes]] = []
        self.ids: dict[str, bytes] = {}

    def root(self, document: Node) -> pydyf.Dictionary:
        root = self.add({"Type": "/StructTreeRoot"})
        root["K"] = pydyf.Array([self.element(document, root)])
        root["RoleMap"] = pydyf.Dictionary({name: f"/{like}" for name, like in ROLES.items()})
        root["ParentTree"] = self.add({"Nums": self.parent_numbers()}).reference
        root["ParentTreeNextKey"] = len(self.parents) + len(self.annotations)
        if self.ids:
            root["IDTree"] = self.add({"Names": self.names()}).reference
        return root

    def add(self, entries: dict[str, object]) -> pydyf.Dictionary:
        added = pydyf.Dictionary(entries)
        self.pdf.add_object(added)
        return added

    def element(self, node: Node, parent: pydyf.Dictionary) -> bytes:
        """The structure element's reference; it is written with all that it holds."""
        element = self.add({"Type": "/StructElem", "S": f"/{node.type}", "P": parent.reference})
        reference: bytes = element.reference
        page = next((kid.piece.page for kid in node.kids if isinstance(kid, Content)), None)
        if page is not None:
            element["Pg"] = self.page_references[page]
        element["K"] = pydyf.Array([self.kid(kid, element, page, node.says) for kid in node.kids])
        self.properties(node, element)
        return reference

    def kid(self, kid: Kid, element: pydyf.Dictionary, page: int | None, says: str) -> object:
        match kid:
            case Node():
                return self.element(kid, element)
            case Content():
                piece = kid.piece
                self.parents[piece.page][piece.mcid] = element.reference
                if piece.page == page:
                    return piece.mcid
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self.page_references[piece.page], "MCID": piece.mcid})
            case Annotation():
                kid.object["Contents"] = pydyf.String(says)
                self.annotations.append((kid.object, element.reference))
                where = self.page_references[kid.page]
                return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.object.reference, "Pg": where})

    def properties(self, node: Node, element: pydyf.Dictionary) -> None:
        texts = {"Alt": node.alternative, "Lang": node.language, "E": node.expansion, "ID": node.id}
        for name, text in texts.items():
            if text:
                element[name] = pydyf.String(text)
        if node.id:
            self.ids[node.id] = element.reference
        owners = [_attributes(owner, values) for owner, values in node.attributes.items()]
        if owners:
            element["A"] = owners[0] if len(owners) == 1 else pydyf.Array(owners)

    def parent_numbers(self) -> pydyf.Array:
        """The way back from each piece and annotation to its element (14.7.4.4): a page's MCIDs in their order."""
        numbers = pydyf.Array()
        for page, parents in enumerate(self.parents):
            row = [parents.get(mcid, b"null") for mcid in range(max(parents, default=-1) + 1)]
            numbers += [page, pydyf.Array(row)]
        for number, (annotation, parent) in enumerate(self.annotations, len(self.parents)):
            annotation["StructParent"] = number
            numbers += [number, parent]
        return numbers

    def names(self) -> pydyf.Array:
        """Name trees are sorted by their bytes (7.9.6)."""
        return pydyf.Array([part for name in sorted(self.ids) for part in (pydyf.String(name), self.ids[name])])


def _attributes(owner: str, values: dict[str, Attribute]) -> pydyf.Dictionary:
    written = {name: f"/{value}" if isinstance(value, str) else pydyf.Array(value) for name, value in values.items()}
    return pydyf.Dictionary({"O": f"/{owner}"} | written)
