"""Who promised what to whom by when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.people.commitment_queries import commitments as visible_commitments
from remit.people.commitment_queries import one_commitment, record_of, standing, standings
from remit.people.forms_commitments import PromiseForm, RenegotiateForm
from remit.people.grids import day_of
from remit.people.guards import answering_scope, own_organisation
from remit.people.models import CommitmentState, Person
from remit.people.operations.commitments import close_promise, promise, renegotiate_promise
from remit.people.policies import may_close_promise, may_promise, may_renegotiate

MOST_SHOWN = 200
SHOWN = ("open", "closed", "all")


@require_GET
def commitments(request: ActorRequest) -> HttpResponse:
    """Show promises: one's own and those made to oneself, or those in the frame of one scope or by one person."""
    organisation = own_organisation(request.actor)
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:40]
        for name in ("scope", "person", "show")
    }
    rows = visible_commitments(request.actor)
    scope = answering_scope(request.actor, asked["scope"]) if asked["scope"] else None
    person = None
    if asked["person"]:
        people = Person.objects.visible_to(request.actor).select_related("organisation")
        person = people.filter(key=asked["person"]).first()
        if person is None:
            raise NotFound
    show = asked["show"] if asked["show"] in SHOWN else SHOWN[0]
    if scope is not None:
        rows = rows.filter(scope__path__startswith=scope.path)
    if person is not None:
        rows = rows.filter(by=person)
    if show != "all":
        is_open = show == "open"
        rows = (
            rows.filter(state=CommitmentState.OPEN) if is_open else rows.exclude(state=CommitmentState.OPEN)
        )
    context = {
        "rows": standings(rows.order_by("due_on", "pk")[:MOST_SHOWN], day_of(organisation)),
        "scope": scope,
        "person": person,
        "show": show,
        "shown": ((SHOWN[0], _("Open")), (SHOWN[1], _("Closed")), (SHOWN[2], _("All"))),
        "may_promise": may_promise(request.actor),
        "record": None,
    }
    own = Person.objects.select_related("organisation").filter(pk=request.actor.person_id).first()
    if scope is None and person is None and own is not None:
        context["record"] = record_of(own)
    return render(request, "people/commitments/all.html", context)


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Promise something."""
    require(may_promise(request.actor))
    organisation = own_organisation(request.actor)
    by = Person.objects.get(pk=request.actor.person_id or 0)
    begun = request.GET.get("scope", "")[:16]
    form = PromiseForm(request.POST or None, actor=request.actor, organisation=organisation, scope=begun)
    if request.method == "POST" and form.is_valid():
        stated = form.cleaned_data
        try:
            made = promise(
                by,
                stated["scope"],
                what=stated["what"],
                due_on=stated["due_on"],
                to_person=stated["to_person"],
                to_name=stated["to_name"],
                actor=request.actor,
            )
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("Promised. It stands on your page and on the scope's."))
            return redirect("people:commitment", made.key)
    return render(request, "people/commitments/add.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def commitment(request: ActorRequest, commitment_key: str) -> HttpResponse:
    """Show a promise with every day it ever had; agree on another day."""
    shown = one_commitment(request.actor, commitment_key)
    may = may_renegotiate(request.actor, shown)
    if request.method == "POST":
        require(may)
    form = RenegotiateForm(request.POST or None, initial={"version": shown.version})
    status = 0
    if request.method == "POST" and form.is_valid():
        stated = form.cleaned_data
        try:
            renegotiate_promise(shown, actor=request.actor, **stated)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_commitment(request.actor, commitment_key).version)
            status = error.status
        else:
            messages.success(request, _("Another day is agreed. The days before stay in the log."))
            return redirect("people:commitment", commitment_key)
    context = {
        "each": standing(shown, day_of(shown.scope.organisation)),
        "form": form,
        "may_renegotiate": may,
        "may_close": may_close_promise(request.actor, shown),
        "moves": shown.renegotiations.all(),
    }
    return render(request, "people/commitments/one.html", context, status=status or form.status)


@require_POST
def close(request: ActorRequest, commitment_key: str) -> HttpResponse:
    """Say that a promise is kept, or not needed any more."""
    shown = one_commitment(request.actor, commitment_key)
    require(may_close_promise(request.actor, shown))
    is_kept = request.POST.get("how") != "released"
    note = request.POST.get("note", "")
    close_promise(shown, version=seen_version(request), is_kept=is_kept, note=note, actor=request.actor)
    messages.success(request, _("It is kept.") if is_kept else _("It is released."))
    return redirect("people:commitment", commitment_key)
