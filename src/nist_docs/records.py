"""Dataclasses whose values are held to be frozen by the type checker, not again at run time.

The standard library writes and compiles three more methods for each frozen class, which is half of what its definition
takes, and `check` defines eighty; and it sets each field of a frozen object by a call. What is frozen has a hash here
as there: by its values, where it is compared by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(cls=None, *, frozen=False, eq=True, **options):
        """As in the standard library, but whoever sets a frozen field is told by mypy alone."""
        made = dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)
        return made if cls is None else made(cls)
