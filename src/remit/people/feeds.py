"""What somebody's calendar feed holds at this moment, and the leave in it."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from remit.accounts.feeds import feed_for_secret, parts_in_order
from remit.accounts.models import CalendarFeed
from remit.accounts.permissions import Actor
from remit.accounts.registries import FeedPart
from remit.core.icalendar import Event, calendar, event_lines
from remit.people.actors import actor_for
from remit.people.grids import day_of
from remit.people.models import Absence, AbsenceState, Organisation

DAYS_BACK, DAYS_AHEAD = 60, 550
MOST_OF_A_PART = 1000


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A calendar as it is sent, and what tells whether it differs from the one before."""

    content: bytes
    tag: str


def feed_file(secret: str) -> FeedFile | None:
    """Return the calendar at an address; None alike for unknown, revoked, and whoever can do nothing in Remit now."""
    feed = feed_for_secret(secret)
    if feed is None:
        return None
    actor = actor_for(feed.user, may_write=False)
    if actor.person_id is None or actor.must_set_up_second_factor:
        return None
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        return _file(feed, events_of(actor, feed))


def events_of(actor: Actor, feed: CalendarFeed) -> list[Event]:
    """Return what a feed carries, each event once, from two months ago to a year and a half ahead."""
    organisation = Organisation.objects.get(pk=actor.organisation_id or 0)
    today = day_of(organisation)
    first, last = today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD)
    found: dict[str, Event] = {}
    for part in parts_in_order():
        if part.code in feed.parts:
            events = list(part.events(actor, first, last, MOST_OF_A_PART))
            left_out = [_more(part, today)] if len(events) >= MOST_OF_A_PART else []
            for event in [*events, *left_out]:
                found.setdefault(event.uid, event)
    return list(found.values())


def _more(part: FeedPart, today: dt.date) -> Event:
    """Return what says that a part is not whole: nobody shall take a calendar that is cut off for all there is."""
    words = _("Not shown in full: only the first %(most)d of “%(part)s”")
    summary = words % {"most": MOST_OF_A_PART, "part": part.label}
    return Event(uid=f"more-{part.code}", summary=summary, first=today, last=today)


def _file(feed: CalendarFeed, events: list[Event]) -> FeedFile:
    domain = urlsplit(settings.BASE_URL).hostname or "remit"
    # the tag is of what is told, not of when it was told
    told = f"{feed.name}\n{settings.BASE_URL}\n{events!r}"
    stamp = timezone.now()
    lines = [
        line
        for event in events
        for line in event_lines(event, site=settings.BASE_URL, domain=domain, stamp=stamp)
    ]
    content = calendar(feed.name, "PUBLISH", lines, made_by="Feed")
    return FeedFile(content, f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"')


def leave_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return the actor's agreed leave, without its reason: one query."""
    rows = Absence.objects.filter(
        person_id=actor.person_id or 0, state=AbsenceState.APPROVED, from_date__lte=last, to_date__gte=first
    )
    return [_leave(each) for each in rows.order_by("from_date", "pk")[:most]]


def _leave(row: Absence) -> Event:
    halves = [
        *([_("from midday of the first day")] if row.from_midday else []),
        *([_("until midday of the last day")] if row.until_midday else []),
    ]
    return Event(
        uid=f"leave-{row.pk}",
        summary=_("Away"),
        first=row.from_date,
        last=row.to_date,
        sequence=row.version,
        modified=row.decided_at,
        told=", ".join(halves),
        path=reverse("people:absence", args=[row.key]),
        category=_("Leave"),
        is_busy=True,
    )
