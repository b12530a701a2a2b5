"""Duties that one person holds together are looked at by a second: who that is, by when, and what follows."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.findings import judged
from remit.people.findings_kept import judged_anew
from remit.people.models import Assignment, Role, SeparationReview
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.separation import remind_of_reviews, review_separation

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
TODAY = dt.date.today()  # noqa: DTZ011 - the organisation's day


@pytest.fixture
def both(world: World) -> Assignment:
    """Ada is project manager and, given by the sponsor Sue, acceptor; Pat heads the portfolio; Tom is in the team."""
    world.give("Ada", "project-manager")
    world.give("Sue", "sponsor")
    world.give("Pat", "portfolio-manager", world.root)
    world.give("Tom", "team-member")
    acceptor = Role.objects.get(organisation=world.organisation, code="acceptor")
    return assign_role(
        world.person("Ada"), acceptor, world.project.scope, actor=world.actor("Sue"),
        from_date=dt.date(2026, 1, 1), separation_reason="We are few.",
    )  # fmt: skip


def _review(both: Assignment, **changes: Any) -> SeparationReview:
    if changes:
        SeparationReview.objects.filter(assignment=both).update(**changes)
    return SeparationReview.objects.get(assignment=both)


def _decide(
    both: Assignment, world: World, who: str, *, is_kept: bool = True, reason: str = "Small."
) -> None:
    review_separation(both, is_kept=is_kept, reason=reason, version=1, actor=world.actor(who))


def test_it_is_due_within_the_organisations_days_and_knows_who_gave_it(
    world: World, both: Assignment
) -> None:
    review = _review(both)

    assert review.due_on == TODAY + dt.timedelta(days=30)
    assert review.given_by == world.person("Sue")
    assert not SeparationReview.objects.exclude(assignment=both).exists()


@pytest.mark.parametrize("who", ["Ada", "Sue", "Tom", "Una"])
def test_neither_holder_nor_giver_nor_who_reviews_nothing_here_decides(
    world: World, both: Assignment, who: str
) -> None:
    with pytest.raises(NotAllowed):
        _decide(both, world, who)
    with pytest.raises(NotAllowed):
        review_separation(both, is_kept=True, reason="x", version=1, actor=SYSTEM)


def test_a_second_person_keeps_it_with_a_reason_once(world: World, both: Assignment) -> None:
    with pytest.raises(Invalid):
        _decide(both, world, "Pat", reason=" ")
    _decide(both, world, "Pat")

    review = _review(both)
    assert (review.is_kept, review.reason, review.decided_by) == (True, "Small.", world.person("Pat"))
    both.refresh_from_db()
    assert both.ended_at is None
    with pytest.raises(Conflict):
        _decide(both, world, "Pat")


def test_or_ends_it_and_the_right_is_gone_at_once(world: World, both: Assignment) -> None:
    _decide(both, world, "Pat", is_kept=False)

    both.refresh_from_db()
    assert both.ended_at is not None
    assert {each.role_code for each in world.actor("Ada").grants} == {"project-manager"}


def test_what_nobody_looked_at_in_time_is_a_finding_until_somebody_does(
    world: World, both: Assignment
) -> None:
    scope = world.project.scope

    def codes() -> list[str]:
        (found,) = judged_anew(world.organisation, [scope])
        assert found.findings == judged(world.organisation, [scope])[0].findings
        return [each.code for each in found.findings if each.code == "review-overdue"]

    assert codes() == []
    _review(both, due_on=TODAY - dt.timedelta(days=1))
    assert "review-overdue" in {each.code for each in judged(world.organisation, [scope])[0].findings}
    _decide(both, world, "Pat")
    assert codes() == []


def test_reminders_go_before_it_is_due_and_weekly_after_to_those_who_may_decide(
    world: World, both: Assignment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def sent() -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_reviews()
        return sorted(each.to[0] for each in mail.outbox)

    assert sent() == []
    _review(both, due_on=TODAY + dt.timedelta(days=7))
    assert sent() == [world.person("Pat").email]
    assert sent() == []
    _review(both, due_on=TODAY - dt.timedelta(days=1), reminded_on=TODAY - dt.timedelta(days=7))
    assert sent() == [world.person("Pat").email]
    end_assignment(both, version=both.version, actor=SYSTEM)
    _review(both, reminded_on=None)
    assert sent() == []


def test_page_and_start_page_offer_it_to_whoever_may_decide_alone(world: World, both: Assignment) -> None:
    address = f"/assignments/{both.key}/"
    pat, sue = world.client("Pat"), world.client("Sue")

    assert "Keep both with one person" in pat.get(address).content.decode()
    assert "Keep both with one person" not in sue.get(address).content.decode()
    assert "Duties that one person holds together" in pat.get("/").content.decode()
    assert "Duties that one person holds together" not in sue.get("/").content.decode()

    assert pat.post(f"{address}review", {"version": 1, "is_kept": "1", "reason": "Fine."}).status_code == 302
    assert _review(both).is_kept is True


def test_programs_read_and_decide_it(world: World, both: Assignment) -> None:
    address = f"/api/v1/assignments/{both.key}/review"
    pat: Client = world.client("Pat")

    assert pat.get(address).json()["is_kept"] is None
    body = {"version": 1, "is_kept": False, "reason": "Too much."}
    answer = pat.post(address, body, content_type="application/json")

    assert (answer.status_code, answer.json()["is_kept"]) == (200, False)
    other = Assignment.objects.get(person=world.person("Sue"))
    assert pat.get(f"/api/v1/assignments/{other.key}/review").status_code == 404
