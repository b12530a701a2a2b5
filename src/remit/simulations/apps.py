from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationsConfig(AppConfig):
    """Plans drawn many times over, and what risks act on."""

    name = "remit.simulations"
    label = "simulations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put simulation into projects' pages, the kinds of long work, archives and the record's words."""
        from remit.closure.registries import archive_tables  # noqa: PLC0415 - apps are ready only now
        from remit.core.registries import wording  # noqa: PLC0415 - as above
        from remit.jobs.registries import kinds  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above
        from remit.simulations import wording as own  # noqa: PLC0415 - as above
        from remit.simulations.archived import TABLES  # noqa: PLC0415 - as above
        from remit.simulations.tasks import SIMULATION  # noqa: PLC0415 - as above

        tabs.register(Tab(Area.CONTROL, _("Simulation"), "simulations:simulations", 43))
        kinds.register(SIMULATION)
        archive_tables.register(*TABLES)
        wording.register(own.FIELDS, own.OPERATIONS)
