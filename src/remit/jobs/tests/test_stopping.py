"""Stopping long work: who may, while it waits, while it runs, and when it is too late."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, NotAllowed, NotFound
from remit.jobs.guards import visible_job
from remit.jobs.models import Job, JobState
from remit.jobs.operations.jobs import begin, cancel_job
from remit.jobs.queries import standing
from remit.jobs.registries import Run
from remit.jobs.tasks import do_job
from remit.people.models import Person
from remit.people.operations.people import add_person

pytestmark = pytest.mark.django_db


def nothing(_run: Run) -> Mapping[str, Any]:
    return {}


def test_one_that_waits_is_stopped_at_once_and_never_done(started: Callable[..., Job], ada: Actor) -> None:
    tidied: list[str] = []
    job = started(nothing, tidy=lambda job: tidied.append(job.key))
    assert cancel_job(job, actor=ada).state == JobState.CANCELLED
    do_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.CANCELLED, 0)
    assert tidied == [job.key]
    latest = AuditEvent.objects.about("job", job.key)[0]
    assert (latest.operation, latest.actor_name) == ("jobs.cancel_job", "Ada")


@pytest.mark.django_db(transaction=True)
def test_one_that_runs_stops_at_its_next_step_and_nothing_of_it_is_kept(
    world: World, started: Callable[..., Job], ada: Actor
) -> None:
    def dig(run: Run) -> Mapping[str, Any]:
        # the wish comes while nothing is locked: what SQLite does with it is tried through real processes
        assert standing(cancel_job(Job.objects.get(), actor=ada)).is_stopping
        with transaction.atomic():
            add_person(world.organisation, name="Zoe", email="zoe@acme.example", actor=system_actor())
            for number in range(500):
                run.step(number, 500, "digging")
                time.sleep(0.02)
        return {}

    job = started(dig)
    do_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert job.result == {}
    assert not Person.objects.filter(name="Zoe").exists()


def test_one_that_has_ended_cannot_be_stopped(started: Callable[..., Job], ada: Actor) -> None:
    job = started(nothing)
    do_job(job.pk)
    job.refresh_from_db()
    with pytest.raises(Conflict, match="ended already"):
        cancel_job(job, actor=ada)
    cancelled = cancel_job(started(nothing), actor=ada)
    with pytest.raises(Conflict, match="already"):
        cancel_job(cancelled, actor=ada)


def test_its_owner_and_an_administrator_stop_it_and_nobody_else_sees_it(
    world: World, stranger: World, started: Callable[..., Job], ada: Actor
) -> None:
    job = started(nothing)
    begin(job)
    job.refresh_from_db()
    for other in (world.give("Max", "project-leader"), world.give("Pia", "portfolio-manager", world.root)):
        with pytest.raises(NotAllowed):
            cancel_job(job, actor=other)
        with pytest.raises(NotFound):
            visible_job(other, job.key)
    foreign = stranger.give("Eve", "administrator", stranger.root)
    with pytest.raises(NotFound):
        visible_job(foreign, job.key)
    boss = world.give("Bea", "administrator", world.root)
    assert visible_job(boss, job.key) == visible_job(ada, job.key) == job
    assert cancel_job(job, actor=boss).cancel_wanted


def test_a_token_that_may_only_read_stops_nothing(started: Callable[..., Job], ada: Actor) -> None:
    reader = Actor(
        key=ada.key,
        name=ada.name,
        user_id=ada.user_id,
        organisation_id=ada.organisation_id,
        token_may_write=False,
    )
    with pytest.raises(NotAllowed):
        cancel_job(started(nothing), actor=reader)
