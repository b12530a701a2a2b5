"""To-be structures: a list, what each changes and for whom, and the forms of its changes."""

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
from remit.people.forms_structures import LABELS, ChangeForm, StructureForm
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import PlannedKind, Structure, StructureState
from remit.people.navigation import organisation_tabs
from remit.people.operations.structure_transition import to_state
from remit.people.operations.structures import (
    begin_structure,
    change_structure,
    drop_change,
    plan_change,
)
from remit.people.policies import may_edit_organisation, may_see_organisation
from remit.people.structure_queries import FIELDS, Prospect, one_structure, prospect, structures
from remit.people.structures import Difference, Planned


@require_GET
def structures_list(request: ActorRequest) -> HttpResponse:
    """Show the to-be structures that the reader may see, the latest transition first."""
    require(may_see_organisation(request.actor))
    context = {
        "structures": structures(request.actor).exclude(state=StructureState.DISCARDED),
        "discarded": structures(request.actor).filter(state=StructureState.DISCARDED),
        "today": day_of(own_organisation(request.actor)),
        "may_edit": may_edit_organisation(request.actor),
        "tabs": organisation_tabs("structures"),
    }
    return render(request, "people/structures/all.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    """Begin the draft of a to-be structure."""
    require(may_edit_organisation(request.actor))
    form = StructureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = begin_structure(own_organisation(request.actor), actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("The draft is begun: plan what changes."))
            return redirect("people:structure", made.key)
    return render(
        request, "people/structures/edit.html", {"form": form, "structure": None}, status=form.status
    )


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, structure_key: str) -> HttpResponse:
    """Change name, transition date and reason of a draft; a stale form is shown with both values."""
    require(may_edit_organisation(request.actor))
    shown = one_structure(request.actor, structure_key)
    form = StructureForm(request.POST or None, structure=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change_structure(
                shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, one_structure(request.actor, structure_key).version)
        else:
            messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
            return redirect("people:structure", structure_key)
    return render(
        request, "people/structures/edit.html", {"form": form, "structure": shown}, status=form.status
    )


@require_GET
def structure(request: ActorRequest, structure_key: str) -> HttpResponse:
    """Show what a to-be structure changes, for whom, and what keeps it from coming into effect."""
    require(may_see_organisation(request.actor))
    shown = one_structure(request.actor, structure_key)
    context = {
        "structure": shown,
        "may_edit": may_edit_organisation(request.actor),
        "kinds": PlannedKind.choices,
    }
    if shown.state in {StructureState.DRAFT, StructureState.SCHEDULED}:
        context |= _prospect_context(prospect(shown))
        context["is_due"] = shown.takes_effect_on <= day_of(shown.organisation)
    return render(request, "people/structures/one.html", context)


def _prospect_context(found: Prospect) -> dict[str, Any]:
    lines = [
        (each, [(LABELS[f"change-{_thing(each)}"][name], old, new) for name, old, new in each.moves])
        for each in found.differences
    ]
    kinds = dict(PlannedKind.choices)
    by_number: dict[int, list[str]] = {}
    for fault in found.faults:
        by_number.setdefault(fault.number, []).append(fault.text)
    return {
        "found": found,
        "differences": lines,
        "plan": [
            (each, kinds[each.kind], named(found, each), by_number.get(each.number, []))
            for each in found.plan
        ],
        "other_faults": by_number.get(0, []),
    }


def _thing(each: Difference) -> str:
    return "unit" if each.is_unit else "position"


def named(found: Prospect, each: Planned) -> str:
    """Return what a change is about, as people call it."""
    if each.kind.startswith("add-"):
        return each.values.get("name") or ""
    among: Any = found.now.units if each.kind.endswith("unit") else found.now.positions
    return among[each.target].name if each.target in among else each.target


@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest, structure_key: str, number: int | None = None) -> HttpResponse:
    """Plan a change: first what it is about, then what becomes of it; one that is planned is stated anew."""
    require(may_edit_organisation(request.actor))
    shown = one_structure(request.actor, structure_key)
    found = prospect(shown)
    kind, target = _asked(request, found, number)
    context = {
        "structure": shown,
        "kind": kind,
        "kind_label": dict(PlannedKind.choices)[kind],
        "target": target,
    }
    if not target and not kind.startswith("add-"):
        among: Any = found.now.units if kind.endswith("unit") else found.now.positions
        rows = sorted(((ref, each.name) for ref, each in among.items()), key=lambda row: row[1].casefold())
        return render(request, "people/structures/target.html", context | {"choices": rows})
    form = ChangeForm(request.POST or None, kind=kind, target=target, found=found, version=shown.version)
    if request.method == "POST" and form.is_valid() and _planned(request, shown, form, number):
        return redirect("people:structure", structure_key)
    about = named(found, Planned(0, kind, target)) if target and not target.startswith("+") else ""
    return render(
        request, "people/structures/plan.html", context | {"form": form, "about": about}, status=form.status
    )


def _asked(request: ActorRequest, found: Prospect, number: int | None) -> tuple[str, str]:
    """Return the kind of change and what it is about, as the address says."""
    if number is not None:
        each = next((each for each in found.plan if each.number == number), None)
        if each is None:
            raise NotFound
        return each.kind, each.target
    kind = request.GET.get("kind", PlannedKind.ADD_UNIT)
    if kind not in FIELDS:
        raise NotFound
    target = request.GET.get("target", "")
    among: Any = found.now.units if kind.endswith("unit") else found.now.positions
    if target and (kind.startswith("add-") or target not in among):
        raise NotFound
    return kind, target


def _planned(request: ActorRequest, shown: Structure, form: ChangeForm, number: int | None) -> bool:
    """Plan what the form states; return whether that went well, the form says why not."""
    values = form.stated()
    if form.kind.startswith("change-") and not values:
        form.add_error(None, _("This is how it stands already: change something, or plan nothing."))
        return False
    try:
        plan_change(
            shown,
            kind=form.kind,
            target="" if form.target.startswith("+") else form.target,
            values=values,
            version=form.cleaned_data["version"],
            actor=request.actor,
            number=number,
        )
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.take_conflict(error, one_structure(request.actor, shown.key).version)
    else:
        messages.success(request, _("Planned. Nothing changes before the transition date."))
        return True
    return False


@require_POST
def drop(request: ActorRequest, structure_key: str, number: int) -> HttpResponse:
    """Take a planned change back."""
    require(may_edit_organisation(request.actor))
    shown = one_structure(request.actor, structure_key)
    drop_change(shown, number, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The change is dropped."))
    return redirect("people:structure", structure_key)


@require_POST
def state(request: ActorRequest, structure_key: str) -> HttpResponse:
    """Schedule a draft, take a scheduled one back, discard it, or put it into effect."""
    require(may_edit_organisation(request.actor))
    shown = one_structure(request.actor, structure_key)
    changed = to_state(shown, request.POST.get("to", ""), version=seen_version(request), actor=request.actor)
    said = {
        StructureState.DRAFT: _("It is a draft again."),
        StructureState.SCHEDULED: _("It is scheduled and comes into effect on its transition date."),
        StructureState.EFFECTIVE: _("It is the structure that stands now."),
        StructureState.DISCARDED: _("It is discarded."),
    }
    messages.success(request, said[StructureState(changed.state)])
    return redirect("people:structure", structure_key)
