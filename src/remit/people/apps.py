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
            NavigationEntry,
            PageScript,
            commands,
            home_sections,
            navigation,
            page_scripts,
            wording,
        )
        from remit.people import wording as own  # noqa: PLC0415 - as above
        from remit.people.operations.invitations import home_of  # noqa: PLC0415 - as above
        from remit.people.palette import glossary_commands, people_commands  # noqa: PLC0415 - as above
        from remit.people.queries import my_roles  # noqa: PLC0415 - as above
        from remit.people.second_factor import must_keep_one  # noqa: PLC0415 - as above

        navigation.register(
            NavigationEntry(_("My remit"), "home", "home", 10, lambda _actor: True, "h"),
            NavigationEntry(
                _("People"), "people:people", "people", 40, lambda actor: actor.person_id is not None, "e"
            ),
            NavigationEntry(
                _("Roles"), "people:roles", "role", 50, lambda actor: actor.person_id is not None, "r"
            ),
            NavigationEntry(
                _("Organisation"),
                "people:organisation",
                "organisation",
                60,
                lambda actor: actor.can_anywhere("organisation.view"),
                "o",
            ),
            NavigationEntry(
                _("Glossary"),
                "people:glossary",
                "glossary",
                95,
                lambda actor: actor.person_id is not None,
                "g",
            ),
            NavigationEntry(_("Help"), "help", "help", 90, lambda _actor: True),
        )
        commands.register(people_commands, glossary_commands)
        homes.register(home_of)
        keep_second_factor.register(must_keep_one)
        home_sections.register(HomeSection(30, "people/home_section.html", my_roles))
        page_scripts.register(PageScript("people/terms.js", "people:glossary_words"))
        wording.register(own.FIELDS, own.OPERATIONS)
