"""Training: for whom each is, who has had it, and who has not."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.grids import day_of, in_office
from remit.people.models import (
    Assignment,
    Organisation,
    Person,
    Scope,
    ScopeKind,
    Training,
    TrainingDone,
    TrainingSession,
)


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody whom a training is for, with when they had it; None where they have not."""

    person: Person
    done: TrainingDone | None


@dataclass(frozen=True, slots=True)
class Report:
    """A training with whom it is for, the untrained first, and its sessions to come and past."""

    training: Training
    trainees: tuple[Trainee, ...]
    sessions: tuple[TrainingSession, ...]
    day: dt.date

    @property
    def untrained(self) -> tuple[Person, ...]:
        """Return those who have not had it."""
        return tuple(each.person for each in self.trainees if each.done is None)

    @property
    def trained(self) -> tuple[Trainee, ...]:
        """Return those who have had it."""
        return tuple(each for each in self.trainees if each.done is not None)

    @property
    def next_session(self) -> TrainingSession | None:
        """Return the next session that is not over."""
        return next((each for each in self.sessions if each.held_on >= self.day), None)


def trainings_of(actor: Actor) -> Any:
    """Return the trainings for roles, on products too, and those at scopes that the actor may see; retired ones too."""
    if actor.organisation_id is None:
        return Training.objects.none()
    seen = actor.reach("project.view", "scope__path") | actor.reach("organisation.view", "scope__path")
    on_products = Q(scope__kind=ScopeKind.PRODUCT, role__isnull=False)
    rows = Training.objects.filter(actor.within()).filter(seen | Q(scope=None) | on_products)
    return rows.select_related("role", "scope", "organisation")


def one_training(actor: Actor, key: str) -> Training:
    """Return a training of the actor's organisation, or raise `NotFound`."""
    found: Training | None = trainings_of(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def is_on_product(training: Training) -> bool:
    """Return whether a training on a product is for a role: whoever sells or supports it holds that role elsewhere."""
    scope = training.scope
    return training.role_id is not None and scope is not None and scope.kind == ScopeKind.PRODUCT


def _is_for(training: Training, role_id: int, path: str) -> bool:
    """Return whether a training is for whoever holds a role at a path."""
    if training.role_id not in {None, role_id}:
        return False
    return training.scope is None or is_on_product(training) or path.startswith(training.scope.path)


def audience(training: Training) -> Q:
    """Return the filter that keeps the assignments whose holders a training is for."""
    wanted = Q()
    if training.role_id is not None:
        wanted &= Q(role_id=training.role_id)
    if training.scope is not None and not is_on_product(training):
        wanted &= Q(scope__path__startswith=training.scope.path)
    return wanted


def reports(actor: Actor, trainings: Sequence[Training], organisation: Organisation) -> list[Report]:
    """Return whom trainings are for, as far as the actor sees these people: four queries, however many trainings."""
    day = day_of(organisation)
    held = list(
        Assignment.objects.filter(in_office(day), scope__organisation=organisation)
        .filter(_any(trainings))
        .order_by()
        .values_list("person_id", "role_id", "scope__path")
    )
    people = {
        person.pk: person
        for person in Person.objects.visible_to(actor).filter(pk__in={pk for pk, _role, _path in held})
    }
    done: dict[tuple[int, int], TrainingDone] = {
        (each.training_id, each.person_id): each
        for each in TrainingDone.objects.filter(training__in=trainings, person__in=people)
    }
    sessions: dict[int, list[TrainingSession]] = {}
    for each in TrainingSession.objects.filter(training__in=trainings):
        sessions.setdefault(each.training_id, []).append(each)
    return [_report(each, held, people, done, sessions.get(each.pk, []), day) for each in trainings]


def _any(trainings: Sequence[Training]) -> Q:
    wanted = Q(pk__in=[])
    for each in trainings:
        wanted |= audience(each)
    return wanted


def _report(
    training: Training,
    held: Sequence[tuple[int, int, str]],
    people: dict[int, Person],
    done: dict[tuple[int, int], TrainingDone],
    sessions: Sequence[TrainingSession],
    day: dt.date,
) -> Report:
    wanted = {
        person_id for person_id, role_id, at in held if person_id in people and _is_for(training, role_id, at)
    }
    trainees = [Trainee(people[pk], done.get((training.pk, pk))) for pk in wanted]
    trainees.sort(key=lambda each: (each.done is not None, each.person.name))
    return Report(training, tuple(trainees), tuple(sessions), day)


def trainable_scopes(actor: Actor) -> Any:
    """Return the scopes whose training the actor may keep, in the order of the tree."""
    reach = actor.reach("project.assign", "path") | actor.reach("product.edit", "path")
    rows = Scope.objects.filter(reach & actor.within(), is_active=True)
    return rows.order_by("path")


def at_scope(actor: Actor, scope: Scope) -> list[Report]:
    """Return the trainings at one scope with whom they are for, as far as the actor sees them: five queries."""
    rows = list(trainings_of(actor).filter(scope=scope, retired_on=None))
    return reports(actor, rows, scope.organisation) if rows else []


def missing(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page shows of trainings that the actor has not had: at most five queries."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    held = Assignment.objects.filter(in_office(day_of(organisation)), person_id=actor.person_id)
    at = list(held.values_list("role_id", "scope__path"))
    had = TrainingDone.objects.filter(person_id=actor.person_id).values("training_id")
    rows = trainings_of(actor).filter(retired_on=None).exclude(pk__in=had) if at else []
    wanted = [each for each in rows if any(_is_for(each, role_id, path) for role_id, path in at)]
    return {"trainings": wanted} if wanted else None
