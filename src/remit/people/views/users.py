"""Who can sign in: administrators invite people, shut their sign-ins and open them again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from remit.accounts.models import User
from remit.accounts.operations.users import disable_user, enable_user
from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, NotFound
from remit.core.htmx import render_page
from remit.people.models import Person
from remit.people.operations.invitations import invite_person
from remit.people.policies import may_give_sign_in
from remit.people.tables import sign_ins_table


@require_safe
def users(request: ActorRequest) -> HttpResponse:
    """List the people of the organisation with their sign-ins."""
    require(may_give_sign_in(request.actor))
    table = sign_ins_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    rows = list(zip(table.rows, table.page.object_list, strict=True))
    context = {"table": table, "rows": rows}
    return render_page(request, "people/users.html", context, fragment="people/users_table.html")


@require_POST
def invite(request: ActorRequest, key: str) -> HttpResponse:
    """Invite a person, or send the invitation again."""
    person = _person(request, key)
    invite_person(person, actor=request.actor)
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
    return redirect("people:users")


@require_POST
def disable(request: ActorRequest, key: str) -> HttpResponse:
    """Shut a person's sign-in."""
    person = _person(request, key)
    disable_user(_user(person), actor=request.actor)
    messages.success(
        request, _("%(name)s is signed out everywhere and cannot sign in.") % {"name": person.name}
    )
    return redirect("people:users")


@require_POST
def enable(request: ActorRequest, key: str) -> HttpResponse:
    """Open a person's sign-in again."""
    person = _person(request, key)
    enable_user(_user(person), actor=request.actor)
    messages.success(request, _("%(name)s can sign in again.") % {"name": person.name})
    return redirect("people:users")


def _person(request: ActorRequest, key: str) -> Person:
    require(may_give_sign_in(request.actor))
    visible = Person.objects.filter(request.actor.within(), key=key).select_related("user")
    person: Person | None = visible.first()
    if person is None:
        raise NotFound
    return person


def _user(person: Person) -> User:
    if person.user is None:
        raise Conflict("no_sign_in", _("%(name)s has no sign-in.") % {"name": person.name})
    return person.user
