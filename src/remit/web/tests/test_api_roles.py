"""The catalogue of roles by the API: read, changed, compared, asked, acknowledged."""

from typing import Any

import pytest

from remit.conftest import World
from remit.people.models import Assignment, Role
from remit.web.tests.api_calls import Caller, assert_problem, caller

CLERK: dict[str, Any] = {
    "name": "Site clerk",
    "family": "Site",
    "purpose": "Keeps the papers of the site.",
    "scope_kind": "site",
    "responsibilities": [{"area": "quality", "text": "Keep delivery notes"}],
    "exclusions": [{"text": "The sequence of work", "role": "construction-manager"}],
    "capabilities": ["project.view"],
}


@pytest.fixture
def adam(world: World) -> Caller:
    return caller(world, "Adam", "administrator", at_root=True)


def test_a_role_is_added_changed_retired_and_brought_back(adam: Caller) -> None:
    answer = adam.post("/roles", CLERK)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/roles/site-clerk"

    changed = adam.patch("/roles/site-clerk", {"version": 1, "focus": "Papers", "note": "Clearer"}).json()
    assert (changed["version"], changed["focus"]) == (2, "Papers")
    versions = adam.get("/roles/site-clerk/versions").json()["items"]
    assert [(each["number"], each["note"]) for each in versions] == [(2, "Clearer"), (1, "")]
    assert versions[0]["differences"] == [{"field": "focus", "removed": [], "added": ["Papers"]}]

    assert adam.post("/roles/site-clerk/retire", {"version": 2}).json()["retired_on"] is not None
    assert [each["code"] for each in adam.get("/roles?is_retired=true").json()["items"]] == ["site-clerk"]
    assert adam.post("/roles/site-clerk/reinstate", {"version": 2}).json()["retired_on"] is None


def test_a_line_may_leave_out_whose_it_is_in_a_change_that_is_taken_and_in_a_stale_one(adam: Caller) -> None:
    lines = {"version": 1, "exclusions": [{"text": "Payroll"}]}
    changed = adam.patch("/roles/acceptor", lines)
    assert changed.status_code == 200
    assert changed.json()["exclusions"] == [{"text": "Payroll", "role": ""}]
    assert_problem(adam.patch("/roles/acceptor", lines | {"exclusions": [{"text": "Stock"}]}), 409, "stale")


def test_a_stale_change_says_both_values(adam: Caller) -> None:
    adam.patch("/roles/acceptor", {"version": 1, "focus": "Needs"})
    document = assert_problem(
        adam.patch("/roles/acceptor", {"version": 1, "focus": "Acceptance"}), 409, "stale"
    )
    assert document["current"]["fields"]["focus"] == {"yours": "Acceptance", "theirs": "Needs"}


def test_effects_on_holders_are_told_and_need_a_yes(world: World, adam: Caller) -> None:
    world.give("Ann", "team-member")
    wanted = {"version": 1, "capabilities": ["project.view", "plan.view", "plan.edit"]}
    document = assert_problem(adam.patch("/roles/team-member", wanted), 409, "rights_change")
    (effect,) = document["current"]["effects"]
    assert (effect["capability"], effect["gained"], effect["people"]) == ("plan.edit", True, ["Ann"])
    assert adam.patch("/roles/team-member", {**wanted, "rights_seen": True}).status_code == 200


def test_what_is_wrong_is_named_by_field(adam: Caller) -> None:
    document = assert_problem(adam.post("/roles", {**CLERK, "capabilities": ["plan.destroy"]}), 422)
    assert [each["field"] for each in document["errors"]] == ["capabilities"]
    assert_problem(adam.post("/roles", {**CLERK, "authority": 6}), 422)


def test_every_right_says_what_it_lets_one_do(adam: Caller) -> None:
    items = {each["code"]: each for each in adam.get("/capabilities").json()["items"]}
    assert items["role.edit"]["explanation"] == "Add, change and retire roles of the catalogue."


def test_roles_are_compared_with_scope_authority_and_focus_first(world: World) -> None:
    ann = caller(world, "Ann", "team-member")
    found = ann.get("/role-comparison?role=product-manager&role=project-manager").json()
    assert [axis["name"] for axis in found["axes"]][:3] == ["scope", "authority", "focus"]
    assert [row["text"] for row in found["parts"][0]["shared"]] != []
    assert found["tests"][0]["roles"] == ["product-manager", "project-manager"]
    assert_problem(ann.get("/role-comparison?role=sponsor"), 400)
    assert_problem(ann.get("/role-comparison?role=sponsor&role=none"), 404)


def test_a_question_is_answered_for_ones_own_roles(world: World) -> None:
    world.give("Sue", "sponsor")
    ann = caller(world, "Ann", "project-leader")
    (answer,) = ann.get("/role-answers?q=approve the budget").json()["answers"]
    assert (answer["verdict"], answer["is_own"], answer["whose"]) == ("no", True, ["sponsor"])
    assert answer["decided_by"]["text"] == "Approval of the budget"
    assert [each["name"] for each in answer["people"]] == ["Sue"]
    assert_problem(ann.get("/role-answers"), 400)
    assert_problem(ann.get("/role-answers?q=x&role=none"), 404)


def test_what_waits_is_listed_and_acknowledged_by_its_holder_alone(world: World) -> None:
    ann, mia = caller(world, "Ann", "team-member"), caller(world, "Mia", "project-manager")
    key = Assignment.objects.get(person__name="Ann").key
    assert [each["key"] for each in ann.get("/acknowledgements").json()["items"]] == [key]
    assert_problem(mia.post(f"/assignments/{key}/acknowledge", {"role_version": 1}), 403)
    assert_problem(ann.post(f"/assignments/{key}/acknowledge", {"role_version": 2}), 409, "stale")
    done = ann.post(f"/assignments/{key}/acknowledge", {"role_version": 1}).json()
    assert (done["acknowledged_version"], done["role_version"]) == (1, 1)
    assert ann.get("/acknowledgements").json()["count"] == 0


def test_a_role_of_another_organisation_is_not_there(world: World, stranger: World) -> None:
    ann = caller(world, "Ann", "team-member")
    theirs = Role.objects.get(organisation=stranger.organisation, code="sponsor")
    theirs.code = "theirs"
    theirs.save(update_fields=["code"])
    for path in ("/roles/theirs", "/roles/theirs/versions", "/role-answers?q=money&role=theirs"):
        assert_problem(ann.get(path), 404)
    assert_problem(ann.get("/role-comparison?role=sponsor&role=theirs"), 404)
    assert world.client("Ann").get("/roles/theirs/").status_code == 404
