"""The one Jinja environment: templates and what they see -> HTML whose tags and values know their place.

Autoescape is always on, anything undefined is an error, code cannot be reached (sandbox), and only words
that have an origin are printed: a value of the content, a label, or the template's own text.
"""

from __future__ import annotations

import bisect
import contextlib
import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import jinja2
import jinja2.bccache
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from nist_docs import findings
from nist_docs.addresses import NONCHARACTERS, Address, Kind, Origin, is_marked, key_path
from nist_docs.filters import FILTERS, SETTING
from nist_docs.language import typography
from nist_docs.problems import Place, Problem, Problems, nearest
from nist_docs.semantics.xml import STAMP
from nist_docs.source import SourceFile, read
from nist_docs.views import Leaf, ListView, MapView, RecipientView, Setting, View

KEPT = ("first", "join", "last", "length", "list", "lower", "map", "reject", "rejectattr", "select", "selectattr",
        "trim", "unique", "upper")  # fmt: skip

NAME = "templates"  # what messages call the folder
LABELS = "labels"


class Refusal(Exception):
    """A template asks for what it may not have; becomes a problem at the template's line."""

    def __init__(self, message: str, hint: str = "", rule: str = "template") -> None:
        self.message, self.hint, self.rule = message, hint, rule
        super().__init__(message)


class Templates:
    """The templates of one folder, and the labels in each language."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sources: dict[str, tuple[str, ...]] = {}
        self._labels: dict[str, SourceFile] = {}
        self._environment = self._made_environment()

    def _made_environment(self) -> jinja2.Environment:
        environment = ImmutableSandboxedEnvironment(
            autoescape=True,
            undefined=_Missing,
            finalize=_finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=_Confined(self.root),
            extensions=[_Stamping],
            bytecode_cache=_Compiled.of(self.root),
        )
        # Of Jinja's own filters those that keep a value's marks and order; `escape`, `replace` or `random` do not.
        environment.filters = {name: environment.filters[name] for name in KEPT} | FILTERS
        # The general edition is nobody's own.
        environment.globals = {"themes": findings.themes, "pulled": findings.pulled, "recipient": None}
        return environment

    # --- places ------------------------------------------------------------------------------

    def locate(self, stamp: str) -> Place:
        name, line, column = stamp.rsplit(":", 2)
        return self.place(name, int(line), int(column))

    def place(self, name: str, line: int, column: int = 0) -> Place:
        lines = self._lines(name)
        snippet = lines[line - 1] if 0 < line <= len(lines) else ""
        column = column or len(snippet) - len(snippet.lstrip()) + 1
        return Place(f"{NAME}/{name}", line, column, snippet)

    def _lines(self, name: str) -> tuple[str, ...]:
        """The template's lines, read when a message needs one."""
        if name not in self._sources:
            try:
                self._sources[name] = tuple((self.root / name).read_text("utf-8").splitlines())
            except (OSError, UnicodeError):
                self._sources[name] = ()
        return self._sources[name]

    # --- labels ------------------------------------------------------------------------------

    def labels(self, language: str) -> SourceFile:
        """The documents' own words in one language. Raises Problems."""
        if language not in self._labels:
            name = f"{NAME}/{LABELS}/{language}.yaml"
            self._labels[language] = read(self.root / LABELS / f"{language}.yaml", name)
        return self._labels[language]

    def label_writer(self, setting: Setting) -> Callable[..., Markup]:
        """The function `label(key, **parts)` of templates."""
        file = self.labels(setting.language)
        return lambda key, **parts: label(setting, file, key, parts)

    # --- rendering ---------------------------------------------------------------------------

    def render(self, name: str, setting: Setting, values: Mapping[str, object]) -> str:
        """The template's HTML with marks and stamps. Raises Problems at the template's line."""
        token = SETTING.set(setting)
        try:
            template = self._environment.get_template(name)
            return template.render(**values, label=self.label_writer(setting))
        except UnicodeDecodeError:
            hint = "save the file as UTF-8 (in the editor: Save with encoding → UTF-8)"
            where = Place(f"{NAME}/{name}")
            raise Problems(
                [Problem("encoding", where, "the template, or one that it uses, is not UTF-8", hint)]
            ) from None
        except Problems:
            raise
        except jinja2.TemplateSyntaxError as error:
            where = self._syntax_place(error, name)
            raise Problems([Problem("template-syntax", where, f"this is not Jinja: {error.message}")]) from None
        except jinja2.TemplateNotFound as error:
            known = (p.relative_to(self.root).as_posix() for p in self.root.rglob("*.j2"))
            where = self._innermost(error) or Place(f"{NAME}/{name}")
            hint = nearest(str(error.name), known)
            raise Problems([Problem("missing-template", where, f"there is no template '{error.name}'", hint)]) from None
        except Exception as error:
            place = self._innermost(error)
            if place is None:
                raise  # our own fault, not the template's
            raise Problems([_template_problem(error, place)]) from None
        finally:
            SETTING.reset(token)

    def _syntax_place(self, error: jinja2.TemplateSyntaxError, name: str) -> Place:
        return self.place(error.name or name, error.lineno)

    def _innermost(self, error: BaseException) -> Place | None:
        """The last template line that ran before the error."""
        place: Place | None = None
        traceback = error.__traceback__
        while traceback is not None:
            file = Path(traceback.tb_frame.f_code.co_filename)
            if file.is_relative_to(self.root):
                place = self.place(file.relative_to(self.root).as_posix(), traceback.tb_lineno)
            traceback = traceback.tb_next
        return place and _pointing_at_name(place, str(error))


def _template_problem(error: Exception, where: Place) -> Problem:
    match error:
        case Refusal():
            return Problem(error.rule, where, error.message, error.hint)
        case jinja2.UndefinedError():
            return Problem("undefined", where, str(error), "a key that may be missing is asked for with {% if … %}")
        case jinja2.exceptions.SecurityError():
            return Problem("unsafe", where, f"templates may not do this: {error}")
        case MemoryError():
            return Problem("limits", where, "this takes more memory than there is", "look for what grows here")
        case _:
            return Problem("template", where, f"{error} ({type(error).__name__})")


def _pointing_at_name(place: Place, message: str) -> Place:
    """The place with its column at the name that the message speaks of."""
    for name in re.findall(r"'(\w+)'", message):
        if found := re.search(rf"\b{name}\b", place.snippet):
            return Place(place.file, place.line, found.start() + 1, place.snippet)
    if place.snippet.count("{{") == 1:
        return Place(place.file, place.line, place.snippet.index("{{") + 1, place.snippet)
    return place


_TAG = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->|<(?P<tag>[A-Za-z][\w-]*)", re.DOTALL)


class _Lines:
    """Line and column of a position in a text."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


class _Stamping(Extension):
    """Every tag bears its template's name, its line and its column."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        lines = _Lines(source)

        def stamped(found: re.Match[str]) -> str:
            if not found["tag"]:
                return found[0]
            line, column = lines.position(found.start())
            return f'{found[0]} {STAMP}="{name}:{line}:{column}"'

        return _TAG.sub(stamped, source)


class _Confined(jinja2.FileSystemLoader):
    """Jinja refuses `..`; a link in the folder that leads out of it is refused too, and what has a name by which files
    are passed over elsewhere."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if any(part.startswith(".") for part in template.split("/")):
            raise jinja2.TemplateNotFound(template, f"{template}: a template's name does not begin with a dot")
        text, path, is_fresh = super().get_source(environment, template)
        if not Path(path).resolve().is_relative_to(Path(self.searchpath[0]).resolve()):
            raise jinja2.TemplateNotFound(template, f"{template} lies outside of the templates")
        return text, path, is_fresh


class _Compiled(jinja2.FileSystemBytecodeCache):
    """The program's own templates as Python has compiled them, beside its compiled modules: a check would spend a
    third of its time on compiling them anew. Jinja compares the template's text; the name tells what else matters."""

    @classmethod
    def of(cls, root: Path) -> _Compiled | None:
        here = Path(__file__).resolve()
        if root.resolve() != here.parents[2] / NAME:
            return None  # a folder of somebody else's, which may be gone tomorrow
        ours = hashlib.sha256(here.read_bytes() + jinja2.__version__.encode()).hexdigest()[:16]
        folder = here.parent / "__pycache__"
        try:
            folder.mkdir(exist_ok=True)
        except OSError:
            return None  # a program that lies where it may not write is slower, and works
        return cls(str(folder), f"template-{ours}-%s.cache")

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


# --- printing ------------------------------------------------------------------------------------


class _Missing(jinja2.StrictUndefined):
    """Says what is missing in the words of the content, not of Python."""

    @property
    def _undefined_message(self) -> str:
        try:
            getattr(self._undefined_obj, str(self._undefined_name))
        except AttributeError as error:
            if isinstance(self._undefined_obj, View | Leaf | RecipientView):
                return str(error)
        return str(super()._undefined_message)


@jinja2.pass_context  # or Jinja would print constants without asking
def _finalize(_: jinja2.runtime.Context, value: object) -> object:
    """What is printed. Words without an origin, nothing, and things that are no words are refused."""
    return _printable(value)


def _printable(value: object) -> object:
    match value:
        case Leaf() | Markup() | jinja2.Undefined():
            return value
        case str() if is_marked(value):
            return value
        case str() if NONCHARACTERS.search(value):
            raise Refusal("a value was cut in two by a filter", "use a filter that keeps the whole value")
        case None:
            raise Refusal("there is nothing to print here: the key is not filled in", "ask for it first: {% if … %}")
        case str():
            hint = "print a value of the content, or a label: {{ label('…') }}"
            raise Refusal(f"'{value}' has no origin", hint)
        case View() | ListView() | MapView():
            raise Refusal("this holds several values and cannot be printed", "name the one: {{ person.name }}")
        case _ if callable(value):
            raise Refusal("this is a function and cannot be printed", "call it: name(…)")
    raise Refusal(f"a {type(value).__name__} cannot be printed", "print a value of the content, or a label")


def label(setting: Setting, file: SourceFile, key: str, parts: Mapping[str, object]) -> Markup:
    """The words of a label, its {placeholders} filled in; `one` or `other` is chosen by `count`."""
    texts = file.value if isinstance(file.value, dict) else {}
    if key not in texts:
        raise Refusal(f"there is no label '{key}' in {file.name}", nearest(key, texts), "unknown-label")
    address, text = Address(file.name) / key, texts[key]
    if isinstance(text, dict):
        form = "one" if _number(parts.get("count")) == 1 else "other"
        address, text = address / form, text.get(form)
    if not isinstance(text, str):
        raise Problems([Problem("label", file.place(address.keys), f"the label '{key}' has no words")])
    return _filled(setting, text, Origin(address, Kind.LABEL), parts)


def _filled(setting: Setting, text: str, origin: Origin, parts: Mapping[str, object]) -> Markup:
    written: list[str] = []
    for piece in re.split(r"(\{\w+\})", text):
        name = piece[1:-1]
        if not piece.startswith("{"):
            words = typography.set_text(piece, setting.language, "x" if written else "")
            written.append(setting.origins.mark(origin, str(escape(words))) if piece else "")
        elif name in parts:
            written.append(str(escape(_printable(parts[name]))))
        else:
            raise Refusal(f"the label '{key_path(origin.address.keys)}' needs {name}=…", "give it in label(…)")
    return Markup("".join(written))


def _number(value: object) -> int | None:
    if isinstance(value, Leaf):
        return value.number
    return value if isinstance(value, int) else None
