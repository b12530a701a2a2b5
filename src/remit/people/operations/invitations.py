"""How a person of the organisation is invited; the sign-in itself is the business of accounts."""

from django.utils.translation import gettext as _

from remit.accounts.models import User
from remit.accounts.operations.invitations import invite_user, resend_invitation
from remit.accounts.permissions import Actor, require
from remit.accounts.policies import may_manage_account
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict
from remit.people.models import Person
from remit.people.operations.organisation import about_person


@operation("people.invite_person")
def invite_person(person: Person, *, actor: Actor) -> Person:
    """Send an invitation to a person's address, again where one is open; the link lets him set a password."""
    about = about_person(person)
    require(may_manage_account(actor, about))
    locked: Person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    if locked.left_on is not None:
        raise Conflict("left", _("%(name)s has left and cannot be invited.") % {"name": locked.name})
    if locked.user is not None:
        resend_invitation(locked.user, actor=actor)
        return locked
    locked.user = invite_user(locked.email, locked.name, about=about, actor=actor)
    locked.version += 1
    locked.save(update_fields=["user", "version"])
    record(actor, about, {"invited": ["", locked.email]})
    return locked


def home_of(user: User) -> About | None:
    """Return how the record names the person behind a sign-in, or None where nobody stands behind it."""
    person = Person.objects.filter(user_id=user.pk).first()
    return about_person(person) if person is not None else None
