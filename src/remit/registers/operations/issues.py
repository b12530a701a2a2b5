"""Issues: raised, assessed, worked on, resolved by their owner, closed by somebody else, escalated where they stand."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.catalogue import PROJECT_MANAGER, SPONSOR
from remit.people.grids import day_of
from remit.people.models import Organisation, Person
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.projects.operations.parts import (
    check_choice,
    check_fields,
    check_sees,
    clean,
    differences,
    space_in,
    worded,
)
from remit.projects.operations.records import locked_project
from remit.projects.signing import in_role
from remit.registers.models import Issue, IssueKind, IssueState, Risk, Severity
from remit.registers.operations.about import about, locked_issue, tell_about, tell_owner
from remit.registers.policies import (
    may_escalate,
    may_keep_registers,
    may_lead_issue,
    may_raise,
    may_step,
)
from remit.registers.scales import after_working_days

FIELDS = ("kind", "title", "description", "severity", "owner", "due_on")
LONGEST_TITLE, LONGEST_WORDS = 300, 4000
# working days after which one that nobody assessed goes up, and after which what occurred is due
ASSESSED_WITHIN, DUE_WITHIN = 2, 5
ESCALATED = gettext_lazy("Remit: an issue was escalated to you")
BY_SCORE = ((15, Severity.CRITICAL), (10, Severity.HIGH), (5, Severity.MEDIUM))
State = IssueState
# step: from which states, to which
STEPS: Mapping[str, tuple[frozenset[str], str]] = {
    "assess": (frozenset({State.OPEN, State.ASSESSED, State.IN_WORK}), State.ASSESSED),
    "begin": (frozenset({State.ASSESSED}), State.IN_WORK),
    "resolve": (frozenset({State.IN_WORK}), State.RESOLVED),
    "close": (frozenset({State.RESOLVED}), State.CLOSED),
    "reopen": (frozenset({State.RESOLVED, State.CLOSED}), State.OPEN),
}


def _check(issue: Issue, changed: Iterable[str]) -> None:
    issue.title = clean(
        issue.title, "title", LONGEST_TITLE, needed=_("Say in a line what is wrong or asked for.")
    )
    issue.description = clean(issue.description, "description", LONGEST_WORDS)
    check_choice(issue.kind, IssueKind, "kind")
    check_choice(issue.severity, Severity, "severity")
    if "owner" in changed:
        check_sees(issue.project, [issue.owner], "owner")


def _keep_new(made: Issue, actor: Actor, told: Iterable[str]) -> Issue:
    made.raised_by_id, made.raised_on = actor.person_id, day_of(made.project.organisation)
    made.key = next_key(space_in(made.project), "IS")
    made.save()
    record(actor, about(made), {name: ["", worded(getattr(made, name))] for name in told})
    tell_owner(made, actor.name, actor.person_id)
    return made


@operation("registers.raise_issue")
def raise_issue(project: Project, *, actor: Actor, **stated: Any) -> Issue:
    """Raise an issue with fields of `FIELDS`; its owner is told."""
    locked = locked_project(project)
    require(may_raise(actor, locked))
    check_fields(stated, FIELDS)
    made = Issue(project=locked, **stated)
    _check(made, stated)
    return _keep_new(made, actor, stated)


def issue_from(risk: Risk, *, due_on: dt.date | None, words: str, actor: Actor) -> Issue:
    """Make the issue that a risk became, its owner's; only inside an operation, which has checked the right."""
    severity = next((each for score, each in BY_SCORE if (risk.score or 0) >= score), Severity.LOW)
    today = day_of(risk.project.organisation)
    made = Issue(
        project=risk.project, kind=IssueKind.PROBLEM, title=risk.event[:LONGEST_TITLE], severity=severity,
        description="\n".join(each for each in (words, risk.effect) if each), owner=risk.owner,
        due_on=due_on or after_working_days(today, DUE_WITHIN), risk=risk,
    )  # fmt: skip
    return _keep_new(made, actor, ("title", "severity", "owner", "due_on", "risk"))


@operation("registers.change_issue")
def change_issue(issue: Issue, *, version: int, actor: Actor, **changes: Any) -> Issue:
    """Change fields of `FIELDS` until it is closed; owner and day are for whoever keeps the register."""
    check_fields(changes, FIELDS)
    locked = locked_issue(issue, version, changes)
    require(may_lead_issue(actor, locked))
    if locked.state == State.CLOSED:
        raise Conflict("closed", _("It is closed: reopen it first."))
    before = {name: getattr(locked, name) for name in changes}
    was = (locked.owner_id, locked.due_on)
    for name, value in changes.items():
        setattr(locked, name, value)
    if (locked.owner_id, locked.due_on) != was:
        require(may_keep_registers(actor, locked.project))
    _check(locked, ["owner"] if locked.owner_id != was[0] else [])
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked))
    if locked.owner_id != was[0]:
        tell_owner(locked, actor.name, actor.person_id)
    return locked


def _next_state(issue: Issue, step: str) -> str:
    if step not in STEPS:
        names = ", ".join(STEPS)
        raise Invalid(_("Choose one of: %(names)s.") % {"names": names}, field="step", code="choice")
    sources, state = STEPS[step]
    if issue.state not in sources:
        words = {"now": State(issue.state).label, "next": State(state).label}
        message = _("An issue that is %(now)s does not become %(next)s.")
        raise Conflict("order", message % words)
    # what is in work and judged anew stays in work
    return issue.state if step == "assess" and issue.state == State.IN_WORK else state


@operation("registers.advance_issue")
def advance_issue(issue: Issue, step: str, *, words: str, version: int, actor: Actor) -> Issue:
    """Lead an issue on by a step of `STEPS`: assessing, resolving and reopening say why or what came of it."""
    locked = locked_issue(issue, version, {})
    state = _next_state(locked, step)
    require(may_step(actor, locked, step))
    needed = {
        "assess": _("Say what it means for scope, time, cost and quality, and what is to be done."),
        "resolve": _("Say what was done, and where it can be seen."),
        "reopen": _("Say why it is not settled."),
    }
    told = clean(words, "words", LONGEST_WORDS, needed=needed.get(step, ""))
    before = {name: getattr(locked, name) for name in ("state", "closed_on", "escalated_on")}
    kept = {
        "assess": "assessment",
        "resolve": "resolution",
        "close": "closed_words",
        "reopen": "reopened_words",
    }
    if step in kept:
        setattr(locked, kept[step], told)
    locked.state = state
    locked.closed_on = day_of(locked.project.organisation) if state == State.CLOSED else None
    if step in {"resolve", "reopen"}:
        # whoever was called has had their answer; what is open again may go up again
        locked.escalated_on, locked.escalated_to, locked.escalated_words = None, None, ""
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=told[:500])
    return locked


def called_for(issue: Issue, actor: Actor) -> Person | None:
    """Return to whom an issue goes up: the manager of its project, or the sponsor where the manager has it already."""
    for role in (PROJECT_MANAGER, SPONSOR):
        held = in_role(issue.project, role)
        if held is not None and held.person_id not in {issue.owner_id, actor.person_id}:
            return held.person
    return None


@operation("registers.escalate_issue")
def escalate_issue(issue: Issue, *, reason: str, version: int, actor: Actor) -> Issue:
    """Call the manager of the project, or its sponsor, to an issue that is not resolved; its work goes on."""
    locked = locked_issue(issue, version, {})
    require(may_escalate(actor, locked))
    if locked.state in {State.RESOLVED, State.CLOSED}:
        raise Conflict("order", _("It is resolved: reopen it if it is not."))
    if locked.escalated_on is not None:
        raise Conflict("escalated", _("It was escalated already."))
    person = called_for(locked, actor)
    if person is None:
        raise Conflict("nobody", _("Nobody is above it: name a project manager and a sponsor first."))
    locked.escalated_words = clean(
        reason, "reason", LONGEST_WORDS, needed=_("Say why it needs somebody above.")
    )
    locked.escalated_on, locked.escalated_to = day_of(locked.project.organisation), person
    locked.version += 1
    locked.save()
    changes = {"escalated_to": ["", person.name], "escalated_on": ["", locked.escalated_on.isoformat()]}
    record(actor, about(locked), changes, reason=locked.escalated_words[:500])
    context = {"reason": locked.escalated_words, "by": actor.name}
    tell_about(person, ESCALATED, "registers/email/escalated.txt", locked, **context)
    return locked


def escalate_late_issues() -> int:
    """Escalate issues that nobody assessed in time or whose day is over, each once; return how many.

    Not for the demo, nor for projects on which no work is done any more.
    """
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        today = day_of(organisation)
        who = system_actor("Remit", organisation.pk)
        rows = Issue.objects.filter(project__organisation=organisation, escalated_on=None)
        rows = rows.exclude(state__in=(State.RESOLVED, State.CLOSED)).exclude(project__phase__in=OVER)
        for each in rows.select_related("project__scope", "project__organisation", "owner").order_by("pk"):
            why = _lateness(each, today)
            if why and called_for(each, who) is not None:
                escalate_issue(each, reason=why, version=each.version, actor=who)
                count += 1
    return count


def _lateness(issue: Issue, today: dt.date) -> str:
    """Return in words why an issue goes up by itself; nothing where it does not."""
    if issue.due_on < today:
        return _("Its day is over and it is not resolved.")
    if issue.state == State.OPEN and after_working_days(issue.raised_on, ASSESSED_WITHIN) < today:
        return _("Nobody assessed it within two working days.")
    return ""
