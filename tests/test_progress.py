"""Whoever waits is told what is being made."""

from __future__ import annotations

import io

from nist_docs.progress import Progress, said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_after_a_second_in_a_line_that_goes_again() -> None:
    stream = Terminal()
    progress = Progress(stream)
    progress("briefing of nist", 0.9)
    assert stream.getvalue() == ""
    progress("briefing of nist", 1.2)
    assert stream.getvalue() == "\rMaking briefing of nist (1 s)\r"
    progress("", 0.0)
    assert stream.getvalue().endswith("\r" + " " * len("Making briefing of nist (1 s)") + "\r")


def test_others_are_told_by_a_line_every_ten_seconds() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    for second in range(25):
        progress("hearings, 2 of 8 made", float(second))
    progress("", 0.0)
    assert stream.getvalue() == (
        "Making hearings, 2 of 8 made (10 s, about 30 s left)\nMaking hearings, 2 of 8 made (20 s, about 60 s left)\n"
    )


def test_what_is_left_is_guessed_only_where_work_is_counted() -> None:
    assert said("", 3.0) == "Making the documents (3 s)"
    assert said("hearings, 0 of 8 made", 3.0) == "Making hearings, 0 of 8 made (3 s)"
