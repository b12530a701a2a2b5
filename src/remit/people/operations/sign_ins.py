"""How somebody of the organisation comes to a sign-in."""

from django.utils.translation import gettext as _

from remit.accounts.models import User
from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.models import Person
from remit.people.operations.organisation import about_person
from remit.people.policies import may_give_sign_in


@operation("people.give_sign_in")
def give_sign_in(person: Person, *, actor: Actor, password: str | None = None) -> Person:
    """Let a person sign in with his address; without `password` only once one is set by reset."""
    require(may_give_sign_in(actor))
    locked: Person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.user_id is not None:
        raise Conflict("has_sign_in", _("%(name)s can sign in already.") % {"name": locked.name})
    if User.objects.filter(email__iexact=locked.email).exists():
        message = _("%(email)s is the address of another sign-in.") % {"email": locked.email}
        raise Invalid(message, field="email", code="taken")
    locked.user = User.objects.create_user(locked.email, password, name=locked.name)
    locked.version += 1
    locked.save(update_fields=["user", "version"])
    record(actor, about_person(locked), {"sign_in": ["", locked.email]})
    return locked
