"""How a job goes from its start to its end, whichever that is."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import NOBODY, Actor, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import FieldError, Invalid, NotAllowed
from remit.core.progress import Cancelled, Part
from remit.jobs.attempts import Attempt
from remit.jobs.lifelines import FileLifeline, Told, lifeline_of
from remit.jobs.models import Job, JobState
from remit.jobs.operations.jobs import start_job
from remit.jobs.queries import left_words, seconds_left, standing
from remit.jobs.registries import Run
from remit.jobs.tasks import do_job
from remit.people.models import Person
from remit.people.operations.people import add_person

pytestmark = pytest.mark.django_db


def nothing(_run: Run) -> Mapping[str, Any]:
    return {}


def kept(seen: list[Any], value: object) -> dict[str, Any]:
    seen.append(value)
    return {}


def done(job: Job) -> Job:
    do_job(job.pk)
    job.refresh_from_db()
    return job


def test_a_job_gets_its_parameters_and_keeps_its_result(started: Callable[..., Job]) -> None:
    job = done(started(lambda run: {"dug": run.parameters["depth"] * 2}))
    assert (job.state, job.result, job.error) == (JobState.DONE, {"dug": 6}, {})
    assert job.started_at is not None
    assert job.ended_at is not None
    assert job.attempts == 1


def test_starting_and_ending_are_recorded(world: World, started: Callable[..., Job]) -> None:
    job = done(started(nothing))
    events = AuditEvent.objects.about("job", job.key)
    assert [(each.operation, each.actor_name) for each in events] == [
        ("jobs.end_job", "Remit"),
        ("jobs.start_job", "Ada"),
    ]


def test_only_somebody_of_an_organisation_who_may_write_starts_long_work(
    world: World, ada: Actor, kind: Callable[..., str]
) -> None:
    words: dict[str, Any] = {"label": "A hole", "scope_path": "/1/", "parameters": {}}
    code = kind(nothing)
    reader = Actor(key=ada.key, name=ada.name, user_id=ada.user_id, organisation_id=1, token_may_write=False)
    for actor in (NOBODY, system_actor(), reader):
        with pytest.raises(NotAllowed):
            start_job(code, actor=actor, **words)
    with pytest.raises(ValueError, match="no kind"):
        start_job("tests.unheard_of", actor=ada, **words)
    assert not Job.objects.exists()


def test_a_job_is_done_once_however_often_it_is_queued(started: Callable[..., Job]) -> None:
    times: list[int] = []
    job = started(lambda _run: kept(times, 1))
    done(job)
    done(job)
    assert len(times) == 1


def test_what_it_may_do_is_what_its_owner_may_when_it_is_done(
    world: World, started: Callable[..., Job]
) -> None:
    seen: list[Actor] = []
    job = started(lambda run: kept(seen, run.actor))
    held = world.person("Ada").assignments.get()
    held.ended_at = timezone.now()
    held.save()
    done(job)
    assert seen[0].name == "Ada"
    assert not seen[0].can("plan.edit", world.project.scope.path)


def test_nobody_is_behind_the_job_of_a_sign_in_that_was_disabled(
    world: World, started: Callable[..., Job]
) -> None:
    seen: list[Actor] = []
    job = started(lambda run: kept(seen, run.actor))
    user = world.person("Ada").user
    assert user is not None
    user.is_active = False
    user.save()
    done(job)
    assert seen == [NOBODY]


def test_it_speaks_the_language_in_which_it_was_started(started: Callable[..., Job]) -> None:
    seen: list[str | None] = []
    with translation.override("de"):
        job = started(lambda _run: kept(seen, translation.get_language()))
    done(job)
    assert seen == ["de"]


def test_a_refusal_says_what_where_and_who_may(started: Callable[..., Job]) -> None:
    def refuse(_run: Run) -> Mapping[str, Any]:
        raise Invalid("Line 3: no.", errors=[FieldError("file", "Line 3: no.")])

    job = done(started(refuse))
    assert job.state == JobState.FAILED
    assert job.error["message"] == "Line 3: no."
    assert job.error["errors"] == [{"field": "file", "message": "Line 3: no."}]
    assert "reference" not in job.error

    def forbid(_run: Run) -> Mapping[str, Any]:
        raise NotAllowed("Not you.", "the sponsor")

    assert done(started(forbid)).error["who_may"] == "the sponsor"


def test_a_fault_of_ours_carries_a_reference_that_stands_in_the_log_and_no_trace(
    started: Callable[..., Job], caplog: pytest.LogCaptureFixture
) -> None:
    job = done(started(lambda _run: {"x": 1 // 0}))
    assert job.state == JobState.FAILED
    reference = job.error["reference"]
    assert reference in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "ivision" not in str(job.error)


def test_a_kind_that_is_no_longer_known_fails_with_a_sentence(started: Callable[..., Job]) -> None:
    job = started(nothing)
    Job.objects.filter(pk=job.pk).update(kind="tests.of_another_version")
    assert "no longer knows" in done(job).error["message"]


def test_work_that_concludes_is_done_with_its_transaction_or_not_at_all(
    world: World, started: Callable[..., Job]
) -> None:
    def broken(run: Run) -> Mapping[str, Any]:
        with transaction.atomic():
            add_person(world.organisation, name="Zoe", email="zoe@acme.example", actor=system_actor())
            run.conclude({"is": "there"})
            raise Invalid("Not after all.")

    job = done(started(broken))
    assert (job.state, job.result) == (JobState.FAILED, {})
    assert not Person.objects.filter(name="Zoe").exists()


def test_what_goes_wrong_after_the_conclusion_does_not_undo_it(started: Callable[..., Job]) -> None:
    def late(run: Run) -> Mapping[str, Any]:
        run.conclude({"is": "there"})
        raise Invalid("Too late.")

    job = done(started(late))
    assert (job.state, job.result) == (JobState.DONE, {"is": "there"})


def test_an_attempt_that_was_taken_for_dead_can_no_longer_conclude(started: Callable[..., Job]) -> None:
    def slow(run: Run) -> Mapping[str, Any]:
        Job.objects.update(attempts=2)  # somebody else has taken it up
        with transaction.atomic():
            run.conclude({"is": "double"})
        return {}

    job = done(started(slow))
    assert (job.state, job.result) == (JobState.RUNNING, {})


def test_what_was_laid_aside_is_tidied_at_every_end(started: Callable[..., Job]) -> None:
    tidied: list[str] = []

    def cancel(_run: Run) -> Mapping[str, Any]:
        raise Cancelled

    for run in (nothing, cancel, lambda _run: {"x": 1 // 0}):
        done(started(run, tidy=lambda job: tidied.append(Job.objects.get(pk=job.pk).state)))
    assert tidied == ["done", "cancelled", "failed"]


def attempt() -> Attempt:
    return Attempt(Job(), NOBODY, lambda _attempt, _result: None)


@given(st.lists(st.tuples(st.integers(-5, 400), st.integers(1, 300)), max_size=40))
def test_progress_never_goes_back_and_never_beyond_the_whole(steps: list[tuple[int, int]]) -> None:
    watched, before = attempt(), 0.0
    for number, total in steps:
        watched.step(number, total, "digging")
        told = watched.told
        assert before <= told.done / told.total <= 1
        before = told.done / told.total


@given(st.integers(0, 100), st.integers(0, 100), st.integers(-3, 1000), st.integers(0, 1000))
def test_a_part_stays_within_its_share_of_the_whole(a: int, b: int, number: int, total: int) -> None:
    first, last = sorted((a, b))
    watched = attempt()
    Part(watched, first, last, "digging").at(max(number, 0), total)
    assert first <= watched.told.done <= last


def test_the_rest_takes_as_long_as_the_first_part_did() -> None:
    began = timezone.now()
    assert seconds_left(began, began + dt.timedelta(seconds=10), 25, 100) == 30
    assert seconds_left(began, began + dt.timedelta(seconds=10), 100, 100) == 0
    assert seconds_left(began, began + dt.timedelta(seconds=10), 4, 100) is None, "too little to judge by"
    assert seconds_left(began, began + dt.timedelta(seconds=0.5), 50, 100) is None, "too soon to judge"
    assert seconds_left(None, began, 50, 100) is None
    assert seconds_left(began, began + dt.timedelta(seconds=10), 0, 0) is None


def test_the_time_left_is_said_no_more_exactly_than_it_is_known() -> None:
    assert [left_words(each) for each in (3, 11, 59, 61, 3600, 3601)] == [
        "a few seconds left",
        "about 20 seconds left",
        "about 60 seconds left",
        "about 2 minutes left",
        "about 1 hour left",
        "about 2 hours left",
    ]


@pytest.mark.django_db(transaction=True)
def test_while_it_runs_others_read_how_far_it_is(started: Callable[..., Job]) -> None:
    seen: list[Any] = []

    def dig(run: Run) -> Mapping[str, Any]:
        run.step(40, 100, "digging")
        for _wait in range(200):
            stands = standing(Job.objects.get())
            if stands.percent == 40:
                seen.append(stands)
                break
            time.sleep(0.02)
        return {}

    job = done(started(dig))
    assert [(each.doing, each.done, each.total) for each in seen] == [("Digging", 40, 100)]
    assert lifeline_of(job).latest() is None, "nothing is left lying about"
    assert not lifeline_of(job).is_alive()
    assert standing(job).percent == 100


def test_words_that_are_being_written_count_as_nothing_said(started: Callable[..., Job]) -> None:
    line = FileLifeline(started(nothing))
    with line.held() as is_free:
        assert is_free
        line.tell(Told(1, 2, "digging"), 1)
        assert line.latest() == Told(1, 2, "digging")
        line._said.write_text('{"done": 1, "to')
        assert line.latest() is None
        with FileLifeline(Job.objects.get()).held() as is_free_for_two:
            assert not is_free_for_two
