"""The five lights: each colour by its rule, with the reason in words."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.reporting.lights import (
    ORDER,
    Facts,
    budget_light,
    deadlines_light,
    documentation_light,
    lights,
    schedule_light,
    staffing_light,
    working_days,
    worse,
)
from remit.reporting.models import Colour, LightCode

TODAY = dt.date(2026, 6, 29)  # a Monday
PROMISED = dt.date(2026, 12, 18)
PLANNED = Facts(today=TODAY, promised=PROMISED, expected=PROMISED, planned_on=TODAY)
COSTED = Facts(today=TODAY, budget=1000, spent=400, likely=1000, high=1050, cost_on=TODAY)


@pytest.mark.parametrize(
    ("late", "colour"),
    [(-30, "green"), (0, "green"), (7, "green"), (8, "amber"), (10, "amber"), (11, "red")],
)
def test_the_schedule_turns_amber_beyond_seven_tenths_of_its_tolerance_and_red_beyond_all_of_it(
    late: int, colour: str
) -> None:
    found = schedule_light(replace(PLANNED, expected=PROMISED + dt.timedelta(days=late), days_tolerance=10))
    assert found.colour == colour


@pytest.mark.parametrize(
    ("likely", "high", "colour"),
    [
        (1000, 1100, "green"),
        (1070, 1100, "green"),
        (1071, 1100, "amber"),
        (1100, 1100, "amber"),
        (1101, 1200, "red"),
        (1000, 1101, "amber"),
    ],
)
def test_the_budget_is_judged_by_the_likely_cost_and_warned_of_by_the_worst(
    likely: int, high: int, colour: str
) -> None:
    assert budget_light(replace(COSTED, likely=likely, high=high, cost_tolerance=10)).colour == colour


@pytest.mark.parametrize(("spent", "colour"), [(0, "green"), (1, "red")])
def test_any_cost_breaks_a_budget_of_nothing(spent: int, colour: str) -> None:
    assert budget_light(replace(COSTED, budget=0, spent=spent, likely=spent, high=spent)).colour == colour


@pytest.mark.parametrize(
    ("age", "green", "red"),
    [(10, "green", "red"), (11, "amber", "red"), (20, "amber", "red"), (21, "grey", "red")],
)
def test_what_is_known_grows_amber_then_grey_with_its_age_and_bad_news_stays(
    age: int, green: str, red: str
) -> None:
    since = TODAY
    while working_days(since, TODAY) < age:
        since -= dt.timedelta(days=1)
    assert schedule_light(replace(PLANNED, planned_on=since)).colour == green
    late = replace(PLANNED, planned_on=since, expected=PROMISED + dt.timedelta(days=99))
    assert schedule_light(late).colour == red


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(-5, 60))
def test_working_days_are_weekdays_counted_one_by_one(since: dt.date, days: int) -> None:
    until = since + dt.timedelta(days=days)
    one_by_one = [since + dt.timedelta(days=each) for each in range(1, days + 1)]
    assert working_days(since, until) == sum(each.isoweekday() < 6 for each in one_by_one)


@pytest.mark.parametrize(("spare", "colour"), [(-1, "red"), (0, "amber"), (4, "amber"), (5, "green")])
def test_a_deadline_that_will_be_missed_is_red_and_one_with_no_room_amber(spare: int, colour: str) -> None:
    deadline = dt.date(2026, 9, 1)
    row = ("A-1 Dig", deadline, deadline - dt.timedelta(days=spare))
    found = deadlines_light(replace(PLANNED, deadlines=[row]))
    assert found.colour == colour
    assert found.details == (("A-1 Dig",) if colour != "green" else ())


def test_a_missing_document_is_red_once_its_stage_is_over() -> None:
    facts = replace(PLANNED, has_life=True)
    assert documentation_light(facts).colour == Colour.GREEN
    assert documentation_light(replace(facts, missing_documents=["Plan"])).colour == Colour.AMBER
    found = documentation_light(replace(facts, missing_documents=["Plan"], late_documents=["Charter"]))
    assert (found.colour, found.details) == (Colour.RED, ("Charter", "Plan"))


@pytest.mark.parametrize(
    ("facts", "colour"),
    [
        ({}, "green"),
        ({"faults": 1}, "amber"),
        ({"unstaffed": ["A-1 Dig"]}, "amber"),
        ({"overloaded": ["Ada"]}, "amber"),
        ({"vacant": ["sponsor"], "faults": 3}, "red"),
    ],
)
def test_people_a_role_that_nobody_holds_is_worse_than_work_that_nobody_does(
    facts: dict[str, Any], colour: str
) -> None:
    assert staffing_light(replace(PLANNED, **facts)).colour == colour


def test_of_what_nobody_stated_nothing_is_said() -> None:
    blank = Facts(today=TODAY)
    found = {each.code: each.colour for each in lights(blank)}
    assert found == {
        LightCode.BUDGET: Colour.GREY,
        LightCode.SCHEDULE: Colour.GREY,
        LightCode.DEADLINES: Colour.GREY,
        LightCode.DOCUMENTATION: Colour.GREY,
        LightCode.STAFFING: Colour.GREEN,
    }


def test_a_project_that_is_over_has_no_lights() -> None:
    assert {each.colour for each in lights(replace(COSTED, is_over=True, vacant=["sponsor"]))} == {
        Colour.GREY
    }


def test_worse_is_a_strict_order() -> None:
    assert [worse(one, other) for one in ORDER for other in ORDER] == [
        first > second for first in range(4) for second in range(4)
    ]
