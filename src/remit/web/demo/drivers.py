"""What the demo's risks act on: open activities of the plan whose names hold the words that the register states."""

from remit.planning.models import Activity
from remit.projects.models import Project
from remit.registers.models import Risk
from remit.simulations.operations.drivers import state_driver
from remit.web.demo.firm import Firm
from remit.web.demo.registers import ENTRIES
from remit.web.demo.undertakings import UNDERTAKINGS


def load_drivers(firm: Firm) -> None:
    """Say which activities risks act on, for those whose register says it."""
    projects = list(Project.objects.filter(organisation=firm.organisation).order_by("pk"))
    for row in ENTRIES["risk"]:
        if "acts" not in row:
            continue
        project, manager = projects[row["project"] - 1], firm.actor(UNDERTAKINGS[row["project"] - 1].manager)
        risk = Risk.objects.select_related("project__scope", "owner").get(project=project, event=row["event"])
        open_ones = Activity.objects.filter(
            project=project, kind="task", percent_complete__lt=100, name__icontains=row["acts"]
        )
        keys = list(open_ones.order_by("position").values_list("key", flat=True))
        state_driver(risk, keys, version=0, actor=manager)
