"""The pages of plans: begin one, change an activity without a chart, link, set a baseline, take an edit back."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from remit.conftest import World
from remit.planning.models import Activity, Baseline, Link
from remit.planning.operations.edits import edit_plan
from remit.projects.operations.projects import create_project

HERE = "/projects/P-1/plan/"


@pytest.fixture
def manager(world: World) -> Client:
    actor = world.give("Mona", "project-manager")
    edit_plan(world.project, [{"op": "add", "name": "Dig", "duration_minutes": 900}], actor=actor)
    edit_plan(world.project, [{"op": "add", "name": "Pour"}], actor=actor)
    return world.client("Mona")


def stated(client: Client, key: str) -> dict[str, Any]:
    """Return what the form of an activity states, as a browser would send it."""
    form = client.get(f"{HERE}activities/{key}/").context["form"]
    return {name: value for name, value in form.initial.items() if value is not None and value is not False}


def test_an_activity_is_changed_by_its_form(manager: Client) -> None:
    answer = manager.post(
        f"{HERE}activities/T-1/", stated(manager, "T-1") | {"duration": "1w 1d", "name": "Dig deep"}
    )
    assert answer.status_code == 302
    activity = Activity.objects.get(key="T-1")
    assert (activity.name, activity.duration_minutes) == ("Dig deep", 6 * 450)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"duration": "soon"}, "duration"),
        ({"duration": "99999999999d"}, "duration"),
        ({"percent_complete": "101"}, "percent_complete"),
        ({"constraint": "snet", "constraint_minute": ""}, "constraint_minute"),
        ({"constraint_minute": "2026-99-99"}, "constraint_minute"),
        ({"accountable_key": "U-999"}, "accountable_key"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(
    manager: Client, change: dict[str, str], field: str
) -> None:
    before = list(Activity.objects.values())
    answer = manager.post(f"{HERE}activities/T-1/", stated(manager, "T-1") | change)
    assert answer.status_code == 422
    assert answer.context["form"].errors.get(field) or answer.context["form"].non_field_errors()
    assert list(Activity.objects.values()) == before


def test_a_stale_form_shows_both_values(manager: Client) -> None:
    seen = stated(manager, "T-1")
    manager.post(f"{HERE}activities/T-1/", seen | {"notes": "first"})
    answer = manager.post(f"{HERE}activities/T-1/", seen | {"notes": "second"})
    assert answer.status_code == 409
    assert [(both.yours, both.theirs) for both in answer.context["form"].both] == [("second", "first")]
    assert Activity.objects.get(key="T-1").notes == "first"


def test_both_values_are_shown_as_people_read_them(world: World, manager: Client) -> None:
    seen = stated(manager, "T-1")
    changed = {"duration": "5d", "constraint": "snet", "constraint_minute": "2026-07-01T09:00"}
    manager.post(f"{HERE}activities/T-1/", seen | changed | {"accountable_key": world.person("Mona").key})
    mine = {"duration": "9d", "constraint": "mso", "constraint_minute": "2026-07-02T09:00"}
    mine |= {"is_manual": "on", "accountable_key": world.person("Ada").key}
    answer = manager.post(f"{HERE}activities/T-1/", seen | mine)
    shown = {each.label: (each.yours, each.theirs) for each in answer.context["form"].both}
    assert shown == {
        "Duration": ("9d", "5d"),
        "Date constraint": ("Must start on", "Start no earlier than"),
        "Constraint date": ("2026-07-02 09:00", "2026-07-01 09:00"),
        "Scheduled by hand": ("yes", "no"),
        "Accountable": ("Ada", "Mona"),
    }


def test_the_history_shows_values_as_people_read_them(manager: Client) -> None:
    changed = {"duration": "5d", "constraint": "snet", "constraint_minute": "2026-07-01T09:00"}
    manager.post(f"{HERE}activities/T-1/", stated(manager, "T-1") | changed | {"is_manual": "on"})
    page = manager.get("/history/activity/P-1/T-1/").content.decode()
    assert "<del>15 h</del> → <ins>37.5 h</ins>" in page
    assert "<ins>Start no earlier than</ins>" in page
    assert "<del>no</del> → <ins>yes</ins>" in page
    plan = manager.get("/history/plan/P-1/").content.decode()
    assert re.search(r"finish</dt><dd><del>2026-\d\d-\d\d \d\d:\d\d</del> → <ins>2026-", plan)


def test_a_link_is_added_with_a_lead_and_removed(manager: Client) -> None:
    manager.post(f"{HERE}activities/T-2/link", {"predecessor": "t-1", "kind": "FS", "lag": "-1d"})
    link = Link.objects.get()
    assert (link.predecessor.key, link.lag_amount) == ("T-1", -450)
    for key in ("T-1", "T-2"):
        assert "FS -1d" in manager.get(f"{HERE}activities/{key}/").content.decode()
    manager.post(f"{HERE}activities/T-2/unlink/{link.key}")
    assert Link.objects.count() == 0


def test_a_link_that_would_close_a_circle_is_refused(manager: Client) -> None:
    manager.post(f"{HERE}activities/T-2/link", {"predecessor": "T-1", "kind": "FS", "lag": ""})
    answer = manager.post(f"{HERE}activities/T-1/link", {"predecessor": "T-2", "kind": "FS", "lag": ""})
    assert answer.status_code in {409, 422}
    assert Link.objects.count() == 1


def test_why_names_the_chain_and_who_answers(manager: Client) -> None:
    manager.post(f"{HERE}activities/T-2/link", {"predecessor": "T-1", "kind": "FS", "lag": ""})
    part = manager.get(f"{HERE}activities/T-2/why").content.decode()
    assert "Starts when T-1 Dig finishes" in part
    assert "Mona" in part


def test_a_baseline_is_set_and_what_moved_since_is_listed(world: World, manager: Client) -> None:
    assert manager.post(f"{HERE}baselines/", {"name": "Agreed"}).status_code == 302
    manager.post(f"{HERE}activities/T-1/", stated(manager, "T-1") | {"duration": "5d"})
    page = manager.get(f"{HERE}baselines/").content.decode()
    assert Baseline.objects.get().is_current
    assert "3 d later" in page


def test_an_edit_is_taken_back_from_the_log(manager: Client) -> None:
    manager.post(f"{HERE}activities/T-1/", stated(manager, "T-1") | {"name": "Dig deep"})
    latest = manager.get(f"{HERE}log/").context["edits"][0].number
    manager.post(f"{HERE}log/{latest}/undo")
    assert Activity.objects.get(key="T-1").name == "Dig"


def test_a_plan_begins_on_the_day_that_was_chosen(world: World) -> None:
    world.give("Pia", "portfolio-manager", world.root)
    tunnel = create_project(
        world.root, name="Tunnel", starts_on=world.project.starts_on, actor=world.actor("Pia")
    )
    world.give("Mona", "project-manager", tunnel.scope)
    client = world.client("Mona")
    assert "Begin a plan" in client.get(f"/projects/{tunnel.key}/plan/").content.decode()
    assert client.post(f"/projects/{tunnel.key}/plan/", {"start": "2026-13-01"}).status_code == 422
    assert client.post(f"/projects/{tunnel.key}/plan/", {"start": "2026-09-01"}).status_code == 302


def test_plan_data_is_not_sent_twice(manager: Client) -> None:
    first = manager.get(f"{HERE}data")
    again = manager.get(f"{HERE}data", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    manager.post(f"{HERE}activities/T-1/", stated(manager, "T-1") | {"name": "Dig deep"})
    assert manager.get(f"{HERE}data", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"edits": 1}', b'{"edits": []}', b"[" * 5000, b'{"edits": [{}]}']
)
def test_edits_that_cannot_be_read_are_refused_with_words(manager: Client, body: bytes) -> None:
    answer = manager.post(
        f"{HERE}edits", body, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert answer.status_code in {400, 422}
    assert json.loads(answer.content)["detail"]


def test_a_preview_changes_nothing(manager: Client) -> None:
    edit = {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 4500}}
    answer = manager.post(f"{HERE}edits", {"edits": [edit], "preview": True}, content_type="application/json")
    assert answer.json()["consequence"]["activities_moved"] >= 1
    assert Activity.objects.get(key="T-1").duration_minutes == 900
