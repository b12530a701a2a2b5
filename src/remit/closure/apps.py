from django.apps import AppConfig
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
