"""The preview's page and what it asks for: documents, pictures of pages, places; and a stream of states.

Only this machine may ask, and only under a name that is its own: a page elsewhere whose name is made to lead here
(DNS rebinding) has another Host. Nothing that is served may load anything from elsewhere.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nist_docs import fonts
from nist_docs.preview import pictures, places
from nist_docs.preview.board import Board
from nist_docs.preview.editing import Editing
from nist_docs.records import dataclass

ASSETS = Path(__file__).parent / "assets"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html", ".ttf": "font/ttf"}
WIDEST = 2400  # pixels of a page's picture

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A document has its own style sheet and pictures in it, and no script.
DOCUMENT_POLICY = (
    "default-src 'none'; style-src 'self' {styles}; img-src data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


@dataclass(slots=True)
class Served:
    """What the page is made of. ``asked`` begins a job for a hearing; ``stopping`` ends the streams."""

    board: Board
    editing: Editing
    asked: Callable[[str], None]
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    turn: int = 0
    # pdfium draws one page at a time; the page stays responsive meanwhile.
    drawing: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    async def tell(self) -> None:
        """Sends the state to every open page."""
        async with self.changed:
            self.turn += 1
            self.changed.notify_all()

    async def stop(self) -> None:
        self.stopping.set()
        await self.tell()
        self.drawing.shutdown(wait=False, cancel_futures=True)


def app(served: Served, hosts: frozenset[str]) -> ASGIApp:
    """The application; ``hosts`` are the names, with port, under which it may be asked."""
    routes = [
        Route("/", _page),
        Route("/assets/{name}", _asset),
        Route("/fonts/{name}", _font),
        Route("/events", _events),
        Route("/document/{hearing}/{document}.{format}", _document),
        Route("/picture/{hearing}/{document}/{page:int}.png", _picture),
        Route("/places/{hearing}/{document}.json", _places),
        Route("/place", _place),
        Route("/hearing/{hearing}", _hearing, methods=["POST"]),
    ]
    application = Starlette(routes=routes)
    application.state.served = served
    return Guarded(application, hosts)


@dataclass(slots=True)
class Guarded:
    """Refuses who asks under another name or from another site, and says in every answer what it may do."""

    inner: ASGIApp
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if refused := self.refused(headers, scope["method"]):
            await PlainTextResponse(refused, 403)(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                ours = {
                    b"content-security-policy": PAGE_POLICY.encode(),
                    b"x-content-type-options": b"nosniff",
                    b"referrer-policy": b"no-referrer",
                    b"cross-origin-resource-policy": b"same-origin",
                    b"cache-control": b"no-store",
                }
                message["headers"] = [*message["headers"], *((k, v) for k, v in ours.items() if k not in known)]
            await send(message)

        await self.inner(scope, receive, answer)

    def refused(self, headers: dict[bytes, str], method: str) -> str:
        if headers.get(b"host", "").lower() not in self.hosts:
            return "This preview answers to its own address only."
        origin = headers.get(b"origin")
        own = origin is None or origin.removeprefix("http://").lower() in self.hosts
        if not own or headers.get(b"sec-fetch-site") in ("cross-site", "same-site"):
            return "This preview answers to its own page only."
        if method == "POST" and headers.get(b"x-preview") != "1":  # no form of another page can set it
            return "This preview answers to its own page only."
        return ""


def _served(request: Request) -> Served:
    served: Served = request.app.state.served
    return served


def _file(path: Path) -> Response:
    if not path.is_file():
        return PlainTextResponse("There is no such file.", 404)
    return Response(path.read_bytes(), media_type=_TYPES.get(path.suffix, "application/octet-stream"))


async def _page(_: Request) -> Response:
    return _file(ASSETS / "preview.html")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name == "tokens.css":
        return _file(_served(request).editing.project.templates / "styles" / "tokens.css")
    return _file(ASSETS / name) if re.fullmatch(r"\w+\.(css|js)", name) else PlainTextResponse("No such file.", 404)


async def _font(request: Request) -> Response:
    known = {path.name: path for *_, path in fonts.faces()}
    path = known.get(request.path_params["name"])
    response = _file(path) if path else PlainTextResponse("There is no such font.", 404)
    response.headers["cache-control"] = "max-age=86400"
    return response


async def _document(request: Request) -> Response:
    asked = request.path_params
    shown = _served(request).board.documents.get((asked["hearing"], asked["document"], asked["format"]))
    if shown is None:
        return PlainTextResponse("This document is not made yet.", 404)
    if asked["format"] == "pdf":
        return Response(shown.data, media_type="application/pdf")
    if asked["format"] == "txt":
        policy = {"content-security-policy": DOCUMENT_POLICY.format(styles="")}
        return PlainTextResponse(shown.data, headers=policy)
    sheets = re.findall(r"<style>(.*?)</style>", shown.data.decode(), re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets)
    policy = {"content-security-policy": DOCUMENT_POLICY.format(styles=" ".join(f"'sha256-{h}'" for h in hashes))}
    return Response(shown.data, media_type="text/html; charset=utf-8", headers=policy)


async def _picture(request: Request) -> Response:
    served, asked = _served(request), request.path_params
    shown = served.board.documents.get((asked["hearing"], asked["document"], "pdf"))
    width = request.query_params.get("width", "900")
    if shown is None or not width.isdecimal() or not 0 < int(width) <= WIDEST:
        return PlainTextResponse("There is no such page.", 404)
    loop = asyncio.get_running_loop()
    try:
        data, number = shown.page(asked["page"])
        data = await loop.run_in_executor(served.drawing, pictures.picture, data, number, int(width))
    except (IndexError, RuntimeError):
        return PlainTextResponse("There is no such page.", 404)
    return Response(data, media_type="image/png")


async def _places(request: Request) -> Response:
    asked = request.path_params
    shown = _served(request).board.documents.get((asked["hearing"], asked["document"], "pdf"))
    return JSONResponse([region.data() for region in shown.regions] if shown else [])


async def _place(request: Request) -> Response:
    editing = _served(request).editing
    try:
        where = editing.place(places.address(request.query_params.get("at", "")))
    except (ValueError, KeyError):
        return JSONResponse({"place": "", "snippet": "", "link": ""}, 404)
    return JSONResponse({"place": str(where), "snippet": where.snippet.strip(), "link": editing.link(where)})


async def _hearing(request: Request) -> Response:
    served, hearing = _served(request), request.path_params["hearing"]
    if hearing not in dict(served.board.hearings):
        return PlainTextResponse("There is no such hearing.", 404)
    served.asked(hearing)
    return Response(status_code=204)


async def _events(request: Request) -> Response:
    return StreamingResponse(_states(_served(request)), media_type="text/event-stream")


async def _states(served: Served) -> AsyncIterator[str]:
    """The state now, and again whenever it changes."""
    told = -1
    while not served.stopping.is_set():
        if told != served.turn:
            told = served.turn
            state: dict[str, Any] = served.board.state(served.editing.problem_link)
            yield f"data: {json.dumps(state)}\n\n"
        try:
            await asyncio.wait_for(_newer(served, told), 15)
        except TimeoutError:
            yield ": still here\n\n"


async def _newer(served: Served, told: int) -> None:
    async with served.changed:
        await served.changed.wait_for(lambda: told != served.turn)
