"""Commands on meetings of a project and what was agreed there: actions and decisions."""

import argparse

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.meetings.meeting_queries import meetings_of, one_meeting, parts_of
from remit.meetings.minutes_queries import came_to, draft_of, minutes_of, published_words, words_of
from remit.meetings.models import AgendaItem, Meeting, Minutes, MinutesState
from remit.meetings.operations.meetings import cancel_meeting, hold_meeting
from remit.meetings.operations.minutes import publish_minutes
from remit.meetings.outcome_queries import as_kept, matters_of
from remit.meetings.queries import actions_of, decision_log
from remit.people.grids import day_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, named_project, only_organisation


def _meeting(given: argparse.Namespace) -> tuple[Actor, Meeting]:
    """Return the meeting that P-1/MT-3 names, and in whose name it is found."""
    actor = command_actor(only_organisation(given.organisation).pk)
    project, slash, key = given.key.upper().partition("/")
    if not slash:
        raise NotFound(f"Name a meeting by project and key, such as P-1/MT-3, not {given.key}.")
    return actor, one_meeting(actor, project, key)


def _told(meeting: Meeting) -> dict[str, object]:
    return {
        "key": f"{meeting.project.key}/{meeting.key}",
        "title": meeting.title,
        "kind": meeting.kind,
        "day": meeting.day.isoformat(),
        "begins": f"{meeting.begins:%H:%M}",
        "length_minutes": meeting.length_minutes,
        "place": meeting.place,
        "chair": meeting.chair.name,
        "minute_taker": meeting.minute_taker.name,
        "state": meeting.state,
        "reason": meeting.reason,
        "series": meeting.series.key if meeting.series else None,
    }


def _line(meeting: Meeting) -> str:
    when = f"{meeting.day.isoformat()} {meeting.begins:%H:%M}"
    return f"{meeting.key:<6} {when} {meeting.title} ({meeting.get_state_display()})"


def list_meetings(given: argparse.Namespace, console: Console) -> None:
    """List the meetings of a project, the latest first."""
    _actor, project = named_project(given)
    rows = list(meetings_of(project))
    facts = {"project": project.key, "meetings": [_told(each) for each in rows]}
    console.result(facts, f"{project.key} {project.name}: meetings: {len(rows)}", *map(_line, rows))


def show(given: argparse.Namespace, console: Console) -> None:
    """Say of one meeting when and where it is, who leads, minutes and is invited, and its agenda."""
    actor, meeting = _meeting(given)
    parts = parts_of(actor, meeting)
    invited = [each.name for each in parts.invited]
    outside = [each.name for each in parts.stakeholders or ()]
    agenda = [
        {"title": each.title, "minutes": each.minutes, "leader": each.leader.name if each.leader else None}
        for each in parts.agenda
    ]
    facts = {**_told(meeting), "invited": invited, "stakeholders": outside, "agenda": agenda}
    lines = [_line(meeting), f"  {meeting.length_minutes} minutes" + _after(meeting.place)]
    lines.append(f"  chair: {meeting.chair.name}; minutes: {meeting.minute_taker.name}")
    if invited:
        lines.append(f"  invited: {', '.join(invited)}")
    if outside:
        lines.append(f"  from outside: {', '.join(outside)}")
    if meeting.series:
        lines.append(f"  series: {meeting.series.key} ({meeting.series.rhythm})")
    lines += [f"  {_agenda_line(each)}" for each in parts.agenda]
    if meeting.reason:
        lines.append(f"  cancelled: {meeting.reason}")
    console.result(facts, *lines)


def _after(text: str) -> str:
    return f", {text}" if text else ""


def _agenda_line(item: AgendaItem) -> str:
    minutes = f", {item.minutes} minutes" if item.minutes else ""
    return f"{item.number}. {item.title}{minutes}" + _after(item.leader.name if item.leader else "")


def hold(given: argparse.Namespace, console: Console) -> None:
    """Say that a planned meeting took place."""
    actor, meeting = _meeting(given)
    held = hold_meeting(meeting, version=meeting.version, actor=actor)
    console.result(_told(held), f"Held: {held.key} {held.title}")


def cancel(given: argparse.Namespace, console: Console) -> None:
    """Cancel a planned meeting with the reason; whoever was invited is told by mail."""
    actor, meeting = _meeting(given)
    off = cancel_meeting(meeting, reason=given.reason, version=meeting.version, actor=actor)
    console.result(_told(off), f"Cancelled: {off.key} {off.title}")


def _told_minutes(minutes: Minutes) -> dict[str, object]:
    meeting = minutes.meeting
    return {
        "meeting": f"{meeting.project.key}/{meeting.key}",
        "number": minutes.number,
        "state": minutes.state,
        "came": [{"name": each.name, "presence": each.state} for each in came_to(minutes)],
        "matters": as_kept(matters_of(minutes)),
        "rest": minutes.rest,
        "reason": minutes.reason,
        "published_by": minutes.published_by_name,
        "published_on": minutes.published_on.isoformat() if minutes.published_on else None,
        "sha256": minutes.sha256,
    }


def show_minutes(given: argparse.Namespace, console: Console) -> None:
    """Say what the minutes of a meeting state: the latest published ones, or the version that is named."""
    actor, meeting = _meeting(given)
    versions = minutes_of(actor, meeting)
    if given.number is None:
        versions = [each for each in versions if each.state == MinutesState.PUBLISHED] or versions
    else:
        versions = [each for each in versions if each.number == given.number]
    if not versions:
        raise NotFound(f"{meeting.key} has no such minutes.")
    minutes = versions[0]
    lines = [f"{meeting.key} {meeting.title}: version {minutes.number}, {minutes.get_state_display()}"]
    lines += [f"  {each.name}: {each.words}" for each in came_to(minutes)]
    for each in matters_of(minutes):
        lines.append(f"  {each['number']}. {each['title']}")
        lines += [f"     {line}" for line in words_of(each).splitlines()]
    lines += [f"  {line}" for line in minutes.rest.splitlines()]
    if minutes.reason:
        lines.append(f"  corrected: {minutes.reason}")
    if minutes.sha256:
        lines.append(f"  {published_words(minutes)}; seal {minutes.sha256}")
    console.result(_told_minutes(minutes), *lines)


def publish(given: argparse.Namespace, console: Console) -> None:
    """Publish the draft of a meeting's minutes; it never changes from then on."""
    actor, meeting = _meeting(given)
    draft = draft_of(actor, meeting)
    if draft is None:
        raise NotFound(f"Nobody writes minutes of {meeting.key}: there is no draft to publish.")
    made = publish_minutes(draft, version=draft.version, reason=given.reason, actor=actor)
    made.meeting = meeting
    console.result(_told_minutes(made), f"Published: minutes of {meeting.key}, version {made.number}")


def list_actions(given: argparse.Namespace, console: Console) -> None:
    """List the actions of a project by their day; with `--open` those that are not done."""
    _actor, project = named_project(given)
    today = day_of(project.organisation)
    rows = actions_of(project)
    if given.open:
        rows = rows.filter(done_on=None)
    told, lines = [], []
    for each in rows:
        is_late = each.done_on is None and each.due_on < today
        words = "overdue" if is_late else "open"
        if each.done_on is not None:
            words = f"done on {each.done_on.isoformat()}"
        lines.append(f"{each.key:<6} {each.due_on.isoformat()} {each.text} ({each.owner.name}, {words})")
        told.append(
            {
                "key": f"{project.key}/{each.key}",
                "text": each.text,
                "owner": each.owner.name,
                "due_on": each.due_on.isoformat(),
                "done_on": each.done_on.isoformat() if each.done_on else None,
                "done_words": each.done_words,
                "overdue": is_late,
            }
        )
    heading = f"{project.key} {project.name}: actions: {len(told)}"
    console.result({"project": project.key, "actions": told}, heading, *lines)


def list_decisions(given: argparse.Namespace, console: Console) -> None:
    """List everything that was decided at a project, the latest first: its log, gates, and what limits routed."""
    actor, project = named_project(given)
    told, lines = [], []
    for each in decision_log(actor, project):
        later = f"; replaced by {each.superseded_by}" if each.superseded_by else ""
        by = _after(each.decided_by)
        lines.append(f"{each.key:<6} {each.decided_on.isoformat()}{by}: {each.title}{later}")
        told.append(
            {
                "key": each.key,
                "source": each.source,
                "title": each.title,
                "decided_on": each.decided_on.isoformat(),
                "decided_by": each.decided_by,
                "words": each.words,
                "superseded_by": each.superseded_by or None,
            }
        )
    heading = f"{project.key} {project.name}: decisions: {len(told)}"
    console.result({"project": project.key, "decisions": told}, heading, *lines)
