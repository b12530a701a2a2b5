"""How an installation gets its first administrator: from the command line alone."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from remit.accounts.models import User
from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Invalid, NotFound
from remit.people.models import Organisation, Person, Role
from remit.people.operations.assignments import assign_role
from remit.people.operations.glossary import add_standard_terms
from remit.people.operations.growth import add_standard_expectations
from remit.people.operations.organisation import about_person, create_organisation, root_scope
from remit.people.operations.people import add_person
from remit.people.operations.sign_ins import give_sign_in
from remit.people.policies import may_give_sign_in

ADMINISTRATOR = "administrator"


@operation("web.create_administrator")
def create_administrator(
    email: str,
    password: str,
    *,
    actor: Actor,
    name: str,
    organisation: str | None = None,
    also: Sequence[str] = (),
) -> Person:
    """Add a person who signs in and administers an organisation, which is made where there is none.

    `also` are codes of further roles for the whole organisation: administration gives no business right.
    """
    require(may_give_sign_in(actor))
    _check(email, password, name)
    firm = _organisation(organisation, actor)
    person = add_person(firm, name=name, email=email, actor=actor)
    give_sign_in(person, actor=actor, password=password)
    today = dt.datetime.now(tz=dt.UTC).date()
    for code in (ADMINISTRATOR, *also):
        role: Role | None = Role.objects.filter(organisation=firm, code=code).first()
        if role is None:
            known = ", ".join(Role.objects.filter(organisation=firm).values_list("code", flat=True))
            raise Invalid(f"There is no role {code}. There are: {known}.", field="also", code="unknown")
        assign_role(person, role, root_scope(firm), actor=actor, from_date=today)
    record(actor, about_person(person), {"administrator": [False, True]})
    return person


def _check(email: str, password: str, name: str) -> None:
    try:
        validate_email(email)
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password" if "@" in email else "email") from error


def _organisation(name: str | None, actor: Actor) -> Organisation:
    if name:
        found = Organisation.objects.filter(name__iexact=name).first()
        if found is None:
            found = create_organisation(name, actor=actor)
            add_standard_terms(found, actor=actor)
            add_standard_expectations(found, actor=actor)
        return found
    return the_organisation(None)


def the_organisation(name: str | None) -> Organisation:
    """Return the organisation of this name; without one the only organisation that is no demo."""
    if name:
        named = Organisation.objects.filter(name__iexact=name).first()
        if named is None:
            raise NotFound(f"There is no organisation called {name}.")
        return named
    own = list(Organisation.objects.filter(is_demo=False)[:2])
    if len(own) == 1:
        return own[0]
    if own:
        raise Invalid("There are several organisations: say which.", field="organisation", code="several")
    if Organisation.objects.exists():
        raise NotFound("There is no organisation but the demo: name one with --organisation.")
    raise NotFound("There is no organisation yet: name it with --organisation, and it is made.")
