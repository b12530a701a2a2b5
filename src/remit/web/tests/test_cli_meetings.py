"""Meetings, actions and decisions on the command line: what others script against, and what people read."""

import datetime as dt
import json
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.meetings.models import Meeting
from remit.meetings.operations.actions import finish_action
from remit.meetings.tests.making import a_decision, a_draft, a_meeting, an_action, some_minutes
from remit.web import cli

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]

LONG_AGO, FAR_AHEAD = dt.date(2026, 1, 5), dt.date(2100, 1, 4)


@pytest.fixture
def here(world: World) -> World:
    """The bridge with a manager who leads and minutes."""
    world.give("Ada", "project-manager")
    return world


def said(capsys: Capture, *words: str, code: int = 0) -> dict[str, Any]:
    assert cli.main(["--json", *words]) == code
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_meetings_are_listed_the_latest_first_and_one_is_shown_whole(here: World, capsys: Capture) -> None:
    ada = here.person("Ada")
    a_meeting(here.project, ada, "Kick-off", day=LONG_AGO)
    later = a_meeting(here.project, ada, day=FAR_AHEAD)
    listed = said(capsys, "meeting", "list", "p-1")
    assert [(each["key"], each["title"], each["state"]) for each in listed["meetings"]] == [
        (f"P-1/{later.key}", "Weekly", "planned"),
        ("P-1/MT-1", "Kick-off", "planned"),
    ]
    shown = said(capsys, "meeting", "show", "p-1/mt-1")
    assert (shown["day"], shown["begins"], shown["chair"]) == ("2026-01-05", "10:00", ada.name)
    assert shown["agenda"] == [{"title": "Budget", "minutes": 15, "leader": ada.name}]
    assert cli.main(["meeting", "show", "P-1/MT-1"]) == 0
    text = capsys.readouterr().out
    assert "MT-1   2026-01-05 10:00 Kick-off (planned)" in text
    assert f"  1. Budget, 15 minutes, {ada.name}" in text


def test_a_meeting_is_held_once_from_its_day_on_and_the_record_says_who(here: World, capsys: Capture) -> None:
    ahead = a_meeting(here.project, here.person("Ada"), day=FAR_AHEAD)
    assert said(capsys, "meeting", "hold", f"P-1/{ahead.key}", code=4)["error"]["code"] == "early"
    Meeting.objects.filter(pk=ahead.pk).update(day=LONG_AGO)
    assert said(capsys, "meeting", "hold", f"P-1/{ahead.key}")["state"] == "held"
    event = AuditEvent.objects.order_by("-pk").first()
    assert event is not None
    assert event.operation == "meetings.hold_meeting"
    assert said(capsys, "meeting", "hold", f"P-1/{ahead.key}", code=4)["error"]["code"] == "state"


def test_a_meeting_is_cancelled_with_its_reason_alone(here: World, capsys: Capture) -> None:
    made = a_meeting(here.project, here.person("Ada"), day=FAR_AHEAD)
    assert said(capsys, "meeting", "cancel", f"P-1/{made.key}", "--reason", " ", code=1)["ok"] is False
    off = said(capsys, "meeting", "cancel", f"P-1/{made.key}", "--reason", "Strike")
    assert (off["state"], off["reason"]) == ("cancelled", "Strike")
    assert cli.main(["meeting", "show", f"P-1/{made.key}"]) == 0
    assert "cancelled: Strike" in capsys.readouterr().out


@pytest.mark.parametrize("key", ["MT-1", "P-1/MT-9", "P-9/MT-1"])
def test_a_meeting_that_is_not_there_is_said_in_one_line(here: World, capsys: Capture, key: str) -> None:
    assert here.project.key == "P-1"
    assert cli.main(["meeting", "show", key]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_actions_are_listed_by_their_day_and_those_done_can_be_left_out(here: World, capsys: Capture) -> None:
    ada = here.person("Ada")
    done, late = an_action(here.project, ada, "Call"), an_action(here.project, ada, "Write")
    type(late).objects.filter(pk=late.pk).update(due_on=LONG_AGO)
    finish_action(done, words="Called.", version=1, actor=system_actor())
    listed = said(capsys, "action", "list", "P-1")["actions"]
    assert [(each["text"], each["overdue"], each["done_words"]) for each in listed] == [
        ("Write", True, ""),
        ("Call", False, "Called."),
    ]
    assert cli.main(["action", "list", "P-1", "--open"]) == 0
    text = capsys.readouterr().out
    assert f"2026-01-05 Write ({ada.name}, overdue)" in text
    assert "Call" not in text


def test_decisions_are_listed_with_what_took_their_place(here: World, capsys: Capture) -> None:
    ada = here.person("Ada")
    first = a_decision(here.project, ada, "Steel", reasons="Cheaper")
    later = a_decision(here.project, ada, "Timber", supersedes=first)
    listed = {each["key"]: each for each in said(capsys, "decision", "list", "P-1")["decisions"]}
    assert (listed[first.key]["words"], listed[first.key]["superseded_by"]) == ("Cheaper", later.key)
    assert listed[later.key]["superseded_by"] is None
    assert cli.main(["decision", "list", "P-1"]) == 0
    assert f"Steel; replaced by {later.key}" in capsys.readouterr().out


def test_minutes_are_shown_and_a_draft_is_published_once(here: World, capsys: Capture) -> None:
    made = a_meeting(here.project, here.person("Ada"), day=LONG_AGO)
    assert said(capsys, "meeting", "minutes", f"P-1/{made.key}", code=3)["error"]["code"] == "not_found"
    draft = a_draft(made, said="Twelve thousand are left.")
    assert said(capsys, "meeting", "minutes", f"P-1/{made.key}")["state"] == "draft"
    published = said(capsys, "meeting", "publish", f"P-1/{made.key}")
    draft.refresh_from_db()
    assert (published["state"], published["sha256"]) == ("published", draft.sha256)
    assert (published["number"], published["rest"]) == (1, "Twelve thousand are left.")
    assert said(capsys, "meeting", "publish", f"P-1/{made.key}", code=3)["ok"] is False
    assert cli.main(["meeting", "minutes", f"P-1/{made.key}"]) == 0
    text = capsys.readouterr().out
    assert f"{made.key} Weekly: version 1, published" in text
    assert "     Twelve thousand are left." in text
    assert draft.sha256 in text


def test_a_correction_is_published_with_its_reason_and_every_version_is_shown_by_its_number(
    here: World, capsys: Capture
) -> None:
    made = a_meeting(here.project, here.person("Ada"), day=LONG_AGO)
    some_minutes(made)
    shown = said(capsys, "meeting", "minutes", f"P-1/{made.key}")
    assert (shown["number"], shown["state"]) == (1, "published")
    assert said(capsys, "meeting", "minutes", f"P-1/{made.key}", "--number", "2")["state"] == "draft"
    assert said(capsys, "meeting", "minutes", f"P-1/{made.key}", "--number", "3", code=3)["ok"] is False
    assert said(capsys, "meeting", "publish", f"P-1/{made.key}", code=1)["ok"] is False
    assert said(capsys, "meeting", "publish", f"P-1/{made.key}", "--reason", "Wrong")["number"] == 2
