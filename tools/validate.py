"""Checks built documents with other people's programs, and prints what each of them found.

The programs from npm are installed here, as the lock beside them says; those of the system are named with
the command that installs them. Nothing of this is part of a build. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VALIDATORS = ROOT / "tools" / "validators"
PACKAGES = VALIDATORS / "node_modules"
EDITED = "_edited"  # what people went on writing in the output folder, which is theirs
NODE = (20, 19)  # the oldest that all of them run on; Debian 13's
LONGEST = 300  # seconds for one program; a hanging one must not hang the checks

# Program, then what brings it on Debian and Ubuntu.
SYSTEM: Mapping[str, str] = {
    "node": "nodejs",
    "npm": "npm",
    "java": "default-jre-headless",
    "chromium": "chromium",
    "pdfinfo": "poppler-utils",
    "soffice": "libreoffice-writer-nogui",
}


class Missing(Exception):
    """What must be there before anything can be checked, and how to get it."""


class Broken(Exception):
    """A program did not do its work: no finding about a document, and no clean bill of health either."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a file; ``where`` is a line, a part of the file or a width of the window."""

    file: Path
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """One program over all files of one kind."""

    name: str
    suffix: str
    run: Callable[[Sequence[Path]], list[Finding]]


@dataclass(frozen=True, slots=True)
class Result:
    check: Check
    files: int
    findings: list[Finding]
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "output"], help="where built documents lie")
    folders = parser.parse_args(arguments).folders
    # Absolute, since each program runs where its own files lie.
    found = (path for folder in folders for path in folder.absolute().rglob("*") if path.suffix in SUFFIXES)
    files = sorted(path for path in found if EDITED not in path.parts)
    try:
        if not files:
            shown = ", ".join(map(str, folders))
            raise Missing(f"There are no documents in {shown}. Build them first: make all")
        provide()
        results = [checked(check, files) for check in CHECKS]
    except (Missing, Broken) as error:
        print(error, file=sys.stderr)
        return 1
    print(report(results))
    return 1 if any(result.findings for result in results) else 0


def checked(check: Check, files: Sequence[Path]) -> Result:
    own, start = [path for path in files if path.suffix == check.suffix], time.monotonic()
    return Result(check, len(own), check.run(own) if own else [], time.monotonic() - start)


def report(results: Sequence[Result]) -> str:
    """A row for each check, then every finding."""
    rows = [("check", "files", "findings", "seconds")]
    rows += [(r.check.name, str(r.files), str(len(r.findings)), f"{r.seconds:.1f}") for r in results]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *numbers in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        lines.append("  ".join([name.ljust(widths[0]), *cells]))
    for result in results:
        for finding in result.findings:
            lines += ["", f"{finding.file}: {finding.where}", f"  {result.check.name}: {finding.message}"]
    return "\n".join(lines)


# --- what must be there ------------------------------------------------------------------------


def missing() -> list[str]:
    """The system's programs that are not there, by the names that SYSTEM gives them."""
    return [name for name in SYSTEM if shutil.which(name) is None]


def provide() -> None:
    """Installs the locked packages where they are not yet. Raises Missing with all that only the system can bring."""
    if lacking := missing():
        packages = " ".join(dict.fromkeys(SYSTEM[name] for name in lacking))
        raise Missing(
            f"Missing on this system: {', '.join(lacking)}.\nOn Debian and Ubuntu, install with:\n"
            f"    sudo apt update && sudo apt install {packages}\nThen run the same command again."
        )
    version = said(program("node"), "--version").strip()
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < NODE:
        raise Missing(f"The validators need Node {NODE[0]}.{NODE[1]} or newer; this is {version}.")
    lock = VALIDATORS / "package-lock.json"
    wanted, stamp = hashlib.sha256(lock.read_bytes()).hexdigest(), PACKAGES / "nist-docs.stamp"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    print("Installing tools/validators/package-lock.json", flush=True)
    done = subprocess.run(
        [program("npm"), "ci", "--loglevel=error"], cwd=VALIDATORS, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Missing(f"The validators could not be installed:\n{(done.stderr or done.stdout).strip()}")
    stamp.write_text(wanted, "utf-8")


def program(name: str) -> str:
    """The path of a program of the system's."""
    path = shutil.which(name)
    if path is None:
        raise Missing(f"{name} is not installed")
    return path


def said(*command: str | Path, expect: Sequence[int] = (0,), cwd: Path | None = None) -> str:
    """What a program prints. Raises Broken if it ends in any other way than expected."""
    words = [str(word) for word in command]
    # Files and not pipes: a program of Node's may end before a pipe has taken all that it says.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        try:
            done = subprocess.run(words, stdout=out, stderr=errors, timeout=LONGEST, cwd=cwd, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Broken(f"{words[0]} did not finish: {error}") from error
        out.seek(0)
        errors.seek(0)
        printed, complaint = out.read().decode(), errors.read().decode(errors="replace")
    if done.returncode not in expect:
        raise Broken(f"{words[0]} ended with {done.returncode}:\n{(complaint or printed).strip()[-2000:]}")
    return printed


# --- Word --------------------------------------------------------------------------------------


def office(version: str) -> Callable[[Sequence[Path]], list[Finding]]:
    """Microsoft's own validator, as one version of Word judges."""

    def run(files: Sequence[Path]) -> list[Finding]:
        tool = PACKAGES / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
        if not tool.is_file():
            raise Missing("Microsoft's validator is a program for Linux on x86-64: run this there, or leave it to CI.")
        found = []
        for file in files:
            # Judged by its words: how it ends has changed between versions.
            answer = json.loads(said(tool, file, version, expect=(0, 1)))
            if answer["ok"] is not True:
                found += [Finding(file, f"{e['path']} {e['xPath']}", e["description"]) for e in answer["errors"]]
                found += [] if answer["errors"] else [Finding(file, "-", "not valid, and it does not say why")]
        return found

    return run


def libreoffice(files: Sequence[Path]) -> list[Finding]:
    """Another word processor opens each file and can lay out its pages."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        # A profile of its own: an office that is open on this machine would take the work and say nothing.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        # One start for each folder, in which no two files have the same name.
        for number, parent in enumerate(sorted({file.parent for file in files})):
            own, target = [file for file in files if file.parent == parent], Path(folder) / str(number)
            said(program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", target, *own)
            for file in own:
                made = target / f"{file.stem}.pdf"
                if not made.is_file() or not said(program("pdftotext"), made, "-").strip():
                    found.append(Finding(file, "-", "LibreOffice shows no words of it"))
    return found


# --- web pages ---------------------------------------------------------------------------------


def vnu(files: Sequence[Path]) -> list[Finding]:
    """The W3C's checker of HTML; its warnings count too."""
    jar = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    answer = said(program("java"), "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *files)
    return [
        Finding(Path(unquote(urlsplit(m.get("url", "")).path)), f"line {m.get('lastLine', '?')}", m["message"])
        for m in json.loads(answer)["messages"]
    ]


def html_validate(files: Sequence[Path]) -> list[Finding]:
    """Its recommended rules, but for the one that a title has at most 70 letters: that is for the editor to say."""
    tool = PACKAGES / "html-validate" / "bin" / "html-validate.mjs"
    options = ("--config", VALIDATORS / "htmlvalidate.json", "--formatter", "json")
    answer = said(program("node"), tool, *options, *files, expect=(0, 1))
    return [
        Finding(Path(page["filePath"]), f"line {m['line']}", f"{m['ruleId']}: {m['message']}")
        for page in json.loads(answer)
        for m in page["messages"]
    ]


def axe(files: Sequence[Path]) -> list[Finding]:
    """Accessibility in a browser: 1280 and 320 pixels wide, light and dark."""
    tool = VALIDATORS / "browser.mjs"
    answer = said(program("node"), tool, program("chromium"), *files, cwd=VALIDATORS)
    return [Finding(Path(one["file"]), one["at"], one["message"]) for one in json.loads(answer)]


# --- PDF ---------------------------------------------------------------------------------------


def poppler(files: Sequence[Path]) -> list[Finding]:
    """Title, tags and fonts, as a reader finds them that did not write them."""
    found = []
    for file in files:
        about = said(program("pdfinfo"), file)
        for field, pattern in (("title", r"^Title:\s+\S"), ("tags", r"^Tagged:\s+yes"), ("pages", r"^Pages:\s+[1-9]")):
            if not re.search(pattern, about, re.MULTILINE):
                found.append(Finding(file, "-", f"it has no {field}"))
        if "H1" not in said(program("pdfinfo"), "-struct", file):
            found.append(Finding(file, "structure", "there is no H1"))
        fonts = said(program("pdffonts"), file).splitlines()[2:]  # after the table's head and its rule
        if not fonts:
            found.append(Finding(file, "fonts", "there are none"))
        # The columns from the right: object's two numbers, uni, sub, emb.
        found += [Finding(file, "fonts", f"not embedded: {line.split()[0]}")
                  for line in fonts if line.split()[-5] != "yes"]  # fmt: skip
    return found


CHECKS = (
    Check("Microsoft, Office 2019", ".docx", office("Office2019")),
    Check("Microsoft 365", ".docx", office("Microsoft365")),
    Check("LibreOffice", ".docx", libreoffice),
    Check("vnu", ".html", vnu),
    Check("html-validate", ".html", html_validate),
    Check("axe in Chromium", ".html", axe),
    Check("poppler", ".pdf", poppler),
)
SUFFIXES = frozenset(check.suffix for check in CHECKS)


if __name__ == "__main__":
    sys.exit(main())
