"""WebSub (W3C Recommendation of 2018): a hub sends us a feed's news instead of being asked for it. Pure.

What a subscription asks of a hub, when it is asked, what a hub's verification is answered with, and whether a message
is signed. May import domain. A message proves nothing but that its sender knows the secret that only the hub was given:
the content is then read like any document of that feed.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import FeedState, Subscription

PREFIX = "/websub/"
"""Path of the callbacks; the token that names a subscription follows."""
LEASE = timedelta(days=7)  # that we ask for; the hub decides
_SHORTEST_LEASE = timedelta(minutes=10)
_LONGEST_LEASE = timedelta(days=30)
_RENEW_AFTER = 0.75  # of the lease
_RETRY = timedelta(hours=1)  # doubled with each request that the hub did not confirm, up to a day
_RETRY_CAP = timedelta(days=1)
_REFUSED_FOR = timedelta(days=7)
_DIGESTS = ("sha256", "sha1", "sha384", "sha512")  # that the Recommendation names
_MAX_CHALLENGE_CHARS = 1_000


def subscribed(state: FeedState, before: Subscription | None, *, token: str, secret: str) -> Subscription | None:
    """The subscription that a feed should have: the one before, a new one when its hub or topic is another, or none.

    Args:
        state: of the feed, whose habits hold what its document names.
        before: what there is.
        token, secret: for a new one; not to be guessed.
    """
    hub, topic = state.habits.hub, state.habits.topic or state.url
    if hub is None:
        return None
    if before is not None and (before.hub, before.topic) == (hub, topic):
        return before
    return Subscription(feed_id=state.feed_id, hub=hub, topic=topic, token=token, secret=secret)


def is_due(subscription: Subscription, now: datetime) -> bool:
    """Whether the hub is to be asked now: for the first time, to renew the lease, or again as it did not answer."""
    asked_at = subscription.asked_at
    if asked_at is None:
        return True
    if subscription.state == "refused":
        return now - asked_at >= _REFUSED_FOR
    if now - asked_at < min(_RETRY * (1 << min(max(subscription.attempts - 1, 0), 10)), _RETRY_CAP):
        return False
    verified_at, until = subscription.verified_at, subscription.lease_until
    if verified_at is None or until is None:
        return True
    return now >= verified_at + _RENEW_AFTER * (until - verified_at)


def asked(subscription: Subscription, now: datetime) -> Subscription:
    """The subscription once its hub was asked."""
    state = "asked" if subscription.state == "refused" else subscription.state
    return replace(subscription, state=state, asked_at=now, attempts=subscription.attempts + 1)


def request_form(subscription: Subscription, callback_url: str) -> tuple[tuple[str, str], ...]:
    """The fields that are posted to the hub.

    Args:
        subscription: to be confirmed or renewed.
        callback_url: under which the desk is reached from outside, without a slash at its end.
    """
    return (
        ("hub.mode", "subscribe"),
        ("hub.topic", subscription.topic),
        ("hub.callback", f"{callback_url}{PREFIX}{subscription.token}"),
        ("hub.secret", subscription.secret),
        ("hub.lease_seconds", str(int(LEASE.total_seconds()))),
    )


def answered(subscription: Subscription, query: Mapping[str, str], now: datetime) -> tuple[Subscription, str | None]:
    """What a hub's request to the callback makes of a subscription, and the text to answer with.

    Returns:
        the subscription, and the challenge; None in its place where the request is not to be confirmed: another topic,
        a subscription that we did not ask for lately, an end that we did not ask for.
    """
    if query.get("hub.topic") != subscription.topic:
        return subscription, None
    mode = query.get("hub.mode")
    if mode == "denied":
        return replace(subscription, state="refused", verified_at=None, lease_until=None), None
    challenge = query.get("hub.challenge", "")
    is_expected = subscription.asked_at is not None and now - subscription.asked_at <= _RETRY_CAP
    if mode != "subscribe" or not is_expected or not 0 < len(challenge) <= _MAX_CHALLENGE_CHARS:
        return subscription, None
    seconds = query.get("hub.lease_seconds", "")
    lease = timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) <= 9 else LEASE
    lease = min(max(lease, _SHORTEST_LEASE), _LONGEST_LEASE)
    verified = replace(subscription, state="verified", verified_at=now, lease_until=now + lease, attempts=0)
    return verified, challenge


def is_active(subscription: Subscription, now: datetime) -> bool:
    """Whether messages of its hub are taken."""
    until = subscription.lease_until
    return subscription.state == "verified" and until is not None and now < until


def is_signed(subscription: Subscription, header: str | None, body: bytes) -> bool:
    """Whether a message's `X-Hub-Signature` ("sha256=...") shows the secret; without one it is anybody's."""
    name, _, shown = (header or "").strip().partition("=")
    if name.lower() not in _DIGESTS:
        return False
    right = hmac.new(subscription.secret.encode(), body, getattr(hashlib, name.lower())).hexdigest()
    return hmac.compare_digest(right.encode(), shown.strip().lower().encode())
