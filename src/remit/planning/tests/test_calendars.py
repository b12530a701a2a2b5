"""Calendars of a plan: what is typed, what it moves, and how it is taken back."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.engine import model as engine
from remit.engine.calendars import working_time
from remit.planning.forms.calendars import ExceptionForm, parse_shifts, week_of
from remit.planning.models import Activity, Plan, PlanCalendar
from remit.planning.operations.consequences import consequence
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.working_weeks import over_midnight, shifts_text, week_words
from remit.planning.queries import year_of
from remit.planning.queries.calendars import engine_calendar

HERE = "/projects/P-1/plan/calendars/"
DAYS = 20_605  # Monday 1 June 2026


@pytest.fixture
def manager(world: World) -> Any:
    actor = world.give("Mona", "project-manager")
    step = {"op": "add", "name": "Dig", "duration_minutes": 4 * 450}  # Monday to Thursday
    edit_plan(world.project, [step], actor=actor)
    return actor


@pytest.fixture
def client(world: World, manager: Any) -> Client:
    return world.client("Mona")


def finish_day(world: World) -> int:
    return ((Activity.objects.get(project=world.project, key="T-1").finish_minute or 0) - 1) // 1440 - DAYS


def state_of(world: World) -> Any:
    shown = ("key", "name", "week", "exceptions")
    plan = Plan.objects.get(project=world.project)
    activities = Activity.objects.filter(project=world.project).values_list(
        "key", "calendar__key", "finish_minute"
    )
    calendars = PlanCalendar.objects.filter(project=world.project).order_by("key").values(*shown)
    return [list(calendars), plan.calendar.key, plan.finish_minute, list(activities)]


NIGHTS = [[[1320, 1440]], [[0, 360], [1320, 1440]], [[0, 360], [1320, 1440]], [[0, 360]], [], [], []]
STEPS: dict[str, dict[str, Any]] = {
    "a new calendar": {"op": "add_calendar", "name": "Nights", "week": NIGHTS},
    "a copy": {"op": "add_calendar", "name": "Copy", "copy_of": "C-1"},
    "another week": {
        "op": "change_calendar", "key": "C-1", "version": 1, "fields": {"week": [[[540, 1050]], *[[]] * 6]},
    },
    "another name": {"op": "change_calendar", "key": "C-1", "version": 1, "fields": {"name": "Site"}},
    "a free day": {"op": "add_exceptions", "key": "C-1", "exceptions": [[DAYS + 1, DAYS + 1, [], "Fair"]]},
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_every_edit_of_a_calendar_can_be_undone_and_done_again(
    world: World, manager: Any, step: dict[str, Any]
) -> None:
    before = state_of(world)
    edited = edit_plan(world.project, [step], actor=manager)
    after = state_of(world)
    assert after != before
    undone = undo_edit(world.project, edited.number or 0, actor=manager)
    assert state_of(world) == before
    undo_edit(world.project, undone.number or 0, actor=manager)
    assert state_of(world) == after


def test_the_plan_takes_another_calendar_and_the_old_one_can_go_and_come_back(
    world: World, manager: Any
) -> None:
    edit_plan(
        world.project, [{"op": "add_calendar", "name": "Short", "week": [[[540, 750]]] * 7}], actor=manager
    )
    before = state_of(world)
    with pytest.raises(Conflict, match="works by this calendar"):
        edit_plan(world.project, [{"op": "remove_calendar", "key": "C-1"}], actor=manager)
    steps = [{"op": "use_calendar", "key": "C-2"}, {"op": "remove_calendar", "key": "C-1"}]
    edited = edit_plan(world.project, steps, actor=manager)
    assert finish_day(world) == 8  # 1,800 minutes at 210 a day
    undo_edit(world.project, edited.number or 0, actor=manager)
    assert state_of(world) == before


def test_an_activity_works_by_its_own_calendar(world: World, manager: Any) -> None:
    before = finish_day(world)
    edit_plan(
        world.project, [{"op": "add_calendar", "name": "Short", "week": [[[540, 750]]] * 7}], actor=manager
    )
    change = {"op": "change", "key": "T-1", "version": 1, "fields": {"calendar_key": "C-2"}}
    edited = edit_plan(world.project, [change], actor=manager)
    assert (before, finish_day(world)) == (3, 8)
    with pytest.raises(Conflict, match="T-1 work by this calendar"):
        edit_plan(world.project, [{"op": "remove_calendar", "key": "C-2"}], actor=manager)
    undo_edit(world.project, edited.number or 0, actor=manager)
    assert finish_day(world) == before


def test_undoing_back_to_a_calendar_that_is_gone_is_refused_in_words(world: World, manager: Any) -> None:
    edit_plan(world.project, [{"op": "add_calendar", "name": "Short"}], actor=manager)
    own = {"op": "change", "key": "T-1", "version": 1, "fields": {"calendar_key": "C-2"}}
    none = {"op": "change", "key": "T-1", "version": 2, "fields": {"calendar_key": None}}
    edit_plan(world.project, [own], actor=manager)
    edited = edit_plan(world.project, [none], actor=manager)
    edit_plan(world.project, [{"op": "remove_calendar", "key": "C-2"}], actor=manager)
    with pytest.raises(Conflict, match="removed since"):
        undo_edit(world.project, edited.number or 0, actor=manager)


def test_an_activity_put_back_whose_link_partner_is_gone_is_refused_in_words(
    world: World, manager: Any
) -> None:
    edit_plan(world.project, [{"op": "add", "name": "Pour"}], actor=manager)
    edit_plan(world.project, [{"op": "link", "predecessor": "T-1", "successor": "T-2"}], actor=manager)
    first = edit_plan(world.project, [{"op": "remove", "key": "T-1"}], actor=manager)
    edit_plan(world.project, [{"op": "remove", "key": "T-2"}], actor=manager)
    with pytest.raises(Conflict, match="removed since"):
        undo_edit(world.project, first.number or 0, actor=manager)


def test_a_stale_calendar_is_refused_with_both_values_and_who_changed_it(world: World, manager: Any) -> None:
    change = {"op": "change_calendar", "key": "C-1", "version": 1, "fields": {"name": "Site"}}
    edit_plan(world.project, [change], actor=manager)
    with pytest.raises(Conflict) as refused:
        edit_plan(world.project, [{**change, "fields": {"name": "Yard"}}], actor=manager)
    assert refused.value.current["fields"] == {"name": {"yours": "Yard", "theirs": "Site"}}
    assert refused.value.current["changed_by"] == "Mona"


def test_the_record_says_in_words_what_changed(world: World, manager: Any) -> None:
    edit_plan(world.project, [STEPS["a free day"]], actor=manager)
    event = AuditEvent.objects.get(object_kind="calendar")
    assert event.object_key == "P-1/C-1"
    assert event.changes == {"exceptions": ["", "2026-06-02, Fair: free"]}


def test_a_preview_names_how_far_the_end_moves_and_saves_nothing(world: World, manager: Any) -> None:
    before = state_of(world)
    told = consequence(world.project, [STEPS["a free day"]], actor=manager)
    assert (told.days, told.moved, [each.key for each in told.shown]) == (1, 1, ["T-1"])
    assert state_of(world) == before


@pytest.mark.parametrize(
    "step",
    [
        {"op": "change_calendar", "key": "C-9", "version": 1, "fields": {"name": "x"}},
        {"op": "change_calendar", "key": "C-1", "version": 1, "fields": {"colour": "red"}},
        {"op": "change_calendar", "key": "C-1", "version": 1, "fields": {"week": [[]] * 7}},
        {"op": "change_calendar", "key": "C-1", "version": 1, "fields": {"week": [[[600, 540]], *[[]] * 6]}},
        {"op": "add_exceptions", "key": "C-1", "exceptions": [[2, 1, [], ""]]},
        {"op": "add_exceptions", "key": "C-1", "exceptions": [[1, 2]]},
        {"op": "add_exceptions", "key": "C-1", "exceptions": []},
        {"op": "change_exception", "key": "C-1", "version": 1, "number": 0},
        {"op": "add_calendar", "name": ""},
        {"op": "add_calendar", "name": "x", "copy_of": "C-9"},
        {"op": "use_calendar", "key": 7},
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(
    world: World, manager: Any, step: dict[str, Any]
) -> None:
    before = state_of(world)
    with pytest.raises(Invalid):
        edit_plan(world.project, [step], actor=manager)
    assert state_of(world) == before


def test_a_team_member_changes_no_calendar(world: World) -> None:
    with pytest.raises(NotAllowed):
        edit_plan(world.project, [STEPS["a free day"]], actor=world.give("Bo", "team-member"))


# what people type


@pytest.mark.parametrize(
    ("typed", "shifts"),
    [
        ("", []),
        ("free", []),
        ("9-12.30; 13:30 – 17:30", [[540, 750], [810, 1050]]),
        ("22:00-06:00", [[1320, 360]]),
        ("0-24", [[0, 1440]]),
    ],
)
def test_shifts_are_read_as_people_write_them(typed: str, shifts: list[list[int]]) -> None:
    assert parse_shifts(typed) == shifts


@pytest.mark.parametrize(
    "typed", ["nine to five", "9:00", "25:00-26:00", "9:75-10:00", "24:30-3", "9-10-11", "-9-10"]
)
def test_what_is_no_shift_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_shifts(typed)


# a machine that is busy draws slowly: that says nothing about what is drawn
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
times = st.sets(st.integers(0, 48), max_size=4).map(lambda found: [30 * each for each in sorted(found)])
shift_days = times.map(lambda each: [list(pair) for pair in zip(each[::2], each[1::2], strict=False)])


@patient
@given(st.lists(shift_days, min_size=7, max_size=7))
def test_a_week_is_read_back_as_it_is_shown(week: list[list[list[int]]]) -> None:
    merged = [[shift for shift in day if shift[0] != shift[1]] for day in week]
    shown = [parse_shifts(shifts_text(day)) for day in over_midnight(merged)]
    assert week_of(shown) == merged


def test_night_shifts_are_shown_as_one() -> None:
    assert week_words(NIGHTS) == ["Mon – Wed 22:00-06:00", "Thu – Sun free"]


@patient
@given(
    week=st.lists(shift_days, min_size=7, max_size=7).filter(any),
    exceptions=st.lists(st.tuples(st.integers(0, 364), st.integers(0, 20), shift_days), max_size=5),
)
def test_the_picture_of_a_year_counts_the_time_that_the_engine_counts(week: Any, exceptions: Any) -> None:
    start = (dt.date(2026, 1, 1) - dt.date(1970, 1, 1)).days
    stated = [[start + first, start + first + length, shifts, "x"] for first, length, shifts in exceptions]
    calendar = PlanCalendar(pk=1, name="C", week=week, exceptions=stated)
    time = working_time(engine_calendar(calendar), start)
    assert isinstance(engine_calendar(calendar), engine.Calendar)
    assert year_of(week, stated, 2026).minutes == time.between(start * 1440, (start + 365) * 1440)


def form(calendar: PlanCalendar, **typed: str) -> ExceptionForm:
    return ExceptionForm({"repeats": "once", "first": "2026-12-24", **typed}, calendar=calendar)


def test_what_repeats_every_year_becomes_one_exception_for_each(world: World) -> None:
    found = form(
        world.plan.calendar, last="2026-12-26", repeats="yearly", until="2028-12-31", name="Christmas"
    )
    assert found.is_valid(), found.errors
    days = [
        (dt.date(1970, 1, 1) + dt.timedelta(days=each[0])).isoformat()
        for each in found.cleaned_data["exceptions"]
    ]
    assert days == ["2026-12-24", "2027-12-24", "2028-12-24"]
    assert {each[1] - each[0] for each in found.cleaned_data["exceptions"]} == {2}


def test_a_leap_day_repeats_only_in_years_that_have_it(world: World) -> None:
    found = form(world.plan.calendar, first="2028-02-29", repeats="yearly", until="2036-12-31")
    assert found.is_valid()
    assert len(found.cleaned_data["exceptions"]) == 3


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"last": "2026-12-23"}, "last"),
        ({"hours": "22:00-06:00"}, "hours"),
        ({"hours": "soon"}, "hours"),
        ({"repeats": "weekly"}, "until"),
        ({"repeats": "weekly", "until": "2126-01-01"}, "until"),
        ({"first": ""}, "first"),
        ({"first": "1950-01-01"}, "first"),
    ],
)
def test_a_wrong_day_is_named(world: World, typed: dict[str, str], field: str) -> None:
    assert field in form(world.plan.calendar, **typed).errors


# pages


def week(client: Client, **changes: str) -> dict[str, Any]:
    shown = client.get(f"{HERE}C-1/").context["form"]
    return {**shown.initial, **changes}


def test_a_week_is_previewed_then_saved_by_the_page(world: World, client: Client) -> None:
    typed = week(client, day_1="")
    page = client.post(f"{HERE}C-1/", {**typed, "preview": "1"})
    assert page.status_code == 200
    assert "The end moves by 1 day, later. 1 activity moves." in page.content.decode()
    assert finish_day(world) == 3
    assert client.post(f"{HERE}C-1/", typed).status_code == 302
    assert finish_day(world) == 4


def test_a_stale_week_is_shown_with_both_values(client: Client) -> None:
    seen = week(client)
    client.post(f"{HERE}C-1/", {**seen, "day_1": ""})
    answer = client.post(f"{HERE}C-1/", {**seen, "day_2": ""})
    assert answer.status_code == 409
    assert len(answer.context["form"].both) == 1
    assert "Both values" in answer.content.decode()


def test_a_weekday_that_cannot_be_read_is_named_and_what_was_typed_stays(client: Client) -> None:
    answer = client.post(f"{HERE}C-1/", week(client, day_3="soon"))
    assert answer.status_code == 422
    assert "day_3" in answer.context["form"].errors
    assert 'value="soon"' in answer.content.decode()


def test_days_are_added_changed_and_removed_by_the_page(world: World, client: Client) -> None:
    day = {"first": "2026-06-02", "hours": "", "name": "Fair", "repeats": "once"}
    assert (
        "The end moves by 1 day" in client.post(f"{HERE}C-1/days", {**day, "preview": "1"}).content.decode()
    )
    assert client.post(f"{HERE}C-1/days", day).status_code == 302
    assert finish_day(world) == 4
    shown = client.get(f"{HERE}C-1/days/0").context["exception_form"]
    assert shown.initial["name"] == "Fair"
    changed = {"first": "2026-06-02", "hours": "09:00-17:30", "name": "Long day", "version": "2"}
    assert client.post(f"{HERE}C-1/days/0", changed).status_code == 302
    assert client.post(f"{HERE}C-1/days/0", changed).status_code == 409
    assert finish_day(world) == 3
    assert client.post(f"{HERE}C-1/days/0/remove", {"version": "3"}).status_code == 302
    assert PlanCalendar.objects.get(project=world.project).exceptions == []


def test_a_calendar_is_copied_used_and_removed_by_the_page(world: World, client: Client) -> None:
    assert client.post(HERE, {"name": "Site", "copy_of": "C-1"})["Location"] == f"{HERE}C-2/"
    assert "No date would move." in client.post(f"{HERE}C-2/use", {"preview": "1"}).content.decode()
    assert client.post(f"{HERE}C-2/use").status_code == 302
    assert Plan.objects.get(project=world.project).calendar.key == "C-2"
    assert client.post(f"{HERE}C-1/remove", {"version": "1"}).status_code == 302
    assert client.get(f"{HERE}C-1/").status_code == 404


def test_whoever_may_only_read_sees_the_calendar_without_its_forms(world: World, manager: Any) -> None:
    world.give("Bo", "team-member")
    page = world.client("Bo").get(f"{HERE}C-1/").content.decode()
    assert "Mon – Fri 09:00-12:30" in page
    assert "Show what it would move" not in page


def test_a_calendar_of_another_plan_is_not_there(world: World, client: Client, stranger: World) -> None:
    assert client.get(f"{HERE}C-9/").status_code == 404
    assert stranger.client("Eve").get(f"{HERE}C-1/").status_code == 404
