import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.links import hash_of
from remit.accounts.models import ApiToken, User
from remit.accounts.permissions import Actor, require
from remit.accounts.policies import may_change_own, may_revoke_token
from remit.accounts.queries import about_user, live_tokens
from remit.accounts.tokens import PREFIX_LENGTH, new_token
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid

MOST_TOKENS = 20
LONGEST_DAYS = 365


@operation("accounts.create_token")
def create_token(
    user: User, *, name: str, may_write: bool, days: int | None, actor: Actor
) -> tuple[ApiToken, str]:
    """Make a token for `user`; return it with its text, which is shown this once and kept only as a hash."""
    require(may_change_own(actor, user.pk))
    if not name.strip():
        raise Invalid(_("Say what the token is for."), field="name", code="required")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        message = _("A token lasts from 1 to %(most)d days.") % {"most": LONGEST_DAYS}
        raise Invalid(message, field="days", code="range")
    User.objects.select_for_update().get(pk=user.pk)  # the lock under which tokens are counted
    if live_tokens(user).count() >= MOST_TOKENS:
        message = _("There are %(most)d tokens already: revoke one that is no longer used.")
        raise Conflict("too_many_tokens", message % {"most": MOST_TOKENS})
    raw = new_token()
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        prefix=raw[:PREFIX_LENGTH],
        token_hash=hash_of(raw),
        may_write=may_write,
        expires_at=timezone.now() + dt.timedelta(days=days) if days is not None else None,
    )
    changes = {"token": ["", str(token)], "may_write": ["", may_write], "expires_at": ["", token.expires_at]}
    record(actor, about_user(user), changes)
    return token, raw


@operation("accounts.revoke_token")
def revoke_token(token: ApiToken, *, actor: Actor, reason: str = "") -> ApiToken:
    """End a token now: the next call with it is refused."""
    locked = ApiToken.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    about = about_user(locked.user)
    require(may_revoke_token(actor, locked, about))
    if locked.revoked_at is not None:
        raise Conflict("revoked", _("This token is revoked already."))
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    record(actor, about, {"token": [str(locked), ""]}, reason=reason)
    return locked
