"""Reads of the catalogue, of who holds its roles, and of what waits to be acknowledged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from remit.accounts.permissions import Actor
from remit.people.models import Assignment, Role, RoleVersion
from remit.people.role_answers import Answer, Catalogue
from remit.people.role_content import Difference, differences

MOST_HOLDERS = 6


def roles_of(actor: Actor) -> Any:
    """Return the roles of the actor's organisation, retired ones included; none for a sign-in of nobody."""
    return Role.objects.filter(actor.within()) if actor.organisation_id else Role.objects.none()


def present_roles(actor: Actor) -> list[Role]:
    """Return the roles that can be given, by name: one query."""
    return list(roles_of(actor).filter(retired_on=None).order_by("name"))


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a role, and what differs from the one before; `is_first` has nothing before it."""

    version: RoleVersion
    differences: tuple[Difference, ...]
    is_first: bool


def version_steps(role: Role) -> list[Step]:
    """Return the versions of a role, the newest first, each with what it changed: one query."""
    versions = list(role.versions.all())
    before: Sequence[RoleVersion | None] = [*versions[1:], None]
    return [
        Step(
            version,
            tuple(differences(earlier.content, version.content)) if earlier else (),
            earlier is None,
        )
        for version, earlier in zip(versions, before, strict=True)
    ]


def since(role: Role, number: int | None) -> list[Difference]:
    """Return what differs between version `number` of a role and the present one; nothing where it is not kept."""
    kept = {
        each.number: each.content for each in role.versions.filter(number__in=[number or 0, role.version])
    }
    if number not in kept or role.version not in kept:
        return []
    return differences(kept[number], kept[role.version])


def held_by(actor: Actor) -> Any:
    """Return the assignments that the actor holds now or will hold."""
    today = timezone.localdate()
    rows = Assignment.objects.filter(Q(to_date=None) | Q(to_date__gte=today), ended_at=None)
    return rows.filter(person_id=actor.person_id or 0).select_related("role", "scope", "person")


def waiting_for(actor: Actor) -> Any:
    """Return the assignments of the actor whose role they have not acknowledged as it stands now."""
    read = Q(acknowledged_version=F("role__version"))
    return held_by(actor).exclude(read & Q(acknowledged_version__isnull=False)).order_by("from_date", "pk")


def _sees(actor: Actor, path: str) -> bool:
    return actor.can("project.view", path) or actor.can("organisation.view", path)


def to_acknowledge(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page shows of roles to be read, each with its scope if that may be seen: one query."""
    rows = list(waiting_for(actor)) if actor.person_id is not None else []
    waiting = [(each, each.scope.name if _sees(actor, each.scope.path) else "") for each in rows]
    return {"waiting": waiting} if rows else None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer about one role, and who answers for it instead or as well where the actor may see them."""

    answer: Answer
    people: tuple[Assignment, ...]
    is_own: bool


def replies(actor: Actor, question: str, codes: Iterable[str]) -> list[Reply]:
    """Return the answers about the roles with these codes, or about those that the actor holds: three queries.

    Where the actor holds none and none is named, there is no reply: `whose` says whose it is.
    """
    catalogue = Catalogue(present_roles(actor))
    mine = list(dict.fromkeys(each.role.code for each in held_by(actor)))
    asked = [code for code in codes if code in catalogue.roles] or [c for c in mine if c in catalogue.roles]
    answers = [catalogue.answer(catalogue.roles[code], question) for code in asked]
    named = {role.pk for answer in answers for role in answer.whose}
    people = people_in(actor, named)
    return [
        Reply(
            answer,
            tuple(each for each in people if each.role_id in {role.pk for role in answer.whose}),
            answer.role.code in mine,
        )
        for answer in answers
    ]


def people_in(actor: Actor, role_ids: set[int]) -> list[Assignment]:
    """Return who holds these roles where the actor holds one or above: at most a few, one query."""
    if not role_ids:
        return []
    own = set(held_by(actor).values_list("scope__path", flat=True))
    above = {part for path in own for part in _prefixes(path)}
    rows = Assignment.objects.visible_to(actor).filter(role_id__in=role_ids, ended_at=None)
    return list(rows.filter(scope__path__in=above).select_related("person", "role", "scope")[:MOST_HOLDERS])


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]


def whose(actor: Actor, question: str) -> tuple[Role, ...]:
    """Return the roles that answer for what `question` names: one query."""
    return Catalogue(present_roles(actor)).who(question)
