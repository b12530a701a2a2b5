from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimesheetsConfig(AppConfig):
    """The hours that people work: entered by them, approved by one other person, never changed afterwards."""

    name = "remit.timesheets"
    label = "timesheets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put one's own week into the menu, what waits on the start page, and hours into archives."""
        from remit.closure.registries import archive_tables  # noqa: PLC0415 - apps are ready only now
        from remit.core.registries import (  # noqa: PLC0415 - as above
            HomeSection,
            NavigationEntry,
            home_sections,
            navigation,
            wording,
        )
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above
        from remit.timesheets import wording as own  # noqa: PLC0415 - as above
        from remit.timesheets.archived import TABLES  # noqa: PLC0415 - as above
        from remit.timesheets.home import own_weeks  # noqa: PLC0415 - as above
        from remit.timesheets.policies import may_see_project_time  # noqa: PLC0415 - as above

        wording.register(own.FIELDS, own.OPERATIONS)
        archive_tables.register(*TABLES)
        tabs.register(Tab(Area.MONITOR, _("Time"), "timesheets:project", 36, may_see_project_time))
        navigation.register(
            NavigationEntry(
                _("Time"), "timesheets:this_week", "calendar", 44,
                lambda actor: actor.person_id is not None, "w",
            )
        )  # fmt: skip
        home_sections.register(HomeSection(7, "timesheets/home_section.html", own_weeks))
