"""What goes on to the next occurrence of a series: what was left for later, and actions that are still open."""

from django.db.models import Q
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import About, record
from remit.meetings.minutes_queries import parked_at
from remit.meetings.models import Action, AgendaItem, Meeting, MeetingState
from remit.people.models import Person
from remit.projects.operations.parts import locked_part
from remit.projects.reach import those_who_see

MOST_ITEMS = 40
LONGEST_TITLE = 200


def next_planned(meeting: Meeting) -> Meeting | None:
    """Return the next planned occurrence of a meeting's series, or None."""
    if meeting.series_id is None:
        return None
    later = Q(day__gt=meeting.day) | Q(day=meeting.day, begins__gt=meeting.begins)
    rows = Meeting.objects.filter(later, series_id=meeting.series_id, state=MeetingState.PLANNED)
    found: Meeting | None = rows.order_by("day", "begins", "pk").first()
    return found


def carry_over(meeting: Meeting, actor: Actor) -> None:
    """Put what is left of a series so far onto the agenda of its next planned occurrence, each matter once.

    Nobody gets a mail for it: the agenda stands on the page of the meeting.
    """
    found = next_planned(meeting)
    if found is None:
        return
    following = locked_part(found)
    agenda = list(following.agenda.all())
    titles = [each.title for each in agenda]
    added: list[tuple[str, Person | None]] = [
        (title, None) for title in parked_at(following.project, following.series) if title not in titles
    ]
    known = [*titles, *(title for title, _leader in added)]
    added += [each for each in _open_actions(following) if not _stands(each[0], known)]
    added = added[: max(0, MOST_ITEMS - len(agenda))]
    if not added:
        return
    last = max((each.number for each in agenda), default=0)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=following, number=number, title=title, leader=leader)
        for number, (title, leader) in enumerate(added, start=last + 1)
    )
    following.version += 1
    following.save()
    project = following.project
    key = f"{project.key}/{following.key}"
    label = f"{following.key} {following.title}"[:300]
    about = About("meeting", key, label, project.organisation_id, project.scope.path)
    words = "\n".join(title for title, _leader in added)
    reason = _("Carried over from %(key)s") % {"key": meeting.key}
    record(actor, about, {"agenda": ["\n".join(titles), "\n".join([*titles, words]).strip()]}, reason=reason)


def _open_actions(following: Meeting) -> list[tuple[str, Person | None]]:
    """Return the open actions agreed in the series as matters, each led by its owner: those due first come first."""
    rows = Action.objects.filter(matter__meeting__series_id=following.series_id, done_on=None)
    sees = set(those_who_see(following.project).values_list("pk", flat=True))
    return [
        (f"{each.key} {each.text}"[:LONGEST_TITLE], each.owner if each.owner_id in sees else None)
        for each in rows.select_related("owner").order_by("due_on", "pk")
    ]


def _stands(title: str, known: list[str]) -> bool:
    """Return whether an action stands there already, by its key: its text may have been changed since."""
    key = title.partition(" ")[0]
    return any(each.partition(" ")[0] == key for each in known)
