"""Outcomes and their reviews: one owner, dated reviews, values with evidence, and that they outlast the project."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.benefits.chart import HEIGHT, WIDTH, value_chart
from remit.benefits.facts import reviews_planned
from remit.benefits.figures import share
from remit.benefits.models import Benefit, BenefitReview
from remit.benefits.operations.benefits import change_benefit, hand_over_benefit, remove_benefit
from remit.benefits.operations.reviews import (
    do_review,
    move_review,
    plan_reviews,
    remind_of_benefit_reviews,
)
from remit.benefits.queries import benefits_for, days_after, my_reviews, offered, one_benefit, standing_of
from remit.benefits.tests.making import STATED, a_benefit, a_review
from remit.closure.checklist_queries import checklist_of
from remit.closure.operations.checklists import answer_item
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.core.figures import figure, plain_figure
from remit.people.findings_kept import judged_anew
from remit.people.grids import day_of
from remit.people.handover_items import is_accountable, lines_of
from remit.people.models import Assignment, ItemKind, Person, Thresholds
from remit.people.operations.people import change_person
from remit.projects.models import Charter, FeasibilityStudy, Phase, Project

SYSTEM = system_actor()
FOUND: dict[str, Any] = {"value": Decimal(20), "evidence": "Counted in June", "follows": "keep"}


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def outcome(world: World, petra: Actor) -> Benefit:
    """An outcome that Olga answers for, who holds no role."""
    return a_benefit(world.project, world.person("Olga"), actor=petra)


def close(world: World, phase: str = Phase.CLOSED) -> None:
    Project.objects.filter(pk=world.project.pk).update(phase=phase)


def late(world: World, days: int) -> dt.date:
    return day_of(world.organisation) - dt.timedelta(days=days)


def seen(benefit: Benefit) -> int:
    return int(Benefit.objects.values_list("version", flat=True).get(pk=benefit.pk))


@given(
    st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2)
)
def test_the_share_is_100_at_the_target_or_beyond_and_0_at_the_baseline(
    start: Decimal, end: Decimal, value: Decimal
) -> None:
    if start == end:
        return
    assert share(start, end, start) == 0
    assert share(start, end, end) == 100
    is_reached = value >= end if end > start else value <= end
    assert (share(start, end, value) >= 100) == is_reached


@given(st.lists(st.tuples(st.dates(dt.date(2026, 1, 6)), st.decimals(-9, 9, places=1)), max_size=6))
def test_every_value_lies_within_the_picture(values: list[tuple[dt.date, Decimal]]) -> None:
    picture = value_chart(
        (dt.date(2026, 1, 5), Decimal(3)), (dt.date(2027, 1, 5), Decimal(1)), values, "days"
    )
    assert len(picture.marks) == len(values) + 2
    assert all(0 <= each.x <= WIDTH and 0 <= each.y <= HEIGHT for each in picture.marks)


def test_figures_are_kept_exactly_or_refused() -> None:
    assert plain_figure(figure(Decimal("5.20"), "x")) == "5.2"
    assert plain_figure(figure(Decimal(100), "x")) == "100"
    for value in ("1.00001", "1e15", "NaN", "Infinity"):
        with pytest.raises(Invalid):
            figure(Decimal(value), "x")


def test_months_after_the_end_are_days_that_every_month_has() -> None:
    assert days_after(dt.date(2026, 11, 30)) == [
        dt.date(2027, 2, 28), dt.date(2027, 5, 28), dt.date(2027, 11, 28),
    ]  # fmt: skip


def test_an_outcome_is_stated_by_whoever_leads_the_project_and_its_owner_is_told(
    world: World, petra: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = a_benefit(world.project, world.person("Olga"), actor=petra)
    assert (made.key, made.owner.name) == ("BE-1", "Olga")
    assert [each.to for each in mail.outbox] == [[world.person("Olga").email]]
    with pytest.raises(NotAllowed):
        a_benefit(world.project, world.person("Olga"), actor=world.give("Bo", "team-member"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("statement", " "), ("measure", ""), ("unit", ""), ("method", ""), ("target_value", Decimal("42.5")),
        ("target_on", dt.date(2026, 1, 5)), ("baseline_value", Decimal("0.00001")),
    ],
)  # fmt: skip
def test_an_outcome_says_all_by_which_it_is_measured(
    world: World, petra: Actor, field: str, value: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        a_benefit(world.project, world.person("Olga"), actor=petra, **{field: value})
    assert refused.value.errors[0].field == field


def test_nobody_who_has_left_or_is_of_elsewhere_answers_for_it(
    world: World, petra: Actor, stranger: World
) -> None:
    gone = world.person("Gus")
    Person.objects.filter(pk=gone.pk).update(left_on=dt.date(2020, 1, 1))
    gone.refresh_from_db()
    for person in (gone, stranger.person("Sue")):
        with pytest.raises(Invalid):
            a_benefit(world.project, person, actor=petra)


def test_the_owner_sees_the_outcome_without_a_role_and_others_do_not(world: World, outcome: Benefit) -> None:
    olga = world.actor("Olga")
    assert one_benefit(olga, "BE-1") == outcome
    page = world.client("Olga").get("/benefits/BE-1/")
    assert page.status_code == 200
    assert "Bridge" not in page.content.decode()
    with pytest.raises(NotFound):
        one_benefit(world.actor("Norbert"), "BE-1")


def test_reviews_are_planned_moved_with_a_reason_and_done_by_owner_or_whoever_is_named(
    world: World, petra: Actor, outcome: Benefit
) -> None:
    olga, rita = world.actor("Olga"), world.person("Rita")
    first, second = plan_reviews(outcome, days=[late(world, 3), late(world, -90)], actor=petra)
    (third,) = plan_reviews(outcome, days=[late(world, -90), late(world, -180)], reviewer=rita, actor=olga)
    with pytest.raises(Invalid, match="why"):
        move_review(first, to_day=late(world, -9), reason=" ", version=seen(outcome), actor=olga)
    moved = move_review(
        first, to_day=late(world, -9), reason="Olga is ill", version=seen(outcome), actor=olga
    )
    assert [(each.from_day, each.reason) for each in moved.moves.all()] == [(late(world, 3), "Olga is ill")]
    with pytest.raises(NotAllowed, match="owner"):
        do_review(moved, version=seen(outcome), actor=petra, **FOUND)
    with pytest.raises(Conflict):
        do_review(moved, version=1, actor=olga, **FOUND)
    do_review(moved, version=seen(outcome), actor=olga, **FOUND)
    do_review(third, version=seen(outcome), actor=world.actor("Rita"), **FOUND)
    with pytest.raises(Conflict, match="done"):
        do_review(moved, version=seen(outcome), actor=olga, **FOUND)
    with pytest.raises(NotAllowed):
        do_review(second, version=seen(outcome), actor=world.actor("Rita"), **FOUND)
    event = AuditEvent.objects.filter(operation="benefits.move_review").get()
    assert event.reason == "Olga is ill"


@pytest.mark.parametrize(
    ("field", "value"), [("evidence", " "), ("follows", "x"), ("on", dt.date(2099, 1, 1)), ("follows", "act")]
)
def test_a_review_says_where_its_value_is_from_and_what_follows(
    world: World, outcome: Benefit, field: str, value: Any
) -> None:
    review = a_review(outcome)
    with pytest.raises(Invalid) as refused:
        do_review(review, version=seen(outcome), actor=world.actor("Olga"), **FOUND | {field: value})
    assert refused.value.errors[0].field == ("words" if value == "act" else field)


def test_what_is_stopped_needs_no_review_any_more(world: World, outcome: Benefit) -> None:
    olga = world.actor("Olga")
    first, second = plan_reviews(outcome, days=[late(world, 5), late(world, 2)], actor=olga)
    do_review(first, version=seen(outcome), actor=olga, **FOUND | {"follows": "stop", "words": "Ferry sold"})
    assert my_reviews(olga) is None
    assert standing_of(one_benefit(olga, "BE-1"), day_of(world.organisation))[0] == "grey"
    with pytest.raises(Conflict, match="no longer"):
        do_review(second, version=seen(outcome), actor=olga, **FOUND)


def test_what_was_measured_keeps_what_it_was_measured_by(
    world: World, petra: Actor, outcome: Benefit
) -> None:
    do_review(a_review(outcome), version=seen(outcome), actor=world.actor("Olga"), **FOUND)
    with pytest.raises(Conflict, match="new outcome"):
        change_benefit(outcome, version=seen(outcome), target_value=Decimal(30), actor=petra)
    changed = change_benefit(outcome, version=seen(outcome), statement="Nobody waits", actor=petra)
    assert changed.statement == "Nobody waits"
    with pytest.raises(Conflict):
        change_benefit(outcome, version=1, statement="Other", actor=petra)


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.ARCHIVED])
def test_reviews_and_the_handing_over_are_all_that_a_closed_project_takes(
    world: World, petra: Actor, outcome: Benefit, phase: str
) -> None:
    close(world, phase)
    olga, rita = world.actor("Olga"), world.person("Rita")
    with pytest.raises(NotAllowed):
        a_benefit(world.project, world.person("Olga"), actor=petra)
    with pytest.raises(NotAllowed):
        change_benefit(outcome, version=1, statement="Other", actor=petra)
    review = a_review(outcome, actor=olga)
    move_review(review, to_day=dt.date(2027, 5, 1), reason="Later", version=seen(outcome), actor=petra)
    do_review(review, version=seen(outcome), actor=olga, **FOUND)
    handed = hand_over_benefit(outcome, owner=rita, reason="Olga moves", version=seen(outcome), actor=olga)
    assert handed.owner == rita
    with pytest.raises(NotAllowed):
        hand_over_benefit(handed, owner=world.person("Olga"), reason="x", version=seen(outcome), actor=olga)


def test_what_somebody_answers_for_stands_in_the_handover_when_they_go(
    world: World, outcome: Benefit
) -> None:
    world.give("Olga", "team-member")
    held = Assignment.objects.select_related("person", "role", "scope__organisation").get(
        person=world.person("Olga")
    )
    assert is_accountable(held)
    assert (ItemKind.OUTCOME.value, "BE-1", f"BE-1 {STATED['statement']}") in lines_of(held)
    hand_over_benefit(outcome, owner=world.person("Rita"), reason="Goes", version=1, actor=SYSTEM)
    assert not is_accountable(held)


def test_a_late_review_is_red_and_mailed_weekly_and_after_two_weeks_to_the_sponsor_once(
    world: World,
    petra: Actor,
    outcome: Benefit,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    world.give("Sam", "sponsor")
    close(world)
    review = a_review(outcome, late(world, 13), world.person("Rita"))
    shown = benefits_for(petra).get()
    assert standing_of(shown, day_of(world.organisation))[0] == "red"
    people = {each: world.person(each).email for each in ("Olga", "Rita", "Sam")}

    def told() -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_benefit_reviews()
        return sorted(each.to[0] for each in mail.outbox)

    assert told() == sorted([people["Olga"], people["Rita"]])
    assert told() == []
    BenefitReview.objects.filter(pk=review.pk).update(due_on=late(world, 14), reminded_on=late(world, 7))
    Thresholds.objects.create(organisation=world.organisation, stated={"outcome_days": 15})
    assert told() == sorted([people["Olga"], people["Rita"]]), "the organisation waits a day longer"
    Thresholds.objects.update(stated={})
    BenefitReview.objects.filter(pk=review.pk).update(reminded_on=late(world, 7))
    assert told() == sorted(people.values())
    BenefitReview.objects.filter(pk=review.pk).update(reminded_on=late(world, 7))
    assert told() == sorted([people["Olga"], people["Rita"]])


def test_the_closing_list_asks_for_outcomes_with_an_owner_who_is_here_and_a_review(
    world: World, petra: Actor
) -> None:
    assert "No outcome" in reviews_planned(world.project).words
    made = a_benefit(world.project, world.person("Olga"), actor=petra)
    assert "BE-1" in reviews_planned(world.project).words
    a_review(made)
    assert reviews_planned(world.project).is_met
    Person.objects.filter(pk=world.person("Olga").pk).update(left_on=dt.date(2020, 1, 1))
    assert "has left" in reviews_planned(world.project).words


def test_a_project_that_needs_no_outcomes_says_why_and_never_that_they_are_reviewed(
    world: World, petra: Actor
) -> None:
    answer: dict[str, Any] = {
        "code": "reviews-planned",
        "evidence": "A duty by law",
        "version": 0,
        "actor": petra,
    }
    with pytest.raises(Invalid, match="Remit judges"):
        answer_item(world.project, state="done", **answer)
    answer_item(world.project, state="not-needed", **answer)
    line = next(each for each in checklist_of(world.project) if each.code == "reviews-planned")
    assert (line.is_settled, line.why) == (True, "A duty by law")
    a_review(a_benefit(world.project, world.person("Olga"), actor=petra))
    line = next(each for each in checklist_of(world.project) if each.code == "reviews-planned")
    assert (line.state, line.is_fact) == ("done", True)


def test_the_charter_offers_its_objectives_until_they_are_taken(world: World, petra: Actor) -> None:
    content = {"objectives": ["Half the wait", "Open by May"], "success_criteria": ["Half the wait"]}
    Charter.objects.create(project=world.project, number=1, content=content)
    assert offered(world.project) == ["Half the wait", "Open by May"]
    page = world.client("Petra").get(
        f"/projects/{world.project.key}/benefits/new/", {"line": "Half the wait"}
    )
    assert 'value="Half the wait"' in page.content.decode()
    a_benefit(world.project, world.person("Olga"), actor=petra, source="Half the wait")
    assert offered(world.project) == ["Open by May"]


def test_the_study_offers_what_it_recommends_and_the_problem_unless_it_says_stop(world: World) -> None:
    options = [{"name": "Do nothing", "about": ""}, {"name": "Ferry", "about": "A ferry\nevery hour"}]
    content = {"problem": "People wait.", "options": options, "recommended": "Ferry"}
    FeasibilityStudy.objects.create(project=world.project, number=1, content=content)
    assert offered(world.project) == ["A ferry every hour", "People wait."]
    FeasibilityStudy.objects.update(content=content | {"recommended": "stop"})
    assert offered(world.project) == []


def test_one_entered_by_mistake_is_removed_with_its_plans_until_it_was_measured(
    world: World, petra: Actor
) -> None:
    wrong = a_benefit(world.project, world.person("Olga"), actor=petra)
    a_review(wrong, actor=petra)
    with pytest.raises(NotAllowed):
        remove_benefit(wrong, version=2, actor=world.give("Bo", "team-member"))
    with pytest.raises(Conflict):
        remove_benefit(wrong, version=1, actor=petra)
    client = world.client("Petra")
    assert "Remove" in client.get(f"/benefits/{wrong.key}/").content.decode()
    answer = client.post(f"/benefits/{wrong.key}/remove", {"version": "2"})
    assert answer.headers["Location"] == f"/projects/{world.project.key}/benefits/"
    assert not Benefit.objects.exists()
    assert AuditEvent.objects.filter(operation="benefits.remove_benefit").get().changes["unit"] == ["min", ""]

    kept = a_benefit(world.project, world.person("Olga"), actor=petra)
    assert kept.key != wrong.key, "a key is never given twice"
    review = a_review(kept, dt.date(2026, 5, 4), actor=petra)
    olga = world.actor("Olga")
    do_review(review, value=Decimal(30), evidence="Seen", follows="keep", version=2, actor=olga)
    with pytest.raises(Conflict):
        remove_benefit(kept, version=3, actor=petra)
    page = client.get(f"/benefits/{kept.key}/").content.decode()
    assert "data-confirm" not in page


def test_late_reviews_and_owners_who_left_are_findings_also_when_the_project_is_closed(
    world: World, petra: Actor
) -> None:
    def told() -> list[tuple[str, str]]:
        (found,) = judged_anew(world.organisation, [world.project.scope])
        return [(each.code, each.words) for each in found.findings if each.code.startswith("outcome")]

    benefit = a_benefit(world.project, world.person("Olga"), actor=petra)
    assert told() == []
    review = a_review(benefit, dt.date(2026, 5, 4), world.person("Rita"), actor=petra)
    late = ("outcome-late", "Rita has not reviewed the outcome BE-1, due on Mon 4 May 2026.")
    assert told() == [late]
    Project.objects.update(phase=Phase.CLOSED)
    olga = world.person("Olga")
    change_person(olga, version=olga.version, actor=system_actor(), left_on=dt.date(2026, 6, 1))
    left = ("outcome-ownerless", "Olga, who answered for the outcome BE-1, has left.")
    assert told() == [late, left]
    (found,) = judged_anew(world.organisation, [world.project.scope])
    assert [each.url for each in found.findings[-2:]] == ["/benefits/BE-1/"] * 2
    assert not any(each.is_error for each in found.findings[-2:])
    given = world.person("Rita")
    hand_over_benefit(benefit, owner=given, reason="Gone", version=2, actor=petra)
    do_review(
        review, value=Decimal(30), evidence="Seen", follows="keep", version=3, actor=world.actor("Rita")
    )
    assert told() == []


@pytest.mark.parametrize(("target", "expected"), [(1, (True, "start")), (5, (False, "start"))])
def test_words_of_a_measured_value_stand_away_from_the_dashed_line(
    target: int, expected: tuple[bool, str]
) -> None:
    begun, end = dt.date(2026, 1, 5), dt.date(2027, 1, 5)
    # slower than planned: where values are to fall it lies above the dashed line, where they rise below
    slow = (dt.date(2026, 7, 6), Decimal("2.8" if target == 1 else "3.2"))
    picture = value_chart((begun, Decimal(3)), (end, Decimal(target)), [slow], "days")
    mark = picture.marks[1]
    assert (mark.label_y < mark.y, mark.anchor) == expected


def test_the_pages_state_plan_move_review_and_hand_over(world: World, petra: Actor) -> None:
    client, key, olga = world.client("Petra"), world.project.key, world.person("Olga")
    form = {name: str(value) for name, value in STATED.items()} | {"owner": olga.key, "source": ""}
    assert client.post(f"/projects/{key}/benefits/new/", form | {"unit": ""}).status_code == 422
    assert client.post(f"/projects/{key}/benefits/new/", form).status_code == 302
    assert client.post("/benefits/BE-1/reviews/new/", {"days": "soon"}).status_code == 422
    assert client.post("/benefits/BE-1/reviews/new/", {"days": "2026-05-04, 2027-05-04"}).status_code == 302
    moved = {"to_day": "2027-06-01", "reason": "Holiday", "version": "2"}
    assert client.post("/benefits/BE-1/reviews/2/move/", moved).status_code == 302
    assert client.post("/benefits/BE-1/reviews/2/move/", moved).status_code == 409
    found = {"value": "20", "evidence": "Counted", "follows": "keep", "version": "3"}
    assert client.post("/benefits/BE-1/reviews/1/", found).status_code == 403
    assert world.client("Olga").post("/benefits/BE-1/reviews/1/", found).status_code == 302
    assert client.post("/benefits/BE-1/edit/", form | {"version": "4", "measure": "Wait"}).status_code == 422
    changed = form | {"version": "4", "statement": "Nobody waits"}
    assert client.post("/benefits/BE-1/edit/", changed).status_code == 302
    page = client.get("/benefits/BE-1/").content.decode()
    assert "55 % of the way" in page
    assert "Holiday" in page
    given = {"owner": world.person("Rita").key, "reason": "Goes", "version": "5"}
    assert client.post("/benefits/BE-1/owner/", given).status_code == 302
    for address in ("/benefits/", f"/projects/{key}/benefits/", f"/projects/{key}/"):
        assert "Nobody waits" in client.get(address).content.decode()
