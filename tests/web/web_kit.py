"""A desk on loopback and a browser without JavaScript: cookies, forms, redirects by hand."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from fakes import NOON

HOSTILE = 'Entregan a 12 presos <script>alert(1)</script> "><img src=x onerror=alert(2)>'

CONFIG = """# kept: written by an analyst
[channels.desk]
type = "terminal"

[[routes]]
channel = "desk"

[topics.transfer]
threshold = 0.6  # kept: after the winter's false alarms

[[topics.transfer.rules]]
when = "zambada"
effect = "+1.5"
note = "trial watch"

[[feeds]]
id = "diario"
name = "Diario de Prueba"
url = "https://diario.example/rss.xml"
language = "es"
"""

LATER = NOON.replace(hour=14)


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def csrf(self) -> str:
        """The secret of the page's first form."""
        found = re.search(r'name="csrf" value="([^"]*)"', self.text)
        assert found is not None
        return found[1]


@dataclass
class Browser:
    """Keeps cookies; sends what a browser would send with a form."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)  # sent with every request, over what is usual

    def get(self, path: str, **headers: str) -> Answer:
        """One page, redirects not followed."""
        return self._ask("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, fields: Mapping[str, str], *, csrf: str | None = None, **headers: str | None) -> Answer:
        """A form from a page of ours, with the first page's secret unless one is given; None leaves a header out."""
        secret = self.get("/").csrf if csrf is None else csrf
        usual = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        body = urlencode({"csrf": secret, **fields}).encode()
        sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask("POST", path, body, {name: value for name, value in sent.items() if value is not None})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            sent = ({"Cookie": cookie} if cookie else {}) | self.headers | dict(headers)
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", []):
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, dict(response.headers), response.read().decode())
        finally:
            connection.close()
