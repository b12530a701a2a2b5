"""What calendar feeds show of outcomes: the reviews that wait for somebody."""

import datetime as dt

import pytest

from remit.benefits.tests.making import a_benefit, a_review
from remit.conftest import World
from remit.people.tests.feeding import a_feed, events_at

pytestmark = pytest.mark.django_db
DUE = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=30)


def test_a_review_stands_with_whoever_does_it_on_its_day(world: World) -> None:
    world.give("Ada", "project-manager")
    benefit = a_benefit(world.project, world.person("Ada"))
    a_review(benefit, DUE)
    a_review(benefit, DUE + dt.timedelta(days=1), world.person("Bob"))
    world.actor("Bob")
    (own,) = events_at(a_feed(world, "Ada", "reviews")[1])
    assert own["UID"] == f"{benefit.key}-review-1@127.0.0.1"
    assert own["SUMMARY"] == "Review of an outcome: Nobody waits for a ferry"
    assert own["DTSTART;VALUE=DATE"] == f"{DUE:%Y%m%d}"
    (other,) = events_at(a_feed(world, "Bob", "reviews")[1])
    assert other["UID"] == f"{benefit.key}-review-2@127.0.0.1"
