"""The import pages: who may come in, what they show, and what a browser gets."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from remit.conftest import World
from remit.engine.formats import read_mspdi
from remit.interchange.models import ImportReport, Reason
from remit.interchange.palette import import_commands
from remit.interchange.queries import reason_text
from remit.interchange.tests.plans import chain, example, file_of, plan_xml, task
from remit.people.models import ScopeKind
from remit.people.operations.organisation import create_programme
from remit.planning.models import Activity, Plan
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project

SPLIT = "<Start>2026-06-01T08:00:00</Start><Finish>2026-06-03T17:00:00</Finish>"


@pytest.fixture
def planner(world: World) -> Client:
    world.give("Pia", "portfolio-manager", world.root)
    return world.client("Pia")


@pytest.fixture
def manager(world: World) -> Client:
    world.give("Ada", "project-manager")
    return world.client("Ada")


def sent(content: bytes, name: str = "shed.xml", **more: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content, content_type="text/xml"), **more}


def imported(client: Client, world: World, content: bytes) -> ImportReport:
    answer = client.post("/import/", sent(content, parent=world.root.pk))
    assert answer.status_code == 302
    report = ImportReport.objects.latest("number")
    assert answer["Location"] == f"/projects/{report.project_key}/imports/{report.number}/"
    return report


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_every_page_stands_where_the_others_look_for_it() -> None:
    assert reverse("interchange:upload") == "/import/"
    assert reverse("interchange:project_import", args=["P-1"]) == "/projects/P-1/plan/import"
    assert reverse("interchange:export", args=["P-1"]) == "/projects/P-1/plan/export.xml"
    assert reverse("interchange:report", args=["P-1", 3]) == "/projects/P-1/imports/3/"


def test_the_form_offers_the_places_at_which_one_may_start_projects(world: World) -> None:
    planner = world.give("Pia", "portfolio-manager", world.root)
    mine = create_programme(world.organisation, name="Roads", actor=planner)
    create_programme(world.organisation, name="Rails", actor=planner)
    world.give("Max", "programme-manager", mine)
    offered = world.client("Max").get("/import/").context["form"].fields["parent"].queryset
    assert [scope.name for scope in offered] == ["Roads"]
    assert {scope.kind for scope in offered} == {ScopeKind.PROGRAMME}
    all_of_them = world.client("Pia").get("/import/").context["form"].fields["parent"].queryset
    assert [scope.name for scope in all_of_them] == ["Acme", "Roads", "Rails"]


def test_a_place_that_was_not_offered_is_refused(planner: Client, stranger: World) -> None:
    answer = planner.post("/import/", sent(plan_xml(task(1, "Dig")), parent=stranger.root.pk))
    assert answer.status_code == 422
    assert answer.context["form"].errors["parent"]
    assert not ImportReport.objects.exists()


def test_who_may_not_start_projects_is_told_who_may(world: World, manager: Client) -> None:
    answer = manager.get("/import/")
    assert answer.status_code == 403
    assert "programme manager" in text_of(answer)
    assert manager.post("/import/", sent(plan_xml(task(1, "Dig")), parent=world.root.pk)).status_code == 403


def test_the_door_is_shut_for_whoever_is_not_signed_in(world: World) -> None:
    key = world.project.key
    for address in ("/import/", f"/projects/{key}/plan/import", f"/projects/{key}/plan/export.xml"):
        assert Client().get(address)["Location"].startswith("/accounts/login/")
    answer = Client().post("/import/", sent(plan_xml(task(1, "Dig")), parent=world.root.pk))
    assert answer["Location"].startswith("/accounts/login/")
    assert not ImportReport.objects.exists()


def test_an_import_leads_to_its_report(world: World, planner: Client) -> None:
    report = imported(planner, world, plan_xml(task(1, "Dig", SPLIT)))
    answer = planner.get(f"/projects/{report.project_key}/imports/{report.number}/")
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "1 activity of shed.xml is in." in shown
    assert "T-1 Dig In the file its work is interrupted" in shown
    assert "Finish Mon 1 Jun 2026, 17:00 in the file Wed 3 Jun 2026, 17:00" in shown
    assert "Take the import back" in shown


def test_a_report_without_differences_says_so(world: World, planner: Client) -> None:
    report = imported(planner, world, plan_xml(task(1, "Dig")))
    shown = text_of(planner.get(f"/projects/{report.project_key}/imports/{report.number}/"))
    assert "Every date is as in the file" in shown
    assert "Nothing that Remit knows of." in shown


def test_many_differences_come_in_pages(world: World, planner: Client) -> None:
    tasks = "".join(task(n, f"Step {n}", SPLIT) for n in range(1, 211))
    report = imported(planner, world, plan_xml(tasks))
    address = f"/projects/{report.project_key}/imports/{report.number}/"
    assert len(planner.get(address).context["page"]) == 200
    assert len(planner.get(f"{address}?page=2").context["page"]) == 10
    assert planner.get(f"{address}?page=nonsense").status_code == 200


def test_the_very_same_file_is_recognised(world: World, planner: Client) -> None:
    content = plan_xml(task(1, "Dig"))
    first, second = imported(planner, world, content), imported(planner, world, content)
    shown = text_of(planner.get(f"/projects/{second.project_key}/imports/{second.number}/"))
    assert f"The very same file was imported before: {first.project_key}" in shown


def test_names_in_a_report_are_text_and_never_markup(world: World, planner: Client) -> None:
    name = "&lt;img src=x onerror=alert(1)&gt;"
    report = imported(planner, world, plan_xml(task(1, name, SPLIT)))
    page = planner.get(f"/projects/{report.project_key}/imports/{report.number}/").content.decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_reports_are_invisible_from_outside(world: World, planner: Client, stranger: World) -> None:
    report = imported(planner, world, plan_xml(task(1, "Dig")))
    stranger.give("Eve", "portfolio-manager", stranger.root)
    eve = stranger.client("Eve")
    base = f"/projects/{report.project_key}"
    for address in (f"{base}/imports/{report.number}/", f"{base}/imports/", f"{base}/plan/export.xml"):
        assert eve.get(address).status_code == 404
    assert eve.post(f"{base}/imports/{report.number}/undo").status_code == 404
    assert Project.objects.filter(key=report.project_key, organisation=world.organisation).exists()


def test_a_report_is_found_only_at_its_own_project(world: World, planner: Client) -> None:
    report = imported(planner, world, plan_xml(task(1, "Dig")))
    assert planner.get(f"/projects/{world.project.key}/imports/{report.number}/").status_code == 404


def test_the_button_takes_a_made_project_away(world: World, planner: Client) -> None:
    report = imported(planner, world, plan_xml(task(1, "Dig")))
    base = f"/projects/{report.project_key}/imports/{report.number}/"
    assert planner.get(f"{base}undo").status_code == 405
    answer = planner.post(f"{base}undo", follow=True)
    assert answer.redirect_chain == [("/projects/", 302)]
    assert "The import of shed.xml is taken back." in text_of(answer)
    assert not Project.objects.filter(key=report.project_key).exists()


def test_the_button_empties_a_filled_plan_and_the_report_stays(world: World, manager: Client) -> None:
    base = f"/projects/{world.project.key}"
    answer = manager.post(f"{base}/plan/import", sent(example("shed").read_bytes()))
    assert answer.status_code == 302
    report = ImportReport.objects.get()
    assert manager.post(f"{base}/imports/{report.number}/undo").status_code == 302
    assert not Activity.objects.filter(project=world.project).exists()
    shown = text_of(manager.get(f"{base}/imports/{report.number}/"))
    assert "Taken back by Ada" in shown
    assert "Take the import back" not in shown
    assert "taken back" in text_of(manager.get(f"{base}/imports/"))


def test_an_edited_plan_is_kept_and_the_page_says_why(world: World, manager: Client) -> None:
    base = f"/projects/{world.project.key}"
    manager.post(f"{base}/plan/import", sent(plan_xml(task(1, "Dig"))))
    edit_plan(
        world.project, [{"op": "add", "name": "Roof", "duration_minutes": 480}], actor=world.actor("Ada")
    )
    answer = manager.post(f"{base}/imports/{ImportReport.objects.get().number}/undo")
    assert answer.status_code == 409
    assert "Ada edited the plan since the import" in text_of(answer)


def test_a_filled_plan_offers_a_new_project_instead_of_a_form(world: World, manager: Client) -> None:
    address = f"/projects/{world.project.key}/plan/import"
    assert "Fill the plan from a file" in text_of(manager.get(address))
    edit_plan(
        world.project, [{"op": "add", "name": "Roof", "duration_minutes": 480}], actor=world.actor("Ada")
    )
    assert "This plan is not empty" in text_of(manager.get(address))
    answer = manager.post(address, sent(plan_xml(task(1, "Dig"))))
    assert answer.status_code == 409


def test_who_may_only_look_is_told_why_there_is_no_form(world: World) -> None:
    world.give("Sam", "sponsor")
    sam = world.client("Sam")
    address = f"/projects/{world.project.key}/plan/import"
    answer = sam.get(address)
    assert answer.status_code == 200
    assert "You may not fill this plan" in text_of(answer)
    assert 'type="file"' not in answer.content.decode()
    assert sam.post(address, sent(plan_xml(task(1, "Dig")))).status_code == 403


def test_a_project_without_imports_says_what_to_do(world: World, manager: Client) -> None:
    shown = text_of(manager.get(f"/projects/{world.project.key}/imports/"))
    assert "Nothing was imported into this project" in shown


def test_an_export_is_a_file_to_keep(world: World, manager: Client) -> None:
    manager.post(f"/projects/{world.project.key}/plan/import", sent(chain(3)))
    Project.objects.filter(pk=world.project.pk).update(name='Brücke "West"\r\n/..')
    answer = manager.get(f"/projects/{world.project.key}/plan/export.xml")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''P-1%20Br%C3%BCcke%20West...xml"
    assert len(read_mspdi(file_of(answer.content)).tasks) == 4


def test_a_project_without_a_plan_has_no_export(world: World, manager: Client) -> None:
    Plan.objects.all().delete()
    assert manager.get(f"/projects/{world.project.key}/plan/export.xml").status_code == 404


def test_the_overview_tells_where_the_plan_came_from(world: World, manager: Client) -> None:
    address = f"/projects/{world.project.key}/"
    assert "The plan came from" not in text_of(manager.get(address))
    manager.post(f"/projects/{world.project.key}/plan/import", sent(plan_xml(task(1, "Dig", SPLIT))))
    shown = text_of(manager.get(address))
    assert "The plan came from shed.xml, imported by Ada" in shown
    assert "1 date came out differently" in shown


def test_the_palette_knows_the_import_for_whoever_may(world: World) -> None:
    planner = world.give("Pia", "portfolio-manager", world.root)
    sponsor = world.give("Sam", "sponsor")
    assert [c.url for c in import_commands(planner, "import")] == ["/import/"]
    assert [c.url for c in import_commands(planner, "nothing")] == []
    assert not list(import_commands(sponsor, "import"))


@pytest.mark.parametrize("reason", Reason.values)
def test_every_reason_is_a_sentence(reason: str) -> None:
    said = reason_text(reason, "T-9")
    assert said.endswith(".")
    assert "%(" not in said


def test_pages_need_no_inline_style_or_script(world: World, planner: Client) -> None:
    report = imported(planner, world, plan_xml(task(1, "Dig", SPLIT)))
    base = f"/projects/{report.project_key}"
    for address in (
        "/import/",
        f"{base}/imports/{report.number}/",
        f"{base}/imports/",
        f"{base}/plan/import",
    ):
        page = planner.get(address).content.decode()
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_a_report_that_counts_nothing_is_listed_all_the_same(world: World, manager: Client) -> None:
    manager.post(f"/projects/{world.project.key}/plan/import", sent(plan_xml(task(1, "Dig"))))
    ImportReport.objects.update(counts={})
    for address in ("", "imports/", f"imports/{ImportReport.objects.get().number}/"):
        assert manager.get(f"/projects/{world.project.key}/{address}").status_code == 200
