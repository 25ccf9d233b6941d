"""`score`, `extract`, `cluster`: one line of JSON out for each line in, whatever stands in it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command_kit import NOISE, SPANISH, TITLE, call, json_lines
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.app import load_lexicon, load_scorers
from bot.classify import judge
from bot.domain import Figure
from bot.extract import extract as figures_of
from bot.extract import judged_figures, people_moved
from bot.jobs.pasted import item_of
from bot.rules import RuleSet

TOOLS = ("score", "extract", "cluster")
FIGURE_KEYS = {
    *("measure", "value", "value_hi", "unit", "unit_raw", "qualifier", "scope", "span", "place", "group", "speaker"),
    *("speaker_kind", "stance", "noun", "value_from_vague", "trend", "as_of", "text_read", "quote", "start", "end"),
    *("lang", "certainty"),
}

# line, id that comes back, word of the error
BAD_LINES: tuple[tuple[bytes, Any, str], ...] = (
    (b"nonsense", "line-2", "not JSON"),
    (b'{"title": "half', "line-3", "not JSON"),
    (b'{"id": "a", "summary": "no title"}', "a", "title"),
    (b'{"id": 5, "title": "  "}', 5, "title"),
    (b'{"id": 6, "title": 1e999}', 6, "title"),
    (b'{"id": 7, "title": "<b></b>"}', 7, "neither title nor text"),
    (b"[1]", "line-8", "object"),
    (b'"a text"', "line-9", "object"),
    (b"\xff\xfe{", "line-10", "UTF-8 at byte 0"),
    (b'{"title": "caf\xe9"}', "line-11", "UTF-8 at byte 14"),
    (b"\x00\x00\x00", "line-12", "not JSON"),
    (b'{"title": "a\x00b"}', "line-13", "not JSON"),
    (b"[" * 100_000, "line-14", "nested"),
    (b'{"title": "x", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "line-15", "nested"),
    (b'{"title": "x", "id": NaN}', "line-16", "NaN is no number"),
    (b'{"title": "x", "id": 1e999}', "line-17", "too large"),
    (b'{"title": "x", "id": ' + b"9" * 5_000 + b"}", "line-18", "too large"),
)

# ids as JSON writes them
IDS = ("7", "-1.5", "99999999999999999999999999", "true", '"\\u00f1"', '"\\ud800"', '["a", 1]', '{"a": null}', '""')


@pytest.mark.parametrize("tool", TOOLS)
def test_bad_lines_have_their_error_in_their_place(tool: str) -> None:
    """Good lines around bad ones are worked on; every line is answered in order; the exit code is 1 at the end."""
    good = {"id": "good", "title": TITLE}
    ended = call(tool, stdin=json_lines([good, *(line for line, _, _ in BAD_LINES), good]))
    assert ended.code == 1
    assert [line["id"] for line in ended.lines] == ["good", *(name for _, name, _ in BAD_LINES), "good"]
    for line, (_, _, word) in zip(ended.lines[1:-1], BAD_LINES, strict=True):
        assert list(line) == ["id", "error"]
        assert word in line["error"]
    assert "error" not in ended.lines[0] | ended.lines[-1]
    assert ended.err == ""


@pytest.mark.parametrize("tool", TOOLS)
def test_ids_come_back_as_they_were(tool: str) -> None:
    """Numbers stay numbers, however large; half a surrogate pair stays escaped; without an id the line's number."""
    lines = [f'{{"id": {name}, "title": "{TITLE}"}}' for name in IDS]
    ended = call(tool, stdin=json_lines([*lines, {"title": NOISE}, {"id": None, "title": NOISE}]))
    assert ended.code == 0
    expected = [*map(json.loads, IDS), f"line-{len(IDS) + 1}", f"line-{len(IDS) + 2}"]
    assert [line["id"] for line in ended.lines] == expected
    assert type(ended.lines[3]["id"]) is bool


def test_score_prints_the_published_format() -> None:
    """Labels are the flagged topics; realis and severity are theirs; scores and why are of every topic."""
    flagged, noise = call("score", stdin=json_lines([{"id": 1, "title": TITLE}, {"id": 2, "title": NOISE}])).lines
    assert list(flagged) == ["id", "labels", "scores", "realis", "item_type", "severity", "why"]
    assert flagged["labels"] == ["transfer"]
    assert set(flagged["scores"]) == set(flagged["why"]) == {"transfer", "strike_threat"}
    assert all(0 <= score <= 1 for score in flagged["scores"].values())
    assert flagged["realis"] == {"transfer": ["occurred"]}
    assert flagged["severity"] == {"transfer": "P1"}
    assert flagged["item_type"] == "news"
    assert ["(base)", pytest.approx(flagged["why"]["transfer"][-1][1])] in flagged["why"]["transfer"]
    assert all(isinstance(name, str) and isinstance(weight, float) for name, weight in flagged["why"]["transfer"])
    assert (noise["labels"], noise["realis"], noise["severity"]) == ([], {}, {})


def test_people_whom_only_the_text_counts_make_a_score_loud() -> None:
    """28 in the first sentence ping, as in a running bot; the same without a count does not."""
    title, told = "Mexico hands over men accused of trafficking to US", "were flown to Texas before dawn on Tuesday"
    rows = [{"title": title, "lang": "en", "summary": f"{who} {told}, officials said."} for who in ("The 28", "They")]

    many, some = call("score", stdin=json_lines(rows)).lines
    assert (many["severity"], some["severity"]) == ({"transfer": "P1"}, {"transfer": "P2"})


def test_score_and_cluster_judge_as_a_configuration_says(tmp_path: Path) -> None:
    """Its rules hold, and names that it watches are known; without it they are not."""
    config = tmp_path / "config.toml"
    config.write_text(
        '[[topics.transfer.rules]]\nwhen = "striker"\neffect = "always"\n'
        '[[topics.transfer.rules]]\nwhen = "37"\neffect = "never"\n'
        '[watch]\ngroups = ["Quirke Boys"]\n[[feeds]]\nid = "f"\nurl = "https://example.org/f.xml"\nname = "F"\n'
    )
    lines = json_lines([{"title": TITLE}, {"title": NOISE}])

    assert [line["labels"] for line in call("score", stdin=lines).lines] == [["transfer"], []]
    ruled = call("score", "--config", config, stdin=lines)
    assert [line["labels"] for line in ruled.lines] == [[], ["transfer"]], ruled.err
    named = json_lines([{"title": "Mexico hands over the head of the Quirke Boys to the United States"}])
    known = [call("extract", *how, stdin=named).lines[0]["names"] for how in ((), ("--config", config))]
    assert [[name["canonical"] for name in names] for names in known] == [[], ["Quirke Boys"]]
    assert call("cluster", "--config", config, stdin=lines).code == 0


def test_cluster_reads_reports_as_the_bot_does() -> None:
    """With the figures below their headlines."""
    rows = [
        {"title": "México entrega reos a Estados Unidos", "lang": "es", "source": source,
         "published": "2026-05-04T12:00:00Z", "summary": f"Los {count} reos volaron a Texas el lunes, dijo la FGR."}
        for source, count in (("Sol", 26), ("Luna", 41))
    ]  # fmt: skip
    assert len({line["story"] for line in call("cluster", stdin=json_lines(rows)).lines}) == 2


def test_a_configuration_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Wrong usage, before anything is read."""
    for tool in TOOLS:
        ended = call(tool, "--config", tmp_path / "none.toml", stdin=b"")
        assert (ended.code, ended.out) == (2, b"")
        assert "none.toml" in ended.err


def test_extract_prints_figures_with_their_proof() -> None:
    """Every figure has every key, and its quote stands at its place in the text."""
    item = {"id": "x", "title": TITLE, "summary": "Officials said 92 people have been sent north so far."}
    (line,) = call("extract", stdin=json_lines([item])).lines
    assert list(line) == ["id", "figures", "coming", "statements", "names"]
    text = f"{item['title']}\n{item['summary']}"
    assert {figure["value"] for figure in line["figures"]} >= {37.0, 92.0}
    for figure in line["figures"]:
        assert set(figure) == FIGURE_KEYS
        assert text[figure["start"] : figure["end"]] == figure["quote"]


def test_extract_gives_the_figures_of_an_alert() -> None:
    """Who has not gone is handed over neither on the card nor here, and a group that is known is read as one."""
    rows = [
        {"id": n, "title": title, "lang": language}
        for n, (title, language) in enumerate(
            (
                ("Judge: sixth transfer can't include 17 inmates", "en"),
                ("Habrá extradición de dos exalcaldes, reconoce Sheinbaum", "es"),
                (TITLE, "en"),
                ("Nineteen people hurt in Guadalajara bus crash", "en"),
            )
        )
    ]
    read = call("extract", stdin=json_lines(rows)).lines
    unjudged = call("extract", "--unjudged", stdin=json_lines(rows)).lines
    scorers, lexicon, now = load_scorers(), load_lexicon(), datetime(2026, 10, 5, tzinfo=UTC)
    for row, line, raw in zip(rows, read, unjudged, strict=True):
        item = item_of(row, now)
        judgement = judge([item], scorers, RuleSet(), lexicon, now, people_moved=people_moved)[0]
        of_alert = judged_figures(item, judgement, lexicon)
        assert [(f["measure"], f["value"], f["scope"]) for f in line["figures"]] == told(of_alert)
        assert [(f["measure"], f["value"], f["scope"]) for f in raw["figures"]] == told(
            figures_of(item, lexicon=lexicon)
        )
    assert [f["scope"] for f in read[1]["figures"]] == ["projected"]
    assert [f["scope"] for f in unjudged[1]["figures"]] == ["this_event"]


def told(figures: tuple[Figure, ...]) -> list[tuple[str, float | None, str]]:
    """Measure, value and scope of each."""
    return [(figure.measure, figure.value, figure.scope) for figure in figures]


def test_cluster_reads_in_time_order_and_prints_in_that_of_the_input() -> None:
    """The earliest report opens the story although it comes last in the input; football is another story."""
    lines = call(
        "cluster",
        stdin=json_lines(
            [
                {"id": "late", "title": SPANISH, "lang": "es", "published": "2026-01-20T14:00:00Z"},
                {"id": "other", "title": NOISE, "published": "2026-01-20T13:00:00Z"},
                {"id": "early", "title": TITLE, "lang": "en", "published": "2026-01-20T12:00:00Z"},
            ]
        ),
    ).lines
    assert all(list(line) == ["id", "story", "is_new", "similarity", "vetoed_by"] for line in lines)
    assert [line["id"] for line in lines] == ["late", "other", "early"]
    assert [line["is_new"] for line in lines] == [False, True, True]
    assert lines[2]["story"] == lines[0]["story"] == "s-000001"
    assert lines[1]["story"] == "s-000002"
    assert lines[2]["similarity"] == 0.0
    assert 0 < lines[0]["similarity"] <= 1


@pytest.mark.parametrize("published", ["2019-01-20T12:00:00Z", "2041-01-20T12:00:00Z"])
def test_an_undated_report_belongs_to_its_neighbours_time(published: str) -> None:
    """A report without a date joins the story of the lines around it, whenever that was, past or to come."""
    dated = {"title": TITLE, "published": published}
    for items in ([dated, {"title": SPANISH}], [{"title": SPANISH}, dated], [{"title": TITLE}, {"title": SPANISH}]):
        lines = call("cluster", stdin=json_lines(items)).lines
        assert [line["story"] for line in lines] == ["s-000001", "s-000001"]
        assert [line["is_new"] for line in lines] == [True, False]


def test_languages_that_are_not_judged_are_answered_too() -> None:
    """French and Japanese lines get empty labels, figures or none, and stories of their own; nothing fails."""
    items = [
        {"title": "Le gouvernement mexicain remet trente-sept suspects aux États-Unis"},
        {"title": "日本の首相が辞任"},
    ]
    for tool in TOOLS:
        ended = call(tool, stdin=json_lines(items))
        assert (ended.code, len(ended.lines)) == (0, 2)


def test_unknown_keys_and_keys_of_a_wrong_type_change_nothing() -> None:
    """What is no text where text is expected counts as missing; what nobody asked for is not looked at."""
    odd = (
        f'{{"title": "{TITLE}", "lang": ["en"], "country": 5, "source": {{}}, "url": "http://[::1", "body": null, '
        f'"summary": 3, "published": 1e999, "huge": {"9" * 5_000}, "deep": {"[" * 50}{"]" * 50}, "x": "\\ud800"}}'
    )
    hostile = {
        "title": TITLE,
        "url": "http://h:999999/\ud800",
        "source": "\ud800",
        "country": "\udfff",
        "published": [],
    }
    for tool in TOOLS:
        ended = call(tool, stdin=json_lines([{"title": TITLE}, odd, hostile]))
        assert ended.code == 0
        plain, *others = ([line[key] for key in line if key not in ("id", "is_new")] for line in ended.lines)
        if tool != "cluster":
            assert others == [plain, plain]


def test_empty_input_is_no_mistake(tmp_path: Path) -> None:
    """Nothing in, or empty lines alone: nothing out, exit code 0."""
    file = tmp_path / "empty.jsonl"
    file.write_bytes(b"\n  \n\r\n")
    for tool in TOOLS:
        for ended in (call(tool, stdin=b""), call(tool, file)):
            assert (ended.code, ended.out, ended.err) == (0, b"", "")


def test_a_file_reads_as_standard_input_does(tmp_path: Path) -> None:
    """Byte order mark and Windows line ends included."""
    text = b"\xef\xbb\xbf" + json_lines([{"title": TITLE}, {"title": SPANISH}]).replace(b"\n", b"\r\n").removesuffix(
        b"\r\n"
    )
    file = tmp_path / "items.jsonl"
    file.write_bytes(text)
    read = [call("extract", file), call("extract", stdin=text), call("extract", "-", stdin=text)]
    assert [ended.code for ended in read] == [0, 0, 0]
    assert read[0].out == read[1].out == read[2].out
    assert [line["id"] for line in read[0].lines] == ["line-1", "line-2"]


def test_what_cannot_be_read_is_named_with_a_remedy(tmp_path: Path) -> None:
    """A missing file, a folder, a closed standard input: exit code 2."""
    for subject in (tmp_path / "nothing.jsonl", tmp_path):
        ended = call("extract", subject)
        assert ended.code == 2
        assert str(subject) in ended.err
        assert "Name a file of JSON Lines" in ended.err
    ended = call("extract", stdin=None)
    assert ended.code == 2
    assert "standard input is closed" in ended.err


def test_more_lines_than_one_batch_keep_their_order() -> None:
    """Lines are worked on in batches; their order does not show it."""
    ended = call("extract", stdin=json_lines([{"id": n, "title": "x"} if n % 7 else "bad" for n in range(600)]))
    assert [line["id"] for line in ended.lines] == [n if n % 7 else f"line-{n + 1}" for n in range(600)]


def test_output_is_json_in_any_encoding() -> None:
    """Where the output is not UTF-8, the same JSON comes in ASCII."""
    stdin = json_lines([{"id": "ñ 😀 \ud800", "title": SPANISH}])
    assert call("extract", stdin=stdin, encoding="ascii").lines == call("extract", stdin=stdin).lines


def test_a_text_of_a_million_characters_is_read() -> None:
    """Length alone breaks nothing."""
    ended = call("extract", stdin=json_lines([{"title": "12 reos " * 20_000, "body": "á" * 1_000_000}]))
    assert (ended.code, len(ended.lines)) == (0, 1)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_keys = st.sampled_from(["id", "title", "summary", "body", "url", "source", "country", "lang", "published"])
_lines = st.one_of(
    st.binary(max_size=60),
    st.dictionaries(_keys, _values).map(lambda fields: json.dumps(fields).encode()),
    st.fixed_dictionaries(
        {"title": st.text(min_size=1, max_size=40)}, optional={"published": _values, "url": _values}
    ).map(lambda fields: json.dumps(fields).encode()),
)


@given(st.lists(_lines, max_size=12), st.sampled_from(TOOLS))
@example([b'{"title": "x", "published": Infinity}'], "cluster")
@settings(max_examples=25)
def test_any_lines_are_answered_line_by_line(lines: list[bytes], tool: str) -> None:
    """One JSON object out for each line that is not empty; exit code 1 exactly when one of them is an error."""
    stdin = b"".join(line + b"\n" for line in lines)
    ended = call(tool, stdin=stdin)
    assert len(ended.lines) == sum(1 for line in stdin.split(b"\n") if line.strip())
    assert all("id" in line for line in ended.lines)
    assert ended.code == int(any("error" in line for line in ended.lines))
