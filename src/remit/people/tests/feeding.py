"""Calendar feeds made and read for tests, also of the apps above that fill them."""

from django.test import Client
from django.urls import reverse

from remit.accounts.feeds import parts_in_order
from remit.accounts.models import CalendarFeed
from remit.accounts.operations.feeds import create_feed
from remit.conftest import World


def a_feed(world: World, name: str, *parts: str) -> tuple[CalendarFeed, str]:
    """Make a feed of somebody with those parts, or with all; return it with its address."""
    user = world.person(name).user
    assert user is not None
    chosen = parts or [each.code for each in parts_in_order()]
    feed, secret = create_feed(user, name="Phone", parts=chosen, actor=world.actor(name))
    return feed, reverse("people:calendar_feed", args=[secret])


def events_at(address: str) -> list[dict[str, str]]:
    """Return the events of a feed by their lines, unfolded; a calendar program sends no cookie."""
    answer = Client().get(address)
    assert answer.status_code == 200
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            name, _colon, value = line.partition(":")
            found[-1].setdefault(name, value)
    return found
