"""The advisor: questions, the answer with its rules, what another answer changes, the decision, the roles given."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.forms import seen_version
from remit.people.advice import advise, differences
from remit.people.advice_counts import bounds_for, bounds_of, counted_facts
from remit.people.advice_facts import FACTS, value_in_words
from remit.people.advice_forms import AdviceForm, BoundsForm, DecideForm, StaffForm, WhatIfForm
from remit.people.advice_queries import advice_of, lines_of, staffed, to_staff
from remit.people.advice_rules import RULES
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.kind_of_work import QUESTIONS, kind_of_work
from remit.people.models import Advice, AdviceBounds, Person, Role
from remit.people.operations.advice import (
    Pick,
    begin_advice,
    change_advice,
    change_advice_bounds,
    decide_advice,
    discard_advice,
    staff_advice,
)
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_advise, may_see_advice, may_set_thresholds


def _context(request: ActorRequest, advice: Advice) -> dict[str, Any]:
    root = root_scope(advice.organisation)
    return {"advice": advice, "may_advise": may_advise(request.actor, root)}


def _shown(request: ActorRequest, number: int) -> Advice:
    organisation = own_organisation(request.actor)
    require(may_see_advice(request.actor, root_scope(organisation)))
    return advice_of(request.actor, number)


def _changeable(request: ActorRequest, number: int) -> Advice:
    advice = _shown(request, number)
    require(may_advise(request.actor, root_scope(advice.organisation)))
    return advice


@require_GET
def advisor(request: ActorRequest) -> HttpResponse:
    """Show what was asked and decided, and the way to a new question."""
    organisation = own_organisation(request.actor)
    require(may_see_advice(request.actor, root_scope(organisation)))
    context = {
        "rows": Advice.objects.filter(organisation=organisation),
        "may_advise": may_advise(request.actor, root_scope(organisation)),
        "rules": RULES,
    }
    return render(request, "people/advice/all.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    """Answer the questions for the first time: what Remit knows stands there already."""
    organisation = own_organisation(request.actor)
    require(may_advise(request.actor, root_scope(organisation)))
    form = AdviceForm(request.POST or None, counted=counted_facts(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            advice = begin_advice(organisation, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            return redirect("people:advice", advice.number)
    return render(request, "people/advice/edit.html", {"form": form, "advice": None}, status=form.status)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, number: int) -> HttpResponse:
    """Answer the questions anew, before anything is decided."""
    advice = _changeable(request, number)
    counted = counted_facts(advice.organisation)
    form = AdviceForm(request.POST or None, counted=counted, advice=advice)
    if request.method == "POST" and form.is_valid():
        try:
            change_advice(advice, version=form.cleaned_data["version"], actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, advice_of(request.actor, number).version)
        else:
            messages.success(request, _("The answers are changed."))
            return redirect("people:advice", number)
    context = {"form": form, "advice": advice}
    return render(request, "people/advice/edit.html", context, status=form.status)


@require_GET
def advice(request: ActorRequest, number: int) -> HttpResponse:
    """Show which roles it takes and why; what another answer to one question would change."""
    shown = _shown(request, number)
    lines = lines_of(shown)
    form = WhatIfForm(request.GET if request.GET.get("change") else None, shown.facts)
    context = _context(request, shown) | {
        "roles": staffed(shown, lines),
        "rest": [line for line in lines if not line.role and line.count],
        "facts": [
            (
                fact,
                value_in_words(fact.code, shown.facts.get(fact.code)),
                _other(fact.code, shown),
            )
            for fact in FACTS
        ],
        "open": sum(fact.code not in shown.facts for fact in FACTS),
        "form": form,
        "wanted": form.fact and "to" in request.GET and form.is_valid(),
    }
    if context["wanted"] and form.fact is not None:
        other = {**shown.facts}
        other.pop(form.fact.code, None)
        answer = form.answer()
        if answer is not None:
            other[form.fact.code] = answer
        found = differences(lines, advise(other, bounds_for(shown)))
        names = dict(Role.objects.filter(organisation=shown.organisation).values_list("code", "name"))
        context["differences"] = [(names.get(each.role, each.role), each) for each in found]
        context["instead"] = value_in_words(form.fact.code, answer)
        context["now"] = value_in_words(form.fact.code, shown.facts.get(form.fact.code))
    return render(request, "people/advice/advice.html", context)


def _other(code: str, shown: Advice) -> str:
    """Return what Remit counted where the answer says something else."""
    counted = shown.counted.get(code)
    differs = counted is not None and counted != shown.facts.get(code)
    return value_in_words(code, counted) if differs else ""


@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, number: int) -> HttpResponse:
    """Keep what is decided on an advice."""
    shown = _changeable(request, number)
    form = DecideForm(request.POST or None, initial={"version": shown.version})
    status = 0
    if request.method == "POST" and form.is_valid():
        stated = form.cleaned_data
        try:
            decide_advice(
                shown,
                decision=stated["decision"],
                review_on=stated["review_on"],
                version=stated["version"],
                actor=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, advice_of(request.actor, number).version)
            status = error.status
        else:
            messages.success(request, _("It is decided. What was advised is kept with it."))
            return redirect("people:advice", number)
    context = _context(request, shown) | {"form": form, "roles": staffed(shown, lines_of(shown))}
    return render(request, "people/advice/decide.html", context, status=status or form.status)


@require_POST
def discard(request: ActorRequest, number: int) -> HttpResponse:
    """Throw away answers on which nothing was decided."""
    shown = _changeable(request, number)
    discard_advice(shown, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The answers are gone."))
    return redirect("people:advisor")


@require_http_methods(["GET", "POST"])
def staff(request: ActorRequest, number: int) -> HttpResponse:
    """Name who is to hold the advised roles that lack somebody."""
    shown = _changeable(request, number)
    day = day_of(shown.organisation)
    rows = to_staff(request.actor, staffed(shown, lines_of(shown)))
    people = list(Person.objects.visible_to(request.actor).present(day).order_by("name"))
    status = 0
    form = StaffForm(request.POST or None, advice=shown, rows=rows, people=people, start=day)
    if request.method == "POST" and form.is_valid():
        by_key = {person.key: person for person in people}
        picks = [Pick(by_key[key], role, scope) for role, scope, key in form.chosen()]
        try:
            given = staff_advice(
                shown,
                picks,
                from_date=form.cleaned_data["from_date"],
                version=form.cleaned_data["version"],
                actor=request.actor,
            )
        except Invalid as error:
            places = {each.field: each.message for each in error.errors if each.field.startswith("picks.")}
            form.take_places(places)
            if not places:
                form.add_error(None, error.message)
        except Conflict as error:
            form.take_conflict(error, advice_of(request.actor, number).version)
            status = error.status
        else:
            messages.success(request, _("Roles given: %(count)d.") % {"count": len(given)})
            return redirect("people:advice", number)
    context = _context(request, shown) | {"form": form}
    return render(request, "people/advice/staff.html", context, status=status or form.status)


@require_http_methods(["GET", "POST"])
def rules(request: ActorRequest) -> HttpResponse:
    """Show the rules with their thresholds; whoever may changes these."""
    organisation = own_organisation(request.actor)
    require(may_see_advice(request.actor, root_scope(organisation)))
    may_edit = may_set_thresholds(request.actor)
    own = AdviceBounds.objects.filter(organisation=organisation).first()
    version = own.version if own is not None else 1
    form = BoundsForm(request.POST or None, bounds=bounds_of(organisation), version=version)
    if request.method == "POST":
        require(may_edit)
        if form.is_valid() and _bounds_changed(request, form):
            messages.success(request, _("The thresholds are changed. What is decided stays as it was."))
            return redirect("people:advice_rules")
    context = {"form": form, "may_edit": may_edit}
    return render(request, "people/advice/rules.html", context, status=form.status)


def _bounds_changed(request: ActorRequest, form: BoundsForm) -> bool:
    organisation = own_organisation(request.actor)
    own = AdviceBounds.objects.filter(organisation=organisation).first()
    try:
        change_advice_bounds(
            organisation, stated=form.stated(), version=form.cleaned_data["version"], actor=request.actor
        )
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.take_conflict(error, own.version if own is not None else 1)
    return not form.errors


@require_GET
def kind(request: ActorRequest) -> HttpResponse:
    """Ask what something is: a project, a programme, operations or a product."""
    organisation = own_organisation(request.actor)
    answers = {each.code: request.GET.get(each.code) == "yes" for each in QUESTIONS}
    is_asked = any(each.code in request.GET for each in QUESTIONS) or "ask" in request.GET
    roles = {role.code: role for role in Role.objects.filter(organisation=organisation, retired_on=None)}
    verdict = kind_of_work(answers) if is_asked else None
    context = {
        "questions": [(each, answers[each.code]) for each in QUESTIONS],
        "verdict": verdict,
        "kinds": [
            (each, [roles[code] for code in each.roles if code in roles])
            for each in (verdict.kinds if verdict is not None else ())
        ],
    }
    return render(request, "people/advice/kind.html", context)
