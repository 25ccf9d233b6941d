"""Numbers for Prometheus, and whether the bot is well, over HTTP; off unless `[health] metrics_listen` is set.

The one door to prometheus_client. One thread answers one request at a time, as the database is read for each. No label
a feed: ten thousand of them would take longer to write than to poll. May import the store's types.
"""

import contextlib
import json
import logging
import statistics
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.errors import StoreError
from bot.store import Overview

logger = logging.getLogger(__name__)

Look = Callable[[], Overview]
Problems = Callable[[], Sequence[str]]  # what is wrong with the bot now; empty = it is well
Counts = Callable[[], Mapping[str, int]]  # what it did since its start

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_PATIENCE_S = 5.0  # for a client that asks slowly, as others wait


class _Collector:
    def __init__(self, look: Look, counts: Counts) -> None:
        self._look = look
        self._counts = counts

    def collect(self) -> Iterator[Metric]:
        """All families, read afresh."""
        seen = self._look()
        yield _labelled("pregonero_feeds", "Configured feeds by health.", "health", seen.feeds)
        yield _labelled("pregonero_outbox_messages", "Messages by state.", "state", seen.outbox)
        for name, what, value in (
            ("feeds_due", "Feeds whose time has come.", seen.due),
            ("pages_waiting", "Pages to be read.", seen.pages_waiting),
            ("items", "Items stored.", seen.items),
            ("stories", "Stories stored.", seen.stories),
            ("database_bytes", "Size of the database file.", seen.database_bytes),
            ("database_log_bytes", "Size of its write-ahead log.", seen.log_bytes),
            ("last_item_timestamp_seconds", "When the newest item was seen.", _seconds(seen.last_item_at)),
            ("alive_timestamp_seconds", "When the bot last said that it runs.", _seconds(seen.alive_at)),
            ("message_waiting_since_timestamp_seconds", "Oldest unsent message.", _seconds(seen.waiting_since)),
        ):
            if value is not None:
                yield GaugeMetricFamily(f"pregonero_{name}", what, value=value)
        if seen.alerts:
            latency = GaugeMetricFamily(
                "pregonero_alert_latency_seconds", "Median of the last alerts.", labels=["step"]
            )
            for step, values in (
                ("published_to_seen", [(a.seen_at - a.published_at).total_seconds() for a in seen.alerts]),
                ("seen_to_posted", [(a.posted_at - a.seen_at).total_seconds() for a in seen.alerts]),
            ):
                latency.add_metric([step], statistics.median(values))
            yield latency
        for name, count in self._counts().items():
            yield CounterMetricFamily(f"pregonero_polled_{name}", "Since the start.", value=count)


def _labelled(name: str, what: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _seconds(moment: object) -> float | None:
    timestamp = getattr(moment, "timestamp", None)
    return None if timestamp is None else float(timestamp())


class MetricsServer:
    """Serves `/metrics` and `/health`, which answers 200 or 503 with what is wrong. Close it."""

    def __init__(self, host: str, port: int, *, look: Look, problems: Problems, counts: Counts) -> None:
        """Listens, and starts the thread.

        Raises:
            OSError: the address cannot be listened on.
        """
        registry = CollectorRegistry()
        registry.register(_Collector(look, counts))

        def answer(path: str) -> tuple[int, str, bytes]:
            if path == "/metrics":
                return 200, _TEXT, generate_latest(registry)
            if path == "/health":
                wrong = list(problems())
                return 503 if wrong else 200, "application/json", json.dumps({"problems": wrong}).encode()
            return 404, "text/plain", b"/metrics or /health\n"

        class Handler(BaseHTTPRequestHandler):
            timeout = _PATIENCE_S
            server_version, sys_version = "pregonero", ""

            def do_GET(self) -> None:
                """Answers, whatever the database says."""
                try:
                    status, kind, body = answer(self.path.partition("?")[0])
                except StoreError as exc:
                    status, kind, body = 503, "text/plain; charset=utf-8", str(exc).encode()
                with contextlib.suppress(OSError):  # the client went away
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Not into standard error."""
                logger.debug("metrics asked for", extra={"request": format % args})

        self._server = HTTPServer((host, port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port listened on."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Ends the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
