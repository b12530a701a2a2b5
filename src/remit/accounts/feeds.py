"""Calendar feeds: whose address it is that a calendar program asks at, and what can be chosen for one."""

import hmac

from remit.accounts.links import hash_of
from remit.accounts.models import CalendarFeed
from remit.accounts.registries import FeedPart, feed_parts
from remit.accounts.tokens import note_use


def parts_in_order() -> list[FeedPart]:
    """Return what a feed can carry, in the order in which people choose."""
    return sorted(feed_parts, key=lambda each: each.position)


def feed_for_secret(secret: str) -> CalendarFeed | None:
    """Return the feed with its user, or None: unknown, revoked, its user disabled.

    The lookup is by hash, so the time taken says nothing about how much of a guess is right. Use is noted at most
    once a minute.
    """
    secret_hash = hash_of(secret)
    feed = CalendarFeed.objects.select_related("user").filter(secret_hash=secret_hash).first()
    if feed is None or not hmac.compare_digest(feed.secret_hash, secret_hash):
        return None
    if feed.revoked_at is not None or not feed.user.is_active:
        return None
    note_use(feed)
    return feed
