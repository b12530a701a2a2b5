from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EarnedValueConfig(AppConfig):
    """What the work of projects has earned against what was promised and what it cost, and how that went over time."""

    name = "remit.earned_value"
    label = "earned_value"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put earned value into tabs and archive, and hide its sums from whoever may not see money."""
        from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
        from remit.closure.registries import archive_tables  # noqa: PLC0415 - as above
        from remit.core.registries import wording  # noqa: PLC0415 - as above
        from remit.costs.policies import may_see_costs  # noqa: PLC0415 - as above
        from remit.earned_value import wording as own  # noqa: PLC0415 - as above
        from remit.earned_value.archived import TABLES  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

        tabs.register(Tab(Area.MONITOR, _("Earned value"), "earned_value:value", 37, may_see_costs))
        archive_tables.register(*TABLES)
        wording.register(own.FIELDS, own.OPERATIONS)
        guarded_fields.register(
            *(
                GuardedField("status snapshot", f"{name}_minor", "cost.view")
                for name in ("bac", "pv", "ev", "ac")
            )
        )
