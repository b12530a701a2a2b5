"""What Remit judges at the end of a project by itself: each fact with its reason."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.closure.checklist_queries import checklist_of, open_words
from remit.closure.models import Archive, ArchiveState, ClosingRecord, Lesson, ServiceHandover, ServiceState
from remit.core.templatetags.remit import day as day_words
from remit.people.catalogue import PROJECT_MANAGER, SPONSOR
from remit.people.grids import day_of, in_office
from remit.people.models import Assignment, Commitment, CommitmentState, DecisionRequest, DecisionState
from remit.projects.facts import Fact, Judgement, named
from remit.projects.models import Phase, Project, RecordState

# whoever leads it leads it to its end
TO_THE_END = (SPONSOR, PROJECT_MANAGER, "project-leader")


def decisions_taken(project: Project) -> Judgement:
    """Judge whether nothing waits for a decision in the project."""
    rows = DecisionRequest.objects.filter(scope=project.scope, state=DecisionState.WAITING)
    # by their keys alone: what is asked for is not for everybody who sees the project
    waiting = list(rows.order_by("pk").values_list("key", flat=True))
    if waiting:
        words = ngettext(
            "%(n)d request waits for a decision: %(names)s.",
            "%(n)d requests wait for a decision: %(names)s.",
            len(waiting),
        )
        return Judgement(False, words % {"n": len(waiting), "names": named(waiting)})
    return Judgement(True, _("No request waits for a decision."))


def promises_settled(project: Project) -> Judgement:
    """Judge whether every promise made in the project is kept or released."""
    rows = Commitment.objects.filter(scope=project.scope, state=CommitmentState.OPEN).order_by("due_on", "pk")
    left = list(rows.values_list("key", flat=True))
    if left:
        words = ngettext(
            "%(n)d promise is open: %(names)s.", "%(n)d promises are open: %(names)s.", len(left)
        )
        return Judgement(False, words % {"n": len(left), "names": named(left)}, "projects:detail")
    return Judgement(True, _("Every promise is kept or released."), "projects:detail")


def people_released(project: Project) -> Judgement:
    """Judge whether nobody but those who lead the project holds a role in it any more."""
    page = "projects:people"
    rows = Assignment.objects.filter(in_office(day_of(project.organisation)), scope_id=project.scope_id)
    held = rows.exclude(role__code__in=TO_THE_END).order_by("person__name", "pk")
    left = [f"{name}, {role}" for name, role in held.values_list("person__name", "role__name")]
    if left:
        words = ngettext(
            "%(n)d role is still held: %(names)s.", "%(n)d roles are still held: %(names)s.", len(left)
        )
        return Judgement(False, words % {"n": len(left), "names": named(left)}, page)
    return Judgement(True, _("Only those who lead it to its end still hold a role."), page)


def closure_complete(project: Project) -> Judgement:
    """Judge whether the list is settled and the sponsor has signed the closing record."""
    page = "closure:closure"
    gaps = []
    if project.phase not in {Phase.CLOSED, Phase.ARCHIVED}:
        gaps = [words for words in (open_words(checklist_of(project)),) if words]
    latest = ClosingRecord.objects.filter(project=project).select_related("decided_by").first()
    if latest is None:
        gaps.append(_("There is no closing record yet."))
    elif latest.state != RecordState.AGREED:
        words = {"number": latest.number, "state": latest.get_state_display()}
        gaps.append(_("Version %(number)d of the closing record is not signed: %(state)s.") % words)
    if gaps or latest is None:
        return Judgement(False, " ".join(gaps), page)
    words = {
        "name": latest.decided_by.name if latest.decided_by else "Remit",
        "day": day_words(latest.decided_on),
    }
    return Judgement(True, _("The closing record is signed by %(name)s on %(day)s.") % words, page)


def archive_kept(project: Project) -> Judgement:
    """Judge whether an archive of the closed project is kept."""
    page = "closure:project_archives"
    latest = (
        Archive.objects.filter(project=project).exclude(state=ArchiveState.DELETED).order_by("-pk").first()
    )
    if latest is None:
        return Judgement(False, _("No archive of the project is kept."), page)
    words = {"key": latest.key, "day": day_words(latest.made_on)}
    return Judgement(True, _("Archive %(key)s, made on %(day)s.") % words, page)


def lessons_gathered(project: Project) -> Judgement:
    """Judge whether the project has stated what was learnt."""
    page = "closure:project_lessons"
    count = Lesson.objects.filter(project=project).count()
    if not count:
        return Judgement(False, _("No lesson is stated."), page)
    words = ngettext("%(n)d lesson is stated.", "%(n)d lessons are stated.", count)
    return Judgement(True, words % {"n": count}, page)


def handover_accepted(project: Project) -> Judgement:
    """Judge whether operations have accepted what they run from now on, or whoever leads them does without it."""
    page = "closure:service"
    row = ServiceHandover.objects.filter(project=project).select_related("owner").first()
    if row is None:
        return Judgement(False, _("No handover to operations is written yet."), page)
    words = {"name": row.decided_by_name, "day": day_words(row.decided_on) if row.decided_on else ""}
    if row.state == ServiceState.ACCEPTED:
        return Judgement(True, _("%(name)s accepted it for operations on %(day)s.") % words, page)
    if row.state == ServiceState.WAIVED:
        return Judgement(True, _("%(name)s waived it on %(day)s.") % words, page)
    if row.state == ServiceState.REFUSED:
        return Judgement(False, _("%(name)s refused it on %(day)s.") % words, page)
    if row.state == ServiceState.PROPOSED and row.owner is not None:
        return Judgement(False, _("It waits for %(name)s.") % {"name": row.owner.name}, page)
    return Judgement(
        False, _("The handover to operations is a draft: propose it to its service owner."), page
    )


FACTS = (
    Fact("handover-accepted", gettext_lazy("Handed over to operations"), handover_accepted),
    Fact("lessons-gathered", gettext_lazy("Lessons gathered"), lessons_gathered),
    Fact("archive-kept", gettext_lazy("Archive made and kept"), archive_kept),
    Fact("decisions-taken", gettext_lazy("No decision waits"), decisions_taken),
    Fact("promises-settled", gettext_lazy("Promises kept or released"), promises_settled),
    Fact("people-released", gettext_lazy("People released from their roles"), people_released),
    Fact(
        "closure-complete", gettext_lazy("Closing list settled and closing record signed"), closure_complete
    ),
)
