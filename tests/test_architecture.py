"""The house's own rules: imports point one way, labels are complete, documentation is in step."""

from __future__ import annotations

import ast
import graphlib
import re

import click
import pytest
import yaml
from conftest import ROOT

from nist_docs.cli import main

PACKAGE = ROOT / "src" / "nist_docs"
TEMPLATES = ROOT / "templates"


def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


def imports() -> dict[str, set[str]]:
    """Each module with the modules of ours that it imports, anywhere in it."""
    known = modules()
    graph: dict[str, set[str]] = {}
    for name, tree in known.items():
        found = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names if alias.name in known}
            elif isinstance(node, ast.ImportFrom) and node.module:
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= inner & known.keys() or {node.module} & known.keys()
        graph[name] = found - {"nist_docs"}
    return graph


def test_imports_form_no_circle() -> None:
    list(graphlib.TopologicalSorter(imports()).static_order())  # raises CycleError, which names the circle


def test_problems_imports_no_stage_and_nearly_everything_leads_to_it() -> None:
    graph = imports()
    assert graph["nist_docs.problems"] == {"nist_docs.records"}
    assert graph["nist_docs.records"] == set()

    def reached(name: str) -> set[str]:
        return {name}.union(*(reached(other) for other in graph[name]))

    for stage in ("source", "rules", "templating", "semantics.reading", "verify", "publish", "pipeline", "cli"):
        assert "nist_docs.problems" in reached(f"nist_docs.{stage}")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("source", "model"), ("model", "rules"), ("model", "templating"), ("semantics", "writers"),
        ("writers", "verify"), ("verify", "pipeline"), ("publish", "pipeline"), ("pipeline", "cli"),
    ],
)  # fmt: skip
def test_a_stage_knows_nothing_of_later_ones(earlier: str, later: str) -> None:
    for name, imported in imports().items():
        if name.startswith(f"nist_docs.{earlier}"):
            assert not [other for other in imported if other.startswith(f"nist_docs.{later}")], name


def test_pydantic_lives_in_the_model_alone() -> None:
    for name, tree in modules().items():
        if not name.startswith("nist_docs.model"):
            froms = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
            assert not [module for module in froms if module.startswith("pydantic")], name


def test_the_spine_is_under_a_hundred_lines() -> None:
    assert len((PACKAGE / "pipeline.py").read_text("utf-8").splitlines()) < 100


# --- templates -----------------------------------------------------------------------------------


def labels(language: str) -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load((TEMPLATES / "labels" / f"{language}.yaml").read_text("utf-8"))
    return loaded


def asked_for() -> set[str]:
    """The labels that templates, figures and writers ask for; families such as `phase-…` by their beginning."""
    template = "\n".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.j2"))
    figures = "\n".join(path.read_text("utf-8") for path in PACKAGE.glob("figures/*.py"))
    words = (PACKAGE / "writers" / "resources.py").read_text("utf-8").split("class Words")[1].split("@dataclass")[0]
    return {
        *re.findall(r"label\('([\w-]+)'", template),
        *re.findall(r'words\("([\w-]+)"', figures),
        *re.findall(r'labels\.value\["([\w-]+)"\]', (PACKAGE / "views.py").read_text("utf-8")),
        *re.findall(r"^    (\w+): str", words, re.MULTILINE),
    }


FAMILIES = ("kind-", "type-", "from-", "source-", "phase-", "challenges-", "key-areas-", "directions-")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_label_that_is_asked_for_is_there_and_none_is_there_for_nothing(language: str) -> None:
    known = set(labels(language))
    assert asked_for() - known - set(FAMILIES) == set()
    assert {label for label in known - asked_for() if not label.startswith(FAMILIES)} == set()


def test_both_languages_have_the_same_labels_with_the_same_gaps_to_fill() -> None:
    swedish, english = labels("sv"), labels("en")
    assert swedish.keys() == english.keys()
    for key, text in swedish.items():
        forms = text if isinstance(text, dict) else {"": text}
        other = english[key]
        others = other if isinstance(other, dict) else {"": other}
        assert forms.keys() == others.keys(), key
        for form in forms:
            gaps = [sorted(re.findall(r"\{\w+\}", str(t[form]))) for t in (forms, others)]
            assert gaps[0] == gaps[1], (key, form)


def test_every_class_of_the_templates_has_looks_somewhere() -> None:
    """A class that no style knows is a misspelling."""
    styles = "\n".join(path.read_text("utf-8") for path in TEMPLATES.glob("styles/*.css"))
    word = "\n".join(path.read_text("utf-8") for path in PACKAGE.glob("writers/docx/*.py"))
    known = set(re.findall(r"\.([a-z][\w-]*)", styles)) | set(re.findall(r'"([a-z][\w-]*)"', word))
    meaningful = {"unlisted", "unnumbered", "numbered", "appendix"}  # for tables of contents and numbers, not for looks
    for path in TEMPLATES.rglob("*.j2"):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        for classes in re.findall(r'class="([^"]*)"', text):
            for name in classes.split():
                assert name in known | meaningful, f"{path.name}: {name}"


def test_templates_have_no_words_of_their_own() -> None:
    """What a document says comes from the content or from labels, so that every language has it."""
    for path in TEMPLATES.rglob("*.j2"):
        text = re.sub(r"\{% block look %\}.*?\{% endblock %\}", " ", path.read_text("utf-8"))  # a class, no words
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|&#\d+;", " ", text, flags=re.DOTALL)
        assert re.findall(r"\w{2,}", text.replace("yes", "")) == [], path.name


# --- documentation -------------------------------------------------------------------------------


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def test_the_readme_names_every_make_target_and_every_command_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = set(main.list_commands(click.Context(main)))
    assert targets - {"all", "help", "set-up", "set-up-test", "set-up-bench", "bench", "quality"} == commands - {
        "build"
    }
    for target in targets:
        assert f"`make {target}`" in readme(), target


def test_the_readme_names_every_deliverable() -> None:
    table = yaml.safe_load((TEMPLATES / "deliverables.yaml").read_text("utf-8"))
    for name, row in table["documents"].items():
        for format in row["formats"]:
            path = f"output/nist/{row['name'].replace('{hearing}', 'nist')}.{format}"
            assert f"`{path}`" in readme(), name


def test_the_readme_shows_every_stage_in_its_order() -> None:
    diagram = readme().split("## How it works")[1].split("```")[1]
    stages = ("source", "model", "rules", "templating", "semantic HTML", "writers", "verify", "publish", "output")
    positions = [diagram.index(stage) for stage in stages]
    assert positions == sorted(positions)


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text):
            link = target[0] or target[1]
            if not link.startswith(("https://", "http://", "mailto:")):
                assert (path.parent / link).exists(), f"{path.name}: {link}"
