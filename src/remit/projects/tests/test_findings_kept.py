"""Findings that are kept: always the same as judging everything anew, and only what was touched is judged."""

import contextlib
import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import transaction

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import RemitError
from remit.people import findings_kept
from remit.people.findings import Judged, judged
from remit.people.findings_kept import forget, judged_anew
from remit.people.grids import day_of
from remit.people.models import Absence, Assignment, Organisation, Person, Role, Scope
from remit.people.operations.absences import cancel_leave, request_leave
from remit.people.operations.advice import begin_advice, change_advice_bounds, decide_advice
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import acknowledge_role, assign_role, end_assignment
from remit.people.operations.organisation import create_programme
from remit.people.operations.people import add_person, change_person
from remit.people.operations.roles import change_role
from remit.people.operations.thresholds import change_thresholds
from remit.people.tests.staffed import Staffed, staffed
from remit.people.threshold_queries import thresholds_of
from remit.projects.models import Project
from remit.projects.operations.phases import change_phase

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
MONDAY = dt.date(2026, 6, 1)
ROLES = ("sponsor", "project-manager", "project-assurance", "team-member", "acceptor", "project-leader")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget()


def scopes(world: World) -> list[Scope]:
    return list(
        Scope.objects.filter(organisation=world.organisation).select_related("organisation", "parent")
    )


def organisation(world: World) -> Organisation:
    found: Organisation = Organisation.objects.get(pk=world.organisation.pk)
    return found


def said(found: Sequence[Judged]) -> list[Any]:
    return [
        (each.scope.key, [(one.code, one.row_key, one.words, one.is_error) for one in each.findings])
        for each in found
    ]


def same(world: World) -> None:
    """Compare what is kept with judging everything."""
    actor = system_actor("Remit", world.organisation.pk)
    for writer in (None, actor):
        full = judged(organisation(world), scopes(world), writer=writer)
        assert said(judged_anew(organisation(world), scopes(world), writer)) == said(full)


def steps(staff: Staffed, chance: random.Random) -> list[Callable[[], object]]:  # noqa: C901 - one list of short ones
    """Return things that may happen, each of which may change findings somewhere."""
    world = staff.world

    def anybody() -> Person:
        rows: list[Person] = list(Person.objects.filter(organisation=world.organisation))
        return chance.choice(rows)

    def anywhere() -> Scope:
        rows = [each for each in scopes(world) if each.kind == "project"]
        return chance.choice(rows)

    def give() -> object:
        scope, code = anywhere(), chance.choice(ROLES)
        role = Role.objects.get(organisation=world.organisation, code=code)
        taken = Assignment.objects.filter(role=role, scope=scope, ended_at=None).exists()
        return None if taken else assign_role(anybody(), role, scope, actor=SYSTEM, from_date=MONDAY)

    def end() -> object:
        held = list(Assignment.objects.filter(ended_at=None, scope__organisation=world.organisation))
        one = chance.choice(held) if held else None
        return end_assignment(one, version=one.version, actor=SYSTEM) if one else None

    def leave() -> object:
        one = anybody()
        left = None if one.left_on else dt.date(2026, 1, 1)
        return change_person(one, version=one.version, left_on=left, joined_on=None, actor=SYSTEM)

    def rename() -> object:
        one = anybody()
        return change_person(one, version=one.version, name=f"{one.name}x", actor=SYSTEM)

    def join() -> object:
        number = Person.objects.count()
        return add_person(
            world.organisation, name=f"New{number}", email=f"new{number}@x.example", actor=SYSTEM
        )

    def begin() -> object:
        return world.begin(f"More {Project.objects.count()}", world.root)

    def bound() -> object:
        from remit.people.models import AdviceBounds  # noqa: PLC0415 - beside its only use

        own = AdviceBounds.objects.filter(organisation=world.organisation).first()
        stated = {"project_team": chance.randint(0, 3)}
        version = own.version if own else 1
        return change_advice_bounds(world.organisation, stated=stated, version=version, actor=SYSTEM)

    def decide() -> object:
        advice = begin_advice(
            world.organisation, name="Firm", facts={"teams": 2, "projects": 1}, actor=SYSTEM
        )
        return decide_advice(advice, decision="Yes.", version=1, actor=SYSTEM)

    def retitle() -> object:
        role = Role.objects.get(organisation=world.organisation, code=chance.choice(ROLES))
        return change_role(role, version=role.version, name=f"{role.name}x", actor=SYSTEM)

    of_people = [give, give, give, end, end, leave, rename, join, begin, bound, decide, retitle]
    return [*of_people, *presence(world, chance)]


def presence(world: World, chance: random.Random) -> list[Callable[[], object]]:
    """Return what may happen to who knows and who is here, and to the thresholds by which it is judged."""

    def held() -> Assignment:
        rows = Assignment.objects.filter(ended_at=None).select_related("role")
        found: Assignment = chance.choice(list(rows))
        return found

    def read() -> object:
        one = held()
        return acknowledge_role(one, version=one.role.version, actor=SYSTEM)

    def away() -> object:
        begins = day_of(world.organisation) + dt.timedelta(days=chance.randint(-9, 3))
        ends = begins + dt.timedelta(days=chance.randint(8, 30))
        return request_leave(
            chance.choice(list(Person.objects.all())), from_date=begins, to_date=ends, actor=SYSTEM
        )

    def back() -> object:
        one = chance.choice(list(Absence.objects.filter(state="approved")))
        return cancel_leave(one, version=one.version, actor=SYSTEM)

    def stand_in() -> object:
        one = held()
        return change_assignment(
            one, version=one.version, deputy=chance.choice(list(Person.objects.all())), actor=SYSTEM
        )

    def threshold() -> object:
        stated = {"away_days": chance.randint(3, 12), "small_firm": chance.randint(8, 12)}
        version = thresholds_of(world.organisation).version
        return change_thresholds(world.organisation, stated=stated, version=version, actor=SYSTEM)

    return [read, away, away, away, back, stand_in, stand_in, threshold]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_kept_equals_judging_everything_whatever_happens(world: World, seed: int) -> None:
    chance = random.Random(seed)
    staff = staffed(world, firm=9)
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    world.begin("Tunnel", programme)
    staff.activate(staff.small(), reason="Small.")
    same(world)
    for _number in range(25):
        with contextlib.suppress(
            RemitError, IndexError
        ):  # what is refused changes nothing; nothing to choose from
            chance.choice(steps(staff, chance))()
        same(world)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def counting(firm: Organisation, wanted: Sequence[Scope], **more: Any) -> list[Judged]:
        seen.extend(scope.key for scope in wanted)
        return judged(firm, wanted, **more)

    monkeypatch.setattr(findings_kept, "judged", counting)
    return seen


def test_only_what_a_change_touches_is_judged_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = staffed(world)
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    tunnel = world.begin("Tunnel", programme)
    world.give("Una", "project-manager", tunnel.scope)
    same(world)
    seen = counted(monkeypatch)
    judged_anew(organisation(world), scopes(world))
    assert seen == []
    world.give("Tess", "team-member", tunnel.scope)
    judged_anew(organisation(world), scopes(world))
    assert set(seen) == {"O-1", "P-2"}
    seen.clear()
    una = world.person("Una")
    change_person(una, version=una.version, left_on=dt.date(2026, 1, 1), actor=SYSTEM)
    judged_anew(organisation(world), scopes(world))
    assert set(seen) == {"O-1", "P-2"}
    seen.clear()
    today = dt.datetime.now(tz=dt.UTC).date()
    request_leave(world.person("Tess"), from_date=today, to_date=today, actor=SYSTEM)
    judged_anew(organisation(world), scopes(world))
    assert set(seen) == {"O-1", "P-2"}
    seen.clear()
    staff.draft()
    judged_anew(organisation(world), scopes(world))
    assert set(seen) == {"O-1", "P-1"}


def test_a_project_that_ends_is_not_judged_any_more(world: World) -> None:
    staffed(world)
    same(world)
    world.baseline()
    for phase in ("execution", "closing", "terminated"):
        project = Project.objects.get(pk=world.project.pk)
        change_phase(project, phase, version=project.version, actor=SYSTEM, reason="Too dear")
        same(world)


def test_what_was_taken_back_leaves_nothing_behind(world: World) -> None:
    staff = staffed(world)
    same(world)
    with transaction.atomic():
        held = Assignment.objects.get(role__code="sponsor")
        end_assignment(held, version=held.version, actor=SYSTEM)
        judged_anew(organisation(world), scopes(world))
        transaction.set_rollback(True)
    same(world)
    world.give("Tess", "team-member")  # takes the sequence that was taken back
    same(world)
    assert staff.scope.key == "P-1"


def test_another_day_is_judged_by_itself(world: World) -> None:
    staffed(world)
    world.organisation.is_demo = True
    for day in (MONDAY, dt.date(2025, 1, 1)):
        world.organisation.status_date = day
        world.organisation.save()
        same(world)
