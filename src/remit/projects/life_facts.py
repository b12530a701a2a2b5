"""What Remit judges by itself at gates: each fact with its reason."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.core.templatetags.remit import day as day_words
from remit.people.catalogue import PROJECT_MANAGER, SPONSOR
from remit.people.grids import active_matrix
from remit.projects.facts import Fact, Judgement, placed_documents
from remit.projects.life_content import FACT, stage_at
from remit.projects.models import (
    Charter,
    Deliverable,
    DeliverableState,
    FeasibilityStudy,
    GateCondition,
    Project,
    ProjectLife,
    RecordState,
)
from remit.projects.signing import in_role


def charter_signed(project: Project) -> Judgement:
    """Judge whether the latest version of the charter is signed."""
    latest = Charter.objects.filter(project=project).select_related("decided_by").order_by("-number").first()
    page = "projects:charter"
    if latest is None:
        return Judgement(False, _("There is no charter yet."), page)
    if latest.state != RecordState.AGREED or latest.decided_by is None:
        words = {"number": latest.number, "state": latest.get_state_display()}
        return Judgement(
            False, _("Version %(number)d of the charter is not signed: %(state)s.") % words, page
        )
    words = {
        "number": latest.number,
        "name": latest.decided_by.name,
        "day": day_words(latest.decided_on),
    }
    return Judgement(True, _("Version %(number)d, signed by %(name)s on %(day)s.") % words, page)


def feasibility_agreed(project: Project) -> Judgement:
    """Judge whether the latest feasibility study is agreed to."""
    rows = FeasibilityStudy.objects.filter(project=project).select_related("decided_by")
    latest = rows.order_by("-number").first()
    page = "projects:study"
    if latest is None:
        return Judgement(False, _("There is no feasibility study yet."), page)
    if latest.state != RecordState.AGREED or latest.decided_by is None:
        words = {"number": latest.number, "state": latest.get_state_display()}
        return Judgement(False, _("Version %(number)d of the study: %(state)s.") % words, page)
    words = {
        "number": latest.number,
        "name": latest.decided_by.name,
        "day": day_words(latest.decided_on),
    }
    return Judgement(True, _("Version %(number)d, agreed by %(name)s on %(day)s.") % words, page)


def manager_and_sponsor(project: Project) -> Judgement:
    """Judge whether one manager and one sponsor are named, two people."""
    manager, sponsor = in_role(project, PROJECT_MANAGER), in_role(project, SPONSOR)
    page = "projects:people"
    if manager is None:
        return Judgement(False, _("Nobody is project manager."), page)
    if sponsor is None:
        return Judgement(False, _("Nobody is sponsor."), page)
    names = {"manager": manager.person.name, "sponsor": sponsor.person.name}
    if manager.person_id == sponsor.person_id:
        words = _("%(manager)s is both manager and sponsor.") % names
        return Judgement(False, words, page)
    return Judgement(True, _("%(manager)s manages, %(sponsor)s sponsors.") % names, page)


def matrix_active(project: Project) -> Judgement:
    """Judge whether a matrix of responsibilities is in force at the project."""
    if active_matrix(project.scope) is None:
        return Judgement(False, _("No matrix is in force."), "people:matrix")
    return Judgement(True, _("A matrix is in force."), "people:matrix")


def conditions_met(project: Project) -> Judgement:
    """Judge whether every condition of earlier gates is met."""
    count = GateCondition.objects.filter(review__project=project, met_on=None).count()
    if count:
        words = ngettext(
            "%(n)d condition of an earlier gate is not met.",
            "%(n)d conditions of earlier gates are not met.",
            count,
        )
        return Judgement(False, words % {"n": count}, "projects:life")
    return Judgement(True, _("No condition of an earlier gate is open."), "projects:life")


def documents_there(project: Project) -> Judgement:
    """Judge whether each document of the present stage is there."""
    life = ProjectLife.objects.filter(project=project).first()
    if life is None:
        return Judgement(False, _("The project has no method yet."), "projects:life")
    stage = life.content["stages"][stage_at(life.content, life.stage)]
    there = set(life.documents.get(stage["code"], {}))
    there |= {
        name
        for (code, name), each in placed_documents(project).items()
        if code == stage["code"] and each.is_there
    }
    lacking = [each for each in stage["documents"] if not each.startswith(FACT) and each not in there]
    if lacking:
        words = _("Not there yet: %(names)s.") % {"names": ", ".join(lacking)}
        return Judgement(False, words, "projects:life")
    return Judgement(True, _("Each document of the stage is there."), "projects:life")


def deliverables_accepted(project: Project) -> Judgement:
    """Judge whether every deliverable is accepted, with or without a concession."""
    page = "projects:deliverables"
    done = (DeliverableState.ACCEPTED, DeliverableState.CONCESSION)
    left = list(Deliverable.objects.filter(project=project).exclude(state__in=done).order_by("pk"))
    if left:
        words = ngettext(
            "%(n)d deliverable is not accepted: %(key)s.",
            "%(n)d deliverables are not accepted, %(key)s among them.",
            len(left),
        )
        return Judgement(False, words % {"n": len(left), "key": f"{left[0].key} {left[0].name}"}, page)
    if not Deliverable.objects.filter(project=project).exists():
        return Judgement(True, _("The project names no deliverable."), page)
    return Judgement(True, _("Every deliverable is accepted."), page)


FACTS = (
    Fact("deliverables-accepted", gettext_lazy("Every deliverable accepted"), deliverables_accepted),
    Fact("charter-signed", gettext_lazy("Charter signed"), charter_signed),
    Fact("feasibility-agreed", gettext_lazy("Feasibility study agreed"), feasibility_agreed),
    Fact("manager-and-sponsor", gettext_lazy("One manager and one sponsor"), manager_and_sponsor),
    Fact("matrix-active", gettext_lazy("Responsibility matrix in force"), matrix_active),
    Fact("conditions-met", gettext_lazy("Conditions of earlier gates met"), conditions_met),
    Fact("documents-there", gettext_lazy("Documents of the stage there"), documents_there),
)
