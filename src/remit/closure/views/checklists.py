"""The list by which the organisation's projects are closed: read with its versions, edited without code."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.closure.checklist import ITSELF
from remit.closure.checklist_queries import items_for, versions_of, words_of
from remit.closure.forms import ChecklistForm
from remit.closure.operations.checklists import edit_checklist
from remit.closure.policies import may_edit_checklist, may_read_checklist
from remit.core.errors import Conflict, Invalid
from remit.people.guards import own_organisation
from remit.people.models import Organisation
from remit.projects.facts import project_facts


@require_GET
def checklist(request: ActorRequest) -> HttpResponse:
    """Show the list by which projects are closed, and what each version changed it for."""
    require(may_read_checklist(request.actor))
    organisation = own_organisation(request.actor)
    context = {
        "items": [(each, words_of(each)) for each in items_for(organisation)],
        "versions": versions_of(organisation),
        "may_edit": may_edit_checklist(request.actor),
    }
    return render(request, "closure/checklist.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Edit the list: its next version."""
    organisation = own_organisation(request.actor)
    require(may_edit_checklist(request.actor))
    form = ChecklistForm(request.POST or None, present=items_for(organisation), number=_present(organisation))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            edit_checklist(
                organisation, form.stated(), number=typed["version"], reason=typed["reason"],
                actor=request.actor,
            )  # fmt: skip
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _present(organisation))
        else:
            messages.success(request, _("The closing list has a new version."))
            return redirect("closure:checklist")
    facts = [each for each in project_facts if each.code not in ITSELF]
    return render(request, "closure/checklist_edit.html", {"form": form, "facts": facts}, status=form.status)


def _present(organisation: Organisation) -> int:
    versions = versions_of(organisation)
    return versions[0].number if versions else 0
