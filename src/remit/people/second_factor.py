"""Who must have a second factor by the organisation's rule, and has none yet."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from remit.accounts.models import User
from remit.people.models import Assignment, Organisation, Person, SecondFactorFor

# Recovery codes stand in for a factor and are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_demanded(organisation: Organisation, role_codes: Iterable[str]) -> bool:
    """Return whether the organisation demands a second factor of whoever holds these roles."""
    if organisation.second_factor_of == SecondFactorFor.ROLES:
        return not set(organisation.second_factor_roles).isdisjoint(role_codes)
    return organisation.second_factor_of == SecondFactorFor.EVERYBODY


def has_one(user_id: int) -> bool:
    """Return whether a sign-in has a second factor."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def must_keep_one(user: User) -> bool:
    """Return whether the last second factor of `user` may not be given up."""
    person = Person.objects.filter(user_id=user.pk).select_related("organisation").first()
    if person is None:
        return False
    held = Assignment.objects.filter(person=person, ended_at=None).values_list("role__code", flat=True)
    return is_demanded(person.organisation, held)


def without_one(organisation: Organisation) -> list[Person]:
    """Return the people who can sign in, of whom one is demanded, and who have none yet."""
    factors = Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=FACTORS)
    people = Person.objects.filter(organisation=organisation, user__is_active=True, left_on=None)
    lacking = people.filter(~Exists(factors)).prefetch_related("assignments__role").order_by("name")
    return [
        person
        for person in lacking
        if is_demanded(
            organisation, [held.role.code for held in person.assignments.all() if held.ended_at is None]
        )
    ]
