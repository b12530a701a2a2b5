"""Tokens for programs: how they look, how they are kept, and who stands behind one."""

import datetime as dt
import hmac

from django.db.models import Q
from django.utils import timezone

from remit.accounts.links import hash_of, new_secret
from remit.accounts.models import ApiToken, CalendarFeed, User
from remit.core.statements import Statement

MARK = "remit_"  # lets people and secret scanners recognise a token
PREFIX_LENGTH = 12
_NOTE_USE_EVERY = dt.timedelta(minutes=1)
_BY_HASH = Statement(
    lambda token_hash: ApiToken.objects.select_related("user").filter(token_hash=token_hash), str
)


def new_token() -> str:
    """Return a new random token of 256 bits."""
    return MARK + new_secret()


def user_for_token(raw: str) -> tuple[User, ApiToken] | None:
    """Return who acts with `raw` and the token's row, or None: unknown, revoked, expired, its user disabled.

    The lookup is by hash, so the time taken says nothing about how much of a guess is right. Use is noted at
    most once a minute.
    """
    token_hash = hash_of(raw)
    token: ApiToken | None = _BY_HASH.first(token_hash)
    if token is None or not hmac.compare_digest(token.token_hash, token_hash):
        return None
    now = timezone.now()
    if token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= now):
        return None
    if not token.user.is_active:
        return None
    note_use(token)
    return token.user, token


def note_use(held: ApiToken | CalendarFeed) -> None:
    """Note that a secret is used now, at most once a minute."""
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - _NOTE_USE_EVERY)
    if held.last_used_at is None or held.last_used_at <= now - _NOTE_USE_EVERY:
        type(held).objects.filter(stale, pk=held.pk).update(last_used_at=now)
