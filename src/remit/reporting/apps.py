from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SUMS = ("spent_minor", "low_minor", "likely_minor", "high_minor")


class ReportingConfig(AppConfig):
    """How projects stand, and what they add to the pages of others."""

    name = "remit.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the status into projects' pages and the start page, and say which of its fields are money."""
        from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
        from remit.closure.registries import archive_tables  # noqa: PLC0415 - as above
        from remit.core.registries import (  # noqa: PLC0415 - as above
            HomeSection,
            home_sections,
            value_wording,
            wording,
        )
        from remit.costs.policies import may_see_costs  # noqa: PLC0415 - as above
        from remit.earned_value.registries import still_needed  # noqa: PLC0415 - as above
        from remit.jobs.registries import kinds  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, OverviewSection, Tab, overview_sections, tabs  # noqa: PLC0415 - as above
        from remit.projects.wording import amount_words  # noqa: PLC0415 - as above
        from remit.reporting import wording as own  # noqa: PLC0415 - as above
        from remit.reporting.archived import TABLES  # noqa: PLC0415 - as above
        from remit.reporting.queries import estimated, waiting_lights  # noqa: PLC0415 - as above
        from remit.reporting.shown import status_overview  # noqa: PLC0415 - as above
        from remit.reporting.tasks import FINISH  # noqa: PLC0415 - as above

        tabs.register(
            Tab(Area.MONITOR, _("Status"), "reporting:status", 35),
            Tab(Area.MONITOR, _("Cost forecast"), "reporting:costs", 36, may_see_costs),
        )
        overview_sections.register(OverviewSection(1, "reporting/overview_section.html", status_overview))
        kinds.register(FINISH)
        archive_tables.register(*TABLES)
        still_needed.register(estimated)
        home_sections.register(HomeSection(6, "reporting/home_section.html", waiting_lights))
        guarded_fields.register(*(GuardedField("project", name, "cost.view") for name in SUMS))
        wording.register(own.FIELDS, own.OPERATIONS)
        value_wording.register({**own.VALUES, **dict.fromkeys(SUMS, amount_words)})
