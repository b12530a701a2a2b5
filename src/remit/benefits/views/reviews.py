"""Reviews of an outcome: planned, moved, done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.benefits.forms import MoveForm, PlanForm, ReviewForm
from remit.benefits.models import BenefitReview
from remit.benefits.operations.benefits import last_day
from remit.benefits.operations.reviews import do_review, move_review, plan_reviews
from remit.benefits.policies import may_care_for, may_review
from remit.benefits.queries import days_after, one_benefit, one_review
from remit.core.errors import Conflict, Invalid
from remit.projects.deliverable_queries import people_for

TEMPLATE = "benefits/form.html"


@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest, benefit_key: str) -> HttpResponse:
    """Plan reviews of an outcome, three, six and twelve months after the end unless other days are typed."""
    shown = one_benefit(request.actor, benefit_key)
    require(may_care_for(request.actor, shown))
    planned = set(shown.reviews.values_list("due_on", flat=True))
    proposed = [each for each in days_after(last_day(shown.project)) if each not in planned]
    people = people_for(request.actor, shown.project)
    form = PlanForm(request.POST or None, people=people, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            plan_reviews(shown, actor=request.actor, **form.stated())
        except (Invalid, Conflict) as error:
            form.take(error) if isinstance(error, Invalid) else form.add_error(None, error.message)
        else:
            messages.success(request, _("The reviews are planned."))
            return redirect("benefits:benefit", benefit_key)
    context = {"benefit": shown, "form": form, "heading": _("Plan reviews")}
    return render(request, TEMPLATE, context, status=form.status)


def _after_conflict(
    request: ActorRequest, form: MoveForm | ReviewForm, error: Conflict, shown: BenefitReview
) -> int:
    form.take_conflict(error, one_benefit(request.actor, shown.benefit.key).version)
    return error.status


@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, benefit_key: str, review_number: int) -> HttpResponse:
    """Do a review."""
    shown = one_review(request.actor, benefit_key, review_number)
    require(may_review(request.actor, shown))
    form, status = ReviewForm(request.POST or None, review=shown), None
    if request.method == "POST" and form.is_valid():
        try:
            do_review(shown, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = _after_conflict(request, form, error, shown)
        else:
            messages.success(request, _("The review is done."))
            return redirect("benefits:benefit", benefit_key)
    context = {"benefit": shown.benefit, "review": shown, "form": form, "heading": _("Review the outcome")}
    return render(request, TEMPLATE, context, status=status or form.status)


@require_http_methods(["GET", "POST"])
def move(request: ActorRequest, benefit_key: str, review_number: int) -> HttpResponse:
    """Move a review to another day, with the reason."""
    shown = one_review(request.actor, benefit_key, review_number)
    require(may_care_for(request.actor, shown.benefit))
    form, status = MoveForm(request.POST or None, review=shown), None
    if request.method == "POST" and form.is_valid():
        try:
            move_review(shown, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = _after_conflict(request, form, error, shown)
        else:
            messages.success(request, _("The review is moved."))
            return redirect("benefits:benefit", benefit_key)
    context = {"benefit": shown.benefit, "review": shown, "form": form, "heading": _("Move the review")}
    return render(request, TEMPLATE, context, status=status or form.status)
