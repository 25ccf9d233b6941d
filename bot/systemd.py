"""Tells systemd how the service is doing: sd_notify(3) over its socket. Standard library only."""

import os
import socket
from collections.abc import Mapping


def notify(state: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Sends lines such as `READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=...`.

    Returns:
        whether somebody listens; False outside systemd, and where its socket cannot be reached.
    """
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
    except OSError:
        return False
    return True
