"""What the tests of every app begin with: an organisation with people in roles, made by the operations."""

import copy
import datetime as dt
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from unittest.mock import patch

import pytest
from _pytest import runner  # its way of running a test, called from one frame more
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from remit.accounts.models import User
from remit.accounts.permissions import Actor, system_actor
from remit.benefits.tests.making import a_benefit, a_review
from remit.closure.archive_queries import may_be_held
from remit.closure.checklist_queries import checklist_of
from remit.closure.models import Archive, ClosingRecord, ServiceHandover
from remit.closure.operations.archives import make_archive
from remit.closure.operations.checklists import answer_item
from remit.closure.operations.closing_records import (
    answer_record,
    begin_record,
    change_record,
    submit_record,
)
from remit.closure.operations.lessons import add_lesson
from remit.closure.registries import Kept
from remit.core.progress import Unwatched
from remit.people.actors import actor_for
from remit.people.models import Organisation, Person, Role, Scope
from remit.people.operations.assignments import assign_role
from remit.people.operations.organisation import create_organisation, root_scope
from remit.people.operations.people import add_person
from remit.planning.models import Plan
from remit.planning.news import NEWS
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.planning.told_rows import TOLD
from remit.projects.models import Project
from remit.projects.operations.projects import create_project
from remit.web.new_database import note_migrations

MONDAY = dt.date(2026, 6, 1)

# other work may share the machine: nothing is refused for being slow
settings.register_profile("remit", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("remit")


def pytest_collection_finish() -> None:
    """Look for cycles seldom: on what every test shares, which never goes away, a fourth of the time would go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, from a frame with room for all calls below it.

    Python keeps frames in pieces of 16 KB. A loop whose calls cross the end of a piece takes the next one from the
    system and gives it back each time round, and below pytest the calls are deep: a fifth of the time went there.
    """
    return runner.pytest_runtest_protocol(item, nextitem)


# A frame that asks for half a megabyte gets a piece of one megabyte, and what it calls shares the rest.
pytest_runtest_protocol.__code__ = pytest_runtest_protocol.__code__.replace(co_stacksize=66_000)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let the database say that all migrations were applied: tests make their tables from the models."""
    with django_db_blocker.unblock():
        note_migrations()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Forget the language that a request of the test has set: in a server it ends with the thread's next request."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _untold_rows() -> None:
    """Forget what was told of plans: tests make other plans of the same number and version, servers never do."""
    TOLD.clear()
    NEWS.clear()


@dataclass
class World:
    """One organisation, its people by first name, one project with a plan."""

    organisation: Organisation
    project: Project
    plan: Plan
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def root(self) -> Scope:
        return root_scope(self.organisation)

    def person(self, name: str) -> Person:
        if name not in self.people:
            address = f"{name.lower()}@{self.organisation.pk}.example"
            person = add_person(self.organisation, name=name, email=address, actor=system_actor())
            person.user = User.objects.create_user(address, "correct horse battery staple")
            person.save(update_fields=["user"])
            self.people[name] = person
        return self.people[name]

    def give(self, name: str, role_code: str, scope: Scope | None = None) -> Actor:
        """Give somebody a role, at the project unless said otherwise; return the actor that person now is."""
        role = Role.objects.get(organisation=self.organisation, code=role_code)
        assign_role(
            self.person(name),
            role,
            scope or self.project.scope,
            actor=system_actor(),
            from_date=dt.date(2026, 1, 1),
        )
        return self.actor(name)

    def begin(self, name: str, parent: Scope) -> Project:
        """Begin another project below a programme or the organisation."""
        return create_project(parent, name=name, starts_on=MONDAY, actor=system_actor())

    def baseline(self, actor: Actor | None = None) -> None:
        """Set a baseline of the project's plan, which gets an activity where it has none."""
        if not self.project.activities.exists():
            edit_plan(self.project, [{"op": "add", "name": "Dig"}], actor=system_actor())
        set_baseline(self.project, "Agreed", actor=actor or system_actor())

    def finish(self) -> None:
        """Finish every activity of the project's plan."""
        done = [
            {"op": "change", "key": each.key, "version": each.version, "fields": {"percent_complete": 100}}
            for each in self.project.activities.filter(children=None)
        ]
        edit_plan(self.project, done, actor=system_actor())

    def settle(self, manager: Actor) -> None:
        """Answer the closing list, state what was learnt and what it is for, and hand over to operations."""
        self.hand_over()
        a_review(a_benefit(self.project, self.person_of(manager), actor=manager), actor=manager)
        add_lesson(self.project, title="Dig first", happened="Rock.", advice="Bore.", actor=manager)
        for line in checklist_of(self.project):
            if not line.is_fact:
                answer_item(
                    self.project,
                    line.code,
                    state="done",
                    evidence="Seen",
                    version=line.version,
                    actor=manager,
                )

    def person_of(self, actor: Actor) -> Person:
        found: Person = Person.objects.get(pk=actor.person_id or 0)
        return found

    def hand_over(self) -> None:
        """Let operations have accepted what they run from now on."""
        ServiceHandover.objects.create(
            project=self.project, state="accepted", decided_by_name="Olga", decided_on=MONDAY, support="Desk"
        )

    def sign_closing(self, manager: Actor, sponsor: Actor) -> ClosingRecord:
        """Write the closing record of the project, which is in closing with nothing open, and have it signed."""
        row = begin_record(self.project, actor=manager)
        stated = {
            "achieved": "It stands.",
            "differences": "None.",
            "cost_minor": 7_345_612,
            "contracts": ["none"],
            "end_reason": "Too dear.",
            "salvage": ["The survey, kept by the town"],
            "sunk_cost_minor": 0,
        }
        row = change_record(row, version=row.version, actor=manager, **stated)
        row = submit_record(row, version=row.version, actor=manager)
        return answer_record(row, sign=True, version=row.version, actor=sponsor)

    def archive(self, actor: Actor) -> Archive:
        """Make the archive of the project, which is closed, with all that the actor may see but in confidence."""
        holds = [each for each, _label in may_be_held(actor, self.project) if each != Kept.CONFIDENTIAL]
        project = Project.objects.select_related("scope", "organisation").get(pk=self.project.pk)
        return make_archive(project, holds=holds, years=7, actor=actor, progress=Unwatched())

    def actor(self, name: str) -> Actor:
        user = self.person(name).user
        assert user is not None
        return actor_for(user)

    def client(self, name: str) -> Client:
        client = Client()
        user = self.person(name).user
        assert user is not None
        client.force_login(user)
        return client


def make_world(name: str) -> World:
    system = system_actor()
    organisation = create_organisation(name, actor=system)
    project = create_project(root_scope(organisation), name="Bridge", starts_on=MONDAY, actor=system)
    return World(organisation, project, create_plan(project, actor=system))


@pytest.fixture(scope="module")
def lasting_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world made once for a module of many tests: what each of them changes is taken back, this after the last.

    What the database holds is as new for each test; the objects in memory are the same ones.
    """
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # type: ignore[attr-defined]  # noqa: SLF001 - as Django's own tests are marked
        # tests close their connection after the last of a class, and would close this transaction with it
        with patch.object(connection, "close"), outer:
            made = make_world("Acme")
            with django_db_blocker.block():
                yield made
            transaction.set_rollback(True)


@pytest.fixture
def world(lasting_world: World, db: None) -> World:
    """An organisation with a project whose plan is empty; objects of its own, and nobody was met yet."""
    return copy.deepcopy(replace(lasting_world, people={}))


@pytest.fixture
def committed_world(transactional_db: None) -> World:
    """The same, committed: for tests whose threads or processes look at it from outside."""
    return make_world("Acme")


@pytest.fixture
def stranger(db: None) -> World:
    """Another organisation, of which nothing may be seen from the first."""
    return make_world("Globex")
