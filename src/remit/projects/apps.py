from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PAGES = (
    ("overview", _("Overview"), "projects:detail", 10),
    ("start", pgettext_lazy("of a project", "Life"), "projects:life", 11),
    ("start", _("Feasibility"), "projects:study", 12),
    ("start", pgettext_lazy("of a project", "Charter"), "projects:charter", 13),
    ("manage", _("People"), "projects:people", 30),
)


class ProjectsConfig(AppConfig):
    """Projects and what they add to the frame."""

    name = "remit.projects"
    label = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put projects into the menu, the palette and the start page."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            NavigationEntry,
            capabilities,
            commands,
            home_sections,
            navigation,
        )
        from remit.projects.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.projects.palette import project_commands  # noqa: PLC0415 - as above
        from remit.projects.queries import my_projects  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

        navigation.register(
            NavigationEntry(
                _("Projects"),
                "projects:list",
                "plan",
                20,
                lambda actor: actor.can_anywhere("project.view"),
                "p",
            )
        )
        capabilities.register(*CAPABILITIES)
        commands.register(project_commands)
        home_sections.register(HomeSection(10, "projects/home_section.html", my_projects))
        tabs.register(*(Tab(Area(area), label, name, position) for area, label, name, position in PAGES))
        _tell_of_scopes()
        _tell_of_products()
        _tell_what_waits()
        _tell_of_deliverables()
        _tell_of_stakeholders()
        _word_the_record()
        _fill_calendars()


def _fill_calendars() -> None:
    """Let calendar feeds carry gates."""
    from remit.accounts.registries import FeedPart, feed_parts  # noqa: PLC0415 - apps are ready only now
    from remit.projects.feeds import gate_events  # noqa: PLC0415 - as above

    explanation = _("of projects in which you have a role, and conditions that are left to you")
    feed_parts.register(FeedPart(30, "gates", _("Gates"), explanation, gate_events))


def _word_the_record() -> None:
    """Say how people read what the record keeps of projects, and which of it takes sight of money."""
    from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
    from remit.core.registries import value_wording, wording  # noqa: PLC0415 - as above
    from remit.projects import wording as own  # noqa: PLC0415 - as above

    guarded_fields.register(*(GuardedField(kind, name, "cost.view") for kind, name in own.SUMS))
    wording.register(own.FIELDS, own.OPERATIONS)
    value_wording.register(own.VALUES)


def _tell_what_waits() -> None:
    """Put what somebody is to sign or decide on onto the start page."""
    from remit.core.registries import HomeSection, home_sections  # noqa: PLC0415 - apps are ready only now
    from remit.projects.facts import project_facts  # noqa: PLC0415 - as above
    from remit.projects.life_facts import FACTS  # noqa: PLC0415 - as above
    from remit.projects.signing import to_decide  # noqa: PLC0415 - as above

    project_facts.register(*FACTS)
    home_sections.register(HomeSection(4, "projects/life/home_section.html", to_decide))


def _tell_of_scopes() -> None:
    """Say in which frame the pages about a project's scope stand, and whether the project is over."""
    from remit.people.commitment_queries import of_scope  # noqa: PLC0415 - apps are ready only now
    from remit.people.handover_queries import of_scope as handovers_of  # noqa: PLC0415 - as above
    from remit.people.models import ScopeKind  # noqa: PLC0415 - as above
    from remit.people.registries import (  # noqa: PLC0415 - as above
        ScopeFrame,
        scope_facts,
        scope_frames,
        undertakings,
    )
    from remit.projects.queries import (  # noqa: PLC0415 - as above
        project_frame,
        scope_facts_of,
        undertakings_of,
    )
    from remit.projects.registries import Area, OverviewSection, Tab, overview_sections, tabs  # noqa: PLC0415 - as above

    promises = "people/commitments/overview_section.html"
    overview_sections.register(
        OverviewSection(40, promises, lambda who, project: of_scope(who, project.scope))
    )
    vacancies = "people/handover_section.html"
    overview_sections.register(
        OverviewSection(5, vacancies, lambda who, project: handovers_of(who, project.scope))
    )
    # the key of a project is that of its scope
    tabs.register(Tab(Area.MANAGE, _("Responsibilities"), "people:matrix", 32))
    scope_frames.register(ScopeFrame(ScopeKind.PROJECT, "projects/base.html", project_frame))
    scope_facts.register(scope_facts_of)
    undertakings.register(undertakings_of)


def _tell_of_deliverables() -> None:
    """Put deliverables into the tabs, the project's overview and the start page of whoever is to accept one."""
    from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
        HomeSection,
        home_sections,
        value_wording,
        wording,
    )
    from remit.projects import deliverable_wording as own  # noqa: PLC0415 - as above
    from remit.projects import requirement_wording as stated  # noqa: PLC0415 - as above
    from remit.projects.deliverable_queries import (  # noqa: PLC0415 - as above
        deliverable_overview,
        waiting_for_answer,
    )
    from remit.projects.registries import Area, OverviewSection, Tab, overview_sections, tabs  # noqa: PLC0415 - as above

    tabs.register(
        Tab(Area.PLAN, _("Deliverables"), "projects:deliverables", 22),
        Tab(Area.PLAN, _("Requirements"), "projects:requirements", 21),
    )
    overview_sections.register(
        OverviewSection(15, "projects/deliverables/overview_section.html", deliverable_overview)
    )
    home_sections.register(HomeSection(5, "projects/deliverables/home_section.html", waiting_for_answer))
    wording.register(own.FIELDS, own.OPERATIONS, stated.FIELDS, stated.OPERATIONS)
    value_wording.register(own.VALUES)


def _tell_of_products() -> None:
    """Show on a project which products it serves, and on a product which projects serve it."""
    from remit.products.registries import (  # noqa: PLC0415 - apps are ready only now
        ProductSection,
        product_sections,
    )
    from remit.projects.registries import OverviewSection, overview_sections  # noqa: PLC0415 - as above
    from remit.projects.serving_queries import served_by_project, serving_projects  # noqa: PLC0415 - as above

    product_sections.register(ProductSection(10, "projects/serving_section.html", serving_projects))
    overview_sections.register(OverviewSection(35, "projects/served_section.html", served_by_project))


def _tell_of_stakeholders() -> None:
    """Put stakeholders into the tabs of those who may see them, the overview, and the start page of who is late."""
    from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
    from remit.core.registries import HomeSection, home_sections, wording  # noqa: PLC0415 - as above
    from remit.projects import stakeholder_wording as own  # noqa: PLC0415 - as above
    from remit.projects.registries import Area, OverviewSection, Tab, overview_sections, tabs  # noqa: PLC0415 - as above
    from remit.projects.stakeholder_policies import may_see_stakeholders  # noqa: PLC0415 - as above
    from remit.projects.stakeholder_queries import due_contacts, stakeholder_overview  # noqa: PLC0415 - as above

    tabs.register(Tab(Area.MANAGE, _("Stakeholders"), "projects:stakeholders", 31, may_see_stakeholders))
    overview_sections.register(
        OverviewSection(20, "projects/stakeholders/overview_section.html", stakeholder_overview)
    )
    home_sections.register(HomeSection(12, "projects/stakeholders/home_section.html", due_contacts))
    guarded_fields.register(*(GuardedField(*each) for each in own.GUARDED))
    wording.register(own.FIELDS, own.OPERATIONS)
