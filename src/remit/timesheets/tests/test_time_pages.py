"""Pages and API of hours: a week filled from the plan, handed in, approved by the one who may."""

import datetime as dt
from typing import Any

import pytest

from remit.conftest import MONDAY, World
from remit.timesheets.models import Timesheet
from remit.timesheets.operations.approving import approve_sheet
from remit.timesheets.operations.keeping import begin_correction, submit_sheet
from remit.timesheets.project_time import Period, project_time
from remit.timesheets.tests.making import a_week, handed_in, locked, noted, planned, reports_to

pytestmark = pytest.mark.django_db
WEEK = f"/time/weeks/{MONDAY.isoformat()}/"


@pytest.fixture
def crew(world: World) -> World:
    """Mia has five days of work in the plan and answers to Otto."""
    planned(world)
    reports_to(world.person("Mia"), world.person("Otto"))
    return world


def typed(*rows: tuple[str, str], act: str = "save", version: int = 0) -> dict[str, Any]:
    """Return what the form of a week sends: lines of a place and the hours of each day."""
    sent: dict[str, Any] = {
        "version": version,
        "act": act,
        "row": [each[0] for each in rows],
        "note": [""] * len(rows),
    }
    return sent | {f"d{number}": [each[1] for each in rows] for number in range(7)}


def test_a_week_is_filled_from_the_plan_and_handed_in_without_a_script(crew: World) -> None:
    mia = crew.client("Mia")
    assert 'placeholder="7:30"' in mia.get(WEEK).content.decode()

    filled = mia.post(WEEK, typed(("P-1/", "1"), act="plan")).content.decode()

    assert filled.count('value="7:30"') == 5
    assert filled.count('value="1:00"') == 0
    assert not Timesheet.objects.exists()
    sent = typed(("P-1/T-1", "7:30"), ("/", ".5"), act="submit")
    assert mia.post(WEEK, sent, follow=True).status_code == 200
    made = Timesheet.objects.get()
    assert (made.state, made.total_minutes, made.planned_minutes) == ("submitted", 7 * 480, 2250)


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(crew: World) -> None:
    page = crew.client("Mia").post(WEEK, typed(("P-1/T-1", "7:30"), ("P-1/", "x")))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Monday: “x” is no time" in text
    assert text.count('value="7:30"') == 7
    assert text.count('value="x"') == 7


def test_the_week_before_is_copied_where_lines_are_empty(crew: World) -> None:
    a_week(crew, week=MONDAY - dt.timedelta(days=7), minutes=(90, 0, 0, 0, 0, 0, 0))
    page = crew.client("Mia").post(WEEK, typed(act="copy")).content.decode()
    assert 'value="1:30"' in page
    assert Timesheet.objects.count() == 1


def test_the_approver_ticks_several_weeks_and_nobody_else_approves(crew: World) -> None:
    otto, mia = crew.person("Otto"), crew.person("Mia")
    waits: dict[str, Any] = {
        "state": "submitted",
        "approver": otto,
        "submitted_on": MONDAY,
        "capacity_minutes": 2250,
    }
    first, second = (noted(mia, MONDAY - dt.timedelta(days=7 * number), **waits) for number in range(2))
    sent = {"sheet": [f"{first.key}:1", f"{second.key}:9", "TS-99:1"]}

    crew.client("Mia").post("/time/approvals/", {"sheet": [f"{first.key}:1"]})
    assert crew.client("Mia").post(f"/time/sheets/{first.key}/approve", {"version": 1}).status_code == 403
    assert set(Timesheet.objects.values_list("state", flat=True)) == {"submitted"}
    page = crew.client("Otto").post("/time/approvals/", sent, follow=True).content.decode()

    assert "1 week is approved" in page
    assert "changed meanwhile" in page
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("approved", "submitted")
    assert "1 week waits for your approval" in crew.client("Otto").get("/").content.decode()


def test_an_approver_reads_no_name_of_a_project_that_they_may_not_see(crew: World) -> None:
    made = handed_in(crew, activity="T-1")
    page = crew.client("Otto").get(f"/time/sheets/{made.key}/").content.decode()
    assert "8:00" in page
    assert "Dig" not in page
    assert "Bridge" not in page
    assert "Dig" in crew.client("Mia").get(f"/time/sheets/{made.key}/").content.decode()


def test_what_is_not_handed_in_is_nobody_elses_to_read(crew: World) -> None:
    made = a_week(crew)
    crew.give("Root", "administrator", crew.root)
    for name in ("Otto", "Root"):
        assert crew.client(name).get(f"/time/sheets/{made.key}/").status_code == 404
    made = handed_in(crew, version=made.version)
    for name, status in (("Otto", 200), ("Root", 200), ("Bea", 404)):
        assert crew.client(name).get(f"/time/sheets/{made.key}/").status_code == status


def test_an_approved_week_is_corrected_from_its_page(crew: World) -> None:
    noted(crew.person("Mia"), state="locked", project=crew.project)
    mia = crew.client("Mia")
    assert "Correct the week" in mia.get(WEEK).content.decode()
    page = mia.post(f"{WEEK}correct/", {"reason": "Was 7"}, follow=True).content.decode()
    assert 'value="8:00"' in page
    mia.post(WEEK, typed(("P-1/", "7"), version=1, act="save"))
    assert [each.total_minutes for each in Timesheet.objects.order_by("number")] == [480, 49 * 60 - 480]
    mia.post(f"{WEEK}drop", {"version": 2})
    assert Timesheet.objects.count() == 1


def test_the_hours_of_a_project_stand_beside_its_plan_for_whoever_manages_it(crew: World) -> None:
    crew.give("Petra", "project-manager")
    locked(crew, activity="T-1", minutes=(450, 450, 0, 0, 0, 0, 0))
    handed_in(crew, minutes=(60, 0, 0, 0, 0, 0, 0), week=MONDAY + dt.timedelta(days=7))
    activity = crew.project.activities.get()
    activity.percent_complete = 20
    activity.save(update_fields=["percent_complete"])
    petra = crew.client("Petra")

    page = petra.get("/projects/P-1/time/").content.decode()

    assert (
        "15:00 h worked" not in page
    )  # 15 worked and 30 remaining are more than the 37:30 that were planned
    assert "7:30 h more than planned" in page
    facts = petra.get("/api/v1/projects/P-1/time").json()
    assert (facts["total"]["actual_minutes"], facts["total"]["waiting_minutes"]) == (900, 60)
    assert [
        (each["key"], each["actual_minutes"], each["planned_minutes"]) for each in facts["activities"]
    ] == [
        ("T-1", 900, 2250),
        ("", 0, None),
    ]
    assert [(each["name"], each["remaining_minutes"]) for each in facts["people"]] == [("Mia", 1800)]
    since = petra.get("/api/v1/projects/P-1/time?since=2026-06-08").json()
    assert (since["total"]["actual_minutes"], since["total"]["waiting_minutes"]) == (0, 60)
    assert "T-1,Dig,15.0" in petra.get("/projects/P-1/time/?export=csv").content.decode()
    for path in ("/projects/P-1/time/", "/api/v1/projects/P-1/time"):
        assert crew.client("Mia").get(path).status_code == 403


def test_nothing_is_forecast_while_work_has_begun_on_which_nobody_entered_hours(crew: World) -> None:
    noted(crew.person("Mia"), project=crew.project, state="locked")
    assert project_time(crew.project, Period()).total.forecast == 480 + 2250
    crew.project.activities.update(percent_complete=50)
    found = project_time(crew.project, Period())
    assert (found.silent, found.total.forecast, found.total.remaining) == (1, None, 1125)


def test_a_correction_counts_in_the_hours_of_a_project_once_it_is_approved(crew: World) -> None:
    first, mia = locked(crew), crew.actor("Mia")
    made = begin_correction(first, reason="Friday", actor=mia)
    made = a_week(crew, minutes=(480,) * 4 + (0, 0, 0), version=made.version)
    assert project_time(crew.project, Period()).total.actual == 2400
    made = submit_sheet(made, version=made.version, actor=mia)
    approve_sheet(made, version=made.version, actor=crew.actor("Otto"))
    assert project_time(crew.project, Period()).total.actual == 1920
