"""The preview as it runs: a server, two workers, and an eye on the folders."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvicorn
from watchfiles import awatch

from nist_docs import bounds
from nist_docs.preview import board, messages, worker
from nist_docs.preview.editing import Editing
from nist_docs.preview.server import Served, app
from nist_docs.project import Project
from nist_docs.records import dataclass

HOST = "127.0.0.1"
# Milliseconds: changes this close together are one. An editor's save is several.
STEP, DEBOUNCE = 10, 60
LOST = 0.3  # seconds until a folder that is gone is looked for again
HURRY = 5.0  # seconds that a worker may still take for a document when there is a newer job


@dataclass(slots=True)
class Hand:
    """One worker's process. ``heard`` is called with each of its messages, None when it has ended. ``begun`` is what
    it works on, ``ended`` why it was ended."""

    kind: messages.Kind
    project: Project
    heard: Callable[[messages.Message | None], None]
    job: messages.Job = field(default_factory=lambda: messages.Job(0, ""))
    begun: messages.Begun | None = None
    ended: str = ""
    lost: int = 0  # the number of the last job at which it ended with nothing begun
    connection: Connection = field(init=False)
    process: BaseProcess = field(init=False)

    def start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=worker.main, args=(theirs, self.kind, self.project), daemon=True)
        # Ctrl-C goes to every process; this one says when the workers stop, even while they are starting.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.process.start()
        signal.signal(signal.SIGINT, before)
        theirs.close()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        connection = self.connection
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.heard(connection.recv())
        self.heard(None)

    def give(self, job: messages.Job) -> None:
        self.job = job
        with contextlib.suppress(OSError):  # it has ended: it is started again with the newest job
            self.connection.send(job)

    def end(self, why: str) -> None:
        """Ends the process, which is started again when that is heard."""
        self.ended = why
        self.process.kill()

    def again(self) -> tuple[messages.Begun | None, str | int]:
        """Starts the process again; what the old one had begun, and why it ended: as ``end`` was told, or its exit
        code."""
        self.process.join()
        begun, why = self.begun, self.ended or self.process.exitcode or 0
        self.begun, self.ended = None, ""
        self.connection.close()
        self.start()
        return begun, why

    def stop(self) -> None:
        self.process.terminate()
        self.process.join(2)
        if self.process.is_alive():
            self.process.kill()


class Preview:
    """Runs until it is interrupted. ``say`` prints a line for the person at the terminal."""

    def __init__(self, project: Project, pattern: str, say: Callable[[str], None]) -> None:
        self.project, self.say = project, say
        self.board = board.Board()
        self.served = Served(self.board, Editing(project, pattern), self.look)
        self.hands: list[Hand] = []
        self.stopping = False

    async def run(self, port: int, *, browse: bool) -> None:
        """Serves on this port (0: a free one). Raises OSError if it is taken."""
        loop = asyncio.get_running_loop()
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()  # who is told the address may ask at once
        port = listener.getsockname()[1]
        hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
        server = _Server(uvicorn.Config(app(self.served, hosts), log_level="warning", access_log=False, lifespan="off"))
        server.stop = self._stop
        self.hands = [Hand(kind, self.project, self._hearing_from(kind, loop)) for kind in ("web", "pages")]
        for hand in self.hands:
            hand.start()
        self.look(None)
        address = f"http://{HOST}:{port}/"
        self.say(f"The preview is at {address}")
        self.say("It follows every save. Press Ctrl-C to end it.")
        if browse:
            loop.run_in_executor(None, webbrowser.open, address)
        watching = asyncio.create_task(self._watch())
        try:
            await server.serve(sockets=[listener])
        finally:
            self._stop()
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            await self.served.stop()
            for hand in self.hands:
                hand.stop()
            listener.close()

    def _stop(self) -> None:
        self.stopping = True
        self.served.stopping.set()
        asyncio.ensure_future(self.served.tell())  # noqa: RUF006 - it only wakes the streams, so that they end

    # --- workers -----------------------------------------------------------------------------

    def look(self, hearing: str | None) -> None:
        """Has both workers look at the files again."""
        job = self.board.begin(hearing)
        for hand in self.hands:
            hand.give(job)
            self._end_later(hand, hand.begun, HURRY, "newer")
        asyncio.ensure_future(self.served.tell())  # noqa: RUF006 - nobody waits for it

    def _hearing_from(
        self, kind: messages.Kind, loop: asyncio.AbstractEventLoop
    ) -> Callable[[messages.Message | None], None]:
        def heard(message: messages.Message | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                loop.call_soon_threadsafe(self._take, kind, message)

        return heard

    def _take(self, kind: messages.Kind, message: messages.Message | None) -> None:
        if self.stopping:
            return
        hand = next(one for one in self.hands if one.kind == kind)
        match message:
            case None:
                self._restart(hand)
            case messages.Begun():
                hand.begun = message
                self._end_later(hand, message, self.project.bounds().seconds * bounds.PATIENCE, "time")
                return
            case messages.Failed() | messages.Done() | messages.Checked() | messages.Bug():
                hand.begun = None
        if isinstance(message, messages.Bug):
            print(message.traceback, file=sys.stderr)
            self.say("This is a fault of the program, not of your content. Please report the lines above.")
        if message:
            self.board.take(message)
        asyncio.ensure_future(self.served.tell())  # noqa: RUF006 - nobody waits for it

    def _end_later(self, hand: Hand, begun: messages.Begun | None, seconds: float, why: str) -> None:
        """Ends the worker if it is still at this then: it may not come back to look for a newer job."""

        def end() -> None:
            if hand.begun is begun and not self.stopping:
                hand.end(why)

        if begun:
            asyncio.get_running_loop().call_later(seconds, end)

    def _restart(self, hand: Hand) -> None:
        """The worker has ended. What it was at is left out until the next change, or it would end it again."""
        begun, why = hand.again()
        if why != "newer":
            self.say("A part of the preview has ended; it is started again.")
        job = messages.Job(self.board.number, self.board.hearing)
        if begun and begun.number == job.number:
            made, format = begun.document, begun.format
            problem = bounds.too_much(f"{made} of {begun.hearing}", why, self.project.bounds())
            self.board.take(messages.Failed(job.number, begun.hearing, made, format, (problem,)))
            job = replace(job, given_up=hand.job.given_up | {(made, format)})
        elif begun is None:
            if hand.lost == job.number:
                self.board.take(messages.Bug(job.number, f"the worker ended twice ({why})"))
                return
            hand.lost = job.number
        hand.give(job)

    # --- files -------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Looks again after every change; a folder that is deleted or replaced is found again."""
        folders = (self.project.content, self.project.templates)
        while not self.stopping:
            present = [folder for folder in folders if folder.is_dir()]
            if not present:
                await asyncio.sleep(LOST)
                continue
            known = _identities(folders)
            try:
                async for changes in awatch(
                    *present, step=STEP, debounce=DEBOUNCE, rust_timeout=round(LOST * 1000), yield_on_timeout=True
                ):
                    if board.relevant(path for _, path in changes):
                        self.look(None)
                    if _identities(folders) != known:
                        break
            except (OSError, RuntimeError):  # a folder went while the watch was set up
                await asyncio.sleep(LOST)
            self.look(None)


def _identities(folders: tuple[Path, ...]) -> list[tuple[int, int] | None]:
    """Which folders lie there: another of the same name is another."""
    found: list[tuple[int, int] | None] = []
    for folder in folders:
        try:
            stat = folder.stat()
        except OSError:
            found.append(None)
            continue
        found.append((stat.st_dev, stat.st_ino))
    return found


class _Server(uvicorn.Server):
    """Ends its streams when it is interrupted, so that it needs not wait for them."""

    stop: Callable[[], None]

    def handle_exit(self, sig: int, frame: object) -> None:
        self.stop()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]  # uvicorn passes on what signal gives

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]  # as in uvicorn
        """As uvicorn's own, but it does not raise the signal again once it has ended well."""
        before = {sig: signal.signal(sig, self.handle_exit) for sig in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)


def run(project: Project, *, port: int, browse: bool, pattern: str, say: Callable[[str], None]) -> None:
    """Runs the preview until it is interrupted. Raises OSError if the port is taken."""
    asyncio.run(Preview(project, pattern, say).run(port, browse=browse))
