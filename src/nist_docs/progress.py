"""What is being made, told to whoever waits: on a terminal in one line that goes again, else by a line now and then."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TextIO

watch: Callable[[str, float], None] | None = None  # is called as Progress is, while a child works for this process

FIRST, AGAIN = 1.0, 10.0  # seconds: a terminal is told after the first, others every so often


class Progress:
    """Called again and again with what is being made, and for how many seconds the work has gone on; at its end with 0,
    which takes the line away."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.told, self.width = stream, 0.0, 0

    def __call__(self, what: str, seconds: float) -> None:
        if self.stream.isatty():
            line = said(what, seconds) if seconds >= FIRST else ""
            if line or self.width:
                self.stream.write("\r" + line.ljust(self.width) + "\r")
                self.stream.flush()
                self.width = len(line)
        elif seconds >= self.told + AGAIN:
            self.told = seconds
            self.stream.write(said(what, seconds) + "\n")
            self.stream.flush()


def said(what: str, seconds: float) -> str:
    """In words; with a guess at what is left where the work is counted, and none of it where it is not."""
    counted = re.search(r"(\d+) of (\d+) made", what)
    left = ""
    if counted and 0 < int(counted[1]) < int(counted[2]):
        rest = seconds * (int(counted[2]) - int(counted[1])) / int(counted[1])
        left = f", about {rest:.0f} s left"
    return f"Making {what or 'the documents'} ({seconds:.0f} s{left})"
