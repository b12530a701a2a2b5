"""Levelling as long work."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import NotFound
from remit.jobs.registries import JobKind, Run
from remit.projects.models import Project
from remit.scenarios.compute import Wish
from remit.scenarios.models import LevellingProposal
from remit.scenarios.operations.levelling import KIND, propose_levelling


def run_levelling(run: Run) -> Mapping[str, Any]:
    """Look for a levelling that was asked for; its proposal is the result."""
    stated = run.parameters
    rows = Project.objects.visible_to(run.actor).select_related("scope", "organisation")
    project = rows.filter(pk=stated["project"]).first()
    if project is None:
        raise NotFound(_("The project is gone, or you may no longer see it."))
    made = propose_levelling(
        project,
        Wish(stated["objective"], stated["stability"], stated["seconds"]),
        actor=run.actor,
        progress=run,
        conclude=lambda proposal: run.conclude(_result(proposal)),
    )
    return _result(made)


def _result(proposal: LevellingProposal) -> dict[str, Any]:
    return {"project": proposal.project.key, "proposal": proposal.key, "moved": proposal.figures["moved"]}


LEVELLING = JobKind(
    code=KIND,
    label=gettext_lazy("Levelling of a plan"),
    run=run_levelling,
    stages={
        "reading": gettext_lazy("Reading the plan"),
        "levelling": gettext_lazy("Looking for a placement"),
        "checking": gettext_lazy("Computing every date"),
        "writing": gettext_lazy("Writing the proposal"),
    },
    repeats=True,  # it concludes in the one transaction in which it writes
    result_url=lambda job: reverse(
        "scenarios:proposal", args=[job.result["project"], job.result["proposal"]]
    ),
    again_url=lambda job: reverse("scenarios:levelling", args=[job.parameters["project_key"]]),
)
