"""The `[http]` part of config.toml as a frozen value. May import the guard of this package; no I/O."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot import __version__
from bot.fetch.guard import parse_allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """How addresses are read.

    Raises:
        ValueError: a value is out of range; the message begins with its name.
    """

    connect_timeout_s: float = 10.0  # name look-up, connection and TLS, each
    total_timeout_s: float = 30.0  # one address with its redirects, from the first byte sent to the last one read
    max_body_bytes: int = 5_000_000  # after decompression; the largest feed of our list has 1.4 MB
    user_agent: str = f"pregonero/{__version__} (news monitor; its operator left no contact)"
    proxy: str | None = None  # http://host:port; it resolves names, so it has to refuse inner ones itself
    allow_addresses: tuple[str, ...] = ()  # inner addresses that may be read: "127.0.0.1:8080", "10.1.0.0/16"
    workers: int = 50  # addresses read at the same time

    def __post_init__(self) -> None:
        """Checks the values."""
        for name in ("connect_timeout_s", "total_timeout_s", "max_body_bytes", "workers"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name}: has to be above 0, not {getattr(self, name)}")
        if not self.user_agent.strip() or not self.user_agent.isascii() or not self.user_agent.isprintable():
            raise ValueError("user_agent: one line of ASCII, such as 'pregonero/1.0 (+mailto:desk@example.org)'")
        if self.proxy is not None:
            try:
                proxy = urlsplit(self.proxy)
                usable = proxy.scheme in ("http", "https") and bool(proxy.hostname) and proxy.port != 0
            except ValueError:
                usable = False
            if not usable:
                raise ValueError("proxy: has to look like http://proxy.example.org:3128")
        try:
            parse_allowed(self.allow_addresses)
        except ValueError as exc:
            raise ValueError(f"allow_addresses: {exc}") from exc

    @property
    def agent(self) -> str:
        """The name that robots.txt files know us by: the first word of the user agent, without its version."""
        return self.user_agent.split()[0].partition("/")[0]
