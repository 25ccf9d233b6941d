"""*Tune*: thresholds and keyword rules as a form or as TOML, tried at once, downloaded or saved."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from aiohttp import web

from bot.app import read_config, require_feeds, topics
from bot.domain import Topic
from bot.errors import BotError, ConfigError, UsageError
from bot.web.draft import RuleFields, TopicFields, locked_changes, topic_fields, with_topics
from bot.web.render import is_part, page
from bot.web.state import digest_of, replace_file
from bot.web.trials import Trials
from bot.web.work import desk_of, fields_of, in_thread

TRIALS: web.AppKey[Trials] = web.AppKey("trials", Trials)
DAYS = 30
_MAX_DAYS = 3_650
_EMPTY_RULES = 2  # lines for further rules
_PROPOSED = ("when", "effect", "note")
_MAX_PROPOSED = 300  # characters of each
_RULE = re.compile(r"rule-(?P<topic>.+)-(?P<n>\d{1,4})-when")


async def tune(request: web.Request) -> web.Response:
    """The form, filled with the configuration in force, and with a rule that a link proposes."""
    text = await in_thread(request, _text_in_force, request)
    return await _form(request, text, base=digest_of(text), proposed=_proposed(request.query))


def _proposed(query: Mapping[str, str]) -> tuple[Topic, RuleFields] | None:
    topic, parts = query.get("topic", ""), {name: query.get(name, "")[:_MAX_PROPOSED] for name in _PROPOSED}
    return (topic, RuleFields(**parts)) if topic in topics() and parts["when"].strip() else None


async def change(request: web.Request) -> web.StreamResponse:
    """One of the form's buttons: try, check, save or download."""
    fields = await fields_of(request)
    base = fields.get("base", "")
    try:
        draft = await in_thread(request, _draft, fields)
        return await _ACTIONS.get(fields.get("do", "try"), _try)(request, draft, fields)
    except ConfigError as exc:
        return await _form(request, fields.get("text", ""), base=base, problems=exc.problems, fields=fields)
    except UsageError as exc:
        return await _form(request, fields.get("text", ""), base=base, problems=[str(exc)], fields=fields)


async def trial(request: web.Request) -> web.Response:
    """What a draft would have done; a part of the page while it is under way."""
    running = request.app[TRIALS].get(request.match_info["trial"])
    if running is None:
        raise web.HTTPNotFound(text="This trial is no longer kept; start it again from Tune.")
    template = "trial.part.html" if is_part(request) else "trial.html"
    return page(request, template, running=running, name=request.match_info["trial"])


# --- the buttons -----------------------------------------------------------------------------------------------------


async def _try(request: web.Request, draft: str, fields: Mapping[str, str]) -> web.StreamResponse:
    days = fields.get("days", "")
    if not days.isdecimal() or not 1 <= int(days) <= _MAX_DAYS:
        raise UsageError(f"days: write a number between 1 and {_MAX_DAYS}")
    name = await in_thread(request, request.app[TRIALS].start, draft, int(days), fields.get("base", ""))
    raise web.HTTPSeeOther(f"/tune/{name}")


async def _save(request: web.Request, draft: str, fields: Mapping[str, str]) -> web.StreamResponse:
    await in_thread(request, _saved, request, draft, fields.get("base", ""))
    return await _form(request, draft, base=digest_of(draft), saved=True)


async def _download(request: web.Request, draft: str, fields: Mapping[str, str]) -> web.StreamResponse:
    await in_thread(request, read_config, draft, desk_of(request).config.file)
    return web.Response(
        text=draft,
        content_type="application/toml",
        headers={"Content-Disposition": 'attachment; filename="config.toml"'},
    )


async def _edit(request: web.Request, draft: str, fields: Mapping[str, str]) -> web.StreamResponse:
    return await _form(request, draft, base=fields.get("base", ""))


_ACTIONS = {"try": _try, "save": _save, "download": _download, "edit": _edit}


# --- parts -----------------------------------------------------------------------------------------------------------


async def _form(
    request: web.Request,
    text: str,
    *,
    base: str,
    problems: Sequence[str] = (),
    saved: bool = False,
    fields: Mapping[str, str] | None = None,
    proposed: tuple[Topic, RuleFields] | None = None,
) -> web.Response:
    """The form with a draft; with `fields` it shows what was written, right or wrong; `proposed` is one rule more."""
    names = topics()
    written = (
        _written(fields) if fields and fields.get("as") != "toml" else await in_thread(request, _held, text, names)
    )
    return page(
        request,
        "tune.html",
        topics={name: written.get(name, TopicFields(threshold="", rules=())) for name in names},
        own={
            topic: scorer.threshold
            for topic, scorer in (await in_thread(request, lambda: desk_of(request).scorers)).items()
        },
        empty_rules=range(_EMPTY_RULES),
        proposed=proposed,
        text=text,
        base=base,
        days=(fields or {}).get("days", str(DAYS)),
        problems=problems,
        saved=saved,
        file=desk_of(request).config.file.name,
    )


def _held(text: str, names: Sequence[Topic]) -> dict[Topic, TopicFields]:
    try:
        return topic_fields(text, names)
    except UsageError:
        return {}  # the TOML is shown as it was written, with what is wrong with it


def _text_in_force(request: web.Request) -> str:
    file = desk_of(request).config.file
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise BotError(f"{file} cannot be read: {exc}") from exc


def _draft(fields: Mapping[str, str]) -> str:
    """The configuration that a form stands for."""
    text = fields.get("text", "").replace("\r\n", "\n")
    return text if fields.get("as") == "toml" else with_topics(text, _written(fields))


def _written(fields: Mapping[str, str]) -> dict[Topic, TopicFields]:
    rules: dict[Topic, list[tuple[int, RuleFields]]] = {topic: [] for topic in topics()}
    for key in fields:
        found = _RULE.fullmatch(key)
        if found and found["topic"] in rules:
            stem = key.removesuffix("when")
            parts = {name: fields.get(f"{stem}{name}", "").strip() for name in ("when", "effect", "until", "note")}
            if any(parts.values()) and not fields.get(f"{stem}out"):
                rules[found["topic"]].append((int(found["n"]), RuleFields(**parts)))
    return {
        topic: TopicFields(
            threshold=fields.get(f"threshold-{topic}", ""),
            rules=tuple(rule for _, rule in sorted(held, key=lambda r: r[0])),
        )
        for topic, held in rules.items()
    }


def _saved(request: web.Request, draft: str, base: str) -> None:
    """Puts the draft in the file's place.

    Raises:
        ConfigError: it has mistakes.
        UsageError: the file was changed since the form was filled, or cannot be written.
    """
    file = desk_of(request).config.file
    require_feeds(read_config(draft, file))  # the running bot would refuse it
    with desk_of(request).saving:
        _replaced(request, file, draft, base)


def _replaced(request: web.Request, file: Path, draft: str, base: str) -> None:
    in_force = _text_in_force(request)
    if digest_of(in_force) != base:
        raise UsageError(
            f"{file.name} was changed by somebody else meanwhile. Download your draft, load this page again, and put "
            "your change into the new file."
        )
    if locked := locked_changes(in_force, draft):
        raise UsageError(
            f"the draft changes {', '.join(f'[{name}]' for name in locked)}: where the bot writes, whom it calls and "
            f"with which secrets is changed in {file.name} itself, not from the desk. Download the draft to do so."
        )
    try:
        replace_file(file, draft)
    except OSError as exc:
        raise UsageError(f"{file.name} cannot be written: {exc.strerror}. Download the draft instead.") from exc


ROUTES = [web.get("/tune", tune), web.post("/tune", change), web.get("/tune/{trial}", trial)]
