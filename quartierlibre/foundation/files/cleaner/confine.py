"""The walls of the child process, put up by itself before it reads the first byte of a file."""

from __future__ import annotations

import contextlib
import ctypes
import resource

MEGABYTE = 1024 * 1024
LIMITS: dict[int, int] = {
    resource.RLIMIT_AS: 512 * MEGABYTE,
    resource.RLIMIT_CPU: 8,
    resource.RLIMIT_FSIZE: 24 * MEGABYTE,
    resource.RLIMIT_NOFILE: 32,
    resource.RLIMIT_CORE: 0,
}

_PR_SET_NO_NEW_PRIVS = 38
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_EVERY_FILE_ACCESS = (1 << 13) - 1
_EVERY_TCP_ACCESS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


def limit_resources() -> None:
    """Bound memory (bytes of address space), processor time (seconds), written bytes and open files; for good."""
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))


def close_the_doors() -> bool:
    """Give up opening any file, and any TCP connection where the kernel can; False where Landlock does not exist.

    Source: landlock(7), Linux 5.13 for files and 6.7 for TCP. What is open already stays usable.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
        if version < 1:
            return False
        ruleset = _Ruleset(_EVERY_FILE_ACCESS, _EVERY_TCP_ACCESS)
        known = ctypes.sizeof(ruleset) if version >= 4 else ctypes.sizeof(ctypes.c_uint64)  # older kernels refuse more
        handle = libc.syscall(_LANDLOCK_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(known), 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(handle >= 0 and libc.syscall(_LANDLOCK_RESTRICT_SELF, handle, 0) == 0)
    return False
