"""The archive of a project: what it holds for whom, that it verifies, and how long nobody deletes it."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, OneToOneField

from remit.accounts.permissions import Actor, system_actor
from remit.closure.archive_format import verify_archive
from remit.closure.models import Archive, ArchiveState
from remit.closure.operations.archives import (
    answer_deletion,
    begin_archive,
    hold_archive,
    lift_hold,
    make_archive,
    open_archive,
    propose_deletion,
)
from remit.closure.registries import Kept, archive_tables
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.core.progress import Unwatched
from remit.documents.models import Document
from remit.jobs.models import Job, JobState
from remit.jobs.tasks import do_job
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Phase, Project
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.projects import change_project
from remit.projects.operations.stakeholders import add_stakeholder, note_contact

SYSTEM = system_actor()
ALL = [each.value for each in Kept]
# of what belongs to a project these lie in no archive, and why
LEFT_OUT = {
    "Scope": "its key and name stand on the front page",
    "Project": "on the front page",
    "Plan": "in the plan's own files",
    "Party": "with its letters",
    "ResponsibilityMatrix": "with its rows",
    "MatrixEdit": "steps to take back, not what came of them",
    "Archive": "an archive does not state itself",
    "ImportReport": "how a plan came in; the plan itself is there",
    "RequirementImport": "how requirements came in; they themselves are there",
    "Handover": "of people between roles: theirs, not the project's",
    "SeparationReview": "of people's duties, not the project's",
    "Training": "of the organisation",
    "Product": "a product of its own",
    "Mention": "whom a comment calls stands in its words",
    "DocumentReader": "who may read restricted documents, which lie in no archive",
}


@pytest.fixture
def here(lasting_world: World, db: None) -> Iterator[World]:
    """The lasting world with its project closed, some of it for few eyes; nobody was met yet."""
    world = replace(lasting_world, people={})
    edit_plan(world.project, [{"op": "add", "name": "Dig"}], actor=SYSTEM)
    add_deliverable(world.project, name="=Span", actor=SYSTEM)
    made = add_stakeholder(world.project, name="Mayor", confidential="Vain", actor=SYSTEM)
    for is_confidential in (False, True):
        summary = "Secret" if is_confidential else "Open"
        note_contact(made, channel="Call", summary=summary, is_confidential=is_confidential, actor=SYSTEM)
    change_project(world.project, version=1, budget_minor=7_345_619, actor=SYSTEM)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    world.project = Project.objects.select_related("scope", "organisation").get(pk=world.project.pk)
    yield world
    world.project.phase = Phase.PLANNING


@pytest.fixture
def petra(here: World) -> Actor:
    return here.give("Petra", "project-manager")


def made(world: World, by: Actor, holds: list[str] | None = None) -> Archive:
    chosen = ALL if holds is None else holds
    return make_archive(world.project, holds=chosen, years=7, actor=by, progress=Unwatched())


def contents(archive: Archive) -> dict[str, bytes]:
    with open_archive(archive) as source, zipfile.ZipFile(io.BytesIO(source.read())) as read:
        return {name: read.read(name) for name in read.namelist()}


def text_of(archive: Archive) -> str:
    files = contents(archive)
    return "\n".join(each.decode() for name, each in files.items() if not name.endswith((".pdf", ".xlsx")))


def test_it_holds_registers_papers_and_plan_and_verifies_by_itself(
    here: World, petra: Actor, tmp_path: Path
) -> None:
    archive = made(here, petra)
    files = contents(archive)
    assert {"index.html", "manifest.json", "pages/deliverables.html", "tables/deliverables.csv"} <= set(files)
    assert {"plan/plan.xml", "plan/plan.xlsx", "tables/history.csv", "style.css"} <= set(files)
    assert "'=Span" in files["tables/deliverables.csv"].decode("utf-8-sig")
    path = tmp_path / "copy.zip"
    with open_archive(archive) as source:
        path.write_bytes(source.read())
    proof = verify_archive(path)
    assert (proof.holds, proof.sha256, proof.files) == (True, archive.sha256, archive.files)
    manifest = json.loads(files["manifest.json"])
    assert manifest["manifest_sha256"] == archive.manifest_sha256
    assert (manifest["project"], manifest["retain_until"]) == ("P-1", archive.retain_until.isoformat())
    at = path.read_bytes().index(b"Mayor")
    path.write_bytes(path.read_bytes()[:at] + b"Major" + path.read_bytes()[at + 5 :])
    assert [each.path for each in verify_archive(path).faults] == ["pages/history.html"]


def test_what_is_said_is_kept_as_far_as_what_it_is_about(here: World, petra: Actor) -> None:
    ada = here.person("Ada")
    for key, confidentiality in (("DO-1", "project"), ("DO-2", "restricted")):
        Document.objects.create(
            project=here.project, key=key, title=key, kind="plan", owner=ada, confidentiality=confidentiality
        )
    for about in ("", "T-1", "SH-1", "DO-1", "DO-2"):
        a_comment(here.project, ada, f"Said of <{about}>", about=about)

    def said(holds: list[str]) -> set[str]:
        text = text_of(made(here, petra, holds))
        return {about for about in ("", "T-1", "SH-1", "DO-1", "DO-2") if f"Said of <{about}>" in text}

    assert said(ALL) == {"", "T-1", "SH-1", "DO-1"}
    assert said([]) == {"", "T-1", "DO-1"}, "who may not read the thing does not read what is said about it"


def test_made_twice_from_the_same_data_it_is_the_same_bytes(here: World, petra: Actor) -> None:
    first, second = made(here, petra), made(here, petra)
    assert first.sha256 == second.sha256
    assert contents(first) == contents(second)


def test_every_link_on_its_pages_leads_to_a_file_of_it(here: World, petra: Actor) -> None:
    import re  # noqa: PLC0415 - here alone

    files = contents(made(here, petra))
    for name, content in files.items():
        if name.endswith(".html"):
            for target in re.findall(r'href="([^"]+)"', content.decode()):
                path = target.removeprefix("../")
                assert path in files, (name, target)


def test_it_holds_what_its_maker_chose_and_says_what_was_left_out(here: World, petra: Actor) -> None:
    everything, little = text_of(made(here, petra)), text_of(made(here, petra, []))
    for secret in ("7345619", "Mayor", "Vain", "Secret"):
        assert secret in everything, secret
        assert secret not in little, secret
    assert "Stakeholders: its maker chose to leave it out, or may not see it." in little
    some = text_of(made(here, petra, ["stakeholders"]))
    assert "Open" in some
    assert "Vain" not in some
    assert "Secret" not in some


def test_the_record_shows_only_that_what_is_left_out_changed(here: World, petra: Actor) -> None:
    found = text_of(made(here, petra, ["record"]))
    assert '"budget_minor": [null, null]'.replace('"', "&quot;") in found
    assert "7345619" not in found


def test_nobody_puts_in_or_reads_what_they_may_not_see(here: World, petra: Actor) -> None:
    member = here.give("Bo", "team-member")
    with pytest.raises(NotAllowed, match="may not make archives"):
        made(here, member, [])
    boss = here.give("Olga", "portfolio-manager", here.root)
    with pytest.raises(NotAllowed, match="Confidential notes"):
        made(here, boss)
    archive, plain = made(here, petra), made(here, petra, [])
    client = here.client("Bo")
    refused = client.get(f"/archives/{archive.key}/file")
    assert (refused.status_code, client.get(f"/archives/{plain.key}/file").status_code) == (403, 200)
    assert here.client("Norbert").get(f"/archives/{plain.key}/").status_code == 404


def test_only_a_closed_project_is_archived(here: World, petra: Actor) -> None:
    here.project.phase = Phase.EXECUTION
    with pytest.raises(NotAllowed, match="once it is closed"):
        made(here, petra)
    here.project.phase = Phase.CLOSED
    with pytest.raises(Invalid, match="from 1 to 99"):
        make_archive(here.project, holds=[], years=0, actor=petra, progress=Unwatched())
    with pytest.raises(Invalid, match="Choose among"):
        make_archive(here.project, holds=["all"], years=1, actor=petra, progress=Unwatched())


def test_a_hold_stops_its_deletion_until_it_is_lifted(here: World, petra: Actor) -> None:
    olga, adam = (here.give(name, "administrator", here.root) for name in ("Olga", "Adam"))
    archive = made(here, petra)
    with pytest.raises(Conflict, match="It is kept until"):
        propose_deletion(archive, reason="Old", version=1, actor=olga)
    Archive.objects.update(made_on=dt.date(2000, 1, 1), retain_until=dt.date(2001, 1, 1))
    with pytest.raises(NotAllowed):
        hold_archive(archive, reason="Suit", version=1, actor=petra)
    held = hold_archive(archive, reason="Suit", version=1, actor=olga)
    with pytest.raises(Conflict, match="legal hold"):
        propose_deletion(archive, reason="Old", version=held.version, actor=olga)
    with pytest.raises(Conflict, match="already"):
        hold_archive(archive, reason="Suit", version=held.version, actor=adam)
    lifted = lift_hold(archive, reason="Settled", version=held.version, actor=adam)
    proposed = propose_deletion(archive, reason="Old", version=lifted.version, actor=olga)
    with pytest.raises(NotAllowed, match="second person"):
        answer_deletion(archive, confirm=True, version=proposed.version, actor=olga)
    again = hold_archive(archive, reason="Another suit", version=proposed.version, actor=adam)
    with pytest.raises(Conflict, match="Nobody has proposed"):
        answer_deletion(archive, confirm=True, version=again.version, actor=adam)


def test_two_people_delete_it_after_its_time_and_the_row_stays(
    here: World, petra: Actor, django_capture_on_commit_callbacks: object
) -> None:
    olga = here.give("Olga", "administrator", here.root)
    archive = made(here, petra)
    Archive.objects.update(made_on=dt.date(2000, 1, 1), retain_until=dt.date(2001, 1, 1))
    proposed = propose_deletion(archive, reason="Old", version=1, actor=olga)
    kept = answer_deletion(archive, confirm=False, version=proposed.version, actor=petra)
    assert kept.state == ArchiveState.KEPT
    proposed = propose_deletion(archive, reason="Old", version=kept.version, actor=olga)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a context of pytest-django
        gone = answer_deletion(archive, confirm=True, version=proposed.version, actor=petra)
    assert (gone.state, gone.deletion_reason) == (ArchiveState.DELETED, "Old")
    with pytest.raises(NotFound):
        open_archive(gone)
    with pytest.raises(Conflict, match="was deleted"):
        hold_archive(gone, reason="Late", version=gone.version, actor=olga)


def test_the_table_itself_lets_nobody_delete_alone(here: World, petra: Actor) -> None:
    archive = made(here, petra)
    by = here.person("Petra").pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Archive.objects.filter(pk=archive.pk).update(state="deleted", proposed_by=by, deleted_by=by)


def test_it_is_made_as_long_work_and_its_page_verifies_it(here: World, petra: Actor) -> None:
    job = begin_archive(here.project, holds=["money"], years=10, actor=petra)
    do_job(job.pk)
    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.result["project"]) == (JobState.DONE, "P-1"), done.error
    archive = Archive.objects.get(key=done.result["archive"])
    assert archive.holds == ["money"]
    client = here.client("Petra")
    page = client.post(f"/archives/{archive.key}/verify").content.decode()
    assert "It verifies." in page
    with open_archive(archive) as source:
        content = source.read()
    answer = client.post("/archives/verify/", {"file": io.BytesIO(content)}).content.decode()
    assert f"It is the archive {archive.key} that Remit keeps." in answer
    at = content.index(b"Dig")
    altered = io.BytesIO(content[:at] + b"Dug" + content[at + 3 :])
    answer = client.post("/archives/verify/", {"file": altered}).content.decode()
    assert "It does not verify" in answer
    assert client.post("/archives/verify/", {}).status_code == 422


def test_what_belongs_to_a_project_lies_in_the_archive_or_is_left_out_for_a_reason() -> None:
    """Every table with a way to a project or its scope, over one step or two."""
    archived = {each.model.__name__ for each in archive_tables}
    belongs, roots = set(), {"Project", "Scope"}
    for _step in range(2):
        for model in apps.get_models():
            if not model.__module__.startswith("remit."):
                continue
            keys = [each for each in model._meta.get_fields() if isinstance(each, ForeignKey | OneToOneField)]
            if any(each.related_model.__name__ in roots for each in keys):
                belongs.add(model.__name__)
        roots = roots | (belongs & archived)
    assert sorted(belongs - archived - set(LEFT_OUT)) == []
