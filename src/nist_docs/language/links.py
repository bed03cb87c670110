"""Words of a link that say nothing to those who hear a page's links one after another."""

from __future__ import annotations

import re

_SAY_NOTHING = re.compile(
    r"(?i)(läs|se|veta|ladda ner) ?(mer|mera|här)?( här)?|klicka( här)?|här|länk(en)?|mer( information)?"
    r"|(read|learn|see) more|click( here)?|here|link|more|this (link|page)|download"
)


def say_nothing(words: str) -> bool:
    return _SAY_NOTHING.fullmatch(words.strip(" .…:→»>")) is not None
