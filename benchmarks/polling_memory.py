"""Memory of the bot and its worker with ten thousand feeds over TLS.

    python -m benchmarks.polling_memory [--quick] [--feeds N]

The feeds are those of benchmarks/polling.py but of 1.5 kB, so that the first poll, which reads everything, ends in
minutes; they are asked at 250 addresses with a certificate made for them. All are polled three times: first, with
one new item each, and unchanged. Printed is the peak that the system has seen, after each round. The last line is one
JSON object.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.polling_site import FEED_BYTES, Site


def run(feeds: int, *, plain: bool = True) -> dict[str, int]:
    """Peak memory of bot and worker with so many feeds; says how each round went."""
    from benchmarks.polling import SERVER_CORE, Bot  # which measures this, too

    with tempfile.TemporaryDirectory(prefix="pregonero-memory-") as name:
        folder = Path(name)
        with (
            Site(folder / "server", feeds, core=SERVER_CORE, tls=True, size=FEED_BYTES // 30) as site,
            Bot(folder / "bot", site, plain=plain, SSL_CERT_FILE=str(site.certificate)) as bot,
        ):
            for what, new in (("first", 0), ("changed", 1), ("unchanged", 0)):
                if new:
                    site.publish(new)
                answer = bot.round("unjudged" if what == "first" else "round")
                rss = answer["rss_mb"] + answer["worker_rss_mb"]
                print(
                    f"over TLS, {what}: {answer['feeds']} feeds in {answer['seconds']:.0f} s, {rss:.0f} MB at most "
                    "so far",
                    flush=True,
                )
    return {
        "tls_feeds": feeds,
        "tls_rss_mb": round(answer["rss_mb"]),
        "tls_worker_rss_mb": round(answer["worker_rss_mb"]),
        "tls_total_rss_mb": round(rss),
        "tls_failed": answer["failed"],
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="500 feeds")
    parser.add_argument("--feeds", type=int)
    parser.add_argument("--plain", action="store_true", help="without the extra semantic")
    options = parser.parse_args()
    print(json.dumps(run(options.feeds or (500 if options.quick else 10_000), plain=options.plain)))


if __name__ == "__main__":
    main()
