"""What was agreed at a project, made for tests whose matter it is not: no authority is asked for."""

import datetime as dt

from remit.accounts.permissions import system_actor
from remit.core.keys import next_key
from remit.meetings.models import Action, LoggedDecision, Meeting, MeetingSeries, Minutes
from remit.meetings.operations.actions import add_action
from remit.meetings.operations.minutes import publish_minutes
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.operations.parts import space_in

DUE = dt.date(2026, 6, 30)


def an_action(project: Project, owner: Person, text: str = "Call") -> Action:
    return add_action(project, text=text, owner=owner, due_on=DUE, actor=system_actor())


def a_decision(
    project: Project,
    by: Person,
    title: str = "Go on",
    *,
    reasons: str = "",
    supersedes: LoggedDecision | None = None,
) -> LoggedDecision:
    made: LoggedDecision = LoggedDecision.objects.create(
        project=project,
        key=next_key(space_in(project), "DN"),
        title=title,
        reasons=reasons,
        options=[{"text": title, "is_taken": True}],
        decided_by=by,
        decided_on=dt.date(2026, 6, 1),
        supersedes=supersedes,
        facts={"phase": "planning"},
    )
    return made


def a_series(project: Project, chair: Person, *, first: dt.date = DUE, times: int = 2) -> list[Meeting]:
    """Plan a weekly series that one person leads and minutes."""
    series: MeetingSeries = MeetingSeries.objects.create(
        project=project, key=next_key(space_in(project), "MS"), rhythm="weekly"
    )
    made = [a_meeting(project, chair, day=first + dt.timedelta(weeks=number)) for number in range(times)]
    for each in made:
        each.series = series
        each.save()
    return made


def a_draft(meeting: Meeting, *, said: str = "Agreed") -> Minutes:
    """Begin minutes of a meeting, whether it was held or not, in which each matter says something."""
    attendance = {each.key: {"name": each.name, "state": "present"} for each in meeting.invited.all()}
    matters = [
        {"number": each.number, "title": each.title, "said": said, "is_parked": False}
        for each in meeting.agenda.all()
    ]
    made: Minutes = Minutes.objects.create(
        meeting=meeting, number=meeting.minutes.count() + 1, attendance=attendance, matters=matters, rest=said
    )
    return made


def some_minutes(meeting: Meeting, *, said: str = "Agreed") -> Minutes:
    """Publish minutes of a meeting, and begin to correct them."""
    made = publish_minutes(a_draft(meeting, said=said), version=1, reason=said, actor=system_actor())
    a_draft(meeting, said=said)
    return made


def a_meeting(
    project: Project, chair: Person, title: str = "Weekly", *, day: dt.date = DUE, said: str = ""
) -> Meeting:
    """Plan a meeting that one person leads and minutes, with one matter that they lead; all texts may be `said`."""
    made = Meeting.objects.create(
        project=project, key=next_key(space_in(project), "MT"), uid=f"meeting-{project.pk}", kind="review",
        title=title, purpose=said, day=day, begins=dt.time(10), length_minutes=60, place=said, chair=chair,
        minute_taker=chair,
    )  # fmt: skip
    made.invited.add(chair)
    made.agenda.create(number=1, title=said or "Budget", minutes=15, leader=chair)
    return made
