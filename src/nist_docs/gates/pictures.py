"""By what right a picture is shown: photographer, rights, the consent of those in it, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from nist_docs.content import HEARINGS, Content
from nist_docs.model.pictures import Picture
from nist_docs.problems import Problem, Severity

_UNKNOWN = "write recognisable: with who can be recognised and their consent, or recognisable: [] if nobody can"


def refused(content: Content, name: str, today: dt.date) -> Iterator[tuple[int, Problem]]:
    """The pictures whose files may not be shown, by their places in the list, and why; one problem for each reason."""
    at = content.address(HEARINGS, f"{name}.yaml") / "pictures"
    for index, picture in enumerate(content.hearings[name].pictures):
        if picture.file:
            for key, message, hint in _faults(picture, today):
                where = content.place(at / index / key)
                yield index, Problem("picture-rights", where, message, hint, Severity.WARNING)


def _faults(picture: Picture, today: dt.date) -> Iterator[tuple[str, str, str]]:
    """The key, what is wrong with it, and what to do."""
    if not picture.photographer:
        yield "file", "the picture is not shown: nobody is named as its photographer", "write photographer: …"
    if not picture.rights:
        yield "file", "the picture is not shown: nobody is named who holds the rights", "write rights: …"
    if picture.recognisable is None or (picture.person and not picture.recognisable):
        yield "file", "the picture is not shown: it is not said who can be recognised", _UNKNOWN
    for one in picture.recognisable or ():
        if not one.consent:
            message = "the picture is not shown: somebody who can be recognised did not consent"
            yield "recognisable", message, "ask them, or take another picture"
    ends = picture.expires.last_day() if picture.expires else None
    if ends and today > ends:
        message = f"the picture is not shown: the right to show it ended {ends.isoformat()}"
        yield "expires", message, "renew the rights and the date, or delete the key 'file'"
