"""What both standards ask of a finished PDF beyond its structure: XMP metadata, plain images, whole bookmarks."""

from __future__ import annotations

import html
from typing import Any

import pydyf

# PDF/A allows only known properties (ISO 19005-3, 6.6.2.3.2): the one of PDF/UA is described by an extension schema.
_UA_SCHEMA = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Completes a PDF that WeasyPrint made as PDF/A-3a, right before it is written."""
    _metadata(document, pdf)
    for object in pdf.objects:
        if isinstance(object, pydyf.Stream) and object.extra.get("Subtype") == "/Image":
            object.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8
        elif isinstance(object, dict) and "Title" in object and "Dest" in object:
            # A bookmark: words that a heading may divide are whole for search and speech.
            object["Title"] = pydyf.String(object["Title"].string.replace("\u00ad", ""))


def _metadata(document: Any, pdf: pydyf.PDF) -> None:
    """One XMP packet that claims both standards and agrees with Info. Unfiltered, so that any program finds it."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream = [_xmp(document.metadata, pdf.info["Producer"].string).encode()]
    stream.compress = False


def _xmp(said: Any, producer: str) -> str:
    """The packet for WeasyPrint's DocumentMetadata."""
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    creators = "".join(f"<rdf:li>{_escaped(author)}</rdf:li>" for author in said.authors)
    properties = [
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<dc:format>application/pdf</dc:format>",
        _in_default_language("dc:title", said.title),
        _in_default_language("dc:description", said.description),
        f"<dc:creator><rdf:Seq>{creators}</rdf:Seq></dc:creator>" if creators else "",
        f"<dc:language><rdf:Bag><rdf:li>{_escaped(said.lang)}</rdf:li></rdf:Bag></dc:language>",
        f"<pdf:Producer>{_escaped(producer)}</pdf:Producer>",
        _simple("xmp:CreatorTool", said.generator),
        _simple("xmp:CreateDate", said.created),
        _simple("xmp:ModifyDate", said.modified),
        _UA_SCHEMA,
    ]
    described = "\n".join(line for line in properties if line)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {namespaces}>\n{described}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _escaped(text: str) -> str:
    """As XML, and without the word that ends a PDF's stream: the packet is not compressed, and some programs look
    for that word where they should go by the stream's length."""
    return html.escape(text).replace("endstream", "endstrea&#109;")


def _simple(name: str, text: str | None) -> str:
    return f"<{name}>{_escaped(text)}</{name}>" if text else ""


def _in_default_language(name: str, text: str | None) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_escaped(text)}</rdf:li></rdf:Alt></{name}>'
