"""One message through SMTP, step by step, so that after a break it is known what may have happened."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage

from nist_docs.distribution.ledger import State
from nist_docs.distribution.profile import Profile
from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

TIMEOUT = 60.0  # seconds
PATIENCE = 600.0  # seconds for the answer to the final dot (RFC 5321, 4.5.3.2.6)
CLOSING = 421


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: sent, refused, deferred or uncertain; the relay's own words. ``is_over``: the
    connection is of no more use."""

    state: State
    reply: str
    is_over: bool = False


class Relay:
    """A connection to the relay: opened when it is needed, verified, closed when it fails. Raises Problems where no
    message whatever can be sent: nobody's state changes by that."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._smtp: smtplib.SMTP | None = None

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def post(self, message: EmailMessage, sender: str, address: str, at_data: Callable[[], None]) -> Outcome:
        """Sends to one address. ``at_data`` is called, and must have written it down, before the message's words go
        out: until then a break means that it was not sent."""
        data = _dotted(message)
        smtp = self._connected()
        try:
            smtp.ehlo_or_helo_if_needed()
            options = [f"size={len(data)}"] if smtp.has_extn("size") else []
            code, words = smtp.mail(sender, options)
            if code >= 500:
                smtp.rset()
                raise _refused(self.profile, f"the relay refuses the sender: {_reply(code, words)}", "ask its operator")
            if code != 250:
                return self._over(code, words)
            code, words = smtp.rcpt(address)
            if code not in (250, 251):
                return self._over(code, words)
            code, words = smtp.docmd("DATA")
            if code != 354:
                return self._over(code, words)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._drop()
            return Outcome(State.DEFERRED, f"the connection broke before the message: {type(error).__name__}", True)
        at_data()
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(PATIENCE)
            smtp.send(data)
            code, words = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome(State.UNCERTAIN, f"the connection broke before the answer: {type(error).__name__}", True)
        if smtp.sock is not None:
            smtp.sock.settimeout(TIMEOUT)
        if code == 250:
            return Outcome(State.SENT, _reply(code, words))
        if 400 <= code < 600:
            return self._over(code, words)
        self._drop()
        return Outcome(State.UNCERTAIN, f"an answer that is none: {_reply(code, words)}", True)

    def _over(self, code: int, words: bytes) -> Outcome:
        """An answer that is no yes: for good or for now. The next message begins anew."""
        state = State.REFUSED if code >= 500 else State.DEFERRED
        reply = _reply(code, words)
        try:
            if code == CLOSING or self._smtp is None or self._smtp.rset()[0] != 250:
                raise smtplib.SMTPServerDisconnected
        except (smtplib.SMTPException, OSError):
            self._drop()
        return Outcome(state, reply, code == CLOSING)

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _opened(self.profile)
            except ssl.SSLCertVerificationError as error:
                hint = "nothing was sent. Check host and ca of the profile with whoever runs the relay"
                raise _refused(
                    self.profile, f"the relay's certificate is not right: {error.verify_message}", hint
                ) from None
            except smtplib.SMTPAuthenticationError as error:
                hint = "nothing was sent. Check user and password"
                raise _refused(
                    self.profile, f"the relay does not know this user (code {error.smtp_code})", hint
                ) from None
            except UnicodeEncodeError:
                hint = "nothing was sent. Have a password set that has ASCII signs alone"
                raise _refused(self.profile, "user or password has letters that no login can carry", hint) from None
            except smtplib.SMTPNotSupportedError:
                message = "the relay offers no STARTTLS, or no way to log in"
                raise _refused(self.profile, message, "nothing was sent. Try security: tls, or another port") from None
            except (smtplib.SMTPException, OSError) as error:
                message = f"the relay cannot be reached: {_reason(error)}"
                raise _refused(self.profile, message, "try again later; nothing was sent") from None
        return self._smtp


def _opened(profile: Profile) -> smtplib.SMTP:
    smtp: smtplib.SMTP
    if profile.security == "tls":
        smtp = smtplib.SMTP_SSL(profile.host, profile.port, timeout=TIMEOUT, context=profile.context())
    else:
        smtp = smtplib.SMTP(profile.host, profile.port, timeout=TIMEOUT)
    try:
        if profile.security == "starttls":
            smtp.starttls(context=profile.context())
        code, words = smtp.ehlo()
        if code != 250:
            raise smtplib.SMTPHeloError(code, words)
        if profile.user:
            smtp.login(profile.user, profile.password())
    except BaseException:
        smtp.close()
        raise
    return smtp


def _dotted(message: EmailMessage) -> bytes:
    """The message as DATA wants it: lines that begin by a dot have one more, a lone dot ends it (RFC 5321, 4.5.2)."""
    data = message.as_bytes()
    assert b"\n" not in data.replace(b"\r\n", b"")
    ended = data if data.endswith(b"\r\n") else data + b"\r\n"
    return (b"\r\n" + ended).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


def _reply(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {said}".split())[:500]


def _reason(error: Exception) -> str:
    match error:
        case smtplib.SMTPResponseException():
            return f"it answered {error.smtp_code}"
        case OSError() if error.strerror:
            return error.strerror
    return type(error).__name__


def _refused(profile: Profile, message: str, hint: str) -> Problems:
    return Problems([Problem("smtp", Place(f"{profile.host}:{profile.port}"), message, hint)])
