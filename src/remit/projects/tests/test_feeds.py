"""What calendar feeds show of projects: gates where one has a role, and conditions that are left to somebody."""

import datetime as dt

import pytest
from django.utils import timezone

from remit.conftest import World
from remit.people.tests.feeding import a_feed, events_at
from remit.projects.models import GateAnswer, GateCondition, GateReview, GateState

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(tz=dt.UTC).date()


def test_gates_and_conditions_stand_on_their_days(world: World) -> None:
    world.give("Ada", "project-manager")
    world.give("Bob", "portfolio-manager", world.root)
    review = GateReview.objects.create(
        project=world.project, number=1, gate="G1", name="Start", stage="start", asked_at=timezone.now()
    )
    _feed, address = a_feed(world, "Ada", "gates")
    (waiting,) = events_at(address)
    assert waiting["SUMMARY"] == "Start: waits for a decision (P-1)"
    assert waiting["DTSTART;VALUE=DATE"] == f"{TODAY:%Y%m%d}"
    GateReview.objects.filter(pk=review.pk).update(
        state=GateState.DECIDED, answer=GateAnswer.CONDITIONAL, decided_on=TODAY
    )
    due = TODAY + dt.timedelta(days=9)
    GateCondition.objects.create(
        review=review, number=1, text="Insure", owner=world.person("Ada"), due_on=due
    )
    GateCondition.objects.create(
        review=review, number=2, text="Hire", owner=world.person("Ada"), due_on=due, met_on=TODAY
    )
    decided, condition = events_at(address)
    assert decided["UID"] == waiting["UID"] == "gate-1.P-1@127.0.0.1"
    assert "waits" not in decided["SUMMARY"]
    assert condition["SUMMARY"] == "Due: Insure (P-1)"
    assert condition["DTSTART;VALUE=DATE"] == f"{due:%Y%m%d}"
    assert events_at(a_feed(world, "Bob", "gates")[1]) == [], "a portfolio has too many"
