"""Invented feeds and a web server for them, on loopback and on a core of its own: nginx, or a small one of ours.

Feeds are about 45 kB with 25 to 100 items; `Site.publish(n)` puts one new item on top of each and drops the oldest.
Each feed is asked at one of many loopback addresses, as limits are per host. May import the standard library only.
"""

import asyncio
import contextlib
import gzip
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

FEED_BYTES = 45_000
START = datetime(2026, 11, 2, 6, tzinfo=UTC)
HOSTS = 250
# Ordinary news, in sentences: judging and telling languages apart cost more of words in no order.
WORDS = {
    "en": "council road school budget water train market harvest museum bridge team coach season storm price union "
    "teacher library station festival park hospital nurse garden river farmer bakery company factory mayor neighbour "
    "street report plan debate repair visit project",
    "es": "ayuntamiento barrio colegio presupuesto servicio tren mercado verano museo puente equipo entrenador torneo "
    "clima precio sindicato maestro archivo museo festival parque hospital enfermero jardín río campesino taller "
    "negocio edificio alcalde vecino camino informe plan debate arreglo paseo proyecto",
}
TITLES = {
    "en": (
        "New {} for the {} after the {} of the {}",
        "Why the {} and the {} want another {}",
        "{} opens beside the old {}",
    ),
    "es": (
        "Nuevo {} para el {} tras el {} del {}",
        "Por qué el {} y el {} piden otro {}",
        "Abre un {} junto al viejo {}",
    ),
}
SENTENCES = {
    "en": (
        "The {} near the {} will be closed until Friday, said the {}, because of the work on the {}.",
        "It is the first time in {n} years that the {} has been paid for by the {} and not by the {}.",
        "Most of those who live by the {} were in favour of the {}, but the {} has not decided yet.",
        "There were {n} people at the {} on Tuesday, and more of them are coming to see the {} this week.",
    ),
    "es": (
        "El {} que está junto al {} seguirá cerrado hasta el viernes, dijo el {}, por los trabajos en el {}.",
        "Es la primera vez en {n} años que el {} lo paga el {} y no el {}, según se supo ayer por la tarde.",
        "La mayoría de quienes viven cerca del {} está a favor del {}, pero el {} todavía no lo ha decidido.",
        "Había {n} personas en el {} el martes, y esta semana vendrán muchas más para conocer el {}.",
    ),
}
_NGINX = """
worker_processes 1; daemon off; master_process off; error_log {folder}/error.log crit; pid {folder}/nginx.pid;
events {{ worker_connections 8192; }}
http {{
  access_log off; sendfile on; gzip_static on; keepalive_requests 1000000; default_type application/rss+xml;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder}; types {{ application/rss+xml xml; }}
  server {{ {listen} {tls} root {folder}/site; }}
}}
"""


class Site:
    """Feeds in files, served at `url(n)`. Use it as a context manager."""

    def __init__(
        self, folder: Path, feeds: int, *, core: int, tls: bool = False, own: bool = False, size: int = FEED_BYTES
    ) -> None:
        """Writes the feeds and starts the server.

        Args:
            folder: an empty one.
            feeds: how many.
            core: of the processor, for the server.
            tls: over https, with a certificate made for it (see `certificate`); nginx only.
            own: our server even where nginx is installed.
            size: bytes of a feed; smaller ones have fewer items.
        """
        self.feeds = feeds
        self._size = size
        self._folder = folder
        self._scheme = "https" if tls else "http"
        self._dice = [random.Random(n) for n in range(feeds)]
        self._blocks: list[list[str]] = []
        self._number = 0
        (folder / "site").mkdir(parents=True)
        for n, dice in enumerate(self._dice):
            count = dice.randint(25, 100) * size // FEED_BYTES or 1
            self._blocks.append([self._item(n, -age, size // count - 60) for age in range(count)])
        self._write()
        self.port = _free_port()
        self.server = "asyncio" if own or not shutil.which("nginx") else "nginx"
        self._process = self._nginx(tls) if self.server == "nginx" else self._own()
        with contextlib.suppress(OSError):
            os.sched_setaffinity(self._process.pid, {core})
        _wait_for(self.port)

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def certificate(self) -> Path:
        """To be trusted by clients: `SSL_CERT_FILE`."""
        return self._folder / "cert.pem"

    def url(self, n: int) -> str:
        """Address of a feed."""
        host = n % HOSTS
        return f"{self._scheme}://127.0.{1 + host // 200}.{1 + host % 200}:{self.port}/feed-{n}.xml"

    def publish(self, items: int = 1) -> None:
        """Puts that many new items on top of every feed."""
        for _ in range(items):
            self._number += 1
            for n, blocks in enumerate(self._blocks):
                blocks.insert(0, self._item(n, self._number, self._size // len(blocks) - 60))
                blocks.pop()
        self._write()

    def _item(self, feed: int, number: int, size: int) -> str:
        dice, language = self._dice[feed], "es" if feed % 2 else "en"
        words = WORDS[language].split()
        title = _filled(dice.choice(TITLES[language]), words, dice)
        text = ""
        while len(text) < max(size - 330 - len(title), 40):
            text += f"<p>{_filled(dice.choice(SENTENCES[language]), words, dice)}</p>"
        at = START + timedelta(minutes=10 * number)
        return (
            f"<item><title>{title}</title><link>http://outlet-{feed}.example/{at:%Y/%m/%d}/note-{number}.html</link>"
            f'<guid isPermaLink="false">{feed}:{number}</guid><pubDate>{format_datetime(at)}</pubDate>'
            f"<dc:creator>A. Writer</dc:creator><category>{dice.choice(words)}</category>"
            f"<description><![CDATA[{text}]]></description></item>\n"
        )

    def _write(self) -> None:
        moment = START.timestamp() + self._number  # nginx makes the ETag of size and second
        for n, blocks in enumerate(self._blocks):
            head = (
                '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
                'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
                f"<title>Outlet {n}</title><link>http://outlet-{n}.example/</link><description>Invented</description>\n"
            )
            body = f"{head}{''.join(blocks)}</channel></rss>\n".encode()
            file = self._folder / "site" / f"feed-{n}.xml"
            for path, data in ((file, body), (file.with_suffix(".xml.gz"), gzip.compress(body, 4))):
                path.write_bytes(data)
                os.utime(path, (moment, moment))

    def _nginx(self, tls: bool) -> "subprocess.Popen[bytes]":
        kind = " ssl" if tls else ""
        hosts = [f"127.0.{1 + n // 200}.{1 + n % 200}" for n in range(HOSTS)]
        listen = "".join(f"listen {host}:{self.port}{kind} backlog=4096; " for host in hosts)
        listen += f"listen 127.0.0.1:{self.port}{kind};"
        tls_lines = ""
        if tls:
            _make_certificate(self._folder, hosts)
            tls_lines = f"ssl_certificate {self.certificate}; ssl_certificate_key {self._folder}/key.pem;"
        config = self._folder / "nginx.conf"
        config.write_text(_NGINX.format(folder=self._folder, listen=listen, tls=tls_lines), encoding="utf-8")
        return subprocess.Popen(["nginx", "-c", str(config)], stderr=subprocess.DEVNULL)  # noqa: S607

    def _own(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, __file__, str(self._folder / "site"), str(self.port)]
        return subprocess.Popen(command)


def _filled(pattern: str, words: Sequence[str], dice: random.Random) -> str:
    text = pattern.format(*dice.choices(words, k=4), n=dice.randint(2, 90))
    return text[0].upper() + text[1:]


def _make_certificate(folder: Path, hosts: Sequence[str]) -> None:
    names = ",".join(f"IP:{host}" for host in hosts)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-days", "3650"]
    command += ["-subj", "/CN=benchmark", "-addext", f"subjectAltName={names}"]
    subprocess.run(command, check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server of the benchmark did not start")


# --- our own server, where nginx is not installed ---------------------------------------------------------------------


class _Answers(asyncio.Protocol):
    """Serves files with ETags over kept connections; knows just what the benchmark asks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, self._waiting = self._waiting.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            self._transport.write(self._answer(lines[0].split()[1], headers))

    def _answer(self, path: str, headers: dict[str, str]) -> bytes:
        file = self._folder / f"{path.rsplit('/', 1)[-1]}"
        try:
            found = file.stat()
        except OSError:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag = f'"{int(found.st_mtime):x}-{found.st_size:x}"'
        if headers.get("if-none-match") == etag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        packed = "gzip" in headers.get("accept-encoding", "")
        body = (file.with_suffix(".xml.gz") if packed else file).read_bytes()
        encoding = "Content-Encoding: gzip\r\n" if packed else ""
        return (
            f"HTTP/1.1 200 OK\r\nETag: {etag}\r\nContent-Type: application/rss+xml\r\n{encoding}"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body


async def _serve(folder: Path, port: int) -> None:
    # every loopback address, and no other: a socket for each, as binding to all would be open to the network
    loop = asyncio.get_running_loop()
    hosts = ["127.0.0.1", *(f"127.0.{1 + n // 200}.{1 + n % 200}" for n in range(HOSTS))]
    await loop.create_server(lambda: _Answers(folder), hosts, port, backlog=4096)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
