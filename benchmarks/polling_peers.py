"""Other feed readers on the feeds of benchmarks/polling.py, each in its own home and on the bot's core.

Measured are a pull after each feed has got one new item, and the first pull before it. A program that is not installed
is left out; `reader` is looked for in an environment of its own. May import the site of the benchmark and the standard
library.
"""

import os
import shutil
import subprocess
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.polling_site import Site

_LIMIT_S = 300
_READER_HOME = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pregonero" / "reader"
# the last one is a module that feedparser misses for ill-formed documents
_READER_PACKAGES = ("reader==3.26", "feedparser==6.0.14", "sgmllib3k")
_READER = """
import sys, time
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in sys.argv[2:]:
    reader.add_feed(url, exist_ok=True)
start = time.perf_counter()
reader.update_feeds(workers=1, scheduled=False)
print(time.perf_counter() - start)
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """How one program is set up in a folder, and pulled once."""

    prepare: Callable[[Path, list[str]], None]
    command: Callable[[Path, list[str]], list[str]]


def _newsboat(folder: Path, urls: list[str]) -> None:
    (folder / "urls").write_text("\n".join(urls), encoding="utf-8")
    (folder / "config").write_text("reload-threads 2\n", encoding="utf-8")


def _r2e(folder: Path, urls: list[str]) -> None:
    head = (
        "[DEFAULT]\nfrom = a@b.example\nto = c@d.example\nemail-protocol = maildir\n"
        f"maildir-path = {folder}/mail\nmaildir-mailbox = in\n"
    )
    for part in ("cur", "new", "tmp"):
        (folder / "mail" / "in" / part).mkdir(parents=True, exist_ok=True)
    feeds = "".join(f"[feed.f{n}]\nurl = {url}\n" for n, url in enumerate(urls))
    (folder / "r2e.cfg").write_text(head + feeds, encoding="utf-8")


def _sfeed(folder: Path, urls: list[str]) -> None:
    feeds = "".join(f"feed 'f{n}' '{url}'\n" for n, url in enumerate(urls))
    text = f'sfeedpath="{folder}/feeds"\nmaxjobs=2\nfeeds() {{\n{feeds}}}\n'
    (folder / "sfeedrc").write_text(text, encoding="utf-8")


def install_reader() -> Path:
    """Makes the environment with `reader` in the user's cache; returns its folder."""
    venv.create(_READER_HOME, with_pip=True, clear=True)
    python = str(_READER_HOME / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *_READER_PACKAGES], check=True)
    return _READER_HOME


def _peers() -> dict[str, Peer]:
    found: dict[str, Peer] = {}
    reader = str(_READER_HOME / "bin" / "python")
    if Path(reader).exists():
        found["reader"] = Peer(
            lambda folder, urls: None, lambda folder, urls: [reader, "-c", _READER, str(folder / "reader.db"), *urls]
        )
    if shutil.which("newsboat"):
        found["newsboat"] = Peer(
            _newsboat,
            lambda folder, urls: [
                *("newsboat", "-u", f"{folder}/urls", "-c", f"{folder}/cache.db", "-C", f"{folder}/config"),
                *("-x", "reload"),
            ],
        )
    if shutil.which("r2e"):
        found["rss2email"] = Peer(
            _r2e, lambda folder, urls: ["r2e", "-c", f"{folder}/r2e.cfg", "-d", f"{folder}/r2e.json", "run"]
        )
    if shutil.which("sfeed_update"):
        found["sfeed"] = Peer(_sfeed, lambda folder, urls: ["sfeed_update", f"{folder}/sfeedrc"])
    return found


def measure(site: Site, folder: Path, feeds: int, *, core: int) -> dict[str, float]:
    """Feeds a second of each peer with one new item per feed, and on its first pull; by name."""
    urls = [site.url(n) for n in range(min(feeds, site.feeds))]
    rates: dict[str, float] = {}
    for name, peer in _peers().items():
        home = folder / name
        home.mkdir(parents=True)
        peer.prepare(home, urls)
        for pull in ("first_pull", "changed"):
            site.publish()
            command = ["taskset", "-c", str(core), *peer.command(home, urls)]
            start = time.perf_counter()
            environ = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
            try:
                done = subprocess.run(
                    command, env=environ, capture_output=True, text=True, timeout=_LIMIT_S, check=False
                )
            except subprocess.TimeoutExpired:
                print(f"{name}: not ended within {_LIMIT_S} s")
                break
            if done.returncode:
                print(f"{name}: exit code {done.returncode}: {done.stderr[-300:]}")
                break
            spent = float(done.stdout) if name == "reader" else time.perf_counter() - start
            rates[f"{name}_{pull}_feeds_per_s"] = round(len(urls) / spent, 1)
    return rates
