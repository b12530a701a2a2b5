"""Lights set by hand: worse at once, better once the sponsor has agreed, and never for ever."""

import datetime as dt

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotFound, stale
from remit.people.grids import day_of
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, clean, locked_part
from remit.projects.operations.projects import about
from remit.projects.operations.records import locked_project
from remit.projects.signing import sponsor_of
from remit.reporting.lights import worse
from remit.reporting.models import Colour, LightCode, LightOverride, OverrideState
from remit.reporting.policies import may_countersign, may_report
from remit.reporting.queries import ruled_lights

LONGEST_DAYS = 31
LONGEST_REASON = 1000


@operation("reporting.set_light")
def set_light(
    project: Project,
    light: str,
    *,
    colour: str,
    reason: str,
    actor: Actor,
    until: dt.date | None = None,
) -> LightOverride:
    """Set a light by hand until a day, a month ahead at most: worse than its rule at once, better if it is agreed to.

    What was set before for the same light ends with it.
    """
    locked = locked_project(project)
    require(may_report(actor, locked))
    check_choice(light, LightCode, "light")
    check_choice(colour, Colour, "colour")
    words = clean(reason, "reason", LONGEST_REASON, needed=_("Say why: whoever reads the light reads this."))
    last = _last_day(locked, until)
    ruled = next(each for each in ruled_lights(locked) if each.code == light)
    if ruled.colour == colour:
        raise Invalid(_("This is what the rule says already."), field="colour", code="same")
    # grey says that nothing is known: by hand that is never good news
    is_worse = colour == Colour.GREY or worse(Colour(colour), ruled.colour)
    _end_open(locked, light)
    made: LightOverride = LightOverride.objects.create(
        project=locked,
        light=light,
        colour=colour,
        ruled=ruled.colour,
        ruled_words=ruled.words,
        reason=words,
        until=last,
        state=OverrideState.IN_FORCE if is_worse else OverrideState.WAITING,
        by_id=actor.person_id,
        by_name=actor.name[:200],
    )
    record(actor, about(locked), {f"light_{light}": [str(ruled.colour), colour]}, reason=words)
    return made


def _last_day(project: Project, until: dt.date | None) -> dt.date:
    """Return the last day on which a light by hand holds: the one stated, or the latest there may be."""
    today = day_of(project.organisation)
    latest = today + dt.timedelta(days=LONGEST_DAYS)
    last = until or latest
    if not today <= last <= latest:
        message = _("Choose a day from today to %(days)d days ahead: then the rule holds again.")
        raise Invalid(message % {"days": LONGEST_DAYS}, field="until", code="range")
    return last


def _end_open(project: Project, light: str) -> None:
    """End what was set for a light before, and what has run out."""
    rows = LightOverride.objects.select_for_update().filter(
        project=project, light=light, state__in=[OverrideState.WAITING, OverrideState.IN_FORCE]
    )
    for each in rows:
        _enter(each, OverrideState.ENDED)


def _enter(override: LightOverride, state: OverrideState) -> None:
    override.state = state
    override.version += 1
    override.save(update_fields=["state", "answer", "answered_by", "version"])


@operation("reporting.answer_light")
def answer_light(
    override: LightOverride, *, agree: bool, version: int, actor: Actor, answer: str = ""
) -> LightOverride:
    """Agree to a light that is better than its rule, or refuse it with a reason."""
    locked = locked_part(override)
    require(may_countersign(actor, locked, sponsor_of(locked.project)))
    if locked.version != version:
        raise stale(_("Somebody changed this light meanwhile."), {"answer": answer}, locked, str)
    if locked.state != OverrideState.WAITING:
        raise Conflict("state", _("This light does not wait for an answer."))
    needed = "" if agree else _("Say why you refuse it.")
    locked.answer = clean(answer, "answer", LONGEST_REASON, needed=needed)
    locked.answered_by_id = actor.person_id
    _enter(locked, OverrideState.IN_FORCE if agree else OverrideState.REFUSED)
    change = [str(OverrideState.WAITING), locked.state]
    record(actor, about(locked.project), {f"light_{locked.light}": change}, reason=locked.answer)
    return locked


@operation("reporting.end_light")
def end_light(project: Project, light: str, *, actor: Actor) -> None:
    """Let a light follow its rule again; `NotFound` where nothing was set by hand."""
    locked = locked_project(project)
    require(may_report(actor, locked))
    check_choice(light, LightCode, "light")
    found = LightOverride.objects.filter(
        project=locked, light=light, state__in=[OverrideState.WAITING, OverrideState.IN_FORCE]
    ).first()
    if found is None:
        raise NotFound(_("This light follows its rule already."))
    _end_open(locked, light)
    record(actor, about(locked), {f"light_{light}": [found.colour, ""]})
