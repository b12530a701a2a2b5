from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    """Requests to change what was agreed, and what came in without one."""

    name = "remit.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put changes into menu, tabs, overview, start page, archive, and the list that projects close by."""
        from remit.changes.queries import my_changes, overview  # noqa: PLC0415 - as above
        from remit.core.registries import (  # noqa: PLC0415 - as above
            HomeSection,
            NavigationEntry,
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
        from remit.registers.policies import may_see_registers  # noqa: PLC0415 - apps are ready only now

        tabs.register(Tab(Area.CONTROL, _("Changes"), "changes:changes", 46))
        navigation.register(
            NavigationEntry(
                _("Changes"),
                "changes:all_changes",
                "change",
                65,
                lambda actor: bool(may_see_registers(actor)),
            )
        )
        overview_sections.register(OverviewSection(22, "changes/overview_section.html", overview))
        home_sections.register(HomeSection(4, "changes/home_section.html", my_changes))
        _join_what_is_judged()
        _say_what_is_read()


def _join_what_is_judged() -> None:
    """Join closing, archives, findings, handovers, comments, and what a baseline asks before it follows another."""
    from remit.changes.archived import TABLES  # noqa: PLC0415 - apps are ready only now
    from remit.changes.facts import FACTS  # noqa: PLC0415 - as above
    from remit.changes.findings import findings_at, paths_of  # noqa: PLC0415 - as above
    from remit.changes.handing import held_changes  # noqa: PLC0415 - as above
    from remit.changes.operations.plans import note_baseline, refusal_of  # noqa: PLC0415 - as above
    from remit.changes.subjects import change_subject, changes_seen  # noqa: PLC0415 - as above
    from remit.closure.registries import archive_tables  # noqa: PLC0415 - as above
    from remit.comments.registries import SubjectKind, subject_kinds  # noqa: PLC0415 - as above
    from remit.people.registries import FindingProvider, held_work, more_findings  # noqa: PLC0415 - as above
    from remit.planning.registries import BaselineControl, baseline_controls  # noqa: PLC0415 - as above
    from remit.projects.facts import project_facts  # noqa: PLC0415 - as above

    project_facts.register(*FACTS)
    baseline_controls.register(BaselineControl(refusal_of, note_baseline))
    archive_tables.register(*TABLES)
    held_work.register(held_changes)
    more_findings.register(FindingProvider(findings_at, paths_of))
    subject_kinds.register(SubjectKind("CR", change_subject, changes_seen))


def _say_what_is_read() -> None:
    """Word what the record keeps, and keep its sums from whoever may not see money."""
    from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
    from remit.changes import wording as own  # noqa: PLC0415 - as above
    from remit.core.registries import wording  # noqa: PLC0415 - as above

    wording.register(own.FIELDS, own.OPERATIONS)
    guarded_fields.register(GuardedField("change", "cost_minor", "cost.view"))
