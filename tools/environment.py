"""Makes `.venv` (or `bench/.venv`) as a lock describes it, and sees to what Python packages cannot bring.

Standard library only, since it runs before anything is installed; and no syntax newer than Python 3.8,
so that an old Python can read far enough to say that it is too old.

It runs before every target, and mostly there is nothing to do: what takes time to load is loaded where it is used, and
paths are `os.path`'s, as loading `pathlib` takes longer than to see that all is there.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from importlib.machinery import PathFinder
from os.path import basename, dirname, join, realpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT = dirname(dirname(realpath(__file__)))
VENV = join(ROOT, ".venv")
STAMP = "nist-docs.stamp"

# The test lock holds everything that the runtime lock holds, in the same versions.
RUN_TIME = (join(ROOT, "requirements.lock"),)
TEST = (*RUN_TIME, join(ROOT, "requirements-test.lock"))

# Programs to measure ours against: large, of no use to a build, and so in an environment of their own.
BENCH_VENV = join(ROOT, "bench", ".venv")
BENCH = (join(ROOT, "bench", "requirements-bench.lock"),)


class SetUpError(Exception):
    """What stands in the way, and what a person can do about it."""


class Need:
    """Something from outside Python: what it is, and the package that brings it on each system."""

    def __init__(self, what: str, packages: Mapping[str, str], names: tuple[str, ...] = ()) -> None:
        self.what, self.packages, self.names = what, packages, names


# The file names are those that WeasyPrint 70 tries, in its text/ffi.py. It can do without
# harfbuzz-subset, but then warns and takes seven times as long to write a PDF.
LIBRARIES = (
    Need(
        "Pango",
        {"debian": "libpango-1.0-0", "fedora": "pango", "macos": "pango"},
        ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0", "pango-1.0"),
    ),
    Need(
        "PangoFT2",
        {"debian": "libpangoft2-1.0-0", "fedora": "pango", "macos": "pango"},
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0", "pangoft2-1.0"),
    ),
    Need(
        "HarfBuzz-Subset",
        {"debian": "libharfbuzz-subset0", "fedora": "harfbuzz", "macos": "harfbuzz"},
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0", "harfbuzz-subset"),
    ),
)

# Named by version: `python3-venv` belongs to the system's own Python, which need not be this one.
VENV_MODULE = Need(
    "Python's venv",
    {
        "debian": "python{}.{}-venv".format(*sys.version_info[:2]),
        "fedora": "python3",
        "macos": "python",
    },
)

WINDOWS_ADVICE = """\
Install MSYS2 (https://www.msys2.org) and, in its UCRT64 shell, run:
    pacman -S mingw-w64-ucrt-x86_64-pango
If MSYS2 is not in C:\\msys64, set WEASYPRINT_DLL_DIRECTORIES to its ucrt64\\bin folder.
Python itself should come from the Microsoft Store or python.org."""


def main(arguments: Sequence[str] | None = None) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this line is for those whom requires-python cannot reach
        print(
            f"nist-docs needs Python 3.11 or newer; this is Python {'.'.join(map(str, sys.version_info[:3]))}. "
            "Install a newer one and name it: make all PYTHON=python3.12",
            file=sys.stderr,
        )
        return 1
    venv, locks = wanted(sys.argv[1:] if arguments is None else arguments)
    try:
        provide_system()
        # pip compiles the packages; our own modules would be compiled by the first run, or by every run
        # where PYTHONDONTWRITEBYTECODE is set.
        if provide_packages(venv, locks) or sys.dont_write_bytecode:
            import compileall

            compileall.compile_dir(join(ROOT, "src"), quiet=2)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def wanted(arguments: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The environment that is asked for, and its locks."""
    if not arguments:
        return VENV, RUN_TIME
    import argparse

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--test", action="store_true", help="also install what the tests need")
    one.add_argument("--bench", action="store_true", help="make bench/.venv instead, for comparisons")
    options = parser.parse_args(arguments)
    return (BENCH_VENV, BENCH) if options.bench else (VENV, TEST)


# What Python packages cannot bring


def provide_system() -> None:
    """Installs what is missing where that is allowed; else raises with the command that does it."""
    missing = missing_needs()
    if not missing:
        return
    system = system_family()
    if system == "debian" and sys.platform != "win32" and os.geteuid() == 0:
        install_by_apt(packages_for(system, missing))
        importlib.invalidate_caches()
        missing = missing_needs()
    if missing:
        raise SetUpError(advice(system, missing))


def missing_needs() -> list[Need]:
    missing = [need for need in LIBRARIES if not loads(need.names)]
    # Debian ships `venv` with Python but keeps `ensurepip`, which venv calls, in a package of its own.
    if not all(PathFinder.find_spec(module) for module in ("venv", "ensurepip")):
        missing.append(VENV_MODULE)
    return missing


def loads(names: Iterable[str]) -> bool:
    """True if one of the names can be loaded, looked for where WeasyPrint looks."""
    if sys.platform == "win32":
        for folder in os.getenv(
            "WEASYPRINT_DLL_DIRECTORIES",
            r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin",
        ).split(";"):
            if os.path.isdir(folder):
                os.add_dll_directory(folder)
    for name in names:
        # On Linux the plain name is enough, and find_library would start a compiler to search.
        found = name if sys.platform.startswith("linux") else located(name)
        try:
            ctypes.CDLL(found)
        except OSError:
            continue
        return True
    return False


def located(name: str) -> str:
    from ctypes.util import find_library

    return find_library(name) or name


def system_family(platform_name: str = sys.platform, release: Mapping[str, str] | None = None) -> str:
    """One of debian, fedora, macos, windows, other."""
    if platform_name in ("win32", "darwin"):
        return {"win32": "windows", "darwin": "macos"}[platform_name]
    if release is None:
        import platform

        try:
            release = platform.freedesktop_os_release()
        except OSError:
            release = {}
    kin = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if kin & {"debian", "ubuntu"}:
        return "debian"
    return "fedora" if kin & {"fedora", "rhel"} else "other"


def packages_for(system: str, missing: Iterable[Need]) -> list[str]:
    return list(dict.fromkeys(need.packages[system] for need in missing))


def advice(system: str, missing: Sequence[Need]) -> str:
    """The one message about everything that is missing, with the exact command for the system."""
    wanted = " and ".join(filter(None, [", ".join(need.what for need in missing[:-1]), missing[-1].what]))
    if system == "windows":
        how = WINDOWS_ADVICE
    elif system == "other":
        how = "Install with your package manager; WeasyPrint's installation page names them for many systems."
    else:
        command = {
            "debian": "sudo apt update && sudo apt install",
            "fedora": "sudo dnf install",
            "macos": "brew install",
        }[system]
        how = "Install with:\n    {} {}".format(command, " ".join(packages_for(system, missing)))
    if system == "macos":
        # The system hides DYLD_* variables from make, so the way round is a Python that needs none.
        how += (
            "\nIf that is installed, this Python does not look where Homebrew puts it; Homebrew's does:"
            '\n    brew install python && make all PYTHON="$(brew --prefix)/bin/python3"'
        )
    return f"Missing on this system: {wanted}.\n{how}\nThen run the same command again."


def install_by_apt(packages: Sequence[str]) -> None:
    # A machine that has just started may hold the lock for a minute; and without the error mode an update
    # that reached nothing counts as a success.
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "-o", "APT::Update::Error-Mode=any"]
    print("Installing by apt-get:", *packages, flush=True)
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        run([*apt, *step], f"apt-get {step[0]} failed", {"DEBIAN_FRONTEND": "noninteractive"})


# Python packages


def provide_packages(
    venv: str,
    locks: Sequence[str],
    create: Callable[[str], None] | None = None,
    install: Callable[[str, str], None] | None = None,
) -> bool:
    """True if something was installed; each lock includes those before it, so the last one is installed.

    The stamp holds the locks that the environment fulfils. A lock is added on top of a smaller one, which
    it cannot disturb; for any other change the environment is made anew, so that nothing old lingers.
    """
    wanted, fulfilled = b"".join([kind_of_python(), *map(content_of, locks)]), read_stamp(venv)
    if fulfilled.startswith(wanted):
        return False
    if not fulfilled or not wanted.startswith(fulfilled):
        # First the stamp: an interruption from here on must not look like a finished environment.
        if os.path.lexists(join(venv, STAMP)):
            os.unlink(join(venv, STAMP))
        (create or create_venv)(venv)
    (install or install_lock)(venv, locks[-1])
    write_stamp(venv, wanted)
    return True


def kind_of_python() -> bytes:
    """What the stamp begins with: the Python that the locks were installed for."""
    return f"# {sys.implementation.cache_tag}\n".encode()


def content_of(lock: str) -> bytes:
    """The lock's name and its bytes."""
    with open(lock, "rb") as file:
        return f"# {basename(lock)}\n".encode() + file.read()


def read_stamp(venv: str) -> bytes:
    """The locks that are installed; nothing if the environment's Python is gone."""
    if not os.access(venv_python(venv), os.X_OK):
        return b""
    try:
        with open(join(venv, STAMP), "rb") as file:
            return file.read()
    except OSError:
        return b""


def write_stamp(venv: str, fulfilled: bytes) -> None:
    new = join(venv, STAMP + ".new")
    with open(new, "wb") as file:
        file.write(fulfilled)
    os.replace(new, join(venv, STAMP))


def venv_python(venv: str) -> str:
    return join(venv, *(("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")))


def create_venv(venv: str) -> None:
    print(f"Making {basename(venv)} with Python {'.'.join(map(str, sys.version_info[:3]))}", flush=True)
    # Not sys.executable: that may be the very environment that is about to be cleared.
    base: str = getattr(sys, "_base_executable", None) or sys.executable
    run([base, "-I", "-m", "venv", "--clear", venv], f"{basename(venv)} could not be made")


def install_lock(venv: str, lock: str) -> None:
    print(f"Installing {basename(lock)}", flush=True)
    # Isolated (-I), so that PYTHONPATH and the user's own packages stay out of it.
    pip = [venv_python(venv), "-I", "-m", "pip", "--no-input", "--disable-pip-version-check"]
    run(
        [*pip, "install", "--quiet", "--require-hashes", "-r", lock],
        f"{basename(lock)} could not be installed",
        {"PIP_USER": "0"},
    )


def run(command: Sequence[str], failure: str, variables: Mapping[str, str] | None = None) -> None:
    """Runs a program in silence; if it fails, raises with the failure and what the program said last."""
    import subprocess

    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise SetUpError(f"{failure}: {error}") from error
    if done.returncode:
        raise SetUpError(explain(failure, done.stdout))


UNREACHABLE = (
    r"(?i)NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError"
    r"|Temporary failure (in name )?resolv|Network is unreachable|Connection (refused|reset|timed out)"
    r"|Could not (resolve|connect)"
)


def explain(failure: str, output: str) -> str:
    """The failure in one message: that the network is out of reach, else what the program said."""
    import re

    # A connection may falter and recover before something else goes wrong, such as a file that is not ours.
    if re.search(UNREACHABLE, output) and "HASHES" not in output:
        return (
            f"{failure}: no connection to where packages are downloaded from.\n"
            "Check the network (and the proxy and certificate settings, if you have any), "
            "then run the same command again."
        )
    lines = [line for line in output.splitlines() if line.strip()]
    errors = [number for number, line in enumerate(lines) if re.match(r"(E|ERROR|Error):", line)]
    said = lines[errors[0] :][:8] if errors else lines[-8:]
    return "\n    ".join([f"{failure}:", *said])


if __name__ == "__main__":
    sys.exit(main())
