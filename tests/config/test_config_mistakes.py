"""Mistakes of a configuration: all told together, each at its line, with what would do."""

from pathlib import Path

import pytest
from config_kit import FEED, TOPICS, problems

from bot.config import load
from bot.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[state]\nkeep_days = 0", "state.keep_days"),
        ("[state]\nkeep_days = 999999999999999", "state.keep_days"),
        ("[poll]\nworkers = 100000000000000000000", "poll.workers"),
        ("[poll]\ntick_s = nan", "poll.tick_s"),
        ("[http]\nconnect_timeout_s = inf", "http.connect_timeout_s"),
        ("[http]\nmax_body_bytes = -1", "http.max_body_bytes"),
        ("[alerts]\nmax_age_h = 1e308", "alerts.max_age_h"),
        ("[alerts]\nfirst_run_max_age_h = -inf", "alerts.first_run_max_age_h"),
        ("[alerts]\nhourly_cap = 0", "alerts.hourly_cap"),
        ("[topics.transfer]\nthreshold = nan", "topics.transfer.threshold"),
        (f"{FEED}interval_min = 1e300", "feeds[0].interval_min"),
        ('[smtp]\nhost = "h"\nport = 65536', "smtp.port"),
    ],
)
def test_a_number_beyond_its_limits_is_told_with_them(text: str, key: str, tmp_path: Path) -> None:
    """One problem, with the key, its line and what would be right."""
    (problem,) = problems(tmp_path, text)
    line = len(text.splitlines())
    assert problem.startswith(f"config.toml:{line}: {key}: ")
    assert "must lie between" in problem


@pytest.mark.parametrize("url", ['""', '"  "', '"a\\u0000b"'])
def test_a_database_needs_a_name(url: str, tmp_path: Path) -> None:
    """An empty one would be a folder, and none can hold a NUL."""
    (problem,) = problems(tmp_path, f"[state]\nurl = {url}")
    assert problem.startswith("config.toml:2: state.url: ")


def test_everything_wrong_is_told_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Each with file, line, full path and what would be right."""
    found = problems(
        tmp_path,
        """
[alert]
x = 1
[[feeds]]
id = "a"
name = "A"
url = "ftp://a.example/rss"
langauge = "es"
[[feeds]]
id = "a"
url = "https://b.example/rss"
reliability = "Z"
timezone = "Mars/Olympus"
[topics.transfers]
[[topics.transfer.rules]]
when = "(a OR"
effect = "+1"
[channels.desk]
type = "slack"
token_env = "NO_TOKEN"
app_token_env = "NO_APP_TOKEN"
labellers = ["@ana"]
channel = "C0"
[[routes]]
channel = "dsk"
topics = ["strikes"]
[[digests]]
id = "d"
at = "25:00"
recipients = ["nobody"]
""",
    )
    assert found[0] == ("config.toml:2: alert: unknown table; did you mean `alerts`?")
    assert [problem.partition(": ")[0] for problem in found] == [
        f"config.toml:{line}" for line in (2, 7, 8, 9, 12, 14, 16, 20, 21, 22, 25, 26, 29, 30)
    ]
    told = "\n".join(found)
    for words in (
        "config.toml:16: topics.transfer.rules[0].when: query '(a OR' cannot be read",
        "feeds[0].langauge: unknown key; did you mean `language`?",
        "feeds[1]: the key `name` is missing",
        "feeds[1].reliability: 'Z' is none of A, B, C, D, E, F",
        "topics.transfers: there is no such topic; did you mean `transfer`?",
        "channels.desk.token_env: the environment variable NO_TOKEN is not set",
        "channels.desk.app_token_env: the environment variable NO_APP_TOKEN is not set",
        "channels.desk.labellers: '@ana' is no member id",
        "routes[0].channel: no channel is called `dsk`; did you mean `desk`?",
        "digests[0].at: '25:00' is no time of day; write it as 07:00",
    ):
        assert words in told


def test_each_mistake_of_a_rule_stands_at_its_key(tmp_path: Path) -> None:
    """A query and an effect that are both wrong are told both."""
    found = problems(tmp_path, '[[topics.transfer.rules]]\nnote = "n"\nwhen = "(a OR"\neffect = "often"\n')
    assert [problem.partition("rules[0].")[0] for problem in found] == [
        "config.toml:3: topics.transfer.",
        "config.toml:4: topics.transfer.",
    ]
    assert 'write points of log-odds such as "+1.5"' in found[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[routes]]\nchannel = "terminal"\nseverities = ["P1", "P4"]', "severities: 'P4' is none of P1, P2, P3"),
        ('[[digests]]\nid = "d"\nweekdays = ["lunes"]', "weekdays: 'lunes' is none of mon, tue, wed,"),
        ('[[digests]]\nid = "d"\nweekdays = ["lunes", 3]', "weekdays: 'lunes', 3 is none of mon, tue, wed,"),
        ('[[digests]]\nid = "d"\nweekdays = "mon"', "weekdays: 'mon' does not fit: expected `array`, got `str`"),
        (FEED.rstrip() + "\npriority = 4", "priority: 4 is none of 1, 2, 3"),
        ('[channels.x]\nlanguage = "en"\ntype = "teams"', "channels.x.type: 'teams' is no type of channel"),
        ('[atom]\nfile = "stories"', 'ends in .atom or .xml, such as "stories.atom"'),
    ],
)
def test_an_unknown_word_is_told_with_those_that_would_do(tmp_path: Path, text: str, expected: str) -> None:
    """In a list, too; at the line of the key."""
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(f"config.toml:{len(text.splitlines())}: ")
    assert expected in problem


@pytest.mark.parametrize(("text", "expected"), [
    (FEED + "interval_min = 0.1", "between 1 and 10,080"),
    ('[channels.c]\ntype = "terminal"\n[[routes]]\nchannel = "c"\nrules = ["x"]', "routes[0].rules: no rule of"),
    (FEED + FEED, "stands already in feeds[0]"),
    (FEED.replace("https://a.example/rss", "a.example/rss"), "is no address"),
    (FEED.replace("https://a.example/rss", "http://[::1"), "is no address"),
    (FEED.replace('"a"', '" "'), "must not be empty"),
    (FEED + 'timezone = "Mars"', "is no time zone"),
    ("[poll]\ntick_s = 0", "between 0.05 and 60"),
    ("[poll]\nworkers = 0", "poll.workers"),
    ("[http]\nmax_body_bytes = 0", "http.max_body_bytes"),
    ('[http]\nallow_addresses = ["nonsense"]', "http.allow_addresses"),
    ("[state]\nkeep_days = 0", "must lie between 1 and 36,500"),
    ("[alerts]\nmax_age_h = 0", "between 0.1 and"),
    ('[alerts]\nquiet_hours = "22:00"', "write it as 22:00-06:30"),
    ('[alerts]\nquiet_hours = "22:00-99:00"', "no time of day"),
    ("[topics.transfer]\nthreshold = 1.5", "between 0.01 and 0.99"),
    ("topics = 3", "must be tables"),
    ("feeds = 3", "must be a list of tables"),
    ('feeds = ["x"]', "must be a table"),
    ("state = 3", "must be a table"),
    ("[poll]\ntick_s = 'fast'", "'fast' does not fit"),
    ('[channels.x]\ntype = "slack"', "needs"),
    ('[channels.x]\ntype = "teams"', "is no type of channel"),
    ('[channels.x]\ntype = "terminal"\napi_url = "slack"', "is no address"),
    ('[channels.x]\ntype = "mail"\nrecipients = ["a@b.example"]', "[smtp]"),
    ('[smtp]\nhost = "h"\nport = 0', "between 1 and 65,535"),
    ('[smtp]\nhost = "h"\nuser_env = "PATHS"', "belong together"),
    ("[smtp]", "the key `host` is missing"),
    ('[[digests]]\nid = "d"\nrecipients = ["a b@c"]', "is no e-mail address"),
    ('[[digests]]\nid = "d"\n[[digests]]\nid = "d"', "stands already"),
    ('[health]\nmetrics_listen = "localhost"', "no address and port"),
    ('[health]\nmetrics_listen = "127.0.0.1:99999"', "no address and port"),
    ('[health]\nping_url_env = "NO_SUCH_VARIABLE"', "is not set"),
    ('[health]\nchannel = "x"', "no channel has this name"),
])  # fmt: skip
def test_each_mistake_is_told(tmp_path: Path, text: str, expected: str) -> None:
    """In words that name what would be right."""
    assert any(expected in problem for problem in problems(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('file = "../stories.atom"', "atom.file"),
        ('file = "pregonero.db"', "atom.file"),
        ('file = ""', "atom.file"),
        ('file = "a.xml"\naddress = "desk"', "atom.address"),
        ('file = "a.xml"\ntopics = ["weather"]', "atom.topics"),
        ('file = "a.xml"\ntimezone = "Mexico/City"', "atom.timezone"),
        ('file = "a.xml"\ndays = 0', "atom.days"),
    ],
)
def test_a_wrong_atom_table_is_told(text: str, key: str, tmp_path: Path) -> None:
    """A file that would lie elsewhere, or take the database's place, is refused."""
    (problem,) = problems(tmp_path, f"{FEED}[atom]\n{text}\n")
    assert key in problem


def test_text_that_is_no_toml_is_told(tmp_path: Path) -> None:
    """With the parser's place in the file."""
    assert "is no TOML" in problems(tmp_path, "[feeds\n")[0]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Missing, a folder, not UTF-8, or without end: a sentence with the remedy."""
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "none.toml", topics=TOPICS, environ={})
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, topics=TOPICS, environ={})
    (tmp_path / "latin.toml").write_bytes(b'x = "\xe9"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "latin.toml", topics=TOPICS, environ={})
    (tmp_path / "log.toml").write_bytes(b"#" * 10_000_001)
    with pytest.raises(ConfigError, match="larger than 10 MB"):
        load(tmp_path / "log.toml", topics=TOPICS, environ={})
