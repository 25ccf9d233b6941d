"""Which connections stay open after an answer. Pure; standard library only."""

from collections import OrderedDict

KEEP_ALIVE_S = 5.0  # idle TLS connections cost 0.3 MB each, and the next poll of a host is minutes away
MAX_KEPT_HOSTS = 100  # whose TLS connections are kept so long: aiohttp itself knows no limit for idle ones


class KeptHosts:
    """Hosts whose TLS connections may stay open for a while."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()  # seconds by host, the next to end first

    def keep(self, host: str, now_s: float) -> bool:
        """Whether the connection that is about to be used is kept after it; the host counts as kept then.

        Args:
            host: with its port.
            now_s: of a clock that never goes back.
        """
        while self._until and next(iter(self._until.values())) <= now_s:
            self._until.popitem(last=False)
        if host not in self._until and len(self._until) >= MAX_KEPT_HOSTS:
            return False
        self._until[host] = now_s + KEEP_ALIVE_S
        self._until.move_to_end(host)
        return True
