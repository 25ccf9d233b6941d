"""Whether a Slack app is set up as the bot needs it, and where to click where it is not. Asks Slack, posts nothing.

May import slack-sdk, transport and the settings. The app token's refusals are explained here, for Socket Mode,
too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.channels import transport
from bot.channels.slack_settings import SlackSettings

_ADD_SCOPE = "at api.slack.com/apps, OAuth & Permissions, Bot Token Scopes, add {}, then reinstall the app"

# what the bot does with each scope, as docs/slack-manifest.json asks for them
_WRITE, _READ, _COMMANDS = "chat:write", ("channels:history", "groups:history"), "commands"

# https://docs.slack.dev/reference/methods/apps.connections.open, and what mends them
_APP_TOKENS = "api.slack.com/apps, Basic Information, App-Level Tokens"
_REMEDIES = {
    "invalid_auth": f"the app token is not valid; make a new one at {_APP_TOKENS}",
    "not_authed": "no app token was sent; set the variable of `app_token_env`",
    "not_allowed_token_type": f"this is no app token; use the one that begins with xapp-, from {_APP_TOKENS}",
    "token_revoked": f"the app token was revoked; make a new one at {_APP_TOKENS}",
    "token_expired": f"the app token has expired; make a new one at {_APP_TOKENS}",
    "missing_scope": f"the app token lacks the scope connections:write; make a new one with it at {_APP_TOKENS}",
    "account_inactive": "the app's account is switched off; install the app again",
}
_OTHERWISE = "switch Socket Mode on at api.slack.com/apps, Socket Mode, and see whether the workspace admits the app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What Slack said to a question."""

    problem: str | None  # with its remedy; None = it worked
    scopes: frozenset[str] = frozenset()  # of the bot token; empty = not told


Ask = Callable[[str, Mapping[str, object]], Answer]  # method and arguments


def problems(settings: SlackSettings, ask: Ask) -> tuple[str, ...]:
    """What is wrong with tokens, scopes, the channel's id and membership; each with what to click. () = all is well.

    Args:
        settings: of the channel.
        ask: calls the Web API with the bot token.
    """
    found: list[str | None] = []
    if not settings.token.reveal().startswith("xoxb-"):
        found.append(
            "`token_env` holds no bot token: take the one that begins with xoxb- from api.slack.com/apps, "
            "OAuth & Permissions"
        )
    who = ask("auth.test", {})
    found.append(who.problem)
    if who.problem is None:
        found += _missing(who.scopes, wants_commands=settings.app_token is not None)
    if re.fullmatch(r"[CG][A-Z0-9]+", settings.channel):
        found.append(ask("conversations.history", {"channel": settings.channel, "limit": 1}).problem)
    else:
        found.append(
            f"`channel = {settings.channel!r}` is no channel ID, so give its ID: in Slack, the channel's name, at the "
            "bottom of About (C0123ABCD)"
        )
    if settings.app_token is not None:
        found.append(_app_token(settings.app_token.reveal(), settings.api_url))
    return tuple(dict.fromkeys(problem for problem in found if problem is not None))


def _missing(scopes: frozenset[str], *, wants_commands: bool) -> list[str]:
    """Scopes that the token does not have; the history's by the question itself, as it depends on the channel."""
    if not scopes:
        return []
    missing = [_WRITE] if _WRITE not in scopes else []
    if not scopes & set(_READ):
        missing.append(_READ[0])
    if wants_commands and _COMMANDS not in scopes:
        missing.append(_COMMANDS)
    return [f"the bot token lacks {', '.join(missing)}: {_ADD_SCOPE.format(', '.join(missing))}"] if missing else []


def _app_token(token: str, api_url: str) -> str | None:
    """What is wrong with the app token or Socket Mode; None = nothing.

    The address that Slack gives is not used: a second connection would take presses away from a running bot.
    """
    if not token.startswith("xapp-"):
        return f"`app_token_env`: {_REMEDIES['not_allowed_token_type']}"
    web = WebClient(base_url=api_url, timeout=transport.TIMEOUT_S, logger=transport.quiet_logger(), retry_handlers=[])
    web.proxy = None  # urllib then follows the environment itself, NO_PROXY included
    try:
        web.apps_connections_open(app_token=token)
    except SlackApiError as exc:
        error = error_of(exc)
        return (
            f"Slack answered {error}: {remedy_for(error)}" if error else "Slack gave no usable answer to the app token"
        )
    except SlackClientError:
        return "the request to Slack could not be made; check `api_url`"
    except transport.FAILURES as exc:
        return transport.lost("Slack", exc).detail
    return None


def error_of(exc: SlackApiError) -> str:
    """Slack's word for why not; "" where the answer is none of Slack's, or says to come again (429, 5xx)."""
    response: Any = exc.response  # a SlackResponse
    body = response.data if isinstance(response.data, dict) else {}
    error = str(body.get("error") or "")
    return "" if response.status_code != 200 or "ok" not in body or " " in error else error


def remedy_for(error: str) -> str:
    """What mends a refusal of apps.connections.open."""
    return _REMEDIES.get(error, _OTHERWISE)


def scopes_of(headers: Mapping[str, str]) -> frozenset[str]:
    """Scopes of the token, as Slack tells them with each answer."""
    value = next((v for k, v in headers.items() if k.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in value.split(",") if scope.strip())
