"""The way from a fresh clone to a first run: set-up, make, locks, and what is said when it fails."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "tools" / "environment.py"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["environment"] = module
    spec.loader.exec_module(module)
    return module


environment = _load()


# What must run before anything is installed


def test_the_set_up_imports_nothing_but_the_standard_library() -> None:
    imported = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("script", [SCRIPT, ROOT / "build.py"], ids=lambda path: path.name)
def test_an_old_python_can_read_the_script_that_tells_it_that_it_is_old(script: Path) -> None:
    ast.parse(script.read_text("utf-8"), feature_version=(3, 8))


def test_an_old_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "sys", SimpleNamespace(version_info=(3, 10), stderr=sys.stderr))
    assert environment.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("nist-docs needs Python 3.11 or newer; this is Python ")
    assert said.count("\n") == 1


def test_build_py_without_its_packages_says_what_to_run_and_exits_with_2() -> None:
    # The interpreter beneath the environment, without site-packages: what a person has who skips the set-up.
    python = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([python, "-I", "-S", str(ROOT / "build.py"), "build"], capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert re.fullmatch(
        r"This Python lacks what nist-docs needs \(\w+\): run `make all`, or `\.venv\S+ build\.py`\.\n",
        done.stderr,
    )


# Libraries of the system


def test_the_libraries_looked_for_are_those_that_weasyprint_loads() -> None:
    spec = importlib.util.find_spec("weasyprint")
    assert spec is not None
    assert spec.origin is not None
    tried = (Path(spec.origin).parent / "text" / "ffi.py").read_text("utf-8")
    for library in environment.LIBRARIES:
        for name in library.names:
            assert f"'{name}'" in tried


def test_a_library_that_is_there_loads_under_any_of_its_names_and_another_does_not() -> None:
    assert not environment.loads(["libnowhere.so.0"])
    for library in environment.LIBRARIES:
        assert environment.loads(["libnowhere.so.0", *library.names])


@pytest.mark.parametrize(
    ("platform", "release", "family"),
    [
        ("linux", {"ID": "debian"}, "debian"),
        ("linux", {"ID": "ubuntu", "ID_LIKE": "debian"}, "debian"),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ("linux", {"ID": "fedora"}, "fedora"),
        ("linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ("linux", {"ID": "arch"}, "other"),
        ("linux", {}, "other"),
        ("darwin", None, "macos"),
        ("win32", None, "windows"),
    ],
)
def test_systems_are_told_apart_by_what_they_say_of_themselves(
    platform: str, release: dict[str, str] | None, family: str
) -> None:
    assert environment.system_family(platform, release) == family


@pytest.mark.parametrize(
    ("family", "command"),
    [
        (
            "debian",
            "sudo apt update && sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ("fedora", "sudo dnf install pango harfbuzz"),
        ("macos", "brew install pango harfbuzz"),
        ("windows", "pacman -S mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_every_system_gets_its_own_command_for_all_that_is_missing(family: str, command: str) -> None:
    lines = environment.advice(family, environment.LIBRARIES).splitlines()
    assert lines[0] == "Missing on this system: Pango, PangoFT2 and HarfBuzz-Subset."
    assert f"    {command}" in lines
    assert lines[-1] == "Then run the same command again."


def test_an_unknown_system_is_told_what_is_missing_though_not_the_command() -> None:
    said = environment.advice("other", environment.LIBRARIES[:1])
    assert said.startswith("Missing on this system: Pango.\n")
    assert "package manager" in said


def test_venv_is_asked_for_in_the_version_of_the_python_that_runs() -> None:
    said = environment.advice("debian", [environment.VENV_MODULE])
    assert "sudo apt install python{}.{}-venv\n".format(*sys.version_info[:2]) in said


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A Debian without PangoFT2, where apt-get only takes note of what it was asked for."""
    system = SimpleNamespace(missing=[environment.LIBRARIES[1]], asked=[], works=True)

    def install(packages: list[str]) -> None:
        system.asked.append(packages)
        if system.works:
            system.missing = []

    monkeypatch.setattr(environment, "missing_needs", lambda: system.missing)
    monkeypatch.setattr(environment, "system_family", lambda: "debian")
    monkeypatch.setattr(environment, "install_by_apt", install)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    return system


@pytest.mark.skipif(sys.platform == "win32", reason="root is a notion of Unix")
def test_root_on_debian_gets_just_what_is_missing(apt: SimpleNamespace) -> None:
    environment.provide_system()
    environment.provide_system()
    assert apt.asked == [["libpangoft2-1.0-0"]]


@pytest.mark.skipif(sys.platform == "win32", reason="root is a notion of Unix")
def test_what_is_missing_even_after_apt_get_is_named(apt: SimpleNamespace) -> None:
    apt.works = False
    with pytest.raises(environment.SetUpError, match=r"Missing on this system: PangoFT2\."):
        environment.provide_system()


def test_another_user_gets_the_command_and_nothing_is_installed(
    apt: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert environment.main([]) == 1
    assert apt.asked == []
    assert "\n    sudo apt update && sudo apt install libpangoft2-1.0-0\n" in capsys.readouterr().err


# The stamp: what is installed once is not installed again


class Installer:
    """Stands in for venv and pip: notes what was done, and fails when told to."""

    def __init__(self, folder: Path) -> None:
        self.venv = folder / ".venv"
        self.run_time, self.test = folder / "run.lock", folder / "test.lock"
        self.run_time.write_text("jinja2==3\n", "utf-8")
        self.test.write_text("jinja2==3\npytest==9\n", "utf-8")
        self.done: list[str] = []
        self.fault: BaseException | None = None

    def create(self, venv: str) -> None:
        shutil.rmtree(venv, ignore_errors=True)
        python = Path(environment.venv_python(venv))
        python.parent.mkdir(parents=True)
        python.touch(0o755)
        self.done.append("create")

    def install(self, venv: str, lock: str) -> None:
        if self.fault:
            raise self.fault
        self.done.append(Path(lock).name)

    def provide(self, *locks: Path) -> list[str]:
        """What a run with these locks does."""
        self.done = []
        changed = environment.provide_packages(str(self.venv), [str(lock) for lock in locks], self.create, self.install)
        assert changed == bool(self.done)
        return self.done


@pytest.fixture
def installer(tmp_path: Path) -> Installer:
    return Installer(tmp_path)


def test_a_second_run_installs_nothing(installer: Installer) -> None:
    assert installer.provide(installer.run_time) == ["create", "run.lock"]
    assert installer.provide(installer.run_time) == []


def test_the_tests_packages_are_added_to_those_of_a_build_and_serve_both(installer: Installer) -> None:
    installer.provide(installer.run_time)
    assert installer.provide(installer.run_time, installer.test) == ["test.lock"]
    assert installer.provide(installer.run_time, installer.test) == []
    assert installer.provide(installer.run_time) == []


def test_a_fresh_clone_can_start_with_the_tests(installer: Installer) -> None:
    assert installer.provide(installer.run_time, installer.test) == ["create", "test.lock"]
    assert installer.provide(installer.run_time) == []


def test_a_changed_lock_makes_the_environment_anew_so_that_nothing_old_lingers(installer: Installer) -> None:
    installer.provide(installer.run_time, installer.test)
    installer.test.write_text("jinja2==3\npytest==10\n", "utf-8")
    assert installer.provide(installer.run_time, installer.test) == ["create", "test.lock"]
    installer.run_time.write_text("jinja2==4\n", "utf-8")
    assert installer.provide(installer.run_time) == ["create", "run.lock"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), environment.SetUpError("no network")], ids=repr)
def test_an_interrupted_or_failed_installation_is_not_taken_for_a_finished_one(
    installer: Installer, fault: BaseException
) -> None:
    installer.provide(installer.run_time)
    installer.run_time.write_text("jinja2==4\n", "utf-8")
    installer.fault = fault
    with pytest.raises(type(fault)):
        installer.provide(installer.run_time)
    assert not (installer.venv / environment.STAMP).exists()
    installer.fault = None
    assert installer.provide(installer.run_time) == ["create", "run.lock"]


def test_tests_that_cannot_be_installed_leave_the_build_as_it_was(installer: Installer) -> None:
    installer.provide(installer.run_time)
    installer.fault = environment.SetUpError("no network")
    with pytest.raises(environment.SetUpError):
        installer.provide(installer.run_time, installer.test)
    installer.fault = None
    assert installer.provide(installer.run_time) == []
    assert installer.provide(installer.run_time, installer.test) == ["test.lock"]


def test_an_environment_of_another_python_is_made_anew(installer: Installer) -> None:
    installer.provide(installer.run_time)
    stamp = installer.venv / environment.STAMP
    stamp.write_text(stamp.read_text("utf-8").replace(sys.implementation.cache_tag or "", "cpython-310"), "utf-8")
    assert installer.provide(installer.run_time) == ["create", "run.lock"]


def _lose_python(installer: Installer) -> None:
    Path(environment.venv_python(str(installer.venv))).unlink()


def _lose_the_python_beneath(installer: Installer) -> None:
    _lose_python(installer)
    Path(environment.venv_python(str(installer.venv))).symlink_to(installer.venv / "gone")


def _spoil_the_stamp(installer: Installer) -> None:
    (installer.venv / environment.STAMP).write_bytes(b"\xff\x00")


@pytest.mark.parametrize("break_it", [_lose_python, _lose_the_python_beneath, _spoil_the_stamp])
def test_a_broken_environment_is_made_anew(installer: Installer, break_it: Callable[[Installer], None]) -> None:
    installer.provide(installer.run_time)
    break_it(installer)
    assert installer.provide(installer.run_time) == ["create", "run.lock"]


# What is said when a program fails


@pytest.mark.parametrize(
    "output",
    [
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError("
        "'Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')'\n"
        "ERROR: No matching distribution found for jinja2==3.1.6",
        "E: Failed to fetch InRelease  Temporary failure resolving 'mirror.example'",
    ],
    ids=["pip", "apt-get"],
)
def test_without_a_network_the_message_is_about_the_network(output: str) -> None:
    assert environment.explain("requirements.lock could not be installed", output) == (
        "requirements.lock could not be installed: no connection to where packages are downloaded from.\n"
        "Check the network (and the proxy and certificate settings, if you have any), "
        "then run the same command again."
    )


def test_of_another_failure_the_program_s_own_words_are_shown_from_the_error_on() -> None:
    output = "Collecting jinja2\nERROR: No space left\n\n  on device\n"
    assert environment.explain("It failed", output) == "It failed:\n    ERROR: No space left\n      on device"
    assert environment.explain("It failed", "what\never") == "It failed:\n    what\n    ever"


def test_a_file_that_is_not_the_locked_one_is_said_to_be_so_even_after_trouble_with_the_network() -> None:
    output = "WARNING: Retrying after ReadTimeout\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n    jinja2"
    assert environment.explain("It failed", output) == (
        "It failed:\n    ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n        jinja2"
    )


def test_a_program_that_fails_or_cannot_be_started_is_a_message_and_not_a_traceback() -> None:
    with pytest.raises(environment.SetUpError, match=r"^It failed:\n    gone$"):
        environment.run([sys.executable, "-c", "import sys; print('gone'); sys.exit(3)"], "It failed")
    with pytest.raises(environment.SetUpError, match=r"^It failed: .*nowhere"):
        environment.run([str(ROOT / "nowhere")], "It failed")


# The Makefile


def _make(*arguments: str, **variables: str) -> str:
    if not shutil.which("make"):
        if os.environ.get("NIST_DOCS_REQUIRE_TOOLS"):
            pytest.fail("make is not installed")
        pytest.skip("make is not installed")
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        # Not the options and variables that a make which runs the tests hands down.
        env={"PATH": os.environ["PATH"], **variables},
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout


MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE)


def test_make_help_lists_every_target() -> None:
    listed = [line.split()[0] for line in _make("help").partition("\n\n")[0].splitlines()]
    assert listed == TARGETS


def test_no_target_can_be_mistaken_for_a_file() -> None:
    assert re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE) == TARGETS


def test_make_alone_builds_everything() -> None:
    assert _make("-n") == _make("-n", "all")


MODULES = {"bench": "bench.performance", "quality": "bench.quality"}


@pytest.mark.parametrize("target", list(MODULES))
def test_what_compares_with_other_programs_runs_in_their_environment(target: str) -> None:
    python, _, module = shlex.split(_make("-n", target).splitlines()[-1])
    assert python == "bench/.venv/bin/python"
    assert module == MODULES[target]
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("target", [t for t in TARGETS if not t.startswith(("set-up", "help")) and t not in MODULES])
def test_every_target_runs_a_command_that_exists_with_options_that_it_knows(target: str) -> None:
    import click

    from nist_docs.cli import main

    run = _make("-n", target, "CONTENT=a folder", "OUTPUT=o", "NOW=2015-12-01T06:00").splitlines()[-1]
    _, script, name, *options = shlex.split(run)
    assert script == "build.py"
    assert name == {"all": "build"}.get(target, target)
    command = main.get_command(click.Context(main), name)
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert {option for option in options if option.startswith("-")} <= known


def test_variables_become_options_and_arguments_come_last() -> None:
    run = _make("-n", "all", "CONTENT=a folder", "ARGS=--verbose -x").splitlines()[-1]
    assert shlex.split(run)[2:] == ["build", "--content", "a folder", "--verbose", "-x"]


def test_a_variable_comes_through_as_it_was_typed() -> None:
    reason = """Priset är $500 och $(HOME) 50 % "mer" #1, sa 'hon' `x` $HOME"""
    run = _make("-n", "publish", f"REASON={reason}").splitlines()[-1]
    assert shlex.split(run)[2:] == ["publish", "--reason", reason]


def test_a_variable_in_the_environment_does_not_decide_what_is_removed() -> None:
    assert "elsewhere" not in _make("-n", "clean", OUTPUT="elsewhere")


# Locks and the reasons for what is in them


def _direct(name: str) -> dict[str, str]:
    """Name and version condition of what a requirements file asks for itself."""
    asked = re.findall(r"^([A-Za-z][\w.-]*)(.*)$", (ROOT / f"{name}.in").read_text("utf-8"), re.MULTILINE)
    return {package.lower(): condition.strip() for package, condition in asked}


def _locked(name: str) -> dict[str, str]:
    """Requirement and all its hashes, by package."""
    text = re.sub(r"\s*\\\n\s*", " ", (ROOT / f"{name}.lock").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {line.partition("==")[0]: line for line in lines}


LOCKS = ["requirements", "requirements-test", "bench/requirements-bench"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(name: str) -> None:
    for line in _locked(name).values():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+", line)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_the_command_that_makes_it_and_no_place_to_download_from(name: str) -> None:
    text = (ROOT / f"{name}.lock").read_text("utf-8")
    assert "#    make lock\n" in text.partition("==")[0]
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|://", text)


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_is_locked_in_the_version_asked_for(name: str) -> None:
    locked = _locked(name)
    for package, condition in _direct(name).items():
        assert package in locked
        if condition.startswith("=="):
            assert locked[package].startswith(f"{package}{condition} ")


@pytest.mark.parametrize("name", LOCKS[1:])
def test_tests_and_comparisons_run_on_the_versions_of_a_build(name: str) -> None:
    assert _locked("requirements").items() <= _locked(name).items()


def _reasons() -> list[str]:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    return [package.lower() for package in re.findall(r"^\| `(\S+)` \| \S.* \|$", page, re.MULTILINE)]


_CI_TOOLS = re.findall(r"^tools=\((.*?)\)", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    brought = [need.packages["debian"] for need in environment.LIBRARIES]
    tools = re.findall(r"\w+:([\w-]+)", _CI_TOOLS)
    validators = json.loads((ROOT / "tools" / "validators" / "package.json").read_text("utf-8"))
    npm = [*validators["dependencies"], *validators["optionalDependencies"]]
    asked = {*brought, *tools, *npm}.union(*map(_direct, LOCKS))
    assert sorted(_reasons()) == sorted(asked)
