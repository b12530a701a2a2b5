"""Jobs whose process has died are found; those long over are removed."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.utils import timezone

from remit.audit.queries import verify_chains
from remit.jobs.lifelines import SILENT_FOR, jobs_folder, lifeline_of
from remit.jobs.models import Job, JobState
from remit.jobs.operations.jobs import begin
from remit.jobs.operations.upkeep import KEPT, MOST_ATTEMPTS, find_lost, queue_waiting, remove_old
from remit.jobs.registries import Run
from remit.jobs.tasks import do_job

pytestmark = pytest.mark.django_db


def nothing(_run: Run) -> Mapping[str, Any]:
    return {"is": "there"}


def died(job: Job) -> Job:
    """Leave a job as a process does that was killed while it worked on it."""
    begun = begin(job)
    assert begun is not None
    Job.objects.filter(pk=job.pk).update(seen_at=timezone.now() - 2 * SILENT_FOR)
    return begun


def test_a_job_whose_process_has_died_fails_with_a_clear_sentence(started: Callable[..., Job]) -> None:
    tidied: list[str] = []
    job = started(nothing, tidy=lambda job: tidied.append(job.key))
    died(job)
    assert find_lost() == 1
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Start it again" in job.error["message"]
    assert tidied == [job.key]
    assert find_lost() == 0
    assert verify_chains().holds


def test_one_that_may_be_repeated_is_taken_up_again_but_not_for_ever(started: Callable[..., Job]) -> None:
    job = started(nothing, repeats=True)
    for attempt in range(1, MOST_ATTEMPTS):
        died(job)
        find_lost()
        job.refresh_from_db()
        assert (job.state, job.attempts) == (JobState.WAITING, attempt)
    died(job)
    find_lost()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "3 times" in job.error["message"]


def test_one_that_was_taken_up_again_ends_well(started: Callable[..., Job]) -> None:
    job = started(nothing, repeats=True)
    died(job)
    find_lost()
    do_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"is": "there"}, 2)


def test_one_that_was_to_stop_when_its_process_died_counts_as_stopped(started: Callable[..., Job]) -> None:
    job = started(nothing, repeats=True)
    died(job)
    Job.objects.filter(pk=job.pk).update(cancel_wanted=True)
    find_lost()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_one_at_which_somebody_works_is_left_alone(started: Callable[..., Job]) -> None:
    def look(_run: Run) -> Mapping[str, Any]:
        return {"lost": find_lost()}

    job = started(look)
    do_job(job.pk)
    job.refresh_from_db()
    assert job.result == {"lost": 0}


def test_what_waits_is_queued_once_more_when_a_worker_starts(started: Callable[..., Job]) -> None:
    job = started(nothing)
    assert queue_waiting() == 1
    do_job(job.pk)
    assert queue_waiting() == 0


def test_what_is_long_over_is_removed_with_what_it_left(started: Callable[..., Job]) -> None:
    old, recent, waiting = started(nothing), started(nothing), started(nothing)
    for job in (old, recent):
        do_job(job.pk)
    Job.objects.filter(pk=old.pk).update(ended_at=timezone.now() - KEPT - dt.timedelta(hours=1))
    jobs_folder().mkdir(parents=True, exist_ok=True)
    (jobs_folder() / f"{old.token}.stop").touch()
    (jobs_folder() / f"{waiting.token}.stop").touch()
    assert remove_old() == 1
    assert set(Job.objects.all()) == {recent, waiting}
    assert [path.name for path in jobs_folder().iterdir()] == [f"{waiting.token}.stop"]
    lifeline_of(waiting).remove()
