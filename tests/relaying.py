"""A real SMTP server on loopback that answers as a test says, and tells what it was given."""

from __future__ import annotations

import os
import signal
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

STAGES = ("EHLO", "MAIL", "RCPT", "DATA", "dot")


@dataclass
class Script:
    """``codes`` are answers by stage; ``hang_up`` a stage at which the line breaks; ``kill`` a stage at which the
    sending process is killed, where ``victim`` is its id."""

    codes: dict[str, int] = field(default_factory=dict)
    hang_up: str = ""
    kill: str = ""
    victim: int = 0
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(data, policy=policy.default) for _, _, data in self.taken]  # type: ignore[misc]

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages()]


class _Scripted(SMTP):
    script: Script

    async def _answered(self, stage: str) -> bool:
        """Whether the script has an answer of its own here."""
        if self.script.kill == stage and self.script.victim:
            os.kill(self.script.victim, signal.SIGKILL)
            self.script.victim = 0
        if self.script.hang_up == stage:
            self.transport.close()
            return True
        if code := self.script.codes.get(stage):
            await self.push(f"{code} as the test says")
            return True
        return False

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._answered("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:
        if not await self._answered("EHLO"):
            await super().smtp_HELO(hostname)

    async def smtp_MAIL(self, argument: str | None) -> None:
        if not await self._answered("MAIL"):
            await super().smtp_MAIL(argument)

    async def smtp_RCPT(self, argument: str | None) -> None:
        if not await self._answered("RCPT"):
            await super().smtp_RCPT(argument)

    async def smtp_DATA(self, argument: str) -> None:
        if not await self._answered("DATA"):
            await super().smtp_DATA(argument)


class _Handler:
    def __init__(self, script: Script) -> None:
        self.script = script

    async def handle_DATA(self, server: Any, _: Session, envelope: Envelope) -> str | None:
        if self.script.kill == "content" and self.script.victim:
            os.kill(self.script.victim, signal.SIGKILL)
            self.script.victim = 0
        if self.script.hang_up == "dot":
            server.transport.close()
            return None
        if code := self.script.codes.get("dot"):
            return f"{code} as the test says"
        assert isinstance(envelope.content, bytes)
        self.script.taken.append((str(envelope.mail_from), list(map(str, envelope.rcpt_tos)), envelope.content))
        if self.script.kill == "reply" and self.script.victim:
            os.kill(self.script.victim, signal.SIGKILL)
            self.script.victim = 0
        return "250 taken"


class _Controller(Controller):
    def __init__(self, script: Script, **options: Any) -> None:
        self.script, self.tls, self.login = script, options.pop("tls", None), options.pop("login", None)
        super().__init__(_Handler(script), hostname="127.0.0.1", port=0, **options)

    def factory(self) -> SMTP:
        server = _Scripted(
            self.handler, tls_context=self.tls, data_size_limit=None, enable_SMTPUTF8=False,
            authenticator=self._known, auth_required=self.login is not None and self.tls is not None,
            auth_require_tls=self.tls is not None,  # it does not know of TLS from the first byte on
        )  # fmt: skip
        server.script = self.script
        return server

    def _known(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        known = (given.login.decode(), given.password.decode()) == self.login
        if known:
            self.script.logins.append(given.login.decode())
        return AuthResult(success=known, handled=known)

    def _trigger_server(self) -> None:
        """The controller tries its server: at the port that it got, not at the 0 by which it asked for any."""
        self.port = port_of(self)
        super()._trigger_server()  # type: ignore[no-untyped-call]


def port_of(controller: Controller) -> int:
    assert controller.server is not None
    return int(controller.server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]


@contextmanager
def relay(
    script: Script, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
) -> Iterator[int]:  # fmt: skip
    """The server's port, while it runs. With ``login``, user and password, it lets nobody else in, and after
    STARTTLS takes nothing without."""
    controller = _Controller(script, tls=starttls, login=login, **({"ssl_context": tls} if tls else {}))
    controller.start()
    try:
        yield port_of(controller)
    finally:
        controller.stop()


def certificate(folder: Path, name: str, **options: Any) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS with a certificate for this name, and the file of the authority that signed it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name, **options).configure_cert(context)
    return context, folder / "authority.pem"
