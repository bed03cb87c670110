"""The work of a build, shared: whoever does it, the same bytes and the same words come out."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ENGLISH, Project, apart, make_project

from nist_docs import content, deliverables, elsewhere, parcels, unchanged
from nist_docs.parcels import Parcel
from nist_docs.problems import Problems
from nist_docs.project import Limits
from nist_docs.project import Project as Settings
from nist_docs.typesetter import Here

SECOND = "second"


def two_hearings(folder: Path) -> Project:
    """A project with two hearings, one of them published."""
    project = make_project(folder, ENGLISH)
    (first,) = (project.content / "hearings").glob("*.yaml")
    shutil.copy(first, first.with_name(f"{SECOND}.yaml"))
    project.replace(f"content/hearings/{SECOND}.yaml", "title: ", "title: Another ")
    return project


def built(project: Project) -> dict[str, bytes]:
    found = (path for path in project.output.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(project.output).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of the two hearings, one after the other."""
    project = two_hearings(tmp_path_factory.mktemp("plain"))
    apart(project, "build", "--workers", "1")
    return built(project)


@pytest.fixture
def two(tmp_path: Path) -> Project:
    return two_hearings(tmp_path)


def test_forked_processes_make_the_same_bytes(two: Project, plain: dict[str, bytes]) -> None:
    apart(two, "build", "--workers", "2")
    assert built(two) == plain


def test_processes_that_share_nothing_with_this_one_make_the_same_bytes(two: Project, plain: dict[str, bytes]) -> None:
    two.built("--workers", "2")  # the tests' own process cannot be forked
    assert built(two) == plain


def test_a_dask_cluster_makes_the_same_bytes(two: Project, plain: dict[str, bytes], cluster: str) -> None:
    apart(two, "build", "--scheduler", cluster)
    assert built(two) == plain


def test_a_cluster_makes_an_edition_that_no_file_tells_of_yet(tmp_path: Path, two: Project, cluster: str) -> None:
    moment = ("--now", "2030-01-01T12:00+01:00")
    other = two_hearings(tmp_path / "other")
    apart(other, "publish", "--name", SECOND, *moment)
    apart(two, "publish", "--name", SECOND, *moment, "--scheduler", cluster)
    assert built(two) == built(other)
    record = f"editions/{SECOND}.yaml"
    assert (two.content / record).read_bytes() == (other.content / record).read_bytes()


def test_what_a_cluster_made_has_the_keys_by_which_a_build_here_takes_it_over(two: Project, cluster: str) -> None:
    apart(two, "build", "--scheduler", cluster)
    known = unchanged.read(two.output)
    (two.output / unchanged.FILE).unlink()
    apart(two, "build", "--workers", "1")
    anew = unchanged.read(two.output)
    assert known
    assert anew
    assert known.documents == anew.documents


def test_faults_are_told_in_the_same_words(tmp_path: Path) -> None:
    said = []
    for number, options in enumerate(((), ("--workers", "2"))):
        project = two_hearings(tmp_path / str(number))
        project.replace(f"content/hearings/{SECOND}.yaml", "title: ", "title: 漢 ")
        result = project.build(*options)
        assert result.exit_code == 1
        said.append(result.output.replace(str(project.root), ""))
    assert "U+6F22" in said[0]
    assert said[1] == said[0]


# --- clusters that cannot do it ------------------------------------------------------------------


@pytest.mark.parametrize("command", [("build",), ("copies", "--list", "people.csv")], ids=["build", "copies"])
def test_a_scheduler_that_does_not_answer_is_said(
    english: Project, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nist_docs.clusters.PATIENCE", 1)
    english.write("people.csv", "namn;e-post\nAnna Exempelåker;anna@example.org\n")
    arguments = [str(english.root / one) if one.endswith(".csv") else one for one in command]
    result = english.run(*arguments, "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in result.output


@pytest.fixture
def idle_scheduler() -> Iterator[str]:
    """A scheduler that no worker has come to."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as running:  # type: ignore[no-untyped-call]
        yield running.scheduler_address


def test_a_scheduler_without_workers_is_said(
    english: Project, idle_scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nist_docs.clusters.PATIENCE", 1)
    result = english.build("--scheduler", idle_scheduler)
    assert result.exit_code == 1
    assert "has no workers" in result.output
    assert "dask worker" in result.output


# --- workers -------------------------------------------------------------------------------------


@pytest.fixture
def parcel(english: Project) -> Parcel:
    return packed(english)


def packed(english: Project, limits: Limits | None = None) -> Parcel:
    project = Settings(english.root, english.content, english.output, dt.datetime.now().astimezone())
    project = replace(project, limits=limits or project.limits)
    read, _ = content.load(project.content, "content")
    (name,) = read.hearings
    common = parcels.common(project, unchanged.program(project.root), Here().system().versions)
    return parcels.packed(common, read, name, deliverables.load(project.templates))


def test_a_worker_with_another_program_makes_nothing(parcel: Parcel) -> None:
    answer = elsewhere.make(replace(parcel, program="another"))
    with pytest.raises(Problems, match="another version of this program"):
        elsewhere.opened(answer)


def test_a_worker_that_would_break_lines_elsewhere_makes_nothing(parcel: Parcel) -> None:
    name, version = next(iter(parcel.system.items()))
    answer = elsewhere.make(replace(parcel, system={**parcel.system, name: "0.1"}))
    with pytest.raises(Problems, match=f"{name} {version}, not 0.1"):
        elsewhere.opened(answer)


def test_a_workers_process_is_bounded_and_leaves_nothing(
    english: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "temporary").mkdir()
    with pytest.raises(Problems, match="more than 1 MB of memory"):
        elsewhere.opened(elsewhere.make(packed(english, Limits(megabytes=1))))
    assert not list((tmp_path / "temporary").iterdir())


def test_a_parcel_holds_one_hearing_and_no_path_of_this_machine(two: Project) -> None:
    project = Settings(two.root, two.content, two.output, dt.datetime.now().astimezone())
    read, _ = content.load(project.content, "content")
    common = parcels.common(project, unchanged.program(project.root), {})
    parcel = parcels.packed(common, read, SECOND, deliverables.load(project.templates))
    order = parcels.order(parcel, Path("/elsewhere"))
    assert list(order.content.hearings) == [SECOND]
    assert len([file for file in order.content.files if file.startswith("content/hearings/")]) == 1
    assert order.content.root == Path("/elsewhere/content")
    assert not [name for name in parcel.files if name.startswith(("/", ".."))]
