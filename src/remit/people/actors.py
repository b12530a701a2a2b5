"""From a sign-in to the actor whose grants hold at this moment."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from remit.accounts.models import User
from remit.accounts.permissions import NOBODY, Actor, Grant
from remit.core.statements import Statement
from remit.people.models import Assignment, Person
from remit.people.second_factor import has_one, is_demanded

if TYPE_CHECKING:
    from collections.abc import Iterable

# columns alone that are needed: a role's charter is long, and both are read at every request
_PERSON = Statement(
    lambda user_id: (
        Person.objects.filter(user_id=user_id)
        .only(
            "id",
            "key",
            "name",
            "organisation_id",
            "left_on",
            "organisation__is_demo",
            "organisation__status_date",
            "organisation__second_factor_of",
            "organisation__second_factor_roles",
        )
        .select_related("organisation")
        .order_by("pk")
    ),
    int,
)
_GRANTS = Statement(
    lambda person_id, day: (
        Assignment.objects.filter(person_id=person_id)
        .in_force(day)
        .order_by("pk")
        .values_list(
            "scope__path",
            "role__code",
            "role__capabilities",
            "money_limit_minor",
            "days_limit",
            "role__authority",
        )
    ),
    int,
    dt.date,
)


def actor_for(user: User | AnonymousUser, *, may_write: bool = True) -> Actor:
    """Return the actor behind `user`; nobody for those not signed in, disabled or gone.

    Two queries, and a third where the organisation demands a second factor.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    person: Person | None = _PERSON.first(user.pk)
    today = _today(person)
    if person is None or (person.left_on and person.left_on < today):
        return Actor(key=f"user:{user.pk}", name=str(user), user_id=user.pk)
    grants = tuple(_grants(person, today))
    demanded = is_demanded(person.organisation, (grant.role_code for grant in grants))
    return Actor(
        key=person.key,
        name=person.name,
        user_id=user.pk,
        person_id=person.pk,
        organisation_id=person.organisation_id,
        grants=grants,
        token_may_write=may_write,
        must_set_up_second_factor=demanded and not has_one(user.pk),
    )


def _today(person: Person | None) -> dt.date:
    """Return the day on which roles must hold: the demo stands still on its own, whatever the clock says."""
    if person is not None and person.organisation.is_demo and person.organisation.status_date is not None:
        return person.organisation.status_date
    return dt.datetime.now(tz=dt.UTC).date()


def _grants(person: Person, day: dt.date) -> "Iterable[Grant]":
    rows = _GRANTS.all(person.pk, day)
    for path, code, capabilities, money_limit_minor, days_limit, authority in rows:
        yield Grant(
            scope_path=path,
            role_code=code,
            capabilities=frozenset(capabilities),
            money_limit_minor=money_limit_minor,
            days_limit=days_limit,
            authority=authority,
        )
