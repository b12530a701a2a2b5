"""The pages and the API of the advisor, and what its advice tells the faults of responsibilities."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.findings import judged
from remit.people.models import Advice, AdviceBounds
from remit.people.operations.advice import begin_advice, change_advice_bounds, decide_advice
from remit.people.operations.people import change_person

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def pia(world: World) -> Client:
    world.give("Pia", "portfolio-manager", world.root)
    return world.client("Pia")


def begun(world: World, **facts: Any) -> Advice:
    return begin_advice(world.organisation, name="The firm", facts=facts, actor=SYSTEM)


def test_the_questions_come_filled_in_with_what_remit_counts_and_can_be_corrected(
    world: World, pia: Client
) -> None:
    page = pia.get("/advisor/new/").content.decode()
    assert 'name="projects" value="1"' in page.replace('min="0" ', "").replace('max="100000" ', "")
    sent = {"name": "The firm", "projects": "12", "regulated": "yes", "structure": "functional"}
    assert pia.post("/advisor/new/", sent).status_code == 302
    advice = Advice.objects.get()
    assert advice.facts == {"structure": "functional", "projects": 12, "regulated": True}
    assert advice.counted["projects"] == 1
    shown = pia.get("/advisor/1/").content.decode()
    assert "Remit counted 1" in shown
    for rule in ("R1", "R6", "R12", "R14"):
        assert f">{rule}</span>" in shown


def test_what_was_typed_stays_where_a_fact_is_wrong(pia: Client) -> None:
    answer = pia.post("/advisor/new/", {"name": "The firm", "projects": "-1", "clients": "7"})
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()


def test_another_answer_shows_the_difference_side_by_side(world: World, pia: Client) -> None:
    begun(world, projects=10)
    page = pia.get("/advisor/1/?change=projects&to=11").content.decode()
    assert "<strong>10</strong> → <strong>11</strong>" in page
    assert "Portfolio manager</th>" in page
    same = pia.get("/advisor/1/?change=trades&to=9").content.decode()
    assert "Nothing would change." in same


def test_the_decision_stands_on_the_page_with_its_decider_and_cannot_be_changed(
    world: World, pia: Client
) -> None:
    begun(world, projects=1)
    sent = {"version": "1", "decision": "One manager each."}
    assert pia.post("/advisor/1/decide/", sent).status_code == 302
    page = pia.get("/advisor/1/").content.decode()
    assert "One manager each." in page
    assert "by Pia on" in page
    assert "/advisor/1/edit/" not in page
    assert pia.post("/advisor/1/decide/", sent).status_code == 409


def test_a_role_is_given_from_the_advice_and_a_refusal_stands_beside_its_row(
    world: World, pia: Client
) -> None:
    begun(world, programmes=1, projects=1, teams=2)
    sol = world.person("Sol")
    page = pia.get("/advisor/1/staff/").content.decode()
    assert "Delivery manager" in page
    early = {"version": "1", "from_date": "2026-06-01"}
    assert pia.post("/advisor/1/staff/", early).status_code == 422
    place = page.split("Delivery manager, O-1")[0].count('name="person_')
    change_person(sol, version=sol.version, left_on=dt.date(2098, 1, 1), actor=SYSTEM)
    late = {"version": "1", "from_date": "2099-01-01", f"person_{place}": sol.key}
    refused = pia.post("/advisor/1/staff/", late)
    assert refused.status_code == 422
    assert "Sol left on 2098-01-01" in refused.content.decode()
    assert not sol.assignments.exists()
    assert pia.post("/advisor/1/staff/", {**early, f"person_{place}": sol.key}).status_code == 302
    assert sol.assignments.get().role.code == "delivery-manager"


def test_the_rules_are_read_by_whoever_sees_the_organisation_and_set_by_the_administrator(
    world: World, pia: Client
) -> None:
    world.give("Adam", "administrator", world.root)
    adam = world.client("Adam")
    form = {"version": "1"}
    form |= {
        code: str(value)
        for code, value in adam.get("/advisor/rules/").context["form"].initial.items()
        if code != "version"
    }
    assert pia.get("/advisor/rules/").status_code == 200
    assert pia.post("/advisor/rules/", {**form, "trades": "4"}).status_code == 403
    assert adam.post("/advisor/rules/", {**form, "trades": "4"}).status_code == 302
    assert AdviceBounds.objects.get().stated == {"trades": 4}
    assert adam.post("/advisor/rules/", {**form, "trades": "5"}).status_code == 409


def test_the_wizard_says_what_it_is_and_who_answers(world: World) -> None:
    world.give("Tom", "team-member")
    page = world.client("Tom").get("/advisor/kind/?ends=yes&unique=yes").content.decode()
    assert "<h2>Project</h2>" in page
    assert "/roles/project-manager/" in page


def test_the_api_says_the_same_as_the_pages(world: World, pia: Client) -> None:
    def post(path: str, body: dict[str, Any]) -> Any:
        return pia.post(f"/api/v1{path}", body, content_type="application/json")

    made = post("/role-advice", {"name": "The firm", "facts": {"projects": 10}})
    assert made.status_code == 201
    lines = {(each["rule"], each["role"]): each for each in made.json()["lines"]}
    fired = lines["R6", "portfolio-manager"]
    assert (fired["outcome"], fired["facts"][0]["value"], fired["facts"][0]["bound"]) == ("advised", 10, 5)
    varied = post("/role-advice/1/what-if", {"projects": 11}).json()["differences"]
    assert {each["role"] for each in varied} == {"portfolio-manager", "project-manager", "sponsor"}
    assert Advice.objects.get().facts == {"projects": 10}
    computed = post("/role-advice-answer", {"projects": 11}).json()["structure"]
    assert computed[0]["outcome"] == "required"
    decided = post("/role-advice/1/decide", {"decision": "Yes.", "version": 1}).json()
    assert (decided["decided_by"], decided["version"]) == ("Pia", 2)
    kinds = pia.get("/api/v1/kind-of-work?ends=true&unique=true").json()
    assert [each["kind"] for each in kinds["kinds"]] == ["project"]


def test_a_role_that_was_decided_on_and_that_nobody_holds_is_a_finding_of_the_organisation(
    world: World,
) -> None:
    advice = begun(world, enters_service=True)
    assert _codes(world) == []
    decide_advice(advice, decision="Yes.", version=1, actor=SYSTEM)
    assert _codes(world) == ["advice-vacant"]
    world.give("Olga", "operations-manager", world.root)
    assert _codes(world) == []


def _codes(world: World) -> list[str]:
    found = judged(world.organisation, [world.root])[0].findings
    return [each.code for each in found if each.code == "advice-vacant"]


def test_the_threshold_of_a_large_team_is_the_organisations_own(world: World) -> None:
    for name in ("Ada", "Bob", "Cem"):
        world.give(name, "team-member")

    def advised() -> list[str]:
        found = judged(world.organisation, [world.project.scope])[0].findings
        return [each.words for each in found if each.code == "role-advised"]

    assert advised() == []
    change_advice_bounds(world.organisation, stated={"project_team": 3}, version=1, actor=SYSTEM)
    assert advised() == []
    change_advice_bounds(world.organisation, stated={"project_team": 2}, version=2, actor=SYSTEM)
    assert len(advised()) == 1


def test_nothing_of_another_organisation_is_seen(world: World, stranger: World, pia: Client) -> None:
    begin_advice(stranger.organisation, name="Theirs", facts={}, actor=SYSTEM)
    assert pia.get("/advisor/1/").status_code == 404
    assert "Theirs" not in pia.get("/advisor/").content.decode()
    assert pia.get("/api/v1/role-advice/1").status_code == 404


def test_whoever_sees_one_project_alone_does_not_see_the_advice(world: World) -> None:
    world.give("Tom", "team-member")
    begun(world)
    tom = world.client("Tom")
    assert tom.get("/advisor/").status_code == 403
    assert tom.get("/advisor/1/").status_code == 403
    assert tom.get("/api/v1/role-advice").status_code == 403


@pytest.mark.parametrize("field", ["role", "scope", "person"])
def test_a_pick_that_names_something_of_another_organisation_is_refused(
    world: World, stranger: World, pia: Client, field: str
) -> None:
    begun(world, teams=2)
    stranger.begin("Moon", stranger.root)
    for name in ("Ann", "Ben", "Cat", "Dan"):
        foreign = stranger.person(name)
    pick = {"role": "delivery-manager", "scope": "O-1", "person": world.person("Sol").key}
    theirs = {"role": "no-such-role", "scope": "P-2", "person": foreign.key}[field]
    body = {"version": 1, "from_date": "2026-06-01", "picks": [{**pick, field: theirs}]}
    answer = pia.post("/api/v1/role-advice/1/assignments", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"picks.0.{field}"
