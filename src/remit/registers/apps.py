from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    """Risks of projects, how they are judged and answered, and issues."""

    name = "remit.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put risks and issues into menu, tabs, overview, start page, archive, and the list that projects close by."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            HomeSection,
            NavigationEntry,
            capabilities,
            home_sections,
            navigation,
        )
        from remit.projects.registries import (  # noqa: PLC0415 - as above
            Area,
            OverviewSection,
            Tab,
            overview_sections,
            tabs,
        )
        from remit.registers.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.registers.policies import may_see_registers  # noqa: PLC0415 - as above
        from remit.registers.queries import escalated_to, my_registers, overview  # noqa: PLC0415 - as above

        tabs.register(
            Tab(Area.CONTROL, _("Risks"), "registers:risks", 42),
            Tab(Area.CONTROL, _("Issues"), "registers:issues", 44),
        )
        navigation.register(
            NavigationEntry(
                _("Risks and issues"), "registers:all_risks", "flag", 64,
                lambda actor: bool(may_see_registers(actor)),
            )
        )  # fmt: skip
        overview_sections.register(OverviewSection(21, "registers/overview_section.html", overview))
        home_sections.register(
            HomeSection(5, "registers/home_escalated.html", escalated_to),
            HomeSection(6, "registers/home_section.html", my_registers),
        )
        capabilities.register(*CAPABILITIES)
        _join_what_is_judged()
        _say_what_is_read()
        _register_subjects()


def _join_what_is_judged() -> None:
    """Join closing, archives, findings and handovers."""
    from remit.closure.registries import archive_tables  # noqa: PLC0415 - apps are ready only now
    from remit.people.registries import FindingProvider, held_work, more_findings  # noqa: PLC0415 - as above
    from remit.projects.facts import project_facts  # noqa: PLC0415 - as above
    from remit.registers.archived import TABLES  # noqa: PLC0415 - as above
    from remit.registers.facts import FACTS  # noqa: PLC0415 - as above
    from remit.registers.findings import findings_at, paths_of  # noqa: PLC0415 - as above
    from remit.registers.handing import held_registers  # noqa: PLC0415 - as above

    project_facts.register(*FACTS)
    archive_tables.register(*TABLES)
    held_work.register(held_registers)
    more_findings.register(FindingProvider(findings_at, paths_of))


def _say_what_is_read() -> None:
    """Word what the record keeps, and keep its sums from whoever may not see money."""
    from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
    from remit.core.registries import value_wording, wording  # noqa: PLC0415 - as above
    from remit.registers import wording as own  # noqa: PLC0415 - as above
    from remit.registers.archived import SUMS  # noqa: PLC0415 - as above

    wording.register(own.FIELDS, own.OPERATIONS)
    value_wording.register(own.VALUES)
    guarded_fields.register(*(GuardedField("risk", name, "cost.view") for name in SUMS))


def _register_subjects() -> None:
    """Say how what can be commented on here is found."""
    from remit.comments.registries import SubjectKind, subject_kinds  # noqa: PLC0415 - apps are ready only now
    from remit.registers.subjects import issue_subject, issues_seen, risk_subject, risks_seen  # noqa: PLC0415 - as above

    subject_kinds.register(
        SubjectKind("RK", risk_subject, risks_seen), SubjectKind("IS", issue_subject, issues_seen)
    )
