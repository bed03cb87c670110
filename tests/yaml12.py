"""YAML as editors read it: the core schema of YAML 1.2, where 13:00 and no are words, and 2020 is a number."""

from __future__ import annotations

import re
from typing import Any

import yaml


class Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape


for tag, pattern, first in (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", "[-+]?[0-9]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
):  # fmt: skip
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def whole_number(loader: Loader, node: yaml.ScalarNode) -> int:
    return int(node.value)


Loader.add_constructor("tag:yaml.org,2002:int", whole_number)


def load(text: str) -> Any:
    return yaml.load(text, Loader)
