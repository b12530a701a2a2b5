"""How a plan is scheduled: by its settings page, over the API, undone, and by two at once."""

from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid
from remit.planning.models import Activity, Plan
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.plans import change_plan
from remit.planning.queries import explain

SYSTEM = system_actor()
DAY = 450
NINE = 540
PAGE = "/projects/P-1/plan/settings/"


@pytest.fixture
def plan(world: World) -> Plan:
    """A day of digging, then two of pouring, with a status date on Wednesday 3 June 2026."""
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": "Dig", "duration_minutes": DAY},
        {"op": "add", "name": "Pour", "duration_minutes": 2 * DAY},
    ]
    edit_plan(world.project, steps, actor=SYSTEM)
    return state(world)


def state(world: World) -> Plan:
    return Plan.objects.select_related("calendar", "project").get(project=world.project)


def starts(world: World) -> list[int | None]:
    return list(Activity.objects.filter(project=world.project).values_list("start_minute", flat=True))


def change(world: World, **fields: Any) -> int:
    return change_plan(world.project, actor=SYSTEM, version=state(world).version, **fields).number or 0


def test_by_the_rules_of_primavera_open_work_does_not_lie_before_the_status_date(
    world: World, plan: Plan
) -> None:
    before = starts(world)
    number = change(world, rules="primavera-p6", status_minute="2026-06-03T09:00")
    assert starts(world) == [plan.start_minute + 2 * 1440 + NINE] * 2
    undone = undo_edit(world.project, number, actor=SYSTEM)
    assert starts(world) == before
    assert state(world).rules == "microsoft-project"
    undo_edit(world.project, undone.number or 0, actor=SYSTEM)
    assert state(world).rules == "primavera-p6"


def test_a_plan_from_its_finish_begins_as_late_as_it_can(world: World, plan: Plan) -> None:
    change(world, from_finish=True, finish_by_minute="2026-06-12T17:30")
    # Friday the 12th is the last day: the plan as a whole begins the day before
    assert starts(world) == [plan.start_minute + 10 * 1440 + NINE] * 2


@pytest.mark.usefixtures("plan")
def test_options_reach_the_float_and_what_is_critical(world: World) -> None:
    change(world, must_finish_by_minute="2026-06-01T17:30", critical_float_minutes=-DAY)
    found = dict(Activity.objects.filter(project=world.project).values_list("name", "is_critical"))
    assert found == {"Dig": False, "Pour": True}
    change(world, critical_float_minutes=0)
    assert all(Activity.objects.filter(project=world.project).values_list("is_critical", flat=True))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"rules": "astrology"}, "Choose one of"),
        ({"lag_calendar": "moon"}, "Choose one of"),
        ({"from_finish": True}, "needs one"),
        ({"from_finish": "yes"}, "true or false"),
        ({"start_minute": None}, "when the plan begins"),
        ({"status_minute": "soon"}, "date"),
        ({"critical_float_minutes": 10**12}, "number from"),
        ({"colour": "red"}, "no such field"),
        ({}, "which fields"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(
    world: World, plan: Plan, fields: Any, why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        change(world, **fields)
    assert state(world).version == plan.version


def test_of_two_who_change_settings_the_second_is_told_both_values(world: World, plan: Plan) -> None:
    change(world, total_float="finish")
    with pytest.raises(Conflict) as caught:
        change_plan(world.project, actor=SYSTEM, version=plan.version, total_float="start")
    assert caught.value.current["fields"] == {"total_float": {"yours": "start", "theirs": "finish"}}


def test_an_edit_that_was_overtaken_is_not_undone_over_the_later_one(world: World, plan: Plan) -> None:
    first = change(world, total_float="finish")
    change(world, total_float="start")
    with pytest.raises(Conflict, match="changed again"):
        undo_edit(world.project, first, actor=SYSTEM)


def form(world: World, **more: Any) -> dict[str, Any]:
    shown = state(world)
    return {
        "version": shown.version, "start_minute": "2026-06-01T09:00", "rules": "microsoft-project",
        "critical_float": "0d", "honour_levelling_delay": "on", **more,
    }  # fmt: skip


@pytest.mark.usefixtures("plan")
def test_the_page_tells_first_what_a_change_would_move_and_then_saves_it(world: World) -> None:
    world.give("Ada", "project-manager")
    client = world.client("Ada")
    stated = form(world, rules="primavera-p6", status_minute="2026-06-03T09:00", critical_float="-1d")
    told = client.post(PAGE, {**stated, "preview": "1"}).content.decode()
    assert "2 activities move" in told
    assert state(world).rules == "microsoft-project"
    assert client.post(PAGE, stated).status_code == 302
    assert (state(world).rules, state(world).critical_float_minutes) == ("primavera-p6", -DAY)
    assert "-1d" in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("plan")
def test_the_page_shows_both_values_when_somebody_was_faster(world: World) -> None:
    world.give("Ada", "project-manager")
    stated = form(world, progress_mode="actual-dates")
    change(world, progress_mode="retained-logic")
    answer = world.client("Ada").post(PAGE, stated)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Retained logic" in page
    assert "Actual dates" in page


@pytest.mark.usefixtures("plan")
def test_whoever_may_not_edit_reads_the_settings_and_is_told_why(world: World) -> None:
    world.give("Tim", "team-member")
    client = world.client("Tim")
    assert "disabled" in client.get(PAGE).content.decode()
    assert client.post(PAGE, form(world, rules="primavera-p6")).status_code == 403


@pytest.mark.usefixtures("plan")
def test_the_page_of_an_activity_states_interruptions_and_shows_its_parts(world: World) -> None:
    world.give("Ada", "project-manager")
    client = world.client("Ada")
    pour = Activity.objects.get(project=world.project, name="Pour")
    page = f"/projects/P-1/plan/activities/{pour.key}/"
    stated = {
        "version": pour.version, "name": "Pour", "duration": "2d", "percent_complete": "0", "constraint": "asap",
        "second_constraint": "asap", "levelling_delay": "0h",
    }  # fmt: skip
    assert client.post(page, {**stated, "splits": "1d 3d"}).status_code == 422
    assert client.post(page, {**stated, "splits": "1d: 3d\r\n"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "1d: 3d" in shown
    assert "for 3 d of working time nothing is done" in shown
    pour.refresh_from_db()
    assert len(explain(state(world), pour).parts) == 2
    assert pour.start_minute is not None
    data = client.get("/projects/P-1/plan/data").json()
    row = next(each for each in data["rows"] if each[0] == pour.key)
    assert row[data["columns"].index("parts")] == [
        [pour.start_minute, pour.start_minute + 510],
        [pour.start_minute + 4 * 1440, pour.finish_minute],
    ]
    assert client.get("/projects/P-1/plan/print/").content.decode().count('class="pause"') == 1
