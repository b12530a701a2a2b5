"""Writes: who may, which version was seen, one effect for one key, and what comes back."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from remit.audit.models import AuditEvent
from remit.audit.queries import verify_chains
from remit.conftest import World
from remit.core.models import IdempotentAnswer
from remit.planning.models import Activity, Plan
from remit.projects.models import Project
from remit.web.tests.api_calls import Caller, assert_problem, caller


@pytest.fixture
def ada(world: World) -> Caller:
    return caller(world, "Ada", "project-manager")


@pytest.fixture
def plan(world: World) -> str:
    return f"/projects/{world.project.key}"


def test_a_project_is_started_found_and_changed(world: World) -> None:
    root = caller(world, "Rosa", "programme-manager", at_root=True)
    made = root.post("/projects", {"name": "Tunnel", "starts_on": "2026-09-01", "kind": "construction"})
    assert made.status_code == 201, made.content
    assert made.json()["parent"] == "O-1"
    path = made.headers["Location"]
    found = root.get(path)
    assert found.json() == made.json()
    assert found.headers["ETag"] == made.headers["ETag"]
    changed = root.patch(path, {"promised_on": "2027-03-01"}, If_Match=found.headers["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed.json()["promised_on"] == "2027-03-01"
    assert changed.json()["version"] == 2
    assert AuditEvent.objects.filter(operation="projects.change_project").count() == 1
    assert verify_chains().holds


def test_a_change_must_say_which_version_it_saw(ada: Caller, plan: str) -> None:
    assert_problem(ada.patch(plan, {"name": "New"}), 428, "version_needed")
    for wrong in ("*", "1", '"x"', '"0"', '"1", "2"', 'W/"', '"1.ZZ"'):
        assert_problem(ada.patch(plan, {"name": "New"}, If_Match=wrong), 400)
    assert_problem(ada.patch(plan, {"name": "New", "version": 2}, If_Match='"1"'), 400)
    assert ada.get(plan).json()["name"] == "Bridge"


@pytest.mark.parametrize(("headers", "version", "status"), [({"If_Match": '"1"'}, None, 412), ({}, 1, 409)])
def test_a_stale_change_is_refused_with_both_values(
    ada: Caller, plan: str, headers: dict[str, str], version: int | None, status: int
) -> None:
    assert ada.patch(plan, {"name": "Theirs", "version": 1}).status_code == 200
    document = assert_problem(
        ada.patch(plan, {"name": "Mine", "version": version}, **headers), status, "stale"
    )
    assert document["current"]["fields"] == {"name": {"yours": "Mine", "theirs": "Theirs"}}
    assert document["current"]["version"] == 2
    assert ada.get(plan).json()["name"] == "Theirs"


def test_a_stale_activity_is_refused_in_the_words_of_the_api(ada: Caller, plan: str) -> None:
    key = ada.post(f"{plan}/activities", {"name": "Dig"}).json()["key"]
    path = f"{plan}/activities/{key}"
    assert ada.patch(path, {"deadline": "2026-07-01T17:30", "version": 1}).status_code == 200
    sent = {"deadline": "2026-08-01T17:30", "constraint": "snet", "constraint_date": "2026-06-10"}
    document = assert_problem(ada.patch(path, sent, If_Match='"1"'), 412, "stale")
    assert document["current"]["fields"]["deadline"] == {
        "yours": "2026-08-01T17:30",
        "theirs": "2026-07-01T17:30",
    }
    assert document["current"]["fields"]["constraint_date"] == {"yours": "2026-06-10", "theirs": None}
    assert document["current"]["changed_by"] == "Ada"


def test_an_activity_is_added_linked_changed_explained_and_removed(ada: Caller, plan: str) -> None:
    first = ada.post(f"{plan}/activities", {"name": "Dig", "duration_minutes": 900}).json()
    second = ada.post(f"{plan}/activities", {"name": "Pour", "after": first["key"]}).json()
    assert [first["wbs"], second["wbs"]] == ["1", "2"]
    link = ada.post(f"{plan}/links", {"predecessor": first["key"], "successor": second["key"]})
    assert link.status_code == 201
    assert link.json()["is_driving"] is True
    path = f"{plan}/activities/{first['key']}"
    moved = ada.patch(path, {"start": "2026-06-08T09:00", "accountable_key": "U-1", "version": 1})
    assert moved.status_code == 200, moved.content
    assert moved.json()["start"] == "2026-06-08T09:00"
    assert moved.json()["accountable_name"] == "Ada"
    later = ada.get(f"{plan}/activities/{second['key']}").json()
    assert later["start"] == "2026-06-10T09:00"
    why = ada.get(f"{plan}/plan/why/{second['key']}").json()
    assert [each["key"] for each in why["reasons"]] == [second["key"], first["key"]]
    assert ada.post(f"{plan}/baselines", {"name": "Agreed"}).json()["number"] == 1
    removed = ada.delete(path)
    assert removed.status_code == 200
    assert removed.json()["removed"] == [first["key"]]
    assert_problem(ada.get(path), 404)
    undone = ada.post(f"{plan}/plan/undo", {"edit": removed.json()["edit"]})
    assert undone.status_code == 200, undone.content
    assert ada.get(path).json()["name"] == "Dig"
    assert ada.delete(f"{plan}/links/{link.json()['key']}").status_code == 200
    log = ada.get(f"{plan}/plan/edits?order_by=number").json()["items"]
    assert [each["number"] for each in log] == list(range(1, len(log) + 1))


def test_who_says_which_version_goes_removes_no_other(ada: Caller, plan: str) -> None:
    made = ada.post(f"{plan}/activities", {"name": "Dig"})
    path = made.headers["Location"]
    assert ada.patch(path, {"name": "Dig deep", "version": 1}).status_code == 200
    document = assert_problem(ada.delete(path, If_Match=made.headers["ETag"]), 412, "stale")
    assert document["current"]["version"] == 2
    step = {"op": "remove", "key": made.json()["key"], "version": 1}
    assert_problem(ada.post(f"{plan}/plan/edits", {"edits": [step]}), 409, "stale")
    assert ada.delete(path, If_Match='"2"').status_code == 200


def test_errors_of_a_change_name_fields_as_they_were_sent(ada: Caller, plan: str) -> None:
    key = ada.post(f"{plan}/activities", {"name": "Dig"}).json()["key"]
    answer = ada.patch(f"{plan}/activities/{key}", {"constraint": "mso", "version": 1})
    assert assert_problem(answer, 422)["errors"][0]["field"] == "constraint_date"
    answer = ada.patch(f"{plan}/activities/{key}", {"deadline": "2026-02-31", "version": 1})
    assert assert_problem(answer, 422)["errors"][0]["field"] == "deadline"


def test_stating_what_stands_already_changes_nothing_and_succeeds(ada: Caller, plan: str) -> None:
    made = ada.post(f"{plan}/activities", {"name": "Dig"}).json()
    again = ada.patch(f"{plan}/activities/{made['key']}", {"name": "Dig", "version": 1})
    assert again.status_code == 200
    assert again.json() == made


def test_several_edits_happen_together_or_not_at_all(world: World, ada: Caller, plan: str) -> None:
    add = [{"op": "add", "name": "Dig"}, {"op": "add", "name": "Pour"}]
    assert ada.post(f"{plan}/plan/edits", {"edits": add}).status_code == 200
    version = Plan.objects.get(project=world.project).version
    bad = [{"op": "link", "predecessor": "T-1", "successor": "T-2"}, {"op": "remove", "key": "T-9"}]
    assert_problem(ada.post(f"{plan}/plan/edits", {"edits": bad}), 422)
    circle = [bad[0], {"op": "link", "predecessor": "T-2", "successor": "T-1"}]
    assert_problem(ada.post(f"{plan}/plan/edits", {"edits": circle}), 422, "cycle")
    assert ada.get(f"{plan}/links").json()["count"] == 0
    assert Plan.objects.get(project=world.project).version == version


def test_a_preview_tells_and_saves_nothing(world: World, ada: Caller, plan: str) -> None:
    ada.post(f"{plan}/activities", {"name": "Dig", "duration_minutes": 450})
    before = list(Activity.objects.values())
    fields = {"duration_minutes": 4500, "start": "2026-06-15T09:00"}
    step = {"op": "change", "key": "T-1", "version": 1, "fields": fields}
    answer = ada.post(f"{plan}/plan/edits", {"edits": [step], "preview": True}).json()
    assert answer["edit"] is None
    assert answer["finish"] == "2026-06-26T17:30"
    assert list(Activity.objects.values()) == before
    assert not AuditEvent.objects.filter(
        object_key=f"{world.project.key}/T-1", operation="planning.edit_plan"
    ).exclude(changes__has_key="name")


def test_scheduling_anew_changes_nothing_where_nothing_is_stale(ada: Caller, plan: str) -> None:
    ada.post(f"{plan}/activities", {"name": "Dig"})
    Activity.objects.update(finish_minute=None)
    assert ada.post(f"{plan}/plan/schedule", None).json()["moved"] == ["T-1"]
    assert ada.post(f"{plan}/plan/schedule", None).json()["moved"] == []
    assert AuditEvent.objects.filter(operation="planning.schedule_plan").count() == 2


def test_an_entity_tag_spares_the_answer_until_something_moves(ada: Caller, plan: str) -> None:
    one = ada.post(f"{plan}/activities", {"name": "Dig"}).json()["key"]
    two = ada.post(f"{plan}/activities", {"name": "Pour"}).json()["key"]
    path = f"{plan}/activities/{two}"
    tag = ada.get(path).headers["ETag"]
    assert ada.get(path, If_None_Match=tag).status_code == 304
    ada.post(f"{plan}/links", {"predecessor": one, "successor": two})
    fresh = ada.get(path, If_None_Match=tag)
    assert fresh.status_code == 200, "the computed dates moved, though nothing was stated about it"
    assert ada.patch(path, {"name": "Cast"}, If_Match=tag).status_code == 200, "what was stated is as it was"


class TestOneEffectForOneKey:
    body = {"name": "Tunnel", "starts_on": "2026-09-01"}

    @pytest.fixture
    def rosa(self, world: World) -> Caller:
        return caller(world, "Rosa", "portfolio-manager", at_root=True)

    def test_sent_again_it_gets_the_first_answer_and_does_nothing(self, rosa: Caller) -> None:
        first = rosa.post("/projects", self.body, Idempotency_Key="one")
        again = rosa.post("/projects", self.body, Idempotency_Key="one")
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.json() == first.json()
        assert again.headers["Location"] == first.headers["Location"]
        assert again.headers["Idempotent-Replayed"] == "true"
        assert Project.objects.count() == 2

    def test_another_body_under_the_same_key_is_refused(self, rosa: Caller) -> None:
        rosa.post("/projects", self.body, Idempotency_Key="one")
        answer = rosa.post("/projects", {**self.body, "name": "Other"}, Idempotency_Key="one")
        assert_problem(answer, 422, "key_reused")
        assert_problem(rosa.post("/people", self.body, Idempotency_Key="one"), 422, "key_reused")
        assert Project.objects.count() == 2

    def test_the_key_of_somebody_else_is_another_key(self, world: World, rosa: Caller) -> None:
        other = caller(world, "Olaf", "portfolio-manager", at_root=True)
        rosa.post("/projects", self.body, Idempotency_Key="one")
        answer = other.post("/projects", self.body, Idempotency_Key="one")
        assert "Idempotent-Replayed" not in answer.headers
        assert Project.objects.count() == 3

    def test_what_failed_did_nothing_and_may_be_sent_again(self, rosa: Caller) -> None:
        assert_problem(rosa.post("/projects", {**self.body, "parent": "G-1"}, Idempotency_Key="one"), 422)
        assert rosa.post("/projects", self.body, Idempotency_Key="one").status_code == 201
        assert IdempotentAnswer.objects.count() == 1

    def test_after_a_day_the_key_is_free(self, rosa: Caller) -> None:
        rosa.post("/projects", self.body, Idempotency_Key="one")
        IdempotentAnswer.objects.update(created_at=timezone.now() - dt.timedelta(hours=24, seconds=1))
        assert rosa.post("/projects", self.body, Idempotency_Key="one").status_code == 201
        assert Project.objects.count() == 3

    @pytest.mark.parametrize("key", ["", " ", "a b", "ü", "a" * 81, "a\x00"])
    def test_a_key_that_cannot_be_kept_is_refused(self, rosa: Caller, key: str) -> None:
        assert_problem(rosa.post("/projects", self.body, Idempotency_Key=key), 400)
        assert Project.objects.count() == 1

    def test_a_key_opens_nothing_to_whoever_is_unknown(self, rosa: Caller) -> None:
        rosa.post("/projects", self.body, Idempotency_Key="one")
        stranger = Caller("remit_wrong", Client())
        assert_problem(stranger.post("/projects", self.body, Idempotency_Key="one"), 401)


def test_a_role_is_given_and_ended_by_the_api(world: World, ada: Caller) -> None:
    world.person("Ben")
    body = {"person": "U-2", "role": "team-member", "scope": world.project.key, "from_date": "2026-06-01"}
    given = ada.post("/assignments", body)
    assert given.status_code == 201, given.content
    key = given.json()["key"]
    assert_problem(ada.post(f"/assignments/{key}/end", {}), 428)
    assert_problem(ada.post(f"/assignments/{key}/end", {"version": 7}), 409, "stale")
    ended = ada.post(f"/assignments/{key}/end", {"reason": "moved on"}, If_Match=given.headers["ETag"])
    assert ended.status_code == 200, ended.content
    assert ended.json()["ended_at"]
    assert_problem(ada.post(f"/assignments/{key}/end", {"version": 2}), 409, "ended")


def test_people_are_added_and_changed_by_an_administrator_alone(world: World, ada: Caller) -> None:
    admin = caller(world, "Root", "administrator", at_root=True)
    body: dict[str, Any] = {"name": "Cleo", "email": "Cleo@Example.com", "line_manager": "U-1"}
    assert_problem(ada.post("/people", body), 403, "not_allowed")
    made = admin.post("/people", body)
    assert made.status_code == 201, made.content
    assert made.json()["email"] == "cleo@example.com"
    path = made.headers["Location"]
    assert_problem(admin.post("/people", body), 422)
    refused: list[dict[str, Any]] = [
        {"email": world.person("Root").email},
        {"line_manager": made.json()["key"]},
        {"joined_on": "2026-02-01", "left_on": "2026-01-01"},
        {"unit": "N-99"},
        {"name": "   "},
        {"name": None},
    ]
    for each in refused:
        assert_problem(admin.patch(path, {**each, "version": 1}), 422)
    assert (
        admin.patch(path, {"title": "Clerk", "line_manager": None, "version": 1}).json()["line_manager"]
        is None
    )
