"""Who holds which role where: all of them, one of them, giving and ending, at every kind of scope."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.htmx import render_page
from remit.people.assignment_queries import assignable_scopes, beside
from remit.people.forms_assignments import AssignmentForm, GiveRoleForm, SuccessorForm
from remit.people.grids import day_of
from remit.people.guards import held_assignment
from remit.people.models import Assignment, Scope
from remit.people.navigation import assignment_tabs
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.separation import review_separation
from remit.people.operations.successors import name_successor
from remit.people.policies import (
    DEPUTY_FIELDS,
    may_assign,
    may_change_assignment,
    may_give_roles,
    may_review_separation,
)
from remit.people.separation_queries import review_of
from remit.people.tables_assignments import assignments_table


@require_GET
def assignments(request: ActorRequest) -> HttpResponse:
    """Show the assignments that the actor may see."""
    table = assignments_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "table": table,
        "may_give": may_give_roles(request.actor),
        "tabs": assignment_tabs("assignments"),
    }
    return render_page(request, "people/assignments.html", context, fragment="core/table.html")


def _scope(request: ActorRequest) -> Scope | None:
    """Return the scope at which a role is given; None while none is chosen, `NotFound` for one elsewhere."""
    key = request.GET.get("scope", "").replace("\x00", "")
    if not key:
        return None
    found: Scope | None = assignable_scopes(request.actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "POST"])
def give(request: ActorRequest) -> HttpResponse:
    """Give a role at a scope, chosen first."""
    require(may_give_roles(request.actor))
    scope = _scope(request)
    if scope is None:
        if request.method == "POST":
            raise Invalid(_("Say at which scope: open this page from one."), field="scope", code="required")
        scopes = assignable_scopes(request.actor).order_by("path")
        return render(request, "people/give_role_scope.html", {"scopes": scopes})
    start = {
        "from_date": day_of(scope.organisation),
        "role": request.GET.get("role") or None,
        "allocation_percent": 100,
    }
    form = GiveRoleForm(request.POST or None, scope=scope, actor=request.actor, initial=start)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            given = assign_role(scope=scope, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = 409
            form.add_error(None, error.message)
        else:
            words = {"name": given.person.name, "role": given.role.name}
            messages.success(request, _("%(name)s is %(role)s.") % words)
            return redirect("people:assignment", given.key)
    shown = form.status if status == 200 else status  # noqa: PLR2004 - an answer's number
    return render(request, "people/give_role.html", {"form": form, "scope": scope}, status=shown)


@require_http_methods(["GET", "POST"])
def assignment(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """Show an assignment and change what may be changed about it."""
    held = held_assignment(request.actor, assignment_key)
    may_all = may_change_assignment(request.actor, held, {"to_date"})
    may_name = may_change_assignment(request.actor, held, DEPUTY_FIELDS)
    form = AssignmentForm(request.POST or None, assignment=held, actor=request.actor, deputy_only=not may_all)
    if request.method == "POST":
        require(may_all or may_name)
        if form.is_valid():
            try:
                change_assignment(
                    held, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, held_assignment(request.actor, assignment_key).version)
            else:
                messages.success(request, _("The assignment is changed and holds so from now on."))
                return redirect("people:assignment", assignment_key)
    context: dict[str, Any] = {
        "held": held,
        "form": form if held.ended_at is None and may_name else None,
        "may_change": may_all,
        "may_end": may_assign(request.actor, held.role, held.scope),
        "beside": beside(held),
        **_review(request, held),
        "is_own": request.actor.person_id == held.person_id,
        "is_read": held.acknowledged_version == held.role.version,
    }
    return render(request, "people/assignment.html", context, status=form.status)


def _review(request: ActorRequest, held: Assignment) -> dict[str, Any]:
    """Return what the page says of the second look at duties that are kept together; nothing where there are none."""
    review = review_of(held) if held.separation_reason else None
    if review is None:
        return {}
    may = may_review_separation(request.actor, review)
    is_over = review.due_on < day_of(held.scope.organisation)
    return {"review": review, "may_review": may, "review_is_over": is_over}


@require_POST
def review(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """Decide whether one person goes on holding duties that should be apart."""
    held = held_assignment(request.actor, assignment_key)
    found = review_of(held)
    if found is None:
        raise NotFound
    require(may_review_separation(request.actor, found))
    reason = request.POST.get("reason", "").replace("\x00", "")
    is_kept = request.POST.get("is_kept") == "1"
    review_separation(
        held, is_kept=is_kept, reason=reason, version=seen_version(request), actor=request.actor
    )
    said = _("Both stay with one person.") if is_kept else _("The role has ended.")
    messages.success(request, said)
    return redirect("people:assignment", assignment_key)


@require_POST
def end(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """End an assignment now: its rights end with this request."""
    held = held_assignment(request.actor, assignment_key)
    require(may_assign(request.actor, held.role, held.scope))
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:2000]
    end_assignment(held, actor=request.actor, version=seen_version(request), reason=reason)
    words = {"name": held.person.name, "role": held.role.name}
    messages.success(request, _("%(name)s is no longer %(role)s.") % words)
    return redirect("people:assignments")


@require_http_methods(["GET", "POST"])
def successor(request: ActorRequest, assignment_key: str) -> HttpResponse:
    """Name who follows whoever holds a role, from the day after the last day."""
    held = held_assignment(request.actor, assignment_key)
    require(may_assign(request.actor, held.role, held.scope))
    today = day_of(held.scope.organisation)
    form = SuccessorForm(request.POST or None, assignment=held, actor=request.actor, today=today)
    status = 0
    if request.method == "POST" and form.is_valid():
        stated = form.cleaned_data
        try:
            following = name_successor(held, actor=request.actor, **stated)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = error.status
            form.take_conflict(error, held_assignment(request.actor, assignment_key).version)
        else:
            words = {"name": following.person.name, "role": following.role.name}
            messages.success(request, _("%(name)s follows as %(role)s.") % words)
            return redirect("people:assignment", following.key)
    context = {"held": held, "form": form}
    return render(request, "people/successor.html", context, status=status or form.status)
