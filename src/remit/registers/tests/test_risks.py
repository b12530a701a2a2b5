"""Risks: raised by anybody who sees the project, owned by one, judged, answered, watched, closed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.findings_kept import judged_anew
from remit.people.grids import day_of
from remit.people.handover_items import lines_of
from remit.people.models import Assignment, Person
from remit.projects.models import Charter, Phase, Project
from remit.registers.models import Issue, Risk, RiskState
from remit.registers.operations.assessing import assess_risk, place_risk, plan_response
from remit.registers.operations.reviews import close_risk, issue_of, remind_of_risks, review_risk
from remit.registers.operations.risks import add_response_action, change_risk, open_risk
from remit.registers.queries import exposure_of, my_registers, one_risk, risks_for, top_risks, worth_words
from remit.registers.scoring import Size
from remit.registers.tests.making import FAR, LEFT, SIZE, a_risk, an_answered_risk, an_assessed_risk

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def tom(world: World) -> Actor:
    return world.give("Tom", "team-member")


def budget(world: World, minor: int = 10_000_000, days: int = 0) -> None:
    today = day_of(world.organisation)
    promised = today + dt.timedelta(days=days) if days else None
    Project.objects.filter(pk=world.project.pk).update(
        budget_minor=minor, promised_on=promised, starts_on=dt.date(2020, 1, 1)
    )
    world.project.refresh_from_db()


def test_the_team_raises_a_draft_which_the_manager_takes_up_and_its_owner_is_told(
    world: World, petra: Actor, tom: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = a_risk(world.project, world.person("Tom"), actor=tom)
    assert (made.key, made.state, made.raised_by_id) == ("RK-1", RiskState.DRAFT, tom.person_id)
    with pytest.raises(NotAllowed, match="registers"):
        open_risk(made, version=1, actor=tom)
    with django_capture_on_commit_callbacks(execute=True):
        taken = open_risk(made, version=1, actor=petra)
    assert taken.state == RiskState.OPEN
    assert [each.to for each in mail.outbox] == [[world.person("Tom").email]]
    with pytest.raises(Conflict):
        open_risk(taken, version=2, actor=petra)
    assert a_risk(world.project, world.person("Tom"), actor=petra).state == RiskState.OPEN


def test_nobody_owns_a_risk_of_a_project_that_they_do_not_see(
    world: World, petra: Actor, stranger: World
) -> None:
    for person in (world.person("Norbert"), stranger.person("Sue")):
        with pytest.raises(Invalid) as refused:
            a_risk(world.project, person, actor=petra)
        assert refused.value.errors[0].field == "owner"
    with pytest.raises(NotAllowed):
        a_risk(world.project, world.person("Petra"), actor=world.actor("Norbert"))


@pytest.mark.parametrize("field", ["cause", "event", "effect"])
def test_a_risk_says_cause_event_and_effect(world: World, petra: Actor, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_risk(world.project, world.person("Petra"), actor=petra, **{field: " "})
    assert refused.value.errors[0].field == field


def test_the_score_is_measured_by_budget_and_remaining_days_and_says_by_which(
    world: World, petra: Actor
) -> None:
    budget(world, days=140)
    row = a_risk(world.project, world.person("Petra"), actor=petra)
    made = assess_risk(row, Size(Decimal("0.25"), 400_000, days=2), version=1, actor=petra)
    assert (made.probability_band, made.cost_band, made.days_band, made.score) == (2, 3, 2, 6)
    assert (made.emv_minor, made.state) == (-100_000, RiskState.ASSESSED)
    assert made.scale_budget_minor == 10_000_000
    assert made.scale_days in {100, 101}
    # a budget that changes later does not move what was judged
    budget(world, 1_000_000, days=140)
    assert one_risk(petra, "P-1", "RK-1").score == 6
    assert assess_risk(made, Size(Decimal("0.25"), 400_000), version=2, actor=petra).cost_band == 5


def test_the_signed_charter_says_the_budget_before_the_project_does(world: World, petra: Actor) -> None:
    budget(world)
    Charter.objects.create(
        project=world.project, number=1, state="agreed", content={"budget_minor": 1_000_000}
    )
    made = an_assessed_risk(world.project, world.person("Petra"), Size(Decimal(1), 400_000))
    assert (made.scale_budget_minor, made.cost_band) == (1_000_000, 5)


def test_where_no_budget_is_known_the_band_is_asked_for(world: World, petra: Actor) -> None:
    row = a_risk(world.project, world.person("Petra"), actor=petra)
    for size, field in (
        (Size(Decimal("0.5"), 400_000), "cost_band"),
        (Size(Decimal("0.5"), days=3), "days_band"),
        (Size(Decimal("0.5")), "cost_minor"),
        (Size(Decimal("1.5"), cost_band=1), "probability"),
        (Size(Decimal("0.5"), cost_band=6), "cost_band"),
        (Size(Decimal("0.5"), -1, cost_band=1), "cost_minor"),
    ):
        with pytest.raises(Invalid) as refused:
            assess_risk(row, size, version=1, actor=petra)
        assert refused.value.errors[0].field == field
    assert assess_risk(row, Size(Decimal("0.5"), 400_000, cost_band=4), version=1, actor=petra).score == 16


def test_the_owner_without_right_to_money_judges_by_bands_and_the_sum_stays(
    world: World, petra: Actor, tom: Actor
) -> None:
    budget(world)
    row = a_risk(world.project, world.person("Tom"), actor=petra)
    with pytest.raises(NotAllowed, match="band"):
        assess_risk(row, Size(Decimal("0.5"), 400_000), version=1, actor=tom)
    by_band = assess_risk(row, Size(Decimal("0.5"), cost_band=2), version=1, actor=tom)
    assert (by_band.score, by_band.emv_minor) == (8, None)
    assess_risk(row, Size(Decimal("0.5"), 400_000), version=2, actor=petra)
    again = assess_risk(row, Size(Decimal("0.2"), cost_band=1), version=3, actor=tom)
    assert (again.cost_minor, again.cost_band, again.emv_minor) == (400_000, 3, -80_000)
    page = world.client("Tom").get("/projects/P-1/risks/RK-1/").content.decode()
    assert "4,000" not in page
    assert "4,000" in world.client("Petra").get("/projects/P-1/risks/RK-1/").content.decode()
    assert (
        world.client("Tom").get("/projects/P-1/risks/RK-1/assess/").content.decode().count('name="cost"') == 0
    )


def test_a_draft_is_judged_by_nobody_and_others_neither_judge_nor_close(
    world: World, petra: Actor, tom: Actor
) -> None:
    draft = a_risk(world.project, world.person("Tom"), actor=tom)
    with pytest.raises(Conflict, match="draft"):
        assess_risk(draft, SIZE, version=1, actor=petra)
    row = a_risk(world.project, world.person("Petra"), actor=petra)
    with pytest.raises(NotAllowed):
        assess_risk(row, SIZE, version=1, actor=tom)
    with pytest.raises(NotAllowed):
        close_risk(draft, outcome="expired", words="No", version=1, actor=tom)
    with pytest.raises(Conflict):
        assess_risk(row, SIZE, version=9, actor=petra)


def test_a_response_leaves_less_or_says_why_and_whether_it_is_worth_its_cost(
    world: World, petra: Actor
) -> None:
    budget(world)
    row = an_assessed_risk(world.project, world.person("Petra"), Size(Decimal("0.5"), 400_000))
    stated: dict[str, Any] = {"strategy": "reduce", "response": "Bore first", "version": 2, "actor": petra}
    with pytest.raises(Invalid, match="why"):
        plan_response(row, residual=Size(Decimal("0.6"), 400_000), **stated)
    with pytest.raises(Invalid):
        plan_response(row, residual=LEFT, **stated | {"strategy": "enhance"})
    with pytest.raises(Invalid):
        plan_response(row, residual=LEFT, **stated | {"response": " "})
    made = plan_response(row, residual=Size(Decimal("0.1"), 400_000), cost_minor=100_000, **stated)
    assert (made.state, made.residual_emv_minor, made.residual_score) == (RiskState.PLANNED, -40_000, 6)
    assert "Worth it" in worth_words(made, "GBP")
    dear = plan_response(
        made, residual=Size(Decimal("0.1"), 400_000), cost_minor=160_000, **stated | {"version": 3}
    )
    assert "Not worth it" in worth_words(dear, "GBP")
    found = exposure_of(world.project)
    assert (found.open, found.threats_minor, found.threats_after_minor) == (1, -200_000, -40_000)
    # what is left was measured against more than there is now: it is planned anew
    small = assess_risk(dear, Size(Decimal("0.05"), 400_000), version=4, actor=petra)
    assert (small.state, small.residual_score, small.response) == (RiskState.ASSESSED, None, "Bore first")


def test_an_opportunity_counts_above_zero_and_is_answered_by_making_it_likelier(
    world: World, petra: Actor
) -> None:
    budget(world)
    row = an_assessed_risk(
        world.project, world.person("Petra"), Size(Decimal("0.2"), 500_000), kind="opportunity"
    )
    assert row.emv_minor == 100_000
    made = plan_response(
        row, strategy="enhance", response="Ask early", residual=Size(Decimal("0.6"), 500_000), cost_minor=1_000,
        version=2, actor=petra,
    )  # fmt: skip
    assert "Worth it" in worth_words(made, "GBP")
    found = exposure_of(world.project)
    assert (found.threats_minor, found.opportunities_minor, found.opportunities_after_minor) == (
        None, 100_000, 300_000,
    )  # fmt: skip


def test_an_action_answers_a_risk_and_takes_the_right_to_give_actions(
    world: World, petra: Actor, tom: Actor
) -> None:
    row = an_assessed_risk(world.project, world.person("Tom"))
    given: dict[str, Any] = {"text": "Ask a second supplier", "owner": world.person("Tom"), "due_on": FAR}
    with pytest.raises(NotAllowed):
        add_response_action(row, version=2, actor=tom, **given)
    made = add_response_action(row, version=2, actor=petra, **given)
    assert made.key == "AC-1"
    assert "Ask a second supplier" in world.client("Tom").get("/projects/P-1/risks/RK-1/").content.decode()


def test_a_risk_is_watched_once_it_is_answered_and_late_reviews_are_seen(
    world: World, petra: Actor, tom: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    bare = an_assessed_risk(world.project, world.person("Tom"))
    with pytest.raises(Conflict, match="response"):
        review_risk(bare, words="Seen", review_on=FAR, version=2, actor=tom)
    row = an_answered_risk(world.project, world.person("Tom"))
    today = day_of(world.organisation)
    with pytest.raises(Invalid):
        review_risk(row, words="Seen", review_on=today, version=3, actor=tom)
    watched = review_risk(row, words="Nearer", review_on=FAR, version=3, actor=tom)
    assert (watched.state, watched.reviewed_on) == (RiskState.MONITORED, today)
    Risk.objects.filter(pk=row.pk).update(review_on=today - dt.timedelta(days=1))
    found = my_registers(tom)
    assert found is not None
    assert found["overdue"] == 1
    codes = [each.code for each in judged_anew(world.organisation, [world.project.scope])[0].findings]
    assert "risk-late" in codes
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_risks() == 1
        assert remind_of_risks() == 0
    assert [each.to for each in mail.outbox] == [[world.person("Tom").email]]


def test_what_occurred_becomes_an_issue_of_its_owner_linked_both_ways(
    world: World, petra: Actor, tom: Actor
) -> None:
    row = an_assessed_risk(world.project, world.person("Tom"))
    closed = close_risk(row, outcome="occurred", words="", version=2, actor=tom)
    made = issue_of(closed)
    assert made is not None
    assert (made.key, made.title, made.owner_id, made.severity) == (
        "IS-1",
        row.event,
        tom.person_id,
        "3-medium",
    )
    assert (closed.state, closed.outcome) == (RiskState.CLOSED, "occurred")
    assert "IS-1" in world.client("Tom").get("/projects/P-1/risks/RK-1/").content.decode()
    assert "RK-1" in world.client("Tom").get("/projects/P-1/issues/IS-1/").content.decode()
    with pytest.raises(Conflict, match="closed"):
        close_risk(closed, outcome="occurred", words="", version=3, actor=tom)
    with pytest.raises(Conflict, match="closed"):
        change_risk(closed, version=3, trigger="x", actor=petra)


def test_one_click_says_that_it_occurred(world: World, petra: Actor) -> None:
    an_assessed_risk(world.project, world.person("Petra"))
    answer = world.client("Petra").post("/projects/P-1/risks/RK-1/occurred", {"version": "2"})
    assert answer.headers["Location"] == "/projects/P-1/issues/IS-1/"
    assert Issue.objects.get().risk == Risk.objects.get()


def test_closing_says_why_and_is_for_whoever_keeps_the_register(
    world: World, petra: Actor, tom: Actor
) -> None:
    row = an_assessed_risk(world.project, world.person("Tom"))
    with pytest.raises(NotAllowed):
        close_risk(row, outcome="avoided", words="Done", version=2, actor=tom)
    with pytest.raises(Invalid):
        close_risk(row, outcome="avoided", words=" ", version=2, actor=petra)
    close_risk(row, outcome="avoided", words="A second supplier delivers", version=2, actor=petra)
    event = AuditEvent.objects.filter(operation="registers.close_risk").get()
    assert event.reason == "A second supplier delivers"
    assert my_registers(tom) is None


def test_a_risk_put_into_another_cell_takes_the_middle_of_its_bands(world: World, petra: Actor) -> None:
    budget(world)
    row = an_assessed_risk(world.project, world.person("Petra"), Size(Decimal("0.25"), 400_000))
    moved = place_risk(row, probability_band=4, impact_band=5, version=2, actor=petra)
    assert (moved.probability, moved.cost_minor, moved.score) == (Decimal("0.6"), 1_500_000, 20)
    with pytest.raises(Conflict):
        place_risk(moved, probability_band=4, impact_band=5, version=3, actor=petra)
    # only what moves is changed
    left = place_risk(moved, probability_band=1, impact_band=5, version=3, actor=petra)
    assert (left.probability, left.cost_minor) == (Decimal("0.05"), 1_500_000)
    with pytest.raises(Invalid):
        place_risk(left, probability_band=6, impact_band=1, version=4, actor=petra)


def test_the_matrix_shows_threats_and_opportunities_apart_and_moves_without_a_mouse(
    world: World, petra: Actor, tom: Actor
) -> None:
    budget(world, days=140)
    an_assessed_risk(world.project, world.person("Petra"), Size(Decimal("0.25"), 400_000))
    an_assessed_risk(world.project, world.person("Petra"), Size(Decimal("0.9"), 400_000), kind="opportunity")
    page = world.client("Petra").get("/projects/P-1/risks/matrix/").content.decode()
    assert page.count("<table") == 2
    assert "GBP 1,000" in page or "1,000" in page
    assert 'draggable="true"' in page
    seen = world.client("Tom").get("/projects/P-1/risks/matrix/").content.decode()
    assert "draggable" not in seen
    assert "1,000" not in seen
    sent = {"probability_band": "5", "impact_band": "5", "version": "2"}
    client = world.client("Petra")
    assert client.post("/projects/P-1/risks/RK-1/place/", sent).status_code == 302
    assert Risk.objects.get(key="RK-1").score == 25
    stale = client.post("/projects/P-1/risks/RK-1/place/", sent | {"impact_band": "1"})
    assert "meanwhile" in stale.content.decode()


def test_forms_lead_a_risk_through_its_states(world: World, petra: Actor) -> None:
    budget(world, days=140)
    client = world.client("Petra")
    typed = {
        "kind": "threat", "category": "people", "cause": "One knows it", "event": "She leaves", "effect": "We wait",
        "owner": world.person("Petra").key,
    }  # fmt: skip
    assert client.post("/projects/P-1/risks/new/", typed | {"cause": ""}).status_code == 422
    assert client.post("/projects/P-1/risks/new/", typed).status_code == 302
    base = "/projects/P-1/risks/RK-1/"
    assert (
        client.post(f"{base}assess/", {"probability": "25.5", "cost": "1000", "version": "1"}).status_code
        == 302
    )
    answer = {
        "strategy": "reduce", "response": "Teach", "cost": "100", "residual_probability": "5", "residual_cost": "1000",
        "version": "2",
    }  # fmt: skip
    assert client.post(f"{base}response/", answer | {"residual_probability": "90"}).status_code == 422
    assert client.post(f"{base}response/", answer).status_code == 302
    assert (
        client.post(
            f"{base}review/", {"words": "Well", "review_on": "2098-01-05", "version": "3"}
        ).status_code
        == 302
    )
    page = client.get(base).content.decode()
    assert "25.5" in page
    assert "Worth it" in page
    assert (
        client.post(f"{base}close/", {"outcome": "avoided", "words": "Taught", "version": "4"}).status_code
        == 302
    )
    for address in ("/risks/", "/projects/P-1/risks/", "/projects/P-1/risks/?export=csv", "/projects/P-1/"):
        assert client.get(address).status_code == 200
    assert "She leaves" in client.get("/risks/").content.decode()
    assert "questions" in client.get("/projects/P-1/risks/questions/").content.decode()


def test_the_project_page_names_the_largest_risks_in_money_for_whoever_sees_it(
    world: World, petra: Actor, tom: Actor
) -> None:
    budget(world)
    small = an_assessed_risk(world.project, world.person("Petra"), Size(Decimal("0.9"), 100_000))
    large = an_assessed_risk(
        world.project, world.person("Petra"), Size(Decimal("0.2"), 900_000), event="Flood"
    )
    assert top_risks(petra, world.project) == [large, small]
    assert top_risks(tom, world.project) == [small, large] if small.score > large.score else [large, small]  # type: ignore[operator]  # both are assessed
    assert "1,800" in world.client("Petra").get("/projects/P-1/").content.decode()
    assert "1,800" not in world.client("Tom").get("/projects/P-1/").content.decode()


def test_an_owner_who_leaves_hands_the_risk_over_and_the_new_one_is_named_by_the_manager(
    world: World, petra: Actor, tom: Actor
) -> None:
    row = a_risk(world.project, world.person("Tom"), actor=petra)
    held = Assignment.objects.get(person=world.person("Tom"))
    assert "RK-1" in str(lines_of(held))
    with pytest.raises(NotAllowed):
        change_risk(row, version=1, owner=world.person("Petra"), actor=tom)
    assert change_risk(row, version=1, owner=world.person("Petra"), actor=petra).owner.name == "Petra"
    Person.objects.filter(pk=world.person("Petra").pk).update(left_on=dt.date(2020, 1, 1))
    codes = [each.code for each in judged_anew(world.organisation, [world.project.scope])[0].findings]
    assert "risk-ownerless" in codes


def test_a_closed_project_takes_no_risk_and_strangers_see_none(
    world: World, petra: Actor, stranger: World
) -> None:
    row = a_risk(world.project, world.person("Petra"), actor=petra)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    world.project.refresh_from_db()
    with pytest.raises(NotAllowed, match="closed"):
        a_risk(world.project, world.person("Petra"), actor=petra)
    with pytest.raises(NotAllowed, match="closed"):
        assess_risk(row, SIZE, version=1, actor=petra)
    sue = stranger.give("Sue", "project-manager")
    assert list(risks_for(sue)) == []
    with pytest.raises(NotFound):
        one_risk(world.actor("Norbert"), "P-1", "RK-1")
