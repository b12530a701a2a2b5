from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcingConfig(AppConfig):
    """What people and the shared pool have to do across projects, and what projects ask for and are given."""

    name = "remit.resourcing"
    label = "resourcing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put capacity, the pool and requests into the menu, into projects' pages and on the start page."""
        from remit.core.registries import capabilities, commands, wording  # noqa: PLC0415 - apps are ready only now
        from remit.resourcing import wording as own  # noqa: PLC0415 - as above
        from remit.resourcing.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.resourcing.palette import resource_commands  # noqa: PLC0415 - as above

        capabilities.register(*CAPABILITIES)
        wording.register(own.FIELDS, own.OPERATIONS)
        commands.register(resource_commands)
        _menu()
        _projects()
        _home()


def _menu() -> None:
    from remit.core.registries import NavigationEntry, navigation  # noqa: PLC0415 - apps are ready only now
    from remit.resourcing.policies import may_see_all, may_see_pool  # noqa: PLC0415 - as above

    navigation.register(
        NavigationEntry(
            _("Capacity"),
            "resourcing:capacity",
            "calendar",
            45,
            lambda actor: actor.person_id is not None and bool(may_see_all(actor)),
        ),
        NavigationEntry(
            _("Resources"),
            "resourcing:requests",
            "columns",
            46,
            lambda actor: actor.person_id is not None and bool(may_see_pool(actor)),
        ),
    )


def _projects() -> None:
    """Put capacity and requests into a project's tabs, its closing list and its archive."""
    from remit.closure.registries import archive_tables  # noqa: PLC0415 - apps are ready only now
    from remit.projects.facts import project_facts  # noqa: PLC0415 - as above
    from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above
    from remit.resourcing.archived import TABLES  # noqa: PLC0415 - as above
    from remit.resourcing.policies import may_see_project  # noqa: PLC0415 - as above
    from remit.resourcing.request_queries import FACTS  # noqa: PLC0415 - as above

    tabs.register(
        Tab(Area.PLAN, _("Capacity"), "resourcing:project", 27, may_see_project),
        Tab(Area.PLAN, _("Requests"), "resourcing:project_requests", 28),
    )
    project_facts.register(*FACTS)
    archive_tables.register(*TABLES)


def _home() -> None:
    """Put what waits for whoever answers or asked, and own people with too much, on the start page."""
    from remit.core.registries import HomeSection, home_sections  # noqa: PLC0415 - apps are ready only now
    from remit.resourcing.home import own_people_over  # noqa: PLC0415 - as above
    from remit.resourcing.request_queries import home_requests  # noqa: PLC0415 - as above

    home_sections.register(
        HomeSection(6, "resourcing/requests/home_section.html", home_requests),
        HomeSection(9, "resourcing/home_section.html", own_people_over),
    )
