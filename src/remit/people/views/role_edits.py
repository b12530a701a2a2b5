"""The forms that add, change, retire and bring back a role: no code is needed for any of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.core.forms import seen_version
from remit.people.guards import own_organisation, visible_role
from remit.people.models import Role
from remit.people.operations.roles import add_role, change_role, reinstate_role, retire_role
from remit.people.policies import may_edit_roles
from remit.people.role_forms import RoleForm


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add a role of the organisation's own."""
    require(may_edit_roles(request.actor))
    organisation = own_organisation(request.actor)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = add_role(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(
                request, _("%(name)s is added. Whoever may give roles can give it.") % {"name": role.name}
            )
            return redirect("people:role", role.code)
    return render(request, "people/role_edit.html", {"form": form, "role": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, code: str) -> HttpResponse:
    """Change a role; what present holders gain or lose is shown first, a stale form with both values."""
    role = visible_role(request.actor, code)
    require(may_edit_roles(request.actor))
    form = RoleForm(request.POST or None, role=role)
    if request.method == "POST" and form.is_valid() and _changed(request, role, form):
        words = _("%(name)s is changed. Whoever holds it is asked to acknowledge the new version.")
        messages.success(request, words % {"name": form.cleaned_data["name"]})
        return redirect("people:role", code)
    return render(request, "people/role_edit.html", {"form": form, "role": role}, status=form.status)


def _changed(request: ActorRequest, role: Role, form: RoleForm) -> bool:
    """Return whether the change was made; the form shows why not."""
    seen, note = form.cleaned_data["rights_seen"], form.cleaned_data["note"]
    try:
        change_role(
            role,
            version=form.cleaned_data["version"],
            actor=request.actor,
            rights_seen=seen,
            note=note,
            **form.stated(),
        )
    except Invalid as error:
        form.take(error)
    except NotAllowed as error:  # of a role of one's own: what was typed stays
        form.add_error("capabilities", error.message)
    except Conflict as error:
        if error.code == "stale":
            form.take_conflict(error, visible_role(request.actor, role.code).version)
        elif error.code == "rights_change":
            form.take_effects(error)
        else:
            form.add_error(None, error.message)
    else:
        return True
    return False


@require_POST
def retire(request: ActorRequest, code: str) -> HttpResponse:
    """Retire a role: it is not given any more."""
    role = visible_role(request.actor, code)
    require(may_edit_roles(request.actor))
    retire_role(role, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s is retired. It can be brought back.") % {"name": role.name})
    return redirect("people:role", code)


@require_POST
def reinstate(request: ActorRequest, code: str) -> HttpResponse:
    """Bring a retired role back."""
    role = visible_role(request.actor, code)
    require(may_edit_roles(request.actor))
    reinstate_role(role, version=seen_version(request), actor=request.actor)
    messages.success(request, _("%(name)s can be given again.") % {"name": role.name})
    return redirect("people:role", code)
