"""Python's search for garbage, paused while the lexicon is built.

The lexicon is hundreds of thousands of small objects that stay.  Searching among them again and again while
they are made finds nothing and takes as long as making them; so would the searches while articles are read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the search for garbage where it is on; what was made until the end is left out of it for good.

    Objects still go when nothing refers to them; only rings that were garbage at this moment stay.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.freeze()
