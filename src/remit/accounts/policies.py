"""Who may do what with sign-ins and tokens. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.models import ApiToken, CalendarFeed
from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.audit.recording import About


def may_manage_account(actor: Actor, about: About) -> Decision:
    """Return whether the actor may invite, disable and enable the sign-in that `about` names."""
    if actor.is_system or actor.can("account.manage", about.scope_path):
        return ALLOWED
    return refuse(_("Only an administrator decides who can sign in."), _("an administrator"))


def may_change_own(actor: Actor, user_id: int) -> Decision:
    """Return whether the actor may change the settings of this sign-in: its owner and nobody else."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.user_id == user_id:
        return ALLOWED
    return refuse(_("Everybody changes only the own account."))


def may_revoke_token(actor: Actor, token: ApiToken, about: About) -> Decision:
    """Return whether the actor may end a token: its owner, and whoever manages accounts."""
    if actor.user_id == token.user_id:
        return ALLOWED
    return may_manage_account(actor, about)


def may_revoke_feed(actor: Actor, feed: CalendarFeed, about: About) -> Decision:
    """Return whether the actor may end a calendar feed: its owner, and whoever manages accounts."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.user_id == feed.user_id:
        return ALLOWED
    return may_manage_account(actor, about)


def may_see_security(actor: Actor) -> Decision:
    """Return whether the actor may see who signed in, who failed to, and what was refused."""
    if actor.can_anywhere("account.manage"):
        return ALLOWED
    return refuse(_("Only an administrator sees security events."), _("an administrator"))
