"""The log of decisions: each is written once with the facts as they were seen, and only another takes its place."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.meetings.models import AgendaItem, LoggedDecision
from remit.meetings.operations.matters import check_recording
from remit.meetings.seen import facts_seen
from remit.people.models import Person
from remit.people.routing import Question, Step, ways
from remit.projects.models import Project
from remit.projects.operations.parts import check_member, clean, day_so_far, space_in

LONGEST_TITLE, LONGEST_REASONS, LONGEST_OPTION = 300, 20_000, 500
MOST_OPTIONS = 12
HIGHEST_LINE = 20


@dataclass(frozen=True, slots=True)
class Option:
    """Something that was considered, and whether it was taken."""

    text: str
    is_taken: bool = False


def _about(decision: LoggedDecision) -> About:
    project = decision.project
    key = f"{project.key}/{decision.key}"
    label = f"{decision.key} {decision.title}"[:300]
    return About("logged-decision", key, label, project.organisation_id, project.scope.path)


@operation("meetings.log_decision")
def log_decision(
    project: Project, *, title: str, decided_by: Person, actor: Actor, reasons: str = "",
    options: Sequence[Option] = (), amount_minor: int | None = None, days: int | None = None,
    decided_on: dt.date | None = None, supersedes: LoggedDecision | None = None,
    matter: AgendaItem | None = None,
) -> LoggedDecision:  # fmt: skip
    """Write down what somebody with the authority has decided, and how the project stands at this moment.

    `amount_minor` and `days` of delay must lie within the limits of whoever decided. It is never changed: a later
    decision `supersedes` it, once. `matter` is that of a meeting whose minutes are being written; whoever writes them
    may record it.
    """
    check_recording(actor, project, matter)
    return keep_decision(
        project, title=title, decided_by=decided_by, actor=actor, reasons=reasons, options=options,
        amount_minor=amount_minor, days=days, decided_on=decided_on, supersedes=supersedes, matter=matter,
    )  # fmt: skip


def keep_decision(
    project: Project, *, title: str, decided_by: Person, actor: Actor, reasons: str = "",
    options: Sequence[Option] = (), amount_minor: int | None = None, days: int | None = None,
    decided_on: dt.date | None = None, supersedes: LoggedDecision | None = None,
    matter: AgendaItem | None = None,
) -> LoggedDecision:  # fmt: skip
    """Write a decision down as `log_decision` does; only inside an operation, which has checked the right."""
    check_member(project, decided_by, "decided_by")
    _check_place(project, supersedes)
    for field, number in (("amount_minor", amount_minor), ("days", days)):
        if number is not None and number < 0:
            raise Invalid(_("Give a number that is not below zero."), field=field, code="range")
    step = authority_of(project, decided_by, amount_minor, days)
    made = LoggedDecision.objects.create(
        project=project,
        key=next_key(space_in(project), "DN"),
        title=clean(title, "title", LONGEST_TITLE, needed=_("Say what was decided.")),
        reasons=clean(reasons, "reasons", LONGEST_REASONS),
        options=_options(options),
        amount_minor=amount_minor,
        days=days,
        decided_by=decided_by,
        authority=_authority(step),
        decided_on=day_so_far(project, decided_on, "decided_on"),
        recorded_by=actor.name[:200],
        supersedes=supersedes,
        facts=facts_seen(project),
        matter=matter,
    )
    _record(made, actor)
    return made


def _record(made: LoggedDecision, actor: Actor) -> None:
    told: dict[str, Any] = {"title": ["", made.title], "decided_by": ["", made.decided_by.name]}
    if made.supersedes is not None:
        told["supersedes"] = ["", made.supersedes.key]
    if made.matter is not None:
        told["matter"] = ["", f"{made.matter.meeting.key}, {made.matter}"]
    record(actor, _about(made), told)


def _authority(step: Step) -> str:
    """Return as what somebody decided, without the limits, which are not for everybody who reads the log."""
    held = f"{step.assignment.role.name}, {step.assignment.scope.key}"
    if step.is_deputy:
        held = _("%(held)s, as deputy of %(name)s") % {"held": held, "name": step.assignment.person.name}
    return held[:300]


def _check_place(project: Project, supersedes: LoggedDecision | None) -> None:
    if supersedes is None:
        return
    if supersedes.project_id != project.pk:
        raise Invalid(_("That decision is of another project."), field="supersedes", code="unknown")
    # locked: of two that would take its place one does
    locked = LoggedDecision.objects.select_for_update(of=("self",)).get(pk=supersedes.pk)
    later = LoggedDecision.objects.filter(supersedes=locked).first()
    if later is not None:
        message = _("%(key)s has taken its place already: supersede that one.")
        raise Conflict("superseded", message % {"key": later.key})


def authority_of(project: Project, person: Person, amount_minor: int | None, days: int | None) -> Step:
    """Return the step of the line of authority at which `person` decides this at a project.

    The line is that of `people.routing`, from the project upward; whoever stands above the nearest who could decide
    may do so too. `Invalid` for anybody else, with the name of the nearest.
    """
    passed: frozenset[int] = frozenset()
    nearest = ""
    for _each in range(HIGHEST_LINE):
        question = Question(0, project.scope, amount_minor, days, asked_by=passed)
        route = ways([question], project.organisation)[0]
        step = route.last
        if step is None or step.decider is None:
            break
        if step.decider.pk == person.pk:
            return step
        nearest = nearest or step.decider.name
        passed |= {step.decider.pk}
    words = {"name": person.name, "who": nearest or _("somebody with a higher limit")}
    message = _("%(name)s does not decide this here; it is for %(who)s, or whoever stands above.")
    raise Invalid(message % words, field="decided_by", code="authority")


def _options(options: Sequence[Option]) -> list[dict[str, Any]]:
    if len(options) > MOST_OPTIONS:
        message = _("At most %(most)d options.") % {"most": MOST_OPTIONS}
        raise Invalid(message, field="options", code="many")
    return [
        {
            "text": clean(each.text, "options", LONGEST_OPTION, needed=_("Say what the option was.")),
            "is_taken": each.is_taken,
        }
        for each in options
    ]
