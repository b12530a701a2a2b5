"""Lists: their parts, order and filters; what is not named is refused; queries do not grow with rows."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from remit.accounts.permissions import system_actor
from remit.benefits.tests.making import a_benefit
from remit.changes.tests.making import a_kept_change
from remit.closure.models import Archive
from remit.closure.operations.lessons import add_lesson
from remit.comments.tests.making import a_comment
from remit.conftest import MONDAY, World, make_world
from remit.core.api.lists import ListQuery
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.documents.operations.documents import begin_document
from remit.earned_value.operations.measures import set_measures
from remit.earned_value.tests.making import a_kept_status
from remit.meetings.tests.making import a_meeting, an_action
from remit.people.operations.assignments import assign_role
from remit.people.operations.growth import add_expectations
from remit.people.operations.organisation import root_scope
from remit.people.operations.people import add_person
from remit.people.operations.training import add_training
from remit.planning.models import Baseline, PlanEdit
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.needs import add_collection, add_need
from remit.projects.operations.projects import create_project
from remit.projects.operations.requirements import add_requirement
from remit.projects.operations.stakeholders import add_stakeholder
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.reporting.operations.costs import report_cost
from remit.reporting.operations.reports import report_status
from remit.resourcing.tests.making import a_pool_entry, a_request
from remit.scenarios.tests.making import a_proposal, a_scenario, an_estimate
from remit.simulations.tests.making import a_simulation
from remit.timesheets.tests.making import noted
from remit.web.api import api
from remit.web.tests.api_calls import Caller, assert_problem, caller


@pytest.fixture
def world(db: None) -> World:
    """A world of its own: that of the module is full."""
    return make_world("Acme")


@pytest.fixture
def ada(world: World) -> Caller:
    return caller(world, "Ada", "portfolio-manager", at_root=True)


@pytest.fixture(scope="module")
def full(lasting_world: World, django_db_blocker: DjangoDbBlocker) -> Caller:
    """Somebody who reads lists of which each has several rows."""
    with django_db_blocker.unblock():
        found = caller(lasting_world, "Ada", "portfolio-manager", at_root=True)
        _fill(lasting_world, found)
        return found


@pytest.fixture
def reader(full: Caller, db: None) -> Caller:
    """That somebody, whose changes are taken back."""
    return full


def add_projects(world: World, count: int, prefix: str = "Project") -> None:
    for number in range(count):
        create_project(
            root_scope(world.organisation),
            name=f"{prefix} {number:03d}",
            starts_on=MONDAY,
            actor=system_actor(),
        )


def add_activities(world: World, count: int) -> None:
    system = system_actor()
    edit_plan(world.project, [{"op": "add", "name": f"Step {n}"} for n in range(count)], actor=system)
    keys = list(world.project.activities.order_by("position").values_list("key", flat=True))
    steps = [{"op": "link", "predecessor": a, "successor": b} for a, b in pairwise(keys)]
    new = [step for step in steps if not _linked(world, step)]
    edit_plan(world.project, new, actor=system)
    set_baseline(world.project, f"with {count} more", actor=system)


def _linked(world: World, step: dict[str, Any]) -> bool:
    ends = {"predecessor__key": step["predecessor"], "successor__key": step["successor"]}
    return world.project.links.filter(**ends).exists()


def test_a_list_comes_in_parts_that_join_without_gap_or_repetition(world: World, ada: Caller) -> None:
    add_projects(world, 12)
    path = "/projects?limit=5&order_by=-name"
    seen: list[str] = []
    while path:
        answer = ada.get(path).json()
        assert answer["count"] == 13
        seen.extend(each["name"] for each in answer["items"])
        path = answer["next"]
    assert seen == sorted([f"Project {n:03d}" for n in range(12)] + ["Bridge"], reverse=True)


def test_an_order_with_ties_is_still_total(world: World, ada: Caller) -> None:
    add_projects(world, 9)  # all start on one day
    one = [
        ada.get(f"/projects?order_by=starts_on&limit=1&offset={n}").json()["items"][0]["key"]
        for n in range(10)
    ]
    assert len(set(one)) == 10


def test_beyond_the_end_there_is_nothing_and_nothing_follows(ada: Caller) -> None:
    assert ada.get("/projects?offset=1000").json() == {"items": [], "count": 1, "next": None}


def test_filters_find_what_they_say(world: World, ada: Caller) -> None:
    add_projects(world, 3, "Tunnel")
    found = ada.get("/projects?q=tunn&order_by=key").json()
    assert [each["name"] for each in found["items"]] == ["Tunnel 000", "Tunnel 001", "Tunnel 002"]
    assert ada.get("/projects?kind=agile").json()["count"] == 0
    assert ada.get("/projects?parent=O-1&phase=planning").json()["count"] == 4


LISTS = (
    "/people", "/roles", "/acknowledgements", "/assignments", "/scopes", "/projects", "/audit",
    "/projects/P-1/activities",
    "/projects/P-1/links", "/projects/P-1/plan/edits", "/projects/P-1/baselines",
    "/projects/P-1/calendars", "/projects/P-1/resources", "/projects/P-1/staffing", "/role-advice",
    "/commitments", "/timesheets",
    "/expectations",
    "/training",
    "/projects/P-1/deliverables",
    "/projects/P-1/requirements", "/projects/P-1/needs", "/projects/P-1/requirement-sessions",
    "/projects/P-1/stakeholders", "/projects/P-1/levelling", "/projects/P-1/simulations", "/projects/P-1/scenarios",
    "/projects/P-1/estimates", "/projects/P-1/actions", "/projects/P-1/meetings", "/projects/P-1/comments",
    "/projects/P-1/documents",
    "/projects/P-1/cost-accounts", "/projects/P-1/cost-entries", "/projects/P-1/budget-moves",
    "/projects/P-1/activity-measures", "/projects/P-1/status-snapshots",
    "/projects/P-1/cost-reports", "/projects/P-1/status-reports",
    "/risks", "/issues", "/projects/P-1/risks", "/projects/P-1/issues", "/changes", "/projects/P-1/changes",
    "/archives", "/lessons", "/benefits", "/pool", "/resource-requests",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "order_by=owner__password",
        "order_by=scope__path",
        "order_by=?",
        "order_by=--name",
        "user__password__startswith=a",
        "limit=0",
        "limit=501",
        "limit=-1",
        "limit=x",
        "limit=1e3",
        "offset=-1",
        "offset=99999999999999999999999",
        "page=2",
        "limit=%00",
    ],
)
def test_what_a_list_does_not_name_is_refused_with_400(reader: Caller, path: str, query: str) -> None:
    document = assert_problem(reader.get(f"{path}?{query}"), 400, "invalid")
    assert document["errors"]


def test_the_refusal_names_the_orders_there_are(ada: Caller) -> None:
    document = assert_problem(ada.get("/projects?order_by=owner__password"), 400)
    assert document["errors"][0]["field"] == "order_by"
    assert "'promised_on'" in document["detail"]


def all_queries(base: type[ListQuery] = ListQuery) -> list[type[ListQuery]]:
    return [each for sub in base.__subclasses__() for each in [sub, *all_queries(sub)]]


@pytest.mark.parametrize("kind", all_queries(), ids=lambda kind: kind.__name__)
def test_every_order_that_is_named_has_its_columns(kind: type[ListQuery]) -> None:
    assert api.urls  # whoever imports the API knows all its lists
    names = kind.model_fields["order_by"].annotation.__args__  # type: ignore[union-attr]  # a Literal
    assert {name.removeprefix("-") for name in names} == set(kind.ORDERS)
    for name in names:
        assert kind(order_by=name).columns()  # type: ignore[call-arg]  # each list names it


def test_activities_by_filter_and_with_chosen_fields(world: World, ada: Caller) -> None:
    add_activities(world, 6)
    path = f"/projects/{world.project.key}/activities"
    row = ada.get(f"{path}?fields=name&fields=start&limit=1").json()["items"][0]
    assert row == {"key": "T-1", "name": "Step 0", "start": "2026-06-01T09:00"}
    assert ada.get(f"{path}?finishes_by=2026-06-02T17:30").json()["count"] == 2
    assert ada.get(f"{path}?starts_from=2026-06-03").json()["count"] == 4
    assert ada.get(f"{path}?is_critical=true&is_done=false&kind=task").json()["count"] == 6
    assert ada.get(f"{path}?q=step 3").json()["items"][0]["name"] == "Step 3"
    assert_problem(ada.get(f"{path}?fields=project__scope"), 400)
    assert_problem(ada.get(f"{path}?starts_from=2026-13-40"), 400)


def _try(project: Project, number: int) -> None:
    """Level the plan, draw it, try it otherwise and estimate it."""
    a_proposal(project, number)
    a_simulation(project)
    a_scenario(project, number)
    an_estimate(project, number - 2027)


def _teach(world: World, name: str) -> None:
    """State what is expected of a role, and something to be learnt."""
    code = {"2027": "sponsor", "2028": "acceptor"}[name]
    role = world.organisation.roles.get(code=code)
    add_expectations(world.organisation, role=role, name=name, items=["Decides"], actor=system_actor())
    add_training(world.organisation, subject=name, role=role, actor=system_actor())
    day = MONDAY - dt.timedelta(days=int(name) - 2020)
    add_need(world.project, text=name, whose=name, actor=system_actor())
    add_collection(world.project, title=name, technique="survey", held_on=day, actor=system_actor())
    stated = {"2027": "must", "2028": "should"}[name]
    add_requirement(world.project, statement=name, priority=stated, actor=system_actor())
    add_deliverable(world.project, name=name, due_on=dt.date(int(name), 1, 1), actor=system_actor())
    add_stakeholder(world.project, name=name, actor=system_actor())
    _try(world.project, int(name))
    kind = {"2027": "case", "2028": "plan"}[name]
    owner = world.person("Ada")
    begin_document(world.project, title=name, kind=kind, owner=owner, actor=system_actor())
    an_action(world.project, world.person("Ada"), name)
    a_meeting(world.project, world.person("Ada"), name, day=dt.date(int(name), 1, 1))
    a_comment(world.project, world.person("Ada"), name)
    noted(world.person("Ada"), day)
    who = add_person(world.organisation, name=name, email=f"{name}@hours.example", actor=system_actor())
    noted(who, day, state="submitted", approver=world.person("Ada"))
    due = dt.date(int(name), 1, 1)
    a_kept_risk(world.project, world.person("Ada"), name, score=int(name) - 2020, review_on=due)
    severity = {"2027": "1-critical", "2028": "2-high"}[name]
    a_kept_issue(world.project, world.person("Ada"), name, severity=severity, due_on=due)
    a_kept_change(world.project, world.person("Ada"), name, days=int(name), raised_on=day)
    days = {"from_date": dt.date(int(name), 6, 1), "to_date": dt.date(int(name), 6, 2)}
    asker = replace(system_actor(), person_id=world.person("Ada").pk)
    a_request(world, asker, pool=a_pool_entry(world, name), **days)
    account = an_account(with_budget(world.project), world.person("Ada"), code=name, minor=int(name))
    a_cost(account, int(name), on=dt.date(int(name) - 2, 1, 5))
    a_kept_status(world.project, note=name, as_of=dt.date(int(name) - 2, 1, 5))
    key, rule = {"2027": ("T-1", "percent"), "2028": ("T-2", "zero-hundred")}[name]
    set_measures(world.project, [key], rule=rule, actor=system_actor())
    a_benefit(world.project, world.person("Ada"), statement=name, target_on=dt.date(int(name), 1, 5))
    add_lesson(world.project, title=name, happened=name, advice=name, learnt_on=day, actor=system_actor())
    Archive.objects.create(
        organisation=world.organisation, project=world.project, key=f"AR-{name}", made_on=day, made_by_name=name,
        file_name=name, sha256=name, manifest_sha256=name, size=1, files=1, schema_version=1,
        retain_until=dt.date(int(name), 1, 1),
    )  # fmt: skip


def _fill(world: World, ada: Caller) -> None:
    grow(world, 3)
    world.give("Ada", "team-member")  # two roles wait for her to be read
    for year in ("2027", "2028"):
        assert ada.post("/role-advice", {"name": year, "facts": {}}).status_code == 201
        made = {"what": year, "scope": "P-1", "to_name": "Client", "due_on": f"{year}-01-01"}
        assert ada.post("/commitments", made).status_code == 201
        _teach(world, year)


@pytest.mark.parametrize("path", LISTS)
def test_every_order_of_every_list_is_that_of_the_other_turned_round(reader: Caller, path: str) -> None:
    template = path.replace("P-1", "{key}")
    parameters = api.get_openapi_schema()["paths"][f"/api/v1{template}"]["get"]["parameters"]
    (names,) = [each["schema"]["enum"] for each in parameters if each["name"] == "order_by"]
    for name in (each for each in names if not each.startswith("-")):
        there = reader.get(f"{path}?limit=500&order_by={name}").json()["items"]
        back = reader.get(f"{path}?limit=500&order_by=-{name}").json()["items"]
        assert len(there) >= 2
        assert back == there[::-1]


PAGES = (
    "/people?limit=500",
    "/assignments?limit=500",
    "/scopes?limit=500",
    "/projects?limit=500",
    "/audit?limit=500",
    "/projects/P-1/activities?limit=500",
    "/projects/P-1/links?limit=500",
    "/projects/P-1/plan/edits?limit=500",
    "/projects/P-1/baselines?limit=500",
    "/projects/P-1/calendars?limit=500",
    "/projects/P-1/resources?limit=500",
    "/projects/P-1/staffing?limit=500",
    "/projects/P-1/load",
    "/projects/P-1/plan/network",
    "/projects/P-1/plan/calendar",
)


def grow(world: World, count: int) -> None:
    system = system_actor()
    for _number in range(count):
        name = f"Person{world.organisation.people.count()}"
        person = add_person(world.organisation, name=name, email=f"{name}@example.com", actor=system)
        member = world.organisation.roles.get(code="team-member")
        assign_role(person, member, world.project.scope, actor=system, from_date=MONDAY)
    add_projects(world, count)
    add_activities(world, count)
    steps = [{"op": "add_calendar", "name": f"Calendar {n}"} for n in range(count)]
    first = world.project.resources.count() + 1
    for number in range(first, first + count):
        steps.append({"op": "add_resource", "name": f"Crew {number}"})
        steps.append({"op": "assign", "activity": "T-1", "resource": f"R-{number}"})
    edit_plan(world.project, steps, actor=system)
    sums = {"spent_minor": 4, "low_minor": 1, "likely_minor": 2, "high_minor": 3}
    for _number in range(count):
        report_cost(world.project, actor=system, as_of=None, note="", **sums)
        report_status(world.project, actor=system)
    # edits and baselines as rows: made one by one, each would schedule the plan anew
    last = world.project.plan_edits.count()
    PlanEdit.objects.bulk_create(
        PlanEdit(
            project=world.project,
            number=last + n,
            label="Edit",
            actor_key="U-1",
            actor_name="Ada",
            inverse=[],
        )
        for n in range(1, count + 1)
    )
    last = world.project.baselines.count()
    Baseline.objects.bulk_create(
        Baseline(project=world.project, number=last + n, name="Agreed", set_by_name="Ada", is_current=False)
        for n in range(1, count + 1)
    )


def queries(ada: Caller, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert ada.get(path).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World, ada: Caller) -> None:
    grow(world, 10)
    ada.get("/me")  # notes that the token was used, once a minute
    few = {path: queries(ada, path) for path in PAGES}
    grow(world, 50)
    many = {path: queries(ada, path) for path in PAGES}
    assert many == few
    assert ada.get("/projects?limit=500").json()["count"] == 61
    assert max(few.values()) <= 14
