"""A large organisation for measuring: 100,000 activities in many plans, one plan of 2,000.

Activities and links are written in bulk beside the operations, which would take hours to make them one by
one; their dates are computed as everywhere.
"""

import datetime as dt
import json
import random
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from _place import EMAIL, PASSWORD, Place
from remit.accounts.models import User
from remit.accounts.operations.tokens import create_token
from remit.accounts.permissions import system_actor
from remit.core.keys import next_numbers
from remit.interchange.exports import export_plan
from remit.people.actors import actor_for
from remit.people.models import Organisation, Person, Role, Scope
from remit.people.operations.assignments import assign_role
from remit.people.operations.organisation import create_organisation, root_scope
from remit.people.operations.people import add_person
from remit.planning.compute import reschedule
from remit.planning.models import Activity, Link
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.plans import create_plan
from remit.projects.models import Project
from remit.projects.operations.projects import create_project

MONDAY = dt.date(2026, 1, 5)
SECTION = 10
PEOPLE = 200
WORDS = ("Survey", "Draft", "Order", "Build", "Check", "Move", "Train", "Agree", "Test", "Hand over")


def made_or_read(folder: Path, activities: int, large: int, each: int) -> Place:
    """Return the place in the data folder, which is filled if it is empty; Django must be set up."""
    note = folder / "bench.json"
    if note.exists():
        return Place(**json.loads(note.read_text()))
    place = _make(folder, activities, large, each)
    note.write_text(json.dumps(asdict(place)))
    return place


def _make(folder: Path, activities: int, large: int, each: int) -> Place:

    random_ = random.Random(7)
    with transaction.atomic():
        organisation, people, root = _people()
        token = _planner(organisation, root)
        sizes = [large, *([each] * ((activities - large) // each)), 50, 0]
        projects = [_project(root, people, size, number, random_) for number, size in enumerate(sizes, 1)]
        _roles(organisation, people, projects)
        set_baseline(projects[0], "Promise", actor=system_actor())
    path = folder / "large.xml"
    path.write_bytes(export_plan(projects[0]))
    # an early activity, so that a change of it moves what follows
    free = Activity.objects.filter(project=projects[0], kind="task", links_in=None).order_by("position")
    editable = free[2]
    return Place(
        large=projects[0].key,
        small=projects[-2].key,
        empty=projects[-1].key,
        editable=editable.key,
        token=token,
        activities=Activity.objects.count(),
        links=Link.objects.count(),
        projects=len(projects),
        file=str(path),
    )


def _people() -> tuple[Organisation, list[Person], Scope]:

    actor = system_actor()
    organisation = create_organisation("Bench", actor=actor)
    people = [
        add_person(organisation, name=f"Person {n}", email=f"p{n}@bench.example", actor=actor)
        for n in range(1, PEOPLE + 1)
    ]
    return organisation, people, root_scope(organisation)


def _planner(organisation: Organisation, root: Scope) -> str:
    """Make the person who measures: portfolio manager and administrator, with a sign-in and a token."""
    actor = system_actor()
    person = add_person(organisation, name="Pia Planner", email=EMAIL, actor=actor)
    person.user = User.objects.create_user(EMAIL, PASSWORD)
    person.save(update_fields=["user"])
    for code in ("portfolio-manager", "administrator"):
        role = Role.objects.get(organisation=organisation, code=code)
        assign_role(person, role, root, actor=actor, from_date=MONDAY)
    _row, token = create_token(
        person.user, name="bench", may_write=True, days=None, actor=actor_for(person.user)
    )
    return token


def _project(root: Scope, people: list[Person], size: int, number: int, random_: random.Random) -> Project:

    actor = system_actor()
    promised = MONDAY + dt.timedelta(days=random_.randint(200, 500))
    project = create_project(
        root, name=f"Project {number}", starts_on=MONDAY, promised_on=promised, actor=actor
    )
    plan = create_plan(project, actor=actor)
    if size:
        _fill(project, people, size, random_)
        reschedule(plan)
    return project


def _fill(project: Project, people: list[Person], size: int, random_: random.Random) -> None:
    """Write sections of ten: a summary and nine tasks in a chain, with links across the sections."""
    numbers = next_numbers(f"project:{project.pk}", "T", size)
    rows = []
    for position, number in enumerate(numbers):
        is_summary = position % SECTION == 0
        days = random_.choice((1, 2, 3, 5, 5, 8, 10))
        rows.append(
            Activity(
                project=project,
                key=f"T-{number}",
                position=position,
                level=0 if is_summary else 1,
                name=f"Section {position // SECTION + 1}"
                if is_summary
                else f"{random_.choice(WORDS)} part {position}",
                kind="summary" if is_summary else "task",
                accountable=random_.choice(people) if is_summary or random_.random() < 0.3 else None,
                duration_minutes=0 if is_summary else days * 450,
                deadline_minute=29_600_000 + random_.randrange(300) * 1440
                if random_.random() < 0.05
                else None,
            )
        )
    Activity.objects.bulk_create(rows[::SECTION], batch_size=1000)
    for position, row in enumerate(rows):
        if position % SECTION:
            row.parent = rows[position - position % SECTION]
    tasks = [row for position, row in enumerate(rows) if position % SECTION]
    Activity.objects.bulk_create(tasks, batch_size=1000)
    pairs = _pairs(len(tasks), random_)
    keys = next_numbers(f"project:{project.pk}", "L", len(pairs))
    Link.objects.bulk_create(
        [
            Link(
                project=project,
                key=f"L-{number}",
                predecessor=tasks[before],
                successor=tasks[after],
                kind=random_.choice(("FS", "FS", "FS", "FS", "SS", "FF")),
                lag_amount=random_.choice((0, 0, 0, 0, 450)),
            )
            for number, (before, after) in zip(keys, sorted(pairs), strict=True)
        ],
        batch_size=1000,
    )


def _pairs(tasks: int, random_: random.Random) -> set[tuple[int, int]]:
    """Return which tasks are linked: chains of nine, chains of sections in five lanes, and a few across."""
    pairs = {(n - 1, n) for n in range(1, tasks) if n % (SECTION - 1)}
    lane = 5 * (SECTION - 1)
    pairs |= {(n - lane + SECTION - 2, n) for n in range(lane, tasks, SECTION - 1)}
    for _each in range(tasks // 3):
        after = random_.randrange(1, tasks)
        before = max(0, after - random_.randint(1, 30))
        if before != after:
            pairs.add((before, after))
    return pairs


def _roles(organisation: Organisation, people: list[Person], projects: list[Project]) -> None:
    """Give every project its manager; the person who measures manages the first twenty and the last two."""
    role = Role.objects.get(organisation=organisation, code="project-manager")
    planner = Person.objects.get(email=EMAIL)
    for number, project in enumerate(projects):
        own = number < 20 or number >= len(projects) - 2
        person = planner if own else people[number % PEOPLE]
        assign_role(person, role, project.scope, actor=system_actor(), from_date=MONDAY)
    some = Activity.objects.filter(project=projects[0], kind="task").order_by("position")[200:240]
    Activity.objects.filter(pk__in=[each.pk for each in some]).update(accountable=planner)
