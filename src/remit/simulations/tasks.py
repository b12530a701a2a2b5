"""Simulation as long work."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import NotFound
from remit.jobs.registries import JobKind, Run
from remit.projects.models import Project
from remit.simulations.compute import Spread, Wish
from remit.simulations.models import Simulation
from remit.simulations.operations.simulations import KIND, simulate_plan


def run_simulation(run: Run) -> Mapping[str, Any]:
    """Draw the plan that was asked for; the simulation is the result."""
    stated = run.parameters
    rows = Project.objects.visible_to(run.actor).select_related("scope", "organisation")
    project = rows.filter(pk=stated["project"]).first()
    if project is None:
        raise NotFound(_("The project is gone, or you may no longer see it."))
    asked = dict(stated["wish"])
    spread = asked.pop("spread")
    made = simulate_plan(
        project,
        Wish(**asked, spread=Spread(**spread) if spread else None),
        dt.date.fromisoformat(stated["promised_on"]) if stated["promised_on"] else None,
        actor=run.actor,
        progress=run,
        conclude=lambda simulation: run.conclude(_result(simulation)),
    )
    return _result(made)


def _result(simulation: Simulation) -> dict[str, Any]:
    return {"project": simulation.project.key, "simulation": simulation.key}


SIMULATION = JobKind(
    code=KIND,
    label=gettext_lazy("Simulation of a plan"),
    run=run_simulation,
    stages={
        "reading": gettext_lazy("Reading the plan"),
        "drawing": gettext_lazy("Drawing the plan"),
        "answering": gettext_lazy("Drawing it with the responses"),
        "ranking": gettext_lazy("Taking each risk away"),
        "writing": gettext_lazy("Writing the figures"),
    },
    repeats=True,  # it concludes in the one transaction in which it writes
    result_url=lambda job: reverse(
        "simulations:simulation", args=[job.result["project"], job.result["simulation"]]
    ),
    again_url=lambda job: reverse("simulations:simulations", args=[job.parameters["project_key"]]),
)
