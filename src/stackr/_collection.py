"""Python's search for circles among objects, put off while a bounded piece of work is done.

The search goes over all objects that there are, again and again, whenever many are made: a rule book with its catalogue is
hundreds of thousands, and a plan or a ranking makes as many more, which are kept until it is answered. A tenth to a quarter of
the time went into finding nothing. What no longer is referred to is still freed at once; only circles wait until the work is done.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """For one answer, not for a whole run of many. Goes on afterwards as it was before, also after an error; may be nested."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
