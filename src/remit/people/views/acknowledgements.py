"""Whoever holds a role reads it, and says so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import NotFound
from remit.core.forms import seen_version
from remit.people.models import Assignment
from remit.people.operations.assignments import acknowledge_role
from remit.people.policies import may_acknowledge
from remit.people.role_answers import lines_of
from remit.people.role_content import capability_words
from remit.people.role_queries import roles_of, since


@require_http_methods(["GET", "POST"])
def acknowledge(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """Show the holder the role as it stands, with what changed since they read it, and let them take it on."""
    rows = Assignment.objects.visible_to(request.actor).filter(key=assignment_key)
    held = rows.select_related("role", "scope", "scope__organisation", "person", "deputy").first()
    if held is None:
        raise NotFound
    require(may_acknowledge(request.actor, held))
    if request.method == "POST":
        acknowledge_role(held, version=seen_version(request), actor=request.actor)
        messages.success(request, _("You have acknowledged %(role)s.") % {"role": held.role.name})
        return redirect("home")
    names = dict(roles_of(request.actor).values_list("code", "name"))
    context = {
        "held": held,
        "role": held.role,
        "duties": [line for line in lines_of(held.role) if line.kind == "responsibility"],
        "exclusions": [
            (each["text"], each["role"], names.get(each["role"], "")) for each in held.role.exclusions
        ],
        "rights": [capability_words(each) for each in held.role.capabilities],
        "differences": since(held.role, held.acknowledged_version),
        "is_read": held.acknowledged_version == held.role.version,
    }
    return render(request, "people/acknowledge.html", context)
