from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.feeds import parts_in_order
from remit.accounts.links import hash_of, new_secret
from remit.accounts.models import CalendarFeed, User
from remit.accounts.permissions import Actor, require
from remit.accounts.policies import may_change_own, may_revoke_feed
from remit.accounts.queries import about_user
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid

MOST_FEEDS = 10
LONGEST_NAME = 80


@operation("accounts.create_feed")
def create_feed(user: User, *, name: str, parts: Sequence[str], actor: Actor) -> tuple[CalendarFeed, str]:
    """Make a calendar feed for `user`; return it with its secret, which is shown this once and kept only as a hash."""
    require(may_change_own(actor, user.pk))
    stated = name.strip()
    if not stated:
        raise Invalid(_("Say which calendar the feed is for."), field="name", code="required")
    if len(stated) > LONGEST_NAME:
        message = _("A name has at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise Invalid(message, field="name", code="length")
    chosen = [each.code for each in parts_in_order() if each.code in parts]
    if not chosen or len(chosen) != len(set(parts)):
        raise Invalid(_("Choose what the calendar shall show."), field="parts", code="choice")
    User.objects.select_for_update().get(pk=user.pk)  # the lock under which feeds are counted
    if CalendarFeed.objects.filter(user=user, revoked_at=None).count() >= MOST_FEEDS:
        message = _("There are %(most)d calendar feeds already: revoke one that is no longer used.")
        raise Conflict("too_many_feeds", message % {"most": MOST_FEEDS})
    secret = new_secret()
    feed = CalendarFeed.objects.create(user=user, name=stated, secret_hash=hash_of(secret), parts=chosen)
    record(actor, about_user(user), {"feed": ["", feed.name], "feed_parts": ["", ", ".join(chosen)]})
    return feed, secret


@operation("accounts.revoke_feed")
def revoke_feed(feed: CalendarFeed, *, actor: Actor, reason: str = "") -> CalendarFeed:
    """End a calendar feed now: the next program that asks at its address finds nothing."""
    locked = CalendarFeed.objects.select_for_update(of=("self",)).select_related("user").get(pk=feed.pk)
    about = about_user(locked.user)
    require(may_revoke_feed(actor, locked, about))
    if locked.revoked_at is not None:
        raise Conflict("revoked", _("This calendar feed is revoked already."))
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record(actor, about, {"feed": [locked.name, ""]}, reason=reason)
    return locked
