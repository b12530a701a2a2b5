"""Who may do what with risks and issues. Pure functions.

Whoever sees a project may raise what they see coming: a register that only its keeper fills is blind.
"""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, closed
from remit.registers.models import Issue, Risk

KEEP, SEE, MONEY = "register.keep", "project.view", "cost.view"


def may_see_registers(actor: Actor) -> Decision:
    """Return whether the actor may read the lists of risks and issues of all projects: whoever sees any project."""
    if actor.can_anywhere(SEE):
        return ALLOWED
    return refuse(_("None of your roles sees projects."), _("whoever gives you a role"))


def sees_money(actor: Actor, project: Project) -> bool:
    """Return whether the actor may read and state sums of a risk; without the right bands say it."""
    return actor.can(MONEY, project.scope.path)


def may_raise(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may raise risks and issues: whoever sees the project."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if not actor.can(SEE, project.scope.path):
        return refuse(_("None of your roles sees this project."), _("whoever gives you a role"))
    if project.phase in READ_ONLY:
        return closed()
    return ALLOWED


def may_keep_registers(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may take up, judge, hand over and close risks, and lead any issue."""
    if not actor.can(KEEP, project.scope.path):
        reason = _("You may raise risks and issues here, but not keep the registers.")
        return refuse(reason, _("the project manager or a project leader"))
    if project.phase in READ_ONLY:
        return closed()
    return ALLOWED


def may_change_risk(actor: Actor, risk: Risk) -> Decision:
    """Return whether the actor may word a risk: who keeps the register, its owner, and who raised it while a draft."""
    raiser = risk.raised_by_id if risk.state == "draft" else None
    return _theirs(actor, risk.project, {risk.owner_id, raiser}, risk.owner.name)


def may_assess(actor: Actor, risk: Risk) -> Decision:
    """Return whether the actor may assess, answer and review a risk: who keeps the register, and its owner."""
    return _theirs(actor, risk.project, {risk.owner_id}, risk.owner.name)


def may_lead_issue(actor: Actor, issue: Issue) -> Decision:
    """Return whether the actor may assess an issue and resolve it: its owner, and who keeps the register."""
    return _theirs(actor, issue.project, {issue.owner_id}, issue.owner.name)


def may_escalate(actor: Actor, issue: Issue) -> Decision:
    """Return whether the actor may escalate or reopen an issue: who leads it, and who raised it."""
    return _theirs(actor, issue.project, {issue.owner_id, issue.raised_by_id}, issue.owner.name)


def may_close_issue(actor: Actor, issue: Issue) -> Decision:
    """Return whether the actor may close an issue: who raised it, or whom its owner answers to, never its owner."""
    project = issue.project
    if project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.is_system:
        return ALLOWED
    if actor.person_id == issue.owner_id:
        return refuse(
            _("You resolved it: somebody else says that it is."), _("whoever raised it, or the manager")
        )
    above = actor.can(KEEP, project.scope.path) or actor.can("project.assign", project.scope.path)
    if above or actor.person_id in {issue.raised_by_id, issue.owner.line_manager_id} - {None}:
        return ALLOWED
    return refuse(
        _("It is closed by whoever raised it, or whom its owner answers to."), _("the project manager")
    )


def may_step(actor: Actor, issue: Issue, step: str) -> Decision:
    """Return whether the actor may lead an issue on by a step: closing and reopening have rights of their own."""
    if step == "close":
        return may_close_issue(actor, issue)
    return may_escalate(actor, issue) if step == "reopen" else may_lead_issue(actor, issue)


def _theirs(actor: Actor, project: Project, people: set[int | None], owner: str) -> Decision:
    if project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id in people:
        return ALLOWED
    if actor.can(KEEP, project.scope.path):
        return ALLOWED
    return refuse(_("This is for its owner, or whoever keeps the registers."), owner)
