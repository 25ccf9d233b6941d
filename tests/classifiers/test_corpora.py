"""Reading examples, splitting them by story, and the copies that training adds."""

import json
from pathlib import Path

import pytest

from bot.text import folded_words
from classifiers.data import (
    DataError,
    Example,
    augment,
    digest,
    group_folds,
    ordinary,
    read_examples,
    training_examples,
)
from classifiers.evaluate import evaluation_examples
from classifiers.model import topics_folder

_JUDGING = Path(__file__).parents[1] / "data" / "judging"


def _example(number: int, **changes: object) -> Example:
    values: dict[str, object] = {
        "id": f"e-{number}", "title": f"Mexico sends 12 men, case {number}", "summary": "", "lang": "en",
        "labels": frozenset({"transfer"}), "group": f"g-{number // 3}",
    }  # fmt: skip
    return Example(**(values | changes))  # type: ignore[arg-type] # values of a table


def test_examples_are_read_in_order(tmp_path: Path) -> None:
    """Blank lines are skipped; absent fields take their defaults."""
    file = tmp_path / "x.jsonl"
    file.write_text(
        '{"id": 1, "title": "A", "lang": "en", "labels": []}\n\n'
        '{"id": 2, "title": "B", "summary": "C", "lang": "es", "labels": ["transfer"], "group": "g",'
        ' "realis": {"transfer": ["occurred"]}}\n',
        "utf-8",
    )

    first, second = read_examples(file)

    assert ("1", "A", "1", frozenset()) == (first.id, first.text, first.group, first.labels)
    assert (second.text, second.realis) == ("B\nC", {"transfer": ("occurred",)})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: is not JSON"),
        ("[]", "not an object"),
        ('{"id": 1, "lang": "en", "labels": []}', "'title' is missing"),
        ('{"id": 1, "title": " ", "lang": "en", "labels": []}', "title is empty"),
        ('{"id": 1, "title": "a", "lang": "en", "labels": "transfer"}', "labels is no list"),
        ('{"id": 1, "title": "a", "lang": "en", "labels": [], "realis": 3}', "line 2"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    """File, line and reason stand in the error."""
    file = tmp_path / "x.jsonl"
    file.write_text(f'{{"id": 0, "title": "ok", "lang": "en", "labels": []}}\n{line}\n', "utf-8")

    with pytest.raises(DataError, match=message):
        read_examples(file)


def test_missing_corpora_are_errors(tmp_path: Path) -> None:
    """No file and no examples are not an empty corpus."""
    with pytest.raises(DataError, match="cannot be read"):
        read_examples(tmp_path / "none.jsonl")
    with pytest.raises(DataError, match="no training examples"):
        training_examples(tmp_path)


def test_folds_keep_stories_whole_and_cover_everything() -> None:
    """Every index in one fold; no story in two; sizes near equal."""
    examples = [_example(n) for n in range(50)]
    folds = group_folds(examples, 5, 7)

    assert list(range(50)) == sorted(i for fold in folds for i in fold)
    assert sum(len({examples[i].group for i in fold}) for fold in folds) == 17
    assert max(map(len, folds)) - min(map(len, folds)) <= 3
    assert folds == group_folds(examples, 5, 7)


def test_copies_keep_labels_and_story() -> None:
    """Headline alone and other counts, reproducible, of the same story."""
    examples = [_example(1, summary="The 12 left at dawn on 3 planes."), _example(2, title="No number here")]
    copies = list(augment(examples, 1))

    assert [copy.id for copy in copies] == ["e-1/title", "e-1/counts"]
    assert {("g-0", frozenset({"transfer"}))} == {(copy.group, copy.labels) for copy in copies}
    assert copies == list(augment(examples, 1))


def test_counts_inside_other_numbers_stay() -> None:
    """Dates, money and percents are not counts."""
    title = "On 12/05 some 2.5% paid $30 and 1,200"

    assert list(augment([_example(1, title=title)], 1)) == []


def test_ordinary_headlines_have_no_topic() -> None:
    """Made-up negatives: both languages, no labels, reproducible."""
    made = ordinary(40, 3)

    assert {"en", "es"} == {e.lang for e in made}
    assert {frozenset()} == {e.labels for e in made}
    assert made == ordinary(40, 3)
    assert not [e.title for e in made if "{" in e.title]


def test_digest_changes_with_labels_and_order() -> None:
    """The digest pins texts, labels, groups and order."""
    examples = [_example(1), _example(2)]

    assert digest(examples) != digest(examples[::-1])
    assert digest(examples) != digest([_example(1, labels=frozenset()), _example(2)])


def test_shipped_corpora_are_well_formed_and_apart() -> None:
    """Ids are unique, labels are topics, and no evaluation text is trained on."""
    train, held_out = training_examples(topics_folder()), evaluation_examples(topics_folder())
    ids = [e.id for e in [*train, *held_out]]

    assert len(ids) == len(set(ids))
    assert {"transfer", "strike_threat"} == {label for e in [*train, *held_out] for label in e.labels}
    assert set() == {e.text for e in train} & {e.text for e in held_out}
    assert [e.id for e in [*train, *held_out] if set(e.realis) != set(e.labels)] == []


def test_no_headline_that_is_judged_by_is_trained_on() -> None:
    """Whatever its case, accents and marks: not in the evaluation sets, the contrast pairs or the sets of the tests."""
    sets = [
        *topics_folder().glob("*/data/eval.jsonl"),
        *topics_folder().glob("*/data/contrast.jsonl"),
        *_JUDGING.glob("*.jsonl"),
    ]
    judged_by = {folded_words(e.title) for path in sets for e in read_examples(path)}

    assert len(sets) == 9
    assert judged_by.isdisjoint(folded_words(e.title) for e in training_examples(topics_folder()))


def test_corpora_are_plain_json_lines() -> None:
    """Each line is an object in UTF-8; nothing else is in the files."""
    for path in topics_folder().glob("*/data/*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            assert not line.strip() or isinstance(json.loads(line), dict)
