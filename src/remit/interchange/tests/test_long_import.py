"""The import of a large file as long work: started, watched, stopped at every stage, refused as a small one is."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from remit.accounts.operations.tokens import create_token
from remit.conftest import World
from remit.core.progress import Cancelled
from remit.interchange.models import ImportReport
from remit.interchange.operations.imports import import_plan
from remit.interchange.operations.uploads import remove_forgotten, remove_upload
from remit.interchange.tests.conftest import Census
from remit.interchange.tests.plans import after, chain, file_of, plan_xml, task
from remit.jobs.models import Job, JobState
from remit.jobs.operations.jobs import begin
from remit.jobs.operations.upkeep import find_lost
from remit.jobs.tasks import do_job
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project

pytestmark = pytest.mark.django_db
# What the work itself did not do: the job, its record, and who is signed in.
BOOKKEEPING = {
    "jobs.Job",
    "audit.AuditEvent",
    "core.KeySequence",
    "sessions.Session",
    "usersessions.UserSession",
}


@pytest.fixture(autouse=True)
def _everything_is_large(settings: Any) -> None:
    settings.IMPORT_AT_ONCE_BYTES = 0
    for name in uploads():  # what other tests left
        remove_upload(name)


@pytest.fixture
def planner(world: World) -> Client:
    world.give("Pia", "portfolio-manager", world.root)
    return world.client("Pia")


def send(client: Client, world: World, content: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("../../etc/shed.xml", content, content_type="text/xml")
    return client.post("/import/", {"file": file, "parent": world.root.pk, **more})


def the_job() -> Job:
    job: Job = Job.objects.latest("pk")
    return job


def token_of(world: World, name: str) -> str:
    user = world.person(name).user
    assert user is not None
    return create_token(user, name=f"program {name}", may_write=True, days=None, actor=world.actor(name))[1]


def uploads() -> list[str]:
    return default_storage.listdir("uploads")[1] if default_storage.exists("uploads") else []


class StopsAt:
    """Progress that is stopped at one step, and remembers all of them."""

    def __init__(self, number: int | None = None) -> None:
        self.number = number
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, doing: str) -> None:
        if len(self.steps) == self.number:
            raise Cancelled
        self.steps.append((done, total, doing))

    def check(self) -> None:
        pass


def test_wherever_it_is_stopped_everything_is_as_before(world: World, census: Callable[[], Census]) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    content, before = chain(30), census()
    number = 0
    while True:
        watched = StopsAt(number)
        try:
            import_plan(file_of(content), "shed.xml", actor=actor, parent=world.root, progress=watched)
        except Cancelled:
            assert census() == before, watched.steps
            number += 1
        else:
            break
    assert number == len(watched.steps) >= 8
    assert {doing for _done, _total, doing in watched.steps} == {
        "reading",
        "checking",
        "writing",
        "scheduling",
    }
    assert watched.steps == sorted(watched.steps, key=lambda step: step[0]), "progress goes forward alone"


def test_a_large_file_is_laid_aside_under_a_name_of_ours_and_gone_afterwards(
    planner: Client, world: World
) -> None:
    answer = send(planner, world, chain(5))
    job = the_job()
    assert answer.headers["Location"] == f"/jobs/{job.key}/?follow=1"
    assert (job.label, job.state) == ("shed.xml", JobState.WAITING)
    assert uploads() == [job.parameters["upload"]]
    assert "shed" not in job.parameters["upload"]
    do_job(job.pk)
    assert uploads() == []


def test_who_follows_it_is_led_to_the_report(planner: Client, world: World) -> None:
    send(planner, world, chain(5), name="Shed")
    job = the_job()
    page = f"/jobs/{job.key}/?follow=1"
    assert "Waits for its turn" in planner.get(page).content.decode()
    do_job(job.pk)
    report = ImportReport.objects.get()
    assert report.imported_by_name == "Pia"
    assert Project.objects.get(key=report.project_key).name == "Shed"
    there = f"/projects/{report.project_key}/imports/{report.number}/"
    assert planner.get(page).headers["Location"] == there
    polled = planner.get(page, headers={"HX-Request": "true"})
    assert (polled.status_code, polled.headers["HX-Redirect"]) == (204, there)
    assert there in planner.get(f"/jobs/{job.key}/").content.decode()
    assert there in planner.get("/jobs/").content.decode()


def test_the_import_can_be_taken_back_as_any_other(planner: Client, world: World) -> None:
    send(planner, world, chain(5))
    do_job(the_job().pk)
    report = ImportReport.objects.get()
    planner.post(f"/projects/{report.project_key}/imports/{report.number}/undo")
    assert not Project.objects.filter(key=report.project_key).exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<Project", "Line 1"),
        (plan_xml(task(1, "Dig", after(2)) + task(2, "Pour", after(1))), "wait for each other in a circle"),
        (b"\xd0\xcf\x11\xe0", "this is an .mpp file"),
        (plan_xml(task(1, "Dig", "<Duration>never</Duration>")), "Dig"),
    ],
)
def test_a_refusal_is_as_clear_as_that_of_a_small_file(
    planner: Client, world: World, settings: Any, content: bytes, words: str, census: Callable[[], Census]
) -> None:
    before = census()
    send(planner, world, content)
    job = the_job()
    do_job(job.pk)
    job.refresh_from_db()
    settings.IMPORT_AT_ONCE_BYTES = 1_000_000
    at_once = send(planner, world, content).context["form"].errors["file"][0]
    assert job.state == JobState.FAILED
    assert job.error["message"] == at_once
    assert words in at_once
    page = planner.get(f"/jobs/{job.key}/?follow=1").content.decode()
    assert 'href="/import/"' in page
    after_it = census()
    changed = {name for name in before if before[name] != after_it[name]}
    assert changed <= BOOKKEEPING
    assert uploads() == []


def test_what_can_be_refused_without_the_file_is_refused_at_once(world: World) -> None:
    ada = world.give("Ada", "project-manager")
    edit_plan(world.project, [{"op": "add", "name": "Dig"}], actor=ada)
    file = SimpleUploadedFile("shed.xml", chain(3))
    answer = world.client("Ada").post("/projects/P-1/plan/import", {"file": file})
    assert answer.status_code == 409
    assert not Job.objects.exists()
    assert uploads() == []


def test_a_role_that_was_lost_while_it_waited_counts_as_lost(planner: Client, world: World) -> None:
    send(planner, world, chain(5))
    held = world.person("Pia").assignments.get()
    held.ended_at = timezone.now()
    held.save()
    job = the_job()
    do_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert Project.objects.count() == 1


def test_one_that_waits_is_cancelled_by_its_page_and_its_file_removed(planner: Client, world: World) -> None:
    send(planner, world, chain(5))
    job = the_job()
    shown = planner.post(f"/jobs/{job.key}/cancel", follow=True).content.decode()
    assert "It was stopped. Nothing of it was kept." in shown
    assert uploads() == []
    again = planner.post(f"/jobs/{job.key}/cancel")
    assert again.status_code == 409


def test_a_file_that_is_gone_is_said_to_be_gone(planner: Client, world: World) -> None:
    send(planner, world, chain(5))
    job = the_job()
    default_storage.delete(f"uploads/{job.parameters['upload']}")
    do_job(job.pk)
    job.refresh_from_db()
    assert "no longer there" in job.error["message"]


def test_one_whose_process_died_is_taken_up_again_with_its_file(planner: Client, world: World) -> None:
    send(planner, world, chain(5))
    job = the_job()
    begin(job)
    Job.objects.update(seen_at=None)
    assert find_lost() == 1
    assert len(uploads()) == 1
    do_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert ImportReport.objects.count() == 1


def test_files_that_nobody_waits_for_are_forgotten_after_a_day(
    planner: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(planner, world, chain(5))
    waited_for = uploads()
    assert remove_forgotten([]) == 0, "it is too young"
    monkeypatch.setattr("remit.interchange.operations.uploads.FORGOTTEN_AFTER", dt.timedelta(0))
    assert remove_forgotten(waited_for) == 0
    assert remove_forgotten([]) == 1
    assert uploads() == []


class TestByProgram:
    @pytest.fixture
    def call(self, world: World) -> Callable[..., Any]:
        world.give("Pia", "portfolio-manager", world.root)
        headers = {"Authorization": f"Bearer {token_of(world, 'Pia')}"}

        def send_it(content: bytes | None, more: dict[str, str] | None = None, **extra: Any) -> Any:
            stated: dict[str, Any] = dict(more or {})
            if content is not None:
                stated["file"] = SimpleUploadedFile("shed.xml", content)
            return Client().post("/api/v1/imports", stated, headers={**headers, **extra})

        return send_it

    def test_a_large_file_is_accepted_and_its_job_says_what_came_of_it(
        self, world: World, call: Callable[..., Any]
    ) -> None:
        answer = call(chain(5), {"name": "Shed"})
        assert answer.status_code == 202
        address = answer.headers["Location"]
        assert answer.json()["state"] == "waiting"
        do_job(the_job().pk)
        job = Client().get(address, headers={"Authorization": f"Bearer {token_of(world, 'Pia')}"}).json()
        assert (job["state"], job["done"], job["total"], job["error"]) == ("done", 100, 100, None)
        assert Project.objects.get(key=job["result"]["project"]).name == "Shed"

    def test_a_small_file_is_in_at_once(self, settings: Any, call: Callable[..., Any]) -> None:
        settings.IMPORT_AT_ONCE_BYTES = 1_000_000
        answer = call(chain(5))
        assert answer.status_code == 201
        assert answer.json()["counts"]["activities"] == 6
        assert answer.headers["Location"].startswith("/api/v1/projects/P-2/imports/")
        assert not Job.objects.exists()

    def test_a_job_that_failed_says_what_the_problem_document_would_say(
        self, world: World, settings: Any, call: Callable[..., Any]
    ) -> None:
        address = call(b"<Project").headers["Location"]
        do_job(the_job().pk)
        job = Client().get(address, headers={"Authorization": f"Bearer {token_of(world, 'Pia')}"}).json()
        settings.IMPORT_AT_ONCE_BYTES = 1_000_000
        refused = call(b"<Project")
        assert refused.status_code == 422
        assert job["error"]["detail"] == refused.json()["detail"]
        assert [each["message"] for each in job["error"]["errors"]] == [
            each["message"] for each in refused.json()["errors"]
        ]

    def test_what_was_sent_twice_with_one_key_is_one_import(self, call: Callable[..., Any]) -> None:
        first, second = (call(chain(5), **{"Idempotency-Key": "once"}) for _time in range(2))
        assert json.loads(first.content) == json.loads(second.content)
        assert Job.objects.count() == 1
        assert call(chain(6), **{"Idempotency-Key": "once"}).status_code == 422

    @pytest.mark.parametrize(
        ("content", "stated", "field"),
        [
            (None, {}, "file"),
            (chain(3), {"project": "P-1", "name": "x"}, "project"),
            (chain(3), {"parent": "P-999"}, "parent"),
            (chain(3), {"name": "a\0b"}, "name"),
            (chain(3), {"colour": "red"}, "colour"),
        ],
    )
    def test_what_is_missing_or_wrong_is_named(
        self, call: Callable[..., Any], content: bytes | None, stated: dict[str, str], field: str
    ) -> None:
        answer = call(content, stated)
        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["errors"]] == [field]

    def test_a_file_beyond_the_limit_is_refused_as_such(
        self, settings: Any, call: Callable[..., Any]
    ) -> None:
        settings.IMPORT_LIMIT_BYTES = 1000
        answer = call(chain(50))
        assert answer.status_code == 422
        assert "larger than" in answer.json()["detail"]
