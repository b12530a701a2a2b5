from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CostsConfig(AppConfig):
    """The money of projects: accounts with their owners, budget that moves, and what was promised, owed and paid."""

    name = "remit.costs"
    label = "costs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the budget into tabs, findings and archive, and hide its figures from whoever may not see money."""
        from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
        from remit.closure.registries import archive_tables  # noqa: PLC0415 - as above
        from remit.core.registries import wording  # noqa: PLC0415 - as above
        from remit.costs import wording as own  # noqa: PLC0415 - as above
        from remit.costs.archived import TABLES  # noqa: PLC0415 - as above
        from remit.costs.handing import held_accounts  # noqa: PLC0415 - as above
        from remit.costs.policies import may_see_costs  # noqa: PLC0415 - as above
        from remit.people.registries import held_work  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

        tabs.register(Tab(Area.MONITOR, _("Budget"), "costs:budget", 35, may_see_costs))
        archive_tables.register(*TABLES)
        held_work.register(held_accounts)
        wording.register(own.FIELDS, own.OPERATIONS)
        kinds = ("cost account", "cost entry")
        guarded_fields.register(
            *(
                GuardedField(kind, name, "cost.view")
                for kind in kinds
                for name in ("budget_minor", "amount_minor")
            )
        )
