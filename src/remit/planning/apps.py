from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Plans and what they add to the pages of others."""

    name = "remit.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put plans into projects' pages, the palette and the start page."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            capabilities,
            commands,
            home_sections,
            value_wording,
            wording,
        )
        from remit.planning.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.planning.operations.wording import FIELDS, OPERATIONS, VALUES  # noqa: PLC0415 - as above
        from remit.planning.palette import activity_commands  # noqa: PLC0415 - as above
        from remit.planning.queries.forecasts import (  # noqa: PLC0415 - as above
            forecast_projects,
            my_activities,
            plan_overview,
        )
        from remit.projects.registries import (  # noqa: PLC0415 - as above
            OverviewSection,
            Tab,
            forecasters,
            overview_sections,
            tabs,
        )

        tabs.register(
            Tab(_("Plan"), "planning:workspace", 20),
            Tab(_("Resources"), "planning:resources", 22),
            Tab(_("Calendars"), "planning:calendars", 23),
            Tab(_("Baselines"), "planning:baselines", 25),
        )
        forecasters.register(forecast_projects)
        overview_sections.register(OverviewSection(10, "planning/overview_section.html", plan_overview))
        home_sections.register(HomeSection(20, "planning/home_section.html", my_activities))
        capabilities.register(*CAPABILITIES)
        commands.register(activity_commands)
        wording.register(FIELDS, OPERATIONS)
        value_wording.register(VALUES)
