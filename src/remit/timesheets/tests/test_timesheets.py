"""Timesheets: entered by whoever worked, approved by one other person, never changed but by a correction."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import MONDAY, World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Person
from remit.people.operations.absences import request_leave
from remit.people.operations.organisation import create_unit
from remit.timesheets.compute import week_plan
from remit.timesheets.hours import hour_text, read_hours
from remit.timesheets.models import SheetState, Timesheet
from remit.timesheets.operations.approving import approve_sheet, lock_approved, pass_on_left, return_sheet
from remit.timesheets.operations.keeping import (
    Entry,
    approver_for,
    begin_correction,
    drop_correction,
    keep_week,
    submit_sheet,
    withdraw_sheet,
)
from remit.timesheets.operations.reminding import remind_of_missing_weeks
from remit.timesheets.queries import held_in, sheets_of
from remit.timesheets.showing import odd_of
from remit.timesheets.tests.making import DAY, a_week, handed_in, locked, noted, planned, reports_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew(world: World) -> World:
    """Mia has five days of work in the plan and answers to Otto."""
    planned(world)
    reports_to(world.person("Mia"), world.person("Otto"))
    return world


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("7.5", 450),
        ("7,5", 450),
        ("7:30", 450),
        (":45", 45),
        (".25", 15),
        ("8 h", 480),
        ("", 0),
        ("24", 1440),
    ],
)
def test_hours_are_typed_as_people_write_them(typed: str, minutes: int) -> None:
    assert read_hours(typed) == minutes


@pytest.mark.parametrize("typed", ["x", "7:60", "-1", "25", "24:01", "7.5.5", "٧"])
def test_what_is_no_time_of_a_day_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read_hours(typed)
    assert hour_text(-15) == "-0:15"


def test_the_plan_proposes_work_by_the_day_and_less_where_somebody_is_away(crew: World) -> None:
    mia, actor = crew.person("Mia"), crew.actor("Mia")
    tuesday = MONDAY + dt.timedelta(days=1)
    request_leave(mia, from_date=tuesday, to_date=tuesday, until_midday=True, actor=crew.actor("Otto"))

    found = week_plan(actor, mia, MONDAY)

    assert [each.minutes for each in found.planned] == [(450, 225, 450, 450, 450, 0, 0)]
    assert found.capacity == 2250 - 225
    assert week_plan(actor, mia, MONDAY + dt.timedelta(days=7)).planned == ()


def test_a_day_of_more_than_24_hours_is_refused_by_its_name(crew: World) -> None:
    lines = [Entry("P-1", "T-1", (800,) * 7), Entry("P-1", "", (0, 700, 0, 0, 0, 0, 0))]

    with pytest.raises(Invalid) as refused:
        keep_week(crew.person("Mia"), MONDAY, lines, version=0, actor=crew.actor("Mia"))

    assert refused.value.errors[0].field == "tuesday"
    assert "Tue 2 Jun 2026" in refused.value.message
    assert not Timesheet.objects.exists()


def test_hours_go_only_where_work_is_done_and_seen(crew: World, stranger: World) -> None:
    hidden = crew.begin("Hidden", crew.root)
    for project, activity in ((hidden.key, ""), ("P-99", ""), ("P-1", "T-99"), ("", "T-1")):
        with pytest.raises(Invalid):
            a_week(crew, project=project, activity=activity)
    assert stranger.project.key == crew.project.key  # the same key elsewhere: only one's own is meant
    assert a_week(crew).lines.get().project == crew.project


def test_nobody_enters_hours_of_somebody_else_and_no_week_before_it_has_begun(crew: World) -> None:
    mia = crew.person("Mia")
    for actor in (crew.actor("Otto"), crew.give("Root", "administrator", crew.root), system_actor()):
        with pytest.raises(NotAllowed):
            keep_week(mia, MONDAY, [], version=0, actor=actor)
    with pytest.raises(Invalid, match="not begun"):
        a_week(crew, week=dt.date(2099, 6, 1))
    with pytest.raises(Invalid, match="Monday"):
        a_week(crew, week=MONDAY + dt.timedelta(days=1))


def test_a_week_is_handed_in_to_the_nearest_above_who_is_told_and_not_away(crew: World) -> None:
    otto = crew.person("Otto")
    reports_to(otto, crew.person("Bea"))
    crew.give("Bea", "project-manager")
    made = a_week(crew, "Bea")
    with pytest.raises(Conflict, match="Nobody stands above"):
        submit_sheet(made, version=made.version, actor=crew.actor("Bea"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda act, **_rest: act())
        made = handed_in(crew)

    assert made.approver == otto
    assert [each.to for each in mail.outbox] == [[otto.user.email]]  # type: ignore[union-attr]  # has a sign-in
    assert "Mia" in mail.outbox[0].body


def test_who_is_away_or_cannot_sign_in_is_passed_over(crew: World) -> None:
    mia, otto, bea = (crew.person(name) for name in ("Mia", "Otto", "Bea"))
    unit = create_unit(crew.organisation, name="Works", head=bea, actor=system_actor())
    mia.unit = unit
    mia.save(update_fields=["unit"])
    assert approver_for(mia) == otto
    today = dt.datetime.now(tz=dt.UTC).date()
    leave = request_leave(otto, from_date=today, to_date=today, actor=system_actor())
    assert leave.state == "approved"
    assert approver_for(mia) == bea
    Person.objects.filter(pk=bea.pk).update(user=None)
    assert approver_for(mia) == otto
    Person.objects.filter(pk=otto.pk).update(user=None)
    assert approver_for(mia) is None


def test_only_its_approver_approves_a_week_and_never_its_owner(crew: World) -> None:
    made = handed_in(crew)
    for actor in (crew.actor("Mia"), crew.give("Root", "administrator", crew.root), system_actor()):
        with pytest.raises(NotAllowed):
            approve_sheet(made, version=made.version, actor=actor)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Timesheet.objects.filter(pk=made.pk).update(approver=made.person)

    made = approve_sheet(made, version=made.version, actor=crew.actor("Otto"))

    assert made.state == SheetState.APPROVED
    assert made.decided_by_name == "Otto"
    assert AuditEvent.objects.filter(operation="timesheets.approve_sheet").count() == 1


def test_a_week_goes_back_with_a_reason_and_comes_again(crew: World) -> None:
    made, otto = handed_in(crew), crew.actor("Otto")
    with pytest.raises(Invalid, match="Say what"):
        return_sheet(made, reason=" ", version=made.version, actor=otto)
    made = return_sheet(made, reason="Monday was a holiday", version=made.version, actor=otto)

    made = a_week(crew, minutes=(0, 480, 480, 480, 480, 0, 0), version=made.version)
    made = submit_sheet(made, version=made.version, actor=crew.actor("Mia"))

    assert (made.state, made.answer, made.total_minutes) == (SheetState.SUBMITTED, "", 1920)


def test_what_is_handed_in_changes_only_once_it_is_taken_back(crew: World) -> None:
    made, mia = handed_in(crew), crew.actor("Mia")
    with pytest.raises(Conflict, match="handed in"):
        a_week(crew, version=made.version)
    with pytest.raises(Conflict, match="meanwhile"):
        withdraw_sheet(made, version=1, actor=mia)
    made = withdraw_sheet(made, version=made.version, actor=mia)
    assert a_week(crew, minutes=(60,) * 7, version=made.version).total_minutes == 420


def test_days_that_have_not_come_are_not_handed_in(crew: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("keeping", "approving"):
        monkeypatch.setattr(f"remit.timesheets.operations.{module}.day_of", lambda _organisation: MONDAY)
    with pytest.raises(Invalid, match="Tue 2 Jun 2026 has not come"):
        handed_in(crew)


def test_approved_hours_are_locked_in_the_night_and_sent_back_only_before(
    crew: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, otto = handed_in(crew), crew.actor("Otto")
    made = approve_sheet(made, version=made.version, actor=otto)
    assert lock_approved() == 0
    made = return_sheet(made, reason="Wrong button", version=made.version, actor=otto)
    made = submit_sheet(made, version=made.version, actor=crew.actor("Mia"))
    made = approve_sheet(made, version=made.version, actor=otto)
    tomorrow = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)
    monkeypatch.setattr("remit.timesheets.operations.approving.day_of", lambda _organisation: tomorrow)

    assert lock_approved() == 1

    made.refresh_from_db()
    with pytest.raises(Conflict, match="locked"):
        return_sheet(made, reason="Too late", version=made.version, actor=otto)
    with pytest.raises(Conflict):
        a_week(crew, version=made.version)


def test_a_correction_takes_a_line_back_and_puts_one_in_its_place(crew: World) -> None:
    first, mia = locked(crew), crew.actor("Mia")
    with pytest.raises(Invalid, match="what was wrong"):
        begin_correction(first, reason="", actor=mia)
    made = begin_correction(first, reason="Friday was leave", actor=mia)
    with pytest.raises(Conflict, match="Nothing is corrected"):
        submit_sheet(made, version=made.version, actor=mia)
    made = a_week(crew, minutes=(480, 480, 480, 480, 0, 0, 0), version=made.version)

    assert [line.minutes for line in made.lines.order_by("pk")] == [
        tuple(-each for each in DAY),
        (480, 480, 480, 480, 0, 0, 0),
    ]
    assert (made.total_minutes, first.total_minutes) == (-480, 2400)
    assert [each.total for each in held_in(sheets_of(first.person, MONDAY))] == [1920]
    made = submit_sheet(made, version=made.version, actor=mia)
    with pytest.raises(NotAllowed):
        approve_sheet(made, version=made.version, actor=mia)
    approve_sheet(made, version=made.version, actor=crew.actor("Otto"))
    assert first.lines.get().minutes == DAY


def test_a_correction_can_be_dropped_while_it_is_its_owners(crew: World) -> None:
    first, mia = locked(crew), crew.actor("Mia")
    made = begin_correction(first, reason="Friday", actor=mia)
    drop_correction(made, version=made.version, actor=mia)
    assert list(Timesheet.objects.all()) == [first]
    with pytest.raises(Conflict):
        drop_correction(first, version=first.version, actor=mia)


def test_what_is_odd_is_said_to_the_approver(crew: World) -> None:
    edit = crew.project.activities.get()
    edit.percent_complete, edit.start_minute, edit.finish_minute = 100, 0, 0
    edit.save(update_fields=["percent_complete", "start_minute", "finish_minute"])
    made = handed_in(crew, activity="T-1", minutes=(600,) * 5 + (0, 0))
    words = " ".join(odd_of(made))
    assert "12:30 h more than the working time" in words
    assert "50:00 h on work that is finished" in words


def test_hours_wait_for_somebody_else_once_their_approver_has_left(crew: World) -> None:
    otto, bea = crew.person("Otto"), crew.person("Bea")
    reports_to(otto, bea)
    made = handed_in(crew)
    assert pass_on_left() == 0
    otto.left_on = MONDAY
    otto.save(update_fields=["left_on"])
    reports_to(made.person, bea)
    assert pass_on_left() == 1
    made.refresh_from_db()
    assert made.approver == bea


def test_whoever_had_work_and_handed_nothing_in_is_reminded_once(
    crew: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    today = MONDAY + dt.timedelta(days=9)
    monkeypatch.setattr("remit.timesheets.operations.reminding.day_of", lambda _organisation: today)
    assert remind_of_missing_weeks() == 0  # nobody here keeps hours yet
    noted(crew.person("Otto"), MONDAY - dt.timedelta(days=7), state="locked")
    noted(crew.person("Mia"), state="open")

    with django_capture_on_commit_callbacks(execute=True):
        assert [remind_of_missing_weeks(), remind_of_missing_weeks()] == [1, 0]

    assert [each.to for each in mail.outbox] == [[crew.person("Mia").email]]
    assert "Mon 1 Jun 2026" in mail.outbox[0].body


@pytest.mark.parametrize("why", ["early", "handed in", "away"])
def test_nobody_is_reminded_of_a_week_that_is_not_missing(
    crew: World, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    today = MONDAY + dt.timedelta(days=7 if why == "early" else 9)
    monkeypatch.setattr("remit.timesheets.operations.reminding.day_of", lambda _organisation: today)
    noted(crew.person("Otto"), MONDAY - dt.timedelta(days=7), state="locked")
    mia = crew.person("Mia")
    if why == "handed in":
        noted(mia, state="submitted")
    if why == "away":
        last = MONDAY + dt.timedelta(days=4)
        request_leave(mia, from_date=MONDAY, to_date=last, actor=crew.actor("Otto"))
    assert remind_of_missing_weeks() == 0


def test_an_activity_taken_out_of_the_plan_keeps_its_hours(crew: World) -> None:
    made = a_week(crew, activity="T-1")
    crew.project.resource_assignments.all().delete()
    crew.project.activities.all().delete()
    made = a_week(crew, activity="T-1", minutes=(60,) * 7, version=made.version)
    assert made.lines.get().activity_name == "Dig"


def test_two_who_keep_the_same_week_are_told(crew: World) -> None:
    made = a_week(crew)
    a_week(crew, version=made.version)
    for seen in (0, made.version):
        with pytest.raises(Conflict, match="meanwhile"):
            a_week(crew, version=seen)
