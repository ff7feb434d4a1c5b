"""Operations of one process must not wait for each other at the lock of Python 3.11's cached_property."""

import gc
from contextlib import nullcontext
from functools import cache, cached_property


@cache
def unlock() -> None:
    """Let cached properties be as since Python 3.12, and as for a function that Lambda gives a process of its own."""
    for one in gc.get_objects():
        if isinstance(one, cached_property) and hasattr(one, "lock"):
            one.lock = nullcontext()
