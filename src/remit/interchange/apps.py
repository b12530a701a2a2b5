from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """Import and export of plans."""

    name = "remit.interchange"
    label = "interchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put imports into the palette and into the overview of a project that came from a file."""
        from remit.closure.registries import ArchiveSource, archive_sources  # noqa: PLC0415 - apps are ready only now
        from remit.core.registries import commands, wording  # noqa: PLC0415 - as above
        from remit.interchange.archived import archived_plan  # noqa: PLC0415 - as above
        from remit.interchange.palette import import_commands  # noqa: PLC0415 - as above
        from remit.interchange.queries import overview  # noqa: PLC0415 - as above
        from remit.interchange.tasks import IMPORT  # noqa: PLC0415 - as above
        from remit.interchange.wording import OPERATIONS  # noqa: PLC0415 - as above
        from remit.jobs.registries import kinds  # noqa: PLC0415 - as above
        from remit.projects.registries import OverviewSection, overview_sections  # noqa: PLC0415 - as above

        commands.register(import_commands)
        archive_sources.register(ArchiveSource(10, archived_plan))
        wording.register(OPERATIONS)
        kinds.register(IMPORT)
        overview_sections.register(OverviewSection(90, "interchange/overview_section.html", overview))
