"""How the relay is reached: profiles in distribution/smtp.yaml, outside of git. Passwords are elsewhere.

office:
  host: smtp.example.org
  port: 587
  security: starttls     # or tls; plain only to localhost
  user: hearings
  rate: 30               # messages a minute
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from pathlib import Path

from nist_docs.problems import Place, Problem, Problems, nearest
from nist_docs.records import dataclass

FILE = "smtp.yaml"
PASSWORD = "NIST_DOCS_SMTP_PASSWORD"
SECURITY = ("starttls", "tls", "plain")
LOCAL = ("localhost", "127.0.0.1", "::1")
_KEYS = ("host", "port", "security", "user", "rate", "ca")


@dataclass(frozen=True, slots=True)
class Profile:
    """``rate`` is messages a minute; ``ca`` a file with the certificates that the relay's is signed by, where it is
    none that the system knows."""

    name: str
    host: str
    port: int
    security: str
    user: str = ""
    rate: int = 30
    ca: str = ""

    def context(self) -> ssl.SSLContext:
        """TLS that verifies certificate and name."""
        return ssl.create_default_context(cafile=self.ca or None)

    def password(self) -> str:
        """From the environment, else from the system's keyring. Raises Problems if there is none."""
        if known := os.environ.get(PASSWORD):
            return known
        found, hint = None, f"set {PASSWORD}, or: keyring set nist-docs:{self.name} {self.user}"
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError:
            pass
        else:
            try:
                found = keyring.get_password(f"nist-docs:{self.name}", self.user)
            except KeyringError as error:
                message = (
                    f"the system's keyring gives no password for the profile '{self.name}': {type(error).__name__}"
                )
                raise Problems([Problem("smtp", Place(FILE), message, f"unlock it, or set {PASSWORD}")]) from None
        if not found:
            raise Problems([Problem("smtp", Place(FILE), f"there is no password for the profile '{self.name}'", hint)])
        return str(found)


def load(folder: Path, name: str) -> Profile:
    """The profile of this name. Raises Problems."""
    from nist_docs import source

    path = folder / FILE
    shown = f"{folder.name}/{FILE}"
    try:
        file = source.parse(path.read_bytes(), shown)
    except OSError:
        hint = "write it as docs/distribution.md shows"
        raise Problems([Problem("smtp", Place(shown), "there are no profiles for sending", hint)]) from None
    profiles = file.value if isinstance(file.value, dict) else {}
    known = profiles.get(name)
    if not isinstance(known, dict):
        raise Problems([Problem("smtp", Place(shown), f"there is no profile '{name}'", nearest(name, profiles))])
    values = {key: str(value) for key, value in known.items() if value is not None}
    problems = [
        Problem("smtp", file.place((name, key), of_key=True), f"a profile has no key '{key}'", nearest(key, _KEYS))
        for key in values
        if key not in _KEYS
    ]

    def fault(key: str, message: str, hint: str) -> None:
        problems.append(Problem("smtp", file.place((name, key)), message, hint))

    security = values.get("security", "starttls")
    host = values.get("host", "")
    if not host:
        fault("host", "the relay's name is missing", "write host: smtp.…")
    if security not in SECURITY:
        fault("security", f"'{security}' is no way of protection", nearest(security, SECURITY))
    if security == "plain" and host not in LOCAL:
        fault("security", "mail goes in plain text to this machine only", "write security: starttls or tls")
    numbers = {"port": _port(security), "rate": 30}
    for key in numbers.keys() & values.keys():
        if not (values[key].isdigit() and 0 < int(values[key]) < 65536):
            fault(key, f"'{key}' is no number", "write it in digits")
        else:
            numbers[key] = int(values[key])
    if values.get("ca") and not Path(values["ca"]).is_file():
        fault("ca", "there is no such file", "name the file with the certificates, from its root")
    if problems:
        raise Problems(problems)
    return Profile(name, host, numbers["port"], security, values.get("user", ""), numbers["rate"], values.get("ca", ""))


def _port(security: str) -> int:
    ports: Mapping[str, int] = {"tls": 465, "starttls": 587}
    return ports.get(security, 25)
