from allauth.usersessions.models import UserSession
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts import links
from remit.accounts.models import ApiToken, CalendarFeed, User
from remit.accounts.permissions import Actor, require
from remit.accounts.policies import may_manage_account
from remit.accounts.queries import about_user
from remit.audit.recording import operation, record
from remit.core.errors import Conflict


@operation("accounts.disable_user")
def disable_user(user: User, *, actor: Actor, reason: str = "") -> User:
    """Shut a sign-in at once: its sessions, tokens, feeds and open links end, and stay ended if it is enabled."""
    about = about_user(user)
    require(may_manage_account(actor, about))
    if actor.user_id == user.pk:
        raise Conflict("own_account", _("You cannot disable your own sign-in: another administrator has to."))
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise Conflict("disabled", _("This sign-in is disabled already."))
    locked.is_active = False
    locked.version += 1
    locked.save(update_fields=["is_active", "version"])
    end_sessions(locked)
    ApiToken.objects.filter(user=locked, revoked_at=None).update(revoked_at=timezone.now())
    CalendarFeed.objects.filter(user=locked, revoked_at=None).update(revoked_at=timezone.now())
    links.close_all(locked)
    record(actor, about, {"is_active": [True, False]}, reason=reason)
    return locked


@operation("accounts.enable_user")
def enable_user(user: User, *, actor: Actor, reason: str = "") -> User:
    """Let somebody whose sign-in was disabled sign in again."""
    about = about_user(user)
    require(may_manage_account(actor, about))
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.is_active:
        raise Conflict("enabled", _("This sign-in is enabled already."))
    locked.is_active = True
    locked.version += 1
    locked.save(update_fields=["is_active", "version"])
    record(actor, about, {"is_active": [False, True]}, reason=reason)
    return locked


def end_sessions(user: User) -> None:
    """End every session of `user`, inside a running operation."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    for session in UserSession.objects.filter(user=user):
        session.end()
