"""What a plan warns of, in the reader's language."""

import datetime as dt

import pytest
from django.utils import translation

from remit.conftest import World
from remit.core.plan_time import start_of_day
from remit.planning.models import Plan
from remit.planning.operations.edits import edit_plan
from remit.planning.queries import plan_summary


@pytest.fixture
def late(world: World) -> Plan:
    """A plan whose one activity misses its deadline."""
    manager = world.give("Ada", "project-manager")
    edit_plan(world.project, [{"op": "add", "name": "Wall", "duration_minutes": 4800}], actor=manager)
    too_soon = {"deadline_minute": start_of_day(dt.date(2026, 6, 3))}
    late = {"op": "change", "key": "T-1", "version": 1, "fields": too_soon}
    edit_plan(world.project, [late], actor=manager)
    return Plan.objects.get(project=world.project)


def test_warnings_are_said_in_the_language_of_the_reader(late: Plan) -> None:
    said = "T-1 'Wall' is too late for a deadline or constraint: its float is below zero."
    assert plan_summary(late).warnings == (said,)
    with translation.override("de"):
        assert plan_summary(late).warnings[0].startswith("T-1 „Wall“ liegt zu spät")


def test_a_date_that_wins_over_a_link_is_warned_of(late: Plan) -> None:
    late.warnings = [
        {"kind": "starts-early", "activity_id": "T-2", "name": "100 % roof", "before": "T-1", "by": by}
        for by in ("constraint", "manual")
    ]
    assert plan_summary(late).warnings == (
        "T-2 '100 % roof' starts before T-1 lets it: its constraint date wins.",
        "T-2 '100 % roof' starts before T-1 lets it: its manual date wins.",
    )


def test_warnings_stored_as_words_stay_readable(late: Plan) -> None:
    late.warnings = ["T-1 'Wall' is too late."]
    assert plan_summary(late).warnings == ("T-1 'Wall' is too late.",)
