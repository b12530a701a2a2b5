from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """What people say about a project and what belongs to it."""

    name = "remit.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put comments below what they are about, into the tabs and on the start page of whoever is called."""
        from remit.comments import wording as own  # noqa: PLC0415 - apps are ready only now
        from remit.comments.panel import comment_panel  # noqa: PLC0415 - as above
        from remit.comments.queries import my_mentions  # noqa: PLC0415 - as above
        from remit.comments.registries import subject_kinds  # noqa: PLC0415 - as above
        from remit.comments.subjects import KINDS  # noqa: PLC0415 - as above
        from remit.core.registries import (  # noqa: PLC0415 - as above
            HomeSection,
            ObjectPanel,
            home_sections,
            object_panels,
            wording,
        )
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

        subject_kinds.register(*KINDS)
        object_panels.register(ObjectPanel(10, "comments/panel.html", comment_panel))
        tabs.register(Tab(Area.MANAGE, _("Comments"), "comments:comments", 60))
        home_sections.register(HomeSection(3, "comments/home_section.html", my_mentions))
        wording.register(own.FIELDS, own.OPERATIONS)
