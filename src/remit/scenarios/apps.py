from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PAGES = (
    (_("Estimates"), "scenarios:estimates", 23),
    (_("Levelling"), "scenarios:levelling", 27),
    (_("Scenarios"), "scenarios:scenarios", 28),
)


class ScenariosConfig(AppConfig):
    """What plans could be, and the pages that this adds to a project."""

    name = "remit.scenarios"
    label = "scenarios"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put levelling into projects' pages, the kinds of long work and the record's words."""
        from remit.core.registries import value_wording, wording  # noqa: PLC0415 - apps are ready only now
        from remit.jobs.registries import kinds  # noqa: PLC0415 - as above
        from remit.planning.registries import bases  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above
        from remit.scenarios import wording as own  # noqa: PLC0415 - as above
        from remit.scenarios.estimate_queries import basis_of_duration  # noqa: PLC0415 - as above
        from remit.scenarios.tasks import LEVELLING  # noqa: PLC0415 - as above

        tabs.register(*(Tab(Area.PLAN, label, name, position) for label, name, position in PAGES))
        kinds.register(LEVELLING)
        bases.register(basis_of_duration)
        wording.register(own.FIELDS, own.OPERATIONS)
        value_wording.register(own.VALUES)
