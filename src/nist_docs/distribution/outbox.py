"""Messages as files that any mail program opens, to be looked at and sent by a person; and a page of the first."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import EmailMessage
from html import escape
from pathlib import Path

from nist_docs.distribution.mending import write_private

SHOWN = 3
PAGE = "first-messages.html"


def write(folder: Path, messages: Iterable[tuple[str, EmailMessage]]) -> int:
    """Writes each message under its name, and takes away those of an earlier run; how many there are."""
    first: list[EmailMessage] = []
    names = set()
    for name, message in messages:
        message["X-Unsent"] = "1"  # opened as a draft, where a program knows that
        write_private(folder / name, message.as_bytes())
        names.add(name)
        if len(first) < SHOWN:
            first.append(message)
    for path in folder.glob("*.eml"):
        if path.name not in names:
            path.unlink()
    write_private(folder / PAGE, _page(first, len(names)).encode())
    return len(names)


def _page(messages: Iterable[EmailMessage], number: int) -> str:
    shown = "\n".join(map(_shown, messages))
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The first of {number} messages</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em }}
article {{ border-top: 3px solid; margin-top: 2em }} dt {{ font-weight: bold }} dd {{ margin: 0 }}
pre {{ white-space: pre-wrap }} iframe {{ width: 100%; height: 24em; border: 1px solid }}</style></head>
<body><main><h1>The first of {number} messages</h1>
<p>Nothing has been sent. Look at text, HTML and attachment; each message lies beside this page.</p>
{shown}
</main></body></html>
"""


def _shown(message: EmailMessage) -> str:
    heads = [name for name in ("From", "To", "Reply-To", "Subject") if message[name]]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(str(message[name]))}</dd>" for name in heads)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    files = "".join(f"<dd>{escape(part.get_filename() or '')}</dd>" for part in message.iter_attachments())
    name = escape(str(message["To"].addresses[0].display_name))
    framed = f'<iframe sandbox title="The message as HTML" srcdoc="{escape(html.get_content())}"></iframe>'
    return (
        f"<article><h2>{name}</h2>\n<dl>{rows}<dt>Attached</dt>{files}</dl>\n"
        f"<h3>As text</h3><pre>{escape(plain.get_content())}</pre>\n"
        f"<h3>As HTML</h3>{framed}</article>"
    )
