"""The tables of simulations that go into a project's archive."""

from django.utils.translation import gettext_lazy as _

from remit.closure.registries import ArchiveTable, Kept
from remit.simulations.models import Driver, Simulation

TABLES = (
    ArchiveTable("risk-drivers", _("What risks act on"), Driver, "project", ("risk__key", "activities")),
    ArchiveTable(
        "simulations", _("Simulations"), Simulation, "project",
        ("key", "at", "by_name", "plan_version", "runs", "seed", "promised_on", "wish", "figures", "money"),
        guarded=(("money", Kept.MONEY),),
    ),
)  # fmt: skip
