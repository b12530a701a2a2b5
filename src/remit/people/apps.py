from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People, roles, the organisation, and what they add to the frame."""

    name = "remit.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put people, roles and the organisation into the menu, the palette and the start page."""
        from remit.accounts.registries import homes, keep_second_factor  # noqa: PLC0415 - apps are ready only now
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            PageScript,
            capabilities,
            home_sections,
            navigation,
            page_scripts,
            value_wording,
            wording,
        )
        from remit.people import wording as own  # noqa: PLC0415 - as above
        from remit.people.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.people.commitment_queries import at_home  # noqa: PLC0415 - as above
        from remit.people.decision_queries import to_decide  # noqa: PLC0415 - as above
        from remit.people.home import my_remit  # noqa: PLC0415 - as above
        from remit.people.navigation import ENTRIES  # noqa: PLC0415 - as above
        from remit.people.operations.invitations import home_of  # noqa: PLC0415 - as above
        from remit.people.queries import my_roles  # noqa: PLC0415 - as above
        from remit.people.role_queries import to_acknowledge  # noqa: PLC0415 - as above
        from remit.people.second_factor import must_keep_one  # noqa: PLC0415 - as above

        navigation.register(*ENTRIES)
        capabilities.register(*CAPABILITIES)
        _answer_in_palette()
        homes.register(home_of)
        keep_second_factor.register(must_keep_one)
        home_sections.register(HomeSection(2, "people/remit_section.html", my_remit))
        home_sections.register(HomeSection(5, "people/acknowledge_section.html", to_acknowledge))
        home_sections.register(HomeSection(25, "people/commitments/home_section.html", at_home))
        home_sections.register(HomeSection(4, "people/decide_section.html", to_decide))
        home_sections.register(HomeSection(30, "people/home_section.html", my_roles))
        page_scripts.register(PageScript("people/terms.js", "people:glossary_words"))
        wording.register(own.FIELDS, own.OPERATIONS)
        value_wording.register(own.VALUES)
        _register_absences()
        _register_handovers()
        _register_reviews()


def _answer_in_palette() -> None:
    from remit.core.registries import commands  # noqa: PLC0415 - apps are ready only now
    from remit.people.palette import (  # noqa: PLC0415 - as above
        advisor_commands,
        decision_commands,
        glossary_commands,
        people_commands,
        responsibility_commands,
        role_commands,
    )

    commands.register(
        advisor_commands, people_commands, role_commands, responsibility_commands, glossary_commands
    )
    commands.register(decision_commands)


def _register_absences() -> None:
    """Show leave that waits on the start page, and in calendars; let neither these nor the record say why."""
    from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
    from remit.core.registries import HomeSection, home_sections  # noqa: PLC0415 - as above
    from remit.people.home import leave_to_decide  # noqa: PLC0415 - as above
    from remit.people.training import missing  # noqa: PLC0415 - as above

    home_sections.register(HomeSection(28, "people/training/home_section.html", missing))
    home_sections.register(HomeSection(8, "people/absence_section.html", leave_to_decide))
    guarded_fields.register(GuardedField("absence", "kind", "people.edit"))
    _register_feeds()


def _register_handovers() -> None:
    """Show on the start page which roles are vacant where one appoints."""
    from remit.core.registries import HomeSection, home_sections  # noqa: PLC0415 - apps are ready only now
    from remit.people.handover_queries import at_home  # noqa: PLC0415 - as above

    home_sections.register(HomeSection(3, "people/handover_section.html", at_home))


def _register_reviews() -> None:
    """Show on the start page which duties wait for a second pair of eyes."""
    from remit.core.registries import HomeSection, home_sections  # noqa: PLC0415 - apps are ready only now
    from remit.people.separation_queries import to_review  # noqa: PLC0415 - as above

    home_sections.register(HomeSection(4, "people/review_section.html", to_review))


def _register_feeds() -> None:
    """Let calendar feeds carry leave."""
    from remit.accounts.registries import FeedPart, feed_parts  # noqa: PLC0415 - apps are ready only now
    from remit.people.feeds import leave_events  # noqa: PLC0415 - as above

    explanation = _("your own, once it is agreed; the reason is not told")
    feed_parts.register(FeedPart(60, "leave", _("Leave"), explanation, leave_events))
