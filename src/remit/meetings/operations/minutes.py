"""Minutes of a meeting: written as a draft, published as a version that never changes, corrected by the next."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.meetings.models import Meeting, MeetingState, Minutes, MinutesState, Presence
from remit.meetings.operations.carrying import carry_over
from remit.meetings.operations.invitations import invited_to
from remit.meetings.outcome_queries import as_kept, matters_of
from remit.meetings.policies import may_write_minutes
from remit.people.grids import day_of
from remit.people.operations.mails import tell
from remit.projects.operations.parts import check_choice, clean, locked_part

LONGEST_SAID = 20_000
LONGEST_REASON = 2_000
SUBJECT = gettext_lazy("Remit, minutes:")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one matter of the agenda, and whether it is left for a later meeting."""

    number: int
    said: str = ""
    is_parked: bool = False


def _about(minutes: Minutes) -> About:
    meeting, project = minutes.meeting, minutes.meeting.project
    words = {"key": meeting.key, "title": meeting.title, "number": minutes.number}
    label = (_("Minutes of %(key)s %(title)s, version %(number)d") % words)[:300]
    key = f"{project.key}/{meeting.key}"
    return About("meeting", key, label, project.organisation_id, project.scope.path)


@operation("meetings.begin_minutes")
def begin_minutes(meeting: Meeting, *, actor: Actor) -> Minutes:
    """Begin the minutes of a meeting that was held: from its agenda, or from what is published, to correct it."""
    locked = locked_part(meeting, "chair", "minute_taker")
    require(may_write_minutes(actor, locked))
    if locked.state != MeetingState.HELD:
        raise Conflict("state", _("Minutes are of a meeting that was held: say first that it was."))
    known = {each.state: each for each in locked.minutes.order_by("number")}
    if MinutesState.DRAFT in known:
        raise Conflict("draft_exists", _("Minutes are being written already: go on with these."))
    last = known.get(MinutesState.PUBLISHED)
    made = Minutes(meeting=locked, number=last.number + 1 if last is not None else 1)
    if last is None:
        made.attendance = {
            each.key: {"name": each.name, "state": Presence.PRESENT.value} for each in invited_to(locked)
        }
        made.matters = [
            {"number": each.number, "title": each.title, "said": "", "is_parked": False}
            for each in locked.agenda.all()
        ]
    else:
        made.attendance, made.rest = last.attendance, last.rest
        made.matters = [
            {name: value for name, value in each.items() if name != "outcomes"} for each in last.matters
        ]
    made.save()
    record(actor, _about(made), {"state": ["", made.state]})
    return made


def _locked(minutes: Minutes, actor: Actor, version: int, yours: Mapping[str, str]) -> Minutes:
    """Return a draft, locked with its meeting, if the actor may write it; stale and published ones are conflicts."""
    meeting = locked_part(minutes.meeting, "chair", "minute_taker")
    require(may_write_minutes(actor, meeting))
    found = Minutes.objects.filter(pk=minutes.pk).first()
    if found is None:
        raise NotFound
    found.meeting = meeting
    if found.state != MinutesState.DRAFT:
        raise Conflict(
            "published", _("These minutes are published and stay as they are: begin a correction.")
        )
    if found.version != version:
        stands = found.by_field()
        fields = {name: {"yours": value, "theirs": stands.get(name, "")} for name, value in yours.items()}
        message = _("Somebody changed these minutes meanwhile.")
        raise Conflict("stale", message, current={"fields": fields})
    return found


def _with_attendance(minutes: Minutes, stated: Mapping[str, str]) -> None:
    if unknown := sorted(set(stated) - set(minutes.attendance)):
        message = _("These were not invited: %(keys)s.") % {"keys": ", ".join(unknown)[:200]}
        raise Invalid(message, field="attendance", code="unknown")
    for state in stated.values():
        check_choice(state, Presence, "attendance")
    minutes.attendance = {
        key: {**each, "state": stated.get(key, each["state"])} for key, each in minutes.attendance.items()
    }


def _with_matters(minutes: Minutes, stated: Sequence[Said]) -> None:
    by_number = {each.number: each for each in stated}
    known = {each["number"] for each in minutes.matters}
    if unknown := sorted(set(by_number) - known):
        message = _("The agenda has no matter %(numbers)s.") % {"numbers": ", ".join(map(str, unknown))[:200]}
        raise Invalid(message, field="matters", code="unknown")
    matters = []
    for each in minutes.matters:
        new = by_number.get(each["number"])
        if new is not None:
            said = clean(new.said, f"said-{new.number}", LONGEST_SAID)
            each = {**each, "said": said, "is_parked": new.is_parked}  # noqa: PLW2901 - the matter as it now is
        matters.append(each)
    minutes.matters = matters


def _stated(attendance: Mapping[str, str], matters: Sequence[Said], rest: str | None) -> dict[str, str]:
    found = {f"presence-{key}": state for key, state in attendance.items()}
    for each in matters:
        found |= {f"said-{each.number}": each.said, f"parked-{each.number}": "yes" if each.is_parked else ""}
    return found if rest is None else {**found, "rest": rest}


@operation("meetings.write_minutes")
def write_minutes(
    minutes: Minutes,
    *,
    version: int,
    actor: Actor,
    attendance: Mapping[str, str] | None = None,
    matters: Sequence[Said] = (),
    rest: str | None = None,
) -> Minutes:
    """Write into a draft who came (`Presence` by key), what was said about matters by number, and what else was."""
    locked = _locked(minutes, actor, version, _stated(attendance or {}, matters, rest))
    before = locked.by_field()
    _with_attendance(locked, attendance or {})
    _with_matters(locked, matters)
    if rest is not None:
        locked.rest = clean(rest, "rest", LONGEST_SAID)
    locked.version += 1
    locked.save()
    after = locked.by_field()
    record(
        actor,
        _about(locked),
        {name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )
    return locked


@operation("meetings.drop_minutes")
def drop_minutes(minutes: Minutes, *, version: int, actor: Actor) -> None:
    """Throw a draft away; what is published stays."""
    locked = _locked(minutes, actor, version, {})
    record(actor, _about(locked), {"state": [locked.state, ""]})
    locked.delete()


@operation("meetings.publish_minutes")
def publish_minutes(minutes: Minutes, *, version: int, actor: Actor, reason: str = "") -> Minutes:
    """Publish a draft, which never changes from then on; who was invited is told, a correction needs its reason."""
    locked = _locked(minutes, actor, version, {"reason": reason})
    needed = _("Say why the minutes are corrected.") if locked.is_correction else ""
    locked.reason = clean(reason, "reason", LONGEST_REASON, needed=needed)
    if not locked.rest and not any(each["said"] or each["is_parked"] for each in locked.matters):
        raise Invalid(_("Nothing is written yet: say what came of at least one matter."), code="empty")
    locked.matters = as_kept(matters_of(locked))
    locked.state = MinutesState.PUBLISHED
    locked.published_on = day_of(locked.meeting.project.organisation)
    locked.published_by_id, locked.published_by_name = actor.person_id, actor.name[:200]
    locked.sha256 = sealed(locked)
    locked.version += 1
    locked.save()
    record(actor, _about(locked), {"state": [MinutesState.DRAFT, locked.state], "sha256": ["", locked.sha256]},
           reason=locked.reason[:500])  # fmt: skip
    carry_over(locked.meeting, actor)
    _tell(locked, actor)
    return locked


def sealed(minutes: Minutes) -> str:
    """Return the SHA-256 over all that published minutes state."""
    stated = [
        minutes.meeting.key, minutes.meeting.title, minutes.meeting.day.isoformat(), minutes.number,
        minutes.attendance, minutes.matters, minutes.rest, minutes.reason, minutes.published_by_name,
        minutes.published_on.isoformat() if minutes.published_on else "",
    ]  # fmt: skip
    canonical = json.dumps(stated, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _tell(minutes: Minutes, actor: Actor) -> None:
    """Tell whoever was invited and sees the project, but for whoever publishes."""
    meeting = minutes.meeting
    address = reverse("meetings:minutes_version", args=[meeting.project.key, meeting.key, minutes.number])
    subject = format_lazy("{} {}", SUBJECT, " ".join(meeting.title.split()))
    context = {"meeting": meeting, "minutes": minutes, "url": settings.BASE_URL + address}
    for each in invited_to(meeting):
        if each.pk != actor.person_id:
            tell(each, subject, "meetings/email/minutes.txt", context)
