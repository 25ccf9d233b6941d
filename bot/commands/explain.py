"""`explain`: one item's way through every stage. Reads the store where there is one; changes nothing."""

import errno
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.clock import SystemClock
from bot.commands.common import DEFAULT_CONFIG, AsJson, ConfigFile, load, out, print_json
<<<<<<< HEAD
from bot.domain import Content, FetchRequest, Figure, Item, ItemId, Judgement, RuleHit, Story, StoryLink, Verdict
from bot.errors import BotError, FetchError, ParseError, UsageError
=======
from bot.domain import Item
from bot.errors import UsageError
>>>>>>> main

if TYPE_CHECKING:
    from bot.config import Config
    from bot.jobs.explain import Explanation
    from bot.store import SqliteStore

_FILE_NAME = re.compile(r"\S+\.(?:txt|md|html?|jsonl?|eml)|\.{0,2}/\S*")  # nobody's headline
<<<<<<< HEAD
_WHY_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What every stage makes of one item."""

    item: Item
    identity_keys: tuple[str, ...]
    known_as: str | None  # id of the item in the store that this one would be taken for
    fate: str | None  # of an item of the store
    judgement: Judgement
    rules: tuple[RuleHit, ...]
    figures: tuple[Figure, ...]
    content: Content
    link: StoryLink | None  # None = not flagged, so in no story
    story: Story | None
=======
>>>>>>> main


def explain(
    subject: Annotated[str, typer.Argument(help="A headline, an address, a file with a text, or an item's id.")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Show one item's way through every stage: cleaning, identity, scores and why, figures, story."""
    from bot.app import open_store

    loaded = load(config)
    store = open_store(loaded) if loaded.database.exists() else None
    try:
        explanation = _explained(subject, loaded, store)
    finally:
        if store is not None:
            store.close()
    if as_json:
        print_json(explanation)
    else:
        _print(explanation)


<<<<<<< HEAD
def _explained(subject: str, config: "Config", store: "SqliteStore | None") -> Explanation:
    from bot import dedupe, rules, stories
    from bot.app import load_embedder, load_lexicon, load_scorers
    from bot.classify import judge
    from bot.extract import content_of, extract
=======
def _explained(subject: str, config: "Config", store: "SqliteStore | None") -> "Explanation":
    from bot.app import load_lexicon, load_scorers, mind_of
    from bot.jobs.explain import explained, stored_item
>>>>>>> main

    stored = stored_item(subject, store, SystemClock().now())
    item = stored.item if stored else _pasted(subject, config)
<<<<<<< HEAD
    now, lexicon = SystemClock().now(), load_lexicon(config)
    judgement = judge([item], load_scorers(), config.rules, lexicon, now, thresholds=config.thresholds)[0]
    figures, content = extract(item, lexicon=lexicon), content_of(item, lexicon=lexicon)
    link, story = (stored.link if stored else None), None
    if link is None and judgement.flagged:
        facts = stories.facts_of(item, judgement, figures, lexicon, content)
        candidates = (
            store.candidate_stories(stories.index_keys(facts), item.at - stories.LOOK_BACK, stories.CANDIDATES)
            if store
            else []
        )
        number = store.next_story_number() if store else 1
        link = stories.assign(facts, candidates, number=number, embedder=load_embedder())
    if link is not None and store is not None:
        story = store.story(link.story_id)
    keys = dedupe.keys_to_ask([item])
    known = store.known(keys) if store else {}
    return Explanation(
        item=item,
        identity_keys=dedupe.identity_keys(item),
        known_as=next((known[key].id for key in keys if key in known), None),
        fate=f"{stored.fate.stage}: {stored.fate.reason}" if stored else None,
        judgement=judgement,
        rules=tuple(rules.apply(config.rules, item, now.date())),
        figures=figures,
        content=content,
        link=link,
        story=story,
    )
=======
    mind = mind_of(config, load_scorers(), load_lexicon(config))
    return explained(item, mind, store, SystemClock().now(), stored=stored)
>>>>>>> main


def _pasted(subject: str, config: "Config") -> Item:
    """An item of a headline, an address, or a file."""
    from bot.app import item_at
    from bot.jobs.explain import is_address
    from bot.jobs.pasted import item_of_text

    if is_address(subject):
        return item_at(subject.strip(), config, SystemClock())
    return item_of_text(_text_of(subject), SystemClock().now())


def _text_of(subject: str) -> str:
    """The text of the file that `subject` names, or `subject` itself.

    Raises:
        UsageError: it names a file that cannot be read, or looks like one that is not there.
    """
    try:
        path = Path(subject)
        if not subject.strip() or "\n" in subject or not path.exists():
            if _FILE_NAME.fullmatch(subject):
                raise UsageError(f"there is no file {subject}; give a headline, an address, a file, or an item's id")
            return subject
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file with the text of one item")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UsageError(f"{path} is no text in UTF-8 (byte {exc.start}); save it as UTF-8") from exc
    except OSError as exc:
        if exc.errno == errno.ENAMETOOLONG:
            return subject  # a headline, too long for a file's name
        raise UsageError(f"{path} cannot be read: {exc.strerror}") from exc


# --- printing --------------------------------------------------------------------------------------------------------


<<<<<<< HEAD
def _print(e: Explanation) -> None:
    item = e.item
    _section("Item")
    _row("title", item.title)
    for name, value in (("summary", item.summary), ("body", item.body)):
        if value:
            _row(name, value if len(value) <= 600 else f"{value[:600]}… ({len(value)} characters)")
    _row(
        "outlet", " ".join(part for part in (item.outlet or "not known", item.country or "", item.reliability) if part)
    )
    languages = {"en": "English", "es": "Spanish", "und": "neither English nor Spanish: not judged"}
    _row("language", languages[item.language])
    _row("published", f"{item.published_at:%Y-%m-%d %H:%M}Z" if item.published_at else "undated")
    _row("text read", item.text_read)
    _row("identity", ", ".join(e.identity_keys) or "none")
    if e.known_as and e.known_as != item.id:
        _row("known", f"would be taken for {e.known_as}")
    if e.fate:
        _row("fate", e.fate)
    for verdict in e.judgement.verdicts:
        _print_verdict(verdict)
    for hit in e.rules:
        _row("rule", f"{hit.topic}: {hit.label} ({hit.effect})")
    _row("item type", e.judgement.item_type)
    _section("Figures")
    _print_figures(e.figures)
    _print_content(e.content)
    _section("Story")
    if e.link is None:
        out.print("  none: no topic flags the item")
    else:
        _row("story", e.link.story_id + (" (new)" if e.link.is_new_story else f", as {e.link.relation}"))
        _row("why", e.link.reason)
        if e.story is not None:
            _row("title", e.story.reports[0].title)
=======
def _print(e: "Explanation") -> None:
    from bot.jobs.explain import passages
>>>>>>> main

    for passage in passages(e):
        _section(passage.title)
        for name, value in passage.rows:
            out.print(Text.assemble((f"  {name:10} ", "dim"), value))


def _print_content(content: Content) -> None:
    if content.statements:
        _section("Statements")
        for said in content.statements:
            words = f"“{said.words}”" if said.is_direct else said.words
            _row(said.kind, f"{said.speaker} ({said.speaker_kind}): {words}")
    if content.coming:
        _section("To come")
        for event in content.coming:
            span = f" to {event.until}" if event.until else ""
            _row(event.kind, f"{event.day}{span} ({event.when}): {event.what}")
    if content.names:
        _section("Names")
        for name in content.names:
            also = [printed for printed in name.printed if printed != name.canonical]
            aliases = f" (as {', '.join(also)})" if also else ""
            conflict = f" — not merged with {', '.join(name.conflicts)}" if name.conflicts else ""
            _row(name.kind, f"{name.canonical}{aliases}{conflict}")


def _section(title: str) -> None:
    out.print(Text(f"\n{title}", style="bold"))
