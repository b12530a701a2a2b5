"""Outcomes of a project: stated and changed until it is closed, handed over to another owner at any time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.benefits.models import Benefit
from remit.benefits.policies import may_care_for, may_keep_benefits
from remit.core.errors import Conflict, Invalid, stale
from remit.core.figures import figure
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.people.operations.organisation import space_of
from remit.projects.models import Project
from remit.projects.operations.parts import (
    check_fields,
    check_member,
    clean,
    differences,
    locked_part,
    worded,
)
from remit.projects.operations.records import locked_project

FIELDS = (
    "statement", "owner", "measure", "unit", "baseline_value", "baseline_on", "target_value", "target_on",
    "method", "source",
)  # fmt: skip
# what every review was measured against
MEASURED_BY = ("measure", "unit", "baseline_value", "baseline_on", "target_value", "target_on")
LONGEST = {"statement": 500, "measure": 200, "unit": 40, "method": 4000, "source": 1000, "reason": 500}
GIVEN = gettext_lazy("Remit: you answer for an outcome")


def about(benefit: Benefit) -> About:
    """Return how the record names an outcome."""
    label = f"{benefit.key} {benefit.statement}"[:300]
    return About("benefit", benefit.key, label, benefit.organisation_id, benefit.project.scope.path)


def page_of(benefit: Benefit) -> str:
    """Return the whole address of an outcome's page, for mails."""
    return settings.BASE_URL + reverse("benefits:benefit", args=[benefit.key])


def check_here(project: Project, person: Person | None, field: str) -> None:
    """Raise `Invalid` naming `field` for somebody of another organisation, or who has left."""
    check_member(project, person, field)
    if person is not None and person.is_gone(day_of(project.organisation)):
        raise Invalid(_("Choose somebody who is here."), field=field, code="left")


def _check(benefit: Benefit, changed: Iterable[str]) -> None:
    needed = {
        "statement": _("Say in a sentence what is better afterwards, and for whom."),
        "measure": _("Say what is measured."),
        "unit": _("Say in which unit it is measured."),
        "method": _("Say how it is measured, so that somebody else would get the same."),
    }
    for field in ("statement", "measure", "unit", "method", "source"):
        text = clean(getattr(benefit, field), field, LONGEST[field], needed=needed.get(field, ""))
        setattr(benefit, field, text)
    if "owner" in changed:
        check_here(benefit.project, benefit.owner, "owner")
    for field in ("baseline_value", "target_value"):
        setattr(benefit, field, figure(getattr(benefit, field), field))
    if benefit.target_value == benefit.baseline_value:
        message = _("The target is the baseline: state what is to be different.")
        raise Invalid(message, field="target_value", code="same")
    if benefit.target_on <= benefit.baseline_on:
        message = _("The day of the target lies after that of the baseline.")
        raise Invalid(message, field="target_on", code="order")


@operation("benefits.add_benefit")
def add_benefit(project: Project, *, actor: Actor, **stated: Any) -> Benefit:
    """State an outcome of a project, with fields of `FIELDS`; its owner is told unless they stated it themselves."""
    locked = locked_project(project)
    require(may_keep_benefits(actor, locked))
    check_fields(stated, FIELDS)
    made = Benefit(organisation_id=locked.organisation_id, project=locked, **stated)
    _check(made, stated)
    made.key = next_key(space_of(locked.organisation_id), "BE")
    made.save()
    record(actor, about(made), {name: ["", worded(getattr(made, name))] for name in stated})
    _tell(made, actor)
    return made


def _tell(benefit: Benefit, actor: Actor) -> None:
    if benefit.owner_id != actor.person_id:
        context = {"benefit": benefit, "url": page_of(benefit), "by": actor.name}
        tell(benefit.owner, GIVEN, "benefits/email/owner.txt", context)


def locked_benefit(benefit: Benefit, version: int | None, yours: dict[str, Any]) -> Benefit:
    """Return an outcome, locked, as it stands; `Conflict` where the version that was seen is another, or it stopped."""
    locked = locked_part(benefit, "owner__organisation")
    if version is not None and locked.version != version:
        raise stale(_("Somebody changed this outcome meanwhile."), yours, locked, worded)
    if locked.stopped_on is not None:
        raise Conflict("stopped", _("It is pursued no longer: its last review stopped it."))
    return locked


@operation("benefits.change_benefit")
def change_benefit(benefit: Benefit, *, version: int, actor: Actor, **changes: Any) -> Benefit:
    """Change fields of `FIELDS`; after the first review no longer what it is measured by. A new owner is told."""
    check_fields(changes, FIELDS)
    require(may_keep_benefits(actor, locked_part(benefit).project))
    locked = locked_benefit(benefit, version, changes)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked, changes)
    told = differences(before, locked)
    if set(told) & set(MEASURED_BY) and locked.reviews.exclude(done_on=None).exists():
        message = _(
            "It was measured already: what it is measured by stays, and a new target is a new outcome."
        )
        raise Conflict("measured", message)
    locked.version += 1
    locked.save()
    record(actor, about(locked), told)
    if "owner" in told:
        _tell(locked, actor)
    return locked


@operation("benefits.remove_benefit")
def remove_benefit(benefit: Benefit, *, version: int, actor: Actor) -> None:
    """Remove an outcome that was entered by mistake, with its planned reviews; one that was measured stays."""
    require(may_keep_benefits(actor, locked_part(benefit).project))
    locked = locked_benefit(benefit, version, {})
    if locked.reviews.exclude(done_on=None).exists():
        message = _("It was measured already and stays: a review can stop it.")
        raise Conflict("measured", message)
    told = about(locked)
    before = {name: [worded(getattr(locked, name)), ""] for name in FIELDS}
    locked.delete()
    record(actor, told, before)


@operation("benefits.hand_over_benefit")
def hand_over_benefit(benefit: Benefit, *, owner: Person, reason: str, version: int, actor: Actor) -> Benefit:
    """Hand an outcome over to another owner, saying why, also when the project is closed; the new one is told."""
    require(may_care_for(actor, locked_part(benefit)))
    locked = locked_benefit(benefit, version, {"owner": owner})
    check_here(locked.project, owner, "owner")
    if owner.pk == locked.owner_id:
        raise Invalid(_("Choose somebody else: it is theirs already."), field="owner", code="same")
    why = clean(reason, "reason", LONGEST["reason"], needed=_("Say why it is handed over."))
    was = locked.owner
    locked.owner = owner
    locked.version += 1
    locked.save(update_fields=["owner", "version"])
    record(actor, about(locked), {"owner": [was.name, owner.name]}, reason=why)
    _tell(locked, actor)
    return locked


def last_day(project: Project) -> dt.date:
    """Return from which day on reviews of a project's outcomes are counted: its promised end, or today."""
    return project.promised_on or day_of(project.organisation)
