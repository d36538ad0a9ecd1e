"""What a worker process may use: memory, processor time, no core files and, where allowed, no network.  *I/O*

A query of a few kilobytes can make the engine take all memory or overrun its stack; neither can be caught
from Python, so the process is what is limited and lost.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _M_ARENA_MAX = 1, -8


def confine(memory: int) -> bool:
    """Limit this process to `memory` bytes of address space; it ends when the server does.

    Returns whether the system has taken the network from it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends the workers
    try:
        import resource
    except ImportError:  # Windows: time is limited by the server, memory is not
        return False
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        with suppress(AttributeError):  # glibc gives every thread 64 MB of address space, or twice that
            libc.mallopt(_M_ARENA_MAX, 1)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        return not libc.unshare(_CLONE_NEWNET) or not libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    return False


def allow_seconds(seconds: float) -> None:
    """Let this process use that much more processor time: a second line, should the server not end it."""
    try:
        import resource
    except ImportError:
        return
    used = sum(os.times()[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 2, hard))
