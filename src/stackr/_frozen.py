"""`dataclass` of the standard library, whose frozen classes are as quick to make as any other.

A frozen class guards itself at every write, its own first ones too: one of 27 members takes 3 µs to make, and without the guard
0.2. An audit makes hundreds. That nothing writes to a member afterwards is the type checker's to see, which is shown the
class as frozen; it is compared, hashed and copied as such.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, eq: bool = True, **how: Any) -> Any:
        """See `dataclasses.dataclass`."""
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **how)
