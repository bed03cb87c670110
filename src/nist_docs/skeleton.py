"""The file that a new hearing begins as: what must be there, and every other key as a comment with an example."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from nist_docs.model.schema import schemas

_INGRESS = {"sv": "Vad hearingen handlade om, i en mening.", "en": "What the hearing was about, in a sentence."}
_GIVEN = ("format", "language", "status", "type", "strategy", "sender", "edition", "title", "ingress")

_HEAD = """\
# yaml-language-server: $schema=../.schema/hearing.json
# A hearing, begun as a draft: it builds as it stands. To fill in a key, delete the "# " before it and before its
# lines; delete what is not needed. docs/content.md tells every key. `make check` looks at it, `make all` builds it.
format: 1
language: {language}
# draft, review or published. Until it is published, every page says that it is a draft.
status: draft
# What the text is called on its first line: press-release, article or speech.
type: press-release
strategy: {strategy}
sender: {sender}

title: {title}
# The first paragraph of the press release: at most four lines.
ingress: >-
  {ingress}
"""


def hearing(language: str, title: str, strategy: str, sender: str) -> str:
    """The YAML text. The title may hold any words."""
    head = _HEAD.format(
        language=language, strategy=strategy, sender=sender, title=_quoted(title), ingress=_INGRESS[language]
    )
    properties: dict[str, dict[str, Any]] = schemas()["hearing"]["properties"]
    return head + "".join(
        f"\n# {value['description']}\n{_commented(key, value['examples'][0])}"
        for key, value in properties.items()
        if key not in _GIVEN
    )


def _quoted(text: str) -> str:
    """The text as YAML takes it: in quotes where it holds signs that YAML has a use for."""
    plain = re.fullmatch(r"[^\W\d_][\w ,.()/–-]*", text) and text.lower() not in ("null", "~")
    return text if plain else json.dumps(text, ensure_ascii=False)


class _AsPeopleWrite(yaml.SafeDumper):
    """No quotes around dates, times and yes: the field decides what they mean."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own shape


def _commented(key: str, example: object) -> str:
    text = yaml.dump({key: example}, Dumper=_AsPeopleWrite, allow_unicode=True, sort_keys=False, width=110)
    return "".join(f"# {line}\n" for line in text.splitlines())
