"""config.toml is read whole, and everything wrong in it is told together, with its place and its remedy."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from config_kit import FEED, TOPICS, problems, read
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import FileSettings, MailSettings, Secret, SlackSettings, TerminalSettings, WebhookSettings
from bot.config import load
from bot.config.lines import key_lines
from bot.domain import AtomPolicy, QuietHours, RoutePolicy
from bot.errors import ConfigError

REPOSITORY = Path(__file__).parents[2]


def test_the_shipped_configuration_is_right_and_runs_without_secrets() -> None:
    """As it stands: terminal and files, both topics, all feeds, no variable needed."""
    config = load(REPOSITORY / "config.toml", topics=TOPICS, environ={})
    assert len(config.feeds) == 79
    assert config.channels == {"terminal": TerminalSettings(timezone="America/Mexico_City")}
    assert config.smtp is None
    assert [digest.id for digest in config.digests] == ["daily"]
    assert config.database == REPOSITORY / "state" / "pregonero.db"
    assert config.state_dir == REPOSITORY / "state"


def test_an_empty_configuration_has_a_terminal_and_a_route_to_it(tmp_path: Path) -> None:
    """Leaving everything out is allowed; alerts are seen all the same."""
    config = read(tmp_path, "")
    assert config.routes == (RoutePolicy(channel="terminal"),)
    assert (config.feeds, config.digests, config.secrets) == ((), (), ())


def test_all_parts_are_taken_over(tmp_path: Path) -> None:
    """Values arrive typed, in the units of the domain, secrets resolved."""
    config = read(
        tmp_path,
        """
[state]
url = "data/x.db"
keep_days = 10
[poll]
tick_s = 2
workers = 7
[http]
user_agent = "us/1 (me@example.org)"
allow_addresses = ["127.0.0.1:8080"]
[alerts]
max_age_h = 48
quiet_hours = "22:00-06:30"
timezone = "Europe/Madrid"
[topics.transfer]
threshold = 0.4
[[topics.transfer.rules]]
when = 'zambada AND guilty'
effect = "+1.5"
until = 2026-12-31
note = "trial watch"
[watch]
people = ["Juan Pérez: El Contador"]
[channels.desk]
type = "slack"
token_env = "TOKEN"
channel = "C0"
language = "es"
[channels.hook]
type = "webhook"
url_env = "HOOK"
[channels.post]
type = "mail"
recipients = ["ana@example.org"]
[channels.archive]
type = "file"
path = "out"
[[routes]]
channel = "desk"
topics = ["transfer"]
severities = ["P1"]
rules = ["trial watch"]
mention = "@here"
quiet_hours = "23:00-05:00"
[smtp]
host = "mail.example.org"
security = "tls"
port = 465
user_env = "MAIL_USER"
password_env = "MAIL_PASSWORD"
from = "Bot <bot@example.org>"
[[digests]]
id = "d"
at = "06:30"
weekdays = ["mon", "sun"]
recipients = ["ana@example.org"]
[health]
channel = "desk"
metrics_listen = "127.0.0.1:9464"
[[feeds]]
id = "a"
name = "A"
url = "https://a.example/rss"
priority = 1
country = "MX"
[[feeds]]
id = "b"
name = "B"
url = "https://b.example/rss"
interval_min = 90
[[feeds]]
id = "c"
name = "C"
url = "https://c.example/rss"
enabled = false
""",
        {"TOKEN": " xoxb-1 ", "HOOK": "https://hooks.example/x", "MAIL_USER": "u", "MAIL_PASSWORD": "p"},
    )
    assert (config.database, config.keep, config.tick) == (
        tmp_path / "data/x.db",
        timedelta(days=10),
        timedelta(seconds=2),
    )
    assert (config.http.workers, config.http.allow_addresses) == (7, ("127.0.0.1:8080",))
    assert config.alerts.quiet_hours == QuietHours(start=time(22), end=time(6, 30))
    assert config.thresholds == {"transfer": 0.4}
    assert [(rule.topic, rule.effect, rule.until, rule.note) for rule in config.rules.rules] == [
        ("transfer", 1.5, date(2026, 12, 31), "trial watch")
    ]
    desk = config.channels["desk"]
    assert isinstance(desk, SlackSettings)
    assert (desk.token, desk.language, desk.timezone) == (Secret("xoxb-1"), "es", "Europe/Madrid")
    assert isinstance(config.channels["hook"], WebhookSettings)
    assert isinstance(config.channels["post"], MailSettings)
    assert config.channels["archive"] == FileSettings(path=tmp_path / "out")
    assert config.routes[0].quiet_hours == QuietHours(start=time(23), end=time(5))
    assert config.routes[0].rules == ("trial watch",)
    assert config.smtp is not None
    assert (config.smtp.password, config.smtp.sender) == (Secret("p"), "Bot <bot@example.org>")
    assert (config.digests[0].at, config.digests[0].weekdays) == (time(6, 30), (0, 6))
    assert [(feed.id, feed.interval) for feed in config.feeds] == [
        ("a", timedelta(minutes=5)),
        ("b", timedelta(minutes=90)),
    ]
    assert set(config.secrets) == {"xoxb-1", "https://hooks.example/x", "u", "p"}


def test_without_an_environment_secrets_are_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    """Channels keep their types, languages and buttons; what is no secret is checked as ever."""
    file = tmp_path / "config.toml"
    file.write_text(
        '[channels.desk]\ntype = "slack"\ntoken_env = "NO_TOKEN"\napp_token_env = "NO_APP_TOKEN"\nchannel = "C0"\n'
        'language = "es"\n[health]\nping_url_env = "NO_PING"\n',
        encoding="utf-8",
    )
    config = load(file, topics=TOPICS, environ=None)
    desk = config.channels["desk"]
    assert isinstance(desk, SlackSettings)
    assert (desk.language, desk.token, desk.app_token, config.secrets) == ("es", Secret(""), Secret(""), ())
    file.write_text('[channels.desk]\ntype = "slack"\nchannel = "C0"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="token_env"):
        load(file, topics=TOPICS, environ=None)


def test_a_recipient_named_twice_is_one(tmp_path: Path) -> None:
    """By the mailbox, not by how it is written; the first writing stays, and so does the order."""
    plain = '"luis@example.org", "ana@example.org", "ANA@Example.org"]'
    config = read(
        tmp_path,
        '[smtp]\nhost = "mail.example.org"\nsecurity = "none"\nfrom = "bot@example.org"\n'
        f'[channels.post]\ntype = "mail"\nrecipients = ["Ana <ana@example.org>", {plain}\n'
        f'[[digests]]\nid = "d"\nrecipients = [{plain}\n',
    )
    settings = config.channels["post"]
    assert isinstance(settings, MailSettings)
    assert settings.recipients == ("Ana <ana@example.org>", "luis@example.org")
    assert config.digests[0].recipients == ("luis@example.org", "ana@example.org")


def test_the_atom_feed_lies_beside_the_database(tmp_path: Path) -> None:
    """There is one where it has a name."""
    assert read(tmp_path, FEED).atom is None
    config = read(tmp_path, f'{FEED}[atom]\nfile = "stories.atom"\ntopics = ["transfer"]\ndays = 3\n')
    assert config.atom == AtomPolicy(
        file=tmp_path / "state" / "stories.atom",
        timezone="America/Mexico_City",
        topics=("transfer",),
        days=timedelta(days=3),
    )


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """NAME_FILE names it; a file that is not there is told."""
    text = '[channels.desk]\ntype = "slack"\ntoken_env = "TOKEN"\nchannel = "C0"\n'
    (tmp_path / "token").write_text("xoxb-2\n")
    config = read(tmp_path, text, {"TOKEN_FILE": str(tmp_path / "token")})
    desk = config.channels["desk"]
    assert isinstance(desk, SlackSettings)
    assert desk.token == Secret("xoxb-2")
    assert "cannot be read" in problems(tmp_path, text, {"TOKEN_FILE": str(tmp_path / "none")})[0]


def test_every_key_is_documented() -> None:
    """docs/config.md has a row for each field of each table."""
    import dataclasses

    from bot.config import sections

    text = (REPOSITORY / "docs" / "config.md").read_text(encoding="utf-8")
    for section in vars(sections).values():
        if dataclasses.is_dataclass(section) and section.__module__ == sections.__name__:
            for field in dataclasses.fields(section):
                assert f"| `{field.name.rstrip('_')}` |" in text, f"{section} {field.name}"


def test_lines_are_found_through_strings_and_arrays() -> None:
    """Keys inside what spans lines are not mistaken for keys of the table."""
    text = 'a = """\nb = 1\n"""\nc = [\n  "d = 2",\n]\n[t]\ne.f = 1\n[[u]]\n[[u]]\ng = 1\n[u.v]\nh = 2\n"q r" = 3\n'
    assert tomllib.loads(text)["u"][1]["v"]["h"] == 2
    assert key_lines(text) == {
        ("a",): 1,
        ("c",): 4,
        ("t",): 7,
        ("t", "e", "f"): 8,
        ("u", 0): 9,
        ("u", 1): 10,
        ("u", 1, "g"): 11,
        ("u", 1, "v"): 12,
        ("u", 1, "v", "h"): 13,
        ("u", 1, "v", "q r"): 14,
    }


@given(st.text(max_size=300))
def test_any_text_is_scanned_for_lines_without_an_error(text: str) -> None:
    """And every line found is one of the text."""
    assert all(1 <= line <= len(text.splitlines()) for line in key_lines(text).values())
