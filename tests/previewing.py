"""A preview that runs beside the test, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from conftest import PROGRAM, ROOT, Project, tool
from picturing import TOOLS, provide_browser

BROWSER = Path(__file__).parent / "preview" / "browser.mjs"


class Running:
    """A preview in a process of its own."""

    def __init__(self, project: Project, *options: str) -> None:
        self.project = project
        command = [sys.executable, "-c", PROGRAM, str(project.root), "preview", "--no-browser", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
        environment.pop("NIST_DOCS_EDITOR", None)
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout
        self.said = self.process.stdout.readline() + self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", self.said)
        assert found, self.process.stderr.read() if self.process.stderr else ""
        self.address = found[0]

    def end(self, how: int = signal.SIGINT) -> tuple[int, str]:
        """Ends it as Ctrl-C does, the whole group; gives its exit code and what it said on standard error."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        _, said = self.process.communicate(timeout=15)
        return self.process.returncode, said


class Browser:
    """Chromium, driven through `browser.mjs`."""

    def __init__(self) -> None:
        node, chromium = tool("node"), tool("chromium")
        provide_browser()
        self.process = subprocess.Popen(
            [node, str(BROWSER), chromium, str(TOOLS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, action: str, **values: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"action": action, **values}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"][:900]
        return answer["value"]

    def wait(self, code: str, seconds: float = 30) -> None:
        self("wait", code=code, timeout=seconds * 1000)

    def text(self, selector: str) -> str:
        found: str = self("eval", code=f"document.querySelector({json.dumps(selector)})?.textContent ?? ''")
        return found

    def end(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(15)
        self.process.stdout.close()


# The words stand in the press release's page as it is shown.
IN_FRAME = (
    "document.querySelector('[data-key=\"press-release.html\"] iframe:not(.next)')"
    "?.contentDocument?.body?.textContent.includes('{words}')"
)


def until(condition: Any, seconds: float = 20) -> None:
    """Waits for what must come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
