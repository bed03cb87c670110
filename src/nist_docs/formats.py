"""The formats that a document can be written in. A module of its own: who writes need not load the model."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    HTML = "html"
    TEXT = "txt"
    PDF = "pdf"
    WORD = "docx"
