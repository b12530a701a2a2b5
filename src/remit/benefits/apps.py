from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenefitsConfig(AppConfig):
    """What projects are for, and the reviews of it that outlast them."""

    name = "remit.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put outcomes into menu, tabs, overview, start page and archive, and into the list that projects close by."""
        from remit.benefits import wording as own  # noqa: PLC0415 - apps are ready only now
        from remit.benefits.archived import TABLES  # noqa: PLC0415 - as above
        from remit.benefits.facts import FACTS  # noqa: PLC0415 - as above
        from remit.benefits.findings import findings_at, paths_of  # noqa: PLC0415 - as above
        from remit.benefits.handing import held_outcomes  # noqa: PLC0415 - as above
        from remit.benefits.palette import benefit_commands  # noqa: PLC0415 - as above
        from remit.benefits.policies import may_see_benefits  # noqa: PLC0415 - as above
        from remit.benefits.queries import my_reviews, overview  # noqa: PLC0415 - as above
        from remit.closure.registries import archive_tables  # noqa: PLC0415 - as above
        from remit.core.registries import (  # noqa: PLC0415 - as above
            HomeSection,
            NavigationEntry,
            commands,
            home_sections,
            navigation,
            wording,
        )
        from remit.people.registries import FindingProvider, held_work, more_findings  # noqa: PLC0415 - as above
        from remit.projects.facts import project_facts  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, OverviewSection, Tab, overview_sections, tabs  # noqa: PLC0415 - as above

        tabs.register(Tab(Area.CLOSE, _("Outcomes"), "benefits:of_project", 62))
        navigation.register(
            NavigationEntry(
                _("Benefits"), "benefits:benefits", "flag", 66, lambda actor: bool(may_see_benefits(actor))
            )
        )
        overview_sections.register(OverviewSection(24, "benefits/overview_section.html", overview))
        home_sections.register(HomeSection(7, "benefits/home_section.html", my_reviews))
        project_facts.register(*FACTS)
        archive_tables.register(*TABLES)
        commands.register(benefit_commands)
        held_work.register(held_outcomes)
        more_findings.register(FindingProvider(findings_at, paths_of))
        wording.register(own.FIELDS, own.OPERATIONS)
        _fill_calendars()


def _fill_calendars() -> None:
    """Let calendar feeds carry reviews."""
    from remit.accounts.registries import FeedPart, feed_parts  # noqa: PLC0415 - apps are ready only now
    from remit.benefits.feeds import review_events  # noqa: PLC0415 - as above

    explanation = _("of outcomes, that are yours to do")
    feed_parts.register(FeedPart(50, "reviews", _("Reviews"), explanation, review_events))
