"""A change and the plan: a scenario that says what it does, and carrying it out."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.changes.forms_plans import ImplementForm, TryForm
from remit.changes.operations.plans import implement_change, try_change
from remit.changes.policies import may_assess_change, may_implement_change
from remit.changes.queries import one_change
from remit.changes.scope import scope_of
from remit.changes.views.steps import answer
from remit.core.errors import NotAllowed
from remit.costs.models import CostAccount
from remit.planning.policies import may_edit_plan, may_set_baseline
from remit.registers.policies import sees_money
from remit.scenarios.models import Scenario


@require_http_methods(["GET", "POST"])
def scenario(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Let the engine say what a scenario does."""
    shown = one_change(request.actor, key, change_key)
    require(may_assess_change(request.actor, shown))
    rows = Scenario.objects.filter(project=shown.project, edit_number=None).defer("edits", "undone", "result")
    form = TryForm(request.POST or None, change=shown, scenarios=rows)

    def act() -> None:
        try_change(shown, actor=request.actor, **form.cleaned_data)

    why = _("The engine tries the scenario on a copy of the plan; the plan itself stays.")
    return answer(request, shown, form, act, _("Assess with a scenario"), why=why)


@require_http_methods(["GET", "POST"])
def implement(request: ActorRequest, key: str, change_key: str) -> HttpResponse:
    """Carry a change out: the plan, the money, the baseline."""
    shown = one_change(request.actor, key, change_key)
    require(may_implement_change(request.actor, shown))
    actor, project = request.actor, shown.project
    scope = scope_of(project)
    accounts = CostAccount.objects.filter(project=project, closed_on=None)
    form = ImplementForm(
        request.POST or None,
        change=shown,
        lines=scope.open if scope else (),
        accounts=accounts if sees_money(actor, project) and shown.cost_minor else None,
        takes=bool(shown.scenario and shown.scenario.edit_number is None and may_edit_plan(actor, project)),
        promises=bool(scope and may_set_baseline(actor, project)),
    )

    def act() -> None:
        found = form.cleaned_data
        try:
            implement_change(
                shown, form.stated(), words=found["words"], version=found["version"], actor=actor
            )
        except NotAllowed as error:
            # the form was theirs to fill in, so it says which part of it is not, and keeps what was typed
            form.add_error(None, f"{error.message} " + _("It is for: %(who)s.") % {"who": error.who_may})

    return answer(request, shown, form, act, _("It is carried out"))
