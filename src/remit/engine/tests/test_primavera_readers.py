"""Primavera's two formats: one project in both gives one problem; each of its rules is read from hand-made files."""

from dataclasses import replace
from typing import Any

import pytest

from remit.engine.formats import DocumentCosts, FormatError, PlanDocument, format_of, read_plan
from remit.engine.model import (
    Activity,
    ActivityKind,
    CalendarException,
    ConstraintKind,
    FloatKind,
    Lag,
    LagCalendar,
    Link,
    LinkKind,
    ProgressMode,
    Resource,
    ResourceKind,
    SchedulingOptions,
    Shift,
)
from remit.engine.tests.building import at, day, shared_data
from remit.engine.tests.primavera_files import PMXML, TABLES, changed, xer

DAY = (Shift(420, 720), Shift(750, 930))
HALF = (Shift(420, 660),)


@pytest.fixture(params=["xer", "pmxml"])
def plan(request: pytest.FixtureRequest) -> PlanDocument:
    return read_plan(xer() if request.param == "xer" else PMXML)


def activity(plan: PlanDocument, code: str) -> Activity:
    return next(each.activity for each in plan.tasks if each.code == code)


def test_each_format_is_known_by_how_it_begins() -> None:
    assert format_of(xer()).name == "xer"
    assert format_of(xer(encoding="utf-16")).name == "xer"
    assert format_of(PMXML).name == "pmxml"


def test_one_project_in_both_formats_is_one_plan() -> None:
    ours, theirs = read_plan(xer()), read_plan(PMXML)
    assert ours.problem() == theirs.problem()
    lines = {each.activity.id: each.line for each in ours.tasks}
    again = tuple(replace(each, line=lines[each.activity.id]) for each in theirs.tasks)
    assert replace(theirs, tasks=again) == ours


def test_the_project_states_start_data_date_and_options(plan: PlanDocument) -> None:
    assert (plan.name, plan.code, plan.rules) == ("Harbour", "HARBOUR", "primavera-p6")
    assert (plan.start_minute, plan.status_minute) == (at("2026-03-02 00:00"), at("2026-03-16 07:00"))
    assert (plan.default_calendar_id, plan.minutes_per_day, plan.minutes_per_week) == ("5", 480, 2640)
    assert plan.options == SchedulingOptions(
        lag_calendar=LagCalendar.SUCCESSOR,
        progress=ProgressMode.PROGRESS_OVERRIDE,
        total_float=FloatKind.START,
        must_finish_by=at("2026-06-30 15:30"),
        critical_float_minutes=480,
        critical_by_longest_path=True,
        use_expected_finish=True,
    )


def test_calendars_have_their_week_and_exceptions_and_those_they_are_derived_from(plan: PlanDocument) -> None:
    site, crew = plan.calendars
    assert site.week == (DAY,) * 5 + (HALF, ())
    short, free = day("2026-03-31"), day("2026-04-03")
    own = (CalendarException(short, short, HALF), CalendarException(free, free))
    assert site.exceptions == own
    assert crew.week == (DAY,) * 5 + ((), ())
    assert crew.exceptions == (*own, CalendarException(day("2026-04-08"), day("2026-04-08")))


def test_the_outline_becomes_summaries_in_its_order_with_activities_by_their_code(plan: PlanDocument) -> None:
    assert [(each.code, each.level, each.activity.kind.value) for each in plan.tasks] == [
        ("Z10", 0, "level-of-effort"),
        ("A", 0, "summary"),
        ("A10", 1, "task"),
        ("A20", 1, "task"),
        ("B", 0, "summary"),
        ("B10", 1, "task"),
        ("B20", 1, "finish-milestone"),
        ("B30", 1, "milestone"),
    ]
    assert activity(plan, "B10").parent_id == activity(plan, "B").id == "W702"
    assert [(each.what, each.count) for each in plan.left_out] == [("elements of the outline", 1)]


def test_progress_is_read_with_what_was_suspended_and_expected(plan: PlanDocument) -> None:
    done, begun = activity(plan, "A10"), activity(plan, "A20")
    assert (done.actual_finish, done.percent_complete, done.remaining_duration_minutes) == (
        at("2026-03-06 15:30"),
        100,
        0,
    )
    assert (begun.actual_start, begun.actual_finish) == (at("2026-03-09 07:00"), None)
    assert (begun.duration_minutes, begun.remaining_duration_minutes) == (4800, 3630)
    assert (begun.percent_complete, begun.priority) == (35, 700)
    assert (begun.suspended_minute, begun.resumed_minute) == (at("2026-03-12 15:30"), at("2026-03-18 07:00"))
    assert begun.expected_finish == at("2026-03-27 15:30")


def test_an_activity_follows_its_own_calendar_or_those_of_its_resources_by_its_type(
    plan: PlanDocument,
) -> None:
    assert activity(plan, "B10").fixed_duration
    assert activity(plan, "B10").ignores_resource_calendars
    assert not activity(plan, "A20").fixed_duration
    assert not activity(plan, "A20").ignores_resource_calendars


def test_both_constraints_and_dates_from_outside_are_read(plan: PlanDocument) -> None:
    piles = activity(plan, "B10")
    assert (piles.constraint, piles.constraint_minute) == (ConstraintKind.SNET, at("2026-03-30 07:00"))
    assert (piles.second_constraint, piles.second_constraint_minute) == (
        ConstraintKind.FNLT,
        at("2026-04-24 15:30"),
    )
    assert piles.external_early_start == at("2026-03-23 07:00")
    assert piles.external_late_finish == at("2026-05-29 15:30")
    assert activity(plan, "B30").constraint == ConstraintKind.MANDATORY_START


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("CS_MSO", ConstraintKind.MSO),
        ("CS_MSOB", ConstraintKind.SNLT),
        ("CS_MEO", ConstraintKind.MFO),
        ("CS_MEOA", ConstraintKind.FNET),
        ("CS_MANDFIN", ConstraintKind.MANDATORY_FINISH),
        ("CS_ALAP", ConstraintKind.ALAP),
    ],
)
def test_every_kind_of_constraint_is_known(code: str, kind: ConstraintKind) -> None:
    assert activity(read_plan(xer(changed("TASK", 2, cstr_type=code))), "B10").constraint == kind


def test_links_have_their_type_and_lag_in_minutes(plan: PlanDocument) -> None:
    assert plan.links == (
        Link("1", "2", LinkKind.FS),
        Link("2", "3", LinkKind.SS, Lag(960)),
        Link("2", "3", LinkKind.FF, Lag(-240)),
        Link("3", "4", LinkKind.FS),
        Link("4", "6", LinkKind.SF),
    )


def test_resources_have_units_over_time_and_a_rate_and_a_role_stands_for_somebody(plan: PlanDocument) -> None:
    diver, gravel, surveyor = (each.resource for each in plan.resources)
    assert diver == Resource(
        "31", "Diver", ResourceKind.WORK, "6", 2.0, ((at("2026-05-01 00:00"), 3.0),), rate=4050
    )
    assert (gravel.kind, surveyor.name) == (ResourceKind.MATERIAL, "Surveyor")
    dredging, surveying, _filling = (each.assignment for each in plan.assignments)
    assert (dredging.work_minutes, dredging.actual_work_minutes, dredging.remaining_work_minutes) == (
        9600,
        2340,
        7260,
    )
    assert (dredging.units, dredging.delay_minutes, dredging.cost) == (2.0, 480, 648_000)
    costs = {each.activity.id: each.costs for each in plan.tasks if each.costs.cost}
    assert costs == {dredging.activity_id: DocumentCosts(cost=648_000, actual_cost=164_050)}
    assert (surveying.activity_id, surveying.resource_id) == ("3", surveyor.id)


def test_codes_and_notes_stay_with_their_activity(plan: PlanDocument) -> None:
    dredging = next(each for each in plan.tasks if each.code == "A20")
    assert dredging.codes == (("Area", "N"),)
    assert dredging.notes == "Mind the & tide.\nAsk first."
    assert dredging.activity.name == "Dredge £"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_reads_the_same_in_every_encoding_that_primavera_writes(encoding: str, end: str) -> None:
    assert read_plan(xer(encoding=encoding, end=end)).problem() == read_plan(xer()).problem()


def test_numbers_with_a_comma_are_read_as_with_a_point() -> None:
    assert (
        activity(
            read_plan(xer(changed("TASK", 1, remain_drtn_hr_cnt="60,5"))), "A20"
        ).remaining_duration_minutes
        == 3630
    )


@pytest.mark.parametrize(
    ("flags", "mode"),
    [
        ("YN", ProgressMode.RETAINED_LOGIC),
        ("NY", ProgressMode.PROGRESS_OVERRIDE),
        ("NN", ProgressMode.ACTUAL_DATES),
    ],
)
def test_two_flags_say_what_happens_out_of_sequence(flags: str, mode: ProgressMode) -> None:
    stated = {"sched_retained_logic": flags[0], "sched_progress_override": flags[1]}
    assert read_plan(xer(changed("SCHEDOPTIONS", 0, **stated))).options.progress == mode


def test_of_several_projects_the_one_with_most_activities_is_read_and_its_baseline_with_it() -> None:
    others = [
        {"proj_id": "71", "proj_short_name": "OTHER", "export_flag": "Y"},
        {"proj_id": "72", "proj_short_name": "HARBOUR - B1", "orig_proj_id": "70", "export_flag": "Y"},
    ]
    tasks = [
        {"task_id": "91", "proj_id": "71", "task_code": "X", "task_name": "Elsewhere"},
        {
            "task_id": "92",
            "proj_id": "72",
            "task_code": "B10",
            "target_start_date": "2026-03-23 07:00",
            "target_end_date": "2026-04-13 15:30",
            "target_drtn_hr_cnt": "112",
        },
    ]
    links = [
        {"task_id": "3", "pred_task_id": "91", "pred_proj_id": "71", "pred_type": "PR_FS", "lag_hr_cnt": "0"}
    ]
    tables = {
        **TABLES,
        "PROJECT": TABLES["PROJECT"] + others,
        "TASK": TABLES["TASK"] + tasks,
        "TASKPRED": TABLES["TASKPRED"] + links,
    }
    plan = read_plan(xer(tables))
    assert plan.name == "Harbour"
    promised = next(each.baselines for each in plan.tasks if each.code == "B10")
    assert [(each.number, each.start, each.duration_minutes) for each in promised] == [
        (0, at("2026-03-23 07:00"), 6720)
    ]
    left = {each.what: each.count for each in plan.left_out}
    assert left["other projects"] == 1
    assert left["links to other projects"] == 1
    assert plan.links == read_plan(xer()).links


def test_what_a_plan_cannot_hold_is_counted_with_its_reason() -> None:
    tables = {**TABLES, "UDFVALUE": [{"udf_type_id": "1"}] * 3, "STRANGE": [{"a": "1"}]}
    left = {each.what: each.count for each in read_plan(xer(tables)).left_out}
    assert left["custom field values"] == 3
    assert left["rows of other tables"] == 1


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"table": "TASK", "number": 1, "task_id": "1"}, "line .*A20 'Dredge £': two activities have the id 1"),
    (
        {"table": "TASK", "number": 1, "clndr_id": "99"},
        "line .*A20 .*calendar 99, which the file does not have",
    ),
    ({"table": "TASK", "number": 1, "task_type": "TT_Odd"}, "its type is 'TT_Odd'"),
    ({"table": "TASK", "number": 1, "cstr_type": "CS_ODD"}, "constraint 'CS_ODD'"),
    ({"table": "TASK", "number": 1, "target_drtn_hr_cnt": "-8"}, "target_drtn_hr_cnt is below zero"),
    ({"table": "TASK", "number": 1, "target_drtn_hr_cnt": "many"}, "'many', which is not a number"),
    ({"table": "TASK", "number": 1, "target_drtn_hr_cnt": "1e300"}, "which no plan needs"),
    ({"table": "TASK", "number": 1, "target_drtn_hr_cnt": "9999999"}, "longer than a hundred years"),
    (
        {"table": "TASK", "number": 1, "act_start_date": "soon"},
        "act_start_date is 'soon', which is not a date",
    ),
    ({"table": "TASK", "number": 1, "act_start_date": "1066-10-14 07:00"}, "between 1900 and 2199"),
    ({"table": "TASKPRED", "number": 0, "pred_task_id": "77"}, "activity 77, which the file does not have"),
    ({"table": "TASKPRED", "number": 0, "pred_task_id": "2"}, "waits for itself"),
    ({"table": "TASKPRED", "number": 0, "pred_type": "PR_XX"}, "type 'PR_XX'"),
    ({"table": "TASKPRED", "number": 0, "lag_hr_cnt": "99999"}, "more than two years"),
    ({"table": "TASKRSRC", "number": 0, "rsrc_id": "77"}, "resource 77, which the file does not have"),
    ({"table": "CALENDAR", "number": 1, "clndr_id": "5"}, "two calendars have the id 5"),
    ({"table": "CALENDAR", "number": 1, "clndr_data": "(0||CalendarData()("}, "calendar 'Crew': .*break off"),
    ({"table": "CALENDAR", "number": 1, "clndr_data": "(0||Cal)"}, "cannot be read near"),
    ({"table": "CALENDAR", "number": 1, "clndr_data": "(0||a()(" * 50}, "nested too deeply"),
    ({"table": "CALENDAR", "number": 1, "clndr_data": "", "base_clndr_id": ""}, "'Crew' never works"),
    ({"table": "CALENDAR", "number": 0, "base_clndr_id": "6"}, "derived from itself"),
    ({"table": "PROJWBS", "number": 2, "parent_wbs_id": "701"}, "circle|deeper"),
    ({"table": "PROJWBS", "number": 2, "wbs_id": "702"}, "two elements of the outline"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_what_contradicts_itself_is_refused_and_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read_plan(xer(changed(**change)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"ERMHDR\t8.0\n%T\tTASK\n", "breaks off"),
        (b"ERMHDR\t8.0\n%T\tTASK\n%R\t1\n%E\n", "line 3: a row stands before"),
        (b"ERMHDR\t8.0\n%T\tTASK\n%F\ttask_id\n%R\t1\t2\n%E\n", "line 4: a row of TASK has 2 values for 1"),
        (b"ERMHDR\t8.0\n%T\tTASK\n%F\ta\ta\n%E\n", "line 3: .*one of them twice"),
        (b"ERMHDR\t8.0\n%T\tTASK\n%F\ta\n%T\tTASK\n%E\n", "line 4: .*begins twice"),
        (b"ERMHDR\t8.0\n%E\n", "holds no project"),
        (b"ERMHDR\t8.0\n%X\n%E\n", "line 2: a line begins with '%X'"),
    ],
)
def test_what_is_not_built_like_xer_is_refused_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read_plan(content)


def test_a_value_may_run_over_several_lines() -> None:
    tables = changed("TASKMEMO", 0, task_memo="First.\nSecond.")
    dredging = next(each for each in read_plan(xer(tables, end="\n")).tasks if each.code == "A20")
    assert dredging.notes == "First.\nSecond."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"<DayOfWeek>Monday", b"<DayOfWeek>Moonday", "'Moonday', which is not a weekday"),
        (b"<Start>07:00:00", b"<Start>7 o'clock", "not a time of day"),
        (b"<Type>Finish Milestone", b"<Type>Wish", "its type is 'Wish'"),
        (b"<ObjectId>4</ObjectId>", b"<ObjectId>3</ObjectId>", "two activities have the id 3"),
        (b"</Project>", b"", "not well-formed"),
        (b"<Project>", b"<Plan>", "not well-formed"),
    ],
)
def test_what_is_wrong_in_pmxml_is_refused_with_its_line(before: bytes, after: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=f"line .*{words}"):
        read_plan(PMXML.replace(before, after, 1))


def test_the_files_beside_the_project_are_read_and_the_pair_gives_one_problem() -> None:
    folder = shared_data() / "xer"
    plans = {each.name: read_plan(each) for each in folder.iterdir()}
    assert len(plans) == 6
    pair = [plans[f"resource-rates-test.{suffix}"].problem() for suffix in ("xer", "xml")]
    assert pair[0] == pair[1]
    assert len(pair[0].assignments) == 5
    for name, calendar in (("PredecessorCalendar", "predecessor"), ("TwentyFourHourCalendar", "clock")):
        for suffix in ("xer", "xml"):
            plan = plans[f"{name}.{suffix}"]
            assert plan.options.lag_calendar == calendar
            assert [each.activity.kind for each in plan.tasks] == [ActivityKind.TASK]
            assert plan.tasks[0].activity.actual_finish is not None
