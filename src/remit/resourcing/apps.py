from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcingConfig(AppConfig):
    """What people have to do across projects, and the time they have."""

    name = "remit.resourcing"
    label = "resourcing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put capacity and the pool into the menu, into projects' pages and on the start page."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            NavigationEntry,
            capabilities,
            home_sections,
            navigation,
            wording,
        )
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above
        from remit.resourcing import wording as own  # noqa: PLC0415 - as above
        from remit.resourcing.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.resourcing.home import own_people_over  # noqa: PLC0415 - as above
        from remit.resourcing.policies import may_see_all, may_see_pool, may_see_project  # noqa: PLC0415 - as above

        capabilities.register(*CAPABILITIES)
        navigation.register(
            NavigationEntry(
                _("Capacity"),
                "resourcing:capacity",
                "calendar",
                45,
                lambda actor: actor.person_id is not None and bool(may_see_all(actor)),
            )
        )
        navigation.register(
            NavigationEntry(
                _("Resources"),
                "resourcing:pool",
                "columns",
                46,
                lambda actor: actor.person_id is not None and bool(may_see_pool(actor)),
            )
        )
        wording.register(own.FIELDS, own.OPERATIONS)
        tabs.register(Tab(Area.PLAN, _("Capacity"), "resourcing:project", 27, may_see_project))
        home_sections.register(HomeSection(9, "resourcing/home_section.html", own_people_over))
