"""The engine without network: what the code of a trusted file can then not do is send anything anywhere."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def leave_network() -> str:
    """Take the network from this process and those it starts, where the system allows that.

    To be called before there is a second thread. Source: unshare(2), user_namespaces(7).

    Returns:
        A sentence that says whether it is gone.
    """
    if sys.platform != "linux":
        return (
            "The code in the trusted file runs with the network within reach: this system has no way to take it away."
        )
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(_NEW_NETWORK) == 0:
        return _GONE
    if library.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        with contextlib.suppress(OSError):  # without it files merely seem to belong to nobody
            Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
        return _GONE
    reason = os.strerror(ctypes.get_errno())
    return f"The code in the trusted file runs with the network within reach: the system does not let it go ({reason})."


_GONE = "The code in the trusted file runs without network."
