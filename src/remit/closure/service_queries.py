"""The handover of a project to operations as it is read: on a page, on paper and on the start page."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, Decision
from remit.closure.models import ServiceHandover, ServiceState
from remit.closure.service_content import MONEY, NAMES, PARTS
from remit.closure.service_policies import may_answer_service, may_see_run_cost, may_waive_service
from remit.core.errors import NotFound
from remit.core.paper import pdf
from remit.core.templatetags.remit import day as day_words
from remit.people.grids import day_of
from remit.people.leads import ladder_of
from remit.projects.formal_records import TEMPLATE, Section
from remit.projects.guards import visible_project
from remit.projects.models import Project

COLOURS = {
    ServiceState.DRAFT: "grey",
    ServiceState.PROPOSED: "amber",
    ServiceState.ACCEPTED: "green",
    ServiceState.REFUSED: "red",
    ServiceState.WAIVED: "grey",
}


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """A handover as somebody may read it: its sections, what is missing, and what the reader may do."""

    row: ServiceHandover
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    may_answer: Decision
    may_waive: Decision

    @property
    def colour(self) -> str:
        """Return the colour of how far it is."""
        return COLOURS[ServiceState(self.row.state)]

    @property
    def is_open(self) -> bool:
        """Return whether it can still be written."""
        return self.row.state in {ServiceState.DRAFT, ServiceState.REFUSED}

    @property
    def is_settled(self) -> bool:
        """Return whether nothing is left to decide."""
        return self.row.state in {ServiceState.ACCEPTED, ServiceState.WAIVED}


def service_of(project: Project) -> ServiceHandover | None:
    """Return the handover of a project, its people fetched along; None where none is begun."""
    rows = ServiceHandover.objects.select_related("owner", "project__scope", "project__organisation")
    return rows.filter(project=project).first()


def proposed_to(actor: Actor) -> Any:
    """Return the handovers that were proposed to the actor as service owner, at whatever projects."""
    rows = ServiceHandover.objects.filter(
        actor.within("project__organisation_id"), owner_id=actor.person_id or 0
    )
    return rows.exclude(state__in=(ServiceState.DRAFT, ServiceState.WAIVED))


def project_of_service(actor: Actor, key: str) -> Project:
    """Return the project whose handover the actor may read: one they see, or one proposed to them; else `NotFound`.

    A service owner whose role at the project has ended reads the handover and nothing else of the project.
    """
    try:
        return visible_project(actor, key)
    except NotFound:
        rows = proposed_to(actor).select_related("project__scope", "project__organisation")
        found: ServiceHandover | None = rows.filter(project__key=key).first()
        if found is None:
            raise
        return found.project


def gaps_of(row: ServiceHandover) -> list[str]:
    """Return the names of the fields that a handover still lacks."""
    return ([] if row.owner_id else ["owner"]) + [name for name in NAMES if not getattr(row, name)]


def is_above_owner(actor: Actor, row: ServiceHandover) -> bool:
    """Return whether the actor stands directly above the service owner: by position, line or as head."""
    if row.owner_id is None or actor.person_id is None:
        return False
    return ladder_of(row.project.organisation).is_above(actor.person_id, row.owner_id)


def shown_service(actor: Actor, project: Project) -> ServiceShown | None:
    """Return the handover of a project as the actor may read it; None where none is begun."""
    row = service_of(project)
    if row is None:
        return None
    sees = may_see_run_cost(actor, row)
    kept = _("This is for those who see costs, and for the service owner.")
    sections = tuple(
        Section(
            str(label), text=kept if name == MONEY and not sees and getattr(row, name) else getattr(row, name)
        )
        for name, label, _help in PARTS
    )
    labels = {name: str(label) for name, label, _help in PARTS} | {"owner": _("Service owner")}
    return ServiceShown(
        row,
        sections,
        tuple(labels[name] for name in gaps_of(row)),
        may_answer_service(actor, row),
        may_waive_service(actor, row, is_above=is_above_owner(actor, row)),
    )


def service_facts(row: ServiceHandover) -> list[tuple[str, str]]:
    """Return who answers for it, and who has decided when."""
    facts = [(_("Service owner"), row.owner.name if row.owner else "–")]
    if row.decided_on is not None:
        facts.append((_("Decided"), f"{row.decided_by_name}, {day_words(row.decided_on)}"))
    return facts


def service_pdf(shown: ServiceShown) -> bytes:
    """Return a handover on paper with its lines to sign on, in the language that is set."""
    row, project = shown.row, shown.row.project
    sections = list(shown.sections)
    if row.answer:
        sections.append(Section(_("What operations said"), text=row.answer))
    words = row.get_state_display()
    data: dict[str, Any] = {
        "language": (get_language() or "en")[:2],
        "title": _("Handover to operations: %(name)s") % {"name": project.name},
        "organisation": project.organisation.name,
        "heading": project.name,
        "subheading": f"{_('Handover to operations')} · {project.key} · {words}",
        "facts": [list(fact) for fact in service_facts(row)],
        "sections": [asdict(each) for each in sections],
        "none": _("Nothing is stated."),
        "agreement": _("Operations run it from now on as stated here."),
        "signatures": [_("Service owner: name, day"), _("Project manager: name, day")],
        "footer": f"{project.key} · {words} · {day_words(day_of(project.organisation))}",
    }
    return pdf(TEMPLATE, data)


def to_answer(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page shows of handovers that wait for the actor, who owns the service; None if nothing."""
    if actor.person_id is None:
        return None
    rows = proposed_to(actor).filter(state=ServiceState.PROPOSED).select_related("project")
    waiting = [each.project for each in rows]
    return {"projects": waiting} if waiting else None
