from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PAGES = (
    ("plan", _("Schedule"), "planning:workspace", 20),
    ("plan", _("Network"), "planning:network", 22),
    ("plan", _("By month"), "planning:month", 23),
    ("plan", _("Resources"), "planning:resources", 24),
    ("plan", _("Calendars"), "planning:calendars", 25),
    ("plan", _("Scheduling"), "planning:settings", 26),
    ("monitor", _("Who holds the date"), "planning:date_holders", 40),
    ("monitor", _("Baselines"), "planning:baselines", 41),
)


class PlanningConfig(AppConfig):
    """Plans and what they add to the pages of others."""

    name = "remit.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put plans into projects' pages, the palette and the start page."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            capabilities,
            commands,
            home_sections,
            value_wording,
            wording,
        )
        from remit.planning.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.planning.operations.wording import FIELDS, OPERATIONS, VALUES  # noqa: PLC0415 - as above
        from remit.planning.palette import activity_commands  # noqa: PLC0415 - as above
        from remit.planning.queries.forecasts import (  # noqa: PLC0415 - as above
            forecast_projects,
            my_activities,
            plan_overview,
        )
        from remit.projects.registries import (  # noqa: PLC0415 - as above
            Area,
            OverviewSection,
            Tab,
            forecasters,
            overview_sections,
            tabs,
        )

        tabs.register(*(Tab(Area(area), label, name, position) for area, label, name, position in PAGES))
        _tell_who_answers()
        _tell_what_is_led_to()
        _judge_facts()
        _let_be_talked_about()
        _fill_calendars()
        forecasters.register(forecast_projects)
        overview_sections.register(OverviewSection(10, "planning/overview_section.html", plan_overview))
        home_sections.register(HomeSection(20, "planning/home_section.html", my_activities))
        capabilities.register(*CAPABILITIES)
        commands.register(activity_commands)
        wording.register(FIELDS, OPERATIONS)
        value_wording.register(VALUES)


def _let_be_talked_about() -> None:
    """Let people comment on activities."""
    from remit.comments.registries import SubjectKind, subject_kinds  # noqa: PLC0415 - apps are ready only now
    from remit.planning.subjects import activities_seen, activity_subject  # noqa: PLC0415 - as above

    subject_kinds.register(SubjectKind("T", activity_subject, activities_seen))


def _tell_who_answers() -> None:
    """Put activities into the map of accountability."""
    from remit.people.registries import WorkProvider, decision_rights, work  # noqa: PLC0415 - apps are ready only now
    from remit.planning.queries.date_holders import work_by_key, work_of_person  # noqa: PLC0415 - as above
    from remit.planning.queries.delegation import rights_of  # noqa: PLC0415 - as above

    decision_rights.register(rights_of)
    work.register(WorkProvider(work_of_person, work_by_key))


def _tell_what_is_led_to() -> None:
    """Say when the activities of a deliverable end, and which work leads to none."""
    from remit.planning.queries.tracing import (  # noqa: PLC0415 - apps are ready only now
        forecast_deliverables,
        off_overview,
        work_section,
    )
    from remit.projects.registries import (  # noqa: PLC0415 - as above
        DeliverableSection,
        OverviewSection,
        deliverable_forecasters,
        deliverable_sections,
        overview_sections,
    )

    deliverable_forecasters.register(forecast_deliverables)
    deliverable_sections.register(DeliverableSection("planning/deliverable_section.html", work_section))
    overview_sections.register(OverviewSection(16, "planning/off_section.html", off_overview))


def _judge_facts() -> None:
    """Say of a plan what gates ask of it, and what decisions remember."""
    from remit.meetings.registries import seen_facts  # noqa: PLC0415 - as above
    from remit.planning.queries.facts import FACTS  # noqa: PLC0415 - apps are ready only now
    from remit.planning.queries.seen import plan_seen  # noqa: PLC0415 - as above
    from remit.projects.facts import project_facts  # noqa: PLC0415 - as above

    project_facts.register(*FACTS)
    seen_facts.register(plan_seen)


def _fill_calendars() -> None:
    """Let calendar feeds carry activities and milestones."""
    from remit.accounts.registries import FeedPart, feed_parts  # noqa: PLC0415 - apps are ready only now
    from remit.planning.feeds import activity_events, milestone_events  # noqa: PLC0415 - as above

    own = _("that you answer for or work on, in all projects")
    milestones = _("of projects in which you have a role")
    feed_parts.register(
        FeedPart(15, "activities", _("Activities"), own, activity_events),
        FeedPart(20, "milestones", _("Milestones"), milestones, milestone_events),
    )
