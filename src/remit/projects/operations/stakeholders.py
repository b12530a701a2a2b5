"""Stakeholders: noted, placed by power and interest, spoken with, and told what they need to hear."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, stale
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.projects.models import Engagement, Project, Stakeholder, StakeholderContact
from remit.projects.models.stakeholder import LEAST, MOST
from remit.projects.operations.parts import (
    check_choice,
    check_fields,
    check_member,
    clean,
    day_so_far,
    locked_part,
    space_in,
    worded,
)
from remit.projects.stakeholder_policies import may_confide, may_keep_stakeholders

LONGEST = {"name": 200, "stands_for": 200, "stake": 20_000, "approach": 20_000, "message": 500, "why": 500,
           "channel": 200, "confidential": 20_000}  # fmt: skip
LONGEST_PAUSE_DAYS = 366
FIELDS = (
    "name", "stands_for", "person", "stake", "power", "interest", "engagement", "desired", "approach",
    "message", "why", "channel", "every_days", "owner", "confidential",
)  # fmt: skip


def about(stakeholder: Stakeholder) -> About:
    """Return how the record names a stakeholder: by the key alone, for the name is not for everybody."""
    project = stakeholder.project
    key = f"{project.key}/{stakeholder.key}"
    return About("stakeholder", key, stakeholder.key, project.organisation_id, project.scope.path)


def _check(stakeholder: Stakeholder) -> None:
    """Bring texts into shape; `Invalid` naming the field where a value cannot stand."""
    for field, longest in LONGEST.items():
        needed = (
            _("Say who it is: a name, or a group such as 'Residents of the street'.")
            if field == "name"
            else ""
        )
        setattr(stakeholder, field, clean(getattr(stakeholder, field), field, longest, needed=needed))
    for field in ("power", "interest"):
        if not LEAST <= getattr(stakeholder, field) <= MOST:
            raise Invalid(_("Choose a number from 1, little, to 5, much."), field=field, code="range")
    for field in ("engagement", "desired"):
        check_choice(getattr(stakeholder, field), Engagement, field)
    pause = stakeholder.every_days
    if pause is not None and not 1 <= pause <= LONGEST_PAUSE_DAYS:
        message = _("Choose from 1 to %(most)d days, or leave it empty.")
        raise Invalid(message % {"most": LONGEST_PAUSE_DAYS}, field="every_days", code="range")
    for field in ("person", "owner"):
        check_member(stakeholder.project, getattr(stakeholder, field), field)


@operation("projects.add_stakeholder")
def add_stakeholder(project: Project, *, actor: Actor, **stated: Any) -> Stakeholder:
    """Note somebody whom the project concerns, with fields of `FIELDS`; the name is needed."""
    require(may_keep_stakeholders(actor, project))
    made = Stakeholder(project=project, since=day_of(project.organisation))
    _set(made, stated, actor)
    made.key = next_key(space_in(project), "SH")
    made.save()
    told = {name: worded(getattr(made, name)) for name in FIELDS}
    record(actor, about(made), {name: ["", value] for name, value in told.items() if value})
    return made


def _set(stakeholder: Stakeholder, stated: dict[str, Any], actor: Actor) -> None:
    check_fields(stated, FIELDS)
    if "confidential" in stated:
        require(may_confide(actor, stakeholder.project))
    for name, value in stated.items():
        setattr(stakeholder, name, value)
    _check(stakeholder)


def _locked(stakeholder: Stakeholder, version: int | None, yours: dict[str, Any]) -> Stakeholder:
    found = locked_part(stakeholder, "person", "owner")
    if version is not None and found.version != version:
        raise stale(_("Somebody changed this stakeholder meanwhile."), yours, found, worded)
    return found


@operation("projects.change_stakeholder")
def change_stakeholder(
    stakeholder: Stakeholder, *, version: int, actor: Actor, **changes: Any
) -> Stakeholder:
    """Change fields of `FIELDS`; how somebody stands is changed here too, without a contact."""
    require(may_keep_stakeholders(actor, stakeholder.project))
    if "confidential" in changes:
        # before what stands there could be shown as the other's value
        require(may_confide(actor, stakeholder.project))
    locked = _locked(stakeholder, version, changes)
    before = {name: worded(getattr(locked, name)) for name in changes if name in FIELDS}
    _set(locked, changes, actor)
    locked.version += 1
    locked.save()
    told = {name: [was, worded(getattr(locked, name))] for name, was in before.items()}
    record(actor, about(locked), {name: both for name, both in told.items() if both[0] != both[1]})
    return locked


@operation("projects.remove_stakeholder")
def remove_stakeholder(stakeholder: Stakeholder, *, version: int, actor: Actor) -> None:
    """Remove a stakeholder with what was spoken: what is not needed about people is not kept; the record stays."""
    require(may_keep_stakeholders(actor, stakeholder.project))
    locked = _locked(stakeholder, version, {})
    record(actor, about(locked), {"name": [locked.name, ""]})
    locked.delete()


@operation("projects.note_contact")
def note_contact(
    stakeholder: Stakeholder,
    *,
    channel: str,
    actor: Actor,
    held_on: dt.date | None = None,
    summary: str = "",
    engagement: str = "",
    is_confidential: bool = False,
) -> StakeholderContact:
    """Note that somebody spoke with a stakeholder, today unless said; a stated engagement is how they stand now."""
    require(may_keep_stakeholders(actor, stakeholder.project))
    if is_confidential:
        require(may_confide(actor, stakeholder.project))
    locked = _locked(stakeholder, None, {})
    stands = engagement or locked.engagement
    check_choice(stands, Engagement, "engagement")
    made = _contact(
        locked,
        actor,
        held_on=day_so_far(locked.project, held_on, "held_on"),
        channel=clean(
            channel, "channel", LONGEST["channel"], needed=_("Say how you spoke: a call, a visit, a mail.")
        ),
        summary=clean(summary, "summary", LONGEST["stake"]),
        engagement=stands,
        is_confidential=is_confidential,
    )
    name = "confidential_contact" if is_confidential else "contact"
    told = {name: ["", f"{made.held_on} {made.channel}: {made.summary}"[:500]]}
    if made.engagement != locked.engagement:
        told["engagement"] = [locked.engagement, made.engagement]
        locked.engagement = made.engagement
        locked.version += 1
        locked.save(update_fields=["engagement", "version", "changed_at"])
    record(actor, about(locked), told)
    return made


def _contact(locked: Stakeholder, actor: Actor, **stated: Any) -> StakeholderContact:
    made: StakeholderContact = StakeholderContact.objects.create(
        stakeholder=locked,
        number=locked.contacts.count() + 1,
        by_id=actor.person_id,
        by_name=actor.name[:200],
        **stated,
    )
    return made


def met(stakeholders: Iterable[Stakeholder], *, held_on: dt.date, channel: str, actor: Actor) -> None:
    """Note in the running operation that stakeholders were met, as whoever may say so has said; how they stand stays.

    The right to keep stakeholders is not asked for: that they were met follows from what the operation does.
    """
    for each in sorted(stakeholders, key=lambda one: one.pk):
        locked = _locked(each, None, {})
        way = channel[: LONGEST["channel"]]
        _contact(locked, actor, held_on=held_on, channel=way, engagement=locked.engagement)
        record(actor, about(locked), {"contact": ["", f"{held_on} {way}"]})
