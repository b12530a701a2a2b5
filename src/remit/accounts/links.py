"""Links that work once: issued with a random token, found by its hash, closed by use or when overtaken."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from remit.accounts.models import OneTimeLink, Purpose, User

LIFETIMES = {Purpose.RESET: dt.timedelta(hours=1), Purpose.INVITATION: dt.timedelta(days=7)}
_KEPT = dt.timedelta(days=30)


def new_secret() -> str:
    """Return a new random secret of 256 bits, as it can stand in an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return the SHA-256 under which a token is kept: it is random and long, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue(purpose: Purpose, user: User | None) -> str:
    """Return the token of a new link, which ends earlier links for the same purpose.

    For nobody the same work is done and a link kept that opens nothing: the time taken gives nothing away.
    """
    now = timezone.now()
    OneTimeLink.objects.filter(expires_at__lt=now - _KEPT).delete()
    OneTimeLink.objects.filter(user_id=user.pk if user else 0, purpose=purpose, used_at=None).update(
        used_at=now
    )
    token = new_secret()
    OneTimeLink.objects.create(
        user=user,
        purpose=purpose,
        token_hash=hash_of(token),
        sent_to=user.email if user else "",
        expires_at=now + LIFETIMES[purpose],
    )
    return token


def find(purpose: Purpose, token: str) -> OneTimeLink | None:
    """Return the link of `token` where it holds: unused, in time, its user active and at the same address."""
    link = (
        OneTimeLink.objects.select_related("user")
        .filter(
            purpose=purpose,
            token_hash=hash_of(token),
            used_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )
    if link is None or link.user is None or link.user.email != link.sent_to:
        return None
    return link


def close_all(user: User) -> None:
    """End every open link of `user`."""
    OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=timezone.now())


def take(link: OneTimeLink) -> bool:
    """Use the link up; return whether nobody else has done so before."""
    return OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()) == 1
