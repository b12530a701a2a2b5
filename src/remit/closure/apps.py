from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClosureConfig(AppConfig):
    """The end of projects and what it adds to the frame."""

    name = "remit.closure"
    label = "closure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the end of a project into its tabs, the start page, the record's words and what gates may ask."""
        from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
        from remit.closure import wording as own  # noqa: PLC0415 - as above
        from remit.closure.closing import to_sign  # noqa: PLC0415 - as above
        from remit.closure.facts import FACTS  # noqa: PLC0415 - as above
        from remit.core.registries import HomeSection, home_sections, wording  # noqa: PLC0415 - as above
        from remit.projects.facts import project_facts  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

        tabs.register(Tab(Area.CLOSE, pgettext_lazy("of a project", "Closure"), "closure:closure", 60))
        project_facts.register(*FACTS)
        home_sections.register(HomeSection(4, "closure/home_section.html", to_sign))
        guarded_fields.register(*(GuardedField(kind, name, "cost.view") for kind, name in own.SUMS))
        wording.register(own.FIELDS, own.OPERATIONS)
        _archive()
        _lessons()
        _services()


def _archive() -> None:
    """Put archives into the menu and the tabs, and say what they hold of the apps below."""
    from remit.closure.archive_tables import TABLES  # noqa: PLC0415 - apps are ready only now
    from remit.closure.archived_documents import archived_documents  # noqa: PLC0415 - as above
    from remit.closure.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
    from remit.closure.palette import archive_commands  # noqa: PLC0415 - as above
    from remit.closure.policies import may_see_archives  # noqa: PLC0415 - as above
    from remit.closure.registries import ArchiveSource, archive_sources, archive_tables  # noqa: PLC0415 - as above
    from remit.closure.tasks import ARCHIVE  # noqa: PLC0415 - as above
    from remit.core.registries import NavigationEntry, capabilities, commands, navigation  # noqa: PLC0415 - as above
    from remit.jobs.registries import kinds  # noqa: PLC0415 - as above
    from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

    capabilities.register(*CAPABILITIES)
    tabs.register(Tab(Area.CLOSE, _("Archive"), "closure:project_archives", 65))
    navigation.register(
        NavigationEntry(
            _("Archive"), "closure:archives", "archive", 70, lambda actor: bool(may_see_archives(actor))
        )
    )
    commands.register(archive_commands)
    archive_tables.register(*TABLES)
    archive_sources.register(ArchiveSource(20, archived_documents))
    kinds.register(ARCHIVE)


def _lessons() -> None:
    """Put lessons into the menu, the tabs and the overview of projects that others' lessons may help."""
    from remit.closure.lesson_policies import may_see_lessons  # noqa: PLC0415 - apps are ready only now
    from remit.closure.lesson_queries import lesson_overview  # noqa: PLC0415 - as above
    from remit.core.registries import NavigationEntry, navigation  # noqa: PLC0415 - as above
    from remit.projects.registries import Area, OverviewSection, Tab, overview_sections, tabs  # noqa: PLC0415 - as above

    tabs.register(Tab(Area.CLOSE, _("Lessons"), "closure:project_lessons", 63))
    navigation.register(
        NavigationEntry(
            _("Lessons"), "closure:lessons", "lesson", 68, lambda actor: bool(may_see_lessons(actor))
        )
    )
    overview_sections.register(OverviewSection(45, "closure/lessons/overview_section.html", lesson_overview))


def _services() -> None:
    """Put the handover to operations into the tabs, and what waits for operations onto the start page."""
    from remit.closure.service_queries import to_answer  # noqa: PLC0415 - apps are ready only now
    from remit.core.registries import HomeSection, home_sections  # noqa: PLC0415 - as above
    from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

    tabs.register(Tab(Area.CLOSE, _("Handover to operations"), "closure:service", 61))
    home_sections.register(HomeSection(5, "closure/services/home_section.html", to_answer))
