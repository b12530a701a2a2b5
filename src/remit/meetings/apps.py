from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings of a project and what is agreed there: actions and decisions."""

    name = "remit.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put meetings, actions and decisions into tabs, overview, and the start page of whoever has one."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            capabilities,
            home_sections,
            wording,
        )
        from remit.meetings import wording as own  # noqa: PLC0415 - as above
        from remit.meetings.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.meetings.meeting_queries import my_meetings  # noqa: PLC0415 - as above
        from remit.meetings.minutes_queries import owed_minutes  # noqa: PLC0415 - as above
        from remit.meetings.queries import my_actions, outcome_overview  # noqa: PLC0415 - as above
        from remit.projects.registries import (  # noqa: PLC0415 - as above
            Area,
            OverviewSection,
            Tab,
            overview_sections,
            tabs,
        )

        _register_subjects()
        _fill_calendars()
        _plan_contacts()
        capabilities.register(*CAPABILITIES)
        tabs.register(
            Tab(Area.MANAGE, _("Meetings"), "meetings:meetings", 35),
            Tab(Area.MANAGE, _("Actions"), "meetings:actions", 36),
            Tab(Area.CONTROL, _("Decisions"), "meetings:decisions", 50),
        )
        overview_sections.register(OverviewSection(22, "meetings/overview_section.html", outcome_overview))
        home_sections.register(
            HomeSection(6, "meetings/home_section.html", my_actions),
            HomeSection(7, "meetings/home_meetings.html", my_meetings),
            HomeSection(6, "meetings/home_minutes.html", owed_minutes),
        )
        wording.register(own.FIELDS, own.OPERATIONS)


def _register_subjects() -> None:
    """Say how what can be commented on here is found."""
    from remit.comments.registries import SubjectKind, subject_kinds  # noqa: PLC0415 - apps are ready only now
    from remit.meetings.subjects import (  # noqa: PLC0415 - as above
        action_subject,
        actions_seen,
        decision_subject,
        decisions_seen,
        meeting_subject,
        meetings_seen,
    )

    subject_kinds.register(
        SubjectKind("AC", action_subject, actions_seen),
        SubjectKind("DN", decision_subject, decisions_seen),
        SubjectKind("MT", meeting_subject, meetings_seen),
    )


def _plan_contacts() -> None:
    """Let the communication plan show at which meeting a stakeholder is met next."""
    from remit.meetings.meeting_queries import planned_with  # noqa: PLC0415 - apps are ready only now
    from remit.projects.registries import contact_planners  # noqa: PLC0415 - as above

    contact_planners.register(planned_with)


def _fill_calendars() -> None:
    """Let calendar feeds carry meetings and actions."""
    from remit.accounts.registries import FeedPart, feed_parts  # noqa: PLC0415 - apps are ready only now
    from remit.meetings.feeds import action_events, meeting_events  # noqa: PLC0415 - as above

    meetings = _("that you lead, minute or are invited to, with their times")
    actions = _("that are yours and open, on the day on which they are due")
    feed_parts.register(
        FeedPart(10, "meetings", _("Meetings"), meetings, meeting_events),
        FeedPart(40, "actions", _("Actions"), actions, action_events),
    )
