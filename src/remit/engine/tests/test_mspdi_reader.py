"""Reading Microsoft Project files: what is kept, and what is refused with its line and task."""

import pytest

from remit.engine.formats import FormatError
from remit.engine.model import (
    ActivityKind,
    Calendar,
    Lag,
    LagUnit,
    ResourceKind,
    Shift,
)
from remit.engine.network import schedule
from remit.engine.tests.building import at, day
from remit.engine.tests.plan_files import CALENDAR, element, project, read, task, wait_for

CONSTRAINTS = ("asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
LINKS = ("FF", "FS", "SF", "SS")
PROJECT_LINE = 2
FIRST_TASK = 9  # the line: declaration, root, facts, four of the calendar, the opening tag
EARLY = {"Start": "2026-01-06T08:00:00", "Finish": "2026-01-05T17:00:00"}


def test_facts_of_the_project_are_read() -> None:
    found = read(
        project(Title="Bridge", StatusDate="2026-02-01T17:00:00", MinutesPerDay=420, MinutesPerWeek=2100)
    )
    assert (found.name, found.start_minute, found.status_minute) == (
        "Bridge",
        at("2026-01-05 08:00"),
        at("2026-02-01 17:00"),
    )
    assert (found.minutes_per_day, found.minutes_per_week, found.default_calendar_id) == (420, 2100, "1")


def test_a_project_that_names_a_calendar_which_is_not_there_is_refused_with_its_line() -> None:
    with pytest.raises(FormatError, match="project refers to calendar 55") as caught:
        read(project(task(1), CalendarUID=55))
    assert caught.value.line == PROJECT_LINE


@pytest.mark.parametrize("stated", ["", "-1"])
def test_a_project_that_names_no_calendar_has_the_first_one(stated: str) -> None:
    assert read(project(task(1), CalendarUID=stated)).default_calendar_id == "1"


def test_of_a_name_that_is_too_long_what_is_not_kept_is_said() -> None:
    found = read(project(task(1, Name="A" * 301), task(2, Name="B" * 300)))
    assert [len(each.activity.name) for each in found.tasks] == [300, 300]
    assert [(each.what, each.count) for each in found.left_out] == [("long names", 1)]


def test_the_outline_makes_parents_and_summaries() -> None:
    rows = [task(1), task(2, OutlineLevel=2), task(3, OutlineLevel=3), task(4, OutlineLevel=2), task(5)]
    found = [each.activity for each in read(project(*rows)).tasks]
    assert [each.parent_id for each in found] == [None, "1", "2", "1", None]
    assert [each.id for each in found if each.kind == ActivityKind.SUMMARY] == ["1", "2"]


def test_what_takes_no_time_is_a_milestone() -> None:
    assert read(project(task(1, Duration="PT0H0M0S"))).tasks[0].activity.kind == ActivityKind.MILESTONE


@pytest.mark.parametrize("number", range(8))
def test_constraints_are_read_by_their_number(number: int) -> None:
    found = (
        read(project(task(1, ConstraintType=number, ConstraintDate="2026-01-07T08:00:00"))).tasks[0].activity
    )
    assert found.constraint == CONSTRAINTS[number]
    assert found.constraint_minute == (at("2026-01-07 08:00") if number > 1 else None)


@pytest.mark.parametrize("number", range(4))
def test_links_are_read_by_their_number(number: int) -> None:
    found = read(project(task(1), task(2, wait_for(1, Type=number)))).links[0]
    assert (found.predecessor_id, found.successor_id, found.kind) == ("1", "2", LINKS[number])


@pytest.mark.parametrize(
    ("facts", "lag"),
    [
        ({"LinkLag": 4800, "LagFormat": 7}, Lag(480)),
        ({"LinkLag": -4800, "LagFormat": 5}, Lag(-480)),
        ({"LinkLag": 14400, "LagFormat": 8}, Lag(1440, LagUnit.ELAPSED)),
        ({"LinkLag": 50, "LagFormat": 19}, Lag(50, LagUnit.PERCENT)),
        ({}, Lag(0)),
    ],
)
def test_lags_are_tenths_of_a_minute_or_percent(facts: dict[str, object], lag: Lag) -> None:
    assert read(project(task(1), task(2, wait_for(1, **facts)))).links[0].lag == lag


def test_progress_and_dates_are_read() -> None:
    found = read(
        project(
            task(1, PercentComplete=25, ActualStart="2026-01-05T08:00:00", ActualDuration="PT2H0M0S",
                 RemainingDuration="PT6H0M0S", Deadline="2026-01-09T17:00:00", Priority=900, Type=1, DurationFormat=8)
        )
    ).tasks[0].activity  # fmt: skip
    assert (found.percent_complete, found.actual_start, found.actual_finish) == (
        25,
        at("2026-01-05 08:00"),
        None,
    )
    assert (found.actual_duration_minutes, found.remaining_duration_minutes) == (120, 360)
    assert (found.deadline_minute, found.priority) == (at("2026-01-09 17:00"), 900)
    assert found.fixed_duration
    assert found.duration_is_elapsed


def test_manual_dates_fall_back_on_the_shown_ones() -> None:
    shown = {"Start": "2026-01-07T08:00:00", "Finish": "2026-01-08T17:00:00"}
    found = read(project(task(1, Manual=1, **shown))).tasks[0].activity
    assert (found.manual_start, found.manual_finish) == (at("2026-01-07 08:00"), at("2026-01-08 17:00"))


def test_resources_and_assignments_are_read() -> None:
    resources = element("Resource", UID=0) + element("Resource", UID=3, Name="Crane", Type=0, MaxUnits="2.5")
    assignments = element(
        "Assignment", TaskUID=1, ResourceUID=3, Units="0.5", Work="PT4H0M0S", Delay=600
    ) + element("Assignment", TaskUID=1, ResourceUID=-65535)
    found = read(project(task(1), resources=resources, assignments=assignments))
    resource = found.resources[0].resource
    assert (len(found.resources), resource.name, resource.kind, resource.max_units) == (
        1,
        "Crane",
        ResourceKind.MATERIAL,
        2.5,
    )
    first, second = (each.assignment for each in found.assignments)
    assert (first.resource_id, first.units, first.work_minutes, first.delay_minutes) == ("3", 0.5, 240, 60)
    assert second.resource_id is None


def test_what_is_not_kept_is_told() -> None:
    rows = [
        task(0, OutlineLevel=0),
        task(1, wait_for(9, CrossProject=1), ConstraintType=4),
        task(2, IsNull=1),
    ]
    told = {each.what: each.count for each in read(project(*rows)).left_out}
    assert told == {
        "project summary task": 1,
        "links to other projects": 1,
        "constraints": 1,
        "blank rows": 1,
    }


def test_a_file_without_calendars_has_the_standard_one() -> None:
    found = read(project(task(1), calendars=""))
    assert found.calendars == (Calendar.standard("1"),)


@pytest.mark.parametrize(
    "name", ["Phase\u00a01", "Été à Lyon", "設計　図", "👩‍🔧 repair", "naïve\u202f: done", "Zwölf – 3 m²"]
)
def test_names_keep_every_letter_and_space_of_every_script(name: str) -> None:
    assert read(project(task(1, name=name))).tasks[0].activity.name == name


def test_names_lose_what_would_turn_text_around_or_break_a_line() -> None:
    name = "safe\u202egnp.exe\u2066x\ty\u0085z\ufeff"
    assert read(project(task(1, name=name))).tasks[0].activity.name == "safegnp.exex yz"


def shifts(*times: tuple[str, str]) -> str:
    inside = "".join(element("WorkingTime", FromTime=f"{a}:00", ToTime=f"{b}:00") for a, b in times)
    return f"<DayWorking>{int(bool(times))}</DayWorking><WorkingTimes>{inside}</WorkingTimes>"


def calendar(*parts: str, uid: int = 1, **facts: object) -> str:
    head = "".join(
        f"<{key}>{value}</{key}>" for key, value in {"UID": uid, "Name": f"C{uid}", **facts}.items()
    )
    return f"<Calendar>{head}{''.join(parts)}</Calendar>"


def week(**days: str) -> str:
    names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    inside = "".join(
        f"<WeekDay><DayType>{names.index(d) + 1}</DayType>{text}</WeekDay>" for d, text in days.items()
    )
    return f"<WeekDays>{inside}</WeekDays>"


def period(first: str, last: str) -> str:
    return f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"


def exceptions(inside: str) -> str:
    return f"<Exceptions><Exception>{inside}</Exception></Exceptions>"


def test_a_calendar_states_its_days_and_takes_the_rest_from_the_standard_week() -> None:
    found = read(project(calendars=calendar(week(sat=shifts(("09:00", "13:00")), mon=shifts())))).calendars[0]
    assert found.week[5] == (Shift(540, 780),)
    assert found.week[0] == ()
    assert found.week[1] == Calendar.standard().week[1]


def test_a_day_around_the_clock_and_a_night_end_at_midnight() -> None:
    days = week(mon=shifts(("00:00", "00:00")), tue=shifts(("22:00", "00:00"), ("00:00", "06:00")))
    found = read(project(calendars=calendar(days))).calendars[0]
    assert found.week[0] == (Shift(0, 1440),)
    assert found.week[1] == (Shift(0, 360), Shift(1320, 1440))


def test_a_derived_calendar_has_the_week_and_exceptions_of_its_base() -> None:
    base = calendar(
        week(fri=shifts()),
        exceptions(f"{period('2026-01-06', '2026-01-06')}{shifts()}"),
    )
    found = read(project(calendars=base + calendar(week(mon=shifts()), uid=2, BaseCalendarUID=1))).calendars[
        1
    ]
    assert (found.week[0], found.week[4]) == ((), ())
    assert found.exceptions[0].first_day == day("2026-01-06")


def test_exceptions_are_read_in_both_forms_and_the_newer_form_holds() -> None:
    old = f"<WeekDays><WeekDay><DayType>0</DayType>{period('2026-01-06', '2026-01-07')}{shifts()}</WeekDay></WeekDays>"
    new = exceptions(f"{period('2026-01-07', '2026-01-07')}<Name>Open</Name>{shifts(('08:00', '12:00'))}")
    found = read(project(calendars=calendar(old, new))).calendars[0].exceptions
    assert [(each.first_day, each.last_day, each.name) for each in found] == [
        (day("2026-01-06"), day("2026-01-07"), ""),
        (day("2026-01-07"), day("2026-01-07"), "Open"),
    ]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"Type": 1, "Period": 3}, ["2026-01-01", "2026-01-04", "2026-01-07"]),
        ({"Type": 6, "Period": 2, "DaysOfWeek": 2}, ["2026-01-12", "2026-01-26", "2026-02-09"]),
        ({"Type": 4, "Period": 1, "MonthDay": 15}, ["2026-01-15", "2026-02-15", "2026-03-15"]),
        (
            {"Type": 5, "Period": 1, "MonthItem": 4, "MonthPosition": 4},
            ["2026-01-26", "2026-02-23", "2026-03-30"],
        ),
        ({"Type": 2, "Month": 11, "MonthDay": 25}, ["2026-12-25", "2027-12-25", "2028-12-25"]),
        (
            {"Type": 3, "Month": 10, "MonthItem": 7, "MonthPosition": 3},
            ["2026-11-26", "2027-11-25", "2028-11-23"],
        ),
    ],
)
def test_recurring_exceptions_are_laid_out_day_by_day(rule: dict[str, int], days: list[str]) -> None:
    """Every third day, every second Monday, the 15th, the last Monday, Christmas, the fourth Thursday of November."""
    facts = "".join(f"<{key}>{value}</{key}>" for key, value in {"Occurrences": 3, **rule}.items())
    exception = exceptions(f"{period('2026-01-01', '2029-12-31')}{facts}{shifts()}")
    found = read(project(calendars=calendar(exception))).calendars[0].exceptions
    assert [each.first_day for each in found] == [day(each) for each in days]


BAD_TASKS = [
    (task(2, OutlineLevel=3), "OutlineLevel is 3"),
    (task(1), "two tasks have the UID 1"),
    (task(2, Duration="8 hours"), "Duration is '8 hours', which is not a duration"),
    (task(2, Duration="PT99999999H0M0S"), "longer than a hundred years"),
    (task(2, Start="tomorrow"), "Start is 'tomorrow', which is not a date"),
    (task(2, Start="1899-12-31T08:00:00"), "between 1900 and 2199"),
    (task(2, **EARLY), "it finishes before it starts"),
    (task(2, ConstraintType=8), "ConstraintType is 8"),
    (task(2, ConstraintType="soon"), "ConstraintType is 'soon', which is not a whole number"),
    (task(2, PercentComplete=101), "PercentComplete is 101"),
    (task(2, ActualStart=EARLY["Start"], ActualFinish=EARLY["Finish"]), "it finished before it started"),
    (
        task(2, ManualStart=EARLY["Start"], ManualFinish=EARLY["Finish"], Manual=1),
        "finishes before it starts",
    ),
    (task(2, element("Baseline", Number=0, **EARLY)), "a baseline finishes before it starts"),
    (task(2, wait_for(1, Type=4)), "a link has the type 4"),
    (task(2, wait_for(1, LinkLag=99_999_999)), "more than two years"),
    (task(2, wait_for(2)), "Activity 2 waits for itself"),
    (task(2, wait_for(7)), "it waits for task 7, which the file does not have"),
    (task(2, CalendarUID=9), "it refers to calendar 9, which the file does not have"),
]


@pytest.mark.parametrize(("row", "message"), BAD_TASKS)
def test_a_task_that_cannot_be_is_refused_with_its_line(row: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        read(project(task(1), row))
    assert message in str(caught.value)
    assert caught.value.line == FIRST_TASK + 1
    assert str(caught.value).startswith(f"line {FIRST_TASK + 1}")


def test_a_refusal_names_the_task_as_the_planner_knows_it() -> None:
    with pytest.raises(FormatError, match=r"line 10, task 2 'Pour': Duration is 'x'") as caught:
        read(project(task(1), task(2, name="Pour", Duration="x")))
    assert caught.value.task == "2 'Pour'"


BAD_CALENDARS = [
    (calendar() + calendar(), "two calendars have the UID 1"),
    (calendar("<WeekDays><WeekDay><DayType>8</DayType></WeekDay></WeekDays>"), "DayType is 8"),
    (calendar(week(mon=shifts(("25:00", "26:00")))), "which is not a time of day"),
    (calendar(week(mon=shifts(("8am", "5pm")))), "which is not a time of day"),
    (calendar(BaseCalendarUID=7), "it is derived from calendar 7"),
    (calendar(BaseCalendarUID=2) + calendar(uid=2, BaseCalendarUID=1), "it is derived from itself"),
    (calendar(week(**dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], shifts()))), "never works"),
    (
        calendar(exceptions(f"{period('2026-01-02', '2026-01-01')}")),
        "ends before",
    ),
]


@pytest.mark.parametrize(("calendars", "message"), BAD_CALENDARS)
def test_a_calendar_that_cannot_be_is_refused_with_its_line(calendars: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        read(project(calendars=calendars))
    assert message in str(caught.value)
    assert caught.value.line == 4
    assert caught.value.task.startswith("calendar 'C")


BAD_REST = [
    ({"resources": element("Resource", UID=1, Type=3)}, 8, "a resource has the type 3"),
    ({"resources": element("Resource", UID=1) * 2}, 8, "two resources have the UID 1"),
    ({"resources": element("Resource", UID=1, MaxUnits="nan")}, 8, "which no plan needs"),
    ({"resources": element("Resource", UID=1, MaxUnits="-1")}, 8, "a resource has -1 units"),
    ({"resources": element("Resource", UID=1, CalendarUID=9)}, 8, "it refers to calendar 9"),
    ({"assignments": element("Assignment", TaskUID=9)}, 9, "an assignment refers to task 9"),
    (
        {"assignments": element("Assignment", TaskUID=1, ResourceUID=9)},
        9,
        "an assignment refers to resource 9",
    ),
    ({"assignments": element("Assignment", TaskUID=1, Units="-1")}, 9, "an assignment has -1 units"),
    ({"assignments": element("Assignment", TaskUID=1, Units="all")}, 9, "which is not a number"),
    ({"MinutesPerDay": 0}, 2, "MinutesPerDay is 0"),
    ({"MinutesPerWeek": 10_081}, 2, "MinutesPerWeek is 10081"),
    ({"StartDate": "2200-01-01T08:00:00"}, 2, "between 1900 and 2199"),
]


@pytest.mark.parametrize(("facts", "line", "message"), BAD_REST)
def test_whatever_else_cannot_be_is_refused_with_its_line(
    facts: dict[str, str], line: int, message: str
) -> None:
    with pytest.raises(FormatError) as caught:
        read(project(task(1), calendars=CALENDAR.replace("\n", ""), **facts))
    assert message in str(caught.value)
    assert caught.value.line == line


def test_another_xml_file_is_refused() -> None:
    with pytest.raises(FormatError, match="its root is not 'Project'"):
        read(b"<html/>")


@pytest.mark.parametrize(
    ("dates", "start"),
    [
        ({"CreationDate": "2026-03-01T10:00:00"}, "2026-03-01 10:00"),
        ({"CreationDate": "2026-03-01T10:00:00", "StatusDate": "2026-04-01T17:00:00"}, "2026-04-01 17:00"),
    ],
)
def test_a_plan_without_a_start_and_without_tasks_begins_at_a_date_that_the_file_names(
    dates: dict[str, str], start: str
) -> None:
    content = project(**dates)
    document = read(content.replace(b"<StartDate>2026-01-05T08:00:00</StartDate>", b""))
    assert document.start_minute == at(start)
    assert schedule(document.problem()).start == document.start_minute
