"""Who may do what with people, roles and assignments. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Role, Scope


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
