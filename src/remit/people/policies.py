"""Who may do what with people, roles and assignments. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Assignment, Role, Scope


def may_edit_people(actor: Actor) -> Decision:
    """Return whether the actor may add and change people."""
    if actor.can_anywhere("people.edit"):
        return ALLOWED
    return refuse(_("Only an administrator adds and changes people."), _("an administrator"))


def may_assign(actor: Actor, role: Role, scope: Scope) -> Decision:
    """Return whether the actor may give or end `role` at `scope`: nobody gives a right that is not his to give.

    Project roles are given by whoever may assign at the scope, up to a role whose authority the actor's own
    highest role there reaches; administration is given by administrators.
    """
    if actor.is_system:
        return ALLOWED
    if role.code == "administrator":
        if actor.can("account.manage", scope.path):
            return ALLOWED
        return refuse(_("Only an administrator makes administrators."), _("an administrator"))
    if not actor.can("project.assign", scope.path):
        return refuse(_("You may not assign roles here."), _("the project manager or the sponsor"))
    missing = set(role.capabilities) - _held(actor, scope)
    if missing:
        reason = _("The role %(role)s gives rights that you do not hold yourself here.") % {"role": role.name}
        return refuse(reason, _("the sponsor or the portfolio manager"))
    return ALLOWED


def _held(actor: Actor, scope: Scope) -> set[str]:
    return {
        capability
        for grant in actor.grants
        if scope.path.startswith(grant.scope_path)
        for capability in grant.capabilities
    }


def may_give_sign_in(actor: Actor) -> Decision:
    """Return whether the actor may let people sign in."""
    if actor.can_anywhere("account.manage"):
        return ALLOWED
    return refuse(_("Only an administrator lets people sign in."), _("an administrator"))


def may_assign_at(actor: Actor, scope: Scope) -> Decision:
    """Return whether the actor may give any role at all at `scope`; which ones, `may_assign` says."""
    if actor.can("project.assign", scope.path):
        return ALLOWED
    return refuse(_("You may not assign roles here."), _("the project manager or the sponsor"))


def may_edit_organisation(actor: Actor) -> Decision:
    """Return whether the actor may add, change and close units of the organisation and name their heads."""
    if actor.can_anywhere("organisation.edit"):
        return ALLOWED
    return refuse(_("Only an administrator changes the organisation's units."), _("an administrator"))


def may_see_organisation(actor: Actor) -> Decision:
    """Return whether the actor may see how the organisation is built."""
    if actor.can_anywhere("organisation.view"):
        return ALLOWED
    return refuse(_("You may not see the organisation's structure."), _("an administrator"))


def may_edit_glossary(actor: Actor) -> Decision:
    """Return whether the actor may say what the organisation's words mean."""
    if actor.can_anywhere("glossary.edit"):
        return ALLOWED
    return refuse(_("Only the portfolio manager says what words mean here."), _("the portfolio manager"))


def may_edit_roles(actor: Actor) -> Decision:
    """Return whether the actor may add, change and retire roles of the organisation's catalogue."""
    if actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("Only an administrator changes the catalogue of roles."), _("an administrator"))


def may_widen(actor: Actor, gained: set[str], *, holds: bool) -> Decision:
    """Return whether the actor may let a role give `gained` rights: nobody widens a role that they hold."""
    if actor.is_system or not gained or not holds:
        return ALLOWED
    reason = _("You hold this role: nobody gives more rights to a role of their own.")
    return refuse(reason, _("another administrator, who does not hold it"))


def may_acknowledge(actor: Actor, assignment: Assignment) -> Decision:
    """Return whether the actor may acknowledge a role: whoever holds it, and nobody for them."""
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == assignment.person_id:
        return ALLOWED
    return refuse(_("Only whoever holds a role acknowledges it."), assignment.person.name)


def may_write_matrix(actor: Actor, scope: Scope, *, is_over: bool = False) -> Decision:
    """Return whether the actor may say who answers for what at `scope`; nobody where it is over."""
    if not actor.can("project.assign", scope.path):
        reason = _("You may not say here who answers for what.")
        return refuse(reason, _("the project manager, the programme manager or the portfolio manager"))
    if is_over:
        return refuse(_("This is closed: it can be read but not changed."))
    return ALLOWED
