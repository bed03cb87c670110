"""WeasyPrint, loaded without what no document of ours takes: that is half of its time.

What leaves its documented ways here is measured in docs/performance.md. It is done on Linux, for the version that it
was written for; else WeasyPrint is imported as anybody would, to the same PDFs.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.resources
import marshal
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from nist_docs.kept import kept

WRITTEN_FOR = "70.0"

# The names by which Linux knows the libraries that WeasyPrint asks for by several.
_LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0",
              "libfontconfig.so.1", "libpangoft2-1.0.so.0")  # fmt: skip


def load() -> None:
    """Loads WeasyPrint, once."""
    if "weasyprint" in sys.modules:
        return
    _keep_hyphens()
    if _is_as_known():
        with _declared_before(), _without_font_tools(), _without_unused_styles():
            importlib.import_module("weasyprint")
    importlib.import_module("weasyprint")


def _is_as_known() -> bool:
    return sys.platform == "linux" and version("weasyprint") == WRITTEN_FOR and all(map(_loads, _LIBRARIES))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


# --- the patterns by which words are divided -----------------------------------------------------------


def _keep_hyphens() -> None:
    """pyphen reads a language's patterns from text, in a tenth of a second."""
    import pyphen

    class Hyphens(pyphen.HyphDict):  # type: ignore[misc]  # untyped
        def __init__(self, path: Path) -> None:
            def read() -> bytes:
                return marshal.dumps(plain(path).patterns)

            try:
                self.patterns = marshal.loads(kept("hyphens", path.read_bytes(), read))
            except ValueError:  # a language that changes letters where it divides: more than numbers
                super().__init__(path)
                return
            self.cache: dict[str, Any] = {}
            self.maxlen = max(map(len, self.patterns))

    plain, pyphen.HyphDict = pyphen.HyphDict, Hyphens


# --- the declarations of the system libraries ------------------------------------------------------


class _Declared:
    """Stands for ``cffi.FFI``: what is declared to it was parsed before. cffi calls that an out-of-line module; calls
    into the libraries are quicker by it, too, and nothing is searched for by compilers and linkers."""

    def __init__(self) -> None:
        self._ffi: Any = None

    def cdef(self, source: str) -> None:
        import _cffi_backend

        def parsed() -> bytes:
            return marshal.dumps(compile(_parsed(source), "<declarations>", "exec"))

        of = f"{_cffi_backend.__version__}\n{source}".encode()
        namespace: dict[str, Any] = {}
        exec(marshal.loads(kept("declarations", of, parsed)), namespace)
        self._ffi = namespace["ffi"]

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._ffi, name)
        setattr(self, name, value)
        return value


def _parsed(source: str) -> str:
    """The declarations as a module's text."""
    stand_in = sys.modules.pop("cffi")
    try:
        from cffi import FFI

        ffi = FFI()
        ffi.cdef(source)
        ffi.set_source("declarations", None)
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(None):  # it tells what it writes
            path = Path(folder, "declarations.py")
            ffi.emit_python_code(str(path))
            return path.read_text("utf-8")
    finally:
        sys.modules["cffi"] = stand_in


@contextlib.contextmanager
def _declared_before() -> Iterator[None]:
    cffi = ModuleType("cffi")
    cffi.FFI = _Declared  # type: ignore[attr-defined]
    with _in_place_of({"cffi": cffi}):
        yield


# --- what fonts of ours do not need ------------------------------------------------------------------


class _Later:
    """Something of fontTools, for which HarfBuzz is there: it is loaded by whoever uses it after all."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def real(self) -> Any:
        module = importlib.import_module(self._module)
        return getattr(module, self._name) if hasattr(module, self._name) else _submodule(self._module, self._name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._come()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._come(), name)

    def _come(self) -> Any:
        """The real thing; from now on all are that, exceptions to be caught among them."""
        for user in ("weasyprint.text.fonts", "weasyprint.pdf.fonts"):
            held = vars(sys.modules[user])
            held.update({name: one.real() for name, one in held.items() if isinstance(one, _Later)})
        return self.real()


def _submodule(module: str, name: str) -> ModuleType:
    return importlib.import_module(f"{module}.{name}")


@contextlib.contextmanager
def _without_font_tools() -> Iterator[None]:
    modules = ("fontTools", "fontTools.ttLib", "fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer")
    standing = {name: ModuleType(name) for name in modules if name not in sys.modules}
    for name, module in standing.items():
        module.__path__ = []
        module.__getattr__ = partial(_Later, name)  # type: ignore[method-assign]
    with _in_place_of(standing):
        yield


# --- styles of HTML that no page of ours has -----------------------------------------------------------


@contextlib.contextmanager
def _without_unused_styles() -> Iterator[None]:
    """Those of forms, and of attributes that once stood for styles: asked for by options that we do not use."""
    files = importlib.resources.files

    class Folder:
        def __init__(self, package: Any) -> None:
            self._folder = files(package)

        def __truediv__(self, name: str) -> Any:
            return _Nothing() if name in ("html5_ua_form.css", "html5_ph.css") else self._folder / name

        def __getattr__(self, name: str) -> Any:
            return getattr(self._folder, name)

    importlib.resources.files = Folder  # type: ignore[assignment]
    try:
        yield
    finally:
        importlib.resources.files = files


class _Nothing:
    def read_text(self, _encoding: str) -> str:
        return ""


@contextlib.contextmanager
def _in_place_of(modules: dict[str, ModuleType]) -> Iterator[None]:
    """While this lasts, these are imported by these names; what was there comes back."""
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
