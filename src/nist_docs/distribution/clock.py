"""Time as sending knows it: always the clock's; tests have their own."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from nist_docs.records import dataclass


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    now: Callable[[], dt.datetime] = _now
    sleep: Callable[[float], None] = time.sleep
